"""Golden cases: each folder of `cases/` tests one feature, from a tiny document to code that runs.

    tests/cases/<feature>/
        spec.yaml       the document
        options.txt     further options of the command line, if any
        expected/       the generated files that show the feature, and no others
        stderr.txt      the messages of the run, if any
        exit.txt        the exit code of the run, if it is not 0
        check.py        a script that uses the generated package, if the feature acts at run time

The command is `speccast generate spec.yaml -o OUT --package api OPTIONS`, run in the folder. To add
a case, write `spec.yaml` and create empty files under `expected/`. Then run
`python -m tests.golden --update [NAME ...]`, which fills them, and read the result. Run it again
after each intended change of the output, and read the difference.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.places import CASES
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from tests.support.workspace import Done

PACKAGE = "api"


@dataclass(frozen=True, slots=True)
class Case:
    """One folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The name of the feature."""
        return self.folder.name

    @property
    def expected(self) -> dict[str, str]:
        """The expected files, by their path in the package."""
        return {
            path.relative_to(self.folder / "expected").as_posix(): path.read_text("utf-8")
            for path in sorted((self.folder / "expected").rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    @property
    def outcome(self) -> tuple[int, str]:
        """The expected exit code and standard error."""
        code = self.text("exit.txt").strip() or "0"
        return int(code), self.text("stderr.txt")

    def text(self, name: str) -> str:
        """Return the content of a file that may be missing."""
        path = self.folder / name
        return path.read_text("utf-8") if path.exists() else ""

    def generate(self, out: Path, *more: str) -> Done:
        """Run the command line, with more options if any."""
        options = shlex.split(self.text("options.txt"), comments=True)
        spec = next(path.name for path in sorted(self.folder.glob("spec.*")))
        arguments = ["generate", spec, "-o", str(out), "--package", PACKAGE, *options, *more]
        return speccast(*arguments, folder=self.folder)

    def check(self, out: Path, python: str = sys.executable) -> Done:
        """Run `check.py` against what was generated."""
        path = {"PYTHONPATH": str(out), "PYTHONDONTWRITEBYTECODE": "1"}
        return finished(start([python, "-W", "error", "check.py"], self.folder, **path))

    def update(self, out: Path) -> None:
        """Replace the expected results with those of a run."""
        done = self.generate(out)
        self.replace("stderr.txt", done.err)
        self.replace("exit.txt", f"{done.code}\n" if done.code else "")
        for name in self.expected:
            made = (out / PACKAGE / name).read_text("utf-8")
            self.replace(f"expected/{name}", made)

    def replace(self, name: str, text: str) -> None:
        """Write a file, or remove it if the text is empty."""
        path = self.folder / name
        if text:
            path.write_text(text, "utf-8")
        else:
            path.unlink(missing_ok=True)


def cases() -> list[Case]:
    """Return all cases."""
    return [Case(spec.parent) for spec in sorted(CASES.glob("*/spec.*"))]


def main() -> None:
    """Update all cases, or the named ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=main.__doc__)
    parser.add_argument("--update", action="store_true", required=True)
    parser.add_argument("names", nargs="*", metavar="NAME")
    names: list[str] = parser.parse_args().names
    for case in cases():
        if case.name in names or not names:
            with tempfile.TemporaryDirectory() as out:
                case.update(Path(out))


if __name__ == "__main__":
    main()
