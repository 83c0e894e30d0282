"""Answers in several parts: where they are cut, and what each is read as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime import parts
from runtime.errors import DecodeError, ResponseTooLargeError
from runtime.http import Headers
from runtime.parts import as_binary_parts, as_parts
from runtime.transport import Answer
from runtime.wire import loads

from tests.support.faults import chunks
from tests.support.world import anything, get

if TYPE_CHECKING:
    import re

    from tests.support.faults import FaultServer
    from tests.support.world import World

MIXED = 'multipart/mixed; boundary="b d"; x=y'
HEAD = b"--b d  \r\n"
END = b"--b d--\r\n"


def read(content: bytes, size: int = 1000, kind: str = MIXED, limit: int = 20_000) -> list[Any]:
    """Return the items of a body that comes in pieces of a size."""
    reader = as_parts(anything)
    answer = Answer(200, Headers([("Content-Type", kind)] if kind else []))
    assert reader.items
    machine = reader.items(answer, limit, loads)
    pieces = [content[i : i + size] for i in range(0, len(content), size)]
    found = [item for piece in pieces for item in machine.feed(piece)]
    return found if machine.done else [*found, *machine.finish()]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + b"Content-Type: application/json\r\n\r\n[1]\r\n" + END, [[1]]),
        (HEAD + b"\r\na\r\n" + HEAD + b"\r\n\r\nb\r\n\r\n" + END, ["a", "\r\nb\r\n"]),
        (b"for mail\r\n" + HEAD + b"\r\na\r\n" + END + b"--b d\r\n\r\nx\r\n", ["a"]),
        (b"--b d\n\na\n--b d\n\nb\n--b d--", ["a", "b"]),
        (HEAD + b"\r\na\r\n--b de\r\nb\r\n" + END, ["a\r\n--b de\r\nb"]),
        (HEAD + b"\r\n\r\n" + HEAD + END, ["", ""]),
        (HEAD + b'\r\n{"a": 1}\r\n' + END, ['{"a": 1}']),
        (HEAD + b"Content-Type: image/png\r\n\r\n\x89\r\n" + END, [b"\x89"]),
        (HEAD + b"content-type:\r\n text/plain;\r\n charset=latin-1\r\n\r\n\xe4\r\n" + END, ["ä"]),
        (HEAD + b"Content-Transfer-Encoding: BASE64\r\n\r\nw6Q=\r\n" + END, ["ä"]),
        (HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=3D\r\n" + END, ["="]),
        (END, []),
        (b"", []),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_cut(content: bytes, expected: list[Any], size: int) -> None:
    """Wherever the pieces end; what is before and after the parts is not for us."""
    assert read(content, size) == expected


@given(st.lists(st.binary()), st.integers(1, 30))
def test_any_content_comes_as_it_was(contents: list[bytes], size: int) -> None:
    """Bytes are never mistaken for a delimiter, whose boundary they do not hold."""
    kind = b"Content-Type: application/octet-stream\r\n\r\n"
    body = b"".join(b"--x1x2\r\n" + kind + each + b"\r\n" for each in contents)
    found = read(body + b"--x1x2--", size, "multipart/mixed; boundary=x1x2")
    assert found == [each or None for each in contents]


def test_a_boundary_that_no_header_names() -> None:
    """Is that of the first delimiter."""
    assert read(b"\r\n--z\r\n\r\na\r\n--z\r\n\r\nb\r\n--z--", 3, "multipart/mixed") == ["a", "b"]
    assert read(b"--z\r\n\r\na\r\n--z--", 1, "") == ["a"]


def test_bodies_that_are_none() -> None:
    """Are errors of ours, and so are parts that are too large."""
    with pytest.raises(DecodeError, match="parts with a boundary"):
        read(b'{"error": "no"}')
    with pytest.raises(DecodeError, match="expected base64"):
        read(HEAD + b"Content-Transfer-Encoding: base64\r\n\r\na\r\n" + END)
    with pytest.raises(ResponseTooLargeError):
        read(HEAD + b"\r\n" + b"a" * 200, 50, limit=100)


@pytest.mark.parametrize("content", [b"\r\na", b"\r\na\r\n" + HEAD, b"", b"\r\na\r\n--b d"])
@pytest.mark.parametrize("size", [1, 1000])
def test_a_body_that_ends_early(content: bytes, size: int) -> None:
    """Its last part may be incomplete, so that it is an error (RFC 2046, section 5.1.1)."""
    with pytest.raises(DecodeError, match="a delimiter that ends the last part"):
        read(HEAD + content, size)


@pytest.mark.parametrize("line", [b"mail\n", b"--" + b" " * 100, b"--" + b"x" * 100, b"\n"])
def test_a_boundary_is_looked_for_once(monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    """Where no header names it: a search begins at the last line, not at the beginning."""
    searched: list[int] = []
    first: re.Pattern[bytes] = vars(parts)["_FIRST"]

    class Counted:
        """Counts the bytes of each search."""

        def search(self, text: bytes, begin: int = 0) -> object:
            """Search from a position."""
            searched.append(len(text) - begin)
            return first.search(text, begin)

    monkeypatch.setattr(parts, "_FIRST", Counted())
    body = line * 100 + b"\n--z\r\n\r\na\r\n--z--"
    assert read(body, 5, "multipart/mixed") == ["a"]
    assert sum(searched) < 5 * len(body)


def test_typed_parts(world: World, server: FaultServer) -> None:
    """Streamed and whole; JSON that is called text is read as its type."""

    def number(data: Any) -> int:  # noqa: ANN401 - JSON
        return int(data["n"])

    request = get(returns={"200": as_parts(number)})
    pieces = [HEAD + b"Content-Type: app", b'lication/json\r\n\r\n{"n": 1}\r', b"\n" + HEAD]
    pieces += [b'\r\n{"n": 2}\r\n' + END]
    server.will(*[chunks(*pieces, kind=MIXED)] * 3)
    assert world.stream(world.client(server.url), request, lambda r: r.items()) == [1, 2]
    assert world.send(server.url, request).data == [1, 2]
    assert server.requests[0].header("accept") == "multipart/mixed, */*;q=0.1"
    files = get(returns={"200": as_binary_parts("multipart/parallel")})
    contents = [b'{"n": 1}', b'{"n": 2}']
    assert world.stream(world.client(server.url), files, lambda r: r.items()) == contents
    server.will(chunks(HEAD + b"\r\n[]\r\n" + END, kind=MIXED))
    with pytest.raises(DecodeError):
        world.send(server.url, request)
