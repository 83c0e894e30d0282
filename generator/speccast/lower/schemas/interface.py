"""The interface of the lowering for the modules of this folder: shared state, and recursion.

`lowering` implements it. So the modules that `lowering` calls do not import it themselves.
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
    """Lowers schemas, and keeps their drafts."""

    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        """Start with nothing declared."""
        self.resolved = resolved
        self.diagnostics = diagnostics
        self.drafts: dict[Id, Draft] = {}
        """In the order of their first use."""
        self.files = False
        """Whether a string may be bytes: the schema is a part of a multipart body."""
        self.event = False
        """Whether an object is a server-sent event."""
        self.places: dict[Id, tuple[str, ...]] = {}
        """The combinations of schemas that are being merged, by the id of the result."""
        self.opened: dict[str, None] = {}
        """The pointers of keywords that close a schema and are ignored; see `closed_schemas`."""
        self.contents: dict[str, Type] = {}
        """The types of what strings hold, by the place of the `contentSchema`."""
        self.models: deque[ModelDraft] = deque()
        """The models whose properties have not been lowered yet."""

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
        """Return the type of a schema that was lowered before."""

    @abstractmethod
    def all_of(self, places: Sequence[Place], name_path: NamePath) -> Type:
        """Return the type of something that several members of an `allOf` describe."""

    @abstractmethod
    def conjunction(self, places: Sequence[Place], name: Id, name_path: NamePath) -> Type:
        """Return the type of a value that is valid against several schemas.

        Args:
            places: the schemas, the more specific later.
            name: the id of what is declared.
            name_path: its location.

        """

    @abstractmethod
    def product(self, places: Sequence[Place], name: Id, name_path: NamePath) -> Type:
        """Return the type of one branch of a union combined with the keywords beside the union."""

    @abstractmethod
    def with_files(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a multipart body, whose members may be files.

        A model with files is a different one from that of the same schema as JSON.
        """

    @abstractmethod
    def with_events(self, node: Json, pointer: str, name_path: NamePath) -> Type:
        """Return the type of a server-sent event; `contentSchema` gives the type of its data.

        The model of an event is a different one from that of the same schema as JSON.
        """

    @abstractmethod
    def drain(self) -> None:
        """Lower what was postponed, until nothing is left."""

    @cached_property
    def heirs(self) -> dict[str, list[str]]:
        """The components that have a schema in their `allOf`, for each such schema."""
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

    def given_up(self, why: str, pointer: str) -> Type:
        """Return the type of any value for a schema without a definite type, and report it."""
        self.diagnostics.lossy("any-value", f"{why}: read as any value", pointer)
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
