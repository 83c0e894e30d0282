"""A schema -> `ir.Type`. Objects, enums and unions are declared on the way and referred to by id.

`Schemas` remembers each schema by its canonical pointer, so the work is linear in the document. The
properties of an object are looked at later, from a queue: so nothing recurses through models, and a
cycle through a model is nothing special. A cycle without a model in between becomes an `Alias`.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from speccast.ir import Array, Id, Literal, Nullable, Ref, Scalar, Tuple
from speccast.resolve import join

from . import all_of, enums, objects, unions
from .drafts import AliasDraft, Branch, EnumDraft, Source, UnionDraft
from .kinds import ignored, kinds_of, nests
from .raw import mapping, sequence
from .scalars import scalar
from .where import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.diagnostics import Diagnostics
    from speccast.ir import EnumValue, Type
    from speccast.resolve import Resolved

    from .drafts import Draft, ModelDraft
    from speccast.document import Json

    from .raw import JsonObject
    from .where import Where

_DEEPEST = 40
"""Types within types, without a model in between, before a name is put in."""

_PRODUCTS = 4
"""Products of unions within products of unions."""

Parts = list[tuple["JsonObject", str]]


class Schemas:
    """Lowers schemas, and keeps what they declare."""

    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        """Begin with nothing declared."""
        self.resolved = resolved
        self.diagnostics = diagnostics
        self.drafts: dict[Id, Draft] = {}
        """In the order in which they are first met."""
        self.files = False
        """Whether strings may be bytes: the schema is a multipart body's property or a whole body."""
        self._types: dict[tuple[str, bool], Type] = {}
        self._open: set[str] = set()
        self._named: set[str] = set()
        self._merges = 0
        self._products = 0
        self._later: deque[tuple[Json, str, Where]] = deque()
        self._models: deque[ModelDraft] = deque()

    def type_of(self, node: Json, pointer: str, where: Where) -> Type:
        """Return the type of a schema.

        Args:
            node: the schema, or what stands in its place.
            pointer: where it stands.
            where: the words that lead to it, for the names of what it declares.
        """
        if isinstance(node, dict) and "$ref" in node:
            node, target = self.resolved.follow(node, pointer)
            where = where if target == pointer else place_of(target) or where
            pointer = target
        if not isinstance(node, dict):
            return Scalar.NEVER if node is False else Scalar.ANY
        known = self._types.get((pointer, self.files))
        if known is not None:
            return known
        if pointer in self._open or (len(self._open) >= _DEEPEST and nests(node)):
            return self._forward(node, pointer, where)
        self._open.add(pointer)
        try:
            lowered = self._fresh(node, pointer, where)
        finally:
            self._open.discard(pointer)
        lowered = self._closed(lowered, node, pointer, where)
        self._types[pointer, self.files] = lowered
        return lowered

    def _fresh(self, node: JsonObject, pointer: str, where: Where) -> Type:
        """Lower a schema that was not met before."""
        if "allOf" in node or "$ref" in node:
            base = all_of.only_base(node, pointer)
            if base is not None and not self._is_subtype(base, pointer):
                return self.type_of(*base, where)
        elif "discriminator" in node and "oneOf" not in node and "anyOf" not in node:
            union = unions.subtypes(self, node, pointer, where)
            if union is not None:
                return union
        return self.conjunction([(node, pointer)], Id(pointer), where)

    def _is_subtype(self, base: tuple[Json, str], pointer: str) -> bool:
        """Tell whether a component that adds nothing to its base is nevertheless a type of its own."""
        target = mapping(self.resolved.follow(*base)[0])
        return "discriminator" in target and place_of(pointer) is not None

    def _forward(self, node: JsonObject, pointer: str, where: Where) -> Type:
        """Refer to a schema by name before its type is known."""
        self._named.add(pointer)
        if pointer not in self._open:
            self._later.append((node, pointer, where))
        return Ref(Id(pointer))

    def _closed(self, lowered: Type, node: JsonObject, pointer: str, where: Where) -> Type:
        """Declare an alias where something refers to a schema that is no declared thing itself."""
        name = Ref(Id(pointer))
        if pointer not in self._named or lowered == name:
            return lowered
        if Id(pointer) in self.drafts:  # the union inside a nullable one
            lowered = self._moved(pointer, lowered)
        self.drafts[Id(pointer)] = AliasDraft(
            Source(Id(pointer), where, [(node, pointer)]), lowered
        )
        return name

    def _moved(self, pointer: str, lowered: Type) -> Type:
        """Give way to an alias of the same id: the declared thing inside gets a suffix."""
        draft = self.drafts.pop(Id(pointer))
        draft.source.id = Id(f"{pointer};value")
        self.drafts[draft.source.id] = draft
        inner = Ref(draft.source.id)
        return Nullable(inner) if isinstance(lowered, Nullable) else inner

    def drain(self) -> None:
        """Lower what was put off, until there is nothing left."""
        while self._models or self._later:
            while self._later:
                self.type_of(*self._later.popleft())
            if self._models:
                objects.complete(self, self._models.popleft())

    def with_files(self, node: Json, pointer: str, where: Where) -> Type:
        """Return the type of a multipart body: its properties may be files.

        A model that has files is another one than the same schema as JSON.
        """
        node, target = self.resolved.follow(node, pointer)
        where = where if target == pointer else place_of(target) or where
        parts = [p for p in all_of.flatten(self.resolved, [(node, target)]) if p is not None]
        if not objects.has_files(self.resolved, parts):
            return self.type_of(node, target, where)
        self.files = True
        try:
            return self.conjunction([(node, target)], Id(f"{target};multipart"), where)
        finally:
            self.files = False

    # --- by kind --------------------------------------------------------------------------------

    def conjunction(
        self, places: Sequence[tuple[Json, str]], name: Id, where: Where, *, expand: bool = True
    ) -> Type:
        """Return the type of a value that fits several schemas at once.

        Args:
            places: the schemas, the more specific later.
            name: the id of what has to be declared.
            where: the words that lead to it.
            expand: whether `allOf` and references are still to be followed.
        """
        parts: Parts = []
        for part in all_of.flatten(self.resolved, places) if expand else places:
            if part is None:
                return Scalar.NEVER
            parts.append((mapping(part[0]), part[1]))
        for node, pointer in parts:
            ignored(node, pointer, self.diagnostics)
        if any("oneOf" in node or "anyOf" in node for node, _ in parts):
            return unions.lower(self, parts, name, where)
        return self.typed(parts, name, where)

    def product(self, places: list[tuple[Json, str]], name: Id, where: Where) -> Type:
        """Return the type of one branch of a union together with what stands beside the union."""
        self._products += 1
        try:
            if self._products > _PRODUCTS:
                self.diagnostics.lossy(
                    "too-many-combinations",
                    "unions are nested too deep in products: the branches are not told apart",
                    places[-1][1],
                )
                return Scalar.ANY
            return self.conjunction(places, name, where)
        finally:
            self._products -= 1

    def merged(self, places: list[tuple[Json, str]], where: Where) -> Type:
        """Return the type of a property that several schemas of an `allOf` declare."""
        key = "&".join(pointer for _, pointer in places)
        known = self._types.get((key, self.files))
        if known is None:
            self._merges += 1
            name = Id(f"{places[-1][1]};{self._merges}")
            known = self._types[key, self.files] = self.conjunction(places, name, where)
        return known

    def typed(self, parts: Parts, name: Id, where: Where) -> Type:
        """Return the type of parts that hold no union."""
        kinds = kinds_of(parts, self.diagnostics)
        values = enums.values(parts)
        if values is not None:
            return self._enumerated(values, kinds, parts, name, where)
        if not kinds:
            return Scalar.ANY
        plain = [kind for kind in kinds if kind != "null"]
        if len(plain) == 1:
            lowered = self.of_kind(plain[0], parts, name, where)
        else:
            lowered = self.union(
                [
                    Branch(self.of_kind(kind, parts, Id(f"{name};{kind}"), where), *parts[-1])
                    for kind in plain
                ],
                Source(name, where, parts[::-1]),
            )
        return nullable(lowered) if "null" in kinds else lowered

    def of_kind(self, kind: str, parts: Parts, name: Id, where: Where) -> Type:
        """Return the type of a schema that takes values of one JSON type."""
        if kind == "object":
            return objects.lower(self, parts, name, where)
        if kind == "array":
            return self._array(parts, where)
        return scalar(kind, parts, files=self.files)

    def _array(self, parts: Parts, where: Where) -> Type:
        """Return the type of an array; the most specific `items` counts."""
        prefix = next((p for p in reversed(parts) if sequence(p[0].get("prefixItems"))), None)
        items = next(((n["items"], p) for n, p in reversed(parts) if "items" in n), None)
        item = (
            None if items is None else self.type_of(items[0], join(items[1], "items"), where.item())
        )
        if prefix is None:
            return Array(Scalar.ANY if item is None else item)
        node, pointer = prefix
        fixed = [
            self.type_of(
                entry, join(pointer, "prefixItems", str(index)), where.branch(str(index + 1))
            )
            for index, entry in enumerate(sequence(node["prefixItems"]))
        ]
        rest = Scalar.ANY if item is None else item
        return Tuple(tuple(fixed), None if rest is Scalar.NEVER else rest)

    def _enumerated(
        self, values: list[Json], kinds: tuple[str, ...], parts: Parts, name: Id, where: Where
    ) -> Type:
        """Return the type of a few fixed values."""
        fitting = enums.fitting(values, kinds, parts, self.diagnostics)
        by_kind: dict[str, list[Json]] = {}
        for value in fitting:
            by_kind.setdefault(enums.kind_of(value), []).append(value)
        null = by_kind.pop("null", None) is not None or "null" in kinds
        branches = [
            self._of_values(
                kind, found, parts, name if len(by_kind) == 1 else Id(f"{name};{kind}"), where
            )
            for kind, found in by_kind.items()
        ]
        if not branches:
            return Scalar.NULL
        lowered = branches[0]
        if len(branches) > 1:
            source = Source(name, where, parts[::-1])
            lowered = self.union([Branch(branch, *parts[-1]) for branch in branches], source)
        return nullable(lowered) if null else lowered

    def _of_values(
        self, kind: str, values: list[Json], parts: Parts, name: Id, where: Where
    ) -> Type:
        """Return the type of fixed values that are all of one kind."""
        if kind in ("object", "array"):
            self.diagnostics.lossy(
                "enum-of-values", f"an enum of {kind}s is not enforced", join(parts[-1][1], "enum")
            )
            return self.of_kind(kind, parts, name, where)
        if kind == "number" or (kind == "boolean" and len(values) > 1):
            return enums.scalar_of(kind)
        if len(values) == 1:
            return enums.literal(values)
        return self.declare_enum(
            enums.named_values(values, parts), Source(name, where, parts[::-1])
        )

    # --- declaring ------------------------------------------------------------------------------

    def declare_model(self, draft: ModelDraft) -> Ref:
        """Declare a model; its properties are lowered later."""
        self.drafts[draft.source.id] = draft
        self._models.append(draft)
        return Ref(draft.source.id)

    def declare_enum(self, values: tuple[EnumValue, ...], source: Source) -> Ref:
        """Declare an enumeration."""
        self.drafts[source.id] = EnumDraft(source, values)
        return Ref(source.id)

    def union(
        self, branches: Sequence[Branch], source: Source, discriminator: JsonObject | None = None
    ) -> Type:
        """Return the union of types: flat, each once, nulls drawn out; a single branch is itself."""
        found: dict[Type, Branch] = {}
        null = False
        for branch in self._flat(branches):
            kind = branch.type
            if isinstance(kind, Nullable):
                null, kind = True, kind.inner
            if kind is Scalar.NULL:
                null = True
            elif kind is Scalar.ANY:
                return Scalar.ANY
            elif kind is not Scalar.NEVER and kind != Ref(source.id):
                found.setdefault(kind, Branch(kind, branch.node, branch.pointer))
        left = unions.simplest(list(found.values()), self.drafts)
        if not left:
            return Scalar.NULL if null else Scalar.NEVER
        if len(left) == 1:
            return nullable(left[0].type) if null else left[0].type
        self.drafts[source.id] = UnionDraft(source, left, discriminator)
        return nullable(Ref(source.id)) if null else Ref(source.id)

    def _flat(self, branches: Sequence[Branch]) -> list[Branch]:
        """Open the branches that are unions themselves."""
        flat: list[Branch] = []
        for branch in branches:
            inner = branch.type.inner if isinstance(branch.type, Nullable) else branch.type
            draft = self.drafts.get(inner.id) if isinstance(inner, Ref) else None
            if isinstance(draft, UnionDraft):
                flat += draft.branches
                if inner is not branch.type:
                    flat.append(Branch(Scalar.NULL, branch.node, branch.pointer))
            else:
                flat.append(branch)
        return flat


def nullable(inner: Type) -> Type:
    """Return the type, or null."""
    if isinstance(inner, Nullable) or inner in (Scalar.ANY, Scalar.NULL):
        return inner
    if inner is Scalar.NEVER:
        return Scalar.NULL
    if isinstance(inner, Literal) and None in inner.values:
        return inner
    return Nullable(inner)
