"""Finds OpenAPI documents and writes a first configuration for them.

Tables `[[tool.speccast.client]]` are appended to an existing pyproject.toml; the rest of it stays.
"""

from __future__ import annotations

import json
import os
import re
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from speccast import pipeline
from speccast.reading import config, disk, document, package_name
from speccast.reading.diagnostics import SpeccastError, SpecError
from speccast.reading.formats import recognition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SUFFIXES = (".yaml", ".yml", ".json")
_SKIPPED = {"node_modules", "site-packages", "__pycache__", "build", "dist", "venv", "env"}
_DEPTH = 4
"""The number of folder levels that are searched."""
_HEAD = 4096
"""The number of bytes in which the version of an OpenAPI document must be."""
_OPENAPI = re.compile(
    rb"""^\s*["']?(openapi["']?\s*:\s*["']?3\.|swagger["']?\s*:\s*["']?2\.0)""", re.MULTILINE
)
_IN_JSON = re.compile(rb'"openapi"\s*:\s*"3\.|"swagger"\s*:\s*"2\.0"')


def find(folder: Path) -> list[Path]:
    """Return the OpenAPI documents below a folder, sorted by path."""
    return sorted(path for path in _files(folder, _DEPTH) if _is_document(path))


def _files(folder: Path, depth: int) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _SKIPPED or entry.is_symlink():
                continue
            if entry.is_dir() and depth > 1:
                yield from _files(Path(entry.path), depth - 1)
            elif entry.name.endswith(_SUFFIXES) and not entry.name.startswith("_"):
                yield Path(entry.path)


def _is_document(path: Path) -> bool:
    try:
        head = disk.read(os.fspath(path))[:_HEAD]
    except OSError:
        return False
    return bool((_IN_JSON if path.suffix == ".json" else _OPENAPI).search(head))


def write(folder: Path, specs: list[Path]) -> Path:
    """Write a configuration for documents and return its path.

    Args:
        folder: the folder; its pyproject.toml is extended, or else a speccast.toml is created.
        specs: the documents.

    Raises:
        SpeccastError: there is a configuration already, or the file cannot be written.

    """
    project = folder / "pyproject.toml"
    path = project if project.is_file() else folder / "speccast.toml"
    if config.configures_speccast(path):
        message = f"{path}: has a configuration already"
        raise SpeccastError(message)
    heading = "tool.speccast.client" if path == project else "client"
    named = zip(specs, _packages(specs), strict=True)
    added = "\n".join(_table(heading, folder, spec, package) for spec, package in named)
    try:
        before = path.read_bytes().decode() if path.is_file() else ""
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        draft = path.with_name(f".{path.name}.draft")
        draft.write_bytes((before + gap + added).encode())
        draft.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise SpeccastError(message) from error
    return path


def _table(heading: str, folder: Path, spec: Path, package: str) -> str:
    output = "src" if (folder / "src").is_dir() else str(config.OUTPUT)
    lines = {
        "spec": os.path.relpath(spec, folder).replace(os.sep, "/"),
        "output": output,
        "package": package,
    }
    # A JSON string is a TOML string, too.
    body = "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
    return f"[[{heading}]]\n{body}"


def check(spec: Path) -> None:
    """Check that a file is an OpenAPI document.

    Raises:
        SpecError: the file cannot be read, or is something else.

    """
    content = document.read(str(spec))
    if not {"openapi", "swagger"} & content.root.keys():
        raise recognition.not_openapi(content.root, content.location("#"))


def _packages(specs: Sequence[Path]) -> list[str]:
    """Return a package name for each document; a repeated name gets a number."""
    names: list[str] = []
    for spec in specs:
        name = _package(spec)
        numbered = (f"{name}_{number}" for number in count(2))
        names.append(next(each for each in chain([name], numbered) if each not in names))
    return names


def _package(spec: Path) -> str:
    try:
        title = pipeline.title_of(document.read(str(spec)))
    except SpecError:
        title = spec.stem
    return package_name.from_title(title)
