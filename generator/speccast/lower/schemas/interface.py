"""The interface of the lowering for the other modules of this folder: shared state and recursion.

`lowering` implements it, so that the modules that `lowering` imports need not import `lowering`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from speccast.ir import Ref, Scalar, Text
from speccast.lower.raw import mapping, sequence, string
from speccast.lower.schemas.drafts import AliasDraft, EnumDraft, ModelDraft
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from speccast.ir import EnumValue, Id, Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import Place
    from speccast.lower.schemas.drafts import Draft, Subject
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved


class Schemas(ABC):
    """Lowers schemas, and stores their drafts."""

    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        """Start without drafts."""
        self.resolved = resolved
        self.diagnostics = diagnostics
        self.drafts: dict[Id, Draft] = {}
        """In the order of their first use."""
        self.files = False
        """Whether the current schema is a part of a multipart body, where a string may be bytes."""
        self.event = False
        """Whether an object is a server-sent event."""
        self.merges: dict[Id, tuple[str, ...]] = {}
        """The pointers of the schemas that are merged into one type, by its id."""
        self.ignored_keywords: dict[str, None] = {}
        """The pointers of keywords that close a schema and are ignored; see `closed_schemas`."""
        self.contents: dict[str, Type] = {}
        """The types of `contentSchema`s, by pointer."""
        self.models: deque[ModelDraft] = deque()
        """The models whose properties are not lowered yet."""

    @abstractmethod
    def type_of(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a schema.

        Args:
            node: the schema, or the value in its place.
            pointer: its pointer.
            name_path: its location, for the names of what it declares.

        """

    @abstractmethod
    def known(self, pointer: str) -> Type | None:
        """Return the type of a schema, if it has been lowered."""

    @abstractmethod
    def all_of(self, places: Sequence[Place], name_path: NamePath) -> Type:
        """Return the type of a value for which several schemas apply, such as `allOf`."""

    @abstractmethod
    def conjunction(self, places: Sequence[Place], name: Id, name_path: NamePath) -> Type:
        """Return the type of a value that is valid against several schemas.

        Args:
            places: the schemas, the more specific later.
            name: the id of the declared type.
            name_path: its location.

        """

    @abstractmethod
    def product(self, places: Sequence[Place], name: Id, name_path: NamePath) -> Type:
        """Return the type of one branch of a union combined with the keywords beside the union."""

    @abstractmethod
    def with_files(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a multipart body, whose members may be files.

        If it has files, it is another model than that of the same schema as JSON.
        """

    @abstractmethod
    def with_events(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a server-sent event, whose data has the type of its `contentSchema`.

        It is another model than that of the same schema as JSON.
        """

    @abstractmethod
    def drain(self) -> None:
        """Lower all postponed schemas and the properties of all models."""

    @cached_property
    def derived(self) -> dict[str, list[str]]:
        """The components that refer to a schema in their `allOf`, by the pointer of the schema."""
        found: dict[str, list[str]] = {}
        components = mapping(mapping(self.resolved.root.get("components")).get("schemas"))
        for key, node in components.items():
            for entry in sequence(mapping(node).get("allOf")):
                reference = string(mapping(entry).get("$ref"))
                if reference is not None:
                    _, base = self.resolved.follow({"$ref": reference}, reference)
                    found.setdefault(base, []).append(join("#/components/schemas", key))
        return found

    @contextmanager
    def as_parts(self, *, files: bool = True) -> Generator[None]:
        """Lower schemas as parts of a multipart body, or as JSON."""
        self.files, before = files, self.files
        try:
            yield
        finally:
            self.files = before

    def any_value(self, reason: str, pointer: str) -> Type:
        """Report a schema without a definite type, and return the type of any value."""
        self.diagnostics.lossy("any-value", f"{reason}: read as any value", pointer)
        return Scalar.ANY

    # --- declaring ------------------------------------------------------------------------------

    def declare_model(self, subject: Subject) -> Ref:
        """Declare a model; its properties are lowered later."""
        draft = ModelDraft(subject.source(), subject)
        self.drafts[subject.name] = draft
        self.models.append(draft)
        return Ref(subject.name)

    def declare_enum(self, values: tuple[EnumValue, ...], subject: Subject) -> Ref:
        """Declare an enumeration."""
        scalar = Scalar.STR if isinstance(values[0].value, Text) else Scalar.INT
        self.drafts[subject.name] = EnumDraft(subject.source(), values, scalar)
        return Ref(subject.name)

    def declare_alias(self, lowered: Type, subject: Subject) -> Ref:
        """Declare a name for a type that is too big to be spelled inline."""
        self.drafts[subject.name] = AliasDraft(subject.source(), lowered)
        return Ref(subject.name)
