"""Streams: events by the rules of WHATWG, lines, typed items, files; and how they end."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    DecodeError,
    NotFoundError,
    ResponseTooLargeError,
    UnsuccessfulError,
)
from runtime.events import Events, Lines, Records, ServerSentEvent
from runtime.readers import as_bytes, as_json, by_media_type
from runtime.request import Timeout
from runtime.sequences import as_events, as_json_lines

from tests.support.faults import answer, chunks, raw, reset, stall_in_body
from tests.support.ways import Whatever  # noqa: TC001 - the runtime reads annotations of decoders
from tests.support.world import anything, get

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.faults import Connection, FaultServer
    from tests.support.world import World

SSE = "text/event-stream"
LINES = "application/x-ndjson"


def number(data: Whatever) -> int:
    """Read `{"n": 1}`."""
    if type(data["n"]) is not int:
        raise ValueError
    found: int = data["n"]
    return found


EVENTS = get(returns={"200": as_events(anything)})
ROWS = get(returns={"200": as_json_lines(number)})


def parse(data: bytes, size: int = 1000) -> list[ServerSentEvent]:
    """Return the events of a stream that arrives in pieces."""
    machine = Events(10_000)
    return [e for i in range(0, len(data), size) for e in machine.feed(data[i : i + size])]


# --- The rules (https://html.spec.whatwg.org/multipage/server-sent-events.html, 9.2.6) ----------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data: YHOO\ndata: +2\ndata: 10\n\n", [ServerSentEvent("YHOO\n+2\n10")]),
        (
            ": test\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third\n\n",
            [
                ServerSentEvent("first event", id="1"),
                ServerSentEvent("second event", id=""),
                ServerSentEvent(" third"),
            ],
        ),
        ("data\n\ndata\ndata\n\ndata:", [ServerSentEvent(""), ServerSentEvent("\n")]),
        ("data:test\n\ndata: test\n\n", [ServerSentEvent("test"), ServerSentEvent("test")]),
        ("event: add\ndata: 1\n\ndata: 2\n\n", [ServerSentEvent("1", "add"), ServerSentEvent("2")]),
        ("event: lonely\n\ndata: 1\n\n", [ServerSentEvent("1")]),
        (
            "id: 7\ndata: a\n\ndata: b\n\n",
            [ServerSentEvent("a", id="7"), ServerSentEvent("b", id="7")],
        ),
        (
            "id: 7\ndata: a\n\nid: x\0y\ndata: b\n\n",
            [ServerSentEvent("a", id="7"), ServerSentEvent("b", id="7")],
        ),
        (
            "retry: 10\ndata: a\n\nretry: x\ndata: b\n\n",
            [ServerSentEvent("a", retry=10), ServerSentEvent("b", retry=10)],
        ),
        ("retry: ٣\ndata: a\n\n", [ServerSentEvent("a")]),
        ("\ufeffdata: a\n\n", [ServerSentEvent("a")]),
        ("\ufeff\ufeffdata: a\n\ndata: b\n\n", [ServerSentEvent("b")]),
        (
            "data: a\r\rdata: b\r\n\r\ndata: c\n\n",
            [ServerSentEvent("a"), ServerSentEvent("b"), ServerSentEvent("c")],
        ),
        (
            "unknown: x\nDATA: x\n data: x\ndata: a\u2028b\x0bc\n\n",
            [ServerSentEvent("a\u2028b\x0bc")],
        ),
        ("data: a:b: c\n\n", [ServerSentEvent("a:b: c")]),
        ("data: never ended\n", []),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_events(text: str, expected: list[ServerSentEvent], size: int) -> None:
    """The pieces may end anywhere."""
    assert parse(text.encode(), size) == expected


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])),
            st.sampled_from(["\n", "\r\n", "\r"]),
        ),
        max_size=5,
    ),
    st.integers(1, 9),
)
def test_lines_are_the_same_in_pieces(lines: list[tuple[str, str]], size: int) -> None:
    """Pieces of any size."""
    data = "".join(line + end for line, end in lines).encode()
    machine = Lines(10_000)
    found = [line for i in range(0, len(data), size) for line in machine.feed(data[i : i + size])]
    merged = list(lines)
    expected: list[str] = []
    while merged:
        line, end = merged.pop(0)
        expected.append(line)
        if end == "\r" and merged and merged[0] == ("", "\n"):
            merged.pop(0)
    assert found + list(machine.finish()) == expected


def test_invalid_utf_8() -> None:
    """It is replaced, as browsers do."""
    assert parse(b"data: \xff\n\n") == [ServerSentEvent("\ufffd")]


# --- Over the wire ------------------------------------------------------------------------------


def test_typed_events(world: World, server: FaultServer) -> None:
    """They come one by one; the end marker is not an item."""
    pieces = [b'data: {"n"', b": 1}\n\n", b"event: x\ndata: [2]\n\ndata: [DONE]\n\ndata: 3\n\n"]
    server.will(*[chunks(*pieces, kind=SSE)] * 3)
    read = world.stream(world.client(server.url), EVENTS, lambda r: r.items())
    assert read == [{"n": 1}, [2]]
    events = world.stream(world.client(server.url), EVENTS, lambda r: r.events())
    assert [event.event for event in events] == ["message", "x", "message", "message"]
    assert world.send(server.url, EVENTS).data == [{"n": 1}, [2]]
    assert server.requests[0].header("accept") == SSE
    assert server.requests[0].header("accept-encoding") == "identity"


@pytest.mark.parametrize("done", [b"[DONE]", b" [DONE] ", b"[DONE]\r"])
def test_the_end_marker(world: World, server: FaultServer, done: bytes) -> None:
    """It ends the items at once: later data is not awaited."""

    def act(connection: Connection) -> bool:
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n")
        connection.write(b"Content-Length: 999\r\n\r\ndata: 1\n\ndata: " + done + b"\n\n")
        connection.server.released.wait(30)
        return False

    server.will(act, act)
    read = world.stream(world.client(server.url), EVENTS, lambda r: r.items())
    assert read == [1]
    assert world.send(server.url, EVENTS).data == [1]


def test_the_end_marker_of_lines(world: World, server: FaultServer) -> None:
    """Some APIs write it in JSON lines, too."""
    server.will(*[answer(b'{"n": 1}\n[DONE]\n', kind=LINES)] * 2)
    assert world.send(server.url, ROWS).data == [1]
    assert world.stream(world.client(server.url), ROWS, lambda r: r.items()) == [1]


@pytest.mark.parametrize("kind", [None, "text/plain", "application/octet-stream", "x"])
def test_the_documented_type_counts(world: World, server: FaultServer, kind: str | None) -> None:
    """If the answer's type is not that of a stream."""
    server.will(answer(b"data: 1\n\n", kind=kind), answer(b'{"n": 1}\n{"n": 2}', kind=kind))
    assert world.send(server.url, EVENTS).data == [1]
    assert world.stream(world.client(server.url), ROWS, lambda r: r.items()) == [1, 2]
    server.will(answer(b'{"n": 1}\n\n', kind=LINES), answer(b'data: {"n": 3}\n\n', kind=SSE))
    assert world.send(server.url, EVENTS).data == [{"n": 1}]
    assert world.send(server.url, ROWS).data == [3]


