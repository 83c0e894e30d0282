"""Requests and errors of calls, in cases that occur with real servers."""

from __future__ import annotations

import io
import ssl
import traceback
from datetime import date
from typing import TYPE_CHECKING

import pytest
import trustme
from runtime import network
from runtime.bodies import BinaryBody, JsonBody
from runtime.concurrency import TOTAL
from runtime.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    ArgumentError,
    AuthenticationError,
    ConflictError,
    DecodeError,
)
from runtime.model import UNSET, JsonObject, Model
from runtime.oauth import ClientCredentials
from runtime.readers import as_json, as_text, by_media_type
from runtime.request import Options, Timeout

from tests.support.faults import (
    FaultServer,
    answer,
    drip_headers,
    hang_up,
    raw,
    reset,
    stall,
    truncated,
)
from tests.support.places import TESTS
from tests.support.world import INFO, World, get, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.faults import Action
    from tests.support.ways import Whatever

OK = answer({"fine": True})
OPTIONAL = INFO._replace(security=((), ("token",)))
DEMANDED = INFO._replace(security=(("token",),), required=("token",))


def calling(request: Whatever) -> Callable[[Whatever], Whatever]:
    """Return a function that makes a call with a client."""

    def call(client: Whatever) -> Whatever:
        return client.send(request)

    return call


# --- Credentials --------------------------------------------------------------------------------


@pytest.mark.parametrize("security", [((), ("token",)), (("token",), ())])
def test_an_optional_credential(
    world: World, server: FaultServer, security: tuple[tuple[str, ...], ...]
) -> None:
    """It is sent if there is one, in each place where the document allows none."""
    server.will(OK, OK)
    request = get(security=security)
    world.send(server.url, request, credentials={"token": "s3cret"})
    world.send(server.url, request)
    assert [r.header("authorization") for r in server.requests] == ["Bearer s3cret", None]


def test_a_client_without_credentials(world: World, server: FaultServer) -> None:
    """It can be made; the error of the call says what is missing."""
    with pytest.raises(ArgumentError, match="anonymous=True"):
        world.client(server.url, info=DEMANDED)
    world.send(server.url, get(), info=DEMANDED, anonymous=True)
    given = {"token": "s3cret"}
    world.send(server.url, get(), info=DEMANDED, anonymous=True, credentials=given)
    assert [r.header("authorization") for r in server.requests] == [None, "Bearer s3cret"]


def test_a_token_with_an_expiry(timeless: World, server: FaultServer) -> None:
    """It is requested again when it has expired."""
    asked: list[int] = []

    def provide() -> tuple[str, float]:
        asked.append(1)
        return f"t{len(asked)}", 100

    client = timeless.client(server.url, credentials={"token": provide})
    request = get(security=(("token",),))
    call = calling(request)
    wait: Whatever = lambda _: timeless.clock.sleep(200)  # type: ignore[union-attr]  # noqa: E731
    timeless.use(client, call, call, wait, call)
    assert [r.header("authorization") for r in server.requests] == [
        "Bearer t1",
        "Bearer t1",
        "Bearer t2",
    ]


@pytest.mark.parametrize(
    ("expiry", "tokens"),
    [(10, 2), ("10", 2), (3600, 1), ("3600", 1), (None, 1), ("soon", 1), (10**400, 1), ([], 1)],
)
def test_the_lifetime_of_a_token(
    timeless: World, server: FaultServer, expiry: object, tokens: int
) -> None:
    """A number or its text; anything else is ignored."""
    server.routes["/oauth"] = answer({"access_token": "t", "expires_in": expiry})
    grant = ClientCredentials("me", "s3cret")
    client = timeless.client(server.url, credentials={"oauth": grant})
    call = calling(get(security=(("oauth",),)))
    wait: Whatever = lambda _: timeless.clock.sleep(20)  # type: ignore[union-attr]  # noqa: E731
    timeless.use(client, call, wait, call)
    assert sum(r.target == "/oauth/token" for r in server.requests) == tokens


