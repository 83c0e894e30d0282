"""The View of an enum's module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import EnumType, Scalar
from speccast.views.prose import model_prose, property_prose
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.docstrings import attribute_docstring, docstring
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from speccast.names import Names
    from speccast.views.python import Speller

_CLASS_INDENT: Final = 4


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
    """The type of an argument, which also allows plain strings; empty if it has none."""
    values_name: Code
    """The name of that type."""
    needs: frozenset[Import]


def enum_view(enum: EnumType, names: Names, speller: Speller) -> EnumView:
    """Return the View of an enum's module."""
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
