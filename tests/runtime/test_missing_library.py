"""A client whose HTTP library, or a part of it, is not installed."""

from __future__ import annotations

import gc
import pickle
import re
import sys
from typing import TYPE_CHECKING

import pytest
from runtime.errors import MissingLibraryError
from runtime.http_transport import AsyncHttpTransport, HttpTransport

from tests.support.world import get

if TYPE_CHECKING:
    from tests.support.faults import FaultServer
    from tests.support.world import World


def test_the_library(world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of the first call has the command that installs it."""
    monkeypatch.setitem(sys.modules, world.library, None)
    command = f"`{sys.executable} -m pip install {world.library}`"
    message = re.escape(f"{world.library} is not installed: run {command}, or pass a transport")
    with pytest.raises(MissingLibraryError, match=f"^{message}") as caught:
        world.send(server.url, get())
    error = caught.value
    assert isinstance(error, ImportError)
    assert error.request == f"GET {server.url}/thing"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again)) == (MissingLibraryError, str(error))
    assert server.requests == []


def test_a_missing_module_of_the_library(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named as well."""
    monkeypatch.setitem(sys.modules, "httpcore", None)
    monkeypatch.setitem(sys.modules, "httpcore2", None)
    for name in [*sys.modules]:
        if name.partition(".")[0] == world.library:
            monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingLibraryError, match=r"httpcore2?\b.*`.* -m pip install httpx2?`"):
        world.send(server.url, get())


def test_a_missing_extra(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting needs it: the library's own message says what to install."""
    make = HttpTransport if world.is_sync else AsyncHttpTransport
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(MissingLibraryError, match=r"pip install httpx2?\[socks\]"):
        world.send(server.url, get(), transport=make(proxy="socks5://127.0.0.1:1"))
    assert server.requests == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_extra_for_a_connection(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection needs it: the error comes when the connection is made."""
    make = HttpTransport if world.is_sync else AsyncHttpTransport
    for name in [*sys.modules]:
        if name.partition(".")[0] in {"h2", "httpcore", "httpcore2"} and "http2" in name:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "h2", None)
    with pytest.raises(MissingLibraryError, match=r"-m pip install 'httpx2?\[http2\]'`"):
        world.send(server.url, get(), transport=make(http1=False, http2=True))
    assert server.requests == []
    gc.collect()
