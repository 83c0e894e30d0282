"""Clients of servers in popular frameworks, generated from each framework's own document."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.support.places import SUPPORT
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from types import ModuleType

APPLICATIONS: Final = SUPPORT / "frameworks"
Whatever: TypeAlias = Any
"""A part of a generated package, which checkers do not know."""
LONG: Final = {
    "fastapi": ("P1Y35DT5H", "P1Y35DT5H"),  # pydantic counts a year as 365 days
    "litestar": ("P400DT18000S", timedelta(days=400, hours=5)),
    "ninja": ("P400DT05H00M00S", timedelta(days=400, hours=5)),
}
"""The text of 400 days and 5 hours in each framework, and its value in Python."""


@contextmanager
def running(framework: str) -> Generator[str]:
    """Run an application, and yield the URL of its document."""
    command = [sys.executable, str(APPLICATIONS / f"{framework}_app.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - ours
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            assert url, f"{framework} does not serve"
            yield url
        finally:
            server.terminate()


class Api:
    """A server, and the package generated from its document."""

    def __init__(self, framework: str, url: str, package: ModuleType) -> None:
        """Take the URL of the document, and the package."""
        self.framework = framework
        self.base_url = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        self.package: Whatever = package
        manifest = Path(str(package.__file__)).with_name("_manifest.json").read_text("utf-8")
        self._symbols = {
            f"{each['method']} {each['path']}": each["symbol"].split(".")
            for each in json.loads(manifest)["operations"]
        }

    def within(self, owner: Whatever, operation: str) -> Callable[..., Whatever]:
        """Return the attribute of a client, or of `operations`, for an operation."""
        for name in self._symbols[operation]:
            owner = getattr(owner, name)
        found: Callable[..., Whatever] = owner
        return found


class Caller:
    """Calls the operations of an API, with a sync or an async client."""

    def __init__(self, api: Api, kind: str) -> None:
        """Take the API."""
        self.api = api
        self.kind = kind

    def call(
        self, operation: str, *path: object, client: Whatever = None, **more: object
    ) -> Whatever:
        """Call a method; `client` has options of the client."""

        def do(made: Whatever) -> Whatever:
            return self.api.within(made, operation)(*path, **more)

        return self._use(do, client or {})

    def send(self, operation: str) -> Whatever:
        """Send an operation, and return its response."""
        described = self.api.within(self.api.package.operations, operation)()
        return self._use(lambda made: made.send(described), {})

    def _use(self, do: Callable[[Whatever], Whatever], options: Whatever) -> Whatever:
        settings = {"base_url": self.api.base_url, "max_retries": 0, **options}
        if self.kind == "sync":
            with self.api.package.Client(**settings) as client:
                return do(client)

        async def awaited() -> Whatever:
            async with self.api.package.AsyncClient(**settings) as client:
                return await do(client)

        return asyncio.run(awaited())


@pytest.fixture(scope="module", params=LONG)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Serve an application; yield its framework, and the URL of its document."""
    framework: str = request.param
    if not find_spec(framework):
        pytest.skip(f"{framework} is not installed: it is one of the dev extra")
    with running(framework) as url:
        yield framework, url


@pytest.fixture(scope="module", params=["httpx2", "httpx"])
def api(
    served: tuple[str, str],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Api]:
    """Generate a client from the document that is served."""
    framework, url = served
    folder = tmp_path_factory.mktemp(framework)
    name = f"of_{framework}_{request.param}"
    with urlopen(url) as answer:  # noqa: S310 - a loopback server
        (folder / "openapi.json").write_bytes(answer.read())
    options = ["-o", "made", "--package", name, "--http", request.param]
    for overlay in APPLICATIONS.glob(f"{framework}.overlay.yaml"):
        options += ["--overlay", str(overlay), "--allow-path", str(APPLICATIONS)]
    done = speccast("generate", "openapi.json", *options, folder=folder)
    assert done.code == 0, done.err
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(folder / "made"), *sys.path])
        yield Api(framework, url, importlib.import_module(name))


@pytest.fixture(params=["sync", "async"])
def caller(api: Api, request: pytest.FixtureRequest) -> Caller:
    """Return a caller of the API."""
    return Caller(api, request.param)


