"""Converts the pagination schemes of Stainless into `x-speccast-pagination`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from .casing import snake
from .nodes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json

    from .nodes import Node
    from .target import Endpoint, Target

_PROPERTY = "x-stainless-pagination-property"
_MORE = ("has_more", "hasmore", "has_next", "hasnext", "has_next_page", "hasnextpage")


class Scheme(Struct, frozen=True):
    """A pagination scheme."""

    name: str
    """The name in the configuration, as an identifier."""
    members: dict[str, Json]
    """The members of `x-speccast-pagination`."""
    pointer: str

    @property
    def parameter(self) -> str:
        """The parameter that requests a page."""
        return str(self.members.get("parameter", ""))

    @property
    def is_plain(self) -> bool:
        """Whether the operations with this scheme can be recognised by their parameters."""
        return bool(self.parameter) and "/-1/" not in str(self.members.get("next", ""))

    @property
    def items(self) -> str:
        """The pointer to the items in a response."""
        return str(self.members["items"])


class _Roles(Struct):
    """The roles of a scheme's parameters and properties."""

    found: dict[str, str]
    """The name of a parameter, or the pointer of a property, by role."""
    headers: list[str]

    def role(self, *names: str) -> str | None:
        """Return the parameter or property of the first role that exists."""
        return next((self.found[name] for name in names if name in self.found), None)


def schemes(node: Node, problems: list[Problem]) -> Iterator[Scheme]:
    """Iterate the schemes that can be converted; report the others."""
    for entry in node.items():
        name = entry.at("name").text() or "pages"
        members = _scheme(entry)
        if isinstance(members, str):
            message = f"the pagination {name!r} is not supported: {members}"
            hint = "request each page with its own call, which has the parameter for the page"
            problems.append(Problem(entry.pointer, message, hint))
        else:
            yield Scheme(snake(name), members, entry.pointer)


def fits(page: Scheme, endpoint: Endpoint, target: Target) -> bool:
    """Return whether an endpoint has the parameters and properties of a scheme."""
    schema = target.result(endpoint)
    if schema is None or (page.parameter and not target.has_query(endpoint, page.parameter)):
        return False
    following = str(page.members.get("next", ""))
    if following and target.at_path(schema, following) is None:
        return False
    return target.items(schema, page.items) is not None


def _scheme(entry: Node) -> dict[str, Json] | str:
    """Return the members of a scheme, or the reason why it is not supported."""
    kind = entry.at("type").text() or ""
    if kind == "fake_page":
        return "there is only one page"
    roles = _Roles({}, [])
    for name, schema in entry.at("request").members():
        _collect(name, schema, roles)
    for name, schema in entry.at("response").members():
        _collect(f"/{name}", schema, roles)
    if roles.headers:
        return f"{roles.headers[0]} is a header"
    parameter, following, kind = _of_kind(kind, roles)
    if kind == "":
        return f"the type {entry.at('type').text()!r} is not known"
    items = roles.role("items", "array")
    if items is None or (parameter is None and kind != "next-link"):
        return "the property of the items or the parameter for the next page is not marked"
    if kind in {"cursor", "next-link"} and following is None:
        return "the property of the next cursor is not marked"
    members: dict[str, Json | None] = {
        "kind": kind,
        "parameter": parameter,
        "items": items,
        "next": following,
        "more": roles.role("has_next_page", "more"),
        "total": roles.role("offset_total_count_field"),
        "pages": roles.role("total_page_count_field"),
    }
    return {key: value for key, value in members.items() if value is not None}


def _of_kind(kind: str, roles: _Roles) -> tuple[str | None, str | None, str]:
    """Return the parameter, the pointer to the next cursor or link, and our name of the kind."""
    match kind:
        case "cursor":
            return roles.role("next_cursor_param"), roles.role("next_cursor_field"), "cursor"
        case "cursor_id":
            return roles.role("next_cursor_id_param"), roles.role("cursor_item_id"), "cursor"
        case "cursor_url":
            return None, roles.role("cursor_url_field"), "next-link"
        case "page_number":
            return roles.role("page_number_param"), None, "page"
        case "offset":
            return roles.role("offset_count_param"), None, "offset"
        case _:
            return None, None, ""


def _collect(place: str, schema: Node, roles: _Roles) -> None:
    """Record the roles of a property and of the properties in it."""
    annotation = schema.at(_PROPERTY)
    purpose = annotation.at("purpose").text()
    header = annotation.at("from_header").text()
    if header is not None:
        roles.headers.append(header)
    if purpose is not None:
        is_root = annotation.at("is_top_level_array").flag()
        roles.found.setdefault(purpose, "" if is_root else place)
    elif place.startswith("/"):
        kind, name = schema.at("type").text(), place.rpartition("/")[2]
        if kind == "array":
            roles.found.setdefault("array", place)
        elif kind == "boolean" and name.lower() in _MORE:
            roles.found.setdefault("more", place)
    for owner, path in ((schema, place), (schema.at("items"), f"{place}/-1")):
        for name, below in owner.at("properties").members():
            _collect(f"{path}/{name}", below, roles)
