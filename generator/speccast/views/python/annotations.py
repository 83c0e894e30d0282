"""The annotation of a type."""

from __future__ import annotations

from functools import cache
from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import (
    Array,
    EnumType,
    Literal,
    Map,
    Model,
    Nullable,
    Ref,
    Scalar,
    Text,
    Tuple,
    Union,
    Usage,
)
from speccast.views.python.code import Code, Import, alternatives, code, join
from speccast.views.python.inline import is_nameless
from speccast.views.python.literals import literal
from speccast.views.python.vocabulary import (
    CALENDAR_DURATION,
    FILE,
    FILE_CONTENT,
    JSON,
    JSON_OBJECT_TYPE,
    MODELS,
    NONE,
    PLAIN,
    RICH,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Declared, Id, Type


_MOST_DICTS: Final = 4
"""The maximum number of dict types in an annotation; with more, any dict is allowed."""


class Annotations(Struct):
    """Writes annotations for one scope of one file.

    Args:
        declared: the declared things by id.
        classes: the class or alias name of each.
        modules: the module of each, below `models`.
        here: the declared thing whose file this is, if any.
        shadowed: names with another meaning in this scope, such as a property `date` or a
            function `list`.
        hidden: names of functions and arguments in this file; imported functions with such a name
            get an alias.
        taken: the names of all classes, which derived names must not repeat.
        argument: whether the annotations are for arguments, which accept a dict instead of a
            model, and any sequence or mapping instead of a list or dict.
        quoted: whether the whole annotation will be in quotes. Checkers allow no escapes there, so
            a string literal, which may need one, is written as `str`.
        bare: whether models have no module prefix, for prose.

    """

    declared: Mapping[Id, Declared]
    classes: Mapping[Id, str]
    modules: Mapping[Id, str]
    here: Id | None = None
    shadowed: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    argument: bool = False
    quoted: bool = False
    bare: bool = False

    def shown(self, type_: Type) -> str:
        """Return the annotation of a type for prose."""
        return replace(self, bare=True).annotation(type_).text

    def annotation(self, type_: Type) -> Code:
        """Return the annotation of a type."""
        match type_:
            case Scalar():
                return self._scalar(type_)
            case Literal(values):
                return self.literal_type(values)
            case Ref(id_):
                return self._ref(id_)
            case Array(item):
                return code(
                    "{list}[{item}]", list=self._generic("list"), item=self.annotation(item)
                )
            case Map(value):
                return code(
                    "{dict}[{str}, {value}]",
                    dict=self._generic("dict"),
                    str=self.builtin("str"),
                    value=self.annotation(value),
                )
            case Tuple(items, rest):
                return self._tuple(items, rest)
            case Nullable(inner):
                return alternatives([self.annotation(inner), NONE])

    def _scalar(self, scalar: Scalar) -> Code:
        if scalar in PLAIN:
            return self.builtin(PLAIN[scalar])
        if scalar in RICH:
            rich = RICH[scalar]
            if not rich.module:
                return self._bytes(scalar)
            name = self.imported(rich.module, rich.name)
            if scalar is Scalar.DURATION:  # months have no fixed length
                return alternatives([name, CALENDAR_DURATION])
            return name
        match scalar:
            case Scalar.BINARY if self.argument:
                return alternatives([FILE_CONTENT, FILE])
            case Scalar.BINARY:
                return self.builtin("bytes")
            case Scalar.NEVER:
                return self.imported("typing", "Never")
            case Scalar.NULL:
                return NONE
            case _:
                return Code("Json", frozenset({JSON}))

    def _bytes(self, scalar: Scalar) -> Code:
        if scalar is Scalar.BASE64:
            return self.builtin("bytes")
        annotated = self.imported("typing", "Annotated")
        return code(
            '{annotated}[{bytes}, "base64url"]', annotated=annotated, bytes=self.builtin("bytes")
        )

    def _generic(self, name: str) -> Code:
        if not self.argument:
            return self.builtin(name)
        return self.imported("collections.abc", {"list": "Sequence", "dict": "Mapping"}[name])

    def builtin(self, name: str) -> Code:
        """Return a builtin's name, qualified if it is shadowed."""
        if name in self.shadowed:
            return self._attribute("builtins", name)
        return Code(name)

    def imported(self, module: str, name: str) -> Code:
        """Return a name of the standard library for an annotation."""
        if name not in self.shadowed:
            return Code(name, frozenset({Import(module, name, typing_only=True)}))
        return self._attribute(module, name, "dt" if module == "datetime" else "")

    @staticmethod
    def _attribute(module: str, name: str, alias: str = "") -> Code:
        """Return a name of a module that is imported whole."""
        whole = Import(module, "", typing_only=True, alias=alias, uses=name)
        return Code(f"{alias or module}.{name}", frozenset({whole}))

    def literal_type(self, values: tuple[Text | int | float | bool | None, ...]) -> Code:
        """Return `Literal[…]`; floats have no literal type."""
        if any(isinstance(value, float) for value in values):
            return self.builtin("float")
        if self.quoted:
            return alternatives(map(self._type_of, values))
        kind = self.imported("typing", "Literal")
        return code("{kind}[{values}]", kind=kind, values=join(", ", map(literal, values)))

    def _type_of(self, value: Text | float | bool | None) -> Code:  # noqa: FBT001 - any scalar
        if value is None:
            return NONE
        return self.builtin("str" if isinstance(value, Text) else type(value).__name__)

    def _ref(self, id_: Id) -> Code:
        declared = self.declared[id_]
        if isinstance(declared, Union) and is_nameless(declared, self.declared):
            return alternatives(map(self.annotation, declared.branches))
        name = self.class_name(id_)
        if isinstance(declared, EnumType):
            if self.argument and (values := self.values_name(declared)):
                return self._from_models(id_, values)
            return alternatives([name, self.builtin(PLAIN[declared.scalar])])
        if self.argument and isinstance(declared, Model):
            return alternatives([name, self._dict_type(declared)])
        if self.argument and isinstance(declared, Union):
            # A union of models accepts a dict, like each of its models.
            found = [self.declared.get(b.id) for b in declared.branches if isinstance(b, Ref)]
            dicts = [self._dict_type(each) for each in found if isinstance(each, Model)]
            if JSON_OBJECT_TYPE in dicts or len(dicts) > _MOST_DICTS:
                dicts = [JSON_OBJECT_TYPE]
            return alternatives([name, *dicts])
        return name

    def _dict_type(self, model: Model) -> Code:
        """Return the type of a dict that can be passed instead of a model."""
        name = self.dict_name(model)
        return self._from_models(model.id, name) if name else JSON_OBJECT_TYPE

    def argument_name(self, declared: Declared) -> str | None:
        """Return the name of the argument type of a declared thing, if it has one."""
        if isinstance(declared, Model):
            return self.dict_name(declared)
        return self.values_name(declared) if isinstance(declared, EnumType) else None

    def dict_name(self, model: Model) -> str | None:
        """Return the name of the `TypedDict` of a model that is sent, if it has one.

        It has none if a property is not an identifier, or if there are additional properties.
        """
        name = f"{self.classes[model.id]}Dict"
        wires = [property_.wire.value for property_ in model.properties]
        fits = all(wire.isidentifier() and not wire.startswith("__") for wire in wires)
        known = wires and model.additional is None and name not in self.taken
        is_defined = model.usage is not Usage.RECEIVED and fits and known
        return name if is_defined and not any(map(iskeyword, wires)) else None

    def values_name(self, enum: EnumType) -> str | None:
        """Return the name of the argument type for an enum of strings."""
        name = f"{self.classes[enum.id]}Value"
        is_sent = enum.usage is not Usage.RECEIVED
        return name if is_sent and enum.scalar is Scalar.STR and name not in self.taken else None

    def class_name(self, id_: Id) -> Code:
        """Return the name of a declared thing for an annotation."""
        return self._from_models(id_, self.classes[id_])

    def _from_models(self, id_: Id, name: str) -> Code:
        if self.bare or id_ == self.here:
            return Code(name)
        here = replace(self, hidden=self.shadowed) if "models" in self.shadowed else self
        return here.in_models(name)

    def in_models(self, name: str) -> Code:
        """Return a name of `models`."""
        models = self.helper(MODELS)
        return Code(f"{models.text}.{name}", models.imports)

    def helper(self, needed: Import) -> Code:
        """Return the name of an imported function or module, with an alias if it is hidden."""
        if needed.name in self.hidden:
            needed = replace(needed, alias=f"_{needed.name}")
        return _name(needed)

    def call(self, module: str, function: str, *arguments: Code) -> Code:
        """Return the call of an imported function."""
        name = self.helper(Import(module, function))
        inner = join(", ", arguments)
        return Code(f"{name.text}({inner.text})", name.imports | inner.imports)

    def _tuple(self, items: tuple[Type, ...], rest: Type | None) -> Code:
        parts = [self.annotation(item) for item in items]
        tuple_ = self.builtin("tuple")
        if rest is not None:
            parts.append(code("*{tuple}[{rest}, ...]", tuple=tuple_, rest=self.annotation(rest)))
        inner = join(", ", parts) if parts else Code("()")
        return code("{tuple}[{inner}]", tuple=tuple_, inner=inner)


@cache
def _name(needed: Import) -> Code:
    return Code(needed.alias or needed.name, frozenset({needed}))
