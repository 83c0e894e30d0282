"""Takes a text and the keys that lead to a node, returns the offsets of the node and its key.

The text is parsed on the first request. For a missing node the result is the place of its nearest
existing parent.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from speccast.reading.diagnostics import SpecError

from .yaml_events import Composer, Mapping, Scalar, Sequence, is_merge, pairs

if TYPE_CHECKING:
    from .lines import Lines
    from .yaml_events import Node

_JSON_SPACE = re.compile(r"[ \t\r\n]*")


class Position(Struct, frozen=True):
    """The place of a node in a text."""

    key: int
    """The offset of its key; for an item of a list and for the root, of the node itself."""
    value: int
    """The offset of the node itself."""
    text: str | None
    """The source text of a plain scalar (`1.10`), None for anything else."""
    is_scalar: bool


class Positions(Protocol):
    """Finds places in one text."""

    def find(self, keys: tuple[str, ...]) -> Position:
        """Return the place of the node that keys lead to, or of its nearest existing parent."""
        ...


class YamlPositions:
    """Finds places in YAML text by composing all of its nodes once."""

    def __init__(self, lines: Lines) -> None:
        """Store the text for the first request."""
        self._lines = lines
        self._members: dict[int, dict[str, tuple[Scalar, Node]]] = {}

    @cached_property
    def _root(self) -> Node | None:
        composer = Composer(self._lines)
        try:
            return composer.compose()
        except SpecError:
            # yaml-rs has accepted this text: use the nodes that were parsed before the error.
            return composer.root

    def find(self, keys: tuple[str, ...]) -> Position:
        """Return the place of the node that keys lead to, or of its nearest existing parent."""
        node = self._root
        if node is None:
            return Position(0, 0, None, is_scalar=False)
        at = node.offset
        for key in keys:
            below = self._below(node, key)
            if below is None:
                break
            at, node = below
        is_plain = type(node) is Scalar and not node.tag
        text = node.text if is_plain and type(node) is Scalar else None
        return Position(at, node.offset, text, is_scalar=type(node) is Scalar)

    def _below(self, node: Node, key: str) -> tuple[int, Node] | None:
        if type(node) is Mapping:
            found = self._mapped(node).get(key)
            return found and (found[0].offset, found[1])
        if type(node) is Sequence and key.isdecimal() and int(key) < len(node.items):
            below = node.items[int(key)]
            return below.offset, below
        return None

    def _mapped(self, node: Mapping) -> dict[str, tuple[Scalar, Node]]:
        """Return the members of a mapping by their keys; its own members override merged ones."""
        if id(node) not in self._members:
            merged: dict[str, tuple[Scalar, Node]] = {}
            own: dict[str, tuple[Scalar, Node]] = {}
            for key, value in pairs(node):
                if is_merge(key):
                    for part in value.items if isinstance(value, Sequence) else (value,):
                        if isinstance(part, Mapping):
                            merged = {**self._mapped(part), **merged}
                elif isinstance(key, Scalar):
                    own[key.text] = (key, value)
            self._members[id(node)] = {**merged, **own}
        return self._members[id(node)]


class JsonPositions:
    """Finds places in JSON text; the C scanner skips the values before them."""

    def __init__(self, lines: Lines) -> None:
        """Store the text for the first request."""
        self._text = lines.text
        self._skip = json.JSONDecoder().raw_decode
        self._members: dict[int, dict[str, tuple[int, int]]] = {}

    def find(self, keys: tuple[str, ...]) -> Position:
        """Return the place of the node that keys lead to, or of its nearest existing parent."""
        key_at = at = self._space(0)
        for key in keys:
            found = self._below(at).get(key)
            if found is None:
                break
            key_at, at = found
        is_scalar = self._text[at] not in "{["
        is_number = is_scalar and self._text[at] != '"'
        text = self._text[at : self._skip(self._text, at)[1]] if is_number else None
        return Position(key_at, at, text, is_scalar=is_scalar)

    def _space(self, offset: int) -> int:
        found = _JSON_SPACE.match(self._text, offset)
        return found.end() if found else offset

    def _below(self, at: int) -> dict[str, tuple[int, int]]:
        """Return the offsets of the keys and values of the node at an offset."""
        known = self._members.get(at)
        if known is None:
            known = self._members[at] = {}
            opening = self._text[at]
            if opening in "{[":
                self._scan(self._space(at + 1), known, is_object=opening == "{")
        return known

    def _scan(self, offset: int, known: dict[str, tuple[int, int]], *, is_object: bool) -> None:
        text = self._text
        while text[offset] not in "}]":
            start, key = offset, str(len(known))
            if is_object:
                key, offset = self._skip(text, offset)
                offset = self._space(self._space(offset) + 1)
            known[key] = (start, offset)
            offset = self._space(self._skip(text, offset)[1])
            if text[offset] == ",":
                offset = self._space(offset + 1)
