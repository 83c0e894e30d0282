"""Parses a module of the runtime: its definitions, their dependencies, and conditional statements.

A statement is conditional if the lines of its head end in `# only with: NAME, …`. It is in a
package only if one of the names applies:

    paging, readers.as_bytes   the package needs this module or definition
    types.date                 it reads or sends values of this type
    schemes.basic              it has a security scheme of this kind
    facts.success              it passes this argument to `ApiInfo`
    asks.path                  it passes this argument to a `Request`
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from msgspec import Struct

from speccast.printing.gate_tree import CHILDREN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

Place: TypeAlias = tuple[str, str]
"""A module of the runtime, and a name in it; an empty name is the module itself."""

_ONLY_WORD: Final = "# only with: "
_ONLY: Final = re.compile(r"  # only with: ([\w., ]+)$")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_TYPE: Final = re.compile(r"[A-Z]\w+|[\w.]+(?:\[.*\])? \| .*|[\w.]+\[.*\]")
"""A string that could be an annotation."""
_Part: TypeAlias = ast.stmt | ast.excepthandler | ast.match_case
"""The statements that a condition can leave out."""
_GUARD: Final = "TYPE_CHECKING"


class Conditional(Struct, frozen=True):
    """The lines of a conditional statement."""

    first: int
    last: int
    places: tuple[Place, ...]
    """The conditions; one of them is sufficient."""


class Import(Struct, frozen=True):
    """A name that a module imports."""

    statement: str
    """`from .text import`, or `import` for a whole module."""
    name: str
    """The name, with `as` if it has an alias."""
    local: str
    place: Place | None
    """Its place in the runtime; None if it is from another library."""


class Unit(Struct):
    """A top-level statement that is not an import, with the comments above it."""

    first: int
    last: int
    defines: tuple[str, ...]
    """The names that it binds; none if it is only executed."""
    uses: list[tuple[int, str]] = []
    """The names in it, each with its line."""
    imports: list[tuple[int, Place]] = []
    """Its own imports, inside functions."""


class Module:
    """A module of the runtime."""

    def __init__(self, name: str, text: str) -> None:
        """Parse a module."""
        self.name = name
        self.lines = text.splitlines()
        self.units: list[Unit] = []
        self.imports: list[tuple[int, int, bool, Import]] = []
        """First line, last line, whether only for type checkers, and the import."""
        self.conditionals: list[Conditional] = []
        self._head = 0
        tree = ast.parse(text)
        for index, node in enumerate(tree.body):
            self._top(node, tree.body[index - 1] if index else None)
        extents = _extents(tree) if _ONLY_WORD in text else {}
        for line, text_ in enumerate(self.lines, 1):
            if _ONLY_WORD in text_ and (found := _ONLY.search(text_)):
                places = tuple(map(parse_place, found[1].split(", ")))
                self.conditionals.append(Conditional(*extents[line], places))

    def _top(self, node: ast.stmt, before: ast.stmt | None) -> None:
        if _is_text(node):
            if before is None:
                self._head = node.end_lineno or 0
            else:  # the docstring of the assignment above
                self.units[-1].last = node.end_lineno or 0
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._import(node, typing=False)
        elif (
            isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == _GUARD
        ):
            for each in node.body:
                if isinstance(each, (ast.Import, ast.ImportFrom)):
                    self._import(each, typing=True)
        else:
            self.units.append(self._unit(node))

    def _import(self, node: ast.Import | ast.ImportFrom, *, typing: bool) -> None:
        for each in _imported(node):
            self.imports.append((node.lineno, node.end_lineno or 0, typing, each))

    def _unit(self, node: ast.stmt) -> Unit:
        first = _start(node)
        while self.lines[first - 2].startswith("#"):
            first -= 1
        unit = Unit(first, node.end_lineno or 0, tuple(_bound(node)), [], [])
        for each in _walk(node):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                unit.uses.append((each.lineno, each.id))
            elif isinstance(each, ast.Constant) and isinstance(each.value, str):
                if _TYPE.fullmatch(each.value):  # an annotation may be a string
                    unit.uses += ((each.lineno, word) for word in _WORD.findall(each.value))
            elif isinstance(each, (ast.Import, ast.ImportFrom)):
                found = (one.place for one in _imported(each))
                unit.imports += ((each.lineno, one) for one in found if one)
            elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
                unit.uses.append((each.lineno, f"{each.value.id}.{each.attr}"))
        return unit

    def text(self, names: AbstractSet[str], dropped: Sequence[Conditional]) -> str:
        """Return the source of the needed parts.

        Args:
            names: the needed names that the module defines or imports.
            dropped: the conditional statements that are left out.

        """
        dropped_lines = {line for each in dropped for line in range(each.first, each.last + 1)}
        parts = ["\n".join(self.lines[: self._head])]
        units = [unit for unit in self.units if not unit.defines or names & {*unit.defines}]
        units = [
            unit
            for unit in units
            if unit.last not in dropped_lines or unit.first not in dropped_lines
        ]
        used = {
            name for unit in units for line, name in unit.uses if line not in dropped_lines
        } | names
        parts.append(self._imports(used, typing=False))
        if lines := self._imports(used, typing=True):
            indented = "\n".join(f"    {line}" for line in lines.splitlines())
            parts.append(f"if TYPE_CHECKING:\n{indented}")
        for unit in units:
            shown_lines = (n for n in range(unit.first, unit.last + 1) if n not in dropped_lines)
            text = "\n".join(_ONLY.sub("", self.lines[n - 1]) for n in shown_lines)
            if unit is not units[0] and self.lines[unit.first - 2]:  # no blank line between them
                parts[-1] += f"\n{text}"
            else:
                parts.append(text)
        return "\n\n".join(part for part in parts if part) + "\n"

    def _imports(self, used: AbstractSet[str], *, typing: bool) -> str:
        guarded = typing is False and any(
            for_types and each.local in used for _, _, for_types, each in self.imports
        )
        found: dict[tuple[int, str], list[str]] = {}
        for line, _, for_types, each in self.imports:
            is_guard = each.local == _GUARD and guarded
            is_used = each.local in used or each.statement == "from __future__ import"
            if for_types is typing and (is_guard or (is_used and each.local != _GUARD)):
                found.setdefault((line, each.statement), []).append(each.name)
        lines: list[str] = []
        kind = ""
        for (_, statement), names in found.items():
            group = _group(statement)
            lines += [""] if kind not in {"", group} else []
            kind = group
            lines.append(f"{statement} {', '.join(names)}")
        return "\n".join(lines)


@lru_cache(maxsize=128)  # a process may generate several packages with the same modules
def parse(name: str, text: str) -> Module:
    """Parse a module of the runtime."""
    return Module(name, text)


def parse_place(name: str) -> Place:
    """Parse the name of a module, or `module.name`."""
    module, _, inner = name.partition(".")
    return module, inner


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Iterate a node and its descendants that can have names; faster than `ast.walk`."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        for name in CHILDREN[type(node)]:
            value: Any = getattr(node, name)
            if value.__class__ is list:
                pending += [each for each in value if isinstance(each, ast.AST)]
            elif isinstance(value, ast.AST):
                pending.append(value)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[Import]:
    for alias in node.names:
        name = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
        local = alias.asname or alias.name.partition(".")[0]
        if isinstance(node, ast.Import):
            yield Import("import", name, local, None)
            continue
        statement = f"from {'.' * node.level}{node.module or ''} import"
        if not node.level:
            found = None
        elif node.module:
            found = (node.module, alias.name)
        else:
            found = (alias.name, "")
        yield Import(statement, name, local, found)


def _group(statement: str) -> str:
    """Return the block of imports that a statement belongs to."""
    if "__future__" in statement:
        return "future"
    return "own" if statement.startswith("from .") else "other"


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Assign(targets=targets):
            yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case _:
            return


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _extents(tree: ast.Module) -> dict[int, tuple[int, int]]:
    """Return the first and last line of each statement with its docstring, by line of its head."""
    found: dict[int, tuple[int, int]] = {}
    pending: list[ast.AST] = [tree]
    for node in pending:
        for body in _bodies(node):
            pending += body
            for each, after in zip_longest(body, body[1:]):
                inner = next(_bodies(each), None)
                head = _start(inner[0]) - 1 if inner else _last(each)
                last = _last(after if after is not None and _is_text(after) else each)
                for line in range(_start(each), head + 1):
                    found.setdefault(line, (_start(each), last))
    return found


def _bodies(node: ast.AST) -> Iterator[Sequence[_Part]]:
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        found: object = getattr(node, name, None)
        if isinstance(found, list) and found:
            yield found


def _start(node: _Part) -> int:
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return node.lineno


def _last(node: _Part) -> int:
    found = node.body[-1] if isinstance(node, ast.match_case) else node
    return found.end_lineno or found.lineno
