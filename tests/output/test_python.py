"""`python = "3.12"`: packages for newer Pythons, with their syntax."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from typing import TYPE_CHECKING

import pytest

from speccast.printing.formatting import Formatting
from speccast.reading.config.keys import PYTHON
from speccast.reading.diagnostics import SpeccastError
from tests.support.places import SUPPORT
from tests.support.workspace import finished, snapshot, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """\
openapi: 3.1.0
info: {title: Trees, version: "1"}
servers: [{url: "https://trees.example.com"}]
paths:
  /trees:
    get:
      operationId: listTrees
      responses:
        "200":
          description: The trees.
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Tree"}}}
components:
  schemas:
    Tree:
      description: WORDS
      anyOf: [{type: string}, {type: array, items: {$ref: "#/components/schemas/Tree"}}]
"""


def generate(folder: Path, python: str | None, document: str = DOCUMENT) -> dict[str, bytes | str]:
    """Return the package of a document."""
    folder.mkdir(exist_ok=True)
    (folder / "trees.yaml").write_text(document)
    options = ["--python", python] if python else []
    done = speccast("generate", "trees.yaml", "-o", "out", "--project", *options, folder=folder)
    assert done.code == 0, done.err
    return snapshot(folder / "out")


def ruff(folder: Path, *arguments: str) -> str:
    """Return ruff's findings for a folder."""
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", str(folder)]
    done = finished(start(command, folder))
    return done.out + done.err if done.code else ""


@pytest.mark.parametrize("python", PYTHON[1:])
def test_ruff_finds_nothing(python: str, tmp_path: Path) -> None:
    """Neither with its defaults, nor with all rules about newer syntax."""
    document = str(SUPPORT / "everything.yaml")
    done = speccast("generate", document, "-o", str(tmp_path), "--python", python, folder=tmp_path)
    assert done.code == 0, done.err
    target = ["--target-version", f"py{python.replace('.', '')}"]
    assert ruff(tmp_path, "check", *target) == ""
    assert ruff(tmp_path, "check", *target, "--select", "UP,I,F") == ""
    assert ruff(tmp_path, "format", "--check", *target) == ""


def test_the_oldest_python_is_the_default(tmp_path: Path) -> None:
    """It is not recorded, and changes nothing."""
    made = generate(tmp_path / "a", None)
    assert generate(tmp_path / "b", "3.11") == made
    assert "Tree: TypeAlias =" in str(made["trees/models/tree.py"])


def test_type_statements_and_type_parameters(tmp_path: Path) -> None:
    """Nothing of the old syntax is left; the metadata name the Python."""
    made = generate(tmp_path, "3.12")
    text = "".join(each.decode() for each in made.values() if isinstance(each, bytes))
    assert "type Tree = str | list[Tree]" in text.replace('"', "")
    assert "class BaseClient[Carrier" in text
    assert "class Incoming[S: (Iterator[bytes], AsyncIterator[bytes])](NamedTuple):" in text
    assert "def as_json[T](" in text
    assert not {"TypeAlias", "TypeVar", "Generic[", "ParamSpec"} & {*text.split()}
    assert 'requires-python = ">=3.12"' in text
    assert ":: 3.13" in text
    assert ":: 3.11" not in text


def test_parts_of_the_last_run_are_reused(tmp_path: Path) -> None:
    """After a changed description the bytes are those of a first run."""
    generate(tmp_path / "a", "3.12")
    changed = DOCUMENT.replace("WORDS", "Other words")
    again = generate(tmp_path / "a", "3.12", changed)
    assert again == generate(tmp_path / "b", "3.12", changed)


def test_types_hold(tmp_path: Path) -> None:
    """Type checkers accept the package for this Python."""
    generate(tmp_path, "3.12", (SUPPORT / "everything.yaml").read_text("utf-8"))
    settings: dict[str, object] = {"typeCheckingMode": "strict", "pythonVersion": "3.12"}
    settings |= {"include": ["out/everything"], "reportPrivateUsage": False}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    done = finished(start([sys.executable, "-m", "basedpyright"], tmp_path))
    assert done.code == 0, done.out


def test_an_old_formatter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would leave parentheses that newer releases remove."""
    monkeypatch.setattr(importlib.metadata, "version", {"ruff": "0.14.14"}.__getitem__)
    with pytest.raises(SpeccastError, match=r"needs ruff 0\.15 or newer; installed is 0\.14\.14"):
        Formatting([], "3.14")
