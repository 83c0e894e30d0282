"""Answers: how they are read, what is refused, and what an error contains."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
import re
import zlib
from typing import TYPE_CHECKING

import pytest
import runtime.errors
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    BadRequestError,
    DecodeError,
    NotFoundError,
    RedirectError,
    ResponseTooLargeError,
    ServerError,
    UnsuccessfulError,
    WaitFailedError,
)
from runtime.http import Decompressor, Headers
from runtime.model import Model
from runtime.readers import as_bytes, as_json, as_nothing, as_text, by_media_type
from runtime.transport import Answer

from tests.support.faults import answer, chunks, endless, raw
from tests.support.places import TEMPLATES
from tests.support.world import INFO, VirtualClock, anything, get, post

if TYPE_CHECKING:
    from tests.support.faults import Action, FaultServer
    from tests.support.ways import Whatever
    from tests.support.world import World


GZIP = {"content-encoding": "gzip"}


class Trouble(Model):
    """The body of an error."""

    why: str

    @classmethod
    def decode(cls, data: Whatever) -> Trouble:
        """Read a body."""
        if type(data.get("why")) is not str:
            raise ValueError
        self = cls.__new__(cls)
        self.why = data["why"]
        self.__rest__ = None
        return self


# --- Successes ----------------------------------------------------------------------------------


@pytest.mark.quick
def test_the_parts_of_a_response(world: World, server: FaultServer) -> None:
    """The request, the answer, and the elapsed time."""
    server.will(answer({"a": 1}, 200, [("X-Ray", "r-1"), ("Set-Cookie", "a"), ("Set-Cookie", "b")]))
    request = get(query=[("token", "s3cret")])
    response = world.send(server.url, request)
    assert response.status == 200
    assert response.data == {"a": 1}
    assert response.request is request
    assert response.request_id == "r-1"
    assert response.headers["x-RAY"] == "r-1"
    assert response.headers.all("set-cookie") == ["a", "b"]
    assert response.headers["Set-Cookie"] == "a, b"
    assert json.loads(response.content) == {"a": 1}
    assert response.url == f"{server.url}/thing?token=***"
    assert 0 < response.duration < 5
    assert response.tries == 1
    assert repr(response) == f"<Response 200 GET {server.url}/thing?token=***>"


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\xef\xbb\xbf1", 1),
        (b"9007199254740993", 9007199254740993),
        (b"-0.0", -0.0),
        (b'"\\ud800"', "\ud800"),
        (b' {"a": [1, 2.50, null]} ', {"a": [1, 2.5, None]}),
    ],
)
def test_edges_of_json(world: World, server: FaultServer, data: bytes, value: object) -> None:
    """They are read as Python's own library reads them."""
    server.will(answer(data))
    assert repr(world.send(server.url, get()).data) == repr(value)


@pytest.mark.parametrize("kind", [None, "text/plain", "application/octet-stream", "text/html"])
def test_json_is_read_with_any_content_type(
    world: World, server: FaultServer, kind: str | None
) -> None:
    """A wrong content type alone does no harm."""
    server.will(answer({"a": 1}, kind=kind))
    assert world.send(server.url, get()).data == {"a": 1}


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        (b"", "application/json", 200, "found no content; 200 says that the call succeeded"),
        (b"", None, 204, "found no content; 204 says that the call succeeded"),
        (b" \n", "application/json", 200, "expected JSON"),
        (b"<!DOCTYPE html>", "text/html; charset=utf-8", 200, "found 'text/html'"),
        (b'{"a": ', "application/json", 200, r"expected JSON \("),
        (b"NaN", "application/json", 200, "NaN"),
        (b"\xff\xfe", "application/json", 200, "expected JSON"),
        (b"[" * 100_000, "application/json", 200, "nesting"),
    ],
)
def test_an_undocumented_answer(  # noqa: PLR0913 - one each
    world: World, server: FaultServer, *, body: bytes, kind: str | None, status: int, words: str
) -> None:
    """It is an error that keeps the answer."""
    server.will(
        answer(body, status, kind=kind) if status != 204 else raw(b"HTTP/1.1 204 X\r\n\r\n")
    )
    request = get(returns={"200": as_json(Trouble.decode)})
    with pytest.raises(DecodeError, match=words) as caught:
        world.send(server.url, request)
    error = caught.value
    assert error.path == "$"
    assert error.response is not None
    assert (error.response.status, error.response.content) == (status, body)
    assert error.request == f"GET {server.url}/thing"
    assert len(str(error)) < 300


