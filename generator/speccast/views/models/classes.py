"""The View of a model's module: a class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.views.models.properties import PropertyView, additional_view, property_view
from speccast.views.prose import model_prose
from speccast.views.python import JSON, JSON_OBJECT, MODEL, NONE, Speller
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.docstrings import docstring
from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from speccast.ir import Model, Property
    from speccast.names import Names

_CLASS_INDENT: Final = 4
_BASE: Final = Import(MODEL, "Model")
ADDITIONAL: Final = "additional_properties"
"""The attribute of typed additional properties; with underscores if a property has this name."""
_MANY: Final = 64
"""The number of assignments to a variable from which pyright does not infer its type."""


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
    """The expression for the properties that the document does not describe."""
    required: tuple[PropertyView, ...]
    optional: tuple[PropertyView, ...]
    additional: PropertyView | None
    dict_type: DictView | None
    needs: frozenset[Import]


def model_view(model: Model, names: Names, speller: Speller) -> ModelView:
    """Return the View of a model's module."""
    return _Class(model, names, speller).view()


class _Class(Struct):
    """Builds one `ModelView`."""

    model: Model
    names: Names
    speller: Speller

    def view(self) -> ModelView:
        """Return the View."""
        model, name = self.model, self.names.classes[self.model.id]
        properties = self.properties()
        additional = self.additional()
        dict_type = self.dict_type()
        body = (*properties, *([additional] if additional else []))
        gaps = any(not p.required for p in model.properties)
        leftover = self.leftover(gaps=gaps)
        needs = leftover.imports.union(
            *(each.imports for each in body),
            (self.base(), JSON_OBJECT, Import("typing", "Self", typing_only=True)),
            dict_type.needs if dict_type else (),
        )
        return ModelView(
            name=Code(name),
            docstring=docstring(model_prose(model.doc, name), _CLASS_INDENT),
            bases=self.bases(),
            body=body,
            properties=properties,
            gaps=gaps,
            leftover=leftover,
            required=tuple(p for p in properties if not p.is_sent),
            optional=tuple(p for p in properties if p.is_sent),
            additional=additional,
            dict_type=dict_type,
            needs=needs,
        )

    def properties(self) -> tuple[PropertyView, ...]:
        """Return the Views of the properties."""
        properties = self.model.properties
        attributes = frozenset(map(self.attribute, properties))
        self.speller = replace(self.speller, shadowed=attributes)
        views = tuple(map(self.property, properties))
        fetching = [place for place, view in enumerate(views) if view.fetch]
        if len(fetching) < _MANY:
            return views
        first = fetching[0]
        declaring = self.property(properties[first], "v: Json")
        declaring = replace(
            declaring, fetch=Code(declaring.fetch.text, declaring.fetch.imports | {JSON})
        )
        return (*views[:first], declaring, *views[first + 1 :])

    def property(self, property_: Property, variable: str = "v") -> PropertyView:
        """Return the View of a property."""
        return property_view(
            property_, self.attribute(property_), self.model.usage, self.speller, variable
        )

    def dict_type(self) -> DictView | None:
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
        text = f"A dict that is accepted instead of `{self.names.classes[self.model.id]}`."
        return DictView(Code(name), docstring(text, _CLASS_INDENT), tuple(members))

    def attribute(self, property_: Property) -> str:
        """Return the attribute's name."""
        return self.names.attributes[self.model.id, property_.wire.value]

    def base(self) -> Import:
        """Return the base of the class, with an alias if the class has the same name."""
        is_taken = self.names.classes[self.model.id] == _BASE.name
        return replace(_BASE, alias=f"_{_BASE.name}") if is_taken else _BASE

    def bases(self) -> Code:
        """Return the arguments of the class statement, for data that annotations cannot express."""
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
            found.append(code("json_names={{{parts}}}", parts=join(", ", wires)))
        if secrets:
            found.append(code("secrets={parts}", parts=tuple_literal(secrets)))
        if also_at:
            found.append(code("also_at={{{parts}}}", parts=join(", ", also_at)))
        if self.model.additional is not None:
            found.append(code("additional={name}", name=literal(self.additional_name())))
        return join(", ", found)

    def leftover(self, *, gaps: bool) -> Code:
        """Return the expression for unknown properties, which is fast if there are none."""
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
        name = ADDITIONAL
        while name in taken:
            name += "_"
        return name

    def additional(self) -> PropertyView | None:
        """Return the View of the typed additional properties."""
        type_ = self.model.additional
        if type_ is None:
            return None
        return additional_view(type_, self.additional_name(), self.speller)
