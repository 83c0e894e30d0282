"""The command line with the real stages: output, streams and exit codes."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

import click
import pytest

import speccast as package
from speccast.commands import generation
from speccast.reading import package_name
from speccast.reading.diagnostics import SpeccastError
from tests.support.places import DOCS, ROOT
from tests.support.workspace import PETS, Done, Workspace, finished, snapshot, speccast, start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DOCUMENT = """\
openapi: 3.1.0
info:
  title: Pets
  version: "1"
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: A pet.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Pet"
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        tag: {not: {type: integer}}
"""
"""One operation, one model, one feature that is not honoured."""

DANGLING = DOCUMENT.replace("{not: {type: integer}}", '{$ref: "#/components/schemas/Tga"}')
COUNTS = r"1 operation, 1 model, \d+ files in out, \d+\.\d\d s"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the document."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    return tmp_path


def generate(folder: Path, *arguments: str, stdin: str = "") -> Done:
    """Generate `pets.yaml`, or standard input, into `out`."""
    spec = "-" if stdin else "pets.yaml"
    return speccast("generate", spec, "-o", "out", *arguments, folder=folder, stdin=stdin)


# --- Results --------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("generate", "--help")])
def test_help(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Help fits on one screen."""
    done = speccast(*arguments, folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert len(lines) <= (24 if len(arguments) == 1 else 52)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", ["generate", "lint", "init", "watch", "vendor", "templates"])
def test_help_commands(tmp_path: Path, command: str) -> None:
    """Help names every command."""
    assert f"\n  {command} " in speccast("--help", folder=tmp_path).out
    assert speccast(command, "--help", folder=tmp_path).code == 0


def test_version(tmp_path: Path) -> None:
    """Version is that of the project."""
    project = (ROOT / "pyproject.toml").read_text()
    version = re.search(r'^version = "(.*)"$', project, re.MULTILINE)
    assert version
    assert speccast("--version", folder=tmp_path).out == f"speccast {version[1]}\n"


@pytest.mark.quick
def test_result_line(folder: Path) -> None:
    """A run prints one line."""
    done = generate(folder)
    assert done.code == 0
    assert re.fullmatch(rf"pets: {COUNTS} \(\d+ written\)\n", done.out)
    assert done.err == "pets: 1 lossy; `speccast lint pets.yaml` or -v shows them\n"
    again = generate(folder)
    assert re.fullmatch(rf"pets: {COUNTS} \(unchanged\)\n", again.out)
    assert again.err == done.err


def test_quiet(folder: Path) -> None:
    """`-q` prints nothing."""
    assert generate(folder, "-q") == Done(0, "", "")


def test_verbose(folder: Path) -> None:
    """`-v` shows every diagnostic with its line marked."""
    done = generate(folder, "-v")
    assert "pets.yaml:24:15: lossy: `not` is not honoured [keyword-ignored]\n" in done.err
    assert "  24 |         tag: {not: {type: integer}}\n     |               ^^^\n" in done.err


def test_stdin(folder: Path) -> None:
    """`-` reads the document from standard input."""
    assert generate(folder, stdin=DOCUMENT).code == 0
    assert "(unchanged)" in generate(folder, stdin=DOCUMENT).out
    assert "(unchanged)" not in generate(folder, stdin=DOCUMENT + "# changed\n").out


def test_default_output(folder: Path) -> None:
    """Without `-o` the package is written to `generated`."""
    assert speccast("generate", "pets.yaml", folder=folder).code == 0
    assert (folder / "generated" / "pets" / "client.py").exists()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("RealtimeKit Livestreams", "realtimekit_livestreams"),
        ("Résumé: an API (v2)", "resume_an_api_v2"),
        ("Calendar", "calendar_client"),
        ("Import", "import_client"),
        ("3D", "api_3d"),
        ("宠物", "api_client"),
        ("__init__", "init"),
    ],
)
def test_package_name(title: str, name: str) -> None:
    """A title becomes a valid name."""
    assert package_name.from_title(title) == name
    package_name.check(name)


def test_default_package(folder: Path) -> None:
    """The package is named after the title."""
    text = DOCUMENT.replace("title: Pets", "title: Cats & Dogs")
    (folder / "pets.yaml").write_text(text)
    assert generate(folder).code == 0
    assert (folder / "out" / "cats_dogs").is_dir()
    assert "(unchanged)" in generate(folder).out
    (folder / "pets.yaml").write_text(DOCUMENT)
    assert generate(folder, "--package", "pets").out.startswith("pets: ")


def test_reproducible(folder: Path) -> None:
    """The bytes do not depend on the hash seed and the folder."""
    there = folder / "there"
    there.mkdir()
    runs = [
        (folder, "pets.yaml", "one", "1"),
        (there, "../pets.yaml", "../two", "2"),
        (there, str(folder / "pets.yaml"), str(folder / "three"), "3"),
    ]
    for cwd, spec, out, seed in runs:
        command = [sys.executable, "-m", "speccast", "generate", spec, "-o", out]
        assert finished(start(command, cwd, PYTHONHASHSEED=seed)).code == 0
    assert snapshot(folder / "one") == snapshot(folder / "two") == snapshot(folder / "three")


def test_python(folder: Path) -> None:
    """The Python API does the same."""
    generate(folder, "--no-tests")
    outcome = package.generate(folder / "pets.yaml", folder / "python", tests=False)
    assert (outcome.operations, outcome.models, outcome.counts) == (1, 1, {"lossy": 1})
    assert snapshot(folder / "out") == snapshot(folder / "python")
    assert package.generate(folder / "pets.yaml", folder / "python", tests=False).differences == []
    (folder / "pets.yaml").write_text("")
    with pytest.raises(SpeccastError):
        package.generate(folder / "pets.yaml", folder / "python", check=True)


