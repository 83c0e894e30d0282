"""Source code that is safe to print, with its imports.

Text from the document (`ir.Text`) becomes `Code` in exactly three ways: as a literal
(`literals.py`), as a docstring or comment (`docstrings.py`), or as a name of the naming stage.
`printing/render.py` refuses to print any other value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable


class Import(Struct, frozen=True):
    """A name and its module."""

    module: str
    """A module of the standard library, or, with a leading dot, one of the package (`.models`)."""
    name: str
    """Empty if the module itself is imported."""
    typing_only: bool = False
    """Whether only annotations need it."""
    alias: str = ""
    uses: str = ""
    """The attribute that the code uses, if the module itself is imported."""


class Code(Struct, frozen=True):
    """A piece of source code, with its imports."""

    text: str
    imports: frozenset[Import] = frozenset()
    members: tuple[str, ...] = ()
    """The members of a union, if it is an annotation."""

    def __str__(self) -> str:
        """Return the source text, for f-strings between pieces of code."""
        return self.text

    def __bool__(self) -> bool:
        """Return whether it is not empty."""
        return bool(self.text)


_NOTHING = frozenset[Import]()


def code(template: str, /, *imports: Import, **parts: Code) -> Code:
    """Insert pieces of code into a template with `{name}` fields, with all their imports."""
    needed = _NOTHING.union(imports, *[part.imports for part in parts.values()])
    return Code(template.format_map({name: part.text for name, part in parts.items()}), needed)


def join(separator: str, parts: Iterable[Code]) -> Code:
    """Join pieces of code."""
    parts = tuple(parts)
    needed = _NOTHING.union(*[part.imports for part in parts])
    return Code(separator.join([part.text for part in parts]), needed)


_NO_VALUE = "Never"
_MOST_OPERANDS = 500
"""The maximum number of operators, since each adds a level to the syntax tree."""


def alternatives(parts: Iterable[Code]) -> Code:
    """Join annotations to a union without duplicates and `Never`, with None last."""
    parts = tuple(parts)
    possible = [part for part in parts if part.text != _NO_VALUE] or parts
    needed = _NOTHING.union(*[part.imports for part in possible])
    members = dict.fromkeys(text for part in possible for text in part.members or (part.text,))
    ordered = tuple(text for text in members if text != "None")
    ordered += ("None",) if "None" in members else ()
    if len(ordered) > _MOST_OPERANDS:
        needed |= {Import("typing", "Union", typing_only=True)}
        return Code(f"Union[{', '.join(ordered)}]", needed, ordered)
    return Code(" | ".join(ordered), needed, ordered)
