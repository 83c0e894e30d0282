"""Compares the methods of two surfaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from speccast.diff.pairs import Pairs, by_name, pair
from speccast.diff.verdicts import Change
from speccast.surface.shapes import (
    STR,
    Shape,
    branches,
    fits,
    is_nullable,
    renamed,
    union,
    without_none,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speccast.surface.symbols import Argument, Method

_LONG: Final = 3
"""The number of common branches from which only the differences of a union are shown."""


def compare_methods(methods: Pairs[Method], classes: Mapping[str, str]) -> Iterator[Change]:
    """Iterate the changes of methods.

    Args:
        methods: the old methods, each with the corresponding new one.
        classes: the new names of classes that were renamed.

    """
    for removed in methods.removed:
        what = removed.route + _successor(removed, methods.added)
        yield Change(spelled(removed), "method-removed", what, removed.pointer, old=True)
    for before, after in methods.renamed:
        yield Change(spelled(before), "method-renamed", f"now {spelled(after)}", after.pointer)
    for added in methods.added:
        yield Change(spelled(added), "method-added", added.route, added.pointer)
    for before, after in methods.common:
        yield from _Comparison(before, after, classes).changes()


def _successor(removed: Method, candidates: Sequence[Method]) -> str:
    """Return a note about the new method that probably replaces a removed one; empty if none."""
    found = [
        new for new in candidates if new.kind == removed.kind and _moved(removed.route, new.route)
    ]
    return f"; perhaps now {spelled(found[0])}, {found[0].route}" if len(found) == 1 else ""


def _moved(route: str, other: str) -> bool:
    """Return whether one path ends with the other, or one segment has another name."""
    (verb, *old), (other_verb, *new) = map(_shape_of, (route, other))
    if verb != other_verb or not (old and new):
        return False
    if len(old) == len(new):
        different = [{a, b} for a, b in zip(old, new, strict=True) if a != b]
        return len(different) == 1 and "{}" not in different[0]
    short, long = sorted((old, new), key=len)
    return long[-len(short) :] == short and short != ["{}"]


def spelled(method: Method) -> str:
    """Return the name of a method in the code of callers."""
    return method.symbol if method.kind == "webhook" else f"client.{method.symbol}"


def arrow(before: object, after: object) -> str:
    """Return a change as `old -> new`; for a long union only added and removed branches."""
    if isinstance(before, Shape) and isinstance(after, Shape):
        was, is_ = branches(before), branches(after)
        if len({*was} & {*is_}) >= _LONG:
            added = [str(part) for part in is_ if part not in was]
            removed = [str(part) for part in was if part not in is_]
            changes = [f"also {' | '.join(added)}"] if added else []
            changes += [f"no longer {' | '.join(removed)}"] if removed else []
            return ", ".join(changes)
    return f"{before} -> {after}"


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One method in two documents."""

    before: Method
    after: Method
    classes: Mapping[str, str]

    def changes(self) -> Iterator[Change]:
        """Iterate the differences."""
        yield from self.arguments()
        yield from self.result()
        yield from self.errors()
        before, after = self.before, self.after
        if before.route != after.route and _shape_of(before.route) != _shape_of(after.route):
            yield self.change("route-changed", arrow(before.route, after.route))
        if before.security != after.security and before.kind == "operation":
            what = arrow(_security(before), _security(after))
            yield self.change("auth-changed", what)
        if after.deprecated and not before.deprecated:
            yield self.change("method-deprecated", "")

    def change(self, kind: str, what: str, argument: str = "", pointer: str = "") -> Change:
        """Return a change of the method, or of one of its arguments."""
        symbol = spelled(self.after) + (f"({argument})" if argument else "")
        return Change(symbol, kind, what, pointer or self.after.pointer)

    def arguments(self) -> Iterator[Change]:
        """Iterate the differences in the arguments."""
        found = pair(
            by_name(_own(self.before), lambda a: a.name),
            by_name(_own(self.after), lambda a: a.name),
            [lambda a: (a.place, a.wire) if a.wire else None, self._position],
            lambda a: (a.place, str(a.shape), a.required),
        )
        for removed in found.removed:
            symbol = f"{spelled(self.after)}({removed.name})"
            yield Change(symbol, "argument-removed", "", removed.pointer, old=True)
        for before, after in found.renamed:
            if after.place != "path":  # positional arguments are not named by callers
                what = f"now {after.name}"
                yield self.change("argument-renamed", what, before.name, after.pointer)
        for added in found.added:
            kind = "required-argument-added" if added.required else "argument-added"
            yield self.change(kind, str(added.shape), added.name, added.pointer)
        for before, after in found.common:
            yield from self.argument(before, after)
        yield from self.order(found)

    def _position(self, argument: Argument) -> tuple[str, int] | None:
        """Return the position of an argument; None if it is not positional."""
        for method in (self.before, self.after):
            path = _positional(method)
            if argument in path:
                return "path", path.index(argument)
        return None

    def order(self, found: Pairs[Argument]) -> Iterator[Change]:
        """Iterate the change of the order of positional arguments, if it changed."""
        names = {before.name: after.name for before, after in found.common}
        before = [names.get(a.name, "") for a in _positional(self.before)]
        after = [a.name for a in _positional(self.after)]
        if before != after and sorted(before) == sorted(after):
            yield self.change("arguments-reordered", arrow(", ".join(before), ", ".join(after)))

    def argument(self, before: Argument, after: Argument) -> Iterator[Change]:
        """Iterate the differences in one argument."""

        def change(kind: str, what: str) -> Change:
            return self.change(kind, what, after.name, after.pointer)

        if ("path" in (before.place, after.place)) and before.place != after.place:
            yield change("argument-moved", arrow(before.place, after.place))
        elif after.required and not before.required:
            yield change("argument-required", "")
        elif before.required and not after.required:
            yield change("argument-optional", "")
        yield from self.shape(before, after)
        if before.default != after.default:
            yield change(
                "argument-default", arrow(before.default or "none", after.default or "none")
            )
        if after.deprecated and not before.deprecated:
            yield change("argument-deprecated", "")

    def shape(self, before: Argument, after: Argument) -> Iterator[Change]:
        """Iterate the differences in the type of an argument."""
        was, is_ = renamed(before.shape, self.classes), after.shape
        if is_nullable(is_) and not (is_nullable(was) or before.required):
            what = arrow(was, is_)
            yield self.change("argument-null", what, after.name, after.pointer)
            is_ = without_none(is_)
        if was == is_:
            return
        # To a type checker, a `str` is a sequence of `str`.
        listed = union(Shape("list", (STR,)) if part == STR else part for part in branches(was))
        kind = "argument-listed" if fits(listed, is_) else "argument-narrowed"
        kind = "argument-widened" if fits(was, is_) else kind
        yield self.change(kind, arrow(before.shape, after.shape), after.name, after.pointer)

    def result(self) -> Iterator[Change]:
        """Iterate the change of the result."""
        was, is_ = renamed(self.before.result, self.classes), self.after.result
        if was == is_:
            return
        if not fits(is_, was):
            kind = "result-widened"
        else:
            kind = "result-narrowed" if fits(is_, was, exact=True) else "result-retyped"
        yield self.change(kind, arrow(self.before.result, is_))

    def errors(self) -> Iterator[Change]:
        """Iterate the differences in the documented error bodies."""
        before = {status: renamed(shape, self.classes) for status, shape in self.before.errors}
        after = dict(self.after.errors)
        for status in sorted({*before, *after}):
            was, is_ = before.get(status), after.get(status)
            if was != is_:
                yield self.change("error-changed", f"{status}: {arrow(_or(was), _or(is_))}")


def _or(shape: Shape | None) -> str:
    return "not documented" if shape is None else str(shape)


def _own(method: Method) -> list[Argument]:
    """Return the arguments except those that override an argument of the client."""
    return [argument for argument in method.arguments if argument.place != "client"]


def _positional(method: Method) -> list[Argument]:
    return [argument for argument in method.arguments if argument.place == "path"]


def _shape_of(route: str) -> list[str]:
    """Return the segments of a route, without the names of path parameters."""
    return [part if "{" not in part else "{}" for part in route.split("/")]


def _security(method: Method) -> str:
    if not method.security:
        return "no credentials"
    return " or ".join(" and ".join(keys) or "none" for keys in method.security)
