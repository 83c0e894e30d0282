"""Checks the calls of a client against its document, for the generated tests."""

from __future__ import annotations

import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from speccast.testing.answers import Answer, Answers
from speccast.testing.package import package
from speccast.testing.values import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from speccast.testing.values import JsonObject

_RAISED: Final = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    408: "RequestTimeoutError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
"""The exception for each status; listed here, since the client's own table is under test."""
_RAISED_BY_CLASS: Final = {
    2: "UnsuccessfulError",
    3: "RedirectError",
    4: "APIStatusError",
    5: "ServerError",
}


_UNORDERED: Final = frozenset({"query", "form", "parts"})
"""The parts of a request whose order has no meaning."""


class Contract:
    """Makes calls with both clients, and checks requests and results against the document."""

    def __init__(
        self,
        name: str,
        sync_client: Callable[..., Any],
        async_client: Callable[..., Any],
        /,
        **settings: Any,
    ) -> None:
        """Store the clients of a package.

        Args:
            name: the name of the package.
            sync_client: the class of the synchronous client.
            async_client: the class of the asynchronous client.
            **settings: the arguments of both.

        """
        self._package = package(name)
        self._answers = Answers(self._package.schemas)
        settings = {"base_url": "https://api.test", "max_retries": 0, **settings}
        self._sync = partial(sync_client, **settings)
        self._async = partial(async_client, **settings)
        self._fakes: Any = self._package.module("testing")

    def call(
        self,
        symbol: str,
        invoke: Callable[[Any], Any],
        stream: Callable[[Any], Any] | None = None,
        **expected: Any,
    ) -> None:
        """Make a call once for each documented response, and check requests and results.

        The result must be the value of the response, or the exception for its status.

        Args:
            symbol: the operation.
            invoke: makes the call with a client.
            stream: makes the call that returns a stream, if there is one.
            **expected: the request: see `_check_sent`.

        """
        documented = self._documented(symbol)
        sent: list[Any] = []
        if stream is not None:
            documented = self._check_streams(symbol, stream, documented)
        for answer in documented or [Answer(200, "", None)]:
            # The credentials are invented and are checked, so they are not redacted.
            sync_fake = self._fakes.FakeTransport(redact=False)
            async_fake = self._fakes.AsyncFakeTransport(redact=False)
            for each in (sync_fake, async_fake):
                kind = {"Content-Type": answer.media_type} if answer.media_type else None
                each.answer(symbol, answer.content(), status=answer.status, headers=kind)
            clients = self._sync(transport=sync_fake), self._async(transport=async_fake)
            results = self._results(invoke, *clients)
            for result in results if documented else ():
                self._check(result, answer)
            sent += [*sync_fake.sent, *async_fake.sent]
        if len({(each.operation, each.line, *each.query) for each in sent}) != 1:
            message = f"{symbol} does not send the same request each time"
            raise AssertionError(message)
        _check_sent(symbol, sent[0], expected)

    def _check_streams(
        self, symbol: str, invoke: Callable[[Any], Any], documented: list[Answer]
    ) -> list[Answer]:
        """Check the streams; return the responses of the call without a stream."""
        streams = [each for each in documented if each.is_stream and each.is_success]
        for answer in streams:
            self._check_stream(symbol, invoke, answer)
        whole = {each.status for each in documented if each not in streams}
        return [e for e in documented if e not in streams or e.status not in whole]

    def _documented(self, symbol: str) -> list[Answer]:
        operations: list[JsonObject] = self._package.manifest["operations"]
        found = next(each for each in operations if each["symbol"] == symbol)
        return self._answers.of(found["method"], found["path"])

    def _check_stream(self, symbol: str, invoke: Callable[[Any], Any], answer: Answer) -> None:
        """Check the items of a stream."""
        kind = {"Content-Type": answer.media_type}
        fakes = (self._fakes.FakeTransport(), self._fakes.AsyncFakeTransport())
        for fake in fakes:
            fake.answer(symbol, answer.content(), status=answer.status, headers=kind)

        async def items(client: object) -> list[Any]:
            return [item async for item in invoke(client)]

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self._check([*invoke(self._sync(transport=fakes[0]))], answer)
            self._check(_run(items(self._async(transport=fakes[1]))), answer)

    def _results(
        self,
        invoke: Callable[[Any], Any],
        sync_client: object,
        async_client: object,
    ) -> list[Any]:
        """Return the results or errors of a call with both clients."""
        failure: type[Exception] = self._package.module("errors").APIError

        def call() -> Any:
            try:
                return invoke(sync_client)
            except failure as error:
                return error

        async def wait() -> Any:
            try:
                return await invoke(async_client)
            except failure as error:
                return error

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return [call(), _run(wait())]

    def _check(self, result: Any, answer: Answer) -> None:
        if answer.is_success:
            if isinstance(result, Exception):
                raise result
            found = result.body if hasattr(result, "iter_pages") else result
        else:
            by_class = _RAISED_BY_CLASS[answer.status // 100]
            expected = _RAISED.get(answer.status, by_class)
            if type(result).__name__ != expected:
                message = f"{answer.status} gave {result!r}, not {expected}"
                raise AssertionError(message)
            found = result.body
        wire = self._package.module("_runtime.wire").to_wire(found)
        is_raw = answer.is_model and not answer.failed and is_object(found)
        if answer.media_type and (is_raw or not answer.is_read_as(found, wire)):
            message = f"{answer.value!r} was read as {found!r}"
            raise AssertionError(message)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    import asyncio  # only here: the generator imports this module, too

    return asyncio.run(work)


def _check_sent(symbol: str, sent: Any, expected: Mapping[str, Any]) -> None:
    """Raise `AssertionError` unless a request is as expected.

    `line` is the method and the path, `query` the names and values of the query; `headers` and
    `cookies` are those to check. The body is `json`, `form`, `parts` or `body`. None means any
    value, and True any value that is not empty, except in `json`, which is the value itself. A
    query or body without an expectation must be empty.
    """
    body: Any = {} if {"json", "form", "parts"} & {*expected} else {"body": b""}
    for name, value in ({"query": []} | body | dict(expected)).items():
        expectation: Any = value
        if name == "headers":
            found: Any = {key: sent.headers.get(key) for key in expectation}
        elif name == "cookies":
            cookies = sent.headers.get("cookie", "").split("; ")
            found = [cookie for cookie in expectation if cookie in cookies]
        else:
            found = getattr(sent, name)
        if name in _UNORDERED and expectation:
            found, expectation = sorted(found), sorted(expectation)
        is_value = name == "json"
        found = bool(found) if expectation is True and not is_value else found
        if (is_value or expectation is not None) and found != expectation:
            message = f"{symbol} sends {name} {found!r}, not {expectation!r}"
            raise AssertionError(message)
