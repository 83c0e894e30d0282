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
        both = listed if left is None else _both(left, listed)
        if not both:
            message = "`enum` and `const` allow no common value: the more specific one is used"
            diagnostics.warning("all-of-conflict", message, pointer)
        left = both or listed
    if left and any(isinstance(value, (list, dict)) for value in left):
        message = "the values of objects and arrays are not enforced"
        diagnostics.lossy("enum-of-values", message, parts[-1][1])
        return None
    return left


def possible(parts: Iterable[Part], kinds: tuple[str, ...] | None) -> bool:
    """Return whether `enum` and `const` allow a value of the given types; None: of any."""
    left: list[Json] | None = None
    for listed, _ in _lists(parts):
        left = listed if left is None else _both(left, listed)
    return left is None or any(kinds is None or _fits(value, kinds) for value in left)


def _lists(parts: Iterable[Part]) -> Iterator[tuple[list[Json], str]]:
    """Iterate the lists of values, with their schemas."""
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
    """Return whether a value is of one of the types; null may always be listed."""
    kind = kind_of(value)
    return kind in kinds or kind == "null" or (kind == "integer" and "number" in kinds)


def _both(left: list[Json], right: list[Json]) -> list[Json]:
    """Return the values that are in both lists; as an integer if one list has an integer."""
    known = {key(value): value for value in left}
    both = [value for value in right if key(value) in known]
    return [known[key(value)] if isinstance(value, float) else value for value in both]


def key(value: Json) -> Hashable:
    """Return the key by which values are equal: True is not 1, but 1.0 is."""
    if isinstance(value, (list, dict)):
        return (dict, repr(value))
    return (isinstance(value, bool), value)


def lower(schemas: Schemas, subject: Subject, chosen: list[Json], kinds: tuple[str, ...]) -> Type:
    """Return the type of a few fixed values.

    Args:
        schemas: declares types that need a name.
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
    for node, _ in parts:  # a schema that narrows an enum rarely names its members again
        listed = sequence(node.get("enum"))
        names |= _beside(node, listed, "x-enum-varnames", "x-enumNames", "x-enum-names")
        texts |= _beside(node, listed, "x-enum-descriptions", "x-enumDescriptions")
    found: list[EnumValue] = []
    for value in chosen:
        if isinstance(value, (str, int)):
            told = Text(value) if isinstance(value, str) else value
            said = texts.get(key(value))
            name = names.get(key(value))
            found.append(EnumValue(told, name, Doc(description=said) if said else NO_DOC))
    return tuple(found)


def _beside(node: JsonObject, listed: list[Json], *extensions: str) -> dict[Hashable, Text | None]:
    """Return an extension's entry for each value: a list in the same order, or a map."""
    for extension in extensions:
        said = node.get(extension)
        if isinstance(said, list) and len(said) == len(listed):
            return {key(value): text(word) for value, word in zip(listed, said, strict=True)}
        if isinstance(said, dict):
            return {key(value): text(said.get(str(value))) for value in listed}
    return {}


def constants(nodes: Sequence[Json]) -> tuple[EnumValue, ...] | None:
    """Return the members of a union that only lists constants (`oneOf` of `const`)."""
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