def test_cookies(world: World, server: FaultServer) -> None:
    """They are sent in one header, with the caller's own; `%` is kept."""
    request = get(
        security=(("cookie_key",),),
        cookies=[("own", "a%2Fb")],
        options=Options(headers={"Cookie": "lang=de; x=%20"}),
    )
    world.send(server.url, request, credentials={"cookie_key": "s%3Ab.c+d=="})
    cookies = [value for name, value in server.requests[0].headers if name == "cookie"]
    assert cookies == ["lang=de; x=%20; own=a%252Fb; session=s%3Ab.c+d=="]


# --- The Accept header --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "accept"),
    [
        (("application/json",), "application/json"),
        (("application/json", "text/html"), "application/json, text/html;q=0.9"),
        (
            ("text/html", "application/hal+json", "application/json"),
            "application/hal+json, text/html;q=0.9, application/json;q=0.8",
        ),
        (("text/html", "text/csv"), "text/html, text/csv, */*;q=0.1"),
        (("text/event-stream",), "text/event-stream"),
        ((), "*/*"),
    ],
)
def test_the_first_json_type_has_the_highest_weight(
    world: World, server: FaultServer, kinds: tuple[str, ...], accept: str
) -> None:
    """A server with several types then sends one that is typed; without JSON, any is accepted."""
    readers: Whatever = {
        kind: as_json(lambda data: data, kind) if "json" in kind else as_text(kind)
        for kind in kinds
    }
    returns = {"200": by_media_type(readers)} if readers else {}
    world.send(server.url, get(returns=returns))
    assert server.requests[0].header("accept") == accept


def test_query_parameters_of_the_client(world: World, server: FaultServer) -> None:
    """They are in each call, unless the call overrides them."""
    server.will(OK, OK, OK)
    client = world.client(server.url, default_query={"v": "1", "q": "all"}, headers={"X-A": "1"})
    narrow = client.with_options(default_query={"v": "2"}, headers={"X-B": "2"})
    request = get(query=[("q", "mine")])
    if world.is_sync:
        client.send(request)
        narrow.send(get())
        client.close()
    else:
        world.use(client, lambda client: client.send(request), lambda _: narrow.send(get()))
    assert [r.target for r in server.requests] == ["/thing?q=mine&v=1", "/thing?v=2&q=all"]
    assert [r.header("x-a") for r in server.requests] == ["1", "1"]
    assert [r.header("x-b") for r in server.requests] == [None, "2"]


def test_query_parameters_of_any_kind(world: World, server: FaultServer) -> None:
    """Numbers and booleans become text, lists are repeated, and None is left out."""
    server.will(OK)
    client = world.client(server.url, default_query={"a": 1.5, "no": None})
    query: dict[str, Whatever] = {"v": 2, "on": True, "ids": ["1", 2], "none": None}
    world.use(client, calling(get(options=Options(query=query))))
    assert server.requests[0].target == "/thing?v=2&on=true&ids=1&ids=2&a=1.5"


def test_query_parameters_of_the_client_stay_with_the_api(
    world: World, server: FaultServer
) -> None:
    """They may be secret: links to another origin do not get them."""
    with FaultServer() as other:
        client = world.client(server.url, default_query={"v": "1"})
        calls = [get(url=f"{url}/next?page=2") for url in (server.url, other.url)]
        world.use(client, *map(calling, calls))
        assert server.requests[0].target == "/next?page=2&v=1"
        assert other.requests[0].target == "/next?page=2"