def test_another_run_ends_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that another run writes after this one has looked for it is no second package."""
    look = vars(generation)["_previous"]
    waiting = ["another run"]

    def looked(*arguments: object) -> object:
        found = look(*arguments)
        while waiting:
            waiting.clear()
            assert generate(folder).code == 0
        return found

    monkeypatch.setattr(generation, "_previous", looked)
    assert package.generate(folder / "pets.yaml", folder / "out").differences == []


# --- Nothing changed ------------------------------------------------------------------------------

HEAVY = {"openapi_pydantic", "pydantic", "jinja2", "yaml", "yaml_rs", "rich", "ruff", "tomllib"}
LOADED = """
import sys
from speccast.commands.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(*sys.modules, file=sys.stderr)
    sys.exit(end.code)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Return the modules that a run imports."""
    command = [sys.executable, "-c", LOADED, "generate", "pets.yaml", "-o", "out", *arguments]
    done = finished(start(command, folder))
    assert done.code == 0
    return set(done.err.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [[], ["--jobs", "1"], ["--fail-on", "error"]])
def test_nothing_changed_imports(folder: Path, arguments: list[str]) -> None:
    """A run without work imports no stage."""
    assert "jinja2" in loaded(folder)
    modules = loaded(folder, *arguments)
    assert not HEAVY & modules
    assert not {name for name in modules if name.startswith("speccast.lower")}
    ours = {name for name in modules if name.startswith("speccast")}
    assert len(ours) <= 27, sorted(ours)


@pytest.mark.parametrize("left_out", ["--no-tests", "--no-spec"])
def test_nothing_changed_in_a_smaller_package(folder: Path, left_out: str) -> None:
    """A run without work is recognised if parts are left out, too: without a document, no tests."""
    assert "jinja2" in loaded(folder, left_out)
    assert not HEAVY & loaded(folder, left_out)


CHANGES: dict[str, tuple[str, ...]] = {
    "the document": (),
    "a referenced file": (),
    "another name for it": (),
    "a template": ("--templates", "templates"),
    "an option": ("--http", "httpx"),
    "another package": ("--package", "cats"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changes(folder: Path, change: str) -> None:
    """Each input and option is noticed."""
    (folder / "tag.yaml").write_text("type: string\n")
    text = DOCUMENT.replace("{not: {type: integer}}", "{$ref: tag.yaml}")
    (folder / "pets.yaml").write_text(text)
    (folder / "templates").mkdir()
    given = CHANGES[change] if change == "a template" else ()
    assert generate(folder, *given).code == 0
    assert "(unchanged)" in generate(folder, *given).out
    if change == "the document":
        (folder / "pets.yaml").write_text(text.replace("A pet.", "One pet."))
    elif change == "a referenced file":
        (folder / "tag.yaml").write_text("type: integer\n")
    elif change == "another name for it":
        shutil.copy(folder / "pets.yaml", folder / "cats.yaml")
        done = speccast("generate", "cats.yaml", "-o", "out", folder=folder)
        assert "(unchanged)" not in done.out
        return
    elif change == "a template":
        (folder / "templates" / "unused.jinja").write_text("")
    assert "(unchanged)" not in generate(folder, *CHANGES[change]).out


# --- Bad input ------------------------------------------------------------------------------------

BAD = {
    "": "pets.yaml:1:1: error: the document is empty",
    "a: [": "pets.yaml:",
    "[1, 2]": "pets.yaml:1:1: error: ",
    "swagger: '1.2'\n": "pets.yaml:1:10: error: Swagger 1.2 is not supported",
    "openapi: 4.0.0\n": "pets.yaml:1:",
    "<html></html>": "pets.yaml:1:1: error: ",
    DANGLING: "pets.yaml:24:21: error: ",
}


@pytest.mark.parametrize("text", BAD, ids=["empty", "yaml", "list", "1.2", "4.0", "html", "$ref"])
def test_bad_document(folder: Path, text: str) -> None:
    """An unusable document is one clear message."""
    (folder / "pets.yaml").write_text(text)
    done = generate(folder, *(["-v"] if text == DANGLING else []))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(BAD[text])
    assert done.err.count("error: ") == 1
    assert "Traceback" not in done.err
    assert not (folder / "out").exists()


@pytest.mark.quick
def test_missing_document(tmp_path: Path) -> None:
    """A missing document is one clear message."""
    done = generate(tmp_path)
    assert done.code == 2
    assert done.err == "error: cannot read pets.yaml: No such file or directory [unreadable]\n"
    assert not list(tmp_path.iterdir())


OTHER_FILES: Final = {
    "api.yaml.gz": (gzip.compress(b"openapi: 3.1.0"), "data compressed with gzip", "gunzip"),
    "api.zip": (b"PK\x03\x04\x14\x00\x00\x00", "a ZIP archive", "unpack it"),
    "api.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF", "URL"),
    "api.png": (b"\x89PNG\r\n\x1a\n\x00", "an image", ""),
    "docs.html": (b"<!DOCTYPE html>\n<title>Swagger UI</title>", "an HTML or XML page", "openapi"),
    "lfs.yaml": (b"version https://git-lfs.github.com/spec/v1\noid 1\n", "Git LFS", "git lfs pull"),
    "api.graphql": (b"# pets\ntype Query {\n  pet(id: ID!): Pet\n}\n", "a GraphQL schema", ""),
    "api.proto": (b'syntax = "proto3";\n', "a Protocol Buffers file", ""),
    "main.py": (b'"""Pets."""\n\nfrom fastapi import FastAPI\n', "Python code", "openapi()"),
    "api.raml": (b"#%RAML 1.0\ntitle: x\n", "a RAML document", "convert"),
    "async.yaml": (b"asyncapi: 3.0.0\n", "an AsyncAPI document", ""),
    "over.yaml": (b"overlay: 1.0.0\nactions: []\n", "an OpenAPI Overlay", "--overlay"),
    "v1.json": (b'{"swaggerVersion": "1.2"}', "a Swagger 1 document", "convert"),
    "schema.json": (b'{"$schema": "https://json-schema.org/x"}', "a JSON Schema", "components"),
    "pm.json": (b'{"info": {"schema": "https://schema.getpostman.com/x"}}', "a Postman", "export"),
    "part.yaml": (b"/pets:\n  get: {}\n", "only a part of a document", "refers to it"),
    "wrong.json": (b'{"detail": "Not Found"}', "the error response of a server", "browser"),
    "bare.yaml": (b"info: {}\npaths: {}\n", "`openapi` is missing", "openapi: 3.1.0"),
    "yaml.json": (b"openapi: 3.1.0\n", "not valid JSON", "is it YAML?"),
    "helm.yaml": (b"openapi: {{ .Values.version }}\n", "a key must be", "render it first"),
    "merge.yaml": (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\n", "not valid YAML", "merge conflict"),
}
"""Files that are given by mistake: what is said of each, and what to do."""


@pytest.mark.parametrize("name", OTHER_FILES)
def test_a_file_of_another_kind(tmp_path: Path, name: str) -> None:
    """The message names the kind of file, and quotes no bytes of a binary one."""
    content, what, remedy = OTHER_FILES[name]
    (tmp_path / name).write_bytes(content)
    done = speccast("generate", name, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    first, *below = done.err.splitlines()
    assert first.startswith(f"{name}:")
    assert what in first
    assert remedy in "".join(below)
    assert len(below) <= (1 if "[binary-file]" in first else 3)
    assert not (tmp_path / "generated").exists()


def test_bad_document_later(folder: Path) -> None:
    """An unusable document leaves the last output unchanged."""
    generate(folder)
    before = snapshot(folder / "out")
    (folder / "pets.yaml").write_text(DANGLING)
    assert generate(folder).code == 2
    assert before == snapshot(folder / "out")


def test_lenient(folder: Path) -> None:
    """`--lenient` reads dangling references as any value."""
    (folder / "pets.yaml").write_text(DANGLING)
    done = generate(folder, "--lenient")
    assert done.code == 0
    assert done.err.startswith("pets.yaml:24:21: error: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "--http", "requests"),
        ("generate", "a", "b"),
        ("generate", "--jobs", "0"),
        ("nonsense",),
        ("lint", "--format", "xml"),
        ("vendor",),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Wrong usage is one message."""
    done = speccast(*arguments, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "Usage: speccast" in done.err


@pytest.mark.parametrize(
    ("arguments", "question"),
    [
        (("genrate", "pets.yaml"), "there is no command genrate; did you mean generate?"),
        (
            ("pets.yaml",),
            "there is no command pets.yaml; did you mean speccast generate pets.yaml?",
        ),
        (("help",), "there is no command help; did you mean --help?"),
        (("generate", "pet.yaml"), "did you mean pets.yaml?"),
        (("generate", "pets.yaml", "--ouput", "x"), "--output"),
        (("lint", "pets.yaml", "--ignore", "any-valu"), "did you mean any-value?"),
        (("diff", "pets.yaml", "."), ".: is not a package generated by speccast"),
        (("init", "."), ".: is a folder; name a file"),
        (("init", "https://example.com/openapi.json"), "save the document in a file first"),
        (("init", "other.yaml"), "other.yaml:1:1: error: this is a Postman collection"),
    ],
)
def test_what_may_be_meant(folder: Path, arguments: tuple[str, ...], question: str) -> None:
    """A message about a mistake says what to do."""
    other = "info: {schema: https://schema.getpostman.com/json/collection/v2.1.0/collection.json}\n"
    (folder / "other.yaml").write_text(other)
    before = snapshot(folder)
    done = speccast(*arguments, folder=folder)
    assert (done.code, done.out) == (2, "")
    assert question in done.err
    assert snapshot(folder) == before


def test_a_misspelt_key_of_the_configuration(folder: Path) -> None:
    """A name, and extensions, of what the document does not have: which place may be meant."""
    text = '[[client]]\nspec = "pets.yaml"\n[client.names]\n"#/components/schemas/Pte" = "Animal"\n'
    text += '[client.extensions."GET /pest/{id}"]\nx-speccast-idempotent = true\n'
    (folder / "speccast.toml").write_text(text)
    said = speccast("lint", folder=folder).err
    assert "hint: did you mean #/components/schemas/Pet?\n" in said
    assert "hint: did you mean #/paths/~1pets~1{id}/get?\n" in said


def test_a_missing_formatter(folder: Path) -> None:
    """It is named, with the command that installs it."""
    (folder / "without" / "ruff").mkdir(parents=True)
    (folder / "without" / "ruff" / "__init__.py").touch()
    command = [sys.executable, "-m", "speccast", "generate", "pets.yaml", "-o", "out"]
    done = finished(start(command, folder, PYTHONPATH=str(folder / "without")))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ruff, which formats the emitted code, is not installed: ")
    assert done.err.endswith(" -m pip install ruff\n")
    assert not (folder / "out").exists()


def test_terminal(folder: Path) -> None:
    """The text of a document cannot control the terminal."""
    nasty = "\x1b[31m\n::error::\x07"
    schema: Any = {"type": "object", "properties": {"a": {}}, "required": [nasty]}
    document: Any = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": {
                "get": {
                    "responses": {
                        "200": {
                            "description": "",
                            "content": {"application/json": {"schema": schema}},
                        }
                    }
                }
            }
        },
    }
    (folder / "pets.yaml").write_text(json.dumps(document))
    assert "is required" in lint(folder).err
    for form in ("text", "github", "json"):
        done = speccast("lint", "pets.yaml", "--format", form, folder=folder)
        assert not set("\x1b\x07") & set(done.out + done.err)
        assert "\n::error::" not in done.out + done.err


