"""Takes YAML text, gives the tree that it means: the core schema of YAML 1.2 (section 10.3.2).

yaml-rs reads fast but takes a few things silently that must be refused or read otherwise. A search
for what could be one of them decides: where nothing looks like it, the fast tree stands; otherwise,
and for every error, the exact reader below speaks, which knows the place of each node.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml_rs

from .diagnostics import SpecError
from .yaml_events import (
    MAX_DEPTH,
    STRING_TAG,
    Composer,
    Mapping,
    Node,
    Scalar,
    Sequence,
    duplicate,
    ended,
    is_merge,
    pairs,
    too_deep,
)

if TYPE_CHECKING:
    from .document import Json
    from .lines import Lines

MAX_ALIASED = 1_000_000
"""Nodes that aliases may stand for, all together."""
MAX_DIGITS = 1_000
"""Digits of a number."""

_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset(("", STRING_TAG, *(_CORE + name for name in "str int float bool null".split())))
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

# Each begins with a rare character and looks back from there: that is what `re` finds fast.
_SUSPICIOUS = (
    re.compile(r"&(?<![^\s,\[{:]&)\S"),  # an anchor
    re.compile(r"!(?<![^\s,\[{:]!)(?!=[\s=])\S"),  # a tag
    re.compile(r"<<[ \t]*:"),  # a merge key
    re.compile(r"0(?<![^\s,\[{:+-]0)(?:[bBXO][0-9a-fA-F]|[xo][0-9a-fA-F]*_)"),  # 0b11, 0x1_F
    re.compile(r"[+0](?<![^\s,\[{][+0])[0-9xo][0-9a-fA-F]*[ \t]*:(?=\s|$)"),  # a key such as 0200
    re.compile(r"\n(?:---|\.\.\.)(?=\s|$)"),  # a second document
    re.compile(r"\n[ \t:?-]{400}"),  # the indentation of what nests deeply
    re.compile(r"\r[ \t:?-]{400}"),
    re.compile(r"\A[ \t:?-]{400}"),
)
_UNDERSCORED = re.compile(r"[0-9]_[0-9_.eE+-]*(?![^\s,\]}:])")
_WHOLE_NUMBER = re.compile(r"(?:^|[\s,\[{:])[-+]?\.?[0-9][0-9_.eE+-]*$")
_LONGEST = 64


def _is_suspicious(text: str) -> bool:
    """Whether something in a text may be what yaml-rs reads otherwise than the exact reader."""
    return any(pattern.search(text) for pattern in _SUSPICIOUS) or any(
        _WHOLE_NUMBER.search(text, max(0, found.start() - _LONGEST), found.end())
        for found in _UNDERSCORED.finditer(text)
    )


def read_yaml(lines: Lines) -> Json:
    """Return the tree of a YAML text.

    Raises:
        SpecError: it is no YAML, or says what JSON cannot say, or would silently lose something.
    """
    if not _is_suspicious(lines.text):
        try:
            tree = yaml_rs.loads(ended(lines.text), parse_datetime=False)
        except (yaml_rs.YAMLDecodeError, ValueError, TypeError, OverflowError):
            pass
        else:
            if _is_plain(tree):
                return tree
    return read_exactly(lines)


def _is_plain(tree: object) -> bool:
    """Whether a tree holds nothing that the exact reader would see otherwise; status keys get text."""
    level = [tree]
    for _ in range(MAX_DEPTH + 1):
        below: list[object] = []
        for node in level:
            kind = type(node)
            if kind is dict:
                if not _text_keys(node):
                    return False
                below.extend(node.values())
            elif kind is list:
                below.extend(node)
            elif kind is float:
                if node - node != 0:
                    return False
            elif kind is int and node.bit_length() > 3 * MAX_DIGITS:
                return False
        level = below
        if not level:
            return True
    return False


def _text_keys(node: dict[object, object]) -> bool:
    """Make status codes text; whether all keys are text then."""
    for key in node:
        if type(key) is not str:
            break
    else:
        return True
    items = [
        (str(key) if type(key) is int and 100 <= key <= 599 else key, value)
        for key, value in node.items()
    ]
    size = len(node)
    node.clear()
    node.update(items)
    return len(node) == size and all(type(key) is str for key in node)


def read_exactly(lines: Lines) -> Json:
    """Return the tree of a YAML text, reading each scalar by the core schema."""
    composer = Composer(lines)
    root = composer.compose()
    return None if root is None else _Reader(lines, composer.count + MAX_ALIASED).tree(root, 1)


class _Reader:
    """Makes values out of nodes."""

    def __init__(self, lines: Lines, budget: int) -> None:
        self._lines = lines
        self._budget = budget

    def tree(self, node: Node, depth: int) -> Json:
        self._budget -= 1
        if self._budget < 0:
            hint = "aliases of aliases multiply"
            message = f"the aliases stand for more than {MAX_ALIASED} nodes"
            raise self._error("alias-bomb", message, node, hint)
        if type(node) is Scalar:
            return self._scalar(node)
        if depth > MAX_DEPTH:
            raise too_deep(self._lines, node.offset)
        if type(node) is Sequence:
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
                raise self._error("complex-key", "a key must be one word, as in JSON", key)
            if is_merge(key):
                for name, member in self._merged(value, depth).items():
                    merged.setdefault(name, member)
                continue
            if key.tag not in _TAGS:
                raise self._unknown_tag(key)
            if key.text in first:
                raise duplicate(self._lines, key.text, first[key.text].offset, key.offset)
            first[key.text] = key
            own[key.text] = self.tree(value, depth + 1)
        return {**merged, **own} if merged else own

    def _merged(self, node: Node, depth: int) -> dict[str, Json]:
        merged: dict[str, Json] = {}
        for part in node.items if type(node) is Sequence else (node,):
            if type(part) is not Mapping:
                raise self._error("bad-merge", "<< takes a mapping or a list of mappings", part)
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
            raise self._error("bad-tag", f"{text[:40]!r} is no {tag.removeprefix(_CORE)}", node)
        return value

    def _by_core_schema(self, node: Scalar) -> Json:
        text = node.text
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if not text[-1].isascii() or text[0] not in "+-.0123456789":
            return text
        if len(text) > MAX_DIGITS and text.lstrip("+-").isdecimal():
            message = f"a number of {len(text)} digits; at most {MAX_DIGITS} can be read"
            raise self._error("huge-number", message, node)
        if _INT.fullmatch(text):
            return int(text)
        if _BASED.fullmatch(text):
            return int(text, 0)
        if _FLOAT.fullmatch(text) and (value := float(text)) - value == 0:
            return value
        if _FLOAT.fullmatch(text) or _INFINITE.fullmatch(text):
            message = f"{text[:40]} is a number that JSON cannot express"
            raise self._error("no-json-number", message, node, "quote it if it is meant as text")
        return text

    def _unknown_tag(self, node: Node) -> SpecError:
        message = f"the tag {node.tag[:80]} is not one of JSON's types"
        return self._error("unknown-tag", message, node, "tags run no code and include no file")

    def _error(self, code: str, message: str, node: Node, hint: str = "") -> SpecError:
        return SpecError(code, message, self._lines.locate(node.offset), hint)
