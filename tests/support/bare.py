"""An environment in which an HTTP library is installed, and nothing that only tests need."""

from __future__ import annotations

import re
import venv
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON = "env/bin/python"
"""The interpreter, from the folder in which the environment was made."""


def bare_environment(folder: Path) -> None:
    """Make the environment `env` in a folder, with links to httpx2 and what it requires."""
    venv.create(folder / "env", with_pip=False)
    [site] = (folder / "env").glob("lib/python*/site-packages")
    for name in {*_needed("httpx2")}:
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top != ".." and not (site / top).exists():
                (site / top).symlink_to(Path(str(distribution(name).locate_file(top))))


def _needed(name: str) -> Iterator[str]:
    """Yield the distributions that a distribution requires, itself first."""
    try:
        found = requires(name) or []
    except PackageNotFoundError:
        return  # for another version of Python
    yield name
    for text in found:
        if "extra ==" not in text:
            yield from _needed(re.split(r"[^\w.-]", text)[0])
