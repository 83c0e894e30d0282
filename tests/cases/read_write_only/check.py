"""Read-only properties are in no request, write-only ones in no answer."""

import inspect

from api import Client, models, operations, testing

assert set(inspect.signature(operations.accounts.create_account).parameters) == {
    "name", "secret", "address", "call",
}  # fmt: skip
transport = testing.FakeTransport()
transport.answer("accounts.create_account", {"id": 1, "name": "Ada"})
client = Client(base_url="https://api.test", transport=transport)
made = client.accounts.create_account(name="Ada", secret="s", address={"city": "Rome"})
assert made == models.Account(id=1, name="Ada")
assert not hasattr(made, "secret")
assert transport.sent[0].json == {"name": "Ada", "secret": "s", "address": {"city": "Rome"}}
client.accounts.create_accounts(body=[models.AccountRequest(name="Bo")])
assert transport.sent[1].json == [{"name": "Bo"}]