def test_internal_error(tmp_path: Path) -> None:
    """A bug in speccast is reported without a traceback."""
    space = Workspace(tmp_path)
    space.document(files=1)
    done = space.generate()
    assert done.code == 70
    assert re.fullmatch(r"internal error: AttributeError: .* please report it .*\n", done.err)
    assert "Traceback" in space.generate("-v").err
    assert not space.out.exists()


# --- --fail-on ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "threshold", "code"),
    [
        (["error"], "error", 1),
        (["warning"], "error", 0),
        (["warning"], "warning", 1),
        (["lossy"], "warning", 0),
        (["lossy"], "lossy", 1),
        (["error"], "lossy", 1),
        (["info"], "lossy", 0),
        ([], "lossy", 0),
    ],
)
def test_fail_on(tmp_path: Path, found: Sequence[str], threshold: str, code: int) -> None:
    """Nothing is written when the severity is reached; a run without work fails as well."""
    space = Workspace(tmp_path)
    space.document(findings=found)
    assert space.generate("--fail-on", threshold).code == code
    assert space.out.exists() == (code == 0)
    assert space.generate().code == 0
    assert space.generate("--fail-on", threshold).code == code


def test_many_errors(tmp_path: Path) -> None:
    """Of many errors some are shown, and all are counted."""
    space = Workspace(tmp_path)
    space.document(findings=["error"], times=50)
    done = space.generate()
    assert done.err.count("error: ") == 20
    assert "pets: 50 errors; `speccast lint pets.json` or -v shows them\n" in done.err
    assert space.generate("-v").err.count("error: ") == 50


