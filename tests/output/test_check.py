"""`--check`, `--diff`, `vendor --check` and `verify` are right for any content of the folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from speccast.output.manifest import ManifestError, parse
from tests.support.places import ROOT
from tests.support.workspace import Workspace, finished, snapshot, speccast, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.workspace import Done

CLIENT = ROOT / "generated" / "realtimekit_livestreams"
DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com"}]
paths:
  /pets: {get: {operationId: listPets, responses: {"204": {description: None.}}}}
"""
FORMS = (
    ["--check"],
    ["--diff"],
    ["--check", "--format", "github"],
    ["--check", "--format", "json"],
)
"""The options that report differences."""


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    """Return a workspace with a generated package."""
    workspace = Workspace(tmp_path)
    workspace.document()
    assert workspace.generate().code == 0
    return workspace


def manifest(space: Workspace) -> dict[str, Any]:
    """Return the manifest of the package."""
    content: dict[str, Any] = json.loads((space.package / "_manifest.json").read_text())
    return content


def edit(space: Workspace, **parts: object) -> None:
    """Replace parts of the manifest, and keep its spelling and the sum of its lists."""
    content = manifest(space) | parts
    lists = json.dumps([content["files"], content["tests"]], sort_keys=True)
    content.setdefault("listing", "")
    content["listing"] = sha256(lists.encode()).hexdigest()
    text = json.dumps(content, indent=1, sort_keys=True) + "\n"
    (space.package / "_manifest.json").write_text(text)


# --- The manifest does not prove itself -----------------------------------------------------------


def test_edited_digests(made: Workspace) -> None:
    """Files and their digests were edited: they differ from a new run."""
    edited = {"pets/client.py": "files", "pets/models/pet.py": "files"}
    edited["tests/pets/test_pets.py"] = "tests"
    digest = sha256(b"import this\n").hexdigest()
    for path, part in edited.items():
        (made.out / path).write_text("import this\n")
        edit(made, **{part: manifest(made)[part] | {path.partition("pets/")[2]: digest}})
    before = snapshot(made.root)
    for form in FORMS:
        done = made.generate(*form)
        assert done.code == 1
        assert all(path in done.out for path in edited), form
    assert before == snapshot(made.root)


def test_a_manifest_without_files(made: Workspace) -> None:
    """It differs; plain `generate` notices and restores it."""
    edit(made, files={}, tests={})
    for form in FORMS:
        done = made.generate(*form)
        assert (done.code, "_manifest.json" in done.out) == (1, True), form
    nothing: dict[str, str] = {}
    for parts in (["files"], ["tests"], ["files", "tests"]):
        edit(made, **dict.fromkeys(parts, nothing))
        assert "(1 written)" in made.generate().out, parts
    assert made.generate("--check").code == 0


def test_lost_entry_and_file(made: Workspace) -> None:
    """A merge removed entries and their files: plain `generate` restores both."""
    content = manifest(made)
    for path in ("client.py", "models/__init__.py"):
        del content["files"][path]
        (made.package / path).unlink()
    text = json.dumps(content, indent=1, sort_keys=True) + "\n"
    (made.package / "_manifest.json").write_text(text)
    assert made.generate("--check").code == 1
    assert "(3 written)" in made.generate().out
    assert (made.package / "client.py").exists()


def test_manifest_with_other_bytes(made: Workspace) -> None:
    """The bytes of a manifest are compared as well."""
    path = made.package / "_manifest.json"
    path.write_text(json.dumps(manifest(made)))
    done = made.generate("--check")
    assert (done.code, done.out) == (1, "changed: out/pets/_manifest.json\n")


