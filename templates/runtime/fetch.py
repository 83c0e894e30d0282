"""Transports that send with `fetch` in a browser, where Pyodide runs Python.

The browser handles proxies, certificates, compression and the headers `User-Agent`,
`Accept-Encoding` and `Content-Length`. It hides the target of a redirect, so redirects
are errors. It sends only requests that the API allows (CORS).
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .errors import APIConnectionError, APITimeoutError, ArgumentError
from .transport import Incoming

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Awaitable,
        Callable,
        Generator,
        Iterator,
    )

    from .transport import WireRequest

JsObject: TypeAlias = Any
"""A JavaScript object, which has no type in Python."""
_BROWSER_HEADERS: Final = frozenset({"user-agent", "accept-encoding", "content-length"})
_DECODED_HEADERS: Final = frozenset({"content-encoding", "content-length"})
"""Headers that are no longer true of a decompressed answer."""
_BODILESS: Final = frozenset({"GET", "HEAD"})
_NEEDS_ASYNC: Final = (
    "this browser cannot suspend WebAssembly (JSPI), which the sync client needs: use"
    " the async client"
)


def in_browser() -> bool:
    """Return whether Python runs in a browser."""
    return sys.platform.startswith("emscripten")


class AsyncFetchTransport:
    """An async transport that sends with `fetch`."""

    def __init__(self, **settings: object) -> None:
        """Take options of `fetch` by their own names: `credentials`, `mode`.

        Cookies of the browser are not sent, unless `credentials="include"`.
        """
        self._settings = {"credentials": "omit", "redirect": "manual", **settings}

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send the request, and return when the headers have been received."""
        call = _Call(request)
        body = await _whole(request.content)
        if body and request.method in _BODILESS:
            raise ArgumentError(f"a browser cannot send a body with {request.method}")
        settings: dict[str, object] = {
            **self._settings,
            "method": request.method,
            "headers": [
                [name, text]
                for name, text in request.headers
                if name.lower() not in _BROWSER_HEADERS
            ],
            "signal": call.signal,
        }
        if body:
            settings["body"] = body
        answer = await call.fetched(request.url, settings)
        if answer.type == "opaqueredirect":
            raise APIConnectionError(
                "the answer is a redirect, whose target a browser does not show"
            )
        headers = [(pair[0], pair[1]) for pair in answer.headers.entries()]
        headers = [each for each in headers if each[0] not in _DECODED_HEADERS]
        stream = call.pieces(answer)

        async def close() -> None:
            await stream.aclose()
            call.abort()

        return Incoming(answer.status, headers, stream, close)

    async def aclose(self) -> None:
        """Do nothing: the browser owns the connections."""


class FetchTransport:
    """A sync transport that sends with `fetch`, if the browser can suspend Python."""

    def __init__(self, **settings: object) -> None:
        """Take the same options as `AsyncFetchTransport`."""
        self._async = AsyncFetchTransport(**settings)

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send the request, and return when the headers have been received."""
        ffi = import_module("pyodide.ffi")
        if not ffi.can_run_sync():
            raise ArgumentError(_NEEDS_ASYNC)
        run: Callable[[Awaitable[Any]], Any] = ffi.run_sync
        answer = run(self._async.send(request))
        stream = _pieces(run, answer.stream)
        return Incoming(
            answer.status, answer.headers, stream, lambda: run(answer.close())
        )

    def close(self) -> None:
        """Do nothing: the browser owns the connections."""


class _Call:
    """One call of `fetch`, which can be aborted."""

    def __init__(self, request: WireRequest) -> None:
        timeout = request.timeout
        self._read = timeout.read
        self._first = None
        if timeout.connect is not None and timeout.read is not None:
            self._first = timeout.connect + timeout.read
        self._end = None
        if timeout.total is not None and not request.stream:
            self._end = time.monotonic() + timeout.total
        self._js, self._ffi = import_module("js"), import_module("pyodide.ffi")
        controller = self._js.AbortController.new()
        self.signal, self.abort = controller.signal, controller.abort

    async def fetched(self, url: str, settings: dict[str, object]) -> JsObject:
        """Return the answer, whose body has not been received."""
        entries = self._js.Object.fromEntries
        options = self._ffi.to_js(settings, dict_converter=entries)
        return await self._waited(self._js.fetch(url, options), self._first)

    async def pieces(self, answer: JsObject) -> AsyncGenerator[bytes]:
        """Yield the pieces of the body."""
        if answer.body is None:
            return
        reader = answer.body.getReader()
        while not (piece := await self._waited(reader.read(), self._read)).done:
            yield piece.value.to_bytes()

    async def _waited(self, promise: JsObject, seconds: float | None) -> JsObject:
        from asyncio import timeout

        if self._end is not None:
            remaining = max(0.0, self._end - time.monotonic())
            seconds = remaining if seconds is None else min(seconds, remaining)
        try:
            async with timeout(seconds):
                return await promise
        except TimeoutError:
            self.abort()
            raise APITimeoutError("timed out (read)") from None
        except self._ffi.JsException as error:  # its words hold neither URL nor header
            words = f"{error.name}: {error.message}"
            message = f"{words} (browsers give no details; CORS may forbid the call)"
            raise APIConnectionError(message) from None
        except BaseException:
            self.abort()
            raise


async def _whole(content: JsObject) -> bytes:
    """Return a body in one piece: a browser streams no bodies over HTTP/1.1."""
    if isinstance(content, bytes):
        return content
    if hasattr(content, "__aiter__"):
        return b"".join([piece async for piece in content])
    return b"".join(content)


def _pieces(run: Callable[[Awaitable[Any]], Any], stream: JsObject) -> Generator[bytes]:
    while (piece := run(anext(stream, None))) is not None:
        yield piece
