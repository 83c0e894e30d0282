"""Which branch of a union a value takes: `oneOf`, `anyOf`, and subtypes by inheritance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .leaves import NoValueError, Source
from .parts import Parts, is_object, items, mapping, members, together, unions
from .possible import Possible
from .validity import Validity

if TYPE_CHECKING:
    from ..model import Json, JsonObject
    from .schemas import Direction, Schemas


class Rules:
    """What holds for all values of one strategy."""

    def __init__(
        self,
        schemas: Schemas,
        direction: Direction,
        *,
        unknown_values: bool = False,
        unknown_properties: bool = False,
        objects: bool = False,
    ) -> None:
        """Take what `Schemas.wire` takes."""
        self.schemas = schemas
        self.exact = Validity(
            schemas, direction, exact=True, unknown_values=unknown_values
        )
        self.loose = Validity(schemas, direction, unknown_values=unknown_values)
        self.possible = Possible(schemas, self.loose)
        self.unknown_values = unknown_values
        self.unknown_properties = unknown_properties
        self.also: Parts = ({"type": "object"},) if objects else ()
        """What the value itself has to fit besides its schema."""


def settled(rules: Rules, source: Source, parts: Parts, budget: int) -> Parts:
    """Choose a branch of each union, until there are no unions left.

    Raises:
        NoValueError: the branches exclude each other.

    """
    parts_of, solid = rules.schemas.parts, rules.schemas.solid
    done: Parts = tuple(map(solid, parts))
    waiting = [(part, keyword, budget) for part, keyword in unions(parts)]
    for part, keyword, level in waiting:
        options = [
            branch
            for branch in items(part, keyword)
            if rules.possible.within(together(done, parts_of(branch)), level - 1)
        ]
        if not options:
            raise NoValueError
        branch = source.choose(options)
        inner = parts_of(branch)
        tag = _tag(rules, part, branch, inner)
        done = together(done, (*map(solid, inner), *tag))
        waiting += [(each, key, level - 1) for each, key in unions(inner)]
    return done


def _tag(rules: Rules, part: JsonObject, branch: Json, inner: Parts) -> Parts:
    """Return what a discriminator asks of the branch that was chosen."""
    discriminator = mapping(part, "discriminator")
    name = discriminator.get("propertyName")
    if not isinstance(name, str):
        return ()
    node = rules.schemas.all_of(members(inner, name))
    for tag in rules.schemas.tags(discriminator, branch):
        if rules.loose.fits(node, tag):
            return (rules.schemas.tagged(name, tag),)
    return ()


def subtype(
    rules: Rules, source: Source, node: Json, budget: int
) -> tuple[Json, Parts]:
    """Choose a subtype, where a schema has some and a discriminator tells them apart."""
    base = rules.schemas.follow(node)
    if is_object(base) and _inherits(base):
        options = [
            each
            for each in rules.schemas.subtypes(base)
            if rules.possible.within(rules.schemas.parts(each), budget)
        ]
        if options:
            base = node = source.choose(options)
    parts = rules.schemas.parts(node)
    for part in filter(_inherits, parts):
        parts = (*parts, *_tag(rules, part, base, parts))
    return node, parts


def _inherits(part: JsonObject) -> bool:
    """Tell whether a discriminator chooses among subtypes, not among branches."""
    return "discriminator" in part and not unions((part,))
