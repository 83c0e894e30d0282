"""Checks the tree of one printed module: its imports, bindings, names and attributes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from speccast.printing.gate_policy import FIXTURE_NODES, INDEXED

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from speccast.printing.gate_allowed import Contents

_SKIPPED: Final = {
    "ctx", "kwd_attrs", "names", "op", "ops", "type_comment", "type_ignores", "type_params",
}  # fmt: skip
"""Fields without nodes, or whose nodes are not checked."""
CHILDREN: Final = {
    kind: tuple(name for name in kind._fields if name not in _SKIPPED)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}


class GateError(Exception):
    """A printed module contains code that no built-in template intends: a bug in speccast."""


def check_module(path: str, text: str, contents: Contents) -> None:
    """Check one module.

    Args:
        path: its path, relative to the output folder.
        text: its source.
        contents: its allowed contents.

    Raises:
        GateError: it is not Python, or contains something else.

    """
    try:
        tree = ast.parse(text, path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, reason = getattr(error, "lineno", None) or 1, getattr(error, "msg", error)
        message = f"{path}:{line}: the emitted code is not Python: {reason}"
        raise GateError(message) from error
    _Scope(_Module(path, contents), frozenset()).check(tree.body)


class _Module(Struct):
    """The module that is checked."""

    path: str
    contents: Contents
    standard: dict[str, str] = {}
    """The external modules, by their names in this module."""

    @property
    def nodes(self) -> AbstractSet[type[ast.AST]] | None:
        """The allowed kinds of nodes; None: any."""
        nodes = self.contents.allowed.nodes
        is_fixture = self.path.endswith("/conftest.py")
        return nodes | FIXTURE_NODES if nodes is not None and is_fixture else nodes

    def fail(self, node: ast.AST, what: str) -> GateError:
        """Return an error at a node's line."""
        line = getattr(node, "lineno", 1)
        return GateError(f"{self.path}:{line}: no template can have emitted {what}")

    def resolve(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module of an import."""
        if not node.level:
            return node.module or ""
        parts = self.path.split("/")[: -node.level]
        return ".".join([*parts, *([node.module] if node.module else [])])


_Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Scope:
    """One scope: a module, a class or a function."""

    def __init__(
        self, module: _Module, outer: AbstractSet[str], *, kind: type[ast.AST] = ast.Module
    ) -> None:
        """Start with the names of the enclosing scopes."""
        self.module = module
        self.outer = outer
        self.kind = kind
        self.bound: set[str] = set()
        self.loads: dict[str, ast.AST] = {}
        self.attributes: dict[tuple[str, str], ast.AST] = {}
        """The used attributes, by owner and name."""
        self.inner: list[_Function | ast.ClassDef] = []

    def check(self, stack: list[Any]) -> None:
        """Check the scope's statements, then the inner scopes."""
        nodes = self.module.nodes
        while stack:
            node: Any = stack.pop()
            kind = node.__class__
            if node is None or kind is ast.Constant:  # None: a dict's key before `**`
                continue
            if nodes is not None and kind not in nodes:
                raise self.module.fail(node, f"a node of the kind {kind.__name__}")
            special = _SPECIAL.get(kind)
            if special:
                special(self, node, stack)
            else:
                self.descend(node, stack)
        self.check_names()

    def descend(self, node: ast.AST, stack: list[Any]) -> None:
        """Continue with the children of a node."""
        for name in CHILDREN[type(node)]:
            value: Any = getattr(node, name)
            kind = value.__class__
            if kind is list:
                stack += value
            elif kind is str:
                if name == "name":  # of a pattern or a handler
                    self.bound.add(value)
            elif value is not None and kind is not int and kind is not bool:
                stack.append(value)

    def check_names(self) -> None:
        """Check the used names, since all bindings are known now, and then the inner scopes."""
        contents = self.module.contents
        for name, node in self.loads.items():
            if not (name in self.bound or name in self.outer or contents.has_name(name)):
                raise self.module.fail(node, f"the name {name!r}")
        for (owner, attribute), node in self.attributes.items():
            if not contents.has_attribute(self.standard(owner), attribute):
                raise self.module.fail(node, f"the attribute {attribute!r}")
        around = self.outer if self.kind is ast.ClassDef else self.outer | self.bound
        for node in self.inner:
            scope = _Scope(self.module, around, kind=type(node))
            if not isinstance(node, ast.ClassDef):
                scope.bound.update(each.arg for each in _arguments(node.args))
            scope.check([*node.body])

    def standard(self, owner: str) -> str | None:
        """Return the external module of a name; None for another name."""
        root, _, rest = owner.partition(".")
        module = self.module.standard.get(root)
        if module is None or (self.kind is not ast.Module and root in self.bound):
            return None
        return f"{module}.{rest}" if rest else module

    # --- Nodes with special rules -----------------------------------------------------------------

    def name(self, node: ast.Name, _: list[ast.AST]) -> None:
        """Record a name that is used or bound."""
        if type(node.ctx) is ast.Load:
            self.loads[node.id] = node
        else:
            self.bound.add(node.id)

    def attribute(self, node: ast.Attribute, stack: list[ast.AST]) -> None:
        """Record an attribute and its owner."""
        value, owner = node.value, ""
        if isinstance(value, ast.Name):
            owner = value.id
        elif isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
            owner = f"{value.value.id}.{value.attr}"
        self.attributes[owner, node.attr] = node
        stack.append(value)

    def function(self, node: _Function, stack: list[ast.AST]) -> None:
        """Bind a function and check its signature; its body is checked later."""
        self.bound.add(node.name)
        self.inner.append(node)
        arguments = _arguments(node.args)
        if len({each.arg for each in arguments}) < len(arguments):
            raise self.module.fail(node, "an argument twice")
        annotations = [each.annotation for each in arguments] + [node.returns]
        for annotation in filter(None, annotations):
            self.type_(annotation, stack)
        stack.extend([*node.decorator_list, *node.args.defaults])
        stack.extend(filter(None, node.args.kw_defaults))

    def class_(self, node: ast.ClassDef, stack: list[ast.AST]) -> None:
        """Bind a class; its body is checked later."""
        self.bound.add(node.name)
        self.inner.append(node)
        stack.extend([*node.decorator_list, *node.bases, *node.keywords])

    def lambda_(self, node: ast.Lambda, stack: list[ast.AST]) -> None:
        """Check a lambda as a part of its enclosing scope."""
        self.bound.update(each.arg for each in _arguments(node.args))
        stack.extend([*node.args.defaults, node.body])

    def import_(self, node: ast.Import, _: list[ast.AST]) -> None:
        """Bind external modules."""
        for alias in node.names:
            name = alias.name
            if not self.module.contents.has_import(name, ""):
                raise self.module.fail(node, f"the import of {name!r}")
            bound = alias.asname or name.partition(".")[0]
            self.bound.add(bound)
            self.module.standard[bound] = name if alias.asname else bound

    def import_from(self, node: ast.ImportFrom, _: list[ast.AST]) -> None:
        """Bind the names imported from a module."""
        module = self.module.resolve(node)
        for alias in node.names:
            if not self.module.contents.has_import(module, alias.name):
                raise self.module.fail(node, f"the import of {alias.name!r} from {module!r}")
            self.bound.add(alias.asname or alias.name)

    def call(self, node: ast.Call, stack: list[ast.AST]) -> None:
        """Allow calls of names and attributes only."""
        names = [keyword.arg for keyword in node.keywords if keyword.arg]
        if len(set(names)) < len(names):
            raise self.module.fail(node, "an argument twice")
        if not isinstance(node.func, (ast.Name, ast.Attribute)):
            raise self.module.fail(node, "a call of an expression without a name")
        self.descend(node, stack)

    def subscript(self, node: ast.Subscript, stack: list[ast.AST]) -> None:
        """Allow strings in brackets only as keys or literal types."""
        owner = ""
        if isinstance(node.value, ast.Name):
            owner = node.value.id
        elif isinstance(node.value, ast.Attribute) and isinstance(node.value.value, ast.Name):
            is_typing = self.standard(node.value.value.id) == "typing"
            owner = node.value.attr if is_typing else ""
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        is_headers = isinstance(node.value, ast.Attribute) and node.value.attr == "headers"
        if any(map(_is_text, parts)) and not (owner in INDEXED or is_headers):
            raise self.module.fail(node, "a type in quotes")
        self.descend(node, stack)

    def annotated(self, node: ast.AnnAssign, stack: list[ast.AST]) -> None:
        """Check an annotated assignment."""
        self.type_(node.annotation, stack)
        stack.append(node.target)
        if node.value is not None:
            stack.append(node.value)

    def type_(self, node: ast.expr, stack: list[ast.AST]) -> None:
        """Check an annotation, which must not be a string, since it may be evaluated."""
        if _is_text(node):
            raise self.module.fail(node, "a type in quotes")
        stack.append(node)


def _arguments(node: ast.arguments) -> list[ast.arg]:
    several = [each for each in (node.vararg, node.kwarg) if each]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *several]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


_SPECIAL: Final[dict[type[ast.AST], Callable[[_Scope, Any, list[ast.AST]], None]]] = {
    ast.AnnAssign: _Scope.annotated,
    ast.AsyncFunctionDef: _Scope.function,
    ast.Attribute: _Scope.attribute,
    ast.Call: _Scope.call,
    ast.ClassDef: _Scope.class_,
    ast.FunctionDef: _Scope.function,
    ast.Import: _Scope.import_,
    ast.ImportFrom: _Scope.import_from,
    ast.Lambda: _Scope.lambda_,
    ast.Name: _Scope.name,
    ast.Subscript: _Scope.subscript,
}