def test_readers_by_status_and_media_type(world: World, server: FaultServer) -> None:
    """The most specific one is used."""
    returns = {
        "200": by_media_type(
            {
                "application/json": as_json(anything),
                "text/*": as_text("text/*"),
                "image/png": as_bytes("image/png"),
            }
        ),
        "204": as_nothing(),
        "2XX": as_text(),
    }
    cases = [
        (answer({"a": 1}, kind="application/problem+json"), {"a": 1}),
        (answer(b"gr\xfc\xdfe", kind="text/plain; charset=latin-1"), "grüße"),
        (answer("x".encode("utf-16"), kind="text/csv; Charset=UTF-16"), "x"),
        (answer(b"x", kind="text/csv; charset=nonsense"), "x"),
        (answer(b"\\u0061", kind="text/csv; charset=unicode_escape"), "\\u0061"),
        (answer(b"a-b", kind="text/csv; charset=Punycode"), "a-b"),
        (answer(b"\x89PNG", kind="image/png"), b"\x89PNG"),
        (answer(b"", 204, kind=None), None),
        (answer(b"text", 206, kind="text/plain"), "text"),
    ]
    for action, expected in cases:
        server.will(action)
        assert world.send(server.url, get(returns=returns)).data == expected
    accept = server.requests[0].header("accept")
    assert accept == "application/json, text/*;q=0.9, image/png;q=0.8, text/plain;q=0.7"


def test_an_undocumented_success_is_read_as_a_documented_one(
    world: World, server: FaultServer
) -> None:
    """Some servers send 202 instead of the documented 200."""
    server.will(answer({"a": 1}, 202))
    assert world.send(server.url, get()).data == {"a": 1}


# --- Errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (300, "RedirectError"),
        (302, "RedirectError"),
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "APIStatusError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (408, "RequestTimeoutError"),
        (409, "ConflictError"),
        (410, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "ServerError"),
        (503, "ServerError"),
        (599, "ServerError"),
        (999, "APIStatusError"),
    ],
)
def test_every_other_status_raises(
    world: World, server: FaultServer, status: int, name: str
) -> None:
    """Each class of status has an error class of its own."""
    server.will(answer({"error": {"code": 7, "message": "no"}}, status, [("X-Ray", "r-1")]))
    with pytest.raises(APIStatusError) as caught:
        world.send(server.url, get(), max_retries=0)
    error = caught.value
    assert type(error).__name__ == name
    assert (error.status, error.code, error.message) == (status, 7, "no")
    assert error.body == {"error": {"code": 7, "message": "no"}}
    assert error.request_id == "r-1"
    assert error.headers["x-ray"] == "r-1"
    assert str(error) == f"{status}: no, code 7, request id r-1, GET {server.url}/thing"