# --- Retries ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "header", "method", "tries"),
    [
        (503, "false", "GET", 1),
        (429, "false", "GET", 1),
        (400, "true", "POST", 2),
        (409, "true", "POST", 2),
        (503, "maybe", "GET", 2),
    ],
)
def test_x_should_retry(  # noqa: PLR0913 - one each
    timeless: World, server: FaultServer, *, status: int, header: str, method: str, tries: int
) -> None:
    """The header decides."""
    server.routes["/"] = answer(status=status, headers=[("X-Should-Retry", header)])
    with pytest.raises(APIError):
        timeless.send(server.url, get(method=method), max_retries=1)
    assert len(server.requests) == tries


def test_conflicts_are_retried_on_request(timeless: World, server: FaultServer) -> None:
    """Only for calls that may be repeated."""
    server.routes["/"] = answer(status=409)
    for request, wanted, tries in (
        (get(), False, 1),
        (get(), True, 3),
        (post(), True, 1),
        (post(idempotent=True), True, 3),
    ):
        server.requests.clear()
        with pytest.raises(ConflictError):
            timeless.send(server.url, request, retry_conflicts=wanted)
        assert len(server.requests) == tries


def test_any_method_is_retried_on_request(timeless: World, server: FaultServer) -> None:
    """Even if the API may have acted, but not after every status."""
    for status, tries in ((500, 3), (408, 3), (400, 1)):
        server.routes["/"] = answer(status=status)
        server.requests.clear()
        with pytest.raises(APIError):
            timeless.send(server.url, post(), retry_unsafe=True)
        assert len(server.requests) == tries


def test_a_refused_certificate_is_final(timeless: World) -> None:
    """A second try would fail in the same way."""
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority: Whatever = trustme.CA()
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    with FaultServer(tls=ours) as server:
        with pytest.raises(APIConnectionError, match=r"(?i)certificate"):
            timeless.send(server.url, get())
        assert server.connections == 1


def test_the_documented_header_for_an_idempotency_key(timeless: World, server: FaultServer) -> None:
    """It carries the key, and makes a call repeatable."""
    server.will(answer(status=500), OK, answer(status=500), OK)
    request = post(idempotency="X-Idempotency-Token", options=Options(idempotency_key=True))
    timeless.send(server.url, request)
    given = post(idempotency="X-Idempotency-Token", headers=[("X-Idempotency-Token", "mine")])
    timeless.send(server.url, given)
    keys = [r.header("x-idempotency-token") for r in server.requests]
    assert keys[0] == keys[1] != "mine"
    assert keys[2:] == ["mine", "mine"]


def test_query_is_repeatable(timeless: World, server: FaultServer) -> None:
    """RFC 10008 defines the method as idempotent."""
    server.will(answer(status=500), OK)
    assert timeless.send(server.url, get(method="QUERY", body=JsonBody({}))).status == 200


# --- Exceptions ---------------------------------------------------------------------------------

SECRETS = {
    "token": "s3cret",
    "user": ("me", "s3cret"),
    "header_key": "s3cret",
    "query_key": "s3cret",
    "cookie_key": "s3cret",
}
HIDDEN = get(security=(tuple(SECRETS),), options=Options(headers={"X-Own": "s3cret"}))


def shown(error: BaseException) -> str:
    """Return a traceback with all variables of all frames, except those of tests."""
    found = traceback.TracebackException.from_exception(error, capture_locals=True)
    seen: list[str] = []
    while found is not None:
        seen += found.format_exception_only()
        for frame in found.stack:
            if not frame.filename.startswith(str(TESTS)):
                seen.append(f"{frame.filename}:{frame.lineno} {frame.locals}")
        found = found.__cause__ or found.__context__  # type: ignore[assignment]
    return "\n".join(seen)


@pytest.mark.parametrize(
    "fault",
    [
        answer(status=401),
        answer(status=500),
        answer(b"x"),
        answer(status=302, headers=[("Location", "//other.test/")]),
        hang_up,
        reset,
        truncated,
        raw(b"nonsense"),
        stall,
        drip_headers,
    ],
)
def test_no_traceback_shows_a_credential(world: World, server: FaultServer, fault: Action) -> None:
    """Not even with the variables of all frames, as error trackers record them."""
    server.routes["/"] = fault
    timeout = Timeout(read=0.1, total=0.3)
    with pytest.raises(APIError) as caught:
        world.send(server.url, HIDDEN, credentials=SECRETS, timeout=timeout, max_retries=0)
    assert "s3cret" not in shown(caught.value)
    assert "czNjcmV0" not in shown(caught.value)  # as Basic encodes it


