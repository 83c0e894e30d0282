"""`enum` and `const` -> `ir.EnumType` (open, with named members), `ir.Literal`, or a scalar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Doc, EnumValue, Literal, Scalar, Text

from . import branches
from .drafts import Branch
from .notes import NO_DOC
from .raw import kind_of, mapping, sequence, string, text

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from speccast.diagnostics import Diagnostics
    from speccast.document import Json
    from speccast.ir import Type

    from .drafts import Subject
    from .raw import JsonObject, Part
    from .schemas import Schemas


def values(parts: Sequence[Part], diagnostics: Diagnostics) -> list[Json] | None:
    """Return the values that `enum` and `const` leave; None where neither counts."""
    left: list[Json] | None = None
    for node, pointer in parts:
        for listed in (node.get("enum"), [node["const"]] if "const" in node else None):
            if not isinstance(listed, list):
                continue
            both = listed if left is None else _both(left, listed)
            if not both:
                message = "no value is left by `enum` and `const`: the more specific is believed"
                diagnostics.warning("all-of-conflict", message, pointer)
            left = both or listed
    if left and any(isinstance(value, (list, dict)) for value in left):
        message = "which objects or arrays are meant is not enforced"
        diagnostics.lossy("enum-of-values", message, parts[-1][1])
        return None
    return left


def _fitting(
    chosen: list[Json], kinds: tuple[str, ...], pointer: str, diagnostics: Diagnostics
) -> list[Json]:
    """Return the values that the schema's `type` takes; where it takes none, they are believed."""
    fit = [value for value in chosen if not kinds or _fits(value, kinds)]
    if len(fit) < len(chosen):
        message = f"some values are not of type {' or '.join(kinds)}"
        diagnostics.warning("all-of-conflict", message, pointer)
    return fit or chosen


def _fits(value: Json, kinds: tuple[str, ...]) -> bool:
    """Tell whether a value is of one of the types; null may always be listed."""
    kind = kind_of(value)
    return kind in kinds or kind == "null" or (kind == "integer" and "number" in kinds)


def _both(left: list[Json], right: list[Json]) -> list[Json]:
    """Return the values that stand in both lists; True is not 1."""
    known = {key(value) for value in left}
    return [value for value in right if key(value) in known]


def key(value: Json) -> Hashable:
    """Return what tells a value from others: True is not 1, and 1 is not 1.0."""
    if isinstance(value, (list, dict)):
        return (dict, repr(value))
    return (type(value), value)


def lower(schemas: Schemas, subject: Subject, chosen: list[Json], kinds: tuple[str, ...]) -> Type:
    """Return the type of a few fixed values.

    Args:
        schemas: declares what needs a name.
        subject: the schemas that list the values.
        chosen: the values, see `values`.
        kinds: the types that the schemas take.

    """
    by_kind: dict[str, list[Json]] = {}
    for value in _fitting(chosen, kinds, subject.pointer, schemas.diagnostics):
        by_kind.setdefault(kind_of(value), []).append(value)
    null = by_kind.pop("null", None) is not None or "null" in kinds
    if not by_kind:
        return Scalar.NULL
    if len(by_kind) == 1:
        lowered = _of_kind(schemas, *by_kind.popitem(), subject)
    else:
        options = [
            Branch(_of_kind(schemas, kind, listed, subject.variant(kind)), *subject.parts[-1])
            for kind, listed in by_kind.items()
        ]
        lowered = branches.union(schemas, options, subject.source())
    return branches.nullable(lowered) if null else lowered


def _of_kind(schemas: Schemas, kind: str, listed: list[Json], subject: Subject) -> Type:
    """Return the type of fixed values that are all of one JSON type."""
    if kind == "number":
        return Scalar.FLOAT
    if kind == "boolean" and len(listed) > 1:
        return Scalar.BOOL
    if len(listed) == 1:
        return Literal((_fixed(listed[0]),))
    return schemas.declare_enum(_named(listed, subject.parts), subject)


def _fixed(value: Json) -> Text | int | float | bool | None:
    """Return one fixed value."""
    if isinstance(value, str):
        return Text(value)
    return value if isinstance(value, (int, float)) else None


def _named(chosen: Sequence[Json], parts: Sequence[Part]) -> tuple[EnumValue, ...]:
    """Return the members of an enum, with the names and texts that extensions give them."""
    node = next((node for node, _ in reversed(parts) if "enum" in node), parts[-1][0])
    listed = sequence(node.get("enum"))
    names = _beside(node, listed, "x-enum-varnames", "x-enumNames", "x-enum-names")
    texts = _beside(node, listed, "x-enum-descriptions", "x-enumDescriptions")
    found: list[EnumValue] = []
    for value in chosen:
        if isinstance(value, (str, int)):
            told = Text(value) if isinstance(value, str) else value
            said = texts.get(key(value)) if texts else None
            name = names.get(key(value)) if names else None
            found.append(EnumValue(told, name, Doc(description=said) if said else NO_DOC))
    return tuple(found)


def _beside(node: JsonObject, listed: list[Json], *extensions: str) -> dict[Hashable, Text | None]:
    """Return what an extension says of each value: a list in the same order, or a map."""
    for extension in extensions:
        said = node.get(extension)
        if isinstance(said, list) and len(said) == len(listed):
            return {key(value): text(word) for value, word in zip(listed, said, strict=True)}
        if isinstance(said, dict):
            return {key(value): text(said.get(str(value))) for value in listed}
    return {}


def constants(nodes: Sequence[Json]) -> tuple[EnumValue, ...] | None:
    """Return the members of a union that merely lists constants (`oneOf` of `const`)."""
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