@pytest.mark.parametrize("body", [b'{"error": "x"}', b"<html>\n\n</html>\n"])
@pytest.mark.parametrize("streamed", [True, False])
def test_an_answer_that_is_not_a_stream(
    world: World, server: FaultServer, body: bytes, *, streamed: bool
) -> None:
    """It is not read as an empty stream."""
    server.will(answer(body), answer(b"", kind=SSE), answer(b": nothing\n\n", kind=SSE))
    with pytest.raises(DecodeError, match="expected server-sent events"):
        got(world, server, EVENTS, streamed=streamed)
    for _ in range(2):
        assert world.send(server.url, EVENTS).data == []


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"overloaded", "overloaded"),
        (b'{"error": {"message": "busy"}}', "busy"),
        (b"[]", "failed"),
        (b"", "failed"),
    ],
)
def test_an_event_that_reports_an_error(
    world: World, server: FaultServer, data: bytes, message: str, *, streamed: bool
) -> None:
    """It is raised with the server's message, after the items before it."""
    body = b'data: {"n": 1}\n\nevent: error\ndata: ' + data + b"\n\n"
    server.will(chunks(body, kind=SSE))
    seen: list[int] = []

    def note(data: Whatever) -> int:
        seen.append(number(data))
        return seen[-1]

    request = get(returns={"200": as_events(note)})
    with pytest.raises(UnsuccessfulError, match=message) as caught:
        got(world, server, request, streamed=streamed)
    assert caught.value.response.content == data
    assert f"GET {server.url}/thing" in str(caught.value)
    assert seen == [1]


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize(
    "data", [b'{"error": {"message": "busy"}}', b'{"type": "error", "error": "busy"}']
)
def test_an_item_that_reports_an_error(
    world: World, server: FaultServer, data: bytes, *, streamed: bool
) -> None:
    """Is raised with its words, where the document describes no such item."""
    server.will(chunks(b"data: " + data + b"\n\n", kind=SSE), chunks(data + b"\n", kind=LINES))
    for request in (get(returns={"200": as_events(number)}), ROWS):
        with pytest.raises(UnsuccessfulError, match="busy"):
            got(world, server, request, streamed=streamed)


