"""From a declared thing of the `ir` to the View of its module in `models/`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import (
    Alias,
    Declared,
    EnumType,
    Id,
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
    Union,
    Usage,
)
from speccast.views.models.unions import UnionView, union_view
from speccast.views.prose import held, model_prose, property_prose
from speccast.views.python import JSON, JSON_OBJECT, MODEL, NONE, UNSET, UNSET_TYPE, Speller
from speccast.views.python.code import Code, Import, alternatives, code, join
from speccast.views.python.docstrings import attribute_docstring, docstring
from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from speccast.names import Names

_CLASS_INDENT: Final = 4
_BASE: Final = Import(MODEL, "Model")
_MANY: Final = 64
"""As many assignments to a name, and pyright takes its type to be unknown."""


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
    """The condition for `to_dict` to write it; empty: always."""
    wire: Code
    encode: Code


class DictView(Struct, frozen=True):
    """The `TypedDict` of a dict that can be passed instead of a model."""

    name: Code
    docstring: Code
    members: tuple[tuple[Code, Code], ...]
    """The keys, and their types."""

    @property
    def needs(self) -> frozenset[Import]:
        """Its imports."""
        return frozenset({Import("typing", "TypedDict")}).union(
            *(annotation.imports for _, annotation in self.members)
        )


class ModelView(Struct, frozen=True):
    """`templates/model.py.jinja`: a class."""

    name: Code
    docstring: Code
    bases: Code
    body: tuple[PropertyView, ...]
    """All attributes, in the document's order."""
    properties: tuple[PropertyView, ...]
    gaps: bool
    """Whether an attribute does not distinguish a missing property from null."""
    leftover: Code
    """The arguments of the class statement, for what annotations cannot express."""
    required: tuple[PropertyView, ...]
    optional: tuple[PropertyView, ...]
    additional: PropertyView | None
    given_as: DictView | None
    needs: frozenset[Import]


class MemberView(Struct, frozen=True):
    """A member of an enum."""

    name: Code
    value: Code
    docstring: Code


class EnumView(Struct, frozen=True):
    """`templates/enum.py.jinja`: an open enumeration."""

    name: Code
    base: Code
    docstring: Code
    members: tuple[MemberView, ...]
    values: Code
    """The name of the type of an argument; empty: it has none."""
    values_name: Code
    needs: frozenset[Import]


def declared_view(
    declared: Declared, speller: Speller, names: Names, late: AbstractSet[Id]
) -> ModelView | EnumView | UnionView:
    """Return the View of a declared thing's module; `late`: what Python cannot build."""
    speller, index = replace(speller, here=declared.id), speller.declared
    match declared:
        case Model():
            return _Models(declared, names, speller).view()
        case EnumType():
            return _enum(declared, names, speller)
        case Union() | Alias():
            return union_view(declared, index, names, speller, late=declared.id in late)


def _with_known_type(properties: tuple[PropertyView, ...]) -> tuple[PropertyView, ...]:
    """Annotate the variable of a long decoder: pyright infers no type from many assignments."""
    places = [place for place, each in enumerate(properties) if each.fetch]
    if len(places) < _MANY:
        return properties
    first = places[0]
    fetch = properties[first].fetch
    typed = Code(fetch.text.replace("v", "v: Json", 1), fetch.imports | {JSON})
    changed = replace(properties[first], fetch=typed)
    return (*properties[:first], changed, *properties[first + 1 :])


def _enum(enum: EnumType, names: Names, speller: Speller) -> EnumView:
    base = "StrEnum" if enum.scalar is Scalar.STR else "IntEnum"
    members = tuple(
        MemberView(
            Code(names.members[enum.id, index]),
            literal(value.value),
            attribute_docstring(text, _CLASS_INDENT)
            if (text := property_prose(value.doc))
            else Code(""),
        )
        for index, value in enumerate(enum.values)
    )
    name = names.classes[enum.id]
    values_name = speller.values_name(enum) or ""
    values = Code("")
    if values_name:
        fixed = join(", ", dict.fromkeys(literal(value.value) for value in enum.values))
        needed = (Import("typing", "Literal"), Import("typing", "TypeAlias"))
        values = code("{it} | Literal[{fixed}] | str", *needed, it=Code(name), fixed=fixed)
    return EnumView(
        Code(name),
        Code(base),
        docstring(model_prose(enum.doc, name), _CLASS_INDENT),
        members,
        values,
        Code(values_name),
        values.imports | {Import("enum", base)},
    )


