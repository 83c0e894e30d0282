"""The README and the pages that it links to, executed as written."""

from __future__ import annotations

import dataclasses
import html
import json
import os
import re
import shutil
import sys
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from speccast.lower.extensions import KNOWN
from speccast.reading.config import Client, attribute
from speccast.reading.config.keys import KEYS, Key
from tests.support.places import DOCS, README, ROOT, SUPPORT
from tests.support.workspace import finished, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json

PAGES: Final = [README, ROOT / "generator" / "README.md", *sorted(DOCS.glob("*.md"))]
FENCE: Final = re.compile(r"^```(\w+) ?([\w./-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
APPLICATION: Final = """\
import sys
from fastapi import FastAPI
from pydantic import BaseModel

class Pet(BaseModel):
    name: str

app = FastAPI()

@app.get("/pets/{{pet_id}}")
def get_pet(pet_id: int) -> Pet:
    return Pet(name="Rex")

sys.path.insert(0, {support!r})
from serving import serve_asgi

serve_asgi(app, "/openapi.json")
"""
SETUP: Final = "python3 -m venv"
EXTENSION: Final = re.compile(r"x-speccast-[a-z-]+")


def blocks(*pages: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the code blocks of pages: language, file name, text."""
    for page in pages:
        yield from FENCE.findall(page.read_text("utf-8"))


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a search path with the commands of an installed speccast."""
    folder = tmp_path_factory.mktemp("bin")
    for name, module in (("speccast", " -m speccast"), ("python", "")):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
        (folder / name).chmod(0o755)
    if shutil.which("ninja") is None:  # the command works, and tests of it are skipped
        (folder / "ninja").symlink_to("/bin/true")
    return os.pathsep.join([str(folder), os.environ["PATH"]])


def test_first_steps_build_and_vendor(tmp_path: Path, path: str) -> None:
    """In an empty folder: named blocks are written to files, commands are run."""
    ran = 0
    pages = (README, DOCS / "build.md", DOCS / "vendoring.md")
    for language, name, text in blocks(*pages):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        elif language == "sh" and not text.startswith(SETUP):
            done = finished(start(["bash", "-euxc", text], tmp_path, PATH=path))
            assert done.code == 0, done.err
            ran += 1
    assert ran == 8
    client = (tmp_path / "src/app/_vendor/pets/models/animal.py").read_text()
    assert "class Animal" in client
    call = [sys.executable, "first_call.py"]
    done = finished(start(call, tmp_path, PYTHONPATH="generated"))
    assert (done.code, done.out, done.err) == (0, "text\n", "")


def test_the_terminal_in_the_picture(tmp_path: Path, path: str) -> None:
    """The commands print what the picture shows, except times and numbers of files."""
    texts = re.findall(r">([^<>\n]+)</text>", (DOCS / "terminal.svg").read_text("utf-8"))
    lines = "".join(html.unescape(text).replace("\xa0", " ") + "\n" for text in texts)
    shown = [step.split("\n") for step in lines.replace("$ \n", "$ ").split("$ ")[1:]]
    [document] = [text for _, name, text in blocks(README) if name == "spec/pets.yaml"]
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "pets.yaml").write_text(document)
    born = f"{document}        born: {{type: string, format: date}}\n"
    (tmp_path / "spec" / "new.yaml").write_text(born)
    for command, *expected in shown:
        done = finished(start(["bash", "-c", command], tmp_path, PATH=path))
        printed = [line for line in done.out.splitlines() if line]
        assert masked(printed) == masked([line for line in expected if line]), done.err
    assert [command.split()[1] for command, *_ in shown] == ["generate", "generate", "diff"]


def masked(lines: list[str]) -> list[str]:
    """Return lines without the numbers that differ between machines and releases."""
    return [re.sub(r"[\d.]+(?= s\b| files| written)", "N", line) for line in lines]


def test_an_application_of_ones_own(tmp_path: Path, path: str) -> None:
    """The README's commands for a running FastAPI application lead to a first call of it."""
    (tmp_path / "app.py").write_text(APPLICATION.format(support=str(SUPPORT / "frameworks")))
    [command] = re.findall(r"^speccast generate http.*$", README.read_text("utf-8"), re.MULTILINE)
    [given] = re.findall(r"`(Client\(base_url=.*?\))`", README.read_text("utf-8"))
    server = start([sys.executable, "app.py"], tmp_path)
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip().rpartition(":")[2].partition("/")[0]
        command, given = (text.replace("8000", port) for text in (command, given))
        done = finished(start(["bash", "-c", command], tmp_path, PATH=path))
        assert done.code == 0, done.err
        call = f"from pets import Client\nprint({given}.pets.get(1).name)"
        done = finished(start([sys.executable, "-c", call], tmp_path, PYTHONPATH="generated"))
        assert (done.code, done.out) == (0, "Rex\n"), done.err
    finally:
        server.kill()
        server.communicate()


def test_extensions(tmp_path: Path) -> None:
    """Each extension has an example, and its client is generated without a finding about it."""
    [document, *examples] = [
        yaml.safe_load(text)
        for language, _, text in blocks(DOCS / "extensions.md")
        if language == "yaml"
    ]
    document = reduce(merged, examples, document)
    (tmp_path / "radio.json").write_text(json.dumps(document))
    command = [sys.executable, "-m", "speccast", "lint", "radio.json", "--format", "json"]
    found = json.loads(finished(start(command, tmp_path)).out)["diagnostics"]
    assert [each for each in found if each["code"].startswith("extension")] == []
    assert {key for each in examples for key in extensions_in(each)} == KNOWN


def merged(one: Json, other: Json) -> Json:
    """Return a JSON value with the members of another merged into it."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one | {key: merged(one.get(key), value) for key, value in other.items()}
    return other


def extensions_in(value: Json) -> set[str]:
    """Return the extensions in a JSON object, at any depth."""
    members = value if isinstance(value, dict) else {}
    found = {key for key in members if EXTENSION.fullmatch(key)}
    return found.union(*map(extensions_in, members.values()))


def test_configuration() -> None:
    """The page lists each key, with its type, its default and its meaning."""
    text = (DOCS / "configuration.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \| (.*?) ?\| (.*) \|$", text, re.MULTILINE)
    assert rows == [(key, values(known), default(key), known.doc) for key, known in KEYS.items()]


def values(known: Key) -> str:
    """Return what a key takes: its type, or the values that there are."""
    return " or ".join(f'`"{value}"`' for value in known.choices) or known.type.value


def default(key: str) -> str:
    """Return the default of a key as TOML, if TOML can express it."""
    value = {field.name: field.default for field in dataclasses.fields(Client)}[attribute(key)]
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f'`"{value}"`' if isinstance(value, str | Path) else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links(page: Path) -> None:
    """Links lead to existing files, and to headings in them."""
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        if "://" not in link:
            assert target.exists(), link
            assert not heading or heading in anchors(target), link


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def test_contents_of_the_decisions() -> None:
    """The table of contents has each section once, in order."""
    text = (ROOT / "generator" / "DECISIONS.md").read_text("utf-8")
    contents, *_ = text.partition("\n## ")
    listed = re.findall(r"\[([^]]+)\]\(#", re.sub(r"\s+", " ", contents))
    assert listed == re.findall(r"^##+ (.+)$", text, re.MULTILINE)


def test_commands() -> None:
    """There is one command for the client and one for the tests, each on one line."""
    text = README.read_text()
    commands = re.findall(r"^python3 -m venv .*$", text, re.MULTILINE)
    assert [command.rpartition("/")[2].split()[0] for command in commands] == ["speccast", "python"]
