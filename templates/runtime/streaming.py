"""Streamed responses: bodies that are read once, while they are received."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, TypeVar

from .calls import Call
from .concurrency import run_now
from .drift import report
from .errors import FAILURE, DecodeError, as_api_error
from .events import Events, Lines, Machine, ServerSentEvent
from .http import Decompressor
from .readers import ErrorEvent
from .results import failure, reader_of
from .transport import Answer

if TYPE_CHECKING:
    import builtins
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Callable,
        Generator,
        Iterator,
    )

    from .core import Core
    from .readers import Loads
    from .request import Request

T = TypeVar("T")
E = TypeVar("E")
S = TypeVar("S")
R = TypeVar("R")


class _Streamed(Answer, Generic[T]):
    """An answer whose body has not been read."""

    __slots__ = ("_core", "_incoming", "request")

    def __init__(
        self, core: Core, request: Request[T], answer: Answer, incoming: Any
    ) -> None:
        self._copy_from(answer)
        self.request = request
        self._core = core
        self._incoming = incoming

    def _bytes(self) -> _Pipe[bytes]:
        return _Pipe(self, _Bytes())

    def _lines(self) -> _Pipe[str]:
        return _Pipe(self, Lines(self._core.max_response_bytes))

    def _events(self) -> _Pipe[ServerSentEvent]:
        return _Pipe(self, Events(self._core.max_response_bytes))

    def _items(self: _Streamed[list[E] | S]) -> _Pipe[E]:
        core = self._core
        reader = reader_of(self.request.returns, self.status)
        if reader is None or reader.items is None:
            raise TypeError(f"{self.request.name} is not documented as a stream")
        loads = core.loads_for(self.request, core.loads)
        machine = reader.items(self, core.max_response_bytes, loads)
        if machine is None:
            raise DecodeError("$", "a stream", self.media_type)
        return _Pipe(self, machine, loads)

    async def _report(self, pipe: _Pipe[E], item: E) -> None:
        """Report the drift of an item, unless it is only a piece of the body."""
        if pipe.loads and self._core.reports_drift:
            await report(self._core, self.request.name, item, pipe.loads)

    @contextmanager
    def _converted_errors(self) -> Generator[None]:
        """Convert the errors of reading the body."""
        try:
            yield
        except ErrorEvent as error:
            answer = Answer(self.status, self.headers)
            answer._copy_from(self)
            answer.content = str(error).encode()
            raise failure(self._core, self.request, answer) from None
        except FAILURE as error:
            found = as_api_error(error, self.request_line)
            if isinstance(found, DecodeError):
                found.response = Answer(self.status, self.headers)
                found.response.request_line = self.request_line
            raise found from found.__cause__


class _Bytes:
    """Yields the pieces of a body unchanged."""

    done = False

    def feed(self, piece: bytes) -> tuple[bytes]:
        return (piece,)

    def finish(self) -> tuple[()]:
        return ()


class _Pipe(Generic[E]):
    """Decompresses a body, splits it into items and reads them."""

    def __init__(
        self, answer: Answer, machine: Machine[E], loads: Loads | None = None
    ) -> None:
        self.loads = loads
        self._decompressor = Decompressor(answer.headers)
        self._machine = machine

    @property
    def done(self) -> bool:
        """Whether the rest of the body is to be ignored."""
        return self._machine.done

    def feed(self, piece: bytes) -> Iterator[E]:
        for each in self._decompressor.feed(piece):
            if not self.done:
                yield from self._machine.feed(each)

    def finish(self) -> Iterator[E]:
        self._decompressor.finish()
        yield from self._machine.finish()


class StreamedResponse(_Streamed[T]):
    """An answer whose body has not been read."""

    __slots__ = ()

    def bytes(self) -> Iterator[builtins.bytes]:
        """Yield the body in pieces, decompressed."""
        return self._read(self._bytes)

    def lines(self) -> Iterator[str]:
        """Yield the lines without their line ends."""
        return self._read(self._lines)

    def events(self) -> Iterator[ServerSentEvent]:
        """Yield the server-sent events."""
        return self._read(self._events)

    def items(self: StreamedResponse[list[E] | S]) -> Iterator[E]:
        """Yield the value of each event, JSON line or part.

        Raises `DecodeError` for one that is not as documented.
        """
        return self._read(self._items)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the body to a file, which appears only when it is complete."""
        with _PartialFile(path) as part:
            for piece in self.bytes():
                part.write(piece)

    def _read(self, begin: Callable[[], _Pipe[E]]) -> Iterator[E]:
        with self._converted_errors():
            pipe = begin()
            for piece in self._incoming.stream:
                for each in pipe.feed(piece):
                    run_now(self._report(pipe, each))
                    yield each
                if pipe.done:
                    return
            for each in pipe.finish():
                run_now(self._report(pipe, each))
                yield each


class AsyncStreamedResponse(_Streamed[T]):
    """An answer whose body has not been read."""

    __slots__ = ()

    def bytes(self) -> AsyncIterator[builtins.bytes]:
        """Yield the body in pieces, decompressed."""
        return self._read(self._bytes)

    def lines(self) -> AsyncIterator[str]:
        """Yield the lines without their line ends."""
        return self._read(self._lines)

    def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield the server-sent events."""
        return self._read(self._events)

    def items(self: AsyncStreamedResponse[list[E] | S]) -> AsyncIterator[E]:
        """Yield the value of each event, JSON line or part.

        Raises `DecodeError` for one that is not as documented.
        """
        return self._read(self._items)

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Write the body to a file, which appears only when it is complete."""
        with _PartialFile(path) as part:
            async for piece in self.bytes():
                part.write(piece)

    async def _read(self, begin: Callable[[], _Pipe[E]]) -> AsyncIterator[E]:
        with self._converted_errors():
            pipe = begin()
            async for piece in self._incoming.stream:
                for each in pipe.feed(piece):
                    await self._report(pipe, each)
                    yield each
                if pipe.done:
                    return
            for each in pipe.finish():
                await self._report(pipe, each)
                yield each


@asynccontextmanager
async def streamed(
    core: Core, request: Request[Any], kind: Callable[..., R]
) -> AsyncGenerator[R]:
    """Make a call, and keep its response open in the block."""
    async with core.driver:
        answer, incoming = await Call(core, request, stream=True).run()
        try:
            yield kind(core, request, answer, incoming)
        finally:
            await core.driver.call(incoming.close)


class _PartialFile:
    """A temporary file that is renamed when it is complete."""

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
