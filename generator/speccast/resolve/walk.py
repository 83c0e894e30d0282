"""Visits the objects of all trees, repairs them and collects references.

One iterative loop: an object is visited when its kind is known from the field that contains it, or
from a reference to it. All other objects are data, and are not changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from speccast.reading.formats.limits import MAX_NAME
from speccast.reading.pointers import child, to_pointer

from .context import set_child
from .kinds import (
    CALLBACK,
    DOCUMENT,
    FIELDS,
    HEADER,
    MAP,
    MAPS,
    NODE,
    OPERATION,
    PARAMETER,
    PATH_ITEM,
    PATHS,
    REQUEST_BODY,
    RESPONSE,
    RESPONSES,
    SCHEMA,
    SECTIONS,
    SECURITY_SCHEME,
    Kind,
)
from .repairs import objects, schemas
from .repairs.exclusions import check_exclusive_fields
from .repairs.fixes import describe
from .repairs.rules import RULES
from .repairs.schema_fixes import TYPES
from .repairs.unknown_fields import check_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .repairs.rules import Fix, Types

    Holder: TypeAlias = dict[str, Json] | list[Json]
    Task: TypeAlias = tuple[Kind, Holder, str | int, Place | None]
    """The kind of an object, its parent, its key, and the place of its parent."""

_TEXTS: Final = ("summary", "description")
_FINISH: Final[dict[Kind, Callable[[Context, dict[str, Json], Place], None]]] = {
    DOCUMENT: objects.document,
    PATHS: objects.paths,
    PATH_ITEM: objects.path_item,
    OPERATION: objects.operation,
    PARAMETER: objects.parameter,
    HEADER: objects.header,
    REQUEST_BODY: objects.request_body,
    RESPONSES: objects.responses,
    RESPONSE: objects.response,
    SECURITY_SCHEME: objects.security_scheme,
}
"""The rules for several fields of an object; for schemas it is `schemas.repair`."""


class Walk:
    """A walk over all trees of a document, which further objects can be added to."""

    def __init__(self, ctx: Context) -> None:
        """Start with nothing to visit."""
        self._ctx = ctx
        self._stack: list[Task] = []
        self.references: list[tuple[Kind, dict[str, Json], Place]] = []
        """Objects with a `$ref`, in the order of visits."""
        self.section_references: list[tuple[Kind, dict[str, Json], Place]] = []
        """Sections, and maps of objects, that consist of a `$ref`."""
        self.discriminators: list[tuple[dict[str, Json], Place]] = []
        self.anchors: list[tuple[dict[str, Json], Place]] = []
        """Schemas with an `$id`, `$anchor` or `$dynamicAnchor`, and a document with a `$self`."""
        self.path_items: list[tuple[dict[str, Json], Place]] = []
        self.operations: list[tuple[dict[str, Json], Place]] = []

    def schedule(
        self,
        kind: Kind,
        holder: Holder,
        key: str | int,
        place: Place | None,
    ) -> None:
        """Visit an object in the next call of `run`; the place is that of its parent."""
        self._stack.append((kind, holder, key, place))

    def run(self) -> None:
        """Visit all scheduled objects."""
        stack, seen = self._stack, self._ctx.seen
        while stack:
            kind, holder, key, parent = stack.pop()
            node = child(holder, key)
            place = (parent, key)
            if not isinstance(node, dict):
                if isinstance(node, bool) and kind == SCHEMA:
                    continue
                node = self._replace(kind, holder, key, place)
            if id(node) not in seen:
                self._visit(kind, holder, key, node, place)

    def _visit(
        self,
        kind: Kind,
        holder: Holder,
        key: str | int,
        node: dict[str, Json],
        place: Place,
    ) -> None:
        ctx = self._ctx
        if type(key) is str and len(key) > MAX_NAME:
            message = f"a name of {len(key)} characters; at most {MAX_NAME} can be read"
            ctx.fault("name-too-long", message, place)
            node.clear()
        if kind in SECTIONS and "$ref" in node:
            ctx.seen[id(node)] = (kind, node)
            self.section_references.append((kind, node, place))
            return  # `revisit` continues when the reference is replaced
        if "$ref" in node and kind not in {SCHEMA, PATH_ITEM, DOCUMENT}:
            self._drop_siblings(node, place)
        else:
            self._repair_fields(RULES.get(kind, {}), node, place)
        if kind == SCHEMA:
            finished = schemas.repair(ctx, node, place)
            if finished is not node:
                node = finished
                set_child(holder, key, node)
        elif ("$ref" not in node or kind == DOCUMENT) and (finish := _FINISH.get(kind)) is not None:
            finish(ctx, node, place)
        ctx.seen[id(node)] = (kind, node)
        if "$ref" not in node or kind in {SCHEMA, PATH_ITEM, DOCUMENT}:
            check_fields(ctx, kind, node, place)
            check_exclusive_fields(ctx, kind, node, place)
        self._collect(kind, node, place)
        self._descend(kind, node, place)

    def _repair_fields(
        self, rules: Mapping[str, tuple[Types, Fix]], node: dict[str, Json], place: Place
    ) -> None:
        """Repair each field whose value has a wrong type."""
        mistyped = [
            field
            for field, value in node.items()
            if (rule := rules.get(field)) is not None and type(value) not in rule[0]
        ]
        for field in mistyped:
            if field in node:  # another fix may have moved it
                rules[field][1](self._ctx, node, field, (place, field))

    def revisit(self, kind: Kind, node: dict[str, Json], place: Place) -> None:
        """Visit a section whose reference has been replaced."""
        self._visit(kind, {}, "", node, place)

    def _collect(self, kind: Kind, node: dict[str, Json], place: Place) -> None:
        """Store objects that later steps need."""
        if "$ref" in node and kind != DOCUMENT:
            self.references.append((kind, node, place))
        if kind == DOCUMENT and "$self" in node:
            self.anchors.append((node, place))
        elif kind == SCHEMA:
            if "discriminator" in node:
                self.discriminators.append((node, place))
            if "$id" in node or "$anchor" in node or "$dynamicAnchor" in node:
                self.anchors.append((node, place))
        elif kind == OPERATION:
            self.operations.append((node, place))
        elif kind == PATH_ITEM:
            self.path_items.append((node, place))

    def _descend(self, kind: Kind, node: dict[str, Json], place: Place) -> None:
        """Schedule the objects inside an object, in their order."""
        below: list[Task] = []
        inner = MAPS.get(kind)
        if kind == CALLBACK and "$ref" in node:
            return
        if inner is not None:
            below = [(inner, node, key, place) for key in node if not key.startswith("x-")]
        else:
            fields = FIELDS[kind]
            for field, value in node.items():
                found = fields.get(field)
                if found is None:
                    continue
                shape, inner = found
                if shape == NODE:
                    below.append((inner, node, field, place))
                elif shape == MAP:
                    self._map(inner, value, (place, field), below)
                elif type(value) is list:
                    around = (place, field)
                    below.extend((inner, value, index, around) for index in range(len(value)))
        below.reverse()
        self._stack += below

    def _map(self, inner: Kind, value: Json, place: Place, below: list[Task]) -> None:
        if type(value) is not dict:
            return
        if isinstance(value.get("$ref"), str):
            self.section_references.append((inner, value, place))
        else:
            below.extend((inner, value, key, place) for key in value)

    def _replace(self, kind: Kind, holder: Holder, key: str | int, place: Place) -> dict[str, Json]:
        """Replace a value of another type with an object."""
        value = child(holder, key)
        node: dict[str, Json] = {}
        if value is None:
            self._ctx.info("null-section", f"this {kind} is empty", place)
        elif kind == SCHEMA and isinstance(value, str) and value in TYPES:
            node["type"] = value
            message = f"a schema is an object; read as `type: {value}`"
            self._ctx.warning("schema-name", message, place)
        else:
            message = f"this {kind} must be an object, not {describe(value)}; it is left out"
            self._ctx.error("invalid-node", message, place)
        set_child(holder, key, node)
        return node

    def _drop_siblings(self, node: dict[str, Json], place: Place) -> None:
        """Reduce an object to its `$ref`; store the texts that OpenAPI 3.1 allows beside it."""
        dropped = [key for key in node if key != "$ref"]
        siblings = {key: node.pop(key) for key in dropped}
        texts = {
            key: text
            for key, text in siblings.items()
            if key in _TEXTS and isinstance(text, str) and not self._ctx.is_3_0
        }
        if texts:
            self._ctx.sibling_texts[to_pointer(place)] = texts
            dropped = [key for key in dropped if key not in texts]
        names = ", ".join(f"`{key}`" for key in dropped if not key.startswith("x-"))
        if names:
            message = f"{names} beside `$ref` is ignored; the target has its own"
            self._ctx.info("ref-siblings", message, place)
