"""Formats printed files with `ruff format`, in a parallel process.

It uses ruff's defaults and ignores configuration files, so that they cannot change the output. All
files are passed as cells of one notebook, which ruff formats separately: this needs one process and
no temporary folder. The only difference is that the string at the beginning of a cell is not a
docstring, so it is not changed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from speccast.reading.config.keys import PYTHON
from speccast.reading.diagnostics import SpeccastError
from speccast.views.files import File

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS = ("format", "--isolated", "--no-cache", "--target-version")
_NOTEBOOK = ("--stdin-filename", "files.ipynb", "-")


_File = TypeVar("_File", bound=File)


class Formatting(Generic[_File]):
    """A running formatter; `files` waits for it."""

    def __init__(self, files: Sequence[_File], python: str = PYTHON[0]) -> None:
        """Start formatting for a version of Python."""
        _check_release(python)
        self._files = files
        self._result = tempfile.TemporaryFile()  # noqa: SIM115 - `__exit__` closes it
        with tempfile.TemporaryFile() as printed:
            printed.write(_notebook(files).encode())
            printed.seek(0)
            self._process = subprocess.Popen(  # noqa: S603 - our own binary
                [_ruff(), *_OPTIONS, f"py{python.replace('.', '')}", *_NOTEBOOK],
                stdin=printed,
                stdout=self._result,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                process_group=0,  # Ctrl-C reaches only this process, which ends the formatter
            )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, and remove its files."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
        self._result.close()

    def files(self) -> list[_File]:
        """Return the formatted files.

        Raises:
            SpeccastError: one of them is not Python, which is a bug in speccast.

        """
        _, errors = self._process.communicate()
        if self._process.returncode:
            reason = re.sub(r"files\.ipynb:(\d+)(?=:\d+:)", self._place, errors.strip())
            message = f"the emitted code cannot be formatted: {reason}"
            raise SpeccastError(message)
        self._result.seek(0)
        texts = _texts(self._result.read())
        return [replace(file, text=text) for file, text in zip(self._files, texts, strict=True)]

    def _place(self, cell: re.Match[str]) -> str:
        return self._files[int(cell[1]) - 1].path


def _ruff() -> str:
    """Return the path of the formatter.

    Raises:
        SpeccastError: it is not installed.

    """
    try:
        from ruff.__main__ import find_ruff_bin  # noqa: PLC0415 - it may be missing

        found: str = find_ruff_bin()
    except (ImportError, FileNotFoundError):
        message = (
            "ruff, which formats the emitted code, is not installed:"
            f" {sys.executable} -m pip install ruff"
        )
        raise SpeccastError(message) from None
    return found


def _check_release(python: str) -> None:
    """Refuse a release of ruff whose format for this Python differs from that of later ones."""
    if python < "3.14":
        return
    from importlib.metadata import version  # noqa: PLC0415 - nothing else needs it

    release = version("ruff")
    if tuple(map(int, release.split(".")[:2])) < (0, 15):
        message = f"python {python} needs ruff 0.15 or newer; installed is {release}"
        raise SpeccastError(message)


def _notebook(files: Sequence[File]) -> str:
    """Return a notebook with a cell for each file."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": [file.text]}
        for file in files
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


class _Cell(Struct):
    source: list[str]


class _Notebook(Struct):
    cells: list[_Cell]


def _texts(notebook: bytes) -> list[str]:
    """Return the text of each cell; the last line of a cell has no line end."""
    cells = msgspec.json.decode(notebook, type=_Notebook).cells
    lines = ("".join(cell.source) for cell in cells)
    return [f"{text}\n" if text else "" for text in lines]