def got(world: World, server: FaultServer, request: Whatever, *, streamed: bool) -> Whatever:
    """Return the items of a stream."""
    if streamed:
        return world.stream(world.client(server.url), request, lambda r: r.items())
    return world.send(server.url, request).data


def test_events_as_objects(world: World, server: FaultServer) -> None:
    """The object has the fields that were sent."""
    body = b"event: a\nid: 7\nretry: 5\ndata: {\ndata: }\n\ndata: x\n\nevent: lonely\n\n"
    server.will(chunks(body, kind=SSE))
    request = get(returns={"200": as_events(anything, data="text", whole=True)})
    first = {"event": "a", "id": "7", "retry": 5, "data": "{\n}"}
    assert world.send(server.url, request).data == [first, {"data": "x"}]
    request = get(returns={"200": as_events(anything, whole=True)})
    server.will(chunks(body.replace(b"x", b"1"), kind=SSE))
    assert world.stream(world.client(server.url), request, lambda r: r.items()) == [
        {**first, "data": {}},
        {"data": 1},
    ]

    def texts(data: Whatever) -> Whatever:
        if data["data"] != "x" and type(data["data"]) is str:
            raise ValueError
        return data["data"]

    server.will(chunks(body, kind=SSE))
    request = get(returns={"200": as_events(texts, data="either", whole=True)})
    assert world.send(server.url, request).data == [{}, "x"]
    server.will(chunks(b'data: {"event": "paid", "data": 1}\n\n', kind=SSE))
    request = get(returns={"200": as_events(anything, whole=True)})  # the data has such members
    assert world.send(server.url, request).data == [{"data": {"event": "paid", "data": 1}}]


def test_json_text_sequences(world: World, server: FaultServer) -> None:
    """A record is read as soon as it is complete; the last one needs no end."""
    pieces = [b'\x1e{"n"', b": 1}\n", b'\x1e\x1e{\n"n":\n2}\n\n\x1e{"n": 3}\n\x1e{"n": 4}']
    server.will(chunks(*pieces, kind="application/json-seq"))
    assert world.stream(world.client(server.url), ROWS, lambda r: r.items()) == [1, 2, 3, 4]
    machine = Records(20)
    assert [[*machine.feed(piece)] for piece in pieces[:2]] == [[], ['{"n": 1}\n']]
    with pytest.raises(ResponseTooLargeError):
        list(machine.feed(b"x" * 21))


