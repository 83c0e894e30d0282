"""The examples of the README and of the page on clients, run as they are, without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import Mock

import pytest
import requests

from realtimekit_livestreams import Client, errors, testing
from realtimekit_livestreams._runtime import client as clients
from tests.support.places import DOCS, README
from tests.support.server import ACCOUNT, APP, TOKEN

if TYPE_CHECKING:
    from tests.support.server import Server

CLIENT: Final = (DOCS / "client.md").read_text("utf-8")
EXAMPLES: Final = re.findall(
    r"^```python\n(.*?)^```$", README.read_text("utf-8") + CLIENT, re.MULTILINE | re.DOTALL
)
ONES_OWN_TRANSPORT = next(each for each in EXAMPLES if "class RequestsTransport" in each)
HOOKS = next(each for each in EXAMPLES if "def on_request" in each)


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> testing.FakeTransport:
    """Answer all clients with the document's examples."""
    fake = testing.FakeTransport()
    waiting = testing.AsyncFakeTransport()
    monkeypatch.setattr(clients, "HttpTransport", Mock(return_value=fake))
    monkeypatch.setattr(clients, "AsyncHttpTransport", Mock(return_value=waiting))
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "secret")
    return fake


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_example(example: str, transport: testing.FakeTransport) -> None:
    """An example of the README runs."""
    exec(compile(example, "README.md", "exec"), {"__name__": "example"})  # noqa: S102 - our own text
    assert (
        transport.sent or "Client(" not in example or "transport=" in example or "Async" in example
    )


def test_a_custom_transport(server: Server) -> None:
    """The transport of the page carries requests."""
    namespace: dict[str, Any] = {}
    exec(compile(ONES_OWN_TRANSPORT, "README.md", "exec"), namespace)  # noqa: S102 - our own text
    with requests.Session() as session:
        client = Client(
            account_id=ACCOUNT,
            app_id=APP,
            api_token=TOKEN,
            base_url=server.base_url,
            transport=namespace["RequestsTransport"](session),
        )
        assert client.livestreams.create(name="by requests").data.name == "by requests"
        with pytest.raises(errors.NotFoundError):
            client.livestreams.get("nobody")


def test_hooks(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """The hooks of the page see each try."""
    namespace: dict[str, Any] = {}
    exec(compile(HOOKS, "README.md", "exec"), namespace)  # noqa: S102 - our own text
    client = Client(
        account_id=ACCOUNT,
        app_id=APP,
        api_token=TOKEN,
        base_url=server.base_url,
        on_request=namespace["on_request"],
        on_response=namespace["on_response"],
    )
    with client:
        client.livestreams.list()
    assert server.last.headers["traceparent"].startswith("00-")
    assert capsys.readouterr().out.startswith(f"200 GET {server.base_url}/")


def test_every_chapter_has_an_example() -> None:
    """A chapter without code is not enough."""
    parts = re.split(r"^## (.+)$", CLIENT, flags=re.MULTILINE)
    assert [
        name for name, text in zip(parts[1::2], parts[2::2], strict=True) if "```python" not in text
    ] == []
