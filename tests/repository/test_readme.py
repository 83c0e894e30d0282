"""The README, followed word for word."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.places import README
from tests.support.workspace import finished, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FENCE = re.compile(r"^```(\w+) ?([\w./-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(*chapters: str) -> Iterator[tuple[str, str, str]]:
    """Iterate the code blocks of chapters: language, file name, text."""
    parts = re.split(r"^## (.+)$", README.read_text(), flags=re.MULTILINE)
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    for chapter in chapters:
        yield from FENCE.findall(texts[chapter])


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a search path with the commands that an installed speccast brings."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "speccast").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m speccast "$@"\n')
    (folder / "speccast").chmod(0o755)
    (folder / "python").symlink_to(sys.executable)
    if shutil.which("ninja") is None:  # it does what it is asked for, and tests of it are skipped
        (folder / "ninja").symlink_to("/bin/true")
    return os.pathsep.join([str(folder), os.environ["PATH"]])


def test_build_and_vendor(tmp_path: Path, path: str) -> None:
    """In an empty folder: files are written where their name is given, commands are run."""
    ran = 0
    for language, name, text in blocks("As a build step", "Vendoring"):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        elif language == "sh":
            done = finished(start(["bash", "-euxc", text], tmp_path, PATH=path))
            assert done.code == 0, done.err
            ran += 1
    assert ran == 7
    client = (tmp_path / "src/app/_vendor/pets/models/animal.py").read_text()
    assert "class Animal" in client


def test_commands() -> None:
    """There is one command for the client and one for the tests, each on one line."""
    text = README.read_text()
    commands = re.findall(r"^python3 -m venv .*$", text, re.MULTILINE)
    assert [command.rpartition("/")[2].split()[0] for command in commands] == ["speccast", "python"]
