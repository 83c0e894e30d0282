"""Takes YAML text, returns its tree: slower than yaml-rs, and exact.

The core schema of YAML 1.2 (section 10.3.2) decides what a plain scalar is; merge keys are
honoured, keys keep their text, and values that JSON cannot express are refused, with their place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpecError

from . import recognition
from .limits import MAX_DEPTH, MAX_DIGITS, duplicate_key, too_deep
from .yaml_events import STRING_TAG, Composer, Mapping, Node, Scalar, Sequence, is_merge, pairs

if TYPE_CHECKING:
    from speccast.reading.json_value import Json

    from .lines import Lines

MAX_ALIASED = 1_000_000
"""The maximum number of nodes that all aliases may expand to."""

_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset(
    ("", STRING_TAG, *(_CORE + name for name in ["str", "int", "float", "bool", "null"]))
)
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_TYPES = {
    _CORE + "int": int,
    _CORE + "float": float,
    _CORE + "bool": bool,
    _CORE + "null": type(None),
}
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def read_exactly(lines: Lines) -> Json:
    """Return the tree of a YAML text; the core schema decides the type of each scalar."""
    composer = Composer(lines)
    root = composer.compose()
    return None if root is None else _Reader(lines, composer.count + MAX_ALIASED).tree(root, 1)


class _Reader:
    """Converts nodes to values."""

    def __init__(self, lines: Lines, budget: int) -> None:
        self._lines = lines
        self._budget = budget

    def tree(self, node: Node, depth: int) -> Json:
        self._budget -= 1
        if self._budget < 0:
            hint = "aliases of aliases multiply"
            message = f"the aliases expand to more than {MAX_ALIASED} nodes"
            raise self._error(message, "alias-bomb", node, hint)
        if isinstance(node, Scalar):
            return self._scalar(node)
        if depth > MAX_DEPTH:
            raise too_deep(self._lines, node.offset)
        if isinstance(node, Sequence):
            self._check_tag(node, "seq")
            return [self.tree(item, depth + 1) for item in node.items]
        self._check_tag(node, "map")
        return self._mapping(node, depth)

    def _check_tag(self, node: Sequence | Mapping, name: str) -> None:
        if node.tag not in {"", STRING_TAG, _CORE + name}:
            raise self._unknown_tag(node)

    def _mapping(self, node: Mapping, depth: int) -> Json:
        own: dict[str, Json] = {}
        first: dict[str, Scalar] = {}
        merged: dict[str, Json] = {}
        for key, value in pairs(node):
            if type(key) is not Scalar:
                message = "a key must be text, as in JSON"
                hint = recognition.probable_cause(self._lines.text)
                raise self._error(message, "complex-key", key, hint)
            if is_merge(key):
                for name, member in self._merged(value, depth).items():
                    merged.setdefault(name, member)
                continue
            if key.tag not in _TAGS:
                raise self._unknown_tag(key)
            if key.text in first:
                raise duplicate_key(self._lines, key.text, first[key.text].offset, key.offset)
            first[key.text] = key
            own[key.text] = self.tree(value, depth + 1)
        return {**merged, **own} if merged else own

    def _merged(self, node: Node, depth: int) -> dict[str, Json]:
        merged: dict[str, Json] = {}
        for part in node.items if type(node) is Sequence else (node,):
            if type(part) is not Mapping:
                message = "<< takes a mapping or a list of mappings"
                raise self._error(message, "bad-merge", part)
            tree = self.tree(part, depth)
            for name, member in tree.items() if isinstance(tree, dict) else ():
                merged.setdefault(name, member)
        return merged

    def _scalar(self, node: Scalar) -> Json:
        text, tag = node.text, node.tag
        if tag in {STRING_TAG, _CORE + "str"}:
            return text
        if tag not in _TAGS:
            raise self._unknown_tag(node)
        value = self._by_core_schema(node)
        if tag and type(value) is not _TYPES[tag]:
            if tag == _CORE + "float" and type(value) is int:
                return float(value)
            message = f"{text[:40]!r} is not a valid {tag.removeprefix(_CORE)}"
            raise self._error(message, "bad-tag", node)
        return value

    def _by_core_schema(self, node: Scalar) -> Json:
        text = node.text
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if text[0] not in "+-.0123456789":
            return text
        if len(text) > MAX_DIGITS and text.lstrip("+-").isdecimal():
            message = f"a number of {len(text)} digits; at most {MAX_DIGITS} can be read"
            raise self._error(message, "huge-number", node)
        value = _number(text)
        if value is not None and value - value != 0:
            message = f"{text[:40]} is a number that JSON cannot express"
            hint = "quote it if it is meant as text"
            raise self._error(message, "no-json-number", node, hint)
        return text if value is None else value

    def _unknown_tag(self, node: Node) -> SpecError:
        message = f"the tag {node.tag[:80]!r} is not one of JSON's types"
        return self._error(message, "unknown-tag", node, "tags run no code and include no file")

    def _error(self, message: str, code: str, node: Node, hint: str = "") -> SpecError:
        return SpecError(code, message, self._lines.locate(node.offset), hint)


def _number(text: str) -> int | float | None:
    """Return the value of a plain scalar that is a number; None for text."""
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text) or _INFINITE.fullmatch(text):
        return float(text if text[-1] not in "fFnN" else text.replace(".", ""))
    return None
