"""Repairs single fields that have a value of the wrong type, in any kind of object.

Each function takes an object, one of its fields and the field's place; afterwards the field has a
value of the right type or is removed, and the finding is reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[eE][-+]?[0-9]{1,2})?")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def describe(value: Json) -> str:
    """Return the type of a value, in words."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "text" if isinstance(value, str) else "a number"


def drop_null(ctx: Context, node: dict[str, Json], field: str, place: Place) -> bool:
    """Remove a field if it is empty; return whether it was."""
    if node[field] is not None:
        return False
    del node[field]
    ctx.info("null-section", f"`{field}` is empty, and is ignored", place)
    return True


def drop(ctx: Context, node: dict[str, Json], field: str, place: Place, expected: str) -> None:
    """Remove a field of the wrong type."""
    found = describe(node.pop(field))
    message = f"`{field}` must be {expected}, not {found}; it is left out"
    ctx.error("invalid-node", message, place)


def text(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a number or boolean to its text in the document."""
    value = node[field]
    if isinstance(value, bool | int | float):
        node[field] = written = ctx.source_text(place, value)
        message = f"`{field}` must be text; {written} without quotes is not"
        ctx.warning("not-text", message, place, "put it in quotes")
    elif not drop_null(ctx, node, field, place):
        drop(ctx, node, field, place, "text")


def flag(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert true and false in quotes to booleans."""
    value = node[field]
    known = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else None
    if known is not None:
        node[field] = known
        read = str(known).lower()
        message = f"`{field}` must be true or false, not text; {value!r} is read as {read}"
        ctx.warning("not-boolean", message, place, "remove the quotes")
    elif not drop_null(ctx, node, field, place):
        drop(ctx, node, field, place, "true or false")


def count(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert 3.0 and '3' to an integer."""
    value = node[field]
    if isinstance(value, float) and value.is_integer():
        node[field] = int(value)
    elif isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        node[field] = int(value)
        message = f"`{field}` must be an integer, not text"
        ctx.warning("not-number", message, place, "remove the quotes")
    elif not drop_null(ctx, node, field, place):
        drop(ctx, node, field, place, "an integer")


def number(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a number in quotes to a number."""
    value = node[field]
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        node[field] = int(value) if _INTEGER.fullmatch(value.strip()) else float(value)
        message = f"`{field}` must be a number, not text"
        ctx.warning("not-number", message, place, "remove the quotes")
    elif not drop_null(ctx, node, field, place):
        drop(ctx, node, field, place, "a number")


def mapping(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Remove a value that is not a mapping."""
    if not drop_null(ctx, node, field, place):
        drop(ctx, node, field, place, "a mapping")


def section(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Empty a section of the document that is not a mapping, and report a fault."""
    if not drop_null(ctx, node, field, place):
        found = describe(node[field])
        node[field] = {}
        ctx.fault("invalid-section", f"`{field}` must be a mapping, not {found}", place)


def sequence(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Convert a single value to a list."""
    if not drop_null(ctx, node, field, place):
        node[field] = [node[field]]
        message = f"`{field}` must be a list; the value is read as a list with one item"
        ctx.warning("not-list", message, place)


def names(ctx: Context, node: dict[str, Json], field: str, place: Place) -> None:
    """Keep only the texts of a list."""
    if not isinstance(node[field], list):
        sequence(ctx, node, field, place)
    listed = node.get(field)
    if not isinstance(listed, list) or all(type(name) is str for name in listed):
        return
    kept: list[Json] = []
    for index, name in enumerate(listed):
        if isinstance(name, bool | int | float):
            kept.append(ctx.source_text((place, index), name))
            ctx.warning("not-text", f"{kept[-1]} without quotes is not text", (place, index))
        elif isinstance(name, str):
            kept.append(name)
        else:
            message = f"`{field}` must list names, not {describe(name)}; it is left out"
            ctx.error("invalid-node", message, (place, index))
    node[field] = kept
