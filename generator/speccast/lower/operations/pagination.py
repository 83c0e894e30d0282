"""`x-speccast-pagination` -> `ir.Paging`, with the type of an item read off the finished models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import (
    Array,
    Codec,
    Model,
    Nullable,
    Paging,
    PagingKind,
    Place,
    Ref,
    Scalar,
    Text,
)
from speccast.lower.extensions import Members
from speccast.reading.pointers import join, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.ir import Declared, Id, Operation, Type
    from speccast.lower.raw import JsonObject
    from speccast.reading.diagnostics import Diagnostics

_NAME = "x-speccast-pagination"


def paging(
    node: JsonObject,
    operation: Operation,
    declared: Mapping[Id, Declared],
    diagnostics: Diagnostics,
) -> Paging | None:
    """Return how the pages of an operation are walked; None where the document does not say."""
    if _NAME not in node:
        return None
    members = Members(node[_NAME], join(operation.pointer, _NAME), diagnostics)
    kind = _kind(members)
    items = members.texts("items")
    parameter, size = members.text("parameter"), members.text("size")
    total, end = members.texts("total"), members.texts("end")
    following, more = members.texts("next"), members.texts("more")
    name, first = members.text("name") or Text("iter"), members.integer("first", 1)
    members.done()
    if kind is None or not members.require("items", items):
        return None
    in_body = _in_body(operation, declared, parameter)
    known = _members(operation, declared) if in_body else _queries(operation)
    _check(members, known, parameter, size)
    path, item = _item(items, operation, declared)
    return Paging(
        kind, parameter, size, items, total, end, following, more, name, path, item, first, in_body
    )


def _kind(members: Members) -> PagingKind | None:
    """Return how the next page is asked for."""
    said = members.text("kind")
    kind = next(
        (kind for kind in PagingKind if said is not None and kind.value == said.value), None
    )
    if kind is None:
        known = ", ".join(kind.value for kind in PagingKind)
        members.diagnostics.warning(
            "extension-type", f"expected one of {known}", join(members.pointer, "kind")
        )
    return kind


def _in_body(operation: Operation, declared: Mapping[Id, Declared], parameter: Text | None) -> bool:
    """Tell whether a parameter is a member of the body, and not of the query."""
    return parameter in _members(operation, declared) and parameter not in _queries(operation)


def _queries(operation: Operation) -> set[Text | None]:
    """Return the parameters of the query."""
    return {p.wire for p in operation.parameters if p.place is Place.QUERY}


def _members(operation: Operation, declared: Mapping[Id, Declared]) -> set[Text | None]:
    """Return the members of an object or form body."""
    content = operation.body.contents[0] if operation.body else None
    if content is None or content.codec not in (Codec.JSON, Codec.FORM):
        return set()
    model = _model(content.type, declared)
    return {property_.wire for property_ in model.properties} if model else set()


def _check(members: Members, known: set[Text | None], *named: Text | None) -> None:
    """Report parameters that the operation does not have."""
    for name in named:
        if name is not None and name not in known:
            members.diagnostics.warning(
                "extension-member",
                f"the operation has no parameter `{name.value}`",
                members.pointer,
            )


def _item(
    items: Iterable[Text], operation: Operation, declared: Mapping[Id, Declared]
) -> tuple[tuple[tuple[Id, Text], ...] | None, Type]:
    """Return the properties that lead to the items, each with its model, and an item's type."""
    body = next(
        (
            content.type
            for response in operation.responses
            if response.status.startswith("2") or response.status == "default"
            for content in response.contents
            if content.codec is Codec.JSON
        ),
        None,
    )
    for pointer in items:
        keys = tuple(map(Text, keys_of(pointer.value)))
        kind = body
        path: list[tuple[Id, Text]] = []
        for key in keys:
            model = _model(kind, declared)
            kind = (
                next((p.type for p in model.properties if p.wire == key), None) if model else None
            )
            path += [(model.id, key)] if model else []
        kind = _opened(kind, declared)
        if isinstance(kind, Array):
            return tuple(path), kind.item
    return None, Scalar.ANY


def _opened(kind: Type | None, declared: Mapping[Id, Declared]) -> Type | None:
    """Return a type without null and aliases."""
    for _ in range(8):
        if isinstance(kind, Nullable):
            kind = kind.inner
        found = declared.get(kind.id) if isinstance(kind, Ref) else None
        if found is None or isinstance(found, Model) or not hasattr(found, "type"):
            break
        kind = getattr(found, "type", None)
    return kind


def _model(kind: Type | None, declared: Mapping[Id, Declared]) -> Model | None:
    """Return the model that a type is, if it is one."""
    opened = _opened(kind, declared)
    found = declared.get(opened.id) if isinstance(opened, Ref) else None
    return found if isinstance(found, Model) else None
