"""Escape text from documents for a terminal, for Markdown and for TOML."""

from __future__ import annotations

import json
import re


def plain(text: str) -> str:
    """Escape non-printable characters, so that a document cannot control a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c == "\t" else ascii(c)[1:-1] for c in text)


def markdown_text(value: str) -> str:
    """Return a text in which all Markdown markup is escaped."""
    return re.sub(r"[\\`*_{}\[\]()<>#+!|~&-]", r"\\\g<0>", plain(value))


def code_span(value: str) -> str:
    """Return a text as Markdown code: between more backticks than it has in a row."""
    shown = plain(value)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[:1] in "` " or shown[-1:] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def toml_string(value: str) -> str:
    """Return a text as a basic string of TOML."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
