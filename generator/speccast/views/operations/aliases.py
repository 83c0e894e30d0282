"""Renames imported helpers that names of the document hide, in a module of operations.

An argument `form` hides the function `form` that the body calls, which is imported as `_form`
there. Arguments are never called, and have no attributes, so that a call is always of a helper.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from speccast.views.python.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speccast.views.operations.functions import (
        ArgumentView,
        FunctionView,
        OperationsView,
        StreamedView,
    )
    from speccast.views.python.code import Import

S = TypeVar("S", "FunctionView", "StreamedView")


def with_aliases(view: OperationsView) -> OperationsView:
    """Return the module with aliases for the imports that its functions and arguments hide."""
    taken = {each.name.text for each in view.functions}
    taken |= {
        argument.name.text
        for each in view.functions
        for argument in (*each.positional, *each.keywords, each.rest)
    }
    hidden = frozenset(each.name for each in view.needs if not each.typing_only) & taken
    if not hidden:
        return view
    return replace(
        view,
        functions=tuple(_function(each, hidden) for each in view.functions),
        decoders=tuple(
            replace(
                each,
                annotation=_renamed(each.annotation, hidden),
                expression=_renamed(each.expression, hidden),
            )
            for each in view.decoders
        ),
        errors=tuple(
            replace(
                each,
                cases=tuple(replace(it, reader=_renamed(it.reader, hidden)) for it in each.cases),
            )
            for each in view.errors
        ),
        needs=frozenset(_aliased(view.needs, hidden)),
    )


def _function(view: FunctionView, hidden: frozenset[str]) -> FunctionView:
    view = _signature(view, hidden)
    return replace(
        view,
        streamed=view.streamed and _signature(view.streamed, hidden),
        statements=tuple(_renamed(each, hidden) for each in view.statements),
        request=tuple(replace(each, value=_renamed(each.value, hidden)) for each in view.request),
    )


def _signature(view: S, hidden: frozenset[str]) -> S:
    """Return a function whose annotations use `_models` if an argument hides `models`."""

    def annotated(each: ArgumentView) -> ArgumentView:
        return replace(each, annotation=_renamed(each.annotation, hidden))

    return replace(
        view,
        positional=tuple(map(annotated, view.positional)),
        keywords=tuple(map(annotated, view.keywords)),
        returns=_renamed(view.returns, hidden),
    )


def _renamed(code: Code, hidden: frozenset[str]) -> Code:
    """Return code that calls helpers by their aliases."""
    if not any(name in code.text for name in hidden):
        return code
    lines = code.text.encode().splitlines(keepends=True)
    for name in sorted(_helpers(ast.parse(code.text)), key=_end, reverse=True):
        if name.id in hidden:
            line = lines[name.lineno - 1]
            lines[name.lineno - 1] = line[: name.col_offset] + b"_" + line[name.col_offset :]
    return Code(b"".join(lines).decode(), frozenset(_aliased(code.imports, hidden)))


def _helpers(tree: ast.AST) -> Iterator[ast.Name]:
    """Yield the names that are called, or whose attributes are used."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Call, ast.Attribute)):
            owner = node.func if isinstance(node, ast.Call) else node.value
            if isinstance(owner, ast.Name):
                yield owner


def _end(name: ast.Name) -> tuple[int, int]:
    return name.lineno, name.col_offset


def _aliased(imports: Iterable[Import], hidden: frozenset[str]) -> Iterator[Import]:
    """Yield the imports, with an alias for the hidden ones."""
    for each in imports:
        is_hidden = each.name in hidden and not each.typing_only
        yield replace(each, alias=f"_{each.name}") if is_hidden else each
