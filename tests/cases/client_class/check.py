"""The client class and its environments have names; only the last parameter has a default.

Its name may be that of an async client.
"""

import os
from inspect import Parameter, signature

import api
from api import APIError, AsyncAsyncShop, AsyncShop, AsyncShopError, errors, operations, testing

assert AsyncShopError is APIError is errors.AsyncShopError
assert issubclass(AsyncAsyncShop, object)
assert not hasattr(api, "Client")
assert not hasattr(api, "AsyncClient")


def url(**settings: str) -> str:
    """Return the base URL of a client."""
    transport = testing.FakeTransport()
    client = AsyncShop(transport=transport, **settings)  # type: ignore[arg-type]
    client.items.get("i", shop="s", lang="en")
    return transport.sent[0].url.partition("/shops/")[0]


assert url() == "https://live.test"
assert url(environment="sandbox") == "https://sandbox.test/v1"
assert url(environment="sandbox", base_url="https://own.test") == "https://own.test"
os.environ["SHOPPER_BASE_URL"] = "https://env.test"
assert url() == "https://env.test"
assert url(environment="live") == "https://live.test"
said = ""
try:
    url(environment="lvie")
except errors.ArgumentError as error:
    said = str(error)
assert said == "there is no environment 'lvie'; there are live, sandbox"

assert operations.items.get(shop="s", item="i", lang="en").path == {"shop": "s", "item": "i"}
assert operations.items.get("i", shop="s", lang="en").path == {"shop": "s", "item": "i"}
kinds = {name: each.kind for name, each in signature(operations.items.get).parameters.items()}
assert [name for name, kind in kinds.items() if kind is Parameter.POSITIONAL_OR_KEYWORD] == ["item"]
