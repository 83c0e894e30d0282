"""The exact versions that the README's commands install: `constraints.txt`.

    python -m tests.constraints            renew the file, with the newest versions
    python -m tests.constraints --newest   run the tests with the newest versions, without the file

What follows `--newest` are arguments of pytest. Newest means: as far as pyproject.toml allows. uv
finds one solution for all supported Pythons and platforms.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.places import ROOT

FILE: Final = ROOT / "constraints.txt"
OLDEST: Final = "3.11"
_HEAD: Final = """\
# The exact versions that the README's commands install. Renew: python -m tests.constraints
"""


def pins() -> dict[str, str]:
    """Return the version that each distribution is pinned to, by its canonical name."""
    lines = (line.partition("#")[0].strip() for line in FILE.read_text("utf-8").splitlines())
    read = [Requirement(line) for line in lines if line]
    return {canonicalize_name(each.name): str(each.specifier) for each in read}


def renew(folder: Path) -> int:
    """Write the file."""
    python = _environment(folder, "uv")
    command = [str(python), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade"]
    command += ["--python-version", OLDEST, "--all-extras", "--no-annotate", "--no-header"]
    done = subprocess.run(  # noqa: S603 - uv
        [*command, "pyproject.toml"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode == 0:
        FILE.write_text(_HEAD + done.stdout, encoding="utf-8")
    return done.returncode


def newest(folder: Path, arguments: list[str]) -> int:
    """Run the tests in a new environment, with the newest version of everything."""
    python = _environment(folder, "--editable", f"{ROOT}[dev]")
    subprocess.run([str(python), "-m", "pip", "list"], check=True)  # noqa: S603 - pip
    command = [str(python), "-m", "pytest", "-q", *(arguments or ["-n", "2"])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - pytest


def _environment(folder: Path, *arguments: str) -> Path:
    python = folder / "bin" / "python"
    free = {name: value for name, value in os.environ.items() if "CONSTRAINT" not in name}
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", *arguments],
    ):
        subprocess.run(command, env=free, check=True)  # noqa: S603 - venv and pip
    return python


def main(arguments: list[str]) -> int:
    """Run the command."""
    with tempfile.TemporaryDirectory() as folder:
        if arguments[:1] == ["--newest"]:
            return newest(Path(folder), arguments[1:])
        return renew(Path(folder))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
