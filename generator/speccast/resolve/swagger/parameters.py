"""Converts parameters and headers to OpenAPI 3: a `schema` and a `style`.

Swagger 2.0, "Parameter Object", "Items Object", "Header Object". `collectionFormat` becomes a
style. Its default in a query is csv, while OpenAPI 3 sends each item as a separate pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

BODY: Final = ("body", "formData")
_OWN: Final = frozenset(
    (
        *("name", "in", "required", "allowEmptyValue", "description", "collectionFormat"),
        *("schema", "x-example", "x-examples", "deprecated", "$ref"),
    )
)
"""Fields that describe the parameter; all others describe its value."""


class _Style(NamedTuple):
    name: str
    explode: bool


_QUERY: Final = {
    "csv": _Style("form", explode=False),
    "ssv": _Style("spaceDelimited", explode=False),
    "pipes": _Style("pipeDelimited", explode=False),
    "multi": _Style("form", explode=True),
}


def location_of(node: dict[str, Json]) -> str:
    """Return the location of a parameter: `body`, `formData`, `query`, `path` or `header`."""
    location = node.get("in")
    return location.strip() if isinstance(location, str) else ""


def is_body(node: dict[str, Json]) -> bool:
    """Return whether a parameter is a body or a part of one."""
    return location_of(node) in BODY


def as_parameter(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Rewrite a parameter of path, query or header in place."""
    if "$ref" in node or "schema" in node or "content" in node:
        return
    location, name = location_of(node), node.get("name")
    schema = take_schema(ctx, node, place, str(name))
    style = _style(ctx, node, schema, location, place)
    node["schema"] = schema
    ctx.record_origin((place, "schema"), place)
    if style is not None:
        node["style"], node["explode"] = style
    if "x-example" in node:
        node["example"] = node.pop("x-example")


def as_header(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Rewrite a header of a response in place."""
    if "$ref" in node or "schema" in node:
        return
    schema = take_schema(ctx, node, place, str(place[1]))
    _style(ctx, node, schema, "header", place)
    node["schema"] = schema
    ctx.record_origin((place, "schema"), place)


def take_schema(ctx: Context, node: dict[str, Json], place: Place, name: str) -> dict[str, Json]:
    """Move the schema out of the fields of a parameter or header."""
    schema: dict[str, Json] = {field: node.pop(field) for field in list(node) if field not in _OWN}
    if not schema.keys() & {"type", "enum"}:
        schema["type"] = "string"
        message = f"the parameter {name!r} has no type; it is read as text"
        ctx.warning("untyped-parameter", message, place)
    _drop_nested(ctx, schema, place)
    return schema


def _drop_nested(ctx: Context, schema: dict[str, Json], place: Place) -> None:
    """Remove `collectionFormat` of items: OpenAPI 3 has no style for arrays within arrays."""
    items, at = schema.get("items"), (place, "items")
    while isinstance(items, dict):
        if items.pop("collectionFormat", None) is not None and items.get("type") == "array":
            message = "`collectionFormat` of items has no equivalent in OpenAPI 3 and is ignored"
            ctx.lossy("keyword-ignored", message, at)
        items, at = items.get("items"), (at, "items")


def _style(
    ctx: Context, node: dict[str, Json], schema: dict[str, Json], location: str, place: Place
) -> _Style | None:
    """Remove the `collectionFormat` of a parameter and return its style; None for the default."""
    written = node.pop("collectionFormat", None)
    if schema.get("type") != "array":
        return None
    name = written if isinstance(written, str) else "csv"
    known = _QUERY if location in {"query", "formData"} else {"csv": None}
    if name not in known:
        message = (
            f"a {location} parameter cannot be sent as {name!r}; its items are joined by commas"
        )
        ctx.lossy("keyword-ignored", message, place)
    return known.get(name, known["csv"])


def encoding_of(ctx: Context, node: dict[str, Json], place: Place) -> dict[str, Json] | None:
    """Remove the `collectionFormat` of a form field and return its encoding; None if not needed."""
    found = _style(ctx, node, node, "formData", place)
    if found is None or found.explode:
        return None
    return {"style": found.name, "explode": False}
