"""Response Objects -> `ir.Response`, and their links -> `ir.Link`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import Link, Response, ResponseHeader, Scalar, Text
from speccast.lower import documentation
from speccast.lower.naming.name_path import name_path_of
from speccast.lower.operations.contents import contents
from speccast.lower.raw import fields, mapping, string, target
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.interface import Schemas


_BODILESS: Final = frozenset({"204", "205", "304"})
"""Statuses without a response body (RFC 9110, 6.4.1 and 15.3.6)."""


def responses(
    schemas: Schemas, node: JsonObject, pointer: str, name_path: NamePath, *, is_head: bool = False
) -> tuple[Response, ...]:
    """Return the responses of an operation, in the document's order."""
    found: list[Response] = []
    base = join(pointer, "responses")
    for key, entry in fields(node.get("responses")):
        status = key if key == "default" else key.upper()
        response, at = target(schemas.resolved, entry, join(base, key))
        bodiless = is_head or status in _BODILESS
        if bodiless and response.get("content"):
            what = "a response to HEAD" if is_head else f"a response with status {status}"
            message = f"{what} has no body (RFC 9110): its content is left out"
            schemas.diagnostics.info("bodiless-response", message, join(at, "content"))
            response = {**response, "content": None}
        found.append(_response(schemas, status, response, at, name_path, bodiless=bodiless))
    return tuple(found)


def _response(  # noqa: PLR0913 - the response, and its context
    schemas: Schemas,
    status: str,
    node: JsonObject,
    pointer: str,
    name_path: NamePath,
    *,
    bodiless: bool,
) -> Response:
    """Return the response for one status."""
    place, at = name_path_of(pointer) or name_path.response(status), join(pointer, "content")
    return Response(
        status=status,
        contents=contents(schemas, node.get("content"), at, place, received=True),
        headers=headers(schemas, node, pointer, place),
        doc=documentation.of_object(node),
        pointer=pointer,
        bodiless=bodiless,
    )


def headers(
    schemas: Schemas, node: JsonObject, pointer: str, name_path: NamePath
) -> tuple[ResponseHeader, ...]:
    """Return the documented headers."""
    found: list[ResponseHeader] = []
    for name, entry in mapping(node.get("headers")).items():
        header, at = target(schemas.resolved, entry, join(pointer, "headers", name))
        if name.lower() == "content-type":
            continue
        kind = (
            schemas.type_of(header["schema"], join(at, "schema"), name_path.member(name))
            if "schema" in header
            else Scalar.STR
        )
        required = header.get("required") is True
        found.append(ResponseHeader(Text(name), kind, required, documentation.of_object(header)))
    return tuple(found)


def links(schemas: Schemas, node: JsonObject, pointer: str) -> tuple[Link, ...]:
    """Return the links of the responses of an operation."""
    found: list[Link] = []
    base = join(pointer, "responses")
    for key, entry in fields(node.get("responses")):
        response, at = target(schemas.resolved, entry, join(base, key))
        for name, raw in mapping(response.get("links")).items():
            link, _ = target(schemas.resolved, raw, join(at, "links", name))
            operation = string(link.get("operationId")) or string(link.get("operationRef"))
            if operation:
                found.append(Link(Text(name), Text(operation), documentation.of_object(link)))
    return tuple(dict.fromkeys(found))