def test_edited_document(tmp_path: Path) -> None:
    """The package's copy of the document is compared, too."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    generate = ["generate", "pets.yaml", "-o", "out", "-q"]
    assert speccast(*generate, folder=tmp_path).code == 0
    for text in ("", "[]", '{"openapi": "3.1.0", "info": {"title": "Pets", "version": "2"}}'):
        (tmp_path / "out/pets/_spec.json").write_text(text)
        done = speccast(*generate, "--check", folder=tmp_path)
        assert (done.code, done.out) == (1, "changed: out/pets/_spec.json (edited by hand)\n")


# --- Files that were not generated ----------------------------------------------------------------


def put(path: str, content: str = "x = 1\n") -> Callable[[Path], None]:
    """Return a function that puts a file into the package."""

    def do(package: Path) -> None:
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(content)

    return do


def link(path: str) -> Callable[[Path], None]:
    """Return a function that puts a link to a folder with a module into the package."""

    def do(package: Path) -> None:
        target = package.parent.parent / "elsewhere"
        target.mkdir(exist_ok=True)
        (target / "__init__.py").write_text("")
        (package / path).symlink_to(target)

    return do


FOREIGN: dict[str, Callable[[Path], object]] = {
    ".hidden": put(".hidden"),
    "client.cpython-311-x86_64-linux-gnu.so": put("client.cpython-311-x86_64-linux-gnu.so"),
    "client.py.orig": put("client.py.orig"),
    "client/__init__.py": put("client/__init__.py"),
    "compiled.pyc": put("compiled.pyc"),
    "empty/": lambda package: (package / "empty").mkdir(),
    "link": link("link"),
    "loop": lambda package: (package / "loop").symlink_to("loop"),
    "lost": lambda package: (package / "lost").symlink_to("nothing"),
    "mine.py": put("mine.py"),
    "models/mine.py": put("models/mine.py"),
}
"""Foreign files of a package, among them those that Python would import instead of its modules."""


def test_foreign(made: Workspace) -> None:
    """Each form reports it as superfluous; plain `generate` reports it and keeps it."""
    for do in FOREIGN.values():
        do(made.package)
    before = snapshot(made.out)
    for form in FORMS:
        done = made.generate(*form)
        assert done.code == 1, form
        assert [path for path in FOREIGN if f"out/pets/{path}" not in done.out] == [], form
    done = made.generate()
    told = [f"out/pets/{path}: is in the package and was not generated" for path in FOREIGN]
    assert (done.code, done.err.splitlines()) == (0, told)
    assert before == snapshot(made.out)


def test_foreign_in_a_copy(made: Workspace) -> None:
    """`vendor --check` names it, too."""
    vendor = ["vendor", "copy/shop", "--from", "out/pets"]
    assert made.run(*vendor).code == 0
    assert made.run(*vendor, "--check").code == 0
    for do in FOREIGN.values():
        do(made.root / "copy" / "shop")
    done = made.run(*vendor, "--check")
    told = [f"superfluous: copy/shop/{path} (not written by speccast)" for path in FOREIGN]
    assert (done.code, done.out.splitlines()) == (1, told)


def verify(folder: Path) -> Done:
    """Run `verify` of a package, with the standard library alone."""
    return finished(start([sys.executable, "-B", "-S", "-m", CLIENT.name, "verify"], folder))


def test_verify(tmp_path: Path) -> None:
    """`verify` names it, too."""
    copy = shutil.copytree(CLIENT, tmp_path / "at" / CLIENT.name)
    found = [path for path in FOREIGN if not path.startswith("client")]
    for path in found:
        FOREIGN[path](copy)
    done = verify(copy.parent)
    assert (done.code, done.out.splitlines()) == (1, [f"superfluous: {path}" for path in found])


def test_compiled_files_are_not_foreign(made: Workspace) -> None:
    """Python may write its bytecode beside the modules or into another folder."""
    for options in ([], ["-b"]):
        command = [sys.executable, "-m", "compileall", "-q", *options, "out/pets"]
        assert finished(start(command, made.root)).code == 0
    assert [*made.package.glob("__pycache__/*.pyc")]
    assert (made.package / "client.pyc").exists()
    assert made.generate("--check").code == 0
    assert made.generate().err == ""
    shutil.rmtree(made.package / "models")
    (made.package / "models" / "__pycache__").mkdir(parents=True)
    made.document(files={"__init__.py": "", "client.py": "class Client: ...\n"})
    assert made.generate().err == ""
    assert made.generate("--check").code == 0


def test_folder_that_is_a_link(made: Workspace) -> None:
    """A folder of the package may be a link within the output; its files count."""
    (made.package / "models").rename(made.out / "models")
    (made.package / "models").symlink_to("../models")
    assert made.generate("--check").code == 0
    (made.out / "models" / "mine.py").write_text("")
    assert "out/pets/models/mine.py" in made.generate("--check").out


# --- Reasons --------------------------------------------------------------------------------------


def test_reasons(made: Workspace) -> None:
    """The output names the options and inputs that changed."""
    assert made.generate("--http", "httpx", "--trust-env").code == 0
    done = made.generate("--check", "--exclude", "a")
    assert (done.code, done.out) == (1, "changed: out/pets/_manifest.json\n")
    assert done.err.splitlines() == [
        "pets: `exclude` is set now, and was not set when it was generated",
        'pets: it was generated with `http` = "httpx", which is not set now',
        "pets: it was generated with `trust-env` = true, which is not set now",
    ]
    made.document(files={"client.py": ""})
    done = made.generate("--check", "--http", "httpx", "--trust-env")
    assert done.err == "pets: changed since it was generated: pets.json\n"
    assert made.generate("--diff", "--http", "httpx", "--trust-env").err == done.err
    assert made.generate("--check", "-q").err == ""


def test_reason_templates(made: Workspace) -> None:
    """Templates of the user: passed only then, passed only now, or edited."""
    folder = made.root / "mine"
    folder.mkdir()
    (folder / "init.py.jinja").write_text("{# none #}")
    given = ["--templates", "mine"]
    assert made.generate(*given).code == 0
    done = made.generate("--check")
    assert (done.code, done.err) == (
        1,
        "pets: it was generated with `templates`, which is not set now\n",
    )
    (folder / "init.py.jinja").write_text("{# another #}")
    done = made.generate("--check", *given)
    assert "pets: the files of `templates` have changed" in done.err
    assert made.generate().code == 0
    done = made.generate("--check", *given)
    assert "pets: `templates` is set now" in done.err
    told = json.loads(made.generate("--check", "--format", "json", *given).out)
    assert [done.err.strip().removeprefix("pets: ")] == told["clients"][0]["reasons"]


# --- Damage ---------------------------------------------------------------------------------------

ODD: tuple[object, ...] = (None, True, -1, 1.5, "x", [5], {"x": 5}, {"x": {"y": 5}}, {"error": "x"})
TEXTS = {"document", "listing", "package", "shape", "title"}
LISTS = {"files", "generator", "inputs", "made", "moved", "symbols", "tests"}
TABLES = {*LISTS, "findings", "names", "operations", "options", "sent"}


def test_wrong_types_in_the_manifest(made: Workspace) -> None:
    """A part of another type is damage."""
    content = manifest(made)
    assert content.keys() == TEXTS | TABLES | {"format"}
    good = {("findings", 6), ("options", 6), ("options", 7), ("options", 8)}
    good |= {(part, 8) for part in LISTS}
    for part in sorted(TEXTS | TABLES):
        for number, value in enumerate(ODD):
            text = json.dumps(content | {part: value}).encode()
            if (part in TEXTS and value == "x") or (part, number) in good:
                parse(text, "place")
                continue
            with pytest.raises(ManifestError, match=r"^place: the manifest is damaged"):
                parse(text, "place")


def test_counts_of_another_type(made: Workspace) -> None:
    """They are not a bug in speccast, also for the run without work."""
    edit(made, findings={"error": "x"})
    before = snapshot(made.root)
    for arguments in ([], ["--check"], ["--fail-on", "error"]):
        done = made.generate(*arguments)
        assert done.code == 2
        assert "_manifest.json: the manifest is damaged" in done.err
        assert done.err.count("\n") == 1
    assert before == snapshot(made.root)


VERIFIED = {
    "no JSON": "{",
    "a list": "[]",
    "no files": "{}",
    "files in a list": '{"files": ["client.py"]}',
    "no digests": '{"files": {"client.py": 5}}',
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", VERIFIED.values(), ids=VERIFIED.keys())
def test_verify_damaged(tmp_path: Path, text: str) -> None:
    """A copy with a damaged manifest reports that in one line."""
    copy = shutil.copytree(CLIENT, tmp_path / "at" / CLIENT.name)
    (copy / "_manifest.json").write_text(text)
    done = verify(copy.parent)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"_manifest\.json cannot be used: .*\n", done.err)


def test_verify_of_special_files(tmp_path: Path) -> None:
    """A folder, a pipe or a link in place of a file is a change; nothing waits for it."""
    copy = shutil.copytree(CLIENT, tmp_path / "at" / CLIENT.name)
    for name in ("client.py", "py.typed", "LICENSE"):
        (copy / name).unlink()
    os.mkfifo(copy / "py.typed")
    (copy / "LICENSE").mkdir()
    done = verify(copy.parent)
    expected = "missing: LICENSE\nmissing: client.py\nchanged: py.typed\nsuperfluous: LICENSE/\n"
    assert (done.code, done.out) == (1, expected)


# --- Invalid journals -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine.txt", "0/mine.txt", "1", "steps.txt"])
def test_foreign_folder_with_the_name_of_a_journal(made: Workspace, name: str) -> None:
    """It is named and left alone: a journal needs the file that a run writes first."""
    path = made.out / ".speccast-pets" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    made.document(files={"client.py": ""})
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 2
    assert "out/.speccast-pets: is not the folder of an interrupted run" in done.err
    done = made.generate("--check")
    assert "superfluous: out/.speccast-pets\n" in done.out
    assert before == snapshot(made.root)


def journal(space: Workspace, kind: str, path: str, content: str = "mine") -> None:
    """Write a journal with one step."""
    folder = space.out / ".speccast-pets"
    folder.mkdir()
    steps: dict[str, list[dict[str, str]]] = {"keeps": [], "moves": [], "removes": []}
    digest = sha256(content.encode()).hexdigest()
    if kind == "moves":
        (folder / "0").write_text("mine")
        steps["moves"] = [{"staged": "0", "path": path, "after": digest}]
    elif kind == "removes":
        steps["removes"] = [{"path": path, "before": digest}]
    else:
        steps["keeps"] = [{"path": path, "copy": f"{path}.orig"}]
    (folder / "steps.json").write_text(json.dumps(steps))


@pytest.mark.parametrize("kind", ["moves", "removes", "keeps"])
@pytest.mark.parametrize("path", ["mine.py", "cats/mine.py", "tests/mine.py", "petshop/mine.py"])
def test_journal_of_other_files(made: Workspace, kind: str, path: str) -> None:
    """A journal touches its package and its tests, and nothing else in the folder."""
    (made.out / path).parent.mkdir(exist_ok=True)
    if kind != "moves":
        (made.out / path).write_text("mine")
    journal(made, kind, path)
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 2
    assert "out/.speccast-pets: is not the folder of an interrupted run" in done.err
    assert before == snapshot(made.root)


def test_journal_with_another_content(made: Workspace) -> None:
    """A staged file must have the content of the step."""
    journal(made, "moves", "pets/mine.py", content="another")
    before = snapshot(made.root)
    assert made.generate().code == 2
    assert before == snapshot(made.root)


def test_journal_is_reported(made: Workspace) -> None:
    """The next run would complete it, so `--check` is not clean."""
    journal(made, "moves", "pets/mine.py")
    for form in FORMS:
        done = made.generate(*form)
        assert (done.code, "out/.speccast-pets" in done.out) == (1, True), form
