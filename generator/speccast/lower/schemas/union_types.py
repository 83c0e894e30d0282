"""The types of a union's branches -> the simplest equivalent type.

A union has no unions and no duplicates as branches, null is outside of it, and a single branch is
not a union.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Literal, Nullable, Ref, Scalar
from speccast.lower.schemas.drafts import Branch, EnumDraft, UnionDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.ir import Type
    from speccast.lower.naming.type_names import Source
    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.interface import Schemas


def union(
    schemas: Schemas,
    branches: Sequence[Branch],
    source: Source,
    discriminator: JsonObject | None = None,
) -> Type:
    """Return the union of types; a union is declared with the id of the source."""
    found: dict[str, Branch] = {}  # by text: in Python, 1 equals True
    null = False
    for branch in _flat(schemas, branches):
        kind = branch.type
        if kind is Scalar.ANY:
            return kind
        if isinstance(kind, Nullable) or kind is Scalar.NULL:
            null = True
            kind = kind.inner if isinstance(kind, Nullable) else Scalar.NEVER
        if kind is not Scalar.NEVER and kind != Ref(source.id):
            found.setdefault(repr(kind), replace(branch, type=kind))
    left = _literals(_without_absorbed(schemas, list(found.values())))
    if not left:
        return Scalar.NULL if null else Scalar.NEVER
    if len(left) == 1:
        lowered = left[0].type
        _inherit(schemas, lowered, source)
    else:
        schemas.drafts[source.id] = UnionDraft(source, left, discriminator)
        lowered = Ref(source.id)
    return nullable(lowered) if null else lowered


def _inherit(schemas: Schemas, kind: Type, source: Source) -> None:
    """Name the type of the only branch of a union after the union."""
    draft = schemas.drafts.get(kind.id) if isinstance(kind, Ref) else None
    if draft is None or not source.name_path.exact or draft.source.name_path.exact:
        return
    if draft.source.id.is_within(source.id):
        draft.source.name_path = source.name_path
        draft.source.doc_parts += source.doc_parts


def _flat(schemas: Schemas, branches: Sequence[Branch]) -> Iterator[Branch]:
    """Iterate the branches; a branch that is a union is replaced by its branches."""
    for branch in branches:
        inner = branch.type.inner if isinstance(branch.type, Nullable) else branch.type
        draft = schemas.drafts.get(inner.id) if isinstance(inner, Ref) else None
        if not isinstance(draft, UnionDraft):
            yield branch
            continue
        for inner_branch in draft.branches:
            yield replace(
                inner_branch,
                raw_discriminator=draft.raw_discriminator or inner_branch.raw_discriminator,
            )
        if isinstance(branch.type, Nullable):
            yield Branch(Scalar.NULL, branch.node, branch.pointer)


def _without_absorbed(schemas: Schemas, branches: list[Branch]) -> list[Branch]:
    """Return the branches without those that another one includes.

    An open enum of strings allows every string, one of integers every integer, and a number
    may be an integer.
    """
    absorbed: set[Type] = set()
    for branch in branches:
        draft = schemas.drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        if isinstance(draft, EnumDraft):
            absorbed.add(draft.scalar)
        elif branch.type is Scalar.FLOAT:
            absorbed.add(Scalar.INT)
    return [branch for branch in branches if branch.type not in absorbed] if absorbed else branches


def _literals(branches: list[Branch]) -> list[Branch]:
    """Merge the branches that are fixed values into one."""
    fixed = [branch.type.values for branch in branches if isinstance(branch.type, Literal)]
    if len(fixed) < 2:  # noqa: PLR2004 - nothing to join
        return branches
    together = Literal(tuple({repr(v): v for values in fixed for v in values}.values()))
    left: list[Branch] = []
    for branch in branches:
        if not isinstance(branch.type, Literal):
            left.append(branch)
        elif all(kept.type is not together for kept in left):
            left.append(Branch(together, branch.node, branch.pointer))
    return left


def nullable(inner: Type) -> Type:
    """Return the type, or null."""
    if isinstance(inner, Nullable) or inner in (Scalar.ANY, Scalar.NULL):
        return inner
    if inner is Scalar.NEVER:
        return Scalar.NULL
    if isinstance(inner, Literal) and None in inner.values:
        return inner
    return Nullable(inner)


def without_null(kind: Type, kinds: tuple[str, ...] | None) -> Type:
    """Return a type without null if the allowed JSON types (None: all) exclude it."""
    excluded = kinds is not None and "null" not in kinds
    return kind.inner if excluded and isinstance(kind, Nullable) else kind
