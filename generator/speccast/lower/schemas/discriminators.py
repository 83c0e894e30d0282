"""A union's branches -> the property that distinguishes them, if there is one.

The value of a branch comes from the mapping, else from the constants that the branch requires,
else from the key of its schema. A union whose branches require different constants of a property
needs no keyword. This runs when all models are complete, and before anything uses the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.ir import Array, Discriminator, Id, Literal, Nullable, Ref, Scalar, Text, Tuple
from speccast.lower.naming.name_path import place_of
from speccast.lower.raw import mapping, string
from speccast.lower.schemas.drafts import EnumDraft, ModelDraft, UnionDraft
from speccast.lower.schemas.subtypes import target_of
from speccast.lower.schemas.union_factors import mere_union
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speccast.ir import Tag, Type
    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.drafts import Branch
    from speccast.lower.schemas.interface import Schemas

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_KINDS = {Text: Scalar.STR, int: Scalar.INT, bool: Scalar.BOOL}


def tell_apart(schemas: Schemas) -> None:
    """Determine for each union how its branches are distinguished."""
    done: set[Id] = set()
    while waiting := [id_ for id_ in schemas.drafts if id_ not in done]:
        done.update(waiting)  # a mapping may lead to a union that nothing else refers to
        for draft in [schemas.drafts[id_] for id_ in waiting]:
            if isinstance(draft, UnionDraft):
                draft.told_by = _told_by(schemas, draft)


def _told_by(schemas: Schemas, draft: UnionDraft) -> Discriminator | None:
    """Return the discriminator of a union; None if it has none."""
    said = draft.discriminator or _flattened(schemas, draft) or _inherited(schemas, draft)
    wire = string(said.get("propertyName")) if said else None
    if said is None or wire is None:
        return _by_constants(schemas, draft)
    found: dict[Tag, Type] = {}
    mapped: set[str] = set()
    branches = {branch.pointer: branch.type for branch in draft.branches}
    read = _reader(schemas, draft, wire)
    for value, named in mapping(said.get("mapping")).items():
        target = target_of(schemas, named) if isinstance(named, str) else None
        kind = None if target is None else _told_further(schemas, draft, target, branches, wire)
        if target is not None and kind is not None:
            found[read(value)] = kind
            mapped.add(target)
        elif said is draft.discriminator:
            message = f"the mapping of {value!r} leads to no branch: it is left out"
            pointer = join(draft.source.pointer, "discriminator")
            schemas.diagnostics.warning("discriminator-mapping", message, pointer)
    said_of: dict[Tag, Type] = {}
    for branch in draft.branches:
        if branch.pointer not in mapped:
            for own in _values(schemas, branch, wire):
                if own in found or said_of.setdefault(own, branch.type) == branch.type:
                    continue
                kind = _union_called(schemas, draft, own, branches, wire)
                if kind is None:
                    return _by_constants(schemas, draft)  # the value does not distinguish them
                found[own] = kind
                del said_of[own]
    found = {**found, **said_of}
    found |= {own: kind for own, kind in _alone(schemas, draft, wire) if own not in found}
    if not found:
        return None
    return Discriminator(
        Text(wire), tuple(found.items()), _otherwise(schemas, draft, said, branches)
    )


def _alone(schemas: Schemas, draft: UnionDraft, wire: str) -> Iterator[tuple[Tag, Type]]:
    """Iterate the constants that one branch alone takes, with it."""
    claims: dict[Tag, set[Type]] = {}
    for branch in draft.branches:
        for own in _constants(schemas, branch.type).get(wire, ()):
            claims.setdefault(own, set()).add(branch.type)
    alone = ((own, kinds) for own, kinds in claims.items() if len(kinds) == 1)
    return ((own, kind) for own, kinds in alone for kind in kinds)


def _otherwise(
    schemas: Schemas, draft: UnionDraft, said: JsonObject, branches: Mapping[str, Type]
) -> Type | None:
    """Return the branch of the values that are not mapped."""
    target = string(said.get("defaultMapping"))
    if target is not None:
        return _branch_at(schemas, draft, target, branches)
    bases = [each for each in draft.branches if each.type == Ref(Id(each.pointer, ("base",)))]
    is_whole = bases and (
        bases[-1].pointer == draft.source.pointer or bases[-1].discriminator == said
    )
    return bases[-1].type if is_whole else None


def _told_further(
    schemas: Schemas, draft: UnionDraft, target: str, branches: Mapping[str, Type], wire: str
) -> Type | None:
    """Return the branch at a pointer; or the union of its subtypes by another property."""
    inner = schemas.drafts.get(Id(target))
    if (
        isinstance(inner, UnionDraft)
        and inner is not draft
        and (inner.discriminator or {}).get("propertyName") not in (None, wire)
        and all(branch.type in branches.values() for branch in inner.branches)
    ):
        return Ref(inner.source.id)
    return _branch_at(schemas, draft, target, branches)


def _union_called(
    schemas: Schemas, draft: UnionDraft, value: Tag, branches: Mapping[str, Type], wire: str
) -> Type | None:
    """Return the union among the branches whose component has this value as its key."""
    pointer = join("#/components/schemas", value.value) if isinstance(value, Text) else ""
    target = target_of(schemas, pointer)
    return None if target is None else _told_further(schemas, draft, target, branches, wire)


def _branch_at(
    schemas: Schemas, draft: UnionDraft, target: str, branches: Mapping[str, Type]
) -> Type | None:
    """Return the branch at a pointer, or the union whose branches are all among the draft's."""
    if target in branches:
        return branches[target]
    known = set(branches.values())
    kind = schemas.known(target) or _opened(schemas, target)
    if kind in known:
        return kind
    inner = schemas.drafts.get(kind.id) if isinstance(kind, Ref) else None
    if isinstance(inner, UnionDraft) and inner is not draft:
        return kind if all(branch.type in known for branch in inner.branches) else None
    return None


