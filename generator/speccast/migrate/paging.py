"""`pagination` -> schemes of ours, each with the members of `x-speccast-pagination`."""

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
    """A way to walk pages."""

    name: str
    """As the configuration has it, and as an attribute."""
    said: dict[str, Json]
    """The members of `x-speccast-pagination`."""
    pointer: str

    @property
    def parameter(self) -> str:
        """The parameter that requests a page."""
        return str(self.said.get("parameter", ""))

    @property
    def is_plain(self) -> bool:
        """Whether an operation that has pages like these is known by its shape alone."""
        return bool(self.parameter) and "/-1/" not in str(self.said.get("next", ""))

    @property
    def items(self) -> str:
        """Where the items are."""
        return str(self.said["items"])


class _Roles(Struct):
    """What the properties of a scheme are for."""

    found: dict[str, str]
    """Role to parameter, or to the pointer of a property."""
    headers: list[str]

    def role(self, *names: str) -> str | None:
        """Return the first of some roles that is there."""
        return next((self.found[name] for name in names if name in self.found), None)


def schemes(node: Node, problems: list[Problem]) -> Iterator[Scheme]:
    """Iterate the schemes that can be followed; the others are problems."""
    for entry in node.items():
        name = entry.at("name").text() or "pages"
        made = _scheme(entry)
        if isinstance(made, str):
            message = f"the pages of {name!r} cannot be followed: {made}"
            hint = "they are read one by one: give the parameter for the next page yourself"
            problems.append(Problem(entry.pointer, message, hint))
        else:
            yield Scheme(snake(name), made, entry.pointer)


def fits(page: Scheme, endpoint: Endpoint, target: Target) -> bool:
    """Return whether an endpoint has what a scheme needs."""
    schema = target.result(endpoint)
    if schema is None or (page.parameter and not target.has_query(endpoint, page.parameter)):
        return False
    following = str(page.said.get("next", ""))
    if following and target.below(schema, following) is None:
        return False
    return target.items(schema, page.items) is not None


def _scheme(entry: Node) -> dict[str, Json] | str:
    """Return the members of a scheme, or why there are none."""
    kind = entry.at("type").text() or ""
    if kind == "fake_page":
        return "there is but one page"
    roles = _Roles({}, [])
    for name, schema in entry.at("request").members():
        _collect(name, schema, roles)
    for name, schema in entry.at("response").members():
        _collect(f"/{name}", schema, roles)
    if roles.headers:
        return f"{roles.headers[0]} is a header"
    parameter, following, kind = _of_kind(kind, roles)
    if kind == "":
        return f"there is no {entry.at('type').text()!r}"
    items = roles.role("items", "array")
    if items is None or (parameter is None and kind != "next-link"):
        return "it does not say where the items are, and which parameter asks for the next page"
    if kind in {"cursor", "next-link"} and following is None:
        return "it does not say where the next cursor is"
    said: dict[str, Json | None] = {
        "kind": kind,
        "parameter": parameter,
        "items": items,
        "next": following,
        "more": roles.role("has_next_page", "more"),
        "total": roles.role("offset_total_count_field"),
        "pages": roles.role("total_page_count_field"),
    }
    return {key: value for key, value in said.items() if value is not None}


def _of_kind(kind: str, roles: _Roles) -> tuple[str | None, str | None, str]:
    """Return the parameter, where the next cursor or link is, and the kind as we call it."""
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
    """Note what a property is for, and those in it."""
    said = schema.at(_PROPERTY)
    purpose = said.at("purpose").text()
    header = said.at("from_header").text()
    if header is not None:
        roles.headers.append(header)
    if purpose is not None:
        roles.found.setdefault(purpose, "" if said.at("is_top_level_array").flag() else place)
    elif place.startswith("/"):
        kind, name = schema.at("type").text(), place.rpartition("/")[2]
        if kind == "array":
            roles.found.setdefault("array", place)
        elif kind == "boolean" and name.lower() in _MORE:
            roles.found.setdefault("more", place)
    for owner, path in ((schema, place), (schema.at("items"), f"{place}/-1")):
        for name, below in owner.at("properties").members():
            _collect(f"{path}/{name}", below, roles)