def test_values_of_servers_are_read_and_sent_back(caller: Caller) -> None:
    """A date-time without an offset is naive; a long duration keeps its parts."""
    text, took = LONG[caller.api.framework]
    for record in (
        caller.call("GET /records", limit=1)[0],
        caller.call("GET /records/{record_id}", 1),
    ):
        assert record.at == datetime(2024, 1, 2, 3, 4, 5, 678000)  # noqa: DTZ001 - as it is sent
        assert (record.day, record.opens) == (date(2024, 1, 2), time(9, 30))
        assert (record.took, record.to_dict()["took"]) == (took, text)
    names = ("name", "at", "day", "opens", "took")
    given = {name: getattr(record, name) for name in names}
    assert caller.call("PUT /records/{record_id}", 1, **given) == record


def test_arguments_arrive(caller: Caller) -> None:
    """A naive datetime is refused."""
    given = {"day": date(2024, 2, 29), "opens": time(9, 30), "took": timedelta(days=1, hours=2)}
    name = f"{caller.kind} {caller.api.package.__name__}"
    at = datetime(2024, 2, 29, 12, tzinfo=UTC)
    made = caller.call("POST /records", name=name, at=at, **given)
    assert (made.name, made.at, made.day, made.opens, made.took) == (name, at, *given.values())
    with pytest.raises(caller.api.package.ConflictError, match=f"409: There is one called {name}"):
        caller.call("POST /records", name=name, at=at, **given)
    with pytest.raises(caller.api.package.ArgumentError, match="aware"):
        caller.call("POST /records", name="x", at=at.replace(tzinfo=None), **given)
    assert caller.call("DELETE /records/{record_id}", made.id) is None


def test_errors_have_the_message_of_the_server(caller: Caller) -> None:
    """Each framework has its own form of errors."""
    package = caller.api.package
    with pytest.raises(package.NotFoundError, match="404: There is no such record"):
        caller.call("GET /records/{record_id}", 999)
    with pytest.raises(package.APIStatusError, match=r"query\.limit: .* 100") as caught:
        caller.call("GET /records", limit=1000)
    assert caught.value.status in {400, 422}
    with pytest.raises(package.ServerError) as caught:
        caller.call("GET /broken")
    assert (caught.value.status, caught.value.response.content) == (503, b"\x0b\x02")


def test_undocumented_answers_are_kept(caller: Caller) -> None:
    """Nothing of an undocumented answer is lost."""
    assert caller.call("GET /export") == "a,b\n1,2\n"
    assert caller.call("POST /touch") == {"touched": 2}
    with pytest.raises(caller.api.package.DecodeError, match="200 says that the call succeeded"):
        caller.call("GET /silent")
    response = caller.send("HEAD /records")
    assert (response.status, response.data) == (200, None)
    assert int(response.headers["X-Count"]) >= 1


def test_an_unknown_kind_is_kept(caller: Caller) -> None:
    """One animal of an unknown kind does not affect the others."""
    told: list[Whatever] = []
    cat, fish = caller.call("GET /animals", client={"on_drift": told.append})
    assert type(cat) is caller.api.package.models.Cat
    assert isinstance(fish, caller.api.package.UnknownMember)
    assert (fish.tag, fish.raw) == ("fish", {"kind": "fish", "fins": 2})
    assert [(drift.kind, drift.value) for drift in told] == [("member", "fish")]


def test_an_answer_of_a_wrong_type(caller: Caller) -> None:
    """It is an error with its path, and with `lenient` the value as it came."""
    with pytest.raises(caller.api.package.DecodeError, match=r"^\$\.(name|at): expected") as caught:
        caller.call("GET /lie")
    came = json.loads(caught.value.response.content)
    told: list[Whatever] = []
    options = caller.api.package.Options(lenient=True)
    record = caller.call("GET /lie", client={"on_drift": told.append}, options=options)
    assert (record.id, record.day, record.at) == (1, date(2024, 1, 2), 12)
    assert record.to_dict() == came
    assert {drift.place for drift in told} == {"$.name", "$.at", "$.opens"}