def test_typed_lines(world: World, server: FaultServer) -> None:
    """The last line needs no end; blank lines are skipped."""
    pieces = [b'{"n": 1}\n', b"\n \r\n", b'{"n": 2,', b'"s": "\\u2028\xe2\x80\xa8"}\n{"n": 3}']
    server.will(*[chunks(*pieces, kind=LINES)] * 3)
    assert world.stream(world.client(server.url), ROWS, lambda r: r.items()) == [1, 2, 3]
    assert world.send(server.url, ROWS).data == [1, 2, 3]
    lines = world.stream(world.client(server.url), ROWS, lambda r: r.lines())
    assert lines[0] == '{"n": 1}'


def test_an_operation_that_streams_on_request(world: World, server: FaultServer) -> None:
    """The media type decides how the answer is read."""
    both = {
        "application/json": as_json(anything),
        SSE: as_events(anything, data="text"),
    }
    request = get(returns={"200": by_media_type(both)})
    server.will(answer({"a": 1}), chunks(b"data: x\n\n", kind=SSE), answer({"a": 1}))
    assert world.send(server.url, request).data == {"a": 1}
    assert world.stream(world.client(server.url), request, lambda r: r.items()) == ["x"]
    with pytest.raises(DecodeError, match="expected a stream, found 'application/json'"):
        world.stream(world.client(server.url), request, lambda r: r.items())
    server.will(answer({"a": 1}))
    with pytest.raises(TypeError, match="not documented as a stream"):
        world.stream(world.client(server.url), get(), lambda r: r.items())


@pytest.mark.parametrize(
    ("request_", "data", "kind", "path"),
    [
        (EVENTS, b"data: {\n\n", SSE, r"expected JSON"),
        (ROWS, b'{"n": 1}\n{"n": "x"}\n', LINES, r"\$"),
    ],
)
def test_an_item_of_a_wrong_type(  # noqa: PLR0913 - one each
    world: World, server: FaultServer, *, request_: Whatever, data: bytes, kind: str, path: str
) -> None:
    """The error is raised at that item."""
    server.will(chunks(data, kind=kind))
    with pytest.raises((DecodeError, ValueError, KeyError), match=path):
        world.stream(world.client(server.url), request_, lambda r: r.items())


def test_compressed_streams(world: World, server: FaultServer) -> None:
    """They are read as they arrive, and must be complete."""
    data = gzip.compress(b"one\ntwo\n")
    coded = [("Content-Encoding", "gzip")]
    pieces = [data[:12], data[12:]]
    server.will(chunks(*pieces, headers=coded, kind="text/plain"))
    server.will(chunks(pieces[0], headers=coded, kind="text/plain"))
    assert world.stream(world.client(server.url), get(), lambda r: r.lines()) == ["one", "two"]
    with pytest.raises(DecodeError) as caught:
        world.stream(world.client(server.url), get(), lambda r: r.bytes())
    assert caught.value.response is not None
    assert caught.value.response.status == 200


def test_downloads(world: World, server: FaultServer, tmp_path: Path) -> None:
    """The file exists once it is complete, and not before."""
    data = bytes(range(256)) * 2000
    request = get(returns={"200": as_bytes()})
    server.will(chunks(data[:1000], data[1000:], kind="image/png"))
    path = tmp_path / "x.png"
    path.write_bytes(b"before")
    world.stream(world.client(server.url), request, lambda r: r.save(path))
    assert path.read_bytes() == data
    server.will(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"))
    with pytest.raises(APIConnectionError):
        world.stream(world.client(server.url), request, lambda r: r.save(path))
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir()] == ["x.png"]


