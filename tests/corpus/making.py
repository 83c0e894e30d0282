"""One run of `speccast generate` for a document of the corpus, and its output."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.support.workspace import Done, finished, start

if TYPE_CHECKING:
    from pathlib import Path

    from .documents import Document


@dataclass(frozen=True)
class Made:
    """The results of a run."""

    document: Document
    out: Path
    """The output folder."""
    done: Done

    @property
    def package(self) -> Path:
        """The folder of the package."""
        return self.out / self.document.package

    @cached_property
    def outcome(self) -> dict[str, Any]:
        """The output of the run."""
        found: dict[str, Any] = json.loads(self.done.out)["clients"][0]
        return found

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the package."""
        found: dict[str, Any] = json.loads((self.package / "_manifest.json").read_text("utf-8"))
        return found

    @property
    def operations(self) -> list[dict[str, Any]]:
        """The operations that the manifest lists: method, path, symbol."""
        found: list[dict[str, Any]] = self.manifest["operations"]
        return found

    @cached_property
    def diagnostics(self) -> list[dict[str, Any]]:
        """The findings of `speccast lint` for the document, with places."""
        done = _speccast("lint", str(self.document.path), "--format", "json", folder=self.out)
        found: list[dict[str, Any]] = json.loads(done.out)["diagnostics"]
        return found

    def run(self, *command: str, path: str = "") -> Done:
        """Run a Python module in the output folder."""
        variables = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        return finished(start([sys.executable, "-m", *command], self.out, **variables))


def make(document: Document, out: Path, *options: str) -> Made:
    """Generate the client of a document into an existing folder."""
    command = ["generate", str(document.path), "-o", str(out), "--package", document.package]
    return Made(
        document, out, _speccast(*command, "--format", "json", "--force", *options, folder=out)
    )


def _speccast(*arguments: str, folder: Path) -> Done:
    return finished(start([sys.executable, "-m", "speccast", *arguments], folder))
