"""A union's branches -> `ir.Discriminator`, where a property tells them apart.

The value of a branch is what the mapping says, else the constant that the branch itself demands,
else the key of its schema. A union whose branches all demand different constants of the same
property needs no keyword.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Discriminator, Literal, Nullable, Ref, Text

from .drafts import ModelDraft
from .raw import mapping, string
from .subtypes import target_of
from .where import place_of

if TYPE_CHECKING:
    from speccast.ir import Type

    from .drafts import Branch, UnionDraft
    from .raw import JsonObject
    from .refs import Changes
    from .schemas import Schemas


def discriminator(schemas: Schemas, draft: UnionDraft, changes: Changes) -> Discriminator | None:
    """Return how the branches of a union are told apart; None where no property does."""
    said = draft.discriminator or _inherited(schemas, draft)
    wire = string(said.get("propertyName")) if said else None
    if said is None or wire is None:
        return _by_constants(schemas, draft, changes)
    found: dict[Text, Type] = {}
    mapped: set[str] = set()
    for value, named in mapping(said.get("mapping")).items():
        target = target_of(schemas, named) if isinstance(named, str) else None
        branch = next((b for b in draft.branches if b.pointer == target), None)
        if target is None:
            continue
        mapped.add(target)
        where = place_of(target)
        kind = branch.type if branch else None
        if kind is None and where is not None:
            kind = schemas.type_of({"$ref": target}, target, where)
        if kind is not None:
            found[Text(value)] = changes.of(kind)
    for branch in draft.branches:
        if branch.pointer not in mapped:
            for own in _values(schemas, branch, wire):
                found.setdefault(own, changes.of(branch.type))
    return Discriminator(Text(wire), tuple(found.items())) if found else None


def _inherited(schemas: Schemas, draft: UnionDraft) -> JsonObject | None:
    """Return the discriminator of the base that all branches have in common."""
    found: JsonObject | None = None
    for branch in draft.branches:
        own = schemas.drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        if not isinstance(own, ModelDraft):
            return None
        said = next(
            (mapping(n["discriminator"]) for n, _ in own.subject.parts if "discriminator" in n),
            None,
        )
        if said is None or (
            found is not None and found.get("propertyName") != said.get("propertyName")
        ):
            return None
        found = said
    return found


def _values(schemas: Schemas, branch: Branch, wire: str) -> tuple[Text, ...]:
    """Return the values that lead to a branch."""
    constant = _constants(schemas, branch.type).get(wire)
    if constant:
        return constant
    where = place_of(branch.pointer)
    return (Text(where.words[-1]),) if where is not None and where.parent is None else ()


def _constants(schemas: Schemas, kind: Type) -> dict[str, tuple[Text, ...]]:
    """Return the properties of a model that take only fixed texts."""
    draft = schemas.drafts.get(kind.id) if isinstance(kind, Ref) else None
    if not isinstance(draft, ModelDraft):
        return {}
    found: dict[str, tuple[Text, ...]] = {}
    for entry in draft.properties:
        typed = entry.property.type
        inner = typed.inner if isinstance(typed, Nullable) else typed
        if isinstance(inner, Literal):
            values = tuple(value for value in inner.values if isinstance(value, Text))
            if len(values) == len(inner.values):
                found[entry.property.wire.value] = values
    return found


def _by_constants(schemas: Schemas, draft: UnionDraft, changes: Changes) -> Discriminator | None:
    """Return the property of which every branch demands a value of its own."""
    constants = [_constants(schemas, branch.type) for branch in draft.branches]
    for wire in constants[0]:
        found: dict[Text, Type] = {}
        for branch, known in zip(draft.branches, constants, strict=True):
            for value in known.get(wire, ()):
                if value in found:
                    break
                found[value] = changes.of(branch.type)
        if len(found) >= len(draft.branches) and all(wire in known for known in constants):
            kinds = set(found.values())
            if len(kinds) == len(draft.branches):
                return Discriminator(Text(wire), tuple(found.items()))
    return None
