"""Unusual values of callers, which are sent unchanged or refused."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.bodies import FormBody, JsonBody, TextBody
from runtime.errors import APIConnectionError, APIError, ArgumentError
from runtime.http import Headers, base_url, checked, redacted
from runtime.multipart import MultipartBody, part
from runtime.parameters import cookie, form, header, label
from runtime.request import Options, expand

from tests.support.faults import FaultServer, echo
from tests.support.world import INFO, World, get, post

if TYPE_CHECKING:
    from runtime.transport import WireRequest

NASTY = [
    "..;x",
    "%2e%2e",
    "a/b",
    "a?b=c#d",
    "a&b=c",
    "a b+c",
    "ü\u2028",
    "\\..\\",
    "{x}",
    "%00",
    "//evil.test",
]
BREAKS = ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\x1b[31m", "a\x7f", "a\ud800"]


@pytest.mark.parametrize("value", NASTY)
def test_values_arrive_unchanged(world: World, server: FaultServer, value: str) -> None:
    """In path, query and cookie, and in no other place."""
    server.will(echo)
    request = get(
        "/things/{id}/parts",
        path={"id": value},
        query=form("q", value) + form(value, "x"),
        cookies=cookie("c", value),
    )
    world.send(server.url, request)
    (got,) = server.requests
    path, _, query = got.target.partition("?")
    assert [unquote(part) for part in path.split("/")] == ["", "things", value, "parts"]
    assert parse_qsl(query) == [("q", value), (value, "x")]
    assert unquote((got.header("cookie") or "").removeprefix("c=")) == value
    assert len(got.headers) == len({name for name, _ in got.headers})


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("..;x", "/things/..%3Bx/parts?..%3Bx=..%3Bx"),
        ("%2e%2e", "/things/%252e%252e/parts?%252e%252e=%252e%252e"),
        ("..\\x", "/things/..%5Cx/parts?..%5Cx=..%5Cx"),
        ("a\r\nX: y", "/things/a%0D%0AX%3A%20y/parts?a%0D%0AX%3A%20y=a%0D%0AX%3A%20y"),
    ],
)
def test_values_are_percent_encoded(
    world: World, server: FaultServer, value: str, target: str
) -> None:
    """All characters with a meaning in URLs are encoded."""
    world.send(server.url, get("/things/{id}/parts", path={"id": value}, query=form(value, value)))
    assert server.requests[0].target == target


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_path_value_is_one_segment(value: str) -> None:
    """Or it is refused."""
    try:
        path = expand("/a/{x}/b", {"x": value})
    except ArgumentError as error:
        assert value in {"", ".", ".."}
        assert "'x'" in str(error)  # noqa: PT017 - it is raised for a few values
    else:
        assert path.isascii()
        assert [unquote(part) for part in path.split("/")] == ["", "a", value, "b"]


@pytest.mark.parametrize("value", ["", ".", "..", "\ud800", None])
def test_refused_path_values(world: World, server: FaultServer, value: str) -> None:
    """Each would lead to another path."""
    with pytest.raises(ArgumentError, match=r"'id'|id is missing"):
        world.send(server.url, get("/things/{id}", path={"id": value}))
    assert not server.requests


def test_dots_in_adjacent_values() -> None:
    """Each value alone is accepted."""
    with pytest.raises(ArgumentError):
        expand("/a/{x}{y}", {"x": "ok", "y": "."}.fromkeys(["x", "y"], "."))
    with pytest.raises(ArgumentError):
        expand("/a/.{x}", {"x": "."})
    for value in ("", "."):
        with pytest.raises(ArgumentError, match="path with"):
            expand("/a/{x}/b", {"x": label("x", value)})
    assert expand("/a/{x}.json", {"x": "b"}) == "/a/b.json"


@pytest.mark.parametrize("value", BREAKS)
def test_a_header_value_cannot_contain_line_ends(
    world: World, server: FaultServer, value: str
) -> None:
    """The error names the header, and never the value."""
    secret = f"s3cret{value}"
    for request in (
        get(headers=header("X-Thing", secret)),
        get(options=Options(headers={"X-Thing": secret})),
        post(options=Options(headers={"X-Thing": secret}), body=JsonBody({})),
    ):
        with pytest.raises(ArgumentError) as caught:
            world.send(server.url, request)
        assert "X-Thing" in str(caught.value)
        assert "s3cret" not in all_of(caught.value)
    for scheme, name in (("token", "Authorization"), ("header_key", "X-Api-Key")):
        for credential in (secret, lambda: secret):
            request = get(security=((scheme,),))
            with pytest.raises(ArgumentError) as caught:
                world.send(server.url, request, credentials={scheme: credential})
            assert name in str(caught.value)
            assert "s3cret" not in all_of(caught.value)
    assert not server.requests


def all_of(error: BaseException) -> str:
    """Return the text of an error and of its causes."""
    shown = "".join(traceback.format_exception(error)) + repr(error)
    return shown + (all_of(error.__context__) if error.__context__ else "")


def test_the_document_cannot_add_headers_either(world: World, server: FaultServer) -> None:
    """Neither by the name of a cookie nor by its version."""
    with pytest.raises(ArgumentError, match="the header Cookie"):
        world.send(server.url, get(cookies=[("c\r\nX-Evil: 1", "x")]))
    with pytest.raises(ArgumentError, match="the header User-Agent"):
        world.client(server.url, info=INFO._replace(version="1\r\nX-Evil: 1"))
    assert not server.requests


@pytest.mark.parametrize("scheme", ["query_key", "cookie_key", "user"])
def test_a_lone_surrogate_is_refused_everywhere(
    world: World, server: FaultServer, scheme: str
) -> None:
    """The error does not show the value around it."""
    value = "s3cret:\ud800"
    requests = [
        get(security=((scheme,),)),
        get(query=form("q", value)),
        get(cookies=[("c", value)]),
        post(body=FormBody([("f", value)])),
        post(body=FormBody([(value, "x")])),
        post(body=TextBody(value)),
        post(body=MultipartBody(part("p", value))),
        post(body=MultipartBody(part(value, "x"))),
        get()._replace(url=f"{server.url}/next?{value}"),
    ]
    for request in requests:
        with pytest.raises(ArgumentError, match="lone surrogate") as caught:
            world.send(server.url, request, credentials={scheme: value})
        assert "s3cret" not in all_of(caught.value)
    assert not server.requests


def test_a_hook_cannot_add_headers_either(world: World, server: FaultServer) -> None:
    """Its values are refused as well, and not shown."""

    def on_request(request: WireRequest) -> None:
        request.headers.append(("X-Token", "s3cret\r\nX-Evil: 1"))

    with pytest.raises(APIConnectionError) as caught:
        world.send(server.url, get(), on_request=on_request, max_retries=0)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    assert server.requests == []


def test_a_hook_cannot_add_a_lone_surrogate(world: World, server: FaultServer) -> None:
    """It is refused like one of the caller."""

    def on_request(request: WireRequest) -> None:
        request.headers.append(("X-Token", "s3cret\ud800"))

    with pytest.raises(ArgumentError, match=r"things\.get cannot be sent") as caught:
        world.send(server.url, get(), on_request=on_request)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ["", "X Y", "X:Y", "X\r\nY", "Ü"])
def test_invalid_header_names(world: World, server: FaultServer, name: str) -> None:
    """Line ends, and characters that HTTP does not allow, are refused."""
    with pytest.raises(ArgumentError):
        world.send(server.url, get(headers=[(name, "x")]))
    assert not server.requests


@given(st.text())
def test_a_checked_header_is_one_line(value: str) -> None:
    """Each accepted value can be sent."""
    try:
        _, sent = checked("X", value)
    except ArgumentError:
        return
    assert not set(sent.encode()) & {*range(9), *range(10, 32), 127}
    assert sent == sent.strip(" \t")


def test_headers_beyond_ascii_are_utf_8(world: World, server: FaultServer) -> None:
    """Most servers read them so."""
    world.send(server.url, get(headers=[("X-Thing", " grün\t")]))
    assert server.requests[0].header("x-thing") == "grün"


@pytest.mark.parametrize("base", ["", "/", "/v4", "/v4/", "/a/b/"])
def test_base_urls(world: World, server: FaultServer, base: str) -> None:
    """With and without path and trailing slash."""
    world.send(server.url + base, get("/thing"))
    assert server.requests[0].target == base.rstrip("/") + "/thing"


@pytest.mark.parametrize(
    "url",
    [
        "api.test",
        "ftp://api.test",
        "https://",
        "https://user:s3cret@api.test",
        "https://api.test?x=1",
        "https://api.test#x",
        "https://api.test/\nX",
        "https://api.test:x",
        "https://api.test\\@evil.test",
        "https://api..test",
        f"https://{'a' * 64}.test",
        "file:///etc/passwd",
    ],
)
def test_invalid_base_urls(url: str) -> None:
    """They are refused when the client is made; a password in them is not shown."""
    with pytest.raises(ArgumentError) as caught:
        World("sync", "httpx2").client(url)
    assert "s3cret" not in str(caught.value)


def test_the_server_of_an_operation(world: World, server: FaultServer) -> None:
    """It is used unless the caller has set `base_url`."""
    with FaultServer() as other:
        info = world.client(server.url).__core__.info._replace(server=server.url)
        client = world.client(None, info=info)  # type: ignore[arg-type]
        world.use(client, lambda c: c.send(get(server=f"{other.url}/own/")))
        assert other.requests[0].target == "/own/thing"
        world.send(server.url, get(server=other.url))
        assert len(server.requests) == 1
        relative = world.client(None, info=info._replace(server=f"{server.url}/v1"))  # type: ignore[arg-type]
        world.use(relative, lambda c: c.send(get(server="/v2")))
        assert server.requests[1].target == "/v2/thing"
        world.send(server.url, get(options=Options(base_url=f"{other.url}/b")))
        assert other.requests[1].target == "/b/thing"


def test_an_undocumented_call(world: World, server: FaultServer) -> None:
    """It has all features of a documented one."""
    server.will(echo, echo)
    client = world.client(f"{server.url}/v4", headers={"X-A": "1"})
    world.use(
        client,
        lambda c: c.request("post", "/new?x=1", json={"a": 1}),
        lambda c: c.request("GET", "new", options=Options(query={"y": "&"})),
    )
    assert [r.target for r in server.requests] == ["/v4/new?x=1", "/v4/new?y=%26"]
    assert server.requests[0].json == {"a": 1}
    assert server.requests[0].header("x-a") == "1"


def test_a_query_of_one_call(world: World, server: FaultServer) -> None:
    """It is appended unchanged to the operation's own."""
    request = get(query=[("a", "1")], options=Options(query={"b": "2&c=3 "}))
    world.send(server.url, request)
    assert server.requests[0].target == "/thing?a=1&b=2%26c%3D3%20"


def test_default_headers(world: World, server: FaultServer) -> None:
    """The user agent and the accepted types and encodings."""
    world.send(server.url, get())
    (got,) = server.requests
    assert got.header("user-agent") == "thing-api/7 speccast"
    assert got.header("accept") == "application/json"
    assert got.header("accept-encoding") == "gzip"


def test_secrets_are_not_shown() -> None:
    """Documented secrets, and parameters whose names look like one."""
    query = "page=2&api_key=s3cret&X-Amz-Signature=s3cret&mine=s3cret&access%5Ftoken=s3cret"
    shown = redacted(query, {"mine"})
    assert "s3cret" not in shown
    assert shown.startswith("page=2&api_key=***")


def test_only_names_of_headers_are_shown() -> None:
    """A cookie that is set may be a secret."""
    assert repr(Headers([("Set-Cookie", "session=s3cret")])) == "Headers(set-cookie)"


def test_every_refusal_is_one_of_ours() -> None:
    """It is an error of the argument, too."""
    for call in (lambda: base_url("x"), lambda: checked("", ""), lambda: expand("{x}", {})):
        with pytest.raises(APIError) as caught:
            call()
        assert isinstance(caught.value, ValueError)
