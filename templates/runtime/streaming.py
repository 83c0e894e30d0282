"""Bodies that are read while they come in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import APIConnectionError, APIError, APITimeoutError, DecodeError
from .events import DONE, Events, Lines, ServerSentEvent
from .exchange import reader_of
from .inflate import inflater
from .response import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from .core import Core
    from .request import Request

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741 - an item


class _Streamed(Answer, Generic[T]):
    """An answer whose body is still to come."""

    __slots__ = ("_core", "_incoming", "_inflater", "request")

    def __init__(
        self, core: Core, request: Request[T], answer: Answer, incoming: Any
    ) -> None:
        """Take what has come so far."""
        for name in Answer.__slots__:
            setattr(self, name, getattr(answer, name))
        self.request = request
        self._core = core
        self._incoming = incoming
        self._inflater = inflater(answer.headers)

    def _inflated(self, piece: bytes) -> Iterator[bytes]:
        return iter([piece]) if self._inflater is None else self._inflater.feed(piece)

    def _finish(self) -> None:
        if self._inflater is not None:
            self._inflater.finish()

    def _failure(self, error: Exception) -> APIError | None:
        """Return our error for one that reading the body has raised."""
        ours: APIError | None = error if isinstance(error, APIError) else None
        if ours is None and isinstance(error, TimeoutError):
            ours = APITimeoutError(f"{type(error).__name__}: {error}")
        elif ours is None and isinstance(error, OSError):
            ours = APIConnectionError(f"{type(error).__name__}: {error}")
        if ours is not None:
            ours.request = self.request_line
        if isinstance(ours, DecodeError):
            ours.response = Answer(
                self.status, self.headers, request_line=self.request_line, url=self.url
            )
        return ours

    def _item(self, text: str) -> Any:
        reader = reader_of(self.request.returns, self.status)
        item = reader.choose(self).item if reader else None
        if item is None:
            message = f"{self.request.name} is not documented as a stream of items"
            raise TypeError(message)
        return item(text, self._core.loads)

    @property
    def _limit(self) -> int:
        return self._core.max_response_bytes


class StreamedResponse(_Streamed[T]):
    """An answer whose body is still to come. It can be read once, in one way."""

    __slots__ = ()

    def bytes(self) -> Iterator[bytes]:
        """Give the body piece by piece, its content encoding undone."""
        try:
            for piece in self._incoming.stream:
                yield from self._inflated(piece)
            self._finish()
        except Exception as error:
            ours = self._failure(error)
            if ours is None or ours is error:
                raise
            raise ours from error

    def lines(self) -> Iterator[str]:
        """Give the lines, without their ends."""
        for line in self._lines(Lines(self._limit)):
            yield line.decode("utf-8", "replace")

    def events(self) -> Iterator[ServerSentEvent]:
        """Give the server-sent events."""
        parser = Events(self._limit)
        lines = Lines(self._limit)
        for piece in self.bytes():
            for line in lines.feed(piece):
                if event := parser.feed(line):
                    yield event

    def items(self: StreamedResponse[list[I]]) -> Iterator[I]:
        """Give what each event or JSON line is read as.

        Raises:
            DecodeError: for one that is not as documented.
        """
        try:
            for text in self._texts():
                yield self._item(text)
        except DecodeError as error:
            self._failure(error)
            raise

    def _texts(self) -> Iterator[str]:
        if self.media_type == "text/event-stream":
            for event in self.events():
                if event.data == DONE:
                    return
                yield event.data
            return
        for line in self._lines(Lines(self._limit, only_feed=True)):
            if line.strip():
                yield line.decode("utf-8", "replace")

    def _lines(self, lines: Lines) -> Iterator[Any]:
        for piece in self.bytes():
            yield from lines.feed(piece)
        yield from lines.finish()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the body to a file, which is there only once it is whole."""
        with _Part(path) as part:
            for piece in self.bytes():
                part.write(piece)


class AsyncStreamedResponse(_Streamed[T]):
    """An answer whose body is still to come. It can be read once, in one way."""

    __slots__ = ()

    async def bytes(self) -> AsyncIterator[bytes]:
        """Give the body piece by piece, its content encoding undone."""
        try:
            async for piece in self._incoming.stream:
                for inflated in self._inflated(piece):
                    yield inflated
            self._finish()
        except Exception as error:
            ours = self._failure(error)
            if ours is None or ours is error:
                raise
            raise ours from error

    async def lines(self) -> AsyncIterator[str]:
        """Give the lines, without their ends."""
        async for line in self._lines(Lines(self._limit)):
            yield line.decode("utf-8", "replace")

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Give the server-sent events."""
        parser = Events(self._limit)
        lines = Lines(self._limit)
        async for piece in self.bytes():
            for line in lines.feed(piece):
                if event := parser.feed(line):
                    yield event

    async def items(self: AsyncStreamedResponse[list[I]]) -> AsyncIterator[I]:
        """Give what each event or JSON line is read as.

        Raises:
            DecodeError: for one that is not as documented.
        """
        try:
            async for text in self._texts():
                yield self._item(text)
        except DecodeError as error:
            self._failure(error)
            raise

    async def _texts(self) -> AsyncIterator[str]:
        if self.media_type == "text/event-stream":
            async for event in self.events():
                if event.data == DONE:
                    return
                yield event.data
            return
        async for line in self._lines(Lines(self._limit, only_feed=True)):
            if line.strip():
                yield line.decode("utf-8", "replace")

    async def _lines(self, lines: Lines) -> AsyncIterator[Any]:
        async for piece in self.bytes():
            for line in lines.feed(piece):
                yield line
        for line in lines.finish():
            yield line

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Write the body to a file, which is there only once it is whole."""
        with _Part(path) as part:
            async for piece in self.bytes():
                part.write(piece)


class _Part:
    """A file that gets its name when it is whole."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._part = f"{self._path}.{os.urandom(4).hex()}.part"

    def __enter__(self) -> Any:
        self._file = open(self._part, "wb")  # noqa: PTH123, SIM115 - pathlib is slow
        return self._file

    def __exit__(self, kind: object, *_: object) -> None:
        self._file.close()
        if kind is None:
            os.replace(self._part, self._path)  # noqa: PTH105 - see above
        else:
            os.unlink(self._part)  # noqa: PTH108 - see above
