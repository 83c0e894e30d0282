"""Takes a path or standard input, gives a `Document`: the raw tree and where each part stands."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml_rs

from speccast.diagnostics import Location, SpecError

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be read besides the document itself."""

    allow_paths: tuple[Path, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    lock: Path | None = None
    locked: bool = False


class Document:
    """The main document and, through it, each referenced file."""

    def __init__(self, name: str, folder: Path, root: dict[str, Json], digest: str) -> None:
        """Keep what was read."""
        self.name = name
        self.folder = folder
        self.root = root
        self._digest = digest

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Everything that was read so far: relative path, sha256."""
        return ((self.name, self._digest),)

    def location(self, pointer: str) -> Location:
        """Return where the node of a pointer stands."""
        return Location(self.name, 1, 1)

    def key_location(self, pointer: str) -> Location:
        """Return where the key of a pointer stands."""
        return Location(self.name, 1, 1)

    def source_line(self, location: Location) -> str:
        """Return the text of the line."""
        return ""


def read(source: str | Path, reading: Reading = Reading(), stdin: bytes | None = None) -> Document:
    """Read a document."""
    if str(source) == "-":
        data = sys.stdin.buffer.read() if stdin is None else stdin
        name, folder = "-", Path.cwd()
    else:
        name, folder = str(source), Path(source).parent
        try:
            data = Path(source).read_bytes()
        except OSError as error:
            raise SpecError("unreadable", f"cannot read {name}: {error.strerror}") from None
    text = data.decode("utf-8-sig")
    tree = json.loads(text) if text.lstrip()[:1] == "{" else yaml_rs.loads(text, parse_datetime=False)
    if not isinstance(tree, dict):
        raise SpecError("not-openapi", "this is no OpenAPI document", Location(name, 1, 1))
    return Document(name, folder, _text_keys(tree), hashlib.sha256(data).hexdigest())


def _text_keys(tree: dict[str, Json]) -> dict[str, Json]:
    stack: list[Json] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if not all(type(key) is str for key in node):
                items = [(str(key), value) for key, value in node.items()]
                node.clear()
                node.update(items)
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return tree