def test_bytes_are_returned_once(timeless: World, server: FaultServer) -> None:
    """There is no retry once the answer has begun."""
    server.will(reset, answer(status=500))
    server.will(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"))
    seen: list[bytes] = []

    def read(response: Whatever) -> Whatever:
        seen.extend(response.bytes())

    async def read_async(response: Whatever) -> Whatever:
        async for piece in response.bytes():
            seen.append(piece)  # noqa: PERF401 - it ends with an error

    client = timeless.client(server.url)
    with pytest.raises(APIConnectionError) as caught:
        timeless.stream(client, get(), read if timeless.is_sync else read_async)
    assert caught.value.request == f"GET {server.url}/thing"
    assert seen == [b"abc"]
    assert len(server.requests) == 3


def test_errors_are_raised_as_usual(world: World, server: FaultServer) -> None:
    """With their body."""
    server.will(answer({"error": {"message": "gone"}}, 404))
    with pytest.raises(NotFoundError, match="gone"):
        world.stream(world.client(server.url), get(), lambda r: r.bytes())


def test_a_stream_that_stalls(world: World, server: FaultServer) -> None:
    """The read timeout bounds the wait."""
    server.will(stall_in_body)
    client = world.client(server.url, timeout=Timeout(read=0.2), max_retries=0)
    with pytest.raises(APITimeoutError):
        world.stream(client, get(), lambda r: r.bytes())


@pytest.mark.parametrize("data", [b"data: " + b"x" * 5000, b"data: x\n" * 5000, b"data\n" * 5000])
def test_events_without_an_end(world: World, server: FaultServer, data: bytes) -> None:
    """They do not fill the memory."""
    server.will(chunks(data, data, kind=SSE))
    client = world.client(server.url, max_response_bytes=4000)
    with pytest.raises(ResponseTooLargeError):
        world.stream(client, EVENTS, lambda r: r.items())


def test_a_long_stream_may_be_longer_than_a_body(world: World, server: FaultServer) -> None:
    """Only the buffered part is bounded."""
    server.will(chunks(*[b'data: {"n": 1}\n\n' * 50] * 20, kind=SSE))
    client = world.client(server.url, max_response_bytes=1000)
    assert len(world.stream(client, EVENTS, lambda r: r.items())) == 1000


def test_a_stream_may_take_longer_than_a_call(world: World, server: FaultServer) -> None:
    """Only the wait for the headers counts against `total`."""

    def slowly(connection: Connection) -> bool:
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        for _ in range(8):
            connection.server.released.wait(0.1)
            connection.write(b"x")
        return True

    server.will(slowly)
    client = world.client(server.url, timeout=Timeout(total=0.6), max_retries=0)
    assert b"".join(world.stream(client, get(), lambda r: r.bytes())) == b"x" * 8


def test_a_hook_that_fails_leaves_no_connection(world: World, server: FaultServer) -> None:
    """The unread body is closed."""

    def fail(_: object) -> None:
        message = "mine"
        raise KeyError(message)

    server.will(stall_in_body)
    client = world.client(server.url, on_response=fail)
    with pytest.raises(KeyError, match="mine"):
        world.stream(client, get(), lambda r: r.bytes())
    server.released.set()
    assert server.is_left()


def test_a_stream_that_is_left_releases_its_connection(world: World, server: FaultServer) -> None:
    """The next call works."""
    server.will(chunks(*[b"x" * 10_000] * 100, kind="text/plain"))

    def first(response: Whatever) -> Whatever:
        return next(response.bytes())

    async def first_async(response: Whatever) -> Whatever:
        pieces = response.bytes()
        piece = await anext(pieces)
        await pieces.aclose()
        return piece

    client = world.client(server.url)
    work = first if world.is_sync else first_async

    def both(client: Whatever) -> Whatever:
        with client.stream(get()) as response:
            first(response)
        return client.send(get())

    async def both_async(client: Whatever) -> Whatever:
        async with client.stream(get()) as response:
            await work(response)
        return await client.send(get())

    assert world.use(client, both if world.is_sync else both_async).status == 200
