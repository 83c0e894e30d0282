"""Bodies: what a server receives, and how much of a file is in memory."""

from __future__ import annotations

import io
import json
import tracemalloc
from datetime import date
from email import message_from_bytes, policy
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from runtime.bodies import (
    BinaryBody,
    File,
    FormBody,
    JsonBody,
    TextBody,
)
from runtime.errors import APIConnectionError, ArgumentError, ServerError
from runtime.events import Events, Fields
from runtime.multipart import (
    MultipartBody,
    file_part,
    listed_parts,
    part,
    parts,
    styled_parts,
)
from runtime.parameters import deep_object, field, fields, form
from runtime.request import Options
from runtime.stream_bodies import EventsBody, FieldsBody, JsonLinesBody

from tests.support.faults import FaultServer, answer, reset
from tests.support.world import get, post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from tests.support.faults import Received
    from tests.support.ways import Whatever
    from tests.support.world import World

BIG = 5_000_000


def sent(
    world: World, server: FaultServer, body: Whatever, more: dict[str, Whatever] | None = None
) -> Received:
    """Send a body with extra members, and return the request."""
    world.send(server.url, post(body=body, options=Options(body=more)))
    return server.requests[-1]


def test_json(world: World, server: FaultServer) -> None:
    """Compact, in UTF-8, with extra members."""
    got = sent(world, server, JsonBody({"a": "ü", "b": [1, None]}), more={"c": 1})
    assert got.body == '{"a":"ü","b":[1,null],"c":1}'.encode()
    assert got.header("content-type") == "application/json"
    assert got.header("content-length") == str(len(got.body))
    assert sent(world, server, JsonBody([], "application/x+json")).body == b"[]"
    assert sent(world, server, None, more={"only": "this"}).json == {"only": "this"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e400, "\ud800", object(), {1j: 1}])
def test_values_that_json_cannot_represent(
    world: World, server: FaultServer, value: object
) -> None:
    """They are refused before anything is sent."""
    with pytest.raises(ArgumentError):
        world.send(server.url, post(body=JsonBody({"a": value})))
    assert not server.requests


def test_another_json_library(world: World, server: FaultServer) -> None:
    """`dumps` replaces Python's own."""
    calls: list[str] = []

    def dumps(value: Whatever) -> bytes:
        calls.append("dumps")
        return json.dumps(value).encode()

    def loads(data: bytes) -> Whatever:
        calls.append("loads")
        return json.loads(data)

    server.will(answer({"a": 1}))
    world.send(server.url, post(body=JsonBody({"x": 1})), dumps=dumps, loads=loads)
    assert calls == ["dumps", "loads"]


def test_json_lines(world: World, server: FaultServer) -> None:
    """One value per line."""
    got = sent(world, server, JsonLinesBody([{"a": "b\nc"}, 2]))
    assert [json.loads(line) for line in got.body.splitlines()] == [{"a": "b\nc"}, 2]


def test_json_text_sequences(world: World, server: FaultServer) -> None:
    """By RFC 7464; media types with its suffix, too."""
    for kind in ("application/json-seq", "application/geo+json-seq; x=y"):
        got = sent(world, server, JsonLinesBody([{"a": 1}, "x"], kind))
        assert (got.body, got.header("content-type")) == (b'\x1e{"a":1}\n\x1e"x"\n', kind)


def test_events(world: World, server: FaultServer) -> None:
    """They are read as they were written."""
    got = sent(world, server, EventsBody([{"a": "b\nc"}, "two\nlines\n", ""]))
    assert got.header("content-type") == "text/event-stream"
    read = [event.data for event in Events(1000).feed(got.body)]
    assert read == ['{"a":"b\\nc"}', "two\nlines", ""]
    whole = [{"data": {"a": 1}, "event": "x", "id": 7, "retry": 5}, {"data": "t"}, {"event": "e"}]
    got = sent(world, server, FieldsBody(whole))
    expected = [{"data": '{"a":1}', "event": "x", "id": "7", "retry": 5}, {"data": "t"}]
    assert [*Fields(1000).feed(got.body)] == [*expected, {"data": "", "event": "e"}]
    for wrong in ({"data": "x", "event": "a\nb"}, "text", {"data": "x", "id": "a\rb"}):
        with pytest.raises(ArgumentError):
            sent(world, server, FieldsBody([wrong]))


