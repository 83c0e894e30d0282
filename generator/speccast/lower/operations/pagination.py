"""`x-speccast-pagination` -> `ir.Paging`, with the type of an item from the final models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

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
from speccast.lower.operations.paging_hints import fitting_extension
from speccast.reading.pointers import join, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.ir import Declared, Id, Operation, Type
    from speccast.lower.raw import JsonObject
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.json_value import Json

_NAME = "x-speccast-pagination"


class Schemes:
    """The pagination schemes of the configuration, and those of operations."""

    def __init__(self, schemes: Mapping[str, Json], diagnostics: Diagnostics) -> None:
        """Read the schemes of the configuration, by name."""
        self._diagnostics = diagnostics
        self._schemes: dict[str, Paging] = {}
        self._unused = set(schemes)
        for name, raw in schemes.items():
            if found := _read(Members(raw, join("#", _NAME, name), diagnostics)):
                self._schemes[name] = found

    def paging(
        self, node: JsonObject, operation: Operation, declared: Mapping[Id, Declared]
    ) -> Paging | None:
        """Return the pagination of an operation; None if it has none."""
        extension = node.get(_NAME)
        if extension is False:
            return None
        if isinstance(extension, str):
            return self._named(extension, operation, declared)
        if extension is not None:
            members = Members(extension, join(operation.pointer, _NAME), self._diagnostics)
            found = _read(members)
            applied = found and _applied(found, operation, declared)
            if applied:
                _check(members, applied, operation, declared)
            return applied
        for name, scheme in self._schemes.items():
            applied = _applied(scheme, operation, declared)
            if _fits(applied, operation, declared):
                self._unused.discard(name)
                return applied
        self._hint(operation, declared)
        return None

    def _hint(self, operation: Operation, declared: Mapping[Id, Declared]) -> None:
        """Report the extension that would fit an operation without one."""
        model = _model(_typed(Text(""), operation, declared)[1], declared)
        if model is None or operation.method != "GET":
            return
        types = {p.wire.value: _unwrapped(p.type, declared) for p in model.properties}
        lists = {name for name, kind in types.items() if isinstance(kind, Array)}
        texts = {name for name, kind in types.items() if kind in (Scalar.STR, Scalar.ANY)}
        numbers = {name for name, kind in types.items() if kind in (Scalar.INT, Scalar.ANY)}
        queries = {
            p.wire.value: p.default is not None and p.default.text == "0"
            for p in operation.parameters
            if p.place is Place.QUERY
        }
        if fitting := fitting_extension(queries, texts, numbers, lists):
            message = "the result looks like a page, and no method iterates over all items"
            text = f"add `{_NAME}: {{{fitting}}}`, or `{_NAME}: false`"
            self._diagnostics.info("pagination", message, operation.pointer, text)

    def _named(
        self, name: str, operation: Operation, declared: Mapping[Id, Declared]
    ) -> Paging | None:
        self._unused.discard(name)
        if name in self._schemes:
            return _applied(self._schemes[name], operation, declared)
        message = f"there is no pagination scheme {name[:80]!r}"
        pointer = join(operation.pointer, _NAME)
        self._diagnostics.warning("extension-type", message, pointer)
        return None

    def report(self) -> None:
        """Report the schemes that match no operation."""
        for name in (each for each in self._schemes if each in self._unused):
            message = f"the pagination scheme {name!r} of the configuration matches no operation"
            self._diagnostics.warning("extension-member", message, "#")


def _read(members: Members) -> Paging | None:
    """Return the pagination that members describe; None if something is missing."""
    kind = _kind(members)
    items = members.texts("items")
    parameter, size = members.text("parameter"), members.text("size")
    total, end = members.texts("total"), members.texts("end")
    following, more = members.texts("next"), members.texts("more")
    pages = members.texts("pages")
    name, first = members.text("name") or Text("iter"), members.integer("first", 1)
    members.report_unknown()
    if kind is None or not members.require("items", items):
        return None
    return Paging(
        kind, parameter, size, items, total, end, following, more, name, None, Scalar.ANY, first,
        pages=pages,
    )  # fmt: skip


def _applied(paging: Paging, operation: Operation, declared: Mapping[Id, Declared]) -> Paging:
    """Return a pagination with the items and the parameters of an operation."""
    path, item = _item(paging.items, operation, declared)
    in_body = paging.parameter in _members(operation, declared) - _queries(operation)
    return replace(paging, item_path=path, item=item, in_body=in_body)


def _fits(paging: Paging, operation: Operation, declared: Mapping[Id, Declared]) -> bool:
    """Return whether an operation has the parameter, the items and the next page of a scheme."""
    needed = paging.parameter or paging.size
    next_types = [_typed(pointer, operation, declared)[1] for pointer in paging.next]
    if needed is None:
        is_requested = paging.kind is PagingKind.NEXT_LINK or _has_links(paging, operation)
    else:
        is_requested = needed in _queries(operation) | _members(operation, declared)
    return (
        is_requested
        and paging.item_path is not None
        and (not next_types or any(kind is not None for kind in next_types))
    )


def _has_links(paging: Paging, operation: Operation) -> bool:
    """Return whether the next page is in the `Link` header, and the document describes it."""
    headers = [header for response in operation.responses for header in response.headers]
    is_described = any(header.wire.value.lower() == "link" for header in headers)
    return paging.kind is PagingKind.LINK_HEADER and is_described


def _kind(members: Members) -> PagingKind | None:
    """Return the kind of a pagination; report an unknown one."""
    name = members.text("kind")
    kind = next(
        (kind for kind in PagingKind if name is not None and kind.value == name.value), None
    )
    if kind is None:
        known = ", ".join(kind.value for kind in PagingKind)
        members.diagnostics.warning(
            "extension-type", f"expected one of {known}", join(members.pointer, "kind")
        )
    return kind


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


def _check(
    members: Members, paging: Paging, operation: Operation, declared: Mapping[Id, Declared]
) -> None:
    """Report parameters that the operation does not have."""
    known = _members(operation, declared) if paging.in_body else _queries(operation)
    for name in (paging.parameter, paging.size):
        if name is not None and name not in known:
            members.diagnostics.warning(
                "extension-member",
                f"the operation has no parameter `{name.value}`",
                members.pointer,
            )


def _item(
    items: Iterable[Text], operation: Operation, declared: Mapping[Id, Declared]
) -> tuple[tuple[tuple[Id, Text, bool], ...] | None, Type]:
    """Return the properties that lead to the items (see `Paging.item_path`), and an item's type."""
    for pointer in items:
        path, kind = _typed(pointer, operation, declared)
        kind = _unwrapped(kind, declared)
        if isinstance(kind, Array) and path is not None:
            return path, kind.item
    return None, Scalar.ANY


