"""Foreign text cannot control a terminal, a log, a Markdown page or a SARIF viewer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from speccast.output import report
from speccast.reading.diagnostics import Location, Severity
from speccast.reading.findings import Finding
from tests.support.places import SOURCE
from tests.support.workspace import Workspace, speccast

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.workspace import Done

EVIL = "\x1b[31m\x07\u202e\x9b"
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def assert_calm(done: Done) -> None:
    """Assert that the output contains no control sequence."""
    assert not STEERING.search(done.out + done.err), ascii(done.out + done.err)


def test_one_way_to_print() -> None:
    """Commands print with `say`, which escapes unprintable characters."""
    folder = SOURCE / "commands" / "cli"
    uses = {path.name: path.read_text().count("click.echo(") for path in folder.glob("*.py")}
    assert {name: number for name, number in uses.items() if number} == {"say.py": 2}


@pytest.fixture
def evil(tmp_path: Path) -> Workspace:
    """Return a workspace with control sequences in the names of folders and files."""
    workspace = Workspace(tmp_path / f"{EVIL}space")
    workspace.root.mkdir()
    workspace.document()
    output = ["-o", f"{EVIL}out"]
    for done in (workspace.run("generate", "pets.json", *output),):
        assert done.code == 0
        assert_calm(done)
    return workspace


@pytest.mark.parametrize("form", [[], ["--check"], ["--diff"], ["--check", "--format", "github"]])
def test_names(evil: Workspace, form: list[str]) -> None:
    """Names of files and folders, on disk and in the manifest; contents of files."""
    output = evil.root / f"{EVIL}out"
    path = output / "pets" / "_manifest.json"
    content = json.loads(path.read_text())
    content["files"][f"models/{EVIL}.py"] = "0" * 64
    content["options"] = {f"{EVIL}": EVIL}
    path.write_text(json.dumps(content))
    (output / "pets" / "models" / f"{EVIL}.py").write_text(EVIL)
    (output / "pets" / f"{EVIL}more.py").write_text(EVIL)
    (output / "pets" / "client.py").write_text(EVIL)
    done = evil.run("generate", "pets.json", "-o", f"{EVIL}out", *form)
    assert done.code == 1
    assert_calm(done)
    assert_calm(evil.run("generate", "pets.json", "-o", f"{EVIL}out", "--force"))


def test_errors(evil: Workspace) -> None:
    """Names of arguments, folders and files in an error."""
    (evil.root / f"{EVIL}.json").write_text("{")
    for arguments in (
        ["generate", f"{EVIL}none.json"],
        ["generate", "pets.json", "-o", "pets.json", "--package", EVIL],
        ["generate", "pets.json", f"--{EVIL}"],
        ["generate", "pets.json", EVIL, EVIL],
        [EVIL],
        ["generate", "--config", f"{EVIL}.json"],
        ["vendor", EVIL, "--from", EVIL],
        ["init", EVIL],
        ["templates", "eject", f"{EVIL}.json"],
    ):
        done = speccast(*arguments, folder=evil.root)
        assert (done.code, bool(done.err)) == (2, True), (arguments, done.err)
        assert_calm(done)


DOCUMENT = """
openapi: 3.1.0
info: {{title: Pets, version: "1"}}
servers: [{{url: "https://pets.example.com"}}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {{name: kind, in: query, schema: {{enum: [{value}]}}}}
      responses: {{"204": {{description: None.}}}}
"""


def test_markdown(tmp_path: Path) -> None:
    """A value or a file name is code, with any content."""
    value = "`]( https://evil.example) <b>*x*"
    name = "a_b_`<i>.yaml"
    (tmp_path / "old.yaml").write_text(DOCUMENT.format(value=f'"x", "{value}"'))
    (tmp_path / name).write_text(DOCUMENT.format(value='"x"'))
    done = speccast("diff", "old.yaml", name, "--format", "markdown", folder=tmp_path)
    assert done.code == 0
    without = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", done.out)
    assert not re.search(r"[<>\[\]`]|\(http", without), without
    assert f"`` {name}:" in done.out or f"``{name}:" in done.out


# --- SARIF ----------------------------------------------------------------------------------------


def sarif(file: str, message: str = "told") -> Any:  # noqa: ANN401 - JSON
    """Return the only result of a log."""
    finding = Finding(Severity.ERROR, "code", message, "#", "", Location(file, 1, 1))
    run = json.loads(report.sarif([finding]))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    return run["results"][0]


@pytest.mark.parametrize(
    "name", ["a b.yaml", "a%20b.yaml", "a#b?.yaml", "é.yaml", "c:d.yaml", "a\\b.yaml", "[x].yaml"]
)
@pytest.mark.parametrize("folder", ["", "sub/", "../", "/abs/"])
def test_sarif_uri(folder: str, name: str) -> None:
    """A file is a valid URI reference that decodes to its name."""
    physical = sarif(folder + name)["locations"][0]["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._~:/%-]+", uri)
    scheme = "file://" if folder.startswith("/") else ""
    assert uri.startswith(scheme)
    assert ":" not in uri.removeprefix(scheme)
    assert unquote(uri.removeprefix(scheme)) == folder + name


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("see [here](3)", r"see \[here\](3)"),
        ("path /pets/{id}", "path /pets/{{id}}"),
        ("{0}", "{{0}}"),
        (r"C:\temp", r"C:\\temp"),
        (f"a{EVIL}b", r"a\\x1b\[31m\\x07\\u202e\\x9bb"),
    ],
)
def test_sarif_text(message: str, text: str) -> None:
    """A message contains neither links nor placeholders (2.1.0, 3.11.5 and 3.11.6)."""
    assert sarif("x.yaml", message)["message"]["text"] == text