def test_no_traceback_shows_variables_of_the_library(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a timeout between two waits, when the error comes from inside the library."""

    def late(*_: object, **__: object) -> None:
        raise APITimeoutError(TOTAL)

    monkeypatch.setattr(network, "limit", late)
    with pytest.raises(APITimeoutError) as caught:
        World("sync", "httpx2").send(server.url, HIDDEN, credentials=SECRETS, max_retries=0)
    assert "s3cret" not in shown(caught.value)


@pytest.mark.parametrize("scheme", SECRETS)
def test_no_traceback_shows_a_credential_that_cannot_be_sent(world: World, scheme: str) -> None:
    """A token with a line end, or a key with a lone surrogate."""
    value = "s3cret\n\ud800" if scheme != "user" else "me:s3cret\ud800"
    request = get(security=((scheme,),))
    with pytest.raises(ArgumentError) as caught:
        world.send("http://127.0.0.1:1", request, credentials={scheme: value})
    assert "s3cret" not in shown(caught.value)


@pytest.mark.parametrize("in_body", [True, False])
@pytest.mark.parametrize("fault", [answer(status=401), answer(status=503), hang_up])
def test_no_traceback_shows_the_secret_of_a_client(
    world: World, server: FaultServer, fault: Action, *, in_body: bool
) -> None:
    """For all failures of the token endpoint."""
    server.routes["/oauth"] = fault
    grant = ClientCredentials("me", "s3cret", in_body=in_body)
    request = get(security=(("oauth",),))
    with pytest.raises((AuthenticationError, APIConnectionError)) as caught:
        world.send(server.url, request, credentials={"oauth": grant}, max_retries=0)
    assert "s3cret" not in shown(caught.value)
    assert "bWU6czNjcmV0" not in shown(caught.value)


def test_a_client_that_could_not_be_made_can_be_shown(world: World) -> None:
    """A debugger can show it, and so can a traceback with variables."""
    with pytest.raises(ArgumentError) as caught:
        world.client("nowhere")
    assert "without a URL" in shown(caught.value)


class Odd:
    """A value without a JSON form."""


class MyError(Exception):
    """An exception of a caller."""


def breaking(_: object) -> Whatever:
    """Raise where JSON is read or written."""
    raise MyError


NO_BYTES: Whatever = ["text"]
NO_FILE: Whatever = 5
CALLS: dict[str, tuple[type[APIError], Whatever, dict[str, Whatever]]] = {
    "a method that is none": (APIConnectionError, get(method="G T"), {}),
    "a header that is a number": (
        ArgumentError,
        get(options=Options(headers={"X-A": NO_FILE})),
        {},
    ),
    "a header's name": (ArgumentError, get(options=Options(headers={"X A": "5"})), {}),
    "a header of the client": (ArgumentError, get(), {"headers": {"X-A": None}}),
    "a body without a form": (ArgumentError, post(body=JsonBody(Odd())), {}),
    "a number of many digits": (ArgumentError, post(body=JsonBody({"a": 10**5000})), {}),
    "not a number": (ArgumentError, post(body=JsonBody({"a": float("nan")})), {}),
    "a writer that fails": (ArgumentError, post(body=JsonBody({})), {"dumps": breaking}),
    "a closed file": (ArgumentError, post(body=BinaryBody(closed := io.BytesIO())), {}),
    "pieces that are no bytes": (ArgumentError, post(body=BinaryBody(NO_BYTES)), {}),
    "a body that is not a file": (ArgumentError, post(body=BinaryBody(NO_FILE)), {}),
    "options that are none": (ArgumentError, get(options={"timeout": 3}), {}),
    "a base URL": (ArgumentError, get(options=Options(base_url="nowhere")), {}),
    "a query": (ArgumentError, get(query=[("a", "\ud800")]), {}),
    "a path": (ArgumentError, get("/{id}", path={"id": Odd()}), {}),
    "a number in the path": (ArgumentError, get("/{id}", path={"id": 10**5000}), {}),
    "a reader that fails": (DecodeError, get(), {"loads": breaking}),
}
closed.close()


@pytest.mark.parametrize("name", CALLS)
def test_everything_that_a_call_raises(world: World, server: FaultServer, name: str) -> None:
    """It is an `APIError` for any invalid argument."""
    kind, request, settings = CALLS[name]
    with pytest.raises(kind):
        world.send(server.url, request, max_retries=0, **settings)


ANSWERS = {
    "a number that is infinite": (b'{"a": 1e999}', DecodeError),
    "… below zero": (b"-1e400", DecodeError),
    "nesting": (b"[" * 100_000, DecodeError),
    "digits": (b"1" * 9000, DecodeError),
    "NaN": (b"NaN", DecodeError),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_everything_that_an_answer_raises(world: World, server: FaultServer, name: str) -> None:
    """It is an `APIError` for any answer."""
    body, kind = ANSWERS[name]
    server.will(answer(body))
    with pytest.raises(kind):
        world.send(server.url, get())


@pytest.mark.parametrize("setting", ["on_request", "on_response"])
def test_exceptions_of_a_function_of_the_caller(
    world: World, server: FaultServer, setting: str
) -> None:
    """They are raised unchanged."""
    with pytest.raises(MyError):
        world.send(server.url, get(), **{setting: breaking})


def test_exceptions_of_a_body_of_the_caller(world: World, server: FaultServer) -> None:
    """They are raised unchanged, too."""

    def pieces() -> Whatever:
        yield b"a"
        raise MyError

    with pytest.raises(MyError):
        world.send(server.url, post(body=BinaryBody(pieces())), max_retries=0)


def test_a_request_line_hides_user_and_password(world: World, server: FaultServer) -> None:
    """For a URL of the caller."""
    del world
    request = get(url=f"http://me:s3cret@127.0.0.1:{server.port}/")
    assert "s3cret" not in repr(request)


def test_an_invalid_method(world: World, server: FaultServer) -> None:
    """The undocumented call refuses it before anything is sent."""
    client = world.client(server.url)
    with pytest.raises(ArgumentError, match="method"):
        world.use(client, lambda client: client.request("G T", "/"))
    assert world.send(server.url, get(), trust_env=False).status == 200


class Branch(Model):
    """A model with models, like a generated one."""

    rings: int
    boughs: list[Branch] | None = None

    def to_dict(self) -> JsonObject:
        """Return the JSON object."""
        boughs = [bough.to_dict() for bough in self.boughs or ()]
        return {"rings": self.rings, "boughs": boughs} if boughs else {"rings": self.rings}


def test_dicts_among_models(world: World, server: FaultServer) -> None:
    """They are sent as the models would be, at any depth."""
    leaf: Whatever = {"rings": 3, "boughs": [Branch(rings=4), {"rings": UNSET, "since": date.min}]}
    tree = Branch(rings=1, boughs=[Branch(rings=2, boughs=[leaf])])
    world.send(server.url, post(body=JsonBody({"trees": [tree]})))
    assert server.requests[0].json == {
        "trees": [
            {
                "rings": 1,
                "boughs": [
                    {
                        "rings": 2,
                        "boughs": [{"rings": 3, "boughs": [{"rings": 4}, {"since": "0001-01-01"}]}],
                    }
                ],
            }
        ]
    }
    assert tree.boughs is not None
    assert tree.boughs[0].boughs == [leaf]
