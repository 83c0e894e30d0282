"""A body in several media types -> the preferred one, and the properties that become arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Array, Codec, Model, Nullable, Ref, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Content, Declared, Id, Property, Text, Type

_FILES = (Scalar.BINARY, Array(Scalar.BINARY))


def files_first(
    contents: tuple[Content, ...], declared: Mapping[Id, Declared]
) -> tuple[Content, ...]:
    """Put multipart first if the preferred media type has one of its files as text."""
    named = _properties(contents[0], declared).keys()

    def rank(content: Content) -> bool:
        found = _properties(content, declared).values() if content.codec is Codec.MULTIPART else ()
        return not any(entry.wire in named and _is_file(entry.type) for entry in found)

    return tuple(sorted(contents, key=rank))


def members_of(
    contents: tuple[Content, ...], declared: Mapping[Id, Declared]
) -> tuple[Property, ...]:
    """Return the properties of a body; those that all media types require are required."""
    models = [found for content in contents if (found := _properties(content, declared))]
    merged: dict[Text, Property] = {}
    for model in reversed(models):  # the property of the preferred media type has priority
        merged |= model
    order = dict.fromkeys(wire for model in models for wire in model)

    def required(wire: Text) -> bool:
        return all(wire in model and model[wire].required for model in models)

    return tuple(replace(merged[wire], required=required(wire)) for wire in order)


def _is_file(kind: Type) -> bool:
    """Return whether a part is one file or several."""
    return (kind.inner if isinstance(kind, Nullable) else kind) in _FILES


def _properties(content: Content, declared: Mapping[Id, Declared]) -> dict[Text, Property]:
    """Return the properties of a body by wire name; empty if it is not a model."""
    kind = content.type.inner if isinstance(content.type, Nullable) else content.type
    model = declared.get(kind.id) if isinstance(kind, Ref) else None
    return {entry.wire: entry for entry in model.properties} if isinstance(model, Model) else {}