@pytest.mark.parametrize(
    ("body", "kind", "code", "message", "found"),
    [
        (b"", None, None, "Not Found", None),
        (b"<html>no</html>", "text/html", None, "Not Found", "<html>no</html>"),
        (b"gone fishing", "text/plain", None, "Not Found: gone fishing", "gone fishing"),
        (b"Not Found", "text/plain", None, "Not Found", "Not Found"),
        (b'{"errors": [{"code": "E1", "message": "m"}]}', "text/html", "E1", "m", ...),
        (b'{"error": "just text"}', "application/json", None, "just text", ...),
        (b'{"error": {"code": true, "message": 5}}', "application/json", None, "Not Found", ...),
        (b"[1]", "application/json", None, "Not Found", [1]),
        (b'{"err', "application/json", None, 'Not Found: {"err', '{"err'),
    ],
)
def test_error_bodies_of_all_kinds(  # noqa: PLR0913 - one each
    world: World,
    server: FaultServer,
    *,
    body: bytes,
    kind: str | None,
    code: object,
    message: str,
    found: object,
) -> None:
    """No body hides the status."""
    server.will(answer(body, 404, kind=kind))
    with pytest.raises(NotFoundError) as caught:
        world.send(server.url, get())
    error = caught.value
    assert (error.code, error.message) == (code, message)
    assert error.body == (json.loads(body) if found is ... else found)
    assert error.response.content == body
    assert error.retry_after is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"detail": "no such shelf"}, "no such shelf"),
        ({"detail": {"reason": "full", "code": 4}}, "full"),
        ({"detail": {"shelf": "full", "code": 4}}, "shelf: full"),
        ({"detail": {"shelf": ["full"]}, "message": "Not valid"}, "Not valid: shelf: full"),
        ({"detail": "full", "message": "full"}, "full"),
        (
            {"detail": [{"loc": ["query", "limit"], "msg": "too large", "input": "s"}]},
            "query.limit: too large",
        ),
        (
            {"detail": "Not valid", "extra": [{"message": "a", "key": "b", "source": "query"}]},
            "Not valid: query.b: a",
        ),
        ({"detail": "Not valid", "errors": [{"loc": ["b"], "msg": "a"}]}, "Not valid: b: a"),
        ({"name": "ZodError", "issues": [{"path": ["a", 0], "message": "no"}]}, "a.0: no"),
        ({"error": [{"path": [{"key": "a", "input": "s"}], "message": "no"}]}, "a: no"),
        ({"message": ["a must be", "b must be"], "error": "x"}, "a must be; b must be"),
        ({"error": {"message": "no such model", "type": "invalid"}}, "no such model"),
        ({"error": "invalid_grant", "error_description": "expired"}, "expired"),
        ({"errors": [{"message": "first"}, {"message": "second"}]}, "first; second"),
        ({"errors": [{"title": "Bad", "detail": "no such shelf"}]}, "Bad: no such shelf"),
        ({"title": "Gone", "detail": "no such shelf", "status": 404}, "Gone: no such shelf"),
        ({"title": "Invalid", "errors": {"name": ["is short"]}}, "Invalid: name: is short"),
        (
            {"name": ["This field is required."], "age": ["Too old."]},
            "name: This field is required.; age: Too old.",
        ),
        ([{"message": "no such shelf", "errorCode": "X"}], "no such shelf"),
        ({"message": "\x1b[31mred\n line"}, "[31mred line"),
        ({"message": "x" * 1000}, "x" * 499 + "…"),
        ({"token": "s3cret", "note": "s3cret"}, "Not Found"),
        ({"detail": {"a": {"b": {"c": {"d": {"e": "deep"}}}}}}, "Not Found"),
    ],
)
def test_messages_of_servers(world: World, server: FaultServer, body: object, words: str) -> None:
    """An error has the server's message, in each form that servers use."""
    server.will(answer(body, 404))
    with pytest.raises(NotFoundError) as caught:
        world.send(server.url, get(), info=INFO._replace(error_message=("/nowhere",)))
    assert (caught.value.message, caught.value.body) == (words, body)
    assert f"404: {words}" in str(caught.value)


