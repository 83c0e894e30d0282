"""`enum` and `const` -> `ir.EnumType` (open, with named members), `ir.Literal`, or a scalar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Doc, EnumValue, Literal, Scalar, Text
from speccast.lower.documentation import NO_DOC
from speccast.lower.raw import kind_of, mapping, sequence, string, text
from speccast.lower.schemas import union_types
from speccast.lower.schemas.drafts import Branch

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from speccast.ir import Type
    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.json_value import Json


def values(parts: Sequence[Part], diagnostics: Diagnostics) -> list[Json] | None:
    """Return the values that `enum` and `const` allow; None if neither applies."""
    left: list[Json] | None = None
    for listed, pointer in _lists(parts):
        both = listed if left is None else _common(left, listed)
        if not both:
            message = "`enum` and `const` allow no common value: the more specific one is used"
            diagnostics.warning("all-of-conflict", message, pointer)
        left = both or listed
    if left and any(isinstance(value, (list, dict)) for value in left):
        message = "an `enum` with objects or arrays is not enforced"
        diagnostics.lossy("enum-of-values", message, parts[-1][1])
        return None
    return left


def possible(parts: Iterable[Part], kinds: tuple[str, ...] | None) -> bool:
    """Return whether `enum` and `const` allow a value of some types (None: of any type)."""
    left: list[Json] | None = None
    for listed, _ in _lists(parts):
        left = listed if left is None else _common(left, listed)
    return left is None or any(kinds is None or _fits(value, kinds) for value in left)


def _lists(parts: Iterable[Part]) -> Iterator[tuple[list[Json], str]]:
    """Iterate the lists of values, with the pointers of their schemas."""
    for node, pointer in parts:
        listed = node.get("enum")
        if isinstance(listed, list):
            yield listed, pointer
        if "const" in node:
            yield [node["const"]], pointer


def _fitting(
    chosen: list[Json], kinds: tuple[str, ...], pointer: str, diagnostics: Diagnostics
) -> list[Json]:
    """Return the values that the schema's `type` allows; all of them if it allows none."""
    fit = [value for value in chosen if not kinds or _fits(value, kinds)]
    if len(fit) < len(chosen):
        message = f"some values are not of type {' or '.join(kinds)}"
        diagnostics.warning("all-of-conflict", message, pointer)
    return fit or chosen


def _fits(value: Json, kinds: tuple[str, ...]) -> bool:
    """Return whether a value is of one of the types, or null."""
    kind = kind_of(value)
    return kind in kinds or kind == "null" or (kind == "integer" and "number" in kinds)


def _common(left: list[Json], right: list[Json]) -> list[Json]:
    """Return the values that are in both lists; 1.0 as 1 if one list has the integer."""
    known = {key(value): value for value in left}
    both = [value for value in right if key(value) in known]
    return [known[key(value)] if isinstance(value, float) else value for value in both]


def key(value: Json) -> Hashable:
    """Return the key for comparisons of values: 1.0 equals 1, True does not."""
    if isinstance(value, (list, dict)):
        return (dict, repr(value))
    return (isinstance(value, bool), value)


def lower(schemas: Schemas, subject: Subject, chosen: list[Json], kinds: tuple[str, ...]) -> Type:
    """Return the type of fixed values.

    Args:
        schemas: declares enums.
        subject: the schemas that list the values.
        chosen: the values, see `values`.
        kinds: the types that the schemas allow.

    """
    by_kind: dict[str, list[Json]] = {}
    for value in _fitting(chosen, kinds, subject.pointer, schemas.diagnostics):
        by_kind.setdefault(kind_of(value), []).append(value)
    null = by_kind.pop("null", None) is not None or "null" in kinds
    if not by_kind:
        return Scalar.NULL
    if "number" in by_kind:
        by_kind.pop("integer", None)  # an integer is a number
    if len(by_kind) == 1:
        lowered = _of_kind(schemas, *by_kind.popitem(), subject)
    else:
        options = [
            Branch(_of_kind(schemas, kind, listed, subject.variant(kind)), *subject.parts[-1])
            for kind, listed in by_kind.items()
        ]
        lowered = union_types.union(schemas, options, subject.source())
    return union_types.nullable(lowered) if null else lowered


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
    """Return the members of an enum, with the names and descriptions from extensions."""
    names: dict[Hashable, Text | None] = {}
    texts: dict[Hashable, Text | None] = {}
    for node, _ in parts:  # in all parts, since one that narrows an enum rarely repeats names
        listed = sequence(node.get("enum"))
        names |= _beside(node, listed, "x-enum-varnames", "x-enumNames", "x-enum-names")
        texts |= _beside(node, listed, "x-enum-descriptions", "x-enumDescriptions")
    found: list[EnumValue] = []
    for value in chosen:
        if isinstance(value, (str, int)):
            typed = Text(value) if isinstance(value, str) else value
            text = texts.get(key(value))
            name = names.get(key(value))
            found.append(EnumValue(typed, name, Doc(description=text) if text else NO_DOC))
    return tuple(found)


def _beside(node: JsonObject, listed: list[Json], *extensions: str) -> dict[Hashable, Text | None]:
    """Return an extension's entry for each value: a list in the same order, or a map."""
    for extension in extensions:
        entries = node.get(extension)
        if isinstance(entries, list) and len(entries) == len(listed):
            return {key(value): text(entry) for value, entry in zip(listed, entries, strict=True)}
        if isinstance(entries, dict):
            return {key(value): text(entries.get(str(value))) for value in listed}
    return {}


def constants(nodes: Sequence[Json]) -> tuple[EnumValue, ...] | None:
    """Return the members of a union of constants (`oneOf` of `const`); None for any other union."""
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
    """Return the title of a constant, which names the member."""
    title = string(node.get("title"))
    return Text(title) if title else None
