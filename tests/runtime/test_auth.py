"""Credentials: where each is sent, when a token is renewed, and where none may be sent."""

from __future__ import annotations

import base64
import pickle
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import anyio
import pytest
from runtime.bodies import BinaryBody, JsonBody
from runtime.errors import (
    APIConnectionError,
    APIError,
    ArgumentError,
    AuthenticationError,
    RedirectError,
)
from runtime.oauth import ClientCredentials
from runtime.request import Options
from runtime.transport import Incoming

from tests.support.faults import FaultServer, answer, reset
from tests.support.world import INFO, World, get, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.transport import WireRequest

    from tests.support.faults import Received
    from tests.support.ways import Whatever

OK = answer({"fine": True})


@pytest.mark.parametrize(
    ("scheme", "credential", "place", "expected"),
    [
        ("token", "s3cret", "authorization", "Bearer s3cret"),
        ("token", lambda: "s3cret", "authorization", "Bearer s3cret"),
        ("user", ("me", "p:w"), "authorization", "Basic " + base64.b64encode(b"me:p:w").decode()),
        ("user", "me:p:w", "authorization", "Basic " + base64.b64encode(b"me:p:w").decode()),
        ("header_key", "s3cret", "x-api-key", "s3cret"),
        ("query_key", "s3cret&x=1", "?", "/thing?api_key=s3cret%26x%3D1"),
        ("cookie_key", "s3cret; a=b", "cookie", "session=s3cret%3B%20a=b"),
    ],
)
def test_each_scheme(  # noqa: PLR0913 - one each
    world: World,
    server: FaultServer,
    *,
    scheme: str,
    credential: Whatever,
    place: str,
    expected: str,
) -> None:
    """Each scheme has its place in the request."""
    world.send(server.url, get(security=((scheme,),)), credentials={scheme: credential})
    (got,) = server.requests
    assert expected == (got.target if place == "?" else got.header(place))


def test_alternatives_and_combinations(world: World, server: FaultServer) -> None:
    """The first complete alternative is sent, and nothing of the others."""
    security = (("token", "header_key"), ("cookie_key",), ())
    given = {"token": "a", "cookie_key": "b"}
    world.send(server.url, get(security=security), credentials=given)
    world.send(server.url, get(security=security), credentials={**given, "header_key": "c"})
    world.send(server.url, get(security=security))
    found = [
        tuple(got.header(name) for name in ("authorization", "x-api-key", "cookie"))
        for got in server.requests
    ]
    assert found == [(None, None, "session=b"), ("Bearer a", "c", None), (None, None, None)]


