"""The types of arguments and results, from an `ir.Type` to a `Shape` that is compared and shown.

Shapes of different documents are comparable, since they refer to classes by name. One shape fits
another if a type checker would accept the assignment.
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
        """Return the type in Python's syntax."""
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
    """Converts the types of one API into shapes."""

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
    """Return the union of shapes, without nested unions and duplicates."""
    flat = list(dict.fromkeys(part for shape in shapes for part in branches(shape)))
    return flat[0] if len(flat) == 1 else Shape("union", tuple(flat))


def branches(shape: Shape) -> tuple[Shape, ...]:
    """Return the alternatives of a union; for another shape, the shape itself."""
    return shape.parts if shape.kind == "union" else (shape,)


def without_none(shape: Shape) -> Shape:
    """Return a shape without the alternative None."""
    return union([part for part in branches(shape) if part != NONE] or [NONE])


def is_nullable(shape: Shape) -> bool:
    """Return whether None is one of the alternatives."""
    return NONE in branches(shape)


def renamed(shape: Shape, classes: Mapping[str, str]) -> Shape:
    """Return a shape with the new names of classes."""
    parts = tuple(renamed(part, classes) for part in shape.parts)
    if shape.kind in ("named", "enum"):
        return replace(shape, parts=parts, text=classes.get(shape.text, shape.text))
    return replace(shape, parts=parts)


def class_names(shape: Shape) -> Iterator[str]:
    """Iterate the names of all classes in a shape."""
    if shape.kind in ("named", "enum"):
        yield shape.text
    for part in shape.parts:
        yield from class_names(part)


def fits(shape: Shape, target: Shape, *, exact: bool = False) -> bool:
    """Return whether each value of one shape is allowed for another.

    Args:
        shape: the shape of the values.
        target: the shape that is expected.
        exact: whether lists and dicts are invariant, as in results: a `list[int]` is no
            `list[float]`. Arguments accept any sequence and mapping.

    """
    if shape == target or shape.kind == "Never":
        return True
    if shape.kind == "union":
        return all(fits(part, target, exact=exact) for part in shape.parts)
    if target.kind == "union":
        return any(fits(shape, part, exact=exact) for part in target.parts)
    if target == ANY:
        containers = shape.kind in ("list", "dict") and not exact
        return shape.kind in _JSON or (containers and fits(shape.parts[0], ANY))
    if shape.kind in ("literal", "enum"):
        return shape.kind != target.kind and fits(shape.parts[0], target)
    if shape.kind == "int" and target.kind == "float":
        return True
    return _parts_fit(shape, target, exact=exact)


def _parts_fit(shape: Shape, target: Shape, *, exact: bool) -> bool:
    if shape.kind != target.kind or len(shape.parts) != len(target.parts) or not shape.parts:
        return False
    if exact and shape.kind not in _COVARIANT:
        return False
    pairs = zip(shape.parts, target.parts, strict=True)
    return all(fits(part, other, exact=exact) for part, other in pairs)
