"""Escape text from documents for a terminal, for Markdown and for TOML."""

from __future__ import annotations

import json
import re

_CODE = re.compile(r"((?<!`)`[^`|]+`(?!`))")
_BLOCK = re.compile(r"\A(\s*)(?=(?:[-+*]|#{1,6})(?:\s|\Z)|=+\s*\Z|(?:[-*_]\s*){2,}\Z)")
"""The beginning of a line that is a heading, the entry of a list, or a rule."""
_LIST = re.compile(r"\A(\s*\d{1,9})([.)])")


def printable(text: str) -> str:
    """Escape non-printable characters, so that a document cannot control a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c == "\t" else ascii(c)[1:-1] for c in text)


def markdown_text(value: str) -> str:
    """Return a text in which all Markdown markup is escaped."""
    return re.sub(r"[\\`*_{}\[\]()<>#+!|~&-]", r"\\\g<0>", printable(value))


def commonmark(value: str) -> str:
    """Return a line of a description as CommonMark that keeps only code spans and emphasis.

    Links, images, HTML, table cells and the markers of headings, lists and rules are escaped.
    """
    parts = _CODE.split(printable(value))
    parts[::2] = (re.sub(r"[\\`<>\[\]|~&]", r"\\\g<0>", part) for part in parts[::2])
    return _LIST.sub(r"\1\\\2", _BLOCK.sub(r"\1\\", "".join(parts)))


def code_span(value: str) -> str:
    """Return a text as a code span, between more backticks than it has in a row."""
    shown = printable(value)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[:1] in "` " or shown[-1:] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def toml_string(value: str) -> str:
    """Return a text as a basic string of TOML."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