# --- Formats --------------------------------------------------------------------------------------


def test_json(folder: Path) -> None:
    """The JSON has all results."""
    done = generate(folder, "--format", "json", "-v")
    [client] = json.loads(done.out)["clients"]
    assert (client["package"], client["operations"], client["models"]) == ("pets", 1, 1)
    assert client["counts"] == {"lossy": 1}
    assert client["diagnostics"][0]["line"] == 24
    (folder / "out" / "pets" / "client.py").unlink()
    done = generate(folder, "--format", "json", "--check")
    assert done.code == 1
    [client] = json.loads(done.out)["clients"]
    expected = {"kind": "missing", "path": "out/pets/client.py", "owner": "ours"}
    assert client["differences"] == [expected]


def test_json_error(folder: Path) -> None:
    """The JSON has the error."""
    (folder / "pets.yaml").write_text(DANGLING)
    done = generate(folder, "--format", "json")
    assert (done.code, done.err) == (2, "")
    [client] = json.loads(done.out)["clients"]
    assert client["diagnostics"][0]["line"] == 24


def test_github(folder: Path) -> None:
    """GitHub gets annotations."""
    generate(folder)
    (folder / "out" / "pets" / "client.py").write_text("")
    done = generate(folder, "--check", "--format", "github")
    assert done.code == 1
    assert done.out == "::error file=out/pets/client.py::changed (edited by hand)\n"
    (folder / "pets.yaml").write_text(DANGLING)
    out = generate(folder, "--format", "github").out
    assert out.startswith("::error file=pets.yaml,line=24,col=21,title=")


# --- lint -----------------------------------------------------------------------------------------


def lint(folder: Path, *arguments: str) -> Done:
    """Lint `pets.yaml`."""
    return speccast("lint", "pets.yaml", *arguments, folder=folder)


def test_lint(folder: Path) -> None:
    """`lint` reports the findings of `generate`, and writes nothing."""
    before = snapshot(folder)
    done = lint(folder)
    assert (done.code, done.out) == (0, "1 lossy\n")
    expected = generate(folder, "-v", "--check").err.removesuffix("pets: 1 lossy\n")
    assert done.err == expected
    assert before == snapshot(folder)


def test_lint_references(folder: Path) -> None:
    """`lint` names every dangling reference."""
    text = DANGLING.replace("name: {type: string}", 'name: {$ref: "#/nowhere"}')
    (folder / "pets.yaml").write_text(text)
    done = lint(folder)
    assert (done.code, done.out) == (1, "2 errors\n")


@pytest.mark.parametrize(("threshold", "code"), [("error", 0), ("warning", 0), ("lossy", 1)])
def test_lint_fail_on(folder: Path, threshold: str, code: int) -> None:
    """`lint --fail-on` fails at the severity."""
    assert lint(folder, "--fail-on", threshold).code == code


def test_lint_bad_document(folder: Path) -> None:
    """`lint` of a file that is not a document."""
    (folder / "pets.yaml").write_text("[]")
    assert lint(folder).code == 2


def test_lint_configuration(folder: Path) -> None:
    """Without SPEC `lint` reads the configuration."""
    (folder / "speccast.toml").write_text('[[client]]\nspec = "pets.yaml"\n')
    assert speccast("lint", folder=folder).out == "1 lossy\n"


MANY = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: All.
          content:
            application/json:
              schema:
                type: object
                properties:
