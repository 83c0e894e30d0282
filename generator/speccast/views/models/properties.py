"""The View of a model's property: an attribute, and its lines in `decode` and `to_dict`."""

from __future__ import annotations

import json
from enum import Enum
from typing import Final

from msgspec import Struct

from speccast.ir import (
    JsonValue,
    Literal,
    Map,
    Model,
    Nullable,
    Property,
    Ref,
    Scalar,
    Text,
    Type,
    Usage,
)
from speccast.views.prose import content_note, property_prose
from speccast.views.python import MODEL, NONE, UNSET, UNSET_TYPE, Speller
from speccast.views.python.code import Code, Import, alternatives, code
from speccast.views.python.docstrings import attribute_docstring
from speccast.views.python.literals import literal

_EMPTY: Final = Code("")
_CLASS_INDENT: Final = 4


class PropertyView(Struct, frozen=True):
    """A property in a class body."""

    name: Code
    annotation: Code
    default: Code
    docstring: Code
    fetch: Code
    """The statement that fetches the JSON value; empty if `decode` does it itself."""
    decode: Code
    is_sent: Code
    """The condition on which `to_dict` writes it; empty if it is always written."""
    wire: Code
    encode: Code

    @property
    def imports(self) -> frozenset[Import]:
        """Its imports."""
        used = (self.default, self.fetch, self.decode, self.is_sent, self.encode)
        return self.annotation.imports.union(*(part.imports for part in used))


class _Absent(Enum):
    """The value of an attribute whose property is missing."""

    NEVER = "the property is required"
    NONE = "None, which also means null"
    UNSET = "UNSET, since None means null"


def _absent(property_: Property, usage: Usage) -> _Absent:
    if property_.required:
        return _Absent.NEVER
    allows_null = isinstance(property_.type, Nullable) or property_.type is Scalar.NULL
    is_sent = usage is not Usage.RECEIVED
    return _Absent.UNSET if allows_null and is_sent else _Absent.NONE


def property_view(
    property_: Property, name: str, usage: Usage, speller: Speller, variable: str = "v"
) -> PropertyView:
    """Return the View of a property.

    Args:
        property_: the property.
        name: its attribute.
        usage: the usage of its model.
        speller: the speller for the class.
        variable: the variable of `decode`, with an annotation if it is declared here.

    """
    inner = property_.type.inner if isinstance(property_.type, Nullable) else property_.type
    parts = _Property(property_, literal(property_.wire), inner, _absent(property_, usage), speller)
    annotation, default = parts.annotation()
    fetch, decode = parts.decoder(variable)
    text = property_prose(
        property_.doc, property_.default, property_.constraints, content_note(property_, speller)
    )
    return PropertyView(
        name=Code(name),
        annotation=annotation,
        default=default,
        docstring=attribute_docstring(text, _CLASS_INDENT) if text else _EMPTY,
        fetch=fetch,
        decode=decode,
        is_sent=parts.is_sent(name),
        wire=parts.wire,
        encode=parts.encoder(f"self.{name}"),
    )


