"""The branches of a union -> the property that distinguishes them, if there is one.

The value of a branch comes from the mapping, else from the constants that the branch requires,
else from the key of its schema. A union whose branches require different constants of a property
needs no keyword. All models are complete before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.ir import Array, Discriminator, Id, Literal, Nullable, Ref, Scalar, Text, Tuple
from speccast.lower.naming.name_path import name_path_of
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
    from speccast.reading.json_value import Json

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_KINDS = {Text: Scalar.STR, int: Scalar.INT, bool: Scalar.BOOL}


def set_discriminators(schemas: Schemas) -> None:
    """Set the discriminator of each union."""
    done: set[Id] = set()
    while waiting := [id_ for id_ in schemas.drafts if id_ not in done]:
        done.update(waiting)  # a mapping may lead to a new union, which is lowered here
        for draft in [schemas.drafts[id_] for id_ in waiting]:
            if isinstance(draft, UnionDraft):
                draft.discriminator = _discriminator(schemas, draft)


def _discriminator(schemas: Schemas, draft: UnionDraft) -> Discriminator | None:
    """Return the discriminator of a union; None if it has none."""
    raw = draft.raw_discriminator or _flattened(schemas, draft) or _inherited(schemas, draft)
    wire = string(raw.get("propertyName")) if raw else None
    if raw is None or wire is None:
        return _by_constants(schemas, draft)
    found: dict[Tag, Type] = {}
    mapped: set[str] = set()
    branches = {branch.pointer: branch.type for branch in draft.branches}
    to_tag = _key_converter(schemas, draft, wire)
    for value, named in mapping(raw.get("mapping")).items():
        target = target_of(schemas, named) if isinstance(named, str) else None
        kind = None if target is None else _mapped_type(schemas, draft, target, branches, wire)
        if target is not None and kind is not None:
            found[to_tag(value)] = kind
            mapped.add(target)
        elif raw is draft.raw_discriminator:
            message = f"the mapping of {value!r} leads to no branch: it is left out"
            pointer = join(draft.source.pointer, "discriminator")
            schemas.diagnostics.warning("discriminator-mapping", message, pointer)
    tagged: dict[Tag, Type] = {}
    for branch in draft.branches:
        if branch.pointer not in mapped:
            for tag in _values(schemas, branch, wire):
                if tag in found or tagged.setdefault(tag, branch.type) == branch.type:
                    continue
                kind = _inner_union_of(schemas, draft, tag, branches, wire)
                if kind is None:
                    return _by_constants(schemas, draft)  # the value does not distinguish them
                found[tag] = kind
                del tagged[tag]
    found = {**found, **tagged}
    found |= {tag: kind for tag, kind in _own_constants(schemas, draft, wire) if tag not in found}
    if not found:
        return None
    default = _default_branch(schemas, draft, raw, branches)
    return Discriminator(Text(wire), tuple(found.items()), default)


def _own_constants(schemas: Schemas, draft: UnionDraft, wire: str) -> Iterator[tuple[Tag, Type]]:
    """Iterate the constants that only one branch has, each with its branch."""
    users: dict[Tag, set[Type]] = {}
    for branch in draft.branches:
        for tag in _constants(schemas, branch.type).get(wire, ()):
            users.setdefault(tag, set()).add(branch.type)
    unique = ((tag, kinds) for tag, kinds in users.items() if len(kinds) == 1)
    return ((tag, kind) for tag, kinds in unique for kind in kinds)


def _default_branch(
    schemas: Schemas, draft: UnionDraft, raw: JsonObject, branches: Mapping[str, Type]
) -> Type | None:
    """Return the branch of the values that are not mapped."""
    target = string(raw.get("defaultMapping"))
    if target is not None:
        return _branch_at(schemas, draft, target, branches)
    bases = [b for b in draft.branches if b.type == Ref(Id(b.pointer, ("base",)))]
    is_whole = bases and (
        bases[-1].pointer == draft.source.pointer or bases[-1].raw_discriminator == raw
    )
    return bases[-1].type if is_whole else None


def _mapped_type(
    schemas: Schemas, draft: UnionDraft, target: str, branches: Mapping[str, Type], wire: str
) -> Type | None:
    """Return the branch at a pointer, or a union that distinguishes it by another property."""
    inner = schemas.drafts.get(Id(target))
    if (
        isinstance(inner, UnionDraft)
        and inner is not draft
        and (inner.raw_discriminator or {}).get("propertyName") not in (None, wire)
        and all(branch.type in branches.values() for branch in inner.branches)
    ):
        return Ref(inner.source.id)
    return _branch_at(schemas, draft, target, branches)


def _inner_union_of(
    schemas: Schemas, draft: UnionDraft, value: Tag, branches: Mapping[str, Type], wire: str
) -> Type | None:
    """Return the union, or the branch, whose component has a value as its key."""
    pointer = join("#/components/schemas", value.value) if isinstance(value, Text) else ""
    target = target_of(schemas, pointer)
    return None if target is None else _mapped_type(schemas, draft, target, branches, wire)


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
    """Lower a union that has only been flattened into another one so far; return its type."""
    node, place = schemas.resolved.at(target), name_path_of(target)
    if mere_union(node) is None or place is None:
        return None
    kind = schemas.type_of(node, target, place)
    schemas.drain()
    return kind


def _flattened(schemas: Schemas, draft: UnionDraft) -> JsonObject | None:
    """Return the merged discriminator of the unions that were flattened, if all objects have it."""
    found: JsonObject | None = None
    for branch in draft.branches:
        own = schemas.drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        raw = branch.raw_discriminator
        if isinstance(own, EnumDraft) or isinstance(branch.type, (Scalar, Literal, Array, Tuple)):
            continue
        if raw is None or (found and found.get("propertyName") != raw.get("propertyName")):
            return None
        if found is not None and found != raw:
            one, other = mapping(found.get("mapping")), mapping(raw.get("mapping"))
            if any(one[value] != other[value] for value in one.keys() & other.keys()):
                return None
            both: Json = one | other
            raw = {**raw, "mapping": both}
        found = raw
    return found


def _inherited(schemas: Schemas, draft: UnionDraft) -> JsonObject | None:
    """Return the discriminator of the base that all branches have in common."""
    found: JsonObject | None = None
    for branch in draft.branches:
        own = schemas.drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        parts = own.subject.parts if isinstance(own, ModelDraft) else []
        raw = next((mapping(n["discriminator"]) for n, _ in parts if "discriminator" in n), None)
        if raw is None:
            return None
        if found is not None and found.get("propertyName") != raw.get("propertyName"):
            return None
        found = raw
    return found


def _key_converter(schemas: Schemas, draft: UnionDraft, wire: str) -> Callable[[str], Tag]:
    """Return the function that converts a key of the mapping, which is text, to a value."""
    kinds = {_kind(schemas, branch.type, wire) for branch in draft.branches} - {None}
    if kinds == {Scalar.BOOL}:
        return lambda key: {"true": True, "false": False}.get(key, Text(key))
    if kinds == {Scalar.INT}:
        return lambda key: int(key) if _INTEGER.fullmatch(key) else Text(key)
    return Text


def _kind(schemas: Schemas, branch: Type, wire: str) -> Scalar | None:
    """Return the type of the values of a model's property; None if it is unknown."""
    draft = schemas.drafts.get(branch.id) if isinstance(branch, Ref) else None
    entries = draft.properties if isinstance(draft, ModelDraft) else ()
    kind = next((e.property.type for e in entries if e.property.wire.value == wire), None)
    if isinstance(kind, Scalar):
        return kind
    values = _tags(schemas, kind) if kind is not None else ()
    found = {_KINDS[type(value)] for value in values}
    return found.pop() if len(found) == 1 else None


def _values(schemas: Schemas, branch: Branch, wire: str) -> tuple[Tag, ...]:
    """Return the values of the discriminator for a branch."""
    constants = _constants(schemas, branch.type).get(wire)
    if constants:
        return constants
    name_path = name_path_of(branch.pointer)
    return (Text(name_path.words[-1]),) if name_path is not None and name_path.exact else ()


def _constants(schemas: Schemas, kind: Type) -> dict[str, tuple[Tag, ...]]:
    """Return the properties of a model that allow only constants, with the constants."""
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
    """Return the constants that a type allows; empty if it allows other values."""
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
    """Return the first property for which all branches require different constants."""
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
