"""`contentSchema` -> the type of the JSON in a string. The type of the string remains `str`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Scalar
from speccast.lower.raw import mapping, sequence
from speccast.lower.schemas.json_types import holds_json
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speccast.ir import Type
    from speccast.lower.raw import Part, Place
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas

_TEXTS = (Scalar.STR, Scalar.BASE64, Scalar.BASE64URL)


def lower(schemas: Schemas, subject: Subject, kind: Scalar) -> None:
    """Lower the `contentSchema` of a string, and store its type in `schemas.contents`."""
    for node, pointer in subject.parts:
        if kind in _TEXTS and holds_json(node):
            at = join(pointer, "contentSchema")
            if at not in schemas.contents:
                schemas.contents[at] = Scalar.ANY  # in case it contains itself
                name_path = subject.name_path.member("content")
                schemas.contents[at] = schemas.type_of(node["contentSchema"], at, name_path)


def content_of(schemas: Schemas, places: Iterable[Place]) -> Type | None:
    """Return the type of the JSON in the string of a property; None if it is not described."""
    for _, pointer in _with_branches(schemas, places):
        found = schemas.contents.get(join(pointer, "contentSchema"), Scalar.ANY)
        if found is not Scalar.ANY:
            return found
    return None


def _with_branches(schemas: Schemas, places: Iterable[Place]) -> Iterator[Part]:
    """Iterate schemas, and the branches of their unions."""
    for place in places:
        node, pointer = schemas.resolved.follow(*place)
        yield mapping(node), pointer
        for keyword in ("anyOf", "oneOf"):
            for index, branch in enumerate(sequence(mapping(node).get(keyword))):
                inner, at = schemas.resolved.follow(branch, join(pointer, keyword, index))
                yield mapping(inner), at
