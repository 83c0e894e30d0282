"""Repairs combinations of keywords, after the single keywords of a schema.

In OpenAPI 3.0 `nullable` is beside a type; in 3.1 null is one of several types. For a schema that
is not only a type, null becomes a branch of a union.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .enums import fit_default, fit_enum

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

_ANNOTATIONS: Final = frozenset(
    (
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "xml",
    )
)
"""Annotations of a schema as a whole, which do not affect validity."""
_KEPT_SIBLINGS: Final = ("title", "description", "deprecated")
"""Keywords that documents of Swagger 2.0 use beside `$ref`, and that are honoured."""
_INFERRED: Final = {"properties": "object", "additionalProperties": "object", "items": "array"}


def repair(ctx: Context, node: dict[str, Json], place: Place) -> dict[str, Json]:
    """Repair a schema; return it, or the schema that wraps it."""
    if ctx.is_2_0:
        _spell_as_3_0(node)
    if "$ref" in node and len(node) > 1 and ctx.is_3_0:
        _drop_siblings(ctx, node, place)
    if "nullable" in node and _take_nullable(ctx, node, place):
        node = _make_nullable(ctx, node, place)
    if "enum" in node:
        fit_enum(ctx, node, place)
    if "default" in node:
        fit_default(ctx, node, place)
    if ctx.is_3_0 and node.get("type") == "array" and not node.keys() & {"items", "prefixItems"}:
        message = "`items` is missing; the items may be any value"
        ctx.warning("missing-items", message, place, "add `items`")
        node["items"] = {}
    if node.get("additionalProperties") is False and _is_only_all_of(node):
        message = "`additionalProperties: false` forbids all properties of `allOf`; it is left out"
        ctx.warning("all-of-conflict", message, place)
        del node["additionalProperties"]
    return node


def _is_only_all_of(node: dict[str, Json]) -> bool:
    """Return whether a schema describes its properties in its `allOf` alone."""
    return bool(node.get("allOf")) and not node.keys() & {"properties", "patternProperties"}


def _spell_as_3_0(node: dict[str, Json]) -> None:
    """Convert extensions of Swagger 2.0, and its files, to OpenAPI 3.0."""
    for word in ("x-nullable", "x-isnullable"):
        if (value := node.pop(word, None)) is not None:
            node["nullable"] = value
    if node.get("type") == "file":
        node |= {"type": "string", "format": "binary"}


def _drop_siblings(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Remove keywords that OpenAPI 3.0 ignores, except for `nullable`, which is honoured."""
    kept = {"$ref", "nullable", *(_KEPT_SIBLINGS if ctx.is_2_0 else ())}
    dropped = [key for key in node if key not in kept]
    for key in dropped:
        del node[key]
    names = ", ".join(f"`{key}`" for key in dropped if not key.startswith("x-"))
    if names:
        message = f"OpenAPI 3.0 ignores {names} beside `$ref`"
        ctx.info("ref-siblings", message, place, "put the reference into `allOf`")


def _take_nullable(ctx: Context, node: dict[str, Json], place: Place) -> bool:
    """Remove `nullable`; return whether it was true."""
    value = node.pop("nullable")
    if value is True and not ctx.is_3_0:
        message = "`nullable` is not a keyword of OpenAPI 3.1; it is honoured anyway"
        ctx.warning("spelled-as-3.0", message, (place, "nullable"), "add 'null' to `type`")
    elif value is True and "$ref" in node and not ctx.is_2_0:
        message = "OpenAPI 3.0 ignores `nullable` beside `$ref`; it is honoured anyway"
        ctx.warning("ref-siblings", message, place, "put the reference into `allOf`")
    return value is True


def _make_nullable(ctx: Context, node: dict[str, Json], place: Place) -> dict[str, Json]:
    """Return a schema that allows null in addition to the values of `node`."""
    if "$ref" in node or "allOf" in node or "const" in node or "not" in node:
        return _wrap(ctx, node, place)
    kind = node.get("type")
    union = next((word for word in ("oneOf", "anyOf") if word in node), None)
    if kind is None and union is None:
        kind = next((found for word, found in _INFERRED.items() if word in node), None)
    if isinstance(kind, str) and kind != "null":
        node["type"] = [kind, "null"]
    elif isinstance(kind, list) and "null" not in kind:
        kind.append("null")
    listed = node.get("enum")
    if isinstance(listed, list) and None not in listed:
        listed.append(None)
    branches = node.get(union) if union is not None else None
    if isinstance(branches, list) and not any(_allows_null(branch) for branch in branches):
        if "oneOf" in node and "anyOf" in node:
            return _wrap(ctx, node, place)
        branches.append({"type": "null"})
    return node


def _allows_null(branch: Json) -> bool:
    """Return whether a branch of a union allows null."""
    if not isinstance(branch, dict):
        return False
    kind = branch.get("type")
    listed = branch.get("enum")
    return (
        kind == "null"
        or branch.get("nullable") is True
        or (isinstance(kind, list) and "null" in kind)
        or (kind is None and isinstance(listed, list) and None in listed)
    )


def _wrap(ctx: Context, node: dict[str, Json], place: Place) -> dict[str, Json]:
    """Return a union of a schema and null, which receives the annotations of the schema."""
    outer: dict[str, Json] = {
        key: value for key, value in node.items() if key in _ANNOTATIONS or key.startswith("x-")
    }
    for key in outer:
        del node[key]
    inner: Json = node
    origin = place
    parts = node.get("allOf")
    if len(node) == 1 and isinstance(parts, list) and len(parts) == 1:
        inner = parts[0]
        origin = ((place, "allOf"), 0)
    outer["anyOf"] = [inner, {"type": "null"}]
    ctx.record_origin(((place, "anyOf"), 0), origin)
    ctx.wrapped[id(outer)] = (outer, len(node) == 1 and inner is not node)
    return outer