def _opened(schemas: Schemas, target: str) -> Type | None:
    """Return the type of a union that was only used for the branches of another."""
    node, place = schemas.resolved.at(target), place_of(target)
    if mere_union(node) is None or place is None:
        return None
    kind = schemas.type_of(node, target, place)
    schemas.drain()
    return kind


def _flattened(schemas: Schemas, draft: UnionDraft) -> JsonObject | None:
    """Return the discriminator of the unions in a union, if all objects are theirs."""
    found: JsonObject | None = None
    for branch in draft.branches:
        own = schemas.drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        said = branch.discriminator
        if isinstance(own, EnumDraft) or isinstance(branch.type, (Scalar, Literal, Array, Tuple)):
            continue
        if said is None or (found and found.get("propertyName") != said.get("propertyName")):
            return None
        if found is not None and found != said:
            said = {**said, "mapping": mapping(found.get("mapping")) | mapping(said.get("mapping"))}
        found = said
    return found


def _inherited(schemas: Schemas, draft: UnionDraft) -> JsonObject | None:
    """Return the discriminator of the base that all branches have in common."""
    found: JsonObject | None = None
    for branch in draft.branches:
        own = schemas.drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        parts = own.subject.parts if isinstance(own, ModelDraft) else []
        said = next((mapping(n["discriminator"]) for n, _ in parts if "discriminator" in n), None)
        if said is None:
            return None
        if found is not None and found.get("propertyName") != said.get("propertyName"):
            return None
        found = said
    return found


def _reader(schemas: Schemas, draft: UnionDraft, wire: str) -> Callable[[str], Tag]:
    """Return what makes a value of a key of the mapping: keys are text, whatever the values are."""
    kinds = {_kind(schemas, branch.type, wire) for branch in draft.branches} - {None}
    if kinds == {Scalar.BOOL}:
        return lambda key: {"true": True, "false": False}.get(key, Text(key))
    if kinds == {Scalar.INT}:
        return lambda key: int(key) if _INTEGER.fullmatch(key) else Text(key)
    return Text


def _kind(schemas: Schemas, branch: Type, wire: str) -> Scalar | None:
    """Return what the values of a model's property are; None where that is not known."""
    draft = schemas.drafts.get(branch.id) if isinstance(branch, Ref) else None
    entries = draft.properties if isinstance(draft, ModelDraft) else ()
    kind = next((e.property.type for e in entries if e.property.wire.value == wire), None)
    if isinstance(kind, Scalar):
        return kind
    values = _tags(schemas, kind) if kind is not None else ()
    found = {_KINDS[type(value)] for value in values}
    return found.pop() if len(found) == 1 else None


def _values(schemas: Schemas, branch: Branch, wire: str) -> tuple[Tag, ...]:
    """Return the values that lead to a branch."""
    constants = _constants(schemas, branch.type).get(wire)
    if constants:
        return constants
    name_path = place_of(branch.pointer)
    return (Text(name_path.words[-1]),) if name_path is not None and name_path.exact else ()


def _constants(schemas: Schemas, kind: Type) -> dict[str, tuple[Tag, ...]]:
    """Return the properties of a model that take only certain values, with these."""
    draft = schemas.drafts.get(kind.id) if isinstance(kind, Ref) else None
    if not isinstance(draft, ModelDraft):
        return {}
    found: dict[str, tuple[Tag, ...]] = {}
    for entry in draft.properties:
        values = _tags(schemas, entry.property.type)
        if values:
            found[entry.property.wire.value] = values
    return found


def _tags(schemas: Schemas, kind: Type) -> tuple[Tag, ...]:
    """Return the values that a type allows; empty if it allows others."""
    inner = kind.inner if isinstance(kind, Nullable) else kind
    draft = schemas.drafts.get(inner.id) if isinstance(inner, Ref) else None
    values: tuple[object, ...] = ()
    if isinstance(inner, Literal):
        values = inner.values
    elif isinstance(draft, EnumDraft):
        values = tuple(value.value for value in draft.values)
    found = tuple(value for value in values if isinstance(value, (Text, int)))
    return found if len(found) == len(values) else ()


def _by_constants(schemas: Schemas, draft: UnionDraft) -> Discriminator | None:
    """Return the property for which every branch requires different values."""
    constants = [_constants(schemas, branch.type) for branch in draft.branches]
    for wire in constants[0]:
        pairs = [
            (value, branch.type)
            for branch, known in zip(draft.branches, constants, strict=True)
            for value in known.get(wire, ())
        ]
        distinct = len(dict(pairs)) == len(pairs)
        if distinct and all(wire in known for known in constants):
            return Discriminator(Text(wire), tuple(pairs))
    return None
