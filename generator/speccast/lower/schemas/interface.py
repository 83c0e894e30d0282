"""What lowers schemas, as the modules of this folder see it: shared state, and how they recurse.

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
    from speccast.reading.document import Json
    from speccast.resolve import Resolved


class Schemas(ABC):
    """Lowers schemas, and keeps what they declare."""

    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        """Begin with nothing declared."""
        self.resolved = resolved
        self.diagnostics = diagnostics
        self.drafts: dict[Id, Draft] = {}
        """In the order in which they are first met."""
        self.files = False
        """Whether a string may be bytes: the schema is a part of a multipart body."""
        self.event = False
        """Whether an object is a server-sent event."""
        self.places: dict[Id, tuple[str, ...]] = {}
        """The schemas that are put together, by the id of what has to be declared for them."""
        self.opened: dict[str, None] = {}
        """The places of keywords that close a schema, and must not; see `closed_schemas`."""
        self.models: deque[ModelDraft] = deque()
        """Those whose properties have not been lowered yet."""

    @abstractmethod
    def type_of(self, node: Json, pointer: str, where: NamePath) -> Type:
        """Return the type of a schema.

        Args:
            node: the schema, or what stands in its place.
            pointer: where it stands.
            where: the words that lead to it, for the names of what it declares.

        """

    @abstractmethod
    def known(self, pointer: str) -> Type | None:
        """Return the type of a schema that was met before."""

    @abstractmethod
    def all_of(self, places: Sequence[Place], where: NamePath) -> Type:
        """Return the type of what several members of an `allOf` describe, such as a property."""

    @abstractmethod
    def conjunction(self, places: Sequence[Place], name: Id, where: NamePath) -> Type:
        """Return the type of a value that fits several schemas at once.

        Args:
            places: the schemas, the more specific later.
            name: the id of what has to be declared.
            where: the words that lead to it.

        """

    @abstractmethod
    def product(self, places: Sequence[Place], name: Id, where: NamePath) -> Type:
        """Return the type of one branch of a union together with what stands beside the union."""

    @abstractmethod
    def with_files(self, node: Json, pointer: str, where: NamePath) -> Type:
        """Return the type of a multipart body, whose members may be files.

        A model that has files is another one than the same schema as JSON.
        """

    @abstractmethod
    def with_events(self, node: Json, pointer: str, where: NamePath) -> Type:
        """Return the type of a server-sent event, its data being what the `contentSchema` says.

        The model of an event is another one than that of the same schema as JSON.
        """

    @abstractmethod
    def drain(self) -> None:
        """Lower what was put off, until there is nothing left."""

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
        """Lower what are parts of a multipart body, or else what stands in JSON."""
        self.files, before = files, self.files
        try:
            yield
        finally:
            self.files = before

    def given_up(self, why: str, pointer: str) -> Type:
        """Return any value in the place of a type that cannot be told, and say so."""
        self.diagnostics.lossy("any-value", f"{why}: any value is taken", pointer)
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
        """Declare a name for a type that is too big to be spelled in place."""
        self.drafts[subject.name] = AliasDraft(subject.source(), lowered)
        return Ref(subject.name)