def _typed(
    pointer: Text, operation: Operation, declared: Mapping[Id, Declared]
) -> tuple[tuple[tuple[Id, Text, bool], ...] | None, Type | None]:
    """Return the properties that a pointer into the response leads through, and its type there.

    The properties are None if it leads into an array.
    """
    kind = next(
        (
            content.type
            for response in operation.responses
            if response.status.startswith("2") or response.status == "default"
            for content in response.contents
            if content.codec is Codec.JSON
        ),
        None,
    )
    path: list[tuple[Id, Text, bool]] = []
    is_array, may_be_none = False, False
    for key in map(Text, keys_of(pointer.value)):
        model, unwrapped = _model(kind, declared), _unwrapped(kind, declared)
        if isinstance(unwrapped, Array) and key.value in {"-1", "0"}:
            kind, is_array = unwrapped.item, True
            continue
        may_be_none |= model is not None and kind != Ref(model.id)
        path += [(model.id, key, may_be_none)] if model else []
        found = next((p for p in model.properties if p.wire == key), None) if model else None
        kind, may_be_none = (found.type, not found.required) if found else (None, False)
    return None if is_array else tuple(path), kind


def _unwrapped(kind: Type | None, declared: Mapping[Id, Declared]) -> Type | None:
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
    """Return the model that a type refers to; None for any other type."""
    unwrapped = _unwrapped(kind, declared)
    found = declared.get(unwrapped.id) if isinstance(unwrapped, Ref) else None
    return found if isinstance(found, Model) else None
