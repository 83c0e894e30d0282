"""Repairs single keywords of schemas, and converts those of OpenAPI 3.0 to 3.1.

Each function takes a schema, one of its keywords and the keyword's place, as in `fixes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from speccast.reading.nearest import nearest
from speccast.reading.pointers import to_pointer

from .fixes import drop, drop_null, mapping, names, sequence

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

TYPES: Final = frozenset(("string", "number", "integer", "boolean", "array", "object", "null"))
_OTHER_NAMES: Final[dict[str, tuple[str | None, str | None]]] = {
    "any": (None, None),
    "bigint": ("integer", "int64"),
    "bool": ("boolean", None),
    "date": ("string", "date"),
    "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"),
    "decimal": ("number", None),
    "dict": ("object", None),
    "double": ("number", "double"),
    "enum": ("string", None),
    "file": ("string", "binary"),
    "float": ("number", "float"),
    "hash": ("object", None),
    "int": ("integer", None),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "json": (None, None),
    "list": ("array", None),
    "long": ("integer", "int64"),
    "map": ("object", None),
    "mixed": (None, None),
    "nil": ("null", None),
    "none": ("null", None),
    "str": ("string", None),
    "text": ("string", None),
    "timestamp": ("string", None),
    "uuid": ("string", "uuid"),
}
"""Common misspellings of types -> the type and the format; None for no type at all."""


def type_(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Keep a known type or a list of known types."""
    value = node[field]
    if type(value) is str and value in TYPES:
        return
    if type(value) is list:
        _types(ctx, node, value, place)
    elif isinstance(value, str):
        kind, form = _known_type(value)
        if kind is None:
            del node[field]
        else:
            node[field] = kind
        if form is not None:
            node.setdefault("format", form)
        read = f"read as {kind}" if kind else "read as any type"
        ctx.warning("unknown-type", f"there is no type {value[:40]!r}; it is {read}", place)
    elif not drop_null(ctx, node, field, place):
        drop(ctx, node, field, place, "the name of a type")


def _types(ctx: Context, node: dict[str, Json], listed: list[Json], place: Place) -> None:
    kept: list[Json] = []
    for index, value in enumerate(listed):
        kind = value if isinstance(value, str) else "null" if value is None else None
        if kind is not None and kind not in TYPES:
            kind = _known_type(kind)[0]
        if kind != value:
            read = f"it is read as {kind}" if kind else "it is left out"
            ctx.warning("unknown-type", f"this is not the name of a type; {read}", (place, index))
        if kind is not None and kind not in kept:
            kept.append(kind)
    if kept:
        node["type"] = kept
    else:
        del node["type"]
        ctx.warning("unknown-type", "`type` names no type; it is read as any type", place)


def _known_type(name: str) -> tuple[str | None, str | None]:
    low = name.strip().lower()
    if low in TYPES:
        return low, None
    if low in _OTHER_NAMES:
        return _OTHER_NAMES[low]
    return nearest(low, sorted(TYPES), 0.75) or None, None


