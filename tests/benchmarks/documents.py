"""The documents that the benchmarks take: a name gives the path of one."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from tests.support.places import ROOT

from .payloads import shapes
from .peers import AbsentError, cache

if TYPE_CHECKING:
    from pathlib import Path

_CORPUS: Final = ROOT.parent / "shared" / "corpus"
_PATHS: Final = {
    "livestreams": ROOT / "spec" / "livestreams.yaml",
    "stripe": _CORPUS / "stripe2022.json",
    "openai": _CORPUS / "openai.yaml",
    "box": _CORPUS / "box.json",
}
_GITHUB: Final = "@octokit/openapi"
_PATIENCE: Final = 600
"""Seconds for npm to answer."""


def document(name: str) -> Path:
    """Return the path of `livestreams`, `stripe`, `openai`, `box`, `github` or `shapes`.

    Raises:
        AbsentError: it is not at hand.

    """
    if name == "shapes":
        return _shapes()
    path = _PATHS.get(name) or _github()
    if not path.exists():
        message = "../shared/corpus is not at hand"
        raise AbsentError(message)
    return path


def _shapes() -> Path:
    """Return the path of the document whose models are wide, deep and of many kinds."""
    path = cache() / "shapes.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(shapes()), "utf-8")
    return path


def _github() -> Path:
    """Return the path of GitHub's document, which its makers publish with npm."""
    kept = cache() / "github.json"
    if kept.exists():
        return kept
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is not at hand"
        raise AbsentError(message)
    folder = cache() / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", _GITHUB]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - npm
    except (subprocess.SubprocessError, OSError) as error:
        message = f"npm cannot install {_GITHUB}: {error}"
        raise AbsentError(message) from None
    published = folder / "node_modules" / _GITHUB / "generated" / "api.github.com.json"
    shutil.copyfile(published, kept)
    shutil.rmtree(folder)  # half a gigabyte, of which this is a little
    return kept