def test_a_redirect_that_is_not_followed_names_its_target(
    world: World, server: FaultServer
) -> None:
    """The URL in the message has no secrets."""
    server.will(answer(b"", 302, [("Location", "https://u:p@other.test/s3cret/x?sig=1#f")]))
    request = get(template="/{token}", path={"token": "s3cret"}, secrets=frozenset({"token"}))
    with pytest.raises(
        RedirectError, match=r"302: Found to https://other.test/\*\*\*/x, GET"
    ) as caught:
        world.send(server.url, request)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("action", "body"),
    [
        (answer(b"\x0b\x02", 503, [("Content-Encoding", "br")]), b"\x0b\x02"),
        (answer(b"<html>", 503, [("Content-Encoding", "gzip")]), b"<html>"),
        (answer(gzip.compress(b"not now")[:-4], 503, [("Content-Encoding", "gzip")]), b"not now"),
        (answer(b"x" * 5000, 503), b"x" * 1000),
        (raw(b"HTTP/1.1 503 X\r\nContent-Length: 20\r\n\r\nnot now"), b"not now"),
        (raw(b"HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\n\r\nzz"), b""),
        (answer(b"n\xf6", 503, kind="text/plain; charset=nonsense"), b"n\xf6"),
    ],
)
def test_an_error_whose_body_cannot_be_read(
    timeless: World, server: FaultServer, action: Action, body: bytes
) -> None:
    """It keeps its status, class and a readable part of the body, and is retried."""
    server.will(action, action)
    with pytest.raises(ServerError) as caught:
        timeless.send(server.url, get(), max_retries=1, max_response_bytes=1000)
    assert (caught.value.status, caught.value.response.content) == (503, body)
    assert len(server.requests) == 2
    assert str(caught.value).isprintable()


def test_documented_error_bodies_are_decoded(world: World, server: FaultServer) -> None:
    """The status chooses the type; a body of another type stays as it came."""
    request = get(raises=lambda: {"400 422": as_json(Trouble.decode), "4XX": as_text()})
    server.will(answer({"why": "x"}, 422), answer({"why": 5}, 400), answer({"why": "z"}, 418))
    bodies: list[Whatever] = []
    for _ in range(3):
        with pytest.raises(APIStatusError) as caught:
            world.send(server.url, request)
        bodies.append(caught.value.body)
    assert isinstance(bodies[0], Trouble)
    assert bodies[0].why == "x"
    assert bodies[1:] == [{"why": 5}, '{"why": "z"}']


@pytest.mark.parametrize("flag", ["/success", "/meta/ok"])
def test_a_success_with_a_false_flag(world: World, server: FaultServer, flag: str) -> None:
    """It raises without decoding the body; the flag may be missing."""
    bad = {"success": False, "meta": {"ok": False}, "error": {"code": 3, "message": "no"}}
    server.will(answer(bad), answer({"why": "x", "success": True, "meta": {"ok": True}}))
    server.will(answer({"why": "x"}), answer(b"", 200))
    request = get(returns={"200": as_json(Trouble.decode)}, success=flag)
    with pytest.raises(UnsuccessfulError) as caught:
        world.send(server.url, request)
    assert (caught.value.status, caught.value.code, caught.value.message) == (200, 3, "no")
    assert world.send(server.url, request).data.why == "x"
    assert world.send(server.url, request).data.why == "x"
    with pytest.raises(DecodeError):
        world.send(server.url, request)
    server.will(answer(bad))
    with pytest.raises(UnsuccessfulError):
        world.send(server.url, get(), info=INFO._replace(success=flag))


def test_the_tree_of_errors_is_as_drawn() -> None:
    """The docstring of the public module has every class, under its base."""
    drawn: dict[str, str] = {}
    path: list[str] = []
    template = TEMPLATES / "errors.py.jinja"
    for line in template.read_text("utf-8").splitlines():
        found = re.match(r"((?:[│ ] {3})*(?:[├└]── )?)(\w+Error)\b", line)
        if found:
            depth = len(found[1]) // 4
            path[depth:] = [found[2]]
            drawn[found[2]] = path[depth - 1] if depth else "Exception"
    classes = {
        name: value
        for name, value in vars(runtime.errors).items()
        if isinstance(value, type) and issubclass(value, APIError) and value.__name__ == name
    }
    assert drawn == {name: value.__bases__[0].__name__ for name, value in classes.items()}