def required(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Keep a list of names; move a property's own `required: true` to the enclosing schema."""
    value = node[field]
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        value = value.lower() == "true"
    if not isinstance(value, bool):
        names(ctx, node, field, place)
        return
    del node[field]
    message = "`required` must be a list of the required properties, not true or false"
    ctx.warning("boolean-required", message, place, "list the name in the enclosing schema")
    schema = place[0]
    if value and schema and (properties := schema[0]) and properties[1] == "properties":
        enclosing = ctx.at(properties[0]) if properties[0] else None
        if isinstance(enclosing, dict):
            listed = enclosing.setdefault("required", [])
            if isinstance(listed, list) and schema[1] not in listed:
                listed.append(str(schema[1]))


def bound(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert `exclusiveMinimum: true` beside `minimum` to the number of OpenAPI 3.1."""
    value = node[field]
    if not isinstance(value, bool):
        drop(ctx, node, field, place, "a number")
        return
    del node[field]
    limit = "minimum" if field == "exclusiveMinimum" else "maximum"
    if value and limit in node:
        node[field] = node.pop(limit)
    if not ctx.is_3_0:
        ctx.warning("spelled-as-3.0", f"`{field}` is a number in OpenAPI 3.1", place)


def items(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a list of schemas, which older drafts used for tuples, to `prefixItems`."""
    value = node[field]
    if isinstance(value, list) and ctx.is_2_0:
        _any_of_items(ctx, node, value, place)
    elif isinstance(value, list):
        del node[field]
        node.setdefault("prefixItems", value)
        message = "`items` must be one schema; a list of schemas is read as `prefixItems`"
        ctx.warning("items-list", message, place)
        base = place[0]
        if base:
            ctx.record_origin((base, "prefixItems"), place)
    else:
        drop_null(ctx, node, field, place)


def _any_of_items(ctx: Context, node: dict[str, Json], value: list[Json], place: Place) -> None:
    """Convert a list of item schemas of Swagger 2.0 to a union."""
    message = "`items` must be one schema; a list of schemas is read as alternatives"
    ctx.warning("items-list", message, place)
    if len(value) == 1:
        node["items"] = value[0]
        ctx.record_origin(place, (place, 0))
    else:
        node["items"] = {"anyOf": value} if value else {}
        ctx.record_origin((place, "anyOf"), place)


def subschema(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Remove an empty field; the walk repairs any other value that is not a schema."""
    drop_null(ctx, node, field, place)


def composition(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Make `allOf`, `oneOf` or `anyOf` a list; remove an empty one."""
    if not isinstance(node[field], list):
        sequence(ctx, node, field, place)
    if node.get(field) == []:
        del node[field]
        ctx.warning("empty-list", f"`{field}` is empty, and is ignored", place)


def discriminator(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert the discriminator of Swagger 2.0, which is a name, to an object."""
    value = node[field]
    if isinstance(value, str):
        node[field] = {"propertyName": value}
        if not ctx.is_2_0:
            message = "`discriminator` must be an object with a `propertyName`"
            ctx.warning("discriminator-name", message, place)
    else:
        mapping(ctx, node, field, place)


def examples(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a map of examples, as parameters have it, to a list."""
    value = node[field]
    if isinstance(value, dict):
        node[field] = [
            entry["value"] if isinstance(entry, dict) and "value" in entry else entry
            for entry in value.values()
        ]
        ctx.warning("examples-map", "`examples` of a schema must be a list", place)
    else:
        sequence(ctx, node, field, place)


def example(_: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert `example` to `examples`, as in OpenAPI 3.1."""
    del place
    value = node.pop(field)
    if "examples" not in node:
        node["examples"] = [value]


def dynamic(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a dynamic reference to a plain one, which `dynamic.bind` may replace later."""
    value = node.pop(field)
    if field == "$dynamicRef" and isinstance(value, str) and "$ref" not in node:
        node["$ref"] = value
        ctx.dynamic[id(node)] = value.partition("#")[2]
        return
    if field == "$recursiveRef" and value == "#" and (schema := place[0]) is not None:
        value = "#" + quote(to_pointer(_recursive_root(ctx, schema)).partition("#")[2], safe="/~")
    ctx.warning("dynamic-reference", f"`{field}` is read as a plain `$ref`", place)
    if "$ref" not in node:
        node["$ref"] = value


def _recursive_root(ctx: Context, schema: Place) -> Place:
    """Return the target of a recursive reference: the innermost schema with `$recursiveAnchor`.

    Without one (JSON Schema 2019-09) it is the outermost named schema.
    """
    here, root = schema, schema
    while here[0] is not None:
        node = ctx.at(here)
        if isinstance(node, dict) and node.get("$recursiveAnchor") is True:
            return here
        if here[0][1] in {"schemas", "$defs", "definitions", "schema"}:
            root = here
        here = here[0]
    return root


def data_as_text(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a default or const of a string schema to its text in the document."""
    value = node[field]
    if node.get("type") == "string" and isinstance(value, bool | int | float):
        node[field] = written = ctx.source_text(place, value)
        message = f"`{field}` of a string must be text; {written} without quotes is not"
        ctx.warning("not-text", message, place, "put it in quotes")