"""


def test_lint_is_short(folder: Path) -> None:
    """Findings are grouped by code: the first places of each, and the number of the others."""
    odd = [f"s{n}: {{type: string, not: {{enum: [a]}}}}" for n in range(1500)]
    lines = ["t: {type: strung}", *odd]
    (folder / "pets.yaml").write_text(MANY + "".join(f"{' ' * 18}{line}\n" for line in lines))
    done = lint(folder)
    assert done.err.count("[keyword-ignored]") == 4
    more = "… and 1,497 more [keyword-ignored]; --select keyword-ignored --max 0 shows all"
    assert more in done.err.splitlines()
    assert re.findall(r"^ *([\d,]+)  (\w+) +(.*)$", done.out, re.MULTILINE) == [
        ("1", "warning", "unknown-type"),
        ("1,500", "lossy", "keyword-ignored"),
    ]
    assert done.out.splitlines()[-1] == "1 warning, 1500 lossy"
    done = lint(folder, "--select", "unknown-type", "--fail-on", "warning")
    assert (done.code, done.out) == (1, "1 warning\n")
    done = lint(folder, "--ignore", "unknown-type", "--max", "0")
    assert (done.err.count("[keyword-ignored]"), done.out) == (1500, "1500 lossy\n")
    done = lint(folder, "--select", "any-value")
    assert (done.code, done.out) == (0, "no problems found\n")
    assert done.err.startswith("no finding has the code any-value; there are keyword-ignored,")
    done = lint(folder, "--select", "keyword-ignord")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: there is no code keyword-ignord; did you mean keyword-ignored?\n"
    assert len(json.loads(lint(folder, "--format", "json").out)["diagnostics"]) == 1501


@pytest.mark.parametrize(
    ("words", "expected"),
    [("speccast gen", "plain,generate"), ("speccast generate --lock", "plain,--locked")],
)
def test_completion(folder: Path, words: str, expected: str) -> None:
    """The shell completes commands and options, as the README says."""
    command = [sys.executable, "-m", "speccast"]
    done = finished(start(command, folder, _SPECCAST_COMPLETE="bash_source"))
    assert "complete -o nosort -F _speccast_completion speccast" in done.out
    count = str(words.count(" "))
    asked = {"_SPECCAST_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    assert finished(start(command, folder, **asked)).out.strip() == expected


SHELLS: Final = {
    "bash": [
        "COMP_WORDS=(speccast generate --lock); COMP_CWORD=2",
        "_speccast_completion speccast; echo ${COMPREPLY[@]}",
    ],
    "zsh": ["echo ${_comps[speccast]}"],
    "fish": ["complete -C 'speccast generate --lock'"],
}
"""Commands that ask a shell, after completion is set up, for `--locked` or its function."""


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_in_a_shell(folder: Path, shell: str) -> None:
    """The line of the page on builds sets up completion in each of the shells."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not at hand")
    page = (DOCS / "build.md").read_text("utf-8")
    lines = re.findall(r"`([^`]*_SPECCAST_COMPLETE=[^`]*)`", page)
    line = lines[shell == "fish"].replace("bash_source", f"{shell}_source")
    (folder / "speccast").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m speccast "$@"\n')
    (folder / "speccast").chmod(0o755)
    before = ["autoload -Uz compinit; compinit -u -D"] if shell == "zsh" else []
    script = "\n".join([*before, line, *SHELLS[shell]])
    path = os.pathsep.join([str(folder), os.environ["PATH"]])
    done = finished(start([found, "-c", script], folder, PATH=path, HOME=str(folder)))
    assert "--locked" in done.out or "_speccast_completion\n" in done.out, done.err


@pytest.mark.parametrize("command", ["generate", "lint", "diff", "explain", "watch", "vendor"])
def test_help_is_in_sentences(command: str) -> None:
    """The help of each option is a sentence that begins with a verb."""
    options = import_module(f"speccast.commands.cli.{command}").command.params
    for option in options:
        if isinstance(option, click.Option):
            said = (option.help or "").partition("  [")[0]
            assert re.fullmatch(r"[A-Z][a-z]+ .*\.", said), (option.name, said)


@pytest.mark.parametrize("command", [("lint",), ("explain", "#/components/schemas/Pet")])
def test_a_configured_document_is_read_as_configured(
    folder: Path, command: tuple[str, ...]
) -> None:
    """The overlays and options of its client apply, and a message says so."""
    target = "$.components.schemas.Pet.properties.tag"
    (folder / "over.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n"
        f"  - {{target: {target}, update: {{type: strng}}}}\n"
    )
    configuration = folder / "speccast.toml"
    configuration.write_text('[[client]]\nspec = "pets.yaml"\noverlays = ["over.yaml"]\n')
    done = speccast(*command, "pets.yaml", folder=folder)
    assert "using the options of speccast.toml" in done.err
    assert "[unknown-type]" in done.err + done.out
    for broken in ("[[client]]\nspecs = 1\n", "[["):
        configuration.write_text(broken)
        done = speccast(*command, "pets.yaml", folder=folder)
        assert done.code == 0
        assert done.err.startswith("configuration ignored: ")
    configuration.unlink()
    done = speccast(*command, "pets.yaml", folder=folder)
    assert "[unknown-type]" not in done.err + done.out
    assert "configuration" not in done.err


def test_lint_sarif(folder: Path) -> None:
    """`lint --format sarif` prints SARIF."""
    log = json.loads(lint(folder, "--format", "sarif").out)
    [run] = log["runs"]
    [result] = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (log["version"], rule, result["ruleId"]) == ("2.1.0", "keyword-ignored", rule)
    assert region == {"startLine": 24, "startColumn": 15}


# --- Builds ---------------------------------------------------------------------------------------

