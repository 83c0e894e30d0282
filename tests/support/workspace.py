"""A folder for tests of the command line, with real processes and files."""

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
"""A document for the stubbed stages."""


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a run."""

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
        """Write a document for the stubbed stages: `PETS`, with some parts replaced."""
        path = self.root / name
        path.write_text(json.dumps(PETS | content))
        return path

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> Done:
        """Run the stubbed command line."""
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
    """Wait for a command, with a timeout."""
    out, err = process.communicate(stdin, timeout)
    return Done(process.returncode, out, err)


def speccast(*arguments: str, folder: Path, stdin: str = "") -> Done:
    """Run the real command line."""
    return python("-m", "speccast", *arguments, folder=folder, stdin=stdin)


def python(*arguments: str, folder: Path, stdin: str = "", **environment: str) -> Done:
    """Run Python with its imports done beforehand: see `forks`."""
    return Done(*forks.run(arguments, folder, stdin, os.environ | environment))


def snapshot(folder: Path) -> dict[str, bytes | str]:
    """Return all files with their content, all links with their targets, and all empty folders."""
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
    """Return the inode and date of each file, which change when it is written."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }
