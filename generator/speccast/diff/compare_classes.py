"""Compares the models, enums and aliases of two surfaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from speccast.diff.compare_methods import arrow
from speccast.diff.pairs import Pairs, by_name, pair
from speccast.diff.verdicts import Change
from speccast.surface.shapes import NONE, fits, renamed, union
from speccast.surface.symbols import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.surface.shapes import Shape
    from speccast.surface.symbols import Class, Property


def compare_classes(classes: Pairs[Class], renames: Mapping[str, str]) -> Iterator[Change]:
    """Iterate the changes of classes.

    Args:
        classes: the old classes, each with the corresponding new one.
        renames: the new names of classes that were renamed.

    """
    for removed in classes.removed:
        yield Change(f"models.{removed.name}", "model-removed", "", removed.pointer, old=True)
    for before, after in classes.renamed:
        what = f"now models.{after.name}"
        yield Change(f"models.{before.name}", "model-renamed", what, after.pointer)
    for added in classes.added:
        yield Change(f"models.{added.name}", "model-added", "", added.pointer)
    for before, after in classes.common:
        yield from _Comparison(before, after, renames).changes()


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One class in two documents."""

    before: Class
    after: Class
    renames: Mapping[str, str]

    @property
    def sent(self) -> bool:
        """Whether callers can create values of it, in either document."""
        return bool((self.before.direction | self.after.direction) & Direction.SENT)

    @property
    def received(self) -> bool:
        """Whether callers received values of it before."""
        return bool(self.before.direction & Direction.RECEIVED) or not self.sent

    def change(self, kind: str, what: str = "", member: str = "", pointer: str = "") -> Change:
        """Return a change of the class, or of one of its members."""
        symbol = f"models.{self.after.name}" + (f".{member}" if member else "")
        return Change(symbol, kind, what, pointer or self.after.pointer)

    def changes(self) -> Iterator[Change]:
        """Iterate the differences."""
        before, after = self.before, self.after
        if before.kind != after.kind:
            yield self.change("model-replaced", f"{_article(before)} -> {_article(after)}")
            return
        if after.deprecated and not before.deprecated:
            yield self.change("model-deprecated")
        yield from self.members()
        yield from self.properties()
        if before.shape and after.shape:
            kinds = ("alias-widened", "alias-narrowed", "alias-restricted", "alias-relaxed")
            yield from self.shapes(before.shape, after.shape, kinds)

    def members(self) -> Iterator[Change]:
        """Iterate the differences in the members of an enum."""
        found = pair(
            by_name(self.before.members, lambda member: member[0]),
            by_name(self.after.members, lambda member: member[0]),
            [lambda member: member[1]],
            lambda _: self.after.name,  # any two with similar names
        )
        for removed in found.removed:
            symbol = f"models.{self.after.name}.{removed[0]}"
            yield Change(symbol, "member-removed", removed[1], self.before.pointer, old=True)
        for before, after in found.renamed:
            yield self.change("member-renamed", f"now {after[0]}", before[0])
        for added in found.added:
            yield self.change("member-added", added[1], added[0])

    def properties(self) -> Iterator[Change]:
        """Iterate the differences in the properties of a model."""
        found = pair(
            by_name(self.before.properties, lambda item: item.name),
            by_name(self.after.properties, lambda item: item.name),
            [lambda item: item.wire],
            lambda item: (str(item.shape), item.required),
        )
        for removed in found.removed:
            symbol = f"models.{self.after.name}.{removed.name}"
            yield Change(symbol, "property-removed", "", removed.pointer, old=True)
        for before, after in found.renamed:
            what = f"now {after.name}"
            yield self.change("property-renamed", what, before.name, after.pointer)
        for added in found.added:
            kind = "required-property-added" if added.required and self.sent else "property-added"
            yield self.change(kind, str(added.shape), added.name, added.pointer)
        for before, after in found.common:
            yield from self.property(before, after)

    def property(self, before: Property, after: Property) -> Iterator[Change]:
        """Iterate the differences in one property."""

        def change(kind: str, what: str = "") -> Change:
            return self.change(kind, what, after.name, after.pointer)

        if after.required and not before.required:
            yield change("property-required" if self.sent else "property-present")
        elif before.required and not after.required:
            was_present = self.received and NONE not in (before.shape, *before.shape.parts)
            yield change("property-optional" if was_present else "property-omittable")
        was, is_ = before.shape, after.shape
        if not (before.required and after.required):
            was, is_ = union([was, NONE]), union([is_, NONE])
        kinds = ("property-widened", "property-narrowed", "property-restricted", "property-relaxed")
        yield from self.shapes(was, is_, kinds, after)
        if before.default != after.default and self.sent:
            yield change(
                "property-default", arrow(before.default or "none", after.default or "none")
            )
        if after.deprecated and not before.deprecated:
            yield change("property-deprecated")

    def shapes(
        self,
        before: Shape,
        is_: Shape,
        kinds: tuple[str, str, str, str],
        item: Property | None = None,
    ) -> Iterator[Change]:
        """Iterate the change between two shapes; its kind depends on the direction of values."""
        was = renamed(before, self.renames)
        if was == is_:
            return
        widened, narrowed, restricted, relaxed = kinds
        if self.received and not fits(is_, was):
            kind = widened
        elif self.sent and not fits(was, is_):
            kind = narrowed
        elif self.received and item is not None and not fits(is_, was, exact=True):
            kind = "property-retyped"
        else:
            kind = restricted if self.received else relaxed
        name, pointer = (item.name, item.pointer) if item else ("", "")
        yield self.change(kind, arrow(before, is_), name, pointer)


def _article(found: Class) -> str:
    return f"an {found.kind}" if found.kind[0] in "aeiou" else f"a {found.kind}"
