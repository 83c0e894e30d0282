"""Rewrites printed files for Python 3.12, with `type` statements and type parameters (PEP 695).

The behaviour of the files does not change. Source ranges are replaced, so that everything else
stays as it is, including comments.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from speccast.views.files import File, Reused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DECLARED: Final = re.compile(r"^(\w+) = (?:TypeVar|ParamSpec)\(.*$", re.MULTILINE)
_WORDS: Final = {"TypeAlias", "TypeVar", "ParamSpec", "Generic"}


def modernize(files: Sequence[File], runtime: Iterable[File]) -> list[File]:
    """Return files with aliases and type parameters in the syntax of Python 3.12.

    Args:
        files: the files.
        runtime: all modules of the runtime, from which other files import type variables.

    """
    shared = {name for file in runtime for name in _DECLARED.findall(file.text)}
    old = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS | shared))})\b")
    return [
        replace(file, text=_Module(file.text, shared).text())
        if file.path.endswith(".py") and not isinstance(file, Reused) and old.search(file.text)
        else file
        for file in files
    ]


class _Module:
    """The text of one module, and its edits."""

    def __init__(self, text: str, shared: set[str]) -> None:
        self._bytes = text.encode()
        self._starts = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._edits: list[tuple[int, int, str]] = []
        self._tree = ast.parse(text)
        self._variables = dict(self._declared(shared))
        """The type parameter for each type variable: `T`, `E: Enum`, `**P`."""

    def text(self) -> str:
        """Return the module in the new syntax."""
        self._imports()
        self._body(self._tree.body, frozenset())
        content = self._bytes
        for first, last, text in sorted(self._edits, reverse=True):
            content = content[:first] + text.encode() + content[last:]
        return content.decode()

    def _at(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column

    def _span(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        last = self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self._at(node.lineno, node.col_offset), last

    def _source(self, node: ast.expr) -> str:
        """Return the source of an expression, without quotes around it."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        first, last = self._span(node)
        return self._bytes[first:last].decode()

    def _declared(self, shared: set[str]) -> Iterator[tuple[str, str]]:
        for node in self._tree.body:
            match node:
                case ast.ImportFrom(names=names):
                    yield from ((n.name, n.name) for n in names if n.name in shared)
                case ast.Assign(
                    targets=[ast.Name(id=name)],
                    value=ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec" as kind)) as call,
                ):
                    first, last = self._span(node)
                    after = self._bytes[last:].lstrip(b"\n")
                    self._edits.append((first, len(self._bytes) - len(after), ""))
                    bounds = [self._source(k.value) for k in call.keywords if k.arg == "bound"]
                    if constraints := [self._source(each) for each in call.args[1:]]:
                        bounds = [f"({', '.join(constraints)})"]
                    star = "**" if kind == "ParamSpec" else ""
                    yield name, ": ".join([star + name, *bounds])
                case _:
                    pass

    def _imports(self) -> None:
        """Remove the imports of the old constructs and of type variables."""
        for node in self._tree.body:
            if isinstance(node, ast.ImportFrom):
                remaining = [n for n in node.names if n.name not in _WORDS | self._variables.keys()]
                if len(remaining) < len(node.names):
                    first, last = self._span(node)
                    if not remaining:  # do not leave two blank lines
                        last += 2 if self._bytes[first - 2 : first] == b"\n\n" else 1
                    self._edits.append((first, last, _import(node, remaining)))

    def _body(self, body: Iterable[ast.stmt], scope: frozenset[str]) -> None:
        for node in body:
            match node:
                case ast.AnnAssign(
                    target=ast.Name(id=name),
                    annotation=ast.Name(id="TypeAlias") as word,
                    value=ast.expr() as value,
                ):
                    head = f"type {name}{self._parameters(self._used([value]))}"
                    self._edits.append((self._span(node)[0], self._span(word)[1], head))
                    self._edits.append((*self._span(value), self._source(value)))
                case ast.ClassDef():
                    self._body(node.body, scope | self._class(node))
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._body(node.body, scope | self._function(node, scope))
                case ast.If():
                    self._body([*node.body, *node.orelse], scope)
                case _:
                    pass

    def _class(self, node: ast.ClassDef) -> frozenset[str]:
        names = self._used(node.bases)
        if names:
            rest = [
                "Protocol" if _is_of(base, "Protocol") else self._source(base)
                for base in node.bases
                if not _is_of(base, "Generic")
            ]
            rest += [f"{each.arg}={self._source(each.value)}" for each in node.keywords]
            bases = f"({', '.join(rest)})" if rest else ""
            after = self._end_of_name(node, "class")
            last = max(self._span(base)[1] for base in node.bases)
            last = max([last, *(self._span(each.value)[1] for each in node.keywords)])
            end = self._bytes.index(b")", last) + 1
            self._edits.append((after, end, self._parameters(names) + bases))
        return frozenset(names)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: frozenset[str]
    ) -> frozenset[str]:
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [each for each in (arguments.vararg, arguments.kwarg) if each]
        annotations = [each.annotation for each in every] + [node.returns]
        names = [n for n in self._used(filter(None, annotations)) if n not in scope]
        if names:
            word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            after = self._end_of_name(node, word)
            self._edits.append((after, after, self._parameters(names)))
        return frozenset(names)

    def _end_of_name(
        self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, word: str
    ) -> int:
        return self._span(node)[0] + len(f"{word} {node.name}".encode())

    def _used(self, nodes: Iterable[ast.expr]) -> list[str]:
        """Return the type variables in annotations, in their order, without duplicates."""
        found: dict[str, None] = {}
        for node in nodes:
            for word in re.findall(r"\w+", self._source(node)):
                if word in self._variables:
                    found[word] = None
        return [*found]

    def _parameters(self, names: Sequence[str]) -> str:
        return f"[{', '.join(self._variables[name] for name in names)}]" if names else ""


def _import(node: ast.ImportFrom, remaining: Sequence[ast.alias]) -> str:
    names = (f"{each.name} as {each.asname}" if each.asname else each.name for each in remaining)
    origin = f"{'.' * node.level}{node.module or ''}"
    return f"from {origin} import {', '.join(names)}" if remaining else ""


def _is_of(node: ast.expr, name: str) -> bool:
    """Return whether a base is a subscript of a name, such as `Generic[T]`."""
    match node:
        case ast.Subscript(value=ast.Name(id=found)):
            return found == name
        case _:
            return False
