"""Takes a text and offsets in it, returns lines and columns as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from speccast.reading.diagnostics import Location

_BREAK = re.compile(r"\r\n?|\n")
"""The line ends of YAML and JSON. Like most editors, they exclude U+0085, U+2028 and U+2029."""


class Lines:
    """The lines of one file."""

    def __init__(self, text: str, name: str) -> None:
        """Store the text."""
        self.name = name
        self._text: str | None = text
        self._packed = b""

    @property
    def text(self) -> str:
        """The text."""
        if self._text is None:
            self._text = self._packed.decode()
        return self._text

    def pack(self) -> None:
        """Store the text as UTF-8: one character above U+FFFF makes a `str` four times as large."""
        if self._text is not None and not self._text.isascii():
            self._packed, self._text = self._text.encode(), None

    def mentions(self, word: str) -> bool:
        """Return whether a word is anywhere in the text."""
        return word.encode() in self._packed if self._text is None else word in self._text

    @property
    def terminated(self) -> str:
        """The text with a final line end: without it, readers disagree on block scalars."""
        return self.text if self.text.endswith("\n") else self.text + "\n"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def locate(self, offset: int) -> Location:
        """Return the place of the character at an offset; for a larger offset, that of the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return Location(self.name, line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end; empty if there is none."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        found = _BREAK.search(self.text, start)
        return self.text[start : found.start() if found else len(self.text)]
