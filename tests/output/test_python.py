"""`python = "3.12"`: what is emitted for hosts without older Pythons, in the words of theirs."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from typing import TYPE_CHECKING

import pytest

from speccast.printing.formatting import Formatting
from speccast.reading.config_keys import PYTHON
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
    """Return what is made of a document."""
    folder.mkdir(exist_ok=True)
    (folder / "trees.yaml").write_text(document)
    options = ["--python", python] if python else []
    done = speccast("generate", "trees.yaml", "-o", "out", "--project", *options, folder=folder)
    assert done.code == 0, done.err
    return snapshot(folder / "out")


def ruff(folder: Path, *arguments: str) -> str:
    """Return what ruff says of a folder."""
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", str(folder)]
    done = finished(start(command, folder))
    return done.out + done.err if done.code else ""


@pytest.mark.parametrize("python", PYTHON[1:])
def test_a_host_finds_nothing(python: str, tmp_path: Path) -> None:
    """Neither with the defaults of ruff, nor with all that asks for newer words."""
    document = str(SUPPORT / "everything.yaml")
    done = speccast("generate", document, "-o", str(tmp_path), "--python", python, folder=tmp_path)
    assert done.code == 0, done.err
    target = ["--target-version", f"py{python.replace('.', '')}"]
    assert ruff(tmp_path, "check", *target) == ""
    assert ruff(tmp_path, "check", *target, "--select", "UP,I,F") == ""
    assert ruff(tmp_path, "format", "--check", *target) == ""


def test_the_oldest_one_is_the_default(tmp_path: Path) -> None:
    """It is not recorded, and changes nothing."""
    made = generate(tmp_path / "a", None)
    assert generate(tmp_path / "b", "3.11") == made
    assert "Tree: TypeAlias =" in str(made["trees/models/tree.py"])


def test_aliases_and_parameters_have_words_of_their_own(tmp_path: Path) -> None:
    """And nothing is left of the old ones; the rest of the metadata follows."""
    made = generate(tmp_path, "3.12")
    text = "".join(each.decode() for each in made.values() if isinstance(each, bytes))
    assert "type Tree = str | list[Tree]" in text.replace('"', "")
    assert "class _Client[Carrier](BaseClient[Carrier]):" in text
    assert "class Incoming[S: (Iterator[bytes], AsyncIterator[bytes])](NamedTuple):" in text
    assert "def as_json[T](" in text
    assert not {"TypeAlias", "TypeVar", "Generic[", "ParamSpec"} & {*text.split()}
    assert 'requires-python = ">=3.12"' in text
    assert ":: 3.13" in text
    assert ":: 3.11" not in text


def test_what_the_last_run_made_is_taken(tmp_path: Path) -> None:
    """After a change of words the bytes are those of a first run."""
    generate(tmp_path / "a", "3.12")
    changed = DOCUMENT.replace("WORDS", "Other words")
    again = generate(tmp_path / "a", "3.12", changed)
    assert again == generate(tmp_path / "b", "3.12", changed)


def test_types_hold(tmp_path: Path) -> None:
    """As a checker reads them for this Python."""
    generate(tmp_path, "3.12", (SUPPORT / "everything.yaml").read_text("utf-8"))
    settings: dict[str, object] = {"typeCheckingMode": "strict", "pythonVersion": "3.12"}
    settings |= {"include": ["out/everything"], "reportPrivateUsage": False}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    done = finished(start([sys.executable, "-m", "basedpyright"], tmp_path))
    assert done.code == 0, done.out


def test_an_old_formatter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would leave parentheses that newer ones take away."""
    monkeypatch.setattr(importlib.metadata, "version", {"ruff": "0.14.14"}.__getitem__)
    with pytest.raises(SpeccastError, match=r"needs ruff 0\.15 or newer; installed is 0\.14\.14"):
        Formatting([], "3.14")