MAKEFILE = """\
out/pets/_manifest.json: pets.yaml
\t{speccast} generate $< -o out --depfile pets.d
-include pets.d
"""


def test_make(folder: Path) -> None:
    """A build with make runs the command when a referenced file changes."""
    make = shutil.which("make") or pytest.skip("needs make")
    (folder / "my tag$.yaml").write_text("type: string\n")
    text = DOCUMENT.replace("{not: {type: integer}}", '{$ref: "my tag$.yaml"}')
    (folder / "pets.yaml").write_text(text)
    (folder / "Makefile").write_text(MAKEFILE.format(speccast=f"{sys.executable} -m speccast"))

    def build() -> str:
        done = finished(start([make], folder))
        assert done.code == 0, done.err
        return done.out

    assert "pets: 1 operation" in build()
    assert "up to date" in build()
    later = (folder / "out/pets/_manifest.json").stat().st_mtime + 10
    (folder / "my tag$.yaml").write_text("type: integer\n")
    os.utime(folder / "my tag$.yaml", (later, later))
    assert "pets: 1 operation" in build()


def test_depfile(tmp_path: Path) -> None:
    """The depfile names inputs and outputs, and is written only if it changes."""
    space = Workspace(tmp_path)
    space.document()
    space.generate("--depfile", "pets.d")
    path = tmp_path / "pets.d"
    rule = path.read_text().splitlines()[0]
    made, used = rule.split(": ")
    assert used == "pets.json"
    assert "out/pets/_manifest.json" in made.split()
    assert "out/tests/pets/test_pets.py" in made.split()
    before = path.stat()
    space.generate("--depfile", "pets.d")
    assert path.stat() == before


# --- vendor ---------------------------------------------------------------------------------------


@pytest.fixture
def vendored(tmp_path: Path) -> Workspace:
    """Return a workspace whose package `pets` is vendored as `app/_vendor/kept`."""
    space = Workspace(tmp_path)
    space.document()
    space.generate()
    assert vendor(space, "--from", "out/pets").code == 0
    return space


def vendor(space: Workspace, *arguments: str) -> Done:
    """Vendor to `app/_vendor/kept`."""
    return space.run("vendor", "app/_vendor/kept", *arguments)


def test_vendor(vendored: Workspace) -> None:
    """`vendor` makes an equal copy."""
    copy = vendored.root / "app" / "_vendor"
    assert snapshot(copy / "kept") == snapshot(vendored.package)
    assert [path.name for path in copy.iterdir()] == ["kept"]


def test_vendor_sources(vendored: Workspace) -> None:
    """`vendor` of a document or a configuration gives the same copy."""
    assert vendor(vendored, "--from", "pets.json", "--check").code == 0
    (vendored.root / "speccast.toml").write_text('[[client]]\nspec = "pets.json"\n')
    assert vendor(vendored, "--check").code == 0
    assert vendor(vendored, "--from", "pets.json", "--diff").out.startswith("kept: up to date")


def test_vendor_tests(vendored: Workspace) -> None:
    """`vendor` copies the tests on request."""
    assert vendor(vendored, "--from", "out/pets", "--tests").code == 0
    tests = vendored.root / "app" / "_vendor" / "tests" / "kept" / "test_pets.py"
    assert tests.read_text() == PETS["tests"]["test_pets.py"]


def test_vendor_update(vendored: Workspace) -> None:
    """`vendor` updates an unmodified copy."""
    vendored.document(files={"client.py": "new"})
    vendored.generate()
    (vendored.root / "app/_vendor/kept/mine.py").write_text("mine")
    assert vendor(vendored, "--from", "out/pets").code == 0
    copy = snapshot(vendored.root / "app" / "_vendor" / "kept")
    assert list(copy) == ["_manifest.json", "client.py", "mine.py"]


def test_vendor_check(vendored: Workspace) -> None:
    """`vendor --check` names each difference."""
    copy = vendored.root / "app" / "_vendor" / "kept"
    (copy / "client.py").write_text("edited")
    (copy / "__init__.py").unlink()
    vendored.document(files={path: PETS["files"][path] for path in ("client.py", "__init__.py")})
    before = snapshot(vendored.root)
    done = vendor(vendored, "--from", "pets.json", "--check")
    assert done.code == 1
    expected = [
        "changed: app/_vendor/kept/_manifest.json",
        "changed: app/_vendor/kept/client.py (edited by hand)",
        "missing: app/_vendor/kept/__init__.py",
        "superfluous: app/_vendor/kept/models/__init__.py",
        "superfluous: app/_vendor/kept/models/pet.py",
    ]
    assert sorted(done.out.splitlines()) == expected
    assert before == snapshot(vendored.root)


def test_vendor_edited(vendored: Workspace) -> None:
    """`vendor` does not overwrite an edit."""
    (vendored.root / "app/_vendor/kept/client.py").write_text("edited")
    done = vendor(vendored, "--from", "out/pets")
    assert done.code == 1
    assert "app/_vendor/kept/client.py: edited by hand" in done.err
    assert vendor(vendored, "--from", "out/pets", "--force").code == 0
    assert (vendored.root / "app/_vendor/kept/client.py.orig").read_text() == "edited"


def test_vendor_source_edited(vendored: Workspace) -> None:
    """`vendor` does not copy an edit."""
    (vendored.package / "client.py").write_text("edited")
    done = vendor(vendored, "--from", "out/pets")
    assert done.code == 1
    assert "out/pets/client.py: was edited by hand" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "app"), "is not a package generated by speccast"),
        (("--from", "gone.json"), "gone.json"),
        (("--check",), "no SPEC given"),
    ],
)
def test_vendor_of_nothing(vendored: Workspace, arguments: tuple[str, ...], message: str) -> None:
    """`vendor` of a folder without a package."""
    before = snapshot(vendored.root)
    done = vendor(vendored, *arguments)
    assert done.code in {2, 70}
    assert message in done.err
    assert before == snapshot(vendored.root)


