"""The same document gives the same bytes, whatever the process, the folder and the hash seed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.places import CORPUS, ROOT, SPEC
from tests.support.workspace import finished, snapshot, speccast, start

if TYPE_CHECKING:
    from tests.support.workspace import Done

DOCUMENTS = {"livestreams": SPEC, "resend": CORPUS / "resend.yaml"}


def generated(document: Path, out: Path, folder: Path, seed: str) -> dict[str, bytes | str]:
    """Generate in a folder with a hash seed, and return all files."""
    arguments = ["generate", str(document), "-o", str(out), "--package", "api", "-q", "--lenient"]
    command = [sys.executable, "-m", "speccast", *arguments]
    done: Done = finished(start(command, folder, PYTHONHASHSEED=seed))
    assert (done.code, done.out) == (0, ""), done.err
    return snapshot(out)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_bytes(name: str, tmp_path: Path) -> None:
    """Two runs in different folders, with different hash seeds and paths."""
    document = DOCUMENTS[name]
    if not document.exists():
        pytest.skip("the corpus is not here")
    there = tmp_path / "deep" / "er"
    there.mkdir(parents=True)
    copy = tmp_path / document.name
    copy.write_bytes(document.read_bytes())
    first = generated(document, tmp_path / "one", tmp_path, "1")
    second = generated(Path("../..", copy.name), tmp_path / "two", there, "4242")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_order_of_findings(tmp_path: Path) -> None:
    """Diagnostics have the same order, too."""
    document = CORPUS / "discord.json"
    if not document.exists():
        pytest.skip("the corpus is not here")
    command = [sys.executable, "-m", "speccast", "lint", str(document), "--format", "json"]
    first, second = (
        finished(start(command, tmp_path, PYTHONHASHSEED=seed)) for seed in ("1", "4242")
    )
    assert first.out
    assert first == second


@pytest.mark.quick
def test_generated_is_up_to_date() -> None:
    """The committed package is the output for the committed document."""
    done = speccast("generate", "--check", folder=ROOT)
    assert (done.code, done.err) == (0, ""), done.out
    assert "up to date" in done.out