def test_forms(world: World, server: FaultServer) -> None:
    """Arrays, objects, and brackets where the document asks for them."""
    pairs = [
        *field("a", "x&y=ü +"),
        *field("list", [1, True]),
        *field("object", {"k": [1]}),
        *field("none", None),
        *deep_object("metadata", {"order": {"id": 6735}, "tags": ["x", "y"]}),
    ]
    got = sent(world, server, FormBody(pairs), more={"more": 1})
    assert got.header("content-type") == "application/x-www-form-urlencoded"
    assert parse_qsl(got.body.decode()) == [
        ("a", "x&y=ü +"),
        ("list", "1"),
        ("list", "true"),
        ("object", '{"k":[1]}'),
        ("metadata[order][id]", "6735"),
        ("metadata[tags][0]", "x"),
        ("metadata[tags][1]", "y"),
        ("more", "1"),
    ]
    assert fields({"a": {"b": 1}, "c": 2}, {"a": lambda v: deep_object("a", v)}) == [
        ("a[b]", "1"),
        ("c", "2"),
    ]


def test_text_and_bytes(world: World, server: FaultServer) -> None:
    """They are sent unchanged."""
    got = sent(world, server, TextBody("grüße"))
    assert (got.body.decode(), got.header("content-type")) == ("grüße", "text/plain; charset=utf-8")
    assert sent(world, server, BinaryBody(b"\0\xff")).body == b"\0\xff"
    for body in (TextBody("x"), BinaryBody(b"x"), JsonBody([1])):
        with pytest.raises(ArgumentError, match="members"):
            sent(world, server, body, more={"a": 1})


class Unseekable(io.RawIOBase):
    """A file that can be read only once."""

    def __init__(self, data: bytes) -> None:
        """Take the content."""
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Whatever) -> int:
        """Read into a buffer."""
        return self._data.readinto(buffer)


def sources(data: bytes, path: Path) -> Iterator[tuple[str, Whatever, bool]]:
    """Yield a name, something to upload, and whether its length is known."""
    path.write_bytes(data)
    yield "bytes", data, True
    yield "path", path, True
    yield "file", path.open("rb"), True
    yield "pieces", [data[:10], data[10:]], False
    yield "iterator", iter([data[:10], data[10:]]), False
    yield "unseekable", Unseekable(data), False


def test_uploads_of_all_kinds(world: World, server: FaultServer, tmp_path: Path) -> None:
    """The upload is complete, with its length where known."""
    data = bytes(range(256)) * 1000
    for name, source, known in sources(data, tmp_path / "x.bin"):
        got = sent(world, server, BinaryBody(source, "image/png"))
        assert got.body == data, name
        assert (got.header("content-length") == str(len(data))) == known
        assert (got.header("transfer-encoding") == "chunked") == (not known)
        assert got.header("content-type") == "image/png"
        if hasattr(source, "close"):
            source.close()


