"""A body in several media types -> which is preferred, and the properties that are arguments."""

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
    """Put the parts first if the preferred media type has a file of theirs as text."""
    named = _properties(contents[0], declared).keys()

    def rank(content: Content) -> bool:
        found = _properties(content, declared).values() if content.codec is Codec.MULTIPART else ()
        return not any(each.wire in named and _is_file(each.type) for each in found)

    return tuple(sorted(contents, key=rank))


def members_of(
    contents: tuple[Content, ...], declared: Mapping[Id, Declared]
) -> tuple[Property, ...]:
    """Return the properties of a body; required are those that each media type requires."""
    models = [found for each in contents if (found := _properties(each, declared))]
    merged: dict[Text, Property] = {}
    for model in reversed(models):  # the type of the preferred media type counts
        merged |= model
    order = dict.fromkeys(wire for model in models for wire in model)

    def required(wire: Text) -> bool:
        return all(wire in model and model[wire].required for model in models)

    return tuple(replace(merged[wire], required=required(wire)) for wire in order)


def _is_file(kind: Type) -> bool:
    """Return whether a part is a file, or several."""
    return (kind.inner if isinstance(kind, Nullable) else kind) in _FILES


def _properties(content: Content, declared: Mapping[Id, Declared]) -> dict[Text, Property]:
    """Return the properties of a body that is an object with named ones."""
    kind = content.type.inner if isinstance(content.type, Nullable) else content.type
    model = declared.get(kind.id) if isinstance(kind, Ref) else None
    return {each.wire: each for each in model.properties} if isinstance(model, Model) else {}