def pickled(error: APIError) -> Whatever:
    """Return a pickled and restored copy."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301 - our own


@pytest.mark.parametrize("keep", [pickle, copy])
def test_errors_can_be_pickled_and_copied(
    world: World, server: FaultServer, keep: Whatever
) -> None:
    """A queue needs that, for instance."""
    server.will(answer({"error": {"code": 7, "message": "no"}}, 400, [("Retry-After", "5")]))
    server.will(answer(b"<html>"))
    errors: list[Whatever] = [WaitFailedError("ERRORED", "why", {"a": 1})]
    for _ in range(2):
        with pytest.raises(APIError) as caught:
            world.send(server.url, get())
        errors.append(caught.value)
    for error in errors:
        again = copy.copy(error) if keep is copy else pickled(error)
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.__dict__.keys() == error.__dict__.keys()
        assert again.request == error.request
    kept = pickled(errors[1])
    assert isinstance(kept, BadRequestError)
    assert (kept.status, kept.code, kept.retry_after) == (400, 7, 5)
    assert kept.headers["retry-after"] == "5"


# --- Sizes and encodings ------------------------------------------------------------------------


def packed(data: bytes, encoding: str) -> bytes:
    """Return data with a content encoding."""
    if encoding == "members":
        return gzip.compress(data[:5]) + gzip.compress(data[5:])
    return gzip.compress(data)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "members"])
@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_content_encodings(world: World, server: FaultServer, encoding: str, piece: int) -> None:
    """They are decoded, wherever the chunks end."""
    value = {"a": ["something long"] * 50}
    data = packed(json.dumps(value).encode(), encoding)
    name = {"members": "GZip"}.get(encoding, encoding)
    pieces = [data[i : i + piece] for i in range(0, len(data), piece)]
    server.will(chunks(*pieces, headers=[("Content-Encoding", name)], kind="application/json"))
    assert world.send(server.url, get()).data == value


@pytest.mark.parametrize("cut", [1, 4, 9])
def test_a_truncated_compressed_body(world: World, server: FaultServer, cut: int) -> None:
    """It is an error, even if the JSON in it is complete."""
    data = gzip.compress(b'{"a": 1}')[:-cut]
    server.will(answer(data, headers=[("Content-Encoding", "gzip")]))
    with pytest.raises(DecodeError, match="the end of the") as caught:
        world.send(server.url, get())
    assert len(server.requests) == 1
    assert caught.value.request == f"GET {server.url}/thing"
    assert caught.value.response is not None
    assert caught.value.response.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"{}", "gzip", "a gzip stream"),
        (zlib.compress(b"{}"), "deflate", "a content encoding of gzip"),
        (gzip.compress(b"{}", mtime=0) + b"trailing", "gzip", "nothing after the gzip stream"),
        (b"{}", "br", "a content encoding of gzip"),
        (b"{}", "gzip, gzip", "a content encoding"),
    ],
)
def test_invalid_compressed_bodies(
    world: World, server: FaultServer, data: bytes, encoding: str, words: str
) -> None:
    """They are errors."""
    server.will(answer(data, headers=[("Content-Encoding", encoding)]))
    with pytest.raises(DecodeError, match=words):
        world.send(server.url, get())


def test_an_empty_compressed_body(world: World, server: FaultServer) -> None:
    """It is complete: caches answer so, and answers to HEAD have no body."""
    coded = [("Content-Encoding", "gzip")]
    server.will(answer(b"", 204, coded), answer({"a": 1}, headers=coded), answer(b"", 404, coded))
    nothing = {"2XX": as_nothing()}
    assert world.send(server.url, get(returns=nothing)).status == 204
    assert world.send(server.url, get(returns=nothing, method="HEAD")).status == 200
    with pytest.raises(NotFoundError):
        world.send(server.url, get())


def test_a_decompression_bomb(world: World, server: FaultServer) -> None:
    """It is not decompressed, and the call is not retried."""
    bomb = gzip.compress(bytes(50_000_000))
    server.will(*[answer(bomb, headers=[("Content-Encoding", "gzip")])] * 3)
    with pytest.raises(ResponseTooLargeError, match="at most 1000000 bytes") as caught:
        world.send(server.url, get(), max_response_bytes=1_000_000)
    assert len(server.requests) == 1
    assert isinstance(caught.value, DecodeError)


def test_a_bomb_is_decompressed_in_pieces() -> None:
    """Each piece has a bounded size, however small the input was."""
    sizes = [len(piece) for piece in Decompressor(GZIP).feed(gzip.compress(bytes(10_000_000)))]
    assert max(sizes) <= 65536
    assert sum(sizes) == 10_000_000


def test_an_endless_body(world: World, server: FaultServer) -> None:
    """Reading ends at the limit, for errors, too."""
    server.will(endless)
    with pytest.raises(ResponseTooLargeError):
        world.send(server.url, get(), max_response_bytes=1_000_000)
    assert len(server.requests) == 1


def test_a_body_at_the_limit(world: World, server: FaultServer) -> None:
    """It is accepted."""
    for coded, pack in (([], bytes), ([("Content-Encoding", "gzip")], gzip.compress)):
        server.will(*[answer(pack(data), 200, coded) for data in (b'"12345678"', b'"123456789"')])
        world.send(server.url, get(), max_response_bytes=10)
        with pytest.raises(ResponseTooLargeError):
            world.send(server.url, get(), max_response_bytes=10)


@given(st.binary(max_size=200), st.integers(1, 50), st.sampled_from(["gzip", "members"]))
def test_compressed_data_is_restored(data: bytes, size: int, encoding: str) -> None:
    """Any data, in pieces of any size."""
    inflater = Decompressor(GZIP)
    whole = packed(data, encoding)
    made = b"".join(
        part for i in range(0, len(whole), size) for part in inflater.feed(whole[i : i + size])
    )
    inflater.finish()
    assert made == data


def test_a_wrong_content_length(world: World, server: FaultServer) -> None:
    """Excess bytes are not read, and a shorter body is an error."""
    server.will(raw(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{"evil": 1}'))
    assert world.send(server.url, get()).data == {}
    server.will(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}"))
    with pytest.raises(APIError):
        world.send(server.url, post(), max_retries=0)


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: -2",
        b"Content-Length: +2",
        b"Content-Length: two",
        b"Content-Length:",
        b"Content-Length: 2.0",
        b"Content-Length: " + b"9" * 5000,
        b"Content-Length: 2\r\nContent-Length: 8",
        b"Content-Length: 2, 8",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-2",
    ],
)
def test_invalid_content_lengths(world: World, server: FaultServer, lines: bytes) -> None:
    """They are an error, even if one of them is valid."""
    server.will(raw(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n\r\n{}"))
    with pytest.raises(APIConnectionError) as caught:
        world.send(server.url, post())
    assert caught.value.sent
    assert len(server.requests) == 1


def test_repeated_content_length(world: World, server: FaultServer) -> None:
    """Equal lengths count as one; `chunked` takes precedence (RFC 9112, 6.3)."""
    server.will(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}"))
    assert world.send(server.url, get()).data == {}
    chunked = b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    server.will(raw(b"HTTP/1.1 200 OK\r\n" + chunked))
    assert world.send(server.url, get()).data == {}


def test_a_custom_json_reader_that_fails(world: World, server: FaultServer) -> None:
    """Its own exception is the cause of ours, for successes and failures."""
    deep = b"[" * 100_000
    server.will(answer(deep), answer(deep, 404), answer(b"NaN,", 404))
    with pytest.raises(DecodeError, match="fewer levels of nesting"):
        world.send(server.url, get(), loads=json.loads)
    for _ in range(2):
        with pytest.raises(NotFoundError):
            world.send(server.url, get(), loads=json.loads)


def test_values_in_messages_are_short() -> None:
    """No inner values, no long texts or numbers, and no text as long as a key."""
    shown = [
        str(DecodeError("$.a", "a string", found))
        for found in ({"key": "s3cret"}, ["s3cret"], "x" * 1000, 10**6000, None)
    ]
    assert shown[0] == "$.a: expected a string, found an object"
    assert shown[1] == "$.a: expected a string, found an array"
    assert all(len(text) < 120 for text in shown)


def test_unknown_statuses() -> None:
    """They have no phrase."""
    from runtime.core import Core  # noqa: PLC0415 - only here
    from runtime.results import failure  # noqa: PLC0415 - only here

    core: Whatever = Core.__new__(Core)
    core.info, core.clock, core.loads = INFO, VirtualClock(), json.loads
    error = failure(core, get(), Answer(599, Headers()))
    assert isinstance(error, ServerError)
    assert error.message == "unknown status"