def test_async_pieces(world: World, server: FaultServer) -> None:
    """Async clients accept async iterables."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    if world.is_sync:
        with pytest.raises(ArgumentError, match="needs an async client"):
            sent(world, server, BinaryBody(pieces()))
        assert server.requests == []
    else:
        assert sent(world, server, BinaryBody(pieces())).body == b"ab"


def test_an_upload_is_sent_again_from_its_start(
    timeless: World, server: FaultServer, tmp_path: Path
) -> None:
    """If it can be read again; otherwise not at all."""
    path = tmp_path / "x.bin"
    data = b"0123456789" * 1000
    for name, source, _ in sources(data, path):
        if name == "file":
            source.seek(100)
        server.requests.clear()
        server.script.clear()
        server.will(answer(status=500), reset, answer({}))
        request = get(method="PUT", body=BinaryBody(source))
        if name in {"iterator", "unseekable"}:
            with pytest.raises((ServerError, APIConnectionError)):
                timeless.send(server.url, request)
            assert len(server.requests) == 1, name
        else:
            timeless.send(server.url, request)
            expected = data[100:] if name == "file" else data
            assert [got.body for got in server.requests] == [expected] * 3, name
        if hasattr(source, "close"):
            source.close()


def test_an_unread_iterator_can_be_sent_again(timeless: World) -> None:
    """Without a connection an iterator is not read."""
    with FaultServer() as server:
        url = server.url
    with pytest.raises(APIConnectionError):
        timeless.send(url, post(body=BinaryBody(iter([b"x"]))))
    assert timeless.clock is not None
    assert len(timeless.clock.slept) == 2


def test_a_large_upload_is_not_in_memory(world: World, server: FaultServer, tmp_path: Path) -> None:
    """Memory holds one piece of it."""
    path = tmp_path / "big.bin"
    path.write_bytes(bytes(BIG))
    server.routes["/"] = answer({})
    world.send(server.url, get())  # imports what is imported lazily
    body = part("file", path)
    tracemalloc.start()
    try:
        # The server is in this process: its copy counts once.
        world.send(server.url, post(body=MultipartBody(body)))
        assert tracemalloc.get_traced_memory()[1] < BIG * 1.5
    finally:
        tracemalloc.stop()
    assert len(server.requests[-1].body) > BIG


def unpacked(got: Received) -> list[EmailMessage]:
    """Return the parts of a multipart body, as another reader sees them."""
    head = f"Content-Type: {got.header('content-type')}\r\n\r\n".encode()
    message: Whatever = message_from_bytes(head + got.body, policy=policy.HTTP)
    assert not message.defects
    return list(message.iter_parts())


@pytest.mark.parametrize("value", ["text", 1.5, True, date(2026, 5, 31)])
def test_parts_of_what_has_no_members(world: World, server: FaultServer, value: object) -> None:
    """There is one, as of a file."""
    (only,) = unpacked(sent(world, server, MultipartBody(parts(value))))
    text = str(value).lower().encode()
    assert (only["content-disposition"], only.get_payload(decode=True)) == (
        'form-data; name="file"',
        text,
    )


def test_multipart(world: World, server: FaultServer, tmp_path: Path) -> None:
    """Fields, files, objects and arrays."""
    path = tmp_path / 'we"ird\n.txt'
    path.write_bytes(b"from a path")
    with path.open("rb") as file:
        body = MultipartBody(
            [
                *part("text", "grüße"),
                *part("number", 5),
                *part("flag", value=True),
                *part("object", {"a": [1]}),
                *part("list", ["a", "b"]),
                *part("typed", "<a/>", "application/xml"),
                *part("none", None),
                *part("bytes", b"\0\1"),
                *part("path", path),
                *part("file", file, "text/plain"),
                *part("named", File(b"x", filename="n.png", content_type="image/png")),
            ]
        )
        got = sent(world, server, body, more={"more": "m"})
    assert got.header("content-length") == str(len(got.body))
    found = [
        (
            each.get_param("name", header="content-disposition"),
            each.get_filename(),
            each.get("content-type"),
            each.get_payload(decode=True),
        )
        for each in unpacked(got)
    ]
    weird = "we%22ird%0A.txt"
    octets = "application/octet-stream"
    assert found == [
        ("text", None, None, "grüße".encode()),
        ("number", None, None, b"5"),
        ("flag", None, None, b"true"),
        ("object", None, "application/json", b'{"a":[1]}'),
        ("list", None, None, b"a"),
        ("list", None, None, b"b"),
        ("typed", None, "application/xml", b"<a/>"),
        ("bytes", "bytes", octets, b"\0\1"),
        ("path", weird, "text/plain", b"from a path"),
        ("file", weird, "text/plain", b"from a path"),
        ("named", "n.png", "image/png", b"x"),
        ("more", None, None, b"m"),
    ]


@pytest.mark.parametrize(
    ("value", "filename", "kind", "content"),
    [
        (("a.png", b"x"), "a.png", "image/png", b"x"),
        (("a.png", bytearray(b"x"), "a/b"), "a.png", "a/b", b"x"),
        (("a", [b"x", b"y"], None, {"X-A": "1"}), "a", "application/octet-stream", b"xy"),
        ((None, b"x", "a/b"), "it", "a/b", b"x"),
        (File(("a.csv", b"x"), headers={"X-A": "1"}), "a.csv", "text/csv", b"x"),
        ([b"x", b"y"], "it", "application/octet-stream", b"xy"),
        ((b"x", b"y", b"z"), "it", "application/octet-stream", b"xyz"),
        (bytearray(b"x"), "it", "application/octet-stream", b"x"),
        (File(b"x", filename="a.tar.gz"), "a.tar.gz", "application/octet-stream", b"x"),
    ],
)
def test_one_file(  # noqa: PLR0913 - one each
    *, world: World, server: FaultServer, value: Whatever, filename: str, kind: str, content: bytes
) -> None:
    """In each accepted form; the file name gives the media type (RFC 7578, 4.4)."""
    (found,) = unpacked(sent(world, server, MultipartBody(file_part("it", value))))
    assert (found.get_filename(), found.get_content_type()) == (filename, kind)
    assert found.get_payload(decode=True) == content
    assert found["X-A"] == ("1" if filename in {"a", "a.csv"} else None)
    assert file_part("it", None) == []


def test_several_files(world: World, server: FaultServer) -> None:
    """For an array of files; an iterator of bytes stays one file."""
    for make in (partial(file_part, several=True), part):
        files = [b"a", ("b.txt", b"b"), (piece for piece in (b"c", b"d"))]
        found = unpacked(sent(world, server, MultipartBody(make("it", files))))
        assert [each.get_payload(decode=True) for each in found] == [b"a", b"b", b"cd"]
        assert [each.get_filename() for each in found] == ["it", "b.txt", "it"]


def test_parts_without_names(world: World, server: FaultServer) -> None:
    """They have the order of an array, each with its type (OpenAPI 3.2, Encoding By Position)."""
    items = [{"a": 1}, "text", b"x", File(b"y", filename="y.png")]
    body = MultipartBody(
        listed_parts("", items, ("application/json",), "text/x"), "multipart/mixed"
    )
    got = sent(world, server, body)
    assert (got.header("content-type") or "").startswith("multipart/mixed; boundary=")
    found = unpacked(got)
    assert [(each.get_content_type(), each.get_payload(decode=True)) for each in found] == [
        ("application/json", b'{"a":1}'),
        ("text/x", b"text"),
        ("text/x", b"x"),
        ("text/x", b"y"),
    ]
    assert [each["content-disposition"] for each in found][:3] == [None] * 3
    assert found[3]["content-disposition"] == 'attachment; filename="y.png"'
    (only,) = unpacked(sent(world, server, MultipartBody(parts(b"raw"))))
    assert only.get_payload(decode=True) == b"raw"


@pytest.mark.parametrize("kind", [list, tuple])
def test_parts_of_files(world: World, server: FaultServer, tmp_path: Path, kind: Whatever) -> None:
    """A list of files is a part for each, as a path, an open file or a `File`."""
    path = tmp_path / "b.txt"
    path.write_bytes(b"b")
    with path.open("rb") as file:
        value = kind([File(b"a", filename="a.txt"), path, file, b"c"])
        found = unpacked(sent(world, server, MultipartBody(parts(value))))
    assert [(each.get_filename(), each.get_payload(decode=True)) for each in found] == [
        ("a.txt", b"a"),
        ("b.txt", b"b"),
        ("b.txt", b"b"),
        ("file", b"c"),
    ]


def test_parts_in_a_style(world: World, server: FaultServer) -> None:
    """Values are spelled as in a query, without percent-encoding."""
    pairs = [*deep_object("d", {"x": "a b"}), *form("f", ["ü", "b"], explode=False)]
    found = unpacked(sent(world, server, MultipartBody(styled_parts(pairs))))
    names = [each.get_param("name", header="content-disposition") for each in found]
    assert names == ["d[x]", "f"]
    assert [each.get_payload(decode=True) for each in found] == [b"a b", "ü,b".encode()]


def test_multipart_of_unknown_length(world: World, server: FaultServer) -> None:
    """It is sent in chunks, without a length."""
    made = [*parts({"a": "b"}), *part("file", Unseekable(b"x" * 100_000))]
    server.will(answer(status=429))
    with pytest.raises(Exception, match="429"):
        sent(world, server, MultipartBody(made))
    (got,) = server.requests
    assert got.header("transfer-encoding") == "chunked"
    assert [each.get_payload(decode=True) for each in unpacked(got)] == [b"b", b"x" * 100_000]


@pytest.mark.parametrize("name", ['a"; filename="x', "a\r\nX: y", "ü"])
def test_a_name_cannot_leave_its_header(world: World, server: FaultServer, name: str) -> None:
    """Quotes and line breaks are escaped."""
    got = sent(world, server, MultipartBody(part(name, File(b"x", filename=name))))
    (found,) = unpacked(got)
    assert len(found.items()) == 2
    with pytest.raises(ArgumentError):
        sent(world, server, MultipartBody(part("a", File(b"", content_type=f"a/b\r\nX: {name}"))))


def test_a_file_in_text_mode(world: World, server: FaultServer, tmp_path: Path) -> None:
    """It is refused, as is a missing file."""
    path = tmp_path / "x.txt"
    path.write_text("x")
    with path.open() as file, pytest.raises(ArgumentError, match="binary"):
        sent(world, server, BinaryBody(file))  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="FileNotFoundError"):
        sent(world, server, BinaryBody(tmp_path / "missing"))