def test_vendor_name(vendored: Workspace) -> None:
    """`vendor` to an invalid name."""
    done = vendored.run("vendor", "app/my-pets", "--from", "out/pets")
    assert done.code == 2
    assert "is not a Python identifier" in done.err


# --- templates ------------------------------------------------------------------------------------


def test_templates(folder: Path) -> None:
    """Ejected templates give the same package, and can be changed."""
    assert generate(folder).code == 0
    before = snapshot(folder / "out")
    assert speccast("templates", "eject", "mine", folder=folder).code == 0
    assert generate(folder, "--templates", "mine").code == 0
    after = snapshot(folder / "out")
    assert {path for path in before if before[path] != after[path]} == {"pets/_manifest.json"}
    for path in (folder / "mine").glob("*.jinja"):
        if path.name != "enum.py.jinja":
            path.unlink()
    shutil.rmtree(folder / "mine" / "runtime")
    assert generate(folder, "--templates", "mine").code == 0
    assert snapshot(folder / "out").keys() == before.keys()


def test_templates_again(folder: Path) -> None:
    """Ejecting does not overwrite files."""
    assert speccast("templates", "eject", "mine", folder=folder).code == 0
    assert speccast("templates", "eject", "mine", folder=folder).code == 0
    (folder / "mine" / "client.py.jinja").write_text("changed")
    before = snapshot(folder)
    done = speccast("templates", "eject", "mine", folder=folder)
    assert done.code == 2
    assert "client.py.jinja: exists and differs" in done.err
    assert before == snapshot(folder)


WRONG_TEMPLATES = {
    "{{ view.nonsense }}": "model.py.jinja:4: 'speccast.views.models.classes.ModelView object'",
    "{% if %}": "model.py.jinja:4: Expected an expression",
    "{{ 'text' }}": "model.py.jinja:4: a template may print Code only, not str",
    "(((": "pets/models/pet.py:9: the emitted code is not Python: '(' was never closed",
}


@pytest.mark.parametrize("line", WRONG_TEMPLATES)
def test_templates_wrong(folder: Path, line: str) -> None:
    """An invalid template is one message, with file and line."""
    assert speccast("templates", "eject", "mine", folder=folder).code == 0
    path = folder / "mine" / "model.py.jinja"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:3], line, *lines[3:]]))
    done = generate(folder, "--templates", "mine")
    assert done.code == 2
    assert WRONG_TEMPLATES[line] in done.err
    assert not (folder / "out").exists()


def test_templates_missing(folder: Path) -> None:
    """A missing folder is an error of the user."""
    done = generate(folder, "--templates", "mine")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "mine: is not a folder" in done.err


# --- watch ----------------------------------------------------------------------------------------


def test_watch(tmp_path: Path) -> None:
    """Of the document, of errors in it, and of the configuration."""
    space = Workspace(tmp_path)
    space.document()
    (tmp_path / "speccast.toml").write_text('[[client]]\nspec = "pets.json"\noutput = "out"\n')
    process = space.start("watch")
    hung = Timer(60, process.kill)
    hung.start()
    assert process.stdout
    assert process.stderr
    try:
        assert "(6 written)" in process.stdout.readline()
        assert process.stdout.readline() == "watching 2 files; stop with Ctrl-C\n"
        replace(space.document("new.json", files={"client.py": "new"}), tmp_path / "pets.json")
        assert "(2 written, 3 removed)" in process.stdout.readline()
        (tmp_path / "pets.json").write_text("{")
        assert "JSONDecodeError" in process.stderr.readline()
        space.document(files={"client.py": "newer"})
        assert "(2 written)" in process.stdout.readline()
        config_ = '[[client]]\nspec = "pets.json"\noutput = "out"\ntests = false\n'
        (tmp_path / "speccast.toml").write_text(config_)
        assert "(1 written, 1 removed)" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        done = finished(process)
    finally:
        hung.cancel()
    assert (done.code, done.out, done.err) == (0, "", "")


def test_watch_new_template(folder: Path) -> None:
    """An added template replaces the built-in one at once."""
    (folder / "mine").mkdir()
    command = [sys.executable, "-m", "speccast", "watch", "pets.yaml", "-o", "out"]
    process = start([*command, "--templates", "mine"], folder)
    hung = Timer(60, process.kill)
    hung.start()
    assert process.stdout
    try:
        assert process.stdout.readline().startswith("pets: 1 operation")
        assert process.stdout.readline() == "watching 1 file; stop with Ctrl-C\n"
        (folder / "mine" / "empty.py.jinja").write_text("# mine\n{{ file.docstring }}\n")
        assert " written)" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert finished(process).code == 0
    finally:
        hung.cancel()


def test_watch_interrupted_anywhere(tmp_path: Path) -> None:
    """Ctrl-C ends the command at any point; the current write is completed."""
    space = Workspace(tmp_path)
    space.document()
    process = space.start("watch", "pets.json", "-o", "out")
    hung = Timer(60, process.kill)
    hung.start()
    assert process.stdout
    try:
        assert "(6 written)" in process.stdout.readline()
        assert process.stdout.readline() == "watching 1 file; stop with Ctrl-C\n"
        space.document(files={"client.py": "new"}, interrupting=True)
        done = finished(process)
    finally:
        hung.cancel()
    assert (done.code, done.err) == (0, "")
    assert "(2 written, 3 removed)" in done.out


