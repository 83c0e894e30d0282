"""Converts the extensions of other generators: `x-fern-…` becomes `x-speccast-…`.

`generator/docs/extensions.md` lists them; their documentation defines them. An `x-speccast-…`
extension has priority. An extension in another form than documented is ignored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from speccast.resolve.vendor_pages import pagination, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.reading.json_value import Json

PREFIXES: Final = ("x-fern-", "x-speakeasy-", "x-ms-", "x-stainless-")
_METHOD: Final = "x-speccast-method"
_GROUP: Final = "x-speccast-group"
_PAGINATION: Final = "x-speccast-pagination"
_IDEMPOTENT: Final = "x-speccast-idempotent"
_NAME: Final = "x-speccast-name"
_TYPE_NAME: Final = "x-speccast-type-name"
_MEMBERS: Final = "x-enum-varnames"
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W_A-Z]+")
_LANGUAGE: Final = "python"


def translate(root: dict[str, Json]) -> None:
    """Add `x-speccast-…` extensions beside those of other generators, in a whole tree."""
    for item in _objects(root.get("paths")):
        for verb, operation in list(item.items()):
            if isinstance(operation, dict) and "responses" in operation:
                if _skipped(operation):
                    del item[verb]
                else:
                    _add(operation, _of_operation(operation, item, root))
    for node in _nodes(root):
        if any(key.startswith(PREFIXES) for key in node):
            if isinstance(node.get("in"), str) and isinstance(node.get("name"), str):
                _add(node, {_NAME: _argument(node)})
            elif "responses" not in node:
                _add(node, _of_schema(node))


def _objects(node: Json) -> Iterator[dict[str, Json]]:
    if isinstance(node, dict):
        yield from (value for value in node.values() if isinstance(value, dict))


def _nodes(root: Json) -> Iterator[dict[str, Json]]:
    """Iterate all objects of a tree, shared ones once."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            waiting += node.values()
            yield node
        elif isinstance(node, list):
            waiting += node


def _add(node: dict[str, Json], extensions: Mapping[str, Json]) -> None:
    for name, value in extensions.items():
        if value is not None:
            node.setdefault(name, value)


def _first(values: Iterable[Json]) -> str | None:
    return next((found for value in values if (found := text(value))), None)


def _snake(name: str | None) -> str | None:
    """Return a name in snake case: `fileId` becomes file_id."""
    return "_".join(_WORD.findall(name)).lower() or None if name else None


# --- Operations ---------------------------------------------------------------------------------


def _skipped(operation: dict[str, Json]) -> bool:
    """Return whether an operation is excluded from Python clients."""
    skip = operation.get("x-stainless-skip")
    return (
        operation.get("x-fern-ignore") is True
        or operation.get("x-speakeasy-ignore") is True
        or skip is True
        or (isinstance(skip, list) and _LANGUAGE in skip)
    )


def _of_operation(
    operation: dict[str, Json], item: dict[str, Json], root: dict[str, Json]
) -> dict[str, Json]:
    """Return the name, group, pagination and retries of an operation."""
    method = _snake(
        _first(map(operation.get, ("x-fern-sdk-method-name", "x-speakeasy-name-override")))
    )
    group_name = operation.get("x-fern-sdk-group-name") or operation.get("x-speakeasy-group")
    groups = group_name if isinstance(group_name, list) else [group_name]
    parts = [part for group in groups for part in (text(group) or "").split(".")]
    group = ".".join(name for part in parts if (name := _snake(part)))
    is_retried = table(operation.get("x-speakeasy-retries")).get("strategy") == "backoff"
    is_idempotent = is_retried or operation.get("x-fern-idempotent") is True
    return {
        _METHOD: f"{group}.{method}" if group and method else method,
        _GROUP: group or None,
        _PAGINATION: pagination(operation, item, root),
        _IDEMPOTENT: is_idempotent or None,
    }


# --- Names --------------------------------------------------------------------------------------


def _argument(node: dict[str, Json]) -> str | None:
    """Return the name of a parameter."""
    naming = table(table(node.get("x-stainless-naming")).get(_LANGUAGE))
    schema = table(node.get("schema"))
    return text(naming.get("property_name")) or _snake(
        _first((
            node.get("x-fern-parameter-name"),
            node.get("x-speakeasy-name-override"),
            node.get("x-ms-client-name"),
            node.get("x-stainless-param"),
            schema.get("x-stainless-param"),
        ))
    )  # fmt: skip


def _of_schema(node: dict[str, Json]) -> dict[str, Json]:
    """Return the names of a schema's property, type and values."""
    naming = table(table(node.get("x-stainless-naming")).get(_LANGUAGE))
    enum = table(node.get("x-ms-enum"))
    attribute = _first((node.get("x-fern-property-name"), node.get("x-ms-client-name")))
    kind = _first((
        naming.get("type_name"),
        node.get("x-fern-type-name"),
        node.get("x-speakeasy-name-override"),
        enum.get("name"),
    ))  # fmt: skip
    members = _members(node, enum) if "enum" in node else None
    return {
        _NAME: text(naming.get("property_name")) or _snake(attribute),
        _TYPE_NAME: kind,
        _MEMBERS: members or None,
    }


def _members(node: dict[str, Json], enum: dict[str, Json]) -> Json:
    """Return the names of an enum's values, by value."""
    listed = node.get("x-speakeasy-enums")
    if isinstance(listed, list | dict):
        return listed
    found: dict[str, Any] = {
        value: text(table(entry).get("name"))
        for value, entry in table(node.get("x-fern-enum")).items()
    }
    values = enum.get("values")
    for entry in map(table, values if isinstance(values, list) else []):
        found[str(entry.get("value"))] = text(entry.get("name"))
    renamed = table(node.get("x-stainless-renameMap"))
    found |= {value: name for name, value in renamed.items() if isinstance(value, str)}
    return {value: name for value, name in found.items() if name}
