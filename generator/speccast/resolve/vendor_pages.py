"""Converts the pagination of Fern, Speakeasy, AutoRest and Stainless to `x-speccast-pagination`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.reading.pointers import escape, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json

_PLACE: Final = re.compile(r"\$(?:response)?((?:\.[\w-]+|\[(?:-1|\(@\.length-1\))\])*)")
_STEP: Final = re.compile(r"\.([\w-]+)|\[")
_ROLE: Final = "x-stainless-pagination-property"
_DEEPEST: Final = 4
"""The maximum depth in a response at which the parts of a page are searched."""


def text(value: Json) -> str | None:
    """Return a non-empty text; None for anything else."""
    return value if isinstance(value, str) and value else None


def table(value: Json) -> dict[str, Json]:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def pagination(operation: dict[str, Json], item: dict[str, Json], root: dict[str, Json]) -> Json:
    """Return the pagination of an operation; None if no extension describes it.

    Args:
        operation: the operation.
        item: its path item.
        root: the document, with the default of Fern, and the targets of references.

    """
    fern, default = operation.get("x-fern-pagination"), root.get("x-fern-pagination")
    members = (
        _of_fern(table(default if fern is True else fern))
        or _of_speakeasy(table(operation.get("x-speakeasy-pagination")))
        or _of_microsoft(table(operation.get("x-ms-pageable")))
        or _of_stainless(operation, item, root)
    )
    found: dict[str, Json] = {key: value for key, value in members.items() if value is not None}
    if "items" not in found or not {"parameter", "next"} & found.keys():
        return None
    return found


def _of_fern(extension: dict[str, Json]) -> dict[str, Json]:
    if not extension:
        return {}
    cursor, offset = _parameter(extension.get("cursor")), _parameter(extension.get("offset"))
    step, link = _parameter(extension.get("step")), _pointer(extension.get("next_uri"))
    kind = "cursor" if cursor else "next-link" if link else "offset" if step else "page"
    return {
        "kind": kind,
        "parameter": cursor or offset,
        "size": step,
        "next": _pointer(extension.get("next_cursor")) or link,
        "more": _pointer(extension.get("has-next-page")),
        "items": _pointer(extension.get("results")),
    }


def _of_speakeasy(extension: dict[str, Json]) -> dict[str, Json]:
    if not extension:
        return {}
    listed = extension.get("inputs")
    inputs = {
        str(entry.get("type")): text(entry.get("name"))
        for entry in map(table, listed if isinstance(listed, list) else [])
    }
    outputs = table(extension.get("outputs"))
    kinds = {"cursor": "cursor", "url": "next-link"}
    kind = kinds.get(str(extension.get("type")), "offset" if "offset" in inputs else "page")
    return {
        "kind": kind,
        "parameter": inputs.get("cursor") or inputs.get("offset") or inputs.get("page"),
        "size": inputs.get("limit"),
        "next": _pointer(outputs.get("nextCursor")) or _pointer(outputs.get("nextUrl")),
        "pages": _pointer(outputs.get("numPages")),
        "items": _pointer(outputs.get("results")),
    }


def _of_microsoft(extension: dict[str, Json]) -> dict[str, Json]:
    link = text(extension.get("nextLinkName"))
    if link is None:
        return {}
    items = text(extension.get("itemName")) or "value"
    return {"kind": "next-link", "next": f"/{escape(link)}", "items": f"/{escape(items)}"}


def _parameter(value: Json) -> str | None:
    """Return the parameter that `$request.page` names."""
    name = text(value) or ""
    return name.removeprefix("$request.") if name.startswith("$request.") else None


def _pointer(value: Json) -> str | None:
    """Return the pointer of `$response.data.items`, or of `$.data[-1].id`."""
    found = _PLACE.fullmatch(text(value) or "")
    if found is None:
        return None
    return "".join(f"/{escape(name or '-1')}" for name in _STEP.findall(found[1]))


# --- Stainless ----------------------------------------------------------------------------------


def _of_stainless(
    operation: dict[str, Json], item: dict[str, Json], root: dict[str, Json]
) -> dict[str, Json]:
    """Return the pagination from the roles of parameters and response properties."""
    parameters = dict(_parameter_roles(operation, item, root))
    found = dict(_property_roles(operation, root)) if parameters else {}
    kinds = {
        "next_cursor_param": ("cursor", found.get("next_cursor_field")),
        "next_cursor_id_param": ("cursor", found.get("cursor_item_id")),
        "page_number_param": ("page", None),
        "offset_count_param": ("offset", None),
    }
    for role, (kind, following) in kinds.items():
        if role in parameters and (following or kind != "cursor"):
            return {
                "kind": kind,
                "parameter": parameters[role],
                "next": following,
                "more": found.get("has_next_page"),
                "total": found.get("offset_total_count_field"),
                "pages": found.get("total_page_count_field"),
                "items": found.get("items"),
            }
    return {}


def _parameter_roles(
    operation: dict[str, Json], item: dict[str, Json], root: dict[str, Json]
) -> Iterator[tuple[str, str]]:
    """Iterate the roles of parameters, each with the name of the parameter."""
    for owner in (item, operation):
        listed = owner.get("parameters")
        for entry in listed if isinstance(listed, list) else []:
            parameter = _follow(entry, root)
            role = _role(parameter) or _role(_follow(parameter.get("schema"), root))
            if role and (name := text(parameter.get("name"))):
                yield role, name


def _property_roles(operation: dict[str, Json], root: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """Iterate the roles of response properties, each with a pointer.

    If there is only one array, it has the role `items`.
    """
    for status, response in table(operation.get("responses")).items():
        if not status.startswith("2"):
            continue
        for entry in table(_follow(response, root).get("content")).values():
            schema = table(entry).get("schema")
            arrays = [place for role, place in _parts(schema, "", root) if role == "array"]
            if len(arrays) == 1:
                yield "items", arrays[0]
            yield from (part for part in _parts(schema, "", root) if part[0] != "array")
            return


def _parts(
    node: Json, place: str, root: dict[str, Json], depth: int = 0
) -> Iterator[tuple[str, str]]:
    """Iterate the roles of the properties of a schema, at any depth."""
    schema = _follow(node, root)
    if depth > _DEEPEST:
        return
    combined = schema.get("allOf")
    for part in combined if isinstance(combined, list) else []:
        yield from _parts(part, place, root, depth + 1)
    for name, member in table(schema.get("properties")).items():
        below, found = f"{place}/{escape(name)}", _follow(member, root)
        if role := _role(found) or _role(table(member)):
            yield role, below
        elif found.get("type") == "array":
            yield "array", below
        yield from _parts(found.get("items"), f"{below}/-1", root, depth + 2)
        yield from _parts(found, below, root, depth + 1)


def _role(node: dict[str, Json]) -> str | None:
    return text(table(node.get(_ROLE)).get("purpose"))


def _follow(node: Json, root: dict[str, Json]) -> dict[str, Json]:
    """Return the target of a reference within the document."""
    for _ in range(_DEEPEST):
        ref = text(table(node).get("$ref"))
        if ref is None or not ref.startswith("#/"):
            break
        target: Json = root
        for key in split(ref)[1]:
            target = table(target).get(key)
        node = target
    return table(node)