class _Models(Struct):
    """Makes one `ModelView`."""

    model: Model
    names: Names
    speller: Speller

    def view(self) -> ModelView:
        """Return the View."""
        model = self.model
        attributes = {self.attribute(property_) for property_ in model.properties}
        self.speller = replace(self.speller, shadowed=frozenset(attributes))
        properties = _with_known_type(tuple(map(self.property_view, model.properties)))
        additional = self.additional()
        given_as = self.given_as()
        everything = (*properties, *([additional] if additional else []))
        gaps = any(not p.required for p in model.properties)
        leftover = self.leftover(gaps=gaps)
        needs = frozenset[Import]().union(
            *(
                part.imports
                for p in everything
                for part in (p.annotation, p.default, p.fetch, p.decode, p.is_sent, p.encode)
            ),
            leftover.imports,
            (self.base(), JSON_OBJECT),
            (Import("typing", "Self", typing_only=True),),
        )
        return ModelView(
            name=Code(self.names.classes[model.id]),
            docstring=docstring(
                model_prose(model.doc, self.names.classes[model.id]), _CLASS_INDENT
            ),
            bases=self.keywords(),
            body=everything,
            properties=properties,
            gaps=gaps,
            leftover=leftover,
            required=tuple(p for p in properties if not p.is_sent),
            optional=tuple(p for p in properties if p.is_sent),
            additional=additional,
            given_as=given_as,
            needs=needs | given_as.needs if given_as else needs,
        )

    def given_as(self) -> DictView | None:
        """Return the type of a dict that can be passed instead of the model."""
        name = self.speller.dict_name(self.model)
        if name is None:
            return None
        keys = frozenset(property_.wire.value for property_ in self.model.properties)
        speller = replace(self.speller, argument=True, shadowed=keys)
        optional = Import("typing", "NotRequired")
        members = (
            (
                Code(property_.wire.value),
                annotation
                if property_.required
                else code("NotRequired[{it}]", optional, it=annotation),
            )
            for property_ in self.model.properties
            for annotation in [speller.annotation(property_.type)]
        )
        text = f"A dict in the place of `{self.names.classes[self.model.id]}`."
        return DictView(Code(name), docstring(text, _CLASS_INDENT), tuple(members))

    def attribute(self, property_: Property) -> str:
        """Return the attribute's name."""
        return self.names.attributes[self.model.id, property_.wire.value]

    def base(self) -> Import:
        """Return the base of the class, with an alias if the class has the same name."""
        is_taken = self.names.classes[self.model.id] == _BASE.name
        return replace(_BASE, alias=f"_{_BASE.name}") if is_taken else _BASE

    def keywords(self) -> Code:
        """Return the arguments of the class statement: what annotations cannot express."""
        properties = self.model.properties
        wires = [
            code("{name}: {wire}", name=literal(name), wire=literal(p.wire))
            for p in properties
            if (name := self.attribute(p)) != p.wire.value
        ]
        secrets = [literal(self.attribute(p)) for p in properties if p.secret]
        also_at = [
            code(
                "{name}: {places}",
                name=literal(self.attribute(p)),
                places=tuple_literal(map(literal, p.also_at)),
            )
            for p in properties
            if p.also_at
        ]
        base = self.base()
        found = [Code(base.alias or base.name)]
        if wires:
            found.append(code("wires={{{parts}}}", parts=join(", ", wires)))
        if secrets:
            found.append(code("secrets={parts}", parts=tuple_literal(secrets)))
        if also_at:
            found.append(code("also_at={{{parts}}}", parts=join(", ", also_at)))
        if self.model.additional is not None:
            found.append(code("additional={name}", name=literal(self.additional_name())))
        return join(", ", found)

    def leftover(self, *, gaps: bool) -> Code:
        """Return the expression for unknown properties; it is cheap if there are none."""
        count = len(self.model.properties)
        if self.model.additional is not None:
            return code("only_nulls(nulls)", Import(MODEL, "only_nulls")) if gaps else NONE
        if not count:
            return Code("{**data} or None")
        nulls, condition = ("nulls", "nulls or ") if gaps else ("{}", "")
        return code(
            "unknown(cls, data, {nulls}) if {condition}len(data) != {count} else None",
            Import(MODEL, "unknown"),
            nulls=Code(nulls),
            condition=Code(condition),
            count=Code(str(count)),
        )

    def additional_name(self) -> str:
        """Return the attribute of the typed additional properties."""
        taken = {self.attribute(p) for p in self.model.properties}
        name = "additional_properties"
        while name in taken:
            name += "_"
        return name

    def additional(self) -> PropertyView | None:
        """Return the View of the typed additional properties."""
        type_ = self.model.additional
        if type_ is None:
            return None
        name = self.additional_name()
        return PropertyView(
            name=Code(name),
            annotation=self.speller.annotation(Map(type_)),
            default=Code(" = EMPTY", frozenset({Import(MODEL, "EMPTY")})),
            docstring=attribute_docstring("Further properties, by name.", _CLASS_INDENT),
            fetch=Code(""),
            decode=self.speller.decode(type_, "x", 1),
            is_sent=Code(""),
            wire=Code(""),
            encode=self.spread(type_, f"self.{name}"),
        )

    def spread(self, type_: Type, value: str) -> Code:
        """Return the expression to spread into the object: the dict, if its values are JSON."""
        if self.speller.is_written(type_):
            return Code(value)
        return self.speller.encode(Map(type_), value)

    def property_view(self, property_: Property) -> PropertyView:
        """Return the View of a property."""
        name = self.attribute(property_)
        inner = property_.type.inner if isinstance(property_.type, Nullable) else property_.type
        annotation, default = self.annotation(property_)
        fetch, decode = self.decoder(property_, inner)
        content = held(property_, self.speller)
        text = property_prose(property_.doc, property_.default, property_.constraints, content)
        return PropertyView(
            name=Code(name),
            annotation=annotation,
            default=default,
            docstring=attribute_docstring(text, _CLASS_INDENT) if text else Code(""),
            fetch=fetch,
            decode=decode,
            is_sent=self.is_sent(property_, name),
            wire=literal(property_.wire),
            encode=self.encoder(property_, inner, f"self.{name}"),
        )

    def tells_null(self, property_: Property) -> bool:
        """Return whether the attribute itself distinguishes absent from null."""
        return (
            not property_.required
            and (isinstance(property_.type, Nullable) or property_.type is Scalar.NULL)
            and self.model.usage is not Usage.RECEIVED
        )

    def annotation(self, property_: Property) -> tuple[Code, Code]:
        """Return annotation and default; see DESIGN: absent and null."""
        annotation = self.speller.annotation(property_.type)
        if property_.required:
            return annotation, Code("")
        if self.tells_null(property_):
            return alternatives([annotation, UNSET_TYPE]), Code(" = UNSET", frozenset({UNSET}))
        if not isinstance(property_.type, Nullable) and property_.type not in (
            Scalar.ANY,
            Scalar.NULL,
        ):
            annotation = alternatives([annotation, NONE])
        if isinstance(property_.type, Literal) and is_constant(property_):
            return annotation, code(" = {value}", value=literal(property_.type.values[0]))
        return annotation, Code(" = None")

    def decoder(self, property_: Property, inner: Type) -> tuple[Code, Code]:
        """Return the statement that fetches a JSON value, and the expression that decodes it."""
        wire = literal(property_.wire)
        type_ = property_.type
        if not property_.required:
            absent = Import(MODEL, "ABSENT")
            fetch = code("v = data.get({wire}, ABSENT)", absent, wire=wire)
            return fetch, self.conditional(inner, self.otherwise(property_, wire))
        direct = inner if inner is Scalar.ANY else type_
        if not isinstance(direct, Nullable) and self.checks_itself(direct):
            return Code(""), self.speller.convert(direct, f"data[{wire}]")
        return code("v = data[{wire}]", wire=wire), self.speller.decode(type_, "v")

    def checks_itself(self, type_: Type) -> bool:
        """Return whether the conversion itself refuses invalid values."""
        if self.speller.inline_union(type_):
            return False
        if self.speller.guard(type_, "v") is None:
            return True
        return isinstance(type_, Ref) and isinstance(self.speller.declared[type_.id], Model)

    def conditional(self, inner: Type, otherwise: Code) -> Code:
        """Return the decoding of `v`, with `otherwise` for null and missing values."""
        if inner is Scalar.NULL:
            return otherwise
        union = self.speller.inline_union(inner)
        if union:
            return self.speller.chain(union, "v", 0, otherwise)
        guard = self.speller.guard(inner, "v")
        converted = self.speller.convert(inner, "v")
        if guard is None:
            template = "{no} if v is None or v is ABSENT else {it}"
            return code(template, no=otherwise, it=converted)
        return code("{it} if {guard} else {no}", it=converted, guard=guard, no=otherwise)

    def otherwise(self, property_: Property, wire: Code) -> Code:
        """Return the expression for a property that is null or missing."""
        word = "moved_or_absent" if property_.also_at else "absent"
        if self.tells_null(property_):
            return Code("unset_or_null(v, nulls)", frozenset({Import(MODEL, "unset_or_null")}))
        return code(f"{word}(v, {{wire}}, nulls)", Import(MODEL, word), wire=wire)

    def is_sent(self, property_: Property, name: str) -> Code:
        """Return the condition for writing a property; empty: always."""
        if property_.required:
            return Code("")
        absent = "UNSET" if self.tells_null(property_) else "None"
        return Code(
            f"self.{name} is not {absent}", frozenset({UNSET}) if absent == "UNSET" else frozenset()
        )

    def encoder(self, property_: Property, inner: Type, value: str) -> Code:
        """Return the expression that encodes a property's value."""
        if property_.required or self.tells_null(property_):
            return self.speller.encode(property_.type, value)
        return self.speller.encode(inner, value)


def is_constant(property_: Property) -> bool:
    """Return whether the only text that a property can have is its default, such as a tag.

    It is sent unless something else is given: without its tag, a branch of a union is not known.
    """
    match property_:
        case Property(type=Literal(values=(Text(value),)), default=JsonValue(text)):
            return json.loads(text) == value  # type: ignore[no-any-return]
        case _:
            return False
