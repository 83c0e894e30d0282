"""Types as callers see them: from an `ir.Type` to a `Shape` that can be compared and shown.

Two shapes of different documents are comparable because declared things are known by the name of
their class. Whether one fits where another was expected is what a type checker would say of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import (
    Array,
    EnumType,
    Literal,
    Map,
    Nullable,
    Ref,
    Scalar,
    Text,
    Tuple,
    Type,
    Union,
)
from speccast.views.python.inline import is_nameless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Declared, Id


class Shape(Struct, frozen=True):
    """A type, as data."""

    kind: str
    """`list`, `dict`, `tuple`, `union`, `literal`, `enum`, `named`, or a type without parts."""
    parts: tuple[Shape, ...] = ()
    text: str = ""
    """The name of an enum or of another class; the source of a literal."""

    def __str__(self) -> str:
        """Spell it as Python does."""
        match self.kind:
            case "union":
                return " | ".join(dict.fromkeys(map(str, self.parts)))
            case "list":
                return f"list[{self.parts[0]}]"
            case "dict":
                return f"dict[str, {self.parts[0]}]"
            case "tuple":
                return f"tuple[{', '.join(map(str, self.parts))}]"
            case "literal":
                return f"Literal[{self.text}]"
            case "enum" | "named":
                return self.text
            case _:
                return self.kind


NONE = Shape("None")
ANY = Shape("Json")
STR = Shape("str")
BYTES = Shape("bytes")
_SCALARS = {
    Scalar.ANY: ANY,
    Scalar.NULL: NONE,
    Scalar.NEVER: Shape("Never"),
    Scalar.BASE64: BYTES,
    Scalar.BASE64URL: BYTES,
    Scalar.BINARY: BYTES,
    Scalar.DECIMAL: Shape("Decimal"),
}
_JSON = {"str", "int", "float", "bool", "None", "literal", "enum"}
_COVARIANT = {"tuple"}


@dataclass(frozen=True, slots=True)
class Shaper:
    """Makes shapes of the types of one API."""

    declared: Mapping[Id, Declared]
    classes: Mapping[Id, str]

    def of(self, type_: Type) -> Shape:
        """Return the shape of a type."""
        match type_:
            case Scalar():
                return _SCALARS.get(type_) or Shape(type_.value)
            case Literal(values):
                return union(map(_literal, values))
            case Array(item):
                return Shape("list", (self.of(item),))
            case Map(value):
                return Shape("dict", (self.of(value),))
            case Tuple(items, rest):
                further = [Shape("list", (self.of(rest),))] if rest is not None else []
                return Shape("tuple", (*map(self.of, items), *further))
            case Nullable(inner):
                return union([self.of(inner), NONE])
            case Ref(id_):
                return self._ref(id_)

    def _ref(self, id_: Id) -> Shape:
        declared = self.declared[id_]
        if isinstance(declared, EnumType):
            base = STR if declared.scalar is Scalar.STR else Shape("int")
            return union([Shape("enum", (base,), self.classes[id_]), base])
        if isinstance(declared, Union) and is_nameless(declared, self.declared):
            return union(map(self.of, declared.branches))
        return Shape("named", text=self.classes[id_])


def _literal(value: Text | float | bool | None) -> Shape:  # noqa: FBT001 - a value, not a switch
    if value is None:
        return NONE
    if isinstance(value, Text):
        return Shape("literal", (STR,), repr(value.value))
    if isinstance(value, float):
        return Shape("float")
    return Shape("literal", (Shape(type(value).__name__),), repr(value))


def union(shapes: Iterable[Shape]) -> Shape:
    """Return the shape of a value that has one of some shapes; flat, each of them once."""
    flat = list(dict.fromkeys(part for shape in shapes for part in branches(shape)))
    return flat[0] if len(flat) == 1 else Shape("union", tuple(flat))


def branches(shape: Shape) -> tuple[Shape, ...]:
    """Return the alternatives of a shape: itself, where it has none."""
    return shape.parts if shape.kind == "union" else (shape,)


def without_none(shape: Shape) -> Shape:
    """Return a shape without the alternative None."""
    return union([part for part in branches(shape) if part != NONE] or [NONE])


def is_nullable(shape: Shape) -> bool:
    """Return whether None is one of the alternatives."""
    return NONE in branches(shape)


def renamed(shape: Shape, classes: Mapping[str, str]) -> Shape:
    """Return a shape in which classes have other names."""
    parts = tuple(renamed(part, classes) for part in shape.parts)
    if shape.kind in ("named", "enum"):
        return replace(shape, parts=parts, text=classes.get(shape.text, shape.text))
    return replace(shape, parts=parts)


def named(shape: Shape) -> Iterator[str]:
    """Iterate the names of all classes in a shape."""
    if shape.kind in ("named", "enum"):
        yield shape.text
    for part in shape.parts:
        yield from named(part)


def fits(given: Shape, wanted: Shape, *, exact: bool = False) -> bool:
    """Return whether every value of one shape is allowed for another.

    Args:
        given: the shape of the values.
        wanted: the shape of the place.
        exact: whether lists and dicts must hold the very same, as in what a caller is given: a
            `list[int]` is not a `list[float]` there. Arguments take any sequence and mapping.

    """
    if given == wanted or given.kind == "Never":
        return True
    if given.kind == "union":
        return all(fits(part, wanted, exact=exact) for part in given.parts)
    if wanted.kind == "union":
        return any(fits(given, part, exact=exact) for part in wanted.parts)
    if wanted == ANY:
        containers = given.kind in ("list", "dict") and not exact
        return given.kind in _JSON or (containers and fits(given.parts[0], ANY))
    if given.kind in ("literal", "enum"):
        return given.kind != wanted.kind and fits(given.parts[0], wanted)
    if given.kind == "int" and wanted.kind == "float":
        return True
    return _parts_fit(given, wanted, exact=exact)


def _parts_fit(given: Shape, wanted: Shape, *, exact: bool) -> bool:
    if given.kind != wanted.kind or len(given.parts) != len(wanted.parts) or not given.parts:
        return False
    if exact and given.kind not in _COVARIANT:
        return False
    pairs = zip(given.parts, wanted.parts, strict=True)
    return all(fits(part, other, exact=exact) for part, other in pairs)
