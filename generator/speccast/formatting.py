"""`ruff format` at work: from printed files to the same files, formatted, in a process beside ours.

Formatted with ruff's defaults and nobody's settings, so that a neighbour's configuration cannot
change the output.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ruff import find_ruff_bin  # pyright: ignore[reportMissingTypeStubs] - it has no types

from speccast.diagnostics import SpeccastError
from speccast.files import File

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS = ("format", "--isolated", "--no-cache", "--target-version", "py311")


class Formatting:
    """A formatter that has been started; `files` waits for it."""

    def __init__(self, files: Sequence[File]) -> None:
        """Start formatting."""
        self._files = files
        self._folder = tempfile.TemporaryDirectory(prefix="speccast-")
        for number, file in enumerate(files):
            path = Path(self._folder.name, f"{number}.py")
            path.write_text(file.text, encoding="utf-8", newline="\n")
        self._process = subprocess.Popen(  # noqa: S603 - our own binary and folder
            [find_ruff_bin(), *_OPTIONS, self._folder.name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing running, and no file."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
        self._folder.cleanup()

    def files(self) -> list[File]:
        """Return the formatted files.

        Raises:
            SpeccastError: one of them is not Python, which is a fault of ours.

        """
        _, errors = self._process.communicate()
        if self._process.returncode:
            said = re.sub(r"\S+/(\d+)\.py", lambda m: self._files[int(m[1])].path, errors.strip())
            message = f"the emitted code cannot be formatted: {said}"
            raise SpeccastError(message)
        folder = Path(self._folder.name)
        return [
            File(file.path, (folder / f"{number}.py").read_text(encoding="utf-8"))
            for number, file in enumerate(self._files)
        ]
