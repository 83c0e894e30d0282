"""Compares two `Surface`s; the changes have the order of the new one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.diff.compare_classes import compare_classes
from speccast.diff.compare_methods import compare_methods
from speccast.diff.pairs import pair
from speccast.diff.verdicts import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.surface.symbols import Class, ClientArgument, Method, Surface


def compare(old: Surface, new: Surface) -> list[Change]:
    """Return the changes between the surfaces of two packages."""
    classes = pair(
        old.classes, new.classes, [lambda found: found.key, _distinct_place], _class_shape
    )
    renames = {before.name: after.name for before, after in classes.renamed}
    methods = pair(old.methods, new.methods, [_route, _key], _method_shape)
    return [
        *_client(old, new),
        *compare_methods(methods, renames),
        *compare_classes(classes, renames),
    ]


def _distinct_place(found: Class) -> str | None:
    """Return the pointer of an inline class; None for a component, which its key identifies."""
    return None if "#/components/" in found.key else found.pointer


def _class_shape(found: Class) -> tuple[object, ...] | None:
    """Return the members of a class."""
    if found.kind == "enum":
        return ("enum", *(value for _, value in found.members))
    if found.kind == "model" and len(found.properties) > 1:
        return ("model", *sorted(item.wire for item in found.properties))
    return None


def _route(method: Method) -> tuple[str, str] | None:
    """Return the kind and route of a method, without the names of path parameters."""
    if not method.route:
        return None
    return method.kind, re.sub(r"\{[^}]*\}", "{}", method.route)


def _key(method: Method) -> tuple[str, str] | None:
    return (method.kind, method.key) if method.key else None


def _method_shape(method: Method) -> tuple[object, ...] | None:
    """Return the arguments and result of a method."""
    if method.kind in ("operation", "iterator"):
        return None  # two similar operations are not matched
    return method.kind, method.result


def _client(old: Surface, new: Surface) -> Iterator[Change]:
    found = pair(
        old.client_arguments,
        new.client_arguments,
        [lambda argument: argument.pointer if argument.pointer != "#/servers" else None],
        lambda _: None,
    )
    for before, after in found.renamed:
        yield _argument(before, "client-argument-renamed", f"now {after.name}")
    for removed in found.removed:
        yield _argument(removed, "client-argument-removed", "", old=True)
    for added in found.added:
        kind = "client-argument-needed" if added.needed else "client-argument-added"
        yield _argument(added, kind, added.annotation)
    for before, after in found.common:
        if before.annotation != after.annotation:
            what = f"{before.annotation} -> {after.annotation}"
            yield _argument(after, "client-argument-changed", what)
        if after.needed and not before.needed:
            yield _argument(after, "client-argument-needed", "")
    if old.server != new.server:
        yield Change("Client", "server-changed", f"{old.server} -> {new.server}", "#/servers")


def _argument(argument: ClientArgument, kind: str, what: str, *, old: bool = False) -> Change:
    return Change(f"Client({argument.name})", kind, what, argument.pointer, old)
