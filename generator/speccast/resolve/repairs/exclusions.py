"""Reports fields that exclude each other, or that are not allowed in their place; one is kept.

These rules of the specification are about several fields or objects. A violation is only a warning,
which names the field that is used, since a client can still be generated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.resolve.kinds import (
    DOCUMENT,
    ENCODING,
    EXAMPLE,
    HEADER,
    LINK,
    MEDIA_TYPE,
    PARAMETER,
    SCHEMA,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

CODE: Final = "exclusive-fields"
_EXCLUSIVE: Final[dict[Kind, tuple[tuple[str, str], ...]]] = {
    EXAMPLE: (
        ("dataValue", "value"),
        ("value", "externalValue"),
        ("value", "serializedValue"),
        ("serializedValue", "externalValue"),
    ),
    MEDIA_TYPE: (
        ("examples", "example"),
        ("encoding", "prefixEncoding"),
        ("encoding", "itemEncoding"),
    ),
    ENCODING: (("encoding", "prefixEncoding"), ("encoding", "itemEncoding")),
    PARAMETER: (("examples", "example"),),
    HEADER: (("examples", "example"),),
    LINK: (("operationId", "operationRef"),),
}
"""Of two fields the first is used."""
_SERIALIZED: Final = ("style", "explode", "allowReserved")
_ESCAPED: Final = frozenset((("path", None), ("query", None), ("cookie", "form"), ("cookie", None)))
"""Locations and styles whose values are percent-encoded, to which `allowReserved` applies."""


def check_exclusive_fields(ctx: Context, kind: Kind, node: dict[str, Json], place: Place) -> None:
    """Keep one of the fields of an object that exclude each other."""
    for used, other in _EXCLUSIVE.get(kind, ()):
        if used in node and other in node:
            del node[other]
            message = f"`{used}` and `{other}` exclude each other: `{used}` is used"
            ctx.warning(CODE, message, (place, other), at_key=True)
    check = _CHECKS.get(kind)
    if check is not None:
        check(ctx, node, place)


def _license(ctx: Context, node: dict[str, Json], place: Place) -> None:
    info = node.get("info")
    terms = info.get("license") if isinstance(info, dict) else None
    if isinstance(terms, dict) and {"identifier", "url"} <= terms.keys():
        at = (((place, "info"), "license"), "identifier")
        ctx.warning(CODE, "`url` and `identifier` of a license exclude each other", at, at_key=True)


def _parameter(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Remove fields about serialization that do not apply to a parameter."""
    location, style = node.get("in"), node.get("style")
    if "content" in node or location == "querystring":
        for field in _SERIALIZED:
            if field in node:
                del node[field]
                message = f"`{field}` applies to a parameter with a `schema`: it is ignored"
                ctx.warning("parameter-style", message, (place, field), at_key=True)
    elif "allowReserved" in node:
        relevant = None if location in {"path", "query"} else style
        if location != "query" and (location, relevant) in _ESCAPED and not ctx.is_3_2:
            message = f"`allowReserved` of a {location} parameter is new in OpenAPI 3.2"
            ctx.warning("newer-field", message, (place, "allowReserved"), at_key=True)
        elif (location, relevant) not in _ESCAPED:
            del node["allowReserved"]
            message = "`allowReserved` applies to percent-encoded values: it is ignored"
            ctx.warning("parameter-style", message, (place, "allowReserved"), at_key=True)
    if location == "querystring" and "content" not in node:
        media: Json = {"schema": node.pop("schema", {})}
        node["content"] = {"application/x-www-form-urlencoded": media}
        message = "a parameter in the querystring needs a `content`; it is read as a form"
        ctx.warning("parameter-content", message, place)


def _xml(ctx: Context, node: dict[str, Json], place: Place) -> None:
    described = node.get("xml")
    for field in ("attribute", "wrapped"):
        if isinstance(described, dict) and field in described and "nodeType" in described:
            message = f"`nodeType` and `{field}` exclude each other"
            ctx.warning(CODE, message, ((place, "xml"), field), at_key=True)


_CHECKS: Final[dict[Kind, Callable[[Context, dict[str, Json], Place], None]]] = {
    DOCUMENT: _license,
    PARAMETER: _parameter,
    SCHEMA: _xml,
}
