"""Bodies that are read while they come in, once and in one way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, TypeVar

from .errors import FAILURE, DecodeError, ours
from .events import Events, Lines, Machine, ServerSentEvent, texts
from .exchange import reader_of
from .inflate import Identity, inflater
from .response import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from .core import Core
    from .readers import Loads
    from .request import Request

T = TypeVar("T")
E = TypeVar("E")


class _Streamed(Answer, Generic[T]):
    """An answer whose body is still to come."""

    __slots__ = ("_core", "_incoming", "request")

    def __init__(
        self,
        core: Core,
        request: Request[T],
        answer: Answer,
        incoming: Any,
    ) -> None:
        """Take what has come so far, and what gives the rest."""
        super().__init__(answer.status, answer.headers)
        self._take(answer)
        self.request = request
        self._core = core
        self._incoming = incoming

    @property
    def _limit(self) -> int:
        return self._core.max_response_bytes

    def _inflater(self) -> Machine[bytes]:
        return inflater(self.headers) or Identity()

    def _items(self: _Streamed[list[E]]) -> Machine[E]:
        reader = reader_of(self.request.returns, self.status)
        item = reader.item(self) if reader and reader.item else None
        if item is None:
            message = f"{self.request.name} is not documented as a stream"
            raise TypeError(message)
        return _Items(item, self._core.loads, texts(self.media_type, self._limit))

    def _failure(self, error: Exception) -> Exception:
        """Return our error for one that reading the body has raised."""
        found = ours(error, self.request_line)
        if isinstance(found, DecodeError):
            found.response = Answer(self.status, self.headers)
            found.response.request_line = self.request_line
        return found


class _Items(Generic[E]):
    """Reads each text of a stream."""

    def __init__(self, item: Any, loads: Loads, machine: Machine[str]) -> None:
        self._item = item
        self._loads = loads
        self._machine = machine

    def feed(self, piece: bytes) -> Iterator[E]:
        for text in self._machine.feed(piece):
            yield self._item(text, self._loads)

    def finish(self) -> Iterator[E]:
        for text in self._machine.finish():
            yield self._item(text, self._loads)


class StreamedResponse(_Streamed[T]):
    """An answer whose body is still to come."""

    __slots__ = ()

    def bytes(self) -> Iterator[bytes]:
        """Give the body piece by piece, its content encoding undone."""
        return self._through(Identity())

    def lines(self) -> Iterator[str]:
        """Give the lines, without their ends."""
        return self._through(Lines(self._limit))

    def events(self) -> Iterator[ServerSentEvent]:
        """Give the server-sent events."""
        return self._through(Events(self._limit))

    def items(self: StreamedResponse[list[E]]) -> Iterator[E]:
        """Give what each event or JSON line is read as.

        Raises `DecodeError` for one that is not as documented.
        """
        return self._through(self._items())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the body to a file, which is there only once it is whole."""
        with _Part(path) as part:
            for piece in self.bytes():
                part.write(piece)

    def _through(self, machine: Machine[E]) -> Iterator[E]:
        inflating = self._inflater()
        try:
            for piece in self._incoming.stream:
                for inflated in inflating.feed(piece):
                    yield from machine.feed(inflated)
            for inflated in inflating.finish():
                yield from machine.feed(inflated)
            yield from machine.finish()
        except FAILURE as error:
            failure = self._failure(error)
            raise failure from failure.__cause__


class AsyncStreamedResponse(_Streamed[T]):
    """An answer whose body is still to come."""

    __slots__ = ()

    def bytes(self) -> AsyncIterator[bytes]:
        """Give the body piece by piece, its content encoding undone."""
        return self._through(Identity())

    def lines(self) -> AsyncIterator[str]:
        """Give the lines, without their ends."""
        return self._through(Lines(self._limit))

    def events(self) -> AsyncIterator[ServerSentEvent]:
        """Give the server-sent events."""
        return self._through(Events(self._limit))

    def items(self: AsyncStreamedResponse[list[E]]) -> AsyncIterator[E]:
        """Give what each event or JSON line is read as.

        Raises `DecodeError` for one that is not as documented.
        """
        return self._through(self._items())

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Write the body to a file, which is there only once it is whole."""
        with _Part(path) as part:
            async for piece in self.bytes():
                part.write(piece)

    async def _through(self, machine: Machine[E]) -> AsyncIterator[E]:
        inflating = self._inflater()
        try:
            async for piece in self._incoming.stream:
                for inflated in inflating.feed(piece):
                    for each in machine.feed(inflated):
                        yield each
            for inflated in inflating.finish():
                for each in machine.feed(inflated):
                    yield each
            for each in machine.finish():
                yield each
        except FAILURE as error:
            failure = self._failure(error)
            raise failure from failure.__cause__


class _Part:
    """A file that gets its name when it is whole."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        from pathlib import Path

        self._path = Path(path)
        self._part = self._path.with_name(f"{self._path.name}.{os.urandom(4).hex()}")

    def __enter__(self) -> BinaryIO:
        self._file = self._part.open("xb")
        return self._file

    def __exit__(self, kind: object, *_: object) -> None:
        self._file.close()
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink()
