"""Where a type stands, as a chain of words, and the names that follow from it.

`Where` is a link from a schema to what contains it: `Livestream` > `sessions` > `err_message`. Only a
schema that becomes a class asks for its names, so that a link costs next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from http import HTTPStatus
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from speccast.ir import Hint, HintKind, Text

from .english import ENVELOPE, VAGUE, singular, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMAS = ("schemas", "$defs", "definitions")
_DEEPEST = 5
"""Links of a chain that are put together to one name."""


class Anchor(IntEnum):
    """What a chain begins with; of several equal shapes the one with the lowest is named after its place."""

    COMPONENT = 0
    """A schema with a key of its own."""
    PART = 1
    """A named response, body, parameter or header."""
    OPERATION = 2
    """A role in an operation: its request, response, error, parameter."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place, in words."""

    words: tuple[str, ...]
    """Of this step alone."""
    parent: Where | None = None
    anchor: Anchor = Anchor.OPERATION
    noun: tuple[str, ...] = ()
    """What an operation's envelope holds: `livestream`."""
    also: tuple[tuple[str, ...], ...] = ()
    """Further names of an anchor, less wanted."""
    role_less: bool = False
    """Whether this is an operation itself, and not yet what it sends or answers."""

    def property(self, name: str) -> Where:
        """Return the place of a property."""
        return Where((name,), self, self.anchor, self.noun)

    def item(self) -> Where:
        """Return the place of an array's items or a map's values: the singular of the array's own name."""
        last = self.words[-1] if self.words else ""
        one = singular(last)
        if one != last:
            return Where((*self.words[:-1], one), self.parent, self.anchor, self.noun, self.also)
        if self.parent is None and self.noun:
            also = ((*self.words, "item"), *self.also)
            return Where(self.noun, None, self.anchor, self.noun, also)
        if last.lower() in ENVELOPE and self.parent is not None and self.noun:
            return self
        return Where((*self.words, "item"), self.parent, self.anchor, self.noun, self.also)

    def branch(self, *name: str) -> Where:
        """Return the place of one of a union's branches."""
        if self.parent is None:
            return Where((*self.words, *name), None, self.anchor, self.noun)
        return Where((*self.words, *name), self.parent, self.anchor, self.noun)

    def role(self, name: str) -> Where:
        """Return the place of what an operation sends or answers."""
        return Where((*self.words, name), None, self.anchor, self.noun, self.also)

    def response(self, status: str) -> Where:
        """Return the place of what an operation answers with a status."""
        if status.startswith("2"):
            return self.role("response")
        if status == "default":
            return Where(
                ("error", "response"), None, self.anchor, self.noun, ((*self.words, "error"),)
            )
        said = reason(status)
        also = ((*said, "response"), (*self.words, *said), (*self.words, "error"))
        return Where(("error", "response"), None, self.anchor, self.noun, also)

    def links(self) -> Iterator[Where]:
        """Iterate from here to the anchor."""
        here: Where | None = self
        while here is not None:
            yield here
            here = here.parent


def reason(status: str) -> tuple[str, ...]:
    """Return the words of a status: `not found`."""
    try:
        return words(HTTPStatus(int(status)).phrase)
    except ValueError:
        return ("server", "error") if status.startswith("5") else ("status", status)


def _joined(links: list[Where]) -> tuple[str, ...]:
    """Put the words of links together, outermost first, without saying a word twice in a row."""
    joined: list[str] = []
    for link in reversed(links):
        for word in link.words:
            if not joined or joined[-1].lower() != word.lower():
                joined.append(word)
    return tuple(joined)


def names(where: Where) -> Iterator[tuple[str, ...]]:
    """Iterate the names that a place suggests, the most wanted first."""
    links = list(islice(where.links(), _DEEPEST))
    if len(links) == 1:
        yield where.words
        yield from where.also
        return
    if where.noun and where.words[-1].lower() in ENVELOPE and len(links) == 2:  # noqa: PLR2004 - the body's own member
        yield where.noun
    if where.noun and links[1].parent is None and links[1].role_less:
        yield (*where.noun, *where.words)
    for count in range(2, len(links) + 1):
        chosen = links[:count]
        if count < len(links) and chosen[-1].words[-1].lower() in VAGUE:
            continue
        yield _joined(chosen)


def hints(where: Where, title: Text | None) -> tuple[Hint, ...]:
    """Return what a declared type may be called, the most wanted first."""
    found: dict[tuple[str, ...], Hint] = {}
    if where.parent is None and where.anchor is Anchor.COMPONENT:
        return (Hint(HintKind.REQUIRED, tuple(map(Text, where.words))),)
    if title is not None and usable(title.value):
        found[words(title.value)] = Hint(HintKind.SUGGESTED, (title,))
    for name in names(where):
        key = tuple(word for part in name for word in words(part))
        if key and key not in found:
            found[key] = Hint(HintKind.SUGGESTED, tuple(map(Text, name)))
    return tuple(found.values())


def usable(title: str) -> bool:
    """Tell whether a title is a name, and not a sentence."""
    return 0 < len(words(title)) <= 6 and "\n" not in title  # noqa: PLR2004 - more words are a sentence


def place_of(pointer: str) -> Where | None:
    """Return the words of a place with a name of its own, or inside one; None for any other place."""
    file, _, path = pointer.partition("#")
    keys = [key.replace("~1", "/").replace("~0", "~") for key in path.split("/")[1:]]
    if not any(keys):
        return Where((PurePosixPath(file).name.split(".")[0] or "root",), anchor=Anchor.COMPONENT)
    begin = _anchor(keys)
    if begin is None:
        return None
    anchor = Anchor.COMPONENT if keys[begin - 1] in _SCHEMAS else Anchor.PART
    return _inside(Where((keys[begin],), anchor=anchor), keys[begin + 1 :])


def _anchor(keys: list[str]) -> int | None:
    """Return the index of the key that names the innermost named thing."""
    for index in range(len(keys) - 1, 0, -1):
        before = keys[index - 1]
        if before in ("$defs", "definitions") and keys[index - 2 : index - 1] != ["properties"]:
            return index
    return 2 if keys[0] == "components" and len(keys) > 2 else None  # noqa: PLR2004 - components/<kind>/<key>


def _inside(where: Where, keys: list[str]) -> Where:
    """Return the place that further keys lead to."""
    index = 0
    while index < len(keys):
        if keys[index] in ("properties", "patternProperties") and index + 1 < len(keys):
            where = where.property(keys[index + 1])
            index += 1
        elif keys[index] in ("items", "additionalProperties"):
            where = where.item()
        index += 1
    return where
