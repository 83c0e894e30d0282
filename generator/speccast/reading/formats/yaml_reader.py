"""Takes YAML text, returns its tree by the core schema of YAML 1.2 (section 10.3.2).

yaml-rs is fast, but accepts a few constructs that must be refused or read differently. Texts that
may contain one of them, and texts with an error, are read by `yaml_exact`, which knows the position
of each node. Without yaml-rs, it reads all texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .limits import MAX_DEPTH, MAX_DIGITS

if TYPE_CHECKING:
    from speccast.reading.json_value import Json

    from .lines import Lines

# Each begins with a rare character and looks back from there, which is fast in `re`.
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
_EMPTY_BLOCK = re.compile(r"[|>](?<!\S[|>])[-+0-9]*+[ \t]*+(?:#.*|\Z)")
"""A block scalar without content in the last line."""
_UNDERSCORED = re.compile(r"[0-9]_[0-9_.eE+-]*+")
_ENDS = frozenset(("", " ", "\t", "\n", "\r", "\f", "\v", ",", "]", "}", ":"))
"""Characters that may follow a number."""
_WHOLE_NUMBER = re.compile(r"(?:^|[\s,\[{:])[-+]?\.?[0-9][0-9_.eE+-]*$")
_LONGEST = 64
_TEXT = frozenset((str,))
_STATUS = range(100, 600)
"""Keys that are written without quotes in most documents."""


def _is_suspicious(text: str) -> bool:
    """Return whether yaml-rs may read a text differently from the exact reader."""
    if any(pattern.search(text) for pattern in _SUSPICIOUS):
        return True
    stripped = text.rstrip()
    if _EMPTY_BLOCK.search(stripped, stripped.rfind("\n") + 1):
        return True
    return any(
        text[found.end() : found.end() + 1] in _ENDS
        and _WHOLE_NUMBER.search(text, max(0, found.start() - _LONGEST), found.end())
        for found in _UNDERSCORED.finditer(text)
    )


def read_yaml(lines: Lines) -> Json:
    """Return the tree of a YAML text.

    Raises:
        SpecError: it is not YAML, or has values that JSON cannot express, or duplicate keys.

    """
    if not _is_suspicious(lines.text):
        try:
            import yaml_rs  # noqa: PLC0415 - there is no wheel for some Pythons

            tree: Any = yaml_rs.loads(lines.terminated, parse_datetime=False)
        except (ImportError, ValueError, TypeError, OverflowError):
            pass
        else:
            found: Json = tree
            if _is_plain(found):
                return found
    return _read_exactly(lines)


def _is_plain(tree: Json) -> bool:
    """Return whether the exact reader would return the same; convert status keys to text."""
    level = [tree]
    for _ in range(MAX_DEPTH + 1):
        below: list[Json] = []
        for node in level:
            if isinstance(node, dict):
                if not _text_keys(node):
                    return False
                below.extend(node.values())
            elif isinstance(node, list):
                below.extend(node)
            elif isinstance(node, float | int) and _is_beyond_json(node):
                return False
        level = below
        if not level:
            return True
    return False


def _is_beyond_json(number: float) -> bool:
    """Return whether a number is infinite, NaN, or too long."""
    if isinstance(number, int):
        return number.bit_length() > 3 * MAX_DIGITS
    return number - number != 0


def _text_keys(node: dict[str, Json]) -> bool:
    """Convert status codes to text; return whether all keys are text then."""
    if set(map(type, node)) <= _TEXT:
        return True
    keys: list[object] = list(node)
    members = list(node.values())
    node.clear()
    for key, member in zip(keys, members, strict=True):
        if isinstance(key, str):
            node[key] = member
        elif isinstance(key, int) and key in _STATUS:
            node[str(key)] = member
    return len(node) == len(keys)


def _read_exactly(lines: Lines) -> Json:
    from .yaml_exact import read_exactly  # noqa: PLC0415 - most documents do not need PyYAML

    return read_exactly(lines)
