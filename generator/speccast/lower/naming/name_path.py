"""The location of a type as a chain of words: `Livestream` > `sessions` > `err_message`.

Extending a chain is cheap; `proposals` computes candidates only for classes.
"""

from __future__ import annotations

from enum import IntEnum
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.english import ENVELOPE, singular, words
from speccast.lower.raw import keywords
from speccast.resolve import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SCHEMAS = ("schemas", "$defs", "definitions")
_OPERATION = keywords(
    "paths webhooks components callbacks get put post delete options head patch trace query"
    " parameters requestBody responses headers content schema"
)
_INSIDE = keywords(
    "properties patternProperties items prefixItems additionalProperties allOf oneOf anyOf"
)
"""Keywords that contain schemas."""
_BRANCHES = keywords("oneOf anyOf")


class Anchor(IntEnum):
    """The beginning of a chain; equal types are named after the location with the lowest value."""

    COMPONENT = 0
    """A schema with a key of its own."""
    PART = 1
    """A named response, body, parameter or header."""
    ROLE = 2
    """A request or response of an operation."""
    OPERATION = 3
    """A parameter of an operation."""


class NamePath(Struct, frozen=True):
    """A location, in words."""

    words: tuple[str, ...]
    """The words of this step."""
    parent: NamePath | None = None
    anchor: Anchor = Anchor.OPERATION
    """The beginning of the chain."""
    noun: tuple[str, ...] = ()
    """The subject of the operation at the beginning: `livestream`."""
    also: tuple[tuple[str, ...], ...] = ()
    """Further names, of lower priority."""
    exact: bool = False
    """Whether the words are the key of the schema itself."""

    def member(self, name: str) -> NamePath:
        """Return the location of a property."""
        return NamePath((name,), self, self.anchor, self.noun)

    def item(self) -> NamePath:
        """Return the location of an array's items or a map's values: the singular of its name."""
        *before, last = self.words or ("",)
        one = singular(last)
        if one != last:
            return NamePath((*before, one), self.parent, self.anchor, self.noun)
        if self.enveloped:
            return self
        full = (*self.words, "item")
        if self.parent is None and self.anchor is Anchor.ROLE and self.noun:
            return NamePath(self.noun, None, self.anchor, self.noun, (full,))
        return NamePath(full, self.parent, self.anchor, self.noun)

    def branch(self, *words: str) -> NamePath:
        """Return the location of a branch of a union, distinguished from the others by words."""
        if not words and not self.exact:
            return self
        return NamePath((*self.words, *words), self.parent, self.anchor, self.noun)

    def role(self, name: str) -> NamePath:
        """Return the location of a request or response of an operation."""
        return NamePath((*self.words, name), None, Anchor.ROLE, self.noun)

    def response(self, status: str) -> NamePath:
        """Return the location of a response with a status."""
        if status.startswith("2"):
            return self.role("response")
        reason = _reason(status)
        also: list[tuple[str, ...]] = [] if status == "default" else [(*reason, "response")]
        also += [(*self.words, "error"), (*self.words, *reason, "error")]
        return NamePath(("error", "response"), None, Anchor.ROLE, self.noun, tuple(also))

    @property
    def enveloped(self) -> bool:
        """Whether this is the member of a response that contains its payload."""
        return (
            bool(self.noun)
            and len(self.words) == 1
            and self.words[0].lower() in ENVELOPE
            and self.parent is not None
            and self.parent.parent is None
            and self.anchor is Anchor.ROLE
        )

    @property
    def root(self) -> tuple[str, ...]:
        """The first words of the chain."""
        return list(self.links())[-1].words

    def links(self) -> Iterator[NamePath]:
        """Iterate from this link to the first."""
        here: NamePath | None = self
        while here is not None:
            yield here
            here = here.parent


def _reason(status: str) -> tuple[str, ...]:
    """Return the words of a status: `not found`."""
    try:
        return words(HTTPStatus(int(status)).phrase)
    except ValueError:
        return {"4": ("client",), "5": ("server",)}.get(status[:1], ("status", status))


def name_path_of(pointer: str) -> NamePath | None:
    """Return the location for a pointer to or into a named part of a document; None for others."""
    file, keys = split(pointer)
    if not any(keys):
        stem = PurePosixPath(file).name.split(".")[0]
        return NamePath((stem or "root",), None, Anchor.COMPONENT, exact=True)
    begin = _named(keys)
    unnamed = begin is None
    if begin is None:
        begin = _free_key(file, keys)
    if begin is None:
        return None
    anchor = Anchor.COMPONENT if unnamed or keys[begin - 1] in _SCHEMAS else Anchor.PART
    exact = begin == len(keys) - 1 and anchor is Anchor.COMPONENT
    return _inside(NamePath((keys[begin],), None, anchor, exact=exact), keys[begin + 1 :])


def declaring_name_path(pointer: str, name_path: NamePath) -> NamePath:
    """Return the location of a schema in the component that declares it.

    Args:
        pointer: the pointer of the schema.
        name_path: the location of a use, such as a component that inherits the schema. It is
            returned if it is in the same component, or for a branch, whose name it contains.

    """
    root = name_path.root
    if root and f"/{root[0]}/" in pointer:
        return name_path
    if not _BRANCHES.isdisjoint(split(pointer)[1]):
        return name_path
    declared = name_path_of(pointer)
    return name_path if declared is None or declared.root == root else declared


def _named(keys: Sequence[str]) -> int | None:
    """Return the index of the key of the innermost named part."""
    for index in range(len(keys) - 1, 0, -1):
        if keys[index - 1] in _SCHEMAS[1:] and keys[index - 2 : index - 1] != ("properties",):
            return index
    return 2 if keys[0] == "components" and len(keys) > 2 else None  # noqa: PLR2004 - components, kind, key


def _free_key(file: str, keys: Sequence[str]) -> int | None:
    """Return the index of a key that the document's author has chosen, outside of components.

    It is a key of another file (`pets.yaml#/Pet`) or in an extension.
    """
    end = next((index for index, key in enumerate(keys) if key in _INSIDE), len(keys))
    named = keys[:end]
    if not named or not _OPERATION.isdisjoint(named) or not (file or named[0].startswith("x-")):
        return None
    return end - 1


def _inside(name_path: NamePath, keys: Sequence[str]) -> NamePath:
    """Return the location that keys below another location lead to."""
    index = 0
    while index < len(keys):
        if keys[index] in ("properties", "patternProperties") and index + 1 < len(keys):
            name_path = name_path.member(keys[index + 1])
            index += 1
        elif keys[index] in ("items", "additionalProperties"):
            name_path = name_path.item()
        elif keys[index] in ("oneOf", "anyOf") and index + 1 < len(keys):
            name_path = name_path.branch("option", str(int(keys[index + 1]) + 1))
            index += 1
        index += 1
    return name_path
