"""A document at a URL, as users of FastAPI and similar frameworks have it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.faults import Connection, FaultServer, answer
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com"}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: All.
          content: {application/json: {schema: {$ref: "sub/pet.yaml#/Pet"}}}
components: {schemas: {Tag: {type: string}}}
"""


@contextmanager
def serving(folder: Path) -> Generator[str]:
    """Serve a folder; yield the host with its port."""

    def read(connection: Connection) -> bool:
        path = folder / connection.request.target.partition("?")[0].strip("/")
        found = answer(path.read_bytes()) if path.is_file() else answer(b"no such file", 404)
        return found(connection)

    with FaultServer(routes={"": read}) as server:
        yield f"127.0.0.1:{server.port}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with a document that references another file."""
    folder = tmp_path / "site"
    (folder / "sub").mkdir(parents=True)
    (folder / "openapi.yaml").write_text(DOCUMENT)
    tag = '{$ref: "../openapi.yaml#/components/schemas/Tag"}'
    (folder / "sub" / "pet.yaml").write_text(f"Pet: {{type: object, properties: {{t: {tag}}}}}\n")
    return folder


def test_generate(tmp_path: Path, site: Path) -> None:
    """An allowed host is read, private addresses included, with files beside the document."""
    with serving(site) as host:
        url = f"http://{host}/openapi.yaml"
        generate = ["generate", url, "-o", "out", "--allow-remote", host]
        done = speccast(*generate, folder=tmp_path)
        assert (done.code, "pets: 1 operation" in done.out) == (0, True), done.err
        lock = tmp_path / "out" / "openapi.yaml.lock"
        recorded = json.loads(lock.read_text())["files"]
        assert [*recorded] == [url, f"http://{host}/sub/pet.yaml"]
        assert speccast(*generate, "--check", "--locked", folder=tmp_path).code == 0
        (site / "openapi.yaml").write_text(DOCUMENT.replace("listPets", "allPets"))
        done = speccast(*generate, "--check", "--locked", folder=tmp_path)
        assert (done.code, "differs from the lock file" in done.err) == (2, True)
        victim = tmp_path / "victim"
        victim.write_text("mine")
        (lock.parent / f".{lock.name}.draft").symlink_to(victim)
        assert speccast(*generate, folder=tmp_path).code == 0
        assert (victim.read_text(), lock.is_symlink()) == ("mine", False)
        assert speccast("lint", url, "--allow-remote", host, folder=tmp_path).code == 0


def test_wrong_urls(tmp_path: Path, site: Path) -> None:
    """A wrong path, an HTML page, a server that does not run: the message says what to do."""
    (site / "docs").write_text("<!DOCTYPE html><html></html>")
    with serving(site) as host:
        for path, hint in (("nope", "check the path; FastAPI"), ("docs", "is it a page about")):
            url = f"http://{host}/{path}"
            done = speccast("generate", url, "--allow-remote", host, folder=tmp_path)
            assert (done.code, hint in done.err, "curl" in done.err) == (2, True, False), done.err
    done = speccast("generate", f"http://{host}/x", "--allow-remote", host, folder=tmp_path)
    assert (done.code, "is the server running" in done.err) == (2, True), done.err
    done = speccast("generate", f"{host}/openapi.yaml", folder=tmp_path)
    assert (done.code, "a URL begins with http:// or https://" in done.err) == (2, True), done.err
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_compared(tmp_path: Path, site: Path) -> None:
    """`diff` compares a document at a URL with a file."""
    with serving(site) as host:
        url, here = f"http://{host}/openapi.yaml", str(site / "openapi.yaml")
        done = speccast("diff", url, here, folder=tmp_path)
        assert (done.code, f"--allow-remote {host}" in done.err) == (2, True)
        done = speccast("diff", url, here, "--allow-remote", host, folder=tmp_path)
    assert (done.code, done.out) == (0, "Pets: 1 to 1\n\nNothing changes for callers.\n"), done.err


def test_configured(tmp_path: Path, site: Path) -> None:
    """A configuration may name a URL; with a lock file a second run needs no request."""
    with serving(site) as host:
        lines = [f'spec = "http://{host}/openapi.yaml?token=1"', f'allow-remote = ["{host}"]']
        text = "\n".join(["[[client]]", *lines])
        (tmp_path / "speccast.toml").write_text(text)
        assert speccast("generate", folder=tmp_path).code == 0
    done = speccast("generate", "--locked", folder=tmp_path)
    assert (done.code, "(unchanged)" in done.out) == (0, True), done.err
    assert "token" not in (tmp_path / "generated" / "pets" / "client.py").read_text()


@pytest.mark.parametrize(
    "url",
    ["https://pets.example.com/openapi.json", "HTTP://127.0.0.1:8000/openapi.json", "http://[::1/"],
)
@pytest.mark.parametrize("command", [["generate"], ["lint"], ["explain", "Client"]])
def test_not_allowed(tmp_path: Path, url: str, command: list[str]) -> None:
    """No request is sent; the message says how to allow the host, and the alternative."""
    done = speccast(*command, url, folder=tmp_path)
    assert done.code == 2
    assert "curl -sS" in done.err
    assert "| speccast generate -" in done.err
    if "[" not in url:
        host = url.split("/")[2]
        assert f"reading from {host} is not allowed" in done.err
        assert f"--allow-remote {host}," in done.err
    assert not [*tmp_path.iterdir()]


def test_other_hosts_are_refused(tmp_path: Path, site: Path) -> None:
    """A host that only the document names is not allowed, nor are private addresses."""
    with serving(site) as host, serving(site) as other:
        (site / "openapi.yaml").write_text(DOCUMENT.replace("sub/", f"http://{other}/sub/"))
        allowed = ["--allow-remote", host, "--allow-remote", other]
        done = speccast("generate", f"http://{host}/openapi.yaml", *allowed, folder=tmp_path)
        assert (done.code, "is a private address" in done.err) == (2, True)
