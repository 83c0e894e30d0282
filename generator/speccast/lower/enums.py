"""`enum` and `const` -> `ir.EnumType` (open, with named members), `ir.Literal`, or a plain scalar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.ir import Doc, EnumValue, JsonValue, Literal, Scalar, Text

from .notes import canonical
from .raw import mapping, sequence, string, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.diagnostics import Diagnostics

    from speccast.document import Json

    from .raw import JsonObject

_KINDS: dict[type, str] = {
    str: "string", bool: "boolean", int: "integer", float: "number",
    type(None): "null", list: "array", dict: "object",
}  # fmt: skip


def kind_of(value: Json) -> str:
    """Return the JSON Schema type of a value."""
    return _KINDS[type(value)]


def values(parts: Sequence[tuple[JsonObject, str]]) -> list[Json] | None:
    """Return the values that `enum` and `const` leave; None where neither stands.

    An empty list means that the parts contradict each other.
    """
    left: list[Json] | None = None
    for node, _ in parts:
        if "const" in node:
            left = _both(left, [node["const"]])
        if isinstance(node.get("enum"), list):
            left = _both(left, sequence(node["enum"]))
    return left


def fitting(
    chosen: list[Json],
    kinds: tuple[str, ...],
    parts: Sequence[tuple[JsonObject, str]],
    diagnostics: Diagnostics,
) -> list[Json]:
    """Return the values that the schema's own `type` takes; where none does, the values are believed."""
    pointer = parts[-1][1]
    if not chosen:
        diagnostics.warning("all-of-conflict", "no value is left by `enum` and `const`", pointer)
        return [v for node, _ in parts for v in sequence(node.get("enum")) or [node.get("const")]]
    if not kinds:
        return chosen
    fit = [value for value in chosen if _fits(value, kinds)]
    if len(fit) < len(chosen):
        diagnostics.warning(
            "enum-of-another-type",
            f"some values of the enum are not of type {' or '.join(kinds)}",
            pointer,
        )
    if fit:
        return fit
    if "string" in kinds:
        return [value if isinstance(value, str) else json.dumps(value) for value in chosen]
    return chosen


def _fits(value: Json, kinds: tuple[str, ...]) -> bool:
    """Tell whether a value is of one of the types; null may always be listed."""
    kind = kind_of(value)
    return kind in kinds or kind == "null" or (kind == "integer" and "number" in kinds)


def _both(left: list[Json] | None, right: list[Json]) -> list[Json]:
    """Return the values that stand in both lists, each once; True is not 1."""
    known = {key(value) for value in left} if left is not None else None
    found: dict[JsonValue | None, Json] = {}
    for value in right:
        if known is None or key(value) in known:
            found.setdefault(key(value), value)
    return list(found.values())


def key(value: Json) -> JsonValue | None:
    """Return what tells a value from others."""
    return canonical(value)


def literal(chosen: Iterable[Json]) -> Literal:
    """Return the type of a few fixed scalars."""
    return Literal(tuple(_fixed(value) for value in chosen))


def _fixed(value: Json) -> Text | int | float | bool | None:
    """Return one fixed value."""
    if isinstance(value, str):
        return Text(value)
    return value if isinstance(value, (int, float)) else None


def scalar_of(kind: str) -> Scalar:
    """Return the type of an enum's values where they get no names."""
    return {"boolean": Scalar.BOOL, "number": Scalar.FLOAT}.get(kind, Scalar.ANY)


def named_values(
    chosen: Sequence[Json], parts: Sequence[tuple[JsonObject, str]]
) -> tuple[EnumValue, ...]:
    """Return the members of an enum, with the names and texts that extensions give them."""
    node = next((node for node, _ in reversed(parts) if "enum" in node), {})
    listed = sequence(node.get("enum"))
    names = _beside(node, listed, "x-enum-varnames", "x-enumNames", "x-enum-names")
    texts = _beside(node, listed, "x-enum-descriptions", "x-enumDescriptions")
    return tuple(
        EnumValue(
            Text(value) if isinstance(value, str) else value,
            names.get(key(value)),
            Doc(description=texts.get(key(value))),
        )
        for value in chosen
        if isinstance(value, (str, int))
    )


def _beside(
    node: JsonObject, listed: list[Json], *extensions: str
) -> dict[JsonValue | None, Text | None]:
    """Return what an extension says beside each value: a list in the same order, or a map by value."""
    for extension in extensions:
        said = node.get(extension)
        if isinstance(said, list) and len(said) == len(listed):
            return {key(value): text(word) for value, word in zip(listed, said, strict=True)}
        if isinstance(said, dict):
            return {key(value): text(said.get(str(value))) for value in listed}
    return {}


def constants(nodes: Sequence[Json]) -> tuple[EnumValue, ...] | None:
    """Return the members of a union that merely lists constants (`oneOf` of `const` with titles)."""
    found: dict[Text | int, EnumValue] = {}
    kinds: set[str] = set()
    for node in map(mapping, nodes):
        listed = sequence(node.get("enum"))
        value = node["const"] if "const" in node else listed[0] if len(listed) == 1 else None
        if not isinstance(value, (str, int)) or isinstance(value, bool) or "properties" in node:
            return None
        kinds.add(kind_of(value))
        fixed = Text(value) if isinstance(value, str) else value
        documented = Doc(description=text(node.get("description")))
        found.setdefault(fixed, EnumValue(fixed, _title(node), documented))
    return tuple(found.values()) if len(kinds) == 1 and len(found) > 1 else None


def _title(node: JsonObject) -> Text | None:
    """Return the title of a constant, which is the name of the member."""
    title = string(node.get("title"))
    return Text(title) if title else None