class _Property(Struct):
    """Builds the parts of one `PropertyView`."""

    property: Property
    wire: Code
    inner: Type
    """Its type without null."""
    absent: _Absent
    speller: Speller

    def annotation(self) -> tuple[Code, Code]:
        """Return annotation and default."""
        type_ = self.property.type
        annotation = self.speller.annotation(type_)
        if self.absent is _Absent.NEVER:
            return annotation, _EMPTY
        if self.absent is _Absent.UNSET:
            return alternatives([annotation, UNSET_TYPE]), Code(" = UNSET", frozenset({UNSET}))
        if not isinstance(type_, Nullable) and type_ not in (Scalar.ANY, Scalar.NULL):
            annotation = alternatives([annotation, NONE])
        if isinstance(type_, Literal) and is_constant(self.property):
            return annotation, code(" = {value}", value=literal(type_.values[0]))
        return annotation, Code(" = None")

    def decoder(self, variable: str) -> tuple[Code, Code]:
        """Return the statement that fetches a JSON value, and the expression that decodes it."""
        wire, type_, to = self.wire, self.property.type, Code(variable)
        if self.absent is not _Absent.NEVER:
            absent = Import(MODEL, "ABSENT")
            fetch = code("{to} = data.get({wire}, ABSENT)", absent, wire=wire, to=to)
            return fetch, self.conditional()
        direct = self.inner if self.inner is Scalar.ANY else type_
        if not isinstance(direct, Nullable) and self.checks_itself(direct):
            return _EMPTY, self.speller.convert(direct, f"data[{wire}]")
        return code("{to} = data[{wire}]", wire=wire, to=to), self.speller.decode(type_, "v")

    def checks_itself(self, type_: Type) -> bool:
        """Return whether the conversion refuses invalid values itself."""
        if self.speller.inline_union(type_):
            return False
        if self.speller.guard(type_, "v") is None:
            return True
        return isinstance(type_, Ref) and isinstance(self.speller.declared[type_.id], Model)

    def conditional(self) -> Code:
        """Return the expression that decodes `v`, which may be null or missing."""
        otherwise = self.otherwise()
        if self.inner is Scalar.NULL:
            return otherwise
        union = self.speller.inline_union(self.inner)
        if union:
            return self.speller.chain(union, "v", 0, otherwise)
        guard = self.speller.guard(self.inner, "v")
        converted = self.speller.convert(self.inner, "v")
        if guard is None:
            template = "{no} if v is None or v is ABSENT else {it}"
            return code(template, no=otherwise, it=converted)
        return code("{it} if {guard} else {no}", it=converted, guard=guard, no=otherwise)

    def otherwise(self) -> Code:
        """Return the expression for a property that is null or missing."""
        if self.absent is _Absent.UNSET:
            return Code("unset_or_null(v, nulls)", frozenset({Import(MODEL, "unset_or_null")}))
        name = "moved_or_absent" if self.property.also_at else "absent"
        return code(f"{name}(v, {{wire}}, nulls)", Import(MODEL, name), wire=self.wire)

    def is_sent(self, name: str) -> Code:
        """Return the condition for writing the property; empty if it is always written."""
        match self.absent:
            case _Absent.NEVER:
                return _EMPTY
            case _Absent.UNSET:
                return Code(f"self.{name} is not UNSET", frozenset({UNSET}))
            case _Absent.NONE:
                return Code(f"self.{name} is not None")

    def encoder(self, value: str) -> Code:
        """Return the expression that encodes the property's value."""
        is_inner = self.absent is _Absent.NONE
        return self.speller.encode(self.inner if is_inner else self.property.type, value)


def additional_view(type_: Type, name: str, speller: Speller) -> PropertyView:
    """Return the View of typed additional properties."""
    value = f"self.{name}"
    return PropertyView(
        name=Code(name),
        annotation=speller.annotation(Map(type_)),
        default=Code(" = EMPTY", frozenset({Import(MODEL, "EMPTY")})),
        docstring=attribute_docstring("Further properties, by name.", _CLASS_INDENT),
        fetch=_EMPTY,
        decode=speller.decode(type_, "x", 1),
        is_sent=_EMPTY,
        wire=_EMPTY,
        # A dict whose values are JSON values is unpacked into the object.
        encode=Code(value) if speller.is_json_value(type_) else speller.encode(Map(type_), value),
    )


def is_constant(property_: Property) -> bool:
    """Return whether the only string that a property allows is its default, such as a tag.

    It is the default of the attribute, since a union needs the tag to identify the branch.
    """
    match property_:
        case Property(type=Literal(values=(Text(value),)), default=JsonValue(text)):
            return json.loads(text) == value  # type: ignore[no-any-return]
        case _:
            return False
