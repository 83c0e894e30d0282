"""An object schema -> `ir.Model` where it names properties, `ir.Map` where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Id, Map, Property, Scalar, Text
from speccast.resolve import join

from . import notes
from .all_of import substance
from .drafts import Branch, ModelDraft, PropertyDraft, Source
from .layers import layers_of
from .raw import mapping, strings

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.resolve import Resolved

    from speccast.document import Json

    from .raw import JsonObject
    from .schemas import Parts, Schemas
    from .where import Where


def lower(schemas: Schemas, parts: Parts, name: Id, where: Where) -> Type:
    """Return the type of an object."""
    if any(mapping(node.get("properties")) for node, _ in parts):
        return schemas.declare_model(ModelDraft(Source(name, where, parts[::-1]), parts))
    value = _additional(schemas, parts, name, where)
    return Map(Scalar.ANY if value is None else value)


def properties_of(parts: Parts) -> dict[str, list[tuple[Json, str]]]:
    """Return each property's schemas, the more specific later."""
    found: dict[str, list[tuple[Json, str]]] = {}
    for node, pointer in parts:
        for name, schema in mapping(node.get("properties")).items():
            found.setdefault(name, []).append((schema, join(pointer, "properties", name)))
    return found


def required_of(parts: Parts) -> dict[str, str]:
    """Return the names of the properties that must be there, each with the pointer that says so."""
    return {
        name: join(pointer, "required")
        for node, pointer in parts
        if "required" in node
        for name in strings(node["required"])
    }


def has_files(resolved: Resolved, parts: Parts) -> bool:
    """Tell whether a property, or an array's item, is a file."""
    for places in properties_of(parts).values():
        for place in places:
            node = mapping(resolved.follow(*place)[0])
            if "items" in node:
                node = mapping(resolved.follow(node["items"], place[1])[0])
            if node.get("format") == "binary" or (
                "contentMediaType" in node and "contentEncoding" not in node
            ):
                return True
    return False


def complete(schemas: Schemas, draft: ModelDraft) -> None:
    """Lower the properties of a model."""
    found = properties_of(draft.parts)
    required = required_of(draft.parts)
    source = draft.source
    for name, places in found.items():
        place = source.where.property(name)
        kind = _property_type(schemas, places, place)
        draft.properties.append(_property(schemas, name, kind, places, required=name in required))
    draft.additional = _additional(schemas, draft.parts, source.id, source.where)
    for name, pointer in required.items():
        if name not in found:
            schemas.diagnostics.warning(
                "required-undeclared", f"`{name}` is required, but is no property", pointer
            )
            typed = Scalar.ANY if draft.additional is None else draft.additional
            kept = Property(Text(name), typed, required=True, doc=notes.doc([]), pointer=pointer)
            draft.properties.append(PropertyDraft(kept))


def _property_type(schemas: Schemas, places: list[tuple[Json, str]], where: Where) -> Type:
    """Return a property's type; where several schemas of an `allOf` declare it, all of them hold."""
    telling = [
        (node, pointer)
        for node, pointer in places
        if not isinstance(node, dict) or next(substance(node), None) is not None
    ]
    if len(telling) > 1:
        telling = _distinct(schemas, telling)
    if len(telling) <= 1:
        return schemas.type_of(*(telling or places)[-1], where)
    return schemas.merged(telling, where)


def _distinct(schemas: Schemas, places: list[tuple[Json, str]]) -> list[tuple[Json, str]]:
    """Leave out the schemas that say the same as a later one."""
    kept: list[tuple[Json, str]] = []
    for place in reversed(places):
        target = schemas.resolved.follow(*place)
        if all(target[1] != pointer and target[0] != node for node, pointer in kept):
            kept.append(target)
    return kept[::-1]


def _property(
    schemas: Schemas, name: str, kind: Type, places: list[tuple[Json, str]], *, required: bool
) -> PropertyDraft:
    """Put a property together."""
    layers = layers_of(schemas.resolved, places, kind)
    typed = Property(
        wire=Text(name),
        type=kind,
        required=required,
        doc=notes.doc(layers, name),
        pointer=places[-1][1],
        default=notes.default(layers),
        constraints=notes.constraints(layers),
        examples=notes.examples(layers),
        also_at=_also_at(layers),
        secret=any(node.get("format") == "password" for node, _ in layers),
    )
    return PropertyDraft(
        typed,
        read_only=any(node.get("readOnly") is True for node, _ in layers),
        write_only=any(node.get("writeOnly") is True for node, _ in layers),
    )


def _also_at(layers: list[notes.Layer]) -> tuple[Text, ...]:
    """Return the other places of a property's value (`x-speccast-also-at`)."""
    for node, _ in layers:
        if "x-speccast-also-at" in node:
            return tuple(map(Text, strings(node["x-speccast-also-at"])))
    return ()


def _additional(schemas: Schemas, parts: Parts, name: Id, where: Where) -> Type | None:
    """Return the type of the members that have no name in the document; None where nothing is said."""
    typed: list[tuple[JsonObject, str]] = []
    for node, pointer in parts:
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            schema = node.get(keyword)
            if isinstance(schema, dict) and schema:
                typed.append((schema, join(pointer, keyword)))
                break
        for pattern, schema in mapping(node.get("patternProperties")).items():
            if isinstance(schema, dict) and schema:
                typed.append((schema, join(pointer, "patternProperties", pattern)))
    if not typed:
        return None
    place = where.item()
    branches = [Branch(schemas.type_of(*entry, place), *entry) for entry in typed]
    if len(branches) == 1:
        return branches[0].type
    return schemas.union(branches, Source(Id(f"{name};additional"), place, parts[::-1]))