def test_a_missing_credential_is_named(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the argument and the environment variable, and nothing is sent."""
    with pytest.raises(ArgumentError, match=r"token is missing.*THING_TOKEN"):
        world.send(server.url, get(security=(("token",),)))
    with pytest.raises(ArgumentError, match=r"account_id is missing.*THING_ACCOUNT"):
        world.send(server.url, get("/{account_id}", path={"account_id": None}))
    required = INFO._replace(required=("token", "account_id"))
    with pytest.raises(ArgumentError, match=r"token is missing.*account_id is missing"):
        world.client(server.url, info=required)
    assert not server.requests
    monkeypatch.setenv("THING_TOKEN", "env-token")
    monkeypatch.setenv("THING_ACCOUNT", "env/account")
    request = get("/{account_id}", path={"account_id": None}, security=(("token",),))
    world.send(server.url, request, info=required)
    assert server.requests[0].header("authorization") == "Bearer env-token"
    assert server.requests[0].target == "/env%2Faccount"


def test_a_parameter_of_the_client_can_be_overridden(world: World, server: FaultServer) -> None:
    """One call can override it."""
    client = world.client(server.url, parameters={"account_id": "one"})
    world.use(
        client,
        lambda c: c.send(get("/{account_id}", path={"account_id": None})),
        lambda c: c.send(get("/{account_id}", path={"account_id": "two"})),
    )
    assert [got.target for got in server.requests] == ["/one", "/two"]


def test_a_header_may_replace_the_credential(world: World, server: FaultServer) -> None:
    """A caller who sets the header needs no credential."""
    request = get(security=(("token",),), options=Options(headers={"Authorization": "Mine"}))
    world.send(server.url, request)
    assert server.requests[0].header("authorization") == "Mine"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_token_is_renewed_once(world: World, server: FaultServer, *, asynchronous: bool) -> None:
    """After a 401, also for calls that are not repeatable; neither earlier nor twice."""
    tokens = iter(["old", "new", "newer"])

    async def get_token() -> str:
        return next(tokens)

    if asynchronous and world.is_sync:
        with pytest.raises(ArgumentError, match="async"):
            world.send(server.url, post(security=(("token",),)), credentials={"token": get_token})
        return
    token: Whatever = get_token if asynchronous else lambda: next(tokens)
    client = world.client(server.url, credentials={"token": token})
    request = post(security=(("token",),))
    server.will(OK, answer(status=401), OK)
    last = world.use(client, lambda c: c.send(request), lambda c: c.send(request))
    assert last.tries == 2
    sent = [got.header("authorization") for got in server.requests]
    assert sent == ["Bearer old", "Bearer old", "Bearer new"]
    server.will(answer(status=401), answer(status=401), OK)
    client = world.client(server.url, credentials={"token": lambda: "same"})
    with pytest.raises(AuthenticationError):
        world.use(client, lambda c: c.send(request))
    assert len(server.requests) == 5


def test_a_body_that_cannot_be_sent_again(world: World, server: FaultServer) -> None:
    """A file that was read cannot be repeated, so the error is raised."""
    server.will(answer(status=401), OK)
    request = post(security=(("token",),), body=BinaryBody(iter([b"once"])))
    with pytest.raises(AuthenticationError):
        world.send(server.url, request, credentials={"token": lambda: "x"})
    assert [got.body for got in server.requests] == [b"once"]


def test_a_fixed_token_is_not_renewed(world: World, server: FaultServer) -> None:
    """The second request would be the same."""
    server.will(answer(status=401), OK)
    with pytest.raises(AuthenticationError):
        world.send(server.url, get(security=(("token",),)), credentials={"token": "x"})
    assert len(server.requests) == 1


@pytest.mark.parametrize("in_body", [False, True])
def test_client_credentials(timeless: World, server: FaultServer, *, in_body: bool) -> None:
    """They are exchanged for a token, which is kept until shortly before it expires."""
    server.routes["/oauth"] = answer({"access_token": "t0ken", "expires_in": 1000})
    given = ClientCredentials("me & co", "s3:cret", in_body=in_body)
    client = timeless.client(server.url, credentials={"oauth": given})
    request = get(security=(("oauth",),))
    clock = timeless.clock
    assert clock is not None
    timeless.use(
        client,
        lambda c: c.send(request),
        lambda c: c.send(request),
        lambda _: clock.sleep(1000 - 59),
        lambda c: c.send(request),
    )
    paths = [got.target for got in server.requests]
    assert paths == ["/oauth/token", "/thing", "/thing", "/oauth/token", "/thing"]
    asked, called = server.requests[:2]
    assert called.header("authorization") == "Bearer t0ken"
    form = parse_qs(asked.body.decode())
    assert form["grant_type"] == ["client_credentials"]
    assert form["scope"] == ["read write"]
    if in_body:
        assert (form["client_id"], form["client_secret"]) == (["me & co"], ["s3:cret"])
        assert asked.header("authorization") is None
    else:
        _, _, encoded = (asked.header("authorization") or "").partition(" ")
        assert base64.b64decode(encoded) == b"me%20%26%20co:s3%3Acret"


def test_one_token_for_many_calls(world: World, server: FaultServer) -> None:
    """Concurrent calls share one request for a token."""
    server.routes["/oauth"] = answer({"access_token": "t0ken", "expires_in": 1000})
    client = world.client(server.url, credentials={"oauth": ClientCredentials("me", "s3cret")})
    request = get(security=(("oauth",),))
    if world.is_sync:
        threads = [threading.Thread(target=client.send, args=(request,)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
    else:

        async def main() -> None:
            async with client, anyio.create_task_group() as group:
                for _ in range(16):
                    group.start_soon(client.send, request)

        world.run(main)
    paths = [got.target for got in server.requests]
    assert paths.count("/oauth/token") == 1
    assert paths.count("/thing") == 16


def test_a_refused_token_is_renewed(world: World, server: FaultServer) -> None:
    """It is renewed before it expires."""
    server.routes["/oauth"] = answer({"access_token": "t0ken"})
    server.will(answer(status=401), OK)
    given = {"oauth": ClientCredentials("me", "s3cret")}
    world.send(server.url, post(security=(("oauth",),)), credentials=given)
    assert [got.target for got in server.requests].count("/oauth/token") == 2


def test_a_token_endpoint_that_fails(timeless: World, server: FaultServer) -> None:
    """A refusal is raised; a server error is retried, for any call."""
    given = {"oauth": ClientCredentials("me", "s3cret")}
    refused = answer({"error": "invalid_client", "error_description": "who?"}, 401)
    server.will(refused)
    request = post(security=(("oauth",),))
    with pytest.raises(AuthenticationError, match=r"who\?") as caught:
        timeless.send(server.url, request, credentials=given)
    assert caught.value.code == "invalid_client"
    assert len(server.requests) == 1
    server.will(reset, answer(status=503), answer({"access_token": "t"}), OK)
    assert timeless.send(server.url, request, credentials=given).data == {"fine": True}
    server.will(answer(status=503), answer(status=503), answer(status=503))
    with pytest.raises(APIConnectionError) as failed:
        timeless.send(server.url, request, credentials=given)
    assert not failed.value.sent


# --- Redirects ----------------------------------------------------------------------------------


ALL = ("token", "header_key", "query_key", "cookie_key")
SECRETS = {name: f"s3cret-{name}" for name in ALL}


def test_a_redirect_is_an_error(world: World, server: FaultServer) -> None:
    """Without `follow_redirects`, and to another origin."""
    with FaultServer() as other:
        location = [("Location", f"{other.url}/elsewhere")]
        server.will(answer(status=302, headers=[("Location", "/elsewhere")]))
        with pytest.raises(RedirectError):
            world.send(server.url, get(), follow_redirects=False)
        server.will(answer(status=302, headers=location))
        with pytest.raises(RedirectError):
            world.send(server.url, get())
        for status in (307, 308):
            server.will(answer(status=status, headers=location))
            with pytest.raises(RedirectError):
                world.send(server.url, post(body=JsonBody({})), follow_redirects=True)
        assert len(server.requests) == 4
        assert not other.requests


def test_a_redirect_on_the_same_origin(world: World, server: FaultServer) -> None:
    """It is followed by default, with credentials and body."""
    for method in ("GET", "POST"):
        server.will(answer(status=307, headers=[("Location", "/thing/")]), OK)
        request = get(
            method=method, body=JsonBody({"a": 1}) if method == "POST" else None, security=(ALL,)
        )
        assert world.send(server.url, request, credentials=SECRETS).status == 200
    assert [r.target.partition("?")[0] for r in server.requests] == ["/thing", "/thing/"] * 2
    assert server.requests[3].json == {"a": 1}
    assert server.requests[3].header("authorization") == server.requests[2].header("authorization")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(world: World, server: FaultServer, status: int) -> None:
    """Within the API with credentials, and with the method and body that HTTP prescribes."""
    from runtime.bodies import JsonBody  # noqa: PLC0415

    server.will(answer(status=status, headers=[("Location", "/elsewhere?x=1")]), OK)
    request = post(security=(ALL,), body=JsonBody({"a": 1}))
    response = world.send(server.url, request, credentials=SECRETS, follow_redirects=True)
    first, second = server.requests
    kept = status in {307, 308}
    assert (second.method, second.body) == (("POST", first.body) if kept else ("GET", b""))
    assert second.header("authorization") == first.header("authorization")
    assert second.target == "/elsewhere?x=1&api_key=s3cret-query_key"
    assert response.url.endswith("/elsewhere?x=1&api_key=***") or response.url.endswith("?x=1")
    assert response.tries == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_credential_goes_to_another_origin(
    world: World, server: FaultServer, status: int
) -> None:
    """Neither documented credentials nor headers of the user, nor after a redirect back."""
    with FaultServer() as other:
        other.will(answer(status=307, headers=[("Location", f"{server.url}/back")]))
        server.will(answer(status=status, headers=[("Location", f"{other.url}/away")]), OK)
        request = get(
            security=(ALL,),
            cookies=[("c", "s3cret")],
            headers=[("X-Mine", "s3cret")],
            options=Options(headers={"X-Other": "s3cret"}),
        )
        world.send(
            server.url,
            request,
            credentials=SECRETS,
            follow_redirects=True,
            headers={"X-All": "s3cret"},
        )
        away, back = other.requests[0], server.requests[1]
    for got in (away, back):
        assert "s3cret" not in f"{got.target} {got.headers}"
        assert got.header("user-agent")


@pytest.mark.parametrize(
    "location",
    [
        "ftp://x.test/",
        "//user@evil.test/",
        "http://[",
        "\r\n",
        "javascript:x",
        "http://[v1.x]/",
        "http://a..test/",
        f"http://{'a' * 64}.test/",
        "http://a.test:65536/",
        "http://a.test:x/",
        "/" + "a" * 70_000,
    ],
)
def test_a_redirect_to_an_invalid_location(
    world: World, server: FaultServer, location: str
) -> None:
    """It is an error."""
    server.will(answer(status=302, headers=[("Location", location.strip())]))
    with pytest.raises(APIError):
        world.send(server.url, get(), follow_redirects=True, max_retries=0)


def test_a_redirect_of_a_body_that_cannot_be_repeated(world: World, server: FaultServer) -> None:
    """It is an error if the redirect requires the body."""
    server.will(answer(status=307, headers=[("Location", "/elsewhere")]), OK)
    request = post(body=BinaryBody(iter([b"once"])))
    with pytest.raises(APIError, match="307"):
        world.send(server.url, request, follow_redirects=True)
    assert len(server.requests) == 1


def proven(request: Received) -> str:
    """Return all credentials of a request."""
    names = ("authorization", "x-api-key", "cookie")
    found = [request.header(name) or "" for name in names]
    return " ".join(found) + request.target.partition("api_key=")[2]


@pytest.mark.parametrize("schemes", [ALL, ("user",)])
@pytest.mark.parametrize(
    "away", ["http://localhost:{}/", "//localhost:{}/", "HTTP://LocalHost:{}/", "http://127.1:{}/"]
)
def test_another_name_is_another_origin(
    world: World, server: FaultServer, schemes: tuple[str, ...], away: str
) -> None:
    """The host and port may be the same machine, and the redirect may lead back."""
    places = [away.format(server.port), f"{server.url}/back"] * 2
    server.will(*[answer(status=307, headers=[("Location", place)]) for place in places])
    given = {**SECRETS, "user": ("me", "s3cret")}
    request = get(security=(schemes,))
    world.send(server.url, request, credentials=given, follow_redirects=True)
    first, *others = [proven(got) for got in server.requests]
    assert first.strip()
    assert [got.strip() for got in others] == [""] * 4


@pytest.mark.parametrize(
    "location", ["HTTP://LOCALHOST:{}/up", "//LocalHost:{}/up", "http:/up", "///up", "/\\a.test/"]
)
def test_other_spellings_of_the_same_origin(
    world: World, server: FaultServer, location: str
) -> None:
    """They are the same origin."""
    where = location.format(server.port)
    server.will(answer(status=307, headers=[("Location", where)]), OK)
    base = f"http://localhost:{server.port}"
    world.send(base, get(security=(ALL,)), credentials=SECRETS, follow_redirects=True)
    first, second = server.requests
    assert proven(first) == proven(second)


class Leading:
    """A transport that redirects once."""

    def __init__(self, location: str) -> None:
        """Take the location."""
        self.location = location
        self.sent: list[WireRequest] = []

    def send(self, request: WireRequest) -> Incoming[Iterator[bytes]]:
        """Answer."""
        self.sent.append(request)
        if len(self.sent) == 1:
            return Incoming(302, [("Location", self.location)], iter([]))
        return Incoming(200, [], iter([b"{}"]))

    def close(self) -> None:
        """Close nothing."""


@pytest.mark.parametrize(
    ("location", "trusted"),
    [
        ("https://api.test:443/x", True),
        ("https://API.test/x", True),
        ("https://api.test:/x", True),
        ("http://api.test/x", False),
        ("http://api.test:443/x", False),
        ("https://api.test:8443/x", False),
        ("https://api.test./x", False),
        ("https://api.test.evil.test/", False),
        ("https://evil.test\\.api.test/", False),
        ("https://api.test%2fevil.test/", False),
        ("//evil.test/", False),
        ("\t//evil.test/", False),
        ("https://evil.test?@api.test/", False),
        ("https://api.test@evil.test/", None),
        ("https://evil.test@api.test/", None),
        ("https://api.test\\@evil.test/", None),
    ],
)
def test_an_origin_is_scheme_host_and_port(location: str, trusted: bool | None) -> None:  # noqa: FBT001 - one of three
    """All three; None: the redirect is not followed."""
    transport: Whatever = Leading(location)
    client = World("sync", "httpx2").client(
        "https://api.test/v1", transport=transport, credentials=SECRETS, follow_redirects=True
    )
    with suppress(RedirectError):
        client.send(get(security=(ALL,)))
    assert len(transport.sent) == (1 if trusted is None else 2)
    texts = ["".join([sent.url, *dict(sent.headers).values()]) for sent in transport.sent]
    shown = [text.count("s3cret") for text in texts]
    assert shown == [4, 4 if trusted else 0][: len(shown)]


def test_a_token_endpoint_that_redirects(world: World, server: FaultServer) -> None:
    """The client's secret is sent to no other URL."""
    with FaultServer() as other:
        server.routes["/oauth"] = answer(status=307, headers=[("Location", f"{other.url}/away")])
        for url in (None, "ftp://a.test/", f"http://user@127.0.0.1:{other.port}/"):
            grant = ClientCredentials("me", "s3cret", token_url=url)
            with pytest.raises(ArgumentError if url else AuthenticationError):
                world.send(
                    server.url,
                    get(security=(("oauth",),)),
                    credentials={"oauth": grant},
                    follow_redirects=True,
                )
        assert not other.requests
    assert {got.target for got in server.requests} == {"/oauth/token"}


def test_redirects_in_a_circle(world: World, server: FaultServer) -> None:
    """They end with an error."""
    server.routes["/"] = answer(status=302, headers=[("Location", "/thing")])
    with pytest.raises(APIError, match="302"):
        world.send(server.url, get(), follow_redirects=True)
    assert len(server.requests) == 11


def test_a_link_to_another_origin_gets_no_credential(world: World, server: FaultServer) -> None:
    """Neither from a body nor from a header."""
    with FaultServer() as other:
        request = get(security=(ALL,))._replace(url=f"{other.url}/away")
        world.send(server.url, request, credentials=SECRETS)
        assert "s3cret" not in f"{other.requests[0].target} {other.requests[0].headers}"


# --- Secrets ------------------------------------------------------------------------------------


def test_no_secret_is_shown(
    world: World, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in errors, reprs, logs, pickles, or objects that these refer to."""
    caplog.set_level("DEBUG")
    seen: list[Whatever] = []
    given = {**SECRETS, "user": ("me", "s3cret"), "oauth": ClientCredentials("me", "s3cret")}
    settings = {"credentials": given, "max_retries": 0, "on_request": seen.append}
    request = get(
        "/{pin}",
        path={"pin": "s3cret-pin"},
        query=[("mine", "s3cret"), ("password", "s3cret")],
        secrets=("mine", "pin"),
        security=(ALL,),
        options=Options(headers={"X-More": "s3cret"}),
    )
    for fault in (answer({"error": {"message": "no"}}, 400), reset, answer(b"<html>")):
        server.will(fault)
        with pytest.raises(APIError) as caught:
            world.send(server.url, request, on_response=seen.append, **settings)
        error = caught.value
        seen += [str(error), error.request, error.__dict__, error.__cause__, error.__context__]
        seen.append(pickle.dumps(error).decode("latin-1"))
        assert error.request.startswith(f"GET {server.url}/***?mine=***")
    client = world.client(server.url, **settings)
    seen += [client, client.__core__, request, request.options, caplog.text]
    assert "400" in caplog.text
    assert "s3cret-query_key" in server.requests[0].target
    assert not [each for each in seen if "s3cret" in repr(each)]
