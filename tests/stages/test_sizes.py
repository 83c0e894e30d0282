"""The size of packages: bounds on lines and modules, and unused modules."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.places import ROOT
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

SMALLEST = {
    "openapi": "3.1.0",
    "info": {"title": "Small", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/thing": {
            "get": {
                "operationId": "getThing",
                "responses": {
                    "200": {
                        "description": "The thing.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"name": {"type": "string"}},
                                }
                            }
                        },
                    }
                },
            }
        }
    },
}
SMALLEST_LINES, SMALLEST_MODULES = 4_363, 26
LIVESTREAM_LINES = 9_384
"""The bounds. A change that makes a package smaller lowers them."""
OPTIONAL = (
    "also_at auth choice events multipart oauth paging parameters parts scope sequences"
    " stream_bodies streaming streams unions waiting pages"
)
"""The modules that only some operations need."""


@pytest.fixture(scope="module")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package for one GET with one property, and of its tests."""
    folder = tmp_path_factory.mktemp("smallest")
    (folder / "spec.json").write_text(json.dumps(SMALLEST))
    assert speccast("generate", "spec.json", "--package", "small", folder=folder).code == 0
    return folder


def lines(folder: Path) -> int:
    """Count the lines of Python below a folder."""
    return sum(len(path.read_bytes().splitlines()) for path in folder.rglob("*.py"))


def runtime(folder: Path) -> set[str]:
    """Return the modules of the runtime below a folder."""
    [found] = folder.rglob("_runtime")
    return {path.stem for path in found.glob("*.py")}


def test_smallest(smallest: Path) -> None:
    """A package for one GET with one property, its tests included."""
    assert lines(smallest) <= SMALLEST_LINES
    assert len(runtime(smallest)) <= SMALLEST_MODULES


def test_livestreams() -> None:
    """The livestream client, with everything."""
    assert lines(ROOT / "generated") <= LIVESTREAM_LINES


@pytest.mark.parametrize("module", OPTIONAL.split())
def test_absent(smallest: Path, module: str) -> None:
    """Modules without a use are not shipped."""
    assert (ROOT / "templates" / "runtime" / f"{module}.py").is_file()
    assert module not in runtime(smallest)


@pytest.mark.parametrize(
    "checker",
    [
        ("mypy", "--strict"),
        ("ruff", "check", "--isolated", "--select", "F,I", "--ignore", "F403"),
        ("ruff", "format", "--isolated", "--check"),
    ],
    ids=["mypy", "ruff check", "ruff format"],
)
def test_what_is_left_is_whole(smallest: Path, checker: tuple[str, ...]) -> None:
    """No name is undefined, and no import is unused."""
    [package] = (path for path in smallest.rglob("small") if (path / "client.py").is_file())
    done = finished(start([sys.executable, "-m", *checker, package.name], package.parent))
    assert done.code == 0, done.out
