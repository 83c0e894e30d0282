"""A schema -> `ir.Type`. Objects, enums and unions are declared, and referred to by id.

`Lowering` caches the type of each schema by its canonical pointer, so that each is lowered once.
The properties of an object are lowered later, from a queue, so that no function recurses through
models and a cycle through a model needs no special case. Any other cycle becomes an `Alias`.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from speccast.ir import Id, Nullable, Ref, Scalar
from speccast.lower.naming.name_path import declaring_name_path, name_path_of
from speccast.lower.naming.type_names import Source
from speccast.lower.raw import mapping, sequence
from speccast.lower.schemas import (
    all_of,
    by_type,
    closed_schemas,
    objects,
    subtypes,
    union_types,
    unions,
)
from speccast.lower.schemas.drafts import AliasDraft, Subject
from speccast.lower.schemas.interface import Schemas
from speccast.lower.schemas.json_types import declared, nests, report_ignored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject, Place
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

_DEEPEST = 16
"""The depth of nested types without a model from which an alias is declared. It is less than the
number of variables for the comprehensions that decode them (`python.decoders`)."""
_PRODUCTS = 4
"""The maximum depth of products of unions."""
_BUDGET = 2000
"""The maximum number of merged schemas in one document; a hand-written one has far fewer."""


class Lowering(Schemas):
    """Lowers schemas, each once."""

    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        """Start without drafts."""
        super().__init__(resolved, diagnostics)
        self._merges: dict[tuple[str, ...], Id] = {}
        self._types: dict[tuple[str, bool, bool], Type] = {}
        self._bodies: dict[Id, Type] = {}
        """The types of multipart bodies and events, by id."""
        self._open: set[str] = set()
        self._named: set[str] = set()
        self._later: deque[tuple[Json, str, NamePath]] = deque()
        self._products = 0
        self._spent = 0

    def type_of(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a schema."""
        if isinstance(node, dict) and "$ref" in node:
            node, target = self.resolved.follow(node, pointer)
            if target != pointer:
                name_path, pointer = name_path_of(target) or name_path, target
        if not isinstance(node, dict):
            return Scalar.NEVER if node is False else Scalar.ANY
        original = self.resolved.original(node, pointer)
        if original != pointer:
            name_path, pointer = name_path_of(original) or name_path, original
        known = self._types.get((pointer, self.files, self.event))
        if known is not None:
            return known
        if pointer in self._open or (len(self._open) >= _DEEPEST and nests(node)):
            self._named.add(pointer)
            if pointer not in self._open:
                self._later.append((node, pointer, name_path))
            return Ref(self._id(pointer))
        schema = node
        return self._once(
            pointer,
            Source(self._id(pointer), name_path, [(node, pointer)]),
            lambda: self._lowered(schema, pointer, name_path),
        )

    def _lowered(self, node: JsonObject, pointer: str, name_path: NamePath) -> Type:
        """Lower a schema that is not cached."""
        union = subtypes.lower(self, node, pointer, name_path)
        if union is not None:
            return union
        if "allOf" in node or "$ref" in node:
            base = all_of.only_base(node, pointer)
            if base is not None and not subtypes.is_subtype(self, base, pointer):
                beside = [node, *map(mapping, sequence(node.get("allOf")))]
                kinds = declared((schema, pointer) for schema in beside)
                return union_types.without_null(self.type_of(*base, name_path), kinds)
        return self.conjunction([(node, pointer)], self._id(pointer), name_path)

    def _id(self, pointer: str) -> Id:
        """Return the identity of what a schema declares; as an event, it has decoded data."""
        return Id(pointer, ("event",) if self.event else ())

    def _once(self, key: str, source: Source, lower: Callable[[], Type]) -> Type:
        """Lower a schema while `key` is marked as in progress, and cache its type.

        If an inner type has referred to it before its type was known, and it is not declared
        itself, an alias is declared.
        """
        self._open.add(key)
        try:
            lowered = lower()
        finally:
            self._open.discard(key)
        name = source.id
        if lowered == Ref(name) and name not in self.drafts:
            lowered = self.any_value("the schema only refers to itself", source.pointer)
        if key in self._named and lowered != Ref(name):
            if name in self.drafts:  # a union inside a nullable type
                lowered = self._under_alias(name, lowered)
            self.drafts[name] = AliasDraft(source, lowered)
            lowered = Ref(name)
        self._types[key, self.files, self.event] = lowered
        return lowered

    def _under_alias(self, name: Id, lowered: Type) -> Type:
        """Give a declared type another id, so that an alias can have its id."""
        draft = self.drafts.pop(name)
        draft.source.id = name.of("value")
        self.drafts[draft.source.id] = draft
        inner = Ref(draft.source.id)
        return Nullable(inner) if isinstance(lowered, Nullable) else inner

    def known(self, pointer: str) -> Type | None:
        """Return the type of a schema, if it has been lowered."""
        return self._types.get((pointer, False, False))

    def drain(self) -> None:
        """Lower all postponed schemas and the properties of all models."""
        while self.models or self._later:
            while self._later:
                self.type_of(*self._later.popleft())
            if self.models:
                draft = self.models.popleft()
                with self.as_parts(files=draft.files):
                    objects.complete(self, draft)

    # --- several schemas at once ----------------------------------------------------------------

    def conjunction(self, places: Sequence[Place], name: Id, name_path: NamePath) -> Type:
        """Return the type of a value that is valid against several schemas."""
        parts = all_of.flatten(self.resolved, places)
        if parts is None:
            return Scalar.NEVER
        subject = Subject(parts, name, name_path)
        closed_schemas.ignore_contradicting(self, parts)
        listed = any("prefixItems" in node for node, _ in parts)
        for node, pointer in parts:
            report_ignored(node, pointer, self.diagnostics, listed=listed)
        for node, _ in parts:
            if "oneOf" in node or "anyOf" in node:
                return unions.lower(self, subject)
        return by_type.lower(self, subject)

    def all_of(self, places: Sequence[Place], name_path: NamePath) -> Type:
        """Return the type of a value for which several schemas apply, such as `allOf`."""
        distinct = all_of.distinct(self.resolved, places)
        if len(distinct) <= 1:
            node, pointer = (distinct or places)[-1]
            return self.type_of(node, pointer, declaring_name_path(pointer, name_path))
        pointers = tuple(pointer for _, pointer in distinct)
        key = "&".join(pointers)
        known = self._types.get((key, self.files, self.event))
        if known is not None:
            return known
        name = self._merges.setdefault(pointers, Id(pointers[-1], (len(self._merges) + 1,)))
        self.merges[name] = pointers
        if key in self._open:
            self._named.add(key)
            return Ref(name)
        self._spent += 1
        if len(self._open) >= _DEEPEST or self._spent > _BUDGET:
            return self.any_value("the schemas are nested too deeply to merge", distinct[-1][1])
        source = Source(name, name_path, [(mapping(node), at) for node, at in reversed(distinct)])
        return self._once(key, source, lambda: self.conjunction(distinct, name, name_path))

    def product(self, places: Sequence[Place], name: Id, name_path: NamePath) -> Type:
        """Return the type of one branch of a union combined with the keywords beside the union."""
        self._spent += 1
        if self._products >= _PRODUCTS or self._spent > _BUDGET:
            return self.any_value("the unions are nested too deeply to combine", places[-1][1])
        self._products += 1
        try:
            return self.conjunction(places, name, name_path)
        finally:
            self._products -= 1

    def with_files(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a multipart body, whose members may be files."""
        node, target = self.resolved.follow(node, pointer)
        if target != pointer:
            name_path = name_path_of(target) or name_path
        parts = all_of.flatten(self.resolved, [(node, target)]) or []
        if not objects.has_files(self.resolved, parts):
            return self.type_of(node, target, name_path)
        name = Id(target, ("multipart",))
        known = self._bodies.get(name)
        if known is not None:
            return known
        waiting = len(self.models)
        with self.as_parts():
            lowered = self.conjunction([(node, target)], name, name_path)
        if not any("items" in node or "prefixItems" in node for node, _ in parts):
            for draft in islice(self.models, waiting, None):
                draft.files = True  # its properties are parts; the types inside of them are JSON
        self.drain()
        self._bodies[name] = lowered
        return lowered

    def with_events(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a server-sent event; its data has the type of its `contentSchema`."""
        node, target = self.resolved.follow(node, pointer)
        if target != pointer:
            name_path = name_path_of(target) or name_path
        name = Id(target, ("event",))
        known = self._bodies.get(name)
        if known is not None:
            return known
        waiting = len(self.models)
        self.event = True
        lowered = self.conjunction([(node, target)], name, name_path)
        self.event = False
        for draft in islice(self.models, waiting, None):
            draft.event = True
        self.drain()
        self._bodies[name] = lowered
        return lowered