def test_watch_interrupted_at_once(tmp_path: Path) -> None:
    """During the first round, too."""
    space = Workspace(tmp_path)
    space.document(interrupting=True)
    process = space.start("watch", "pets.json", "-o", "out")
    hung = Timer(60, process.kill)
    hung.start()
    try:
        done = finished(process)
    finally:
        hung.cancel()
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"pets: .* \(6 written\)\n", done.out)


def test_interrupt_spares_the_formatter(tmp_path: Path) -> None:
    """Ctrl-C in a terminal reaches every process of the group, and does not break a round."""
    code = (
        "import os, signal; from speccast.views.files import File\n"
        "from speccast.printing.formatting import *\n"
        "signal.signal(signal.SIGINT, lambda *_: None)\n"
        "with Formatting([File('a.py', 'x  =  1')] * 500) as formatting:\n"
        "    os.killpg(0, signal.SIGINT)\n"
        "    assert formatting.files()[0].text == 'x = 1\\n'\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, start_new_session=True, check=False)  # noqa: S603
    assert done.returncode == 0


def test_watch_references(folder: Path) -> None:
    """A referenced file with an error is watched until it is repaired."""
    text = DOCUMENT.replace("{not: {type: integer}}", "{$ref: tag.yaml}")
    (folder / "pets.yaml").write_text(text)
    (folder / "tag.yaml").write_text("type: string\n")
    command = [sys.executable, "-m", "speccast", "watch", "pets.yaml", "-o", "out"]
    process = start(command, folder)
    assert process.stdout
    assert process.stderr
    hung = Timer(60, process.kill)
    hung.start()
    try:
        assert process.stdout.readline().startswith("pets: 1 operation")
        assert process.stdout.readline() == "watching 2 files; stop with Ctrl-C\n"
        (folder / "tag.yaml").write_text("type: [")
        assert process.stderr.readline().startswith("tag.yaml:1:")
        (folder / "tag.yaml").write_text("type: integer\n")
        assert " written)" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert finished(process).code == 0
    finally:
        hung.cancel()


def replace(path: Path, target: Path) -> None:
    """Save as editors do: rename a new file over the old one."""
    path.replace(target)


# --- Warnings of a run ----------------------------------------------------------------------------


def test_a_glob_that_matches_nothing(folder: Path) -> None:
    """A plain run names it, with a suggestion, and so does an empty package."""
    generate = ["generate", "pets.yaml", "-o", "out", "--package", "pets"]
    done = speccast(*generate, "--exclude", "*", "--include", "path:/pet", folder=folder)
    assert done.code == 0
    assert "`include`: no operation matches 'path:/pet' [include-nothing]" in done.err
    assert "hint: did you mean 'path:/pets" in done.err
    assert "is selected: the client has no methods [include-nothing]" in done.err
    done = speccast("lint", "pets.yaml", "--include", "path:/pet", folder=folder)
    assert "no operation matches 'path:/pet'" in done.err


def test_a_misspelt_field_that_empties_the_package(folder: Path) -> None:
    """A plain run that makes an empty package shows the reason."""
    text = (folder / "pets.yaml").read_text().replace("\npaths:", "\npathz:")
    (folder / "pets.yaml").write_text(text)
    done = speccast("generate", "pets.yaml", "-o", "out", folder=folder)
    assert "a document has no field 'pathz': it is ignored [unknown-field]" in done.err
    assert "hint: did you mean 'paths'?" in done.err


@pytest.mark.parametrize("title", ["FastAPI", "Requests", "Hypothesis", "pytest", "Pydantic"])
def test_a_title_that_is_a_library(folder: Path, title: str) -> None:
    """The package does not hide the library."""
    text = (folder / "pets.yaml").read_text()
    (folder / "pets.yaml").write_text(text.replace("title: Pets", f"title: {title}"))
    assert speccast("generate", "pets.yaml", "-o", "out", folder=folder).code == 0
    assert [path.name for path in (folder / "out").glob("*/_manifest.json")] == ["_manifest.json"]
    assert (folder / "out" / f"{title.lower()}_client").is_dir()


@pytest.mark.parametrize("mode", [(), ("--check",)])
def test_another_title_starts_no_second_package(folder: Path, mode: tuple[str, ...]) -> None:
    """It is refused before anything is written; a name says what is meant."""
    generate = ["generate", "pets.yaml", "-o", "out", "-q"]
    assert speccast(*generate, folder=folder).err == ""
    text = (folder / "pets.yaml").read_text()
    (folder / "pets.yaml").write_text(text.replace("title: Pets", "title: Cats"))
    before = snapshot(folder)
    done = speccast(*generate, *mode, folder=folder)
    assert (done.code, done.out) == (2, "")
    assert "out/pets was generated from pets.yaml when its title was 'Pets'" in done.err
    assert "--package pets" in done.err
    assert snapshot(folder) == before
    for name in ("cats", "pets"):
        assert speccast(*generate, "--package", name, folder=folder) == Done(0, "", "")


def test_another_api_is_another_package(folder: Path) -> None:
    """A document of the same name with other operations starts a package of its own."""
    generate = ["generate", "pets.yaml", "-o", "out", "-q"]
    assert speccast(*generate, folder=folder).err == ""
    text = (folder / "pets.yaml").read_text()
    other = text.replace("title: Pets", "title: Cats").replace("/pets/{id}", "/cats/{id}")
    (folder / "pets.yaml").write_text(other)
    assert speccast(*generate, folder=folder) == Done(0, "", "")
    assert {path.name for path in (folder / "out").iterdir()} == {"cats", "pets", "tests"}
