"""An object schema -> `ir.Model` if it has properties, else `ir.Map`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Doc, Map, Property, Scalar, Text
from speccast.lower import documentation
from speccast.lower.extensions import pinned_name, report_unknown_extensions, texts
from speccast.lower.raw import mapping, sequence, strings
from speccast.lower.schemas import conditionals
from speccast.lower.schemas.additional_properties import additional
from speccast.lower.schemas.conditionals import conditional_properties, properties_of
from speccast.lower.schemas.content_schemas import content_of
from speccast.lower.schemas.documentation_sources import documenting_parts
from speccast.lower.schemas.drafts import PropertyDraft
from speccast.lower.schemas.events import data_places
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.raw import Part, Place
    from speccast.lower.schemas.drafts import ModelDraft, Subject
    from speccast.lower.schemas.interface import Schemas
    from speccast.resolve import Resolved


_ALSO_AT = "x-speccast-also-at"


def lower(schemas: Schemas, subject: Subject) -> Type:
    """Return the type of an object."""
    if properties_of(subject.parts) or conditional_properties(schemas.resolved, subject.parts):
        return schemas.declare_model(subject)
    with schemas.as_parts(files=False):  # a map is JSON, even as a part
        value = additional(schemas, subject)
    return Map(Scalar.ANY if value is None else value)


def required_of(parts: list[Part]) -> dict[str, str]:
    """Return the names of the required properties, each with the pointer that requires it."""
    return {
        name: join(pointer, "required", index)
        for node, pointer in parts
        if "required" in node
        for index, name in enumerate(strings(node["required"]))
    }


def has_files(resolved: Resolved, parts: list[Part]) -> bool:
    """Return whether a multipart body is a file, or has a property or item that is one."""
    places = [place for several in properties_of(parts).values() for place in several]
    return any(_is_file(resolved, place) for place in [*parts, *places])


def _is_file(resolved: Resolved, place: Place) -> bool:
    """Return whether a value, or an item of it, is a file."""
    node, pointer = resolved.follow(*place)
    items = [mapping(node).get("items"), *sequence(mapping(node).get("prefixItems"))]
    values = (node, *(resolved.follow(item, pointer)[0] for item in items))
    return any(
        node.get("format") == "binary"
        or ("contentMediaType" in node and "contentEncoding" not in node)
        for node in map(mapping, values)
    )


def complete(schemas: Schemas, draft: ModelDraft) -> None:
    """Lower the properties of a model."""
    subject = draft.subject
    found = properties_of(subject.parts)
    if draft.event and "data" in found:
        found["data"] = data_places(schemas.resolved, found["data"])
    required = required_of(subject.parts)
    for name, places in found.items():
        kind = schemas.all_of(places, subject.name_path.member(name))
        draft.properties.append(_property(schemas, name, kind, places, required=name in required))
    for name, several in conditional_properties(schemas.resolved, subject.parts).items():
        found[name] = several[0]
        kind = conditionals.type_of(schemas, several, subject.name_path.member(name))
        draft.properties.append(_property(schemas, name, kind, several[0], required=False))
    draft.additional = additional(schemas, subject)
    rest = Scalar.ANY if draft.additional is None else draft.additional
    for name, pointer in required.items():
        if name not in found:
            message = f"`{name}` is required, but has no schema: it is read as a property"
            schemas.diagnostics.warning("required-undeclared", message, pointer)
            property_ = Property(Text(name), rest, required=True, doc=Doc(), pointer=pointer)
            draft.properties.append(PropertyDraft(property_, undeclared=True))


def _property(
    schemas: Schemas, name: str, kind: Type, places: list[Place], *, required: bool
) -> PropertyDraft:
    """Return a property."""
    doc_parts = documenting_parts(schemas.resolved, places, kind)
    if doc_parts:
        report_unknown_extensions(*doc_parts[0], schemas.diagnostics)
    typed = Property(
        wire=Text(name),
        type=kind,
        required=required,
        doc=documentation.of_schema(doc_parts, name),
        pointer=places[-1][1],
        default=documentation.default(doc_parts),
        constraints=documentation.constraints(doc_parts),
        examples=documentation.examples(doc_parts),
        also_at=_also_at(schemas, doc_parts),
        secret=any(node.get("format") == "password" for node, _ in doc_parts),
        name=pinned_name(doc_parts, places[-1][1]),
        content=content_of(schemas, places),
    )
    return PropertyDraft(
        typed,
        read_only=any(node.get("readOnly") is True for node, _ in doc_parts),
        write_only=any(node.get("writeOnly") is True for node, _ in doc_parts),
    )


def _also_at(schemas: Schemas, doc_parts: list[Part]) -> tuple[Text, ...]:
    """Return the other locations of a property's value (`x-speccast-also-at`)."""
    for node, pointer in doc_parts:
        if _ALSO_AT in node:
            return texts(node[_ALSO_AT], join(pointer, _ALSO_AT), schemas.diagnostics)
    return ()
