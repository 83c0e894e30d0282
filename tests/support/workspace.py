"""A folder in which the command line is tried, through real processes and real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import forks

STUBBED = Path(__file__).with_name("stubbed.py")
"""The command line with stages that only copy."""

PETS: dict[str, Any] = {
    "files": {
        "__init__.py": "",
        "client.py": "class Client: ...\n",
        "models/__init__.py": "",
        "models/pet.py": "class Pet: ...\n",
    },
    "tests": {"test_pets.py": "def test_pets(): ...\n"},
}
"""A document of the stubbed stages."""


@dataclass(frozen=True, slots=True)
class Done:
    """A run that has ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of its own, with the document `pets.json` and the output folder `out`."""

    root: Path

    @property
    def out(self) -> Path:
        """The output folder."""
        return self.root / "out"

    @property
    def package(self) -> Path:
        """The folder of the package `pets`."""
        return self.out / "pets"

    def document(self, name: str = "pets.json", **content: object) -> Path:
        """Write a document of the stubbed stages: `PETS`, with some parts replaced."""
        path = self.root / name
        path.write_text(json.dumps(PETS | content))
        return path

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> Done:
        """Run the stubbed command line to its end."""
        return python(str(STUBBED), *arguments, folder=self.root, stdin=stdin, **environment)

    def generate(self, *arguments: str) -> Done:
        """Generate `pets.json` into `out`."""
        return self.run("generate", "pets.json", "-o", "out", *arguments)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the stubbed command line."""
        return start([sys.executable, str(STUBBED), *arguments], self.root, **environment)


def start(command: list[str], folder: Path, **environment: str) -> subprocess.Popen[str]:
    """Start a command in a folder."""
    return subprocess.Popen(  # noqa: S603 - ourselves
        command,
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str], stdin: str = "", timeout: int = 300) -> Done:
    """Wait for a command, which may hang where it should not."""
    out, err = process.communicate(stdin, timeout)
    return Done(process.returncode, out, err)


def speccast(*arguments: str, folder: Path, stdin: str = "") -> Done:
    """Run the real command line to its end."""
    return python("-m", "speccast", *arguments, folder=folder, stdin=stdin)


def python(*arguments: str, folder: Path, stdin: str = "", **environment: str) -> Done:
    """Run Python to its end, with what it imports imported already: see `forks`."""
    return Done(*forks.run(arguments, folder, stdin, os.environ | environment))


def snapshot(folder: Path) -> dict[str, bytes | str]:
    """Return every file with its content, every link with its target, every empty folder."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_dir():
            if not any(path.iterdir()):
                found[name] = "empty"
        else:
            found[name] = path.read_bytes()
    return found


def touches(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what changes whenever a file is written: its inode and its date."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }
