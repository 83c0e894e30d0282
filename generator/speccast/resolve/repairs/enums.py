"""Makes the values of an `enum` unique, and valid for the type beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

_PARALLEL: Final = (
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-names",
    "x-enum-descriptions",
    "x-enumDescriptions",
)
"""Extensions that are lists with one entry for each value."""
_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,300})(?:\.[0-9]{1,300})?")
_KINDS: Final[dict[type, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
}


def enum(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Make `enum` a list; remove an empty one. `fit_enum` checks the values."""
    value = node[field]
    if value is None or value == []:
        del node[field]
        message = "`enum` is empty, so that no value would be valid; it is left out"
        ctx.warning("empty-enum", message, place)
    elif not isinstance(value, list):
        node[field] = [value]
        message = "`enum` must be a list; the value is read as a list with one item"
        ctx.warning("not-list", message, place)


def fit_enum(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Convert each value to the type; add types for values that cannot be converted."""
    listed = node["enum"]
    if not isinstance(listed, list):
        return
    kinds = _kinds(node)
    if "string" not in kinds or any(type(value) is not str for value in listed):
        fitted = [_fit(ctx, value, kinds, ((place, "enum"), i)) for i, value in enumerate(listed)]
        node["enum"] = listed = fitted
        _widen(ctx, node, kinds, (place, "enum"))
    if len({(type(value), str(value)) for value in listed}) != len(listed):
        _unique(ctx, node, listed, (place, "enum"))


def _kinds(node: dict[str, Json]) -> list[str]:
    kind = node.get("type")
    listed = kind if isinstance(kind, list) else [kind]
    return [kind for kind in listed if isinstance(kind, str)]


def fit_default(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Convert a default that its schema does not allow, or report it."""
    value, kinds = node["default"], _kinds(node)
    kind = "null" if value is None else _KINDS.get(type(value), "object")
    at = (place, "default")
    if kinds and kind not in kinds and not (kind == "integer" and "number" in kinds):
        fitted = None if value is None else _converted(ctx, value, kinds, at)
        message = f"the default is not of type {' or '.join(kinds)}"
        if value is None:
            ctx.info("default-type", f"{message}: it is ignored", at)
        elif fitted is None:
            ctx.warning("default-type", f"{message}: it is documented unchanged", at)
        else:
            node["default"] = fitted
            ctx.warning("default-type", f"{message}: it is read as {fitted!r}", at)
        return
    listed = node.get("enum")
    if isinstance(listed, list) and value is not None and value not in listed:
        message = "the default is not a value of `enum`: it is documented unchanged"
        ctx.warning("default-type", message, at)


def _fit(ctx: Context, value: Json, kinds: list[str], place: Place) -> Json:
    """Return the value as one of the kinds, or unchanged."""
    kind = "null" if value is None else _KINDS.get(type(value), "object")
    if not kinds or kind in kinds or (kind == "integer" and "number" in kinds) or value is None:
        return value
    fitted = _converted(ctx, value, kinds, place)
    if fitted is not None:
        message = f"{value!r} is not of type {' or '.join(kinds)}; it is read as {fitted!r}"
        ctx.warning("enum-type", message, place)
        return fitted
    return value


def _converted(ctx: Context, value: Json, kinds: list[str], place: Place) -> Json:
    """Return the value converted to one of the kinds; None if information would be lost."""
    if "string" in kinds and isinstance(value, bool | int | float):
        return ctx.source_text(place, value)
    if isinstance(value, float) and value.is_integer() and "integer" in kinds:
        return int(value)
    return _read(value.strip(), kinds) if isinstance(value, str) else None


def _read(text: str, kinds: list[str]) -> Json:
    """Return a text converted to one of the kinds; None if it is not possible."""
    if "boolean" in kinds and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    if "." not in text and ("integer" in kinds or "number" in kinds):
        return int(text)
    return float(text) if "number" in kinds else None


def _widen(ctx: Context, node: dict[str, Json], kinds: list[str], place: Place) -> None:
    """Add the types of values that the type does not allow."""
    if not kinds or not isinstance(listed := node["enum"], list):
        return
    found = ["null" if value is None else _KINDS.get(type(value), "object") for value in listed]
    missing = [
        kind
        for kind in dict.fromkeys(found)
        if kind not in kinds and not (kind == "integer" and "number" in kinds)
    ]
    if missing:
        widened: list[Json] = [*kinds, *missing]
        node["type"] = widened
        message = (
            f"`enum` has values that are not of type {' or '.join(kinds)}:"
            f" the type {' and '.join(missing)} is added"
        )
        ctx.warning("enum-type", message, place)


def _unique(ctx: Context, node: dict[str, Json], listed: list[Json], place: Place) -> None:
    seen: set[tuple[type, str]] = set()
    kept: list[int] = []
    for index, value in enumerate(listed):
        key = (type(value), str(value))
        if key in seen:
            ctx.warning("duplicate-enum", f"{value!r} is listed twice", (place, index))
        else:
            seen.add(key)
            kept.append(index)
    for extension in _PARALLEL:
        entries = node.get(extension)
        if isinstance(entries, list) and len(entries) == len(listed):
            node[extension] = [entries[index] for index in kept]
    node["enum"] = [listed[index] for index in kept]
