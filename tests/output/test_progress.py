"""The progress of a long run: shown on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from speccast.reading import progress
from tests.support.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

IMPATIENT: Final = """\
from speccast.commands import cli
from speccast.commands.cli import progress
import rich.console, rich.status
progress._DELAY = 0
cli.main()
"""
STAGES: Final = re.compile(
    r"Starting|(?:Reading|Resolving|Choosing|Arranging|Printing|Formatting|Writing) [\w, ]+"
)


def shown(*arguments: str, folder: Path, terminal: bool) -> tuple[int, str]:
    """Run a command, on a terminal or not; return its exit code and standard error."""
    reader, writer = pty.openpty() if terminal else os.pipe()
    process = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", IMPATIENT, *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=writer,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(writer)
    text = bytearray()
    try:
        while part := os.read(reader, 4096):
            text += part
    except OSError:  # the end of a terminal
        pass
    os.close(reader)
    return process.wait(), text.decode()


SPEC: Final = str(ROOT / "spec" / "livestreams.yaml")


@pytest.mark.parametrize(
    "command", [("generate", SPEC, "-o", "out"), ("lint", SPEC), ("diff", SPEC, SPEC)]
)
def test_a_terminal_shows_the_stage(command: tuple[str, ...], tmp_path: Path) -> None:
    """The line names a stage, and is erased at the end."""
    code, text = shown(*command, folder=tmp_path, terminal=True)
    assert code == 0
    assert STAGES.search(text), text
    assert "\x1b[2K" in text  # erases the line


@pytest.mark.parametrize(("options", "terminal"), [(("-q",), True), ((), False)])
def test_no_progress(options: tuple[str, ...], terminal: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """Neither in a pipe nor with `-q`."""
    arguments = ("generate", SPEC, "-o", "out", *options)
    code, text = shown(*arguments, folder=tmp_path, terminal=terminal)
    assert (code, STAGES.findall(text)) == (0, [])


def test_counts() -> None:
    """A stage shows the number of the current file and of all files."""
    said = [progress.text() for _ in progress.track("Formatting", [""] * 1200)]
    assert said[:2] == ["Formatting 1 of 1,200 files", "Formatting 2 of 1,200 files"]
    assert said[-1] == "Formatting 1,200 of 1,200 files"
