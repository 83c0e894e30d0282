"""The policy of the gate: the parts of Python that printed code may use.

The allowed names are derived from the templates, the runtime and the imports of `Code`
(`gate_allowed.py`). These lists limit the damage of a text that escapes from its literal, so each
change needs a review. A test fails for an entry that printed code does not need.
"""

from __future__ import annotations

import ast
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS: Final = _set("bool bytes dict float int len list object str tuple type")
"""The builtins that expressions use by name; a template may name others."""

METHODS: Final = _set("items")
"""The methods of builtin types that expressions call."""

FORBIDDEN: Final = _set(
    "__import__ breakpoint compile eval exec globals importlib locals subprocess vars"
)
"""Names that are forbidden in templates of users, too, since no client needs them."""

INDEXED: Final = frozenset({"Annotated", "Literal", "data"})
"""Names that may be indexed with a string; with other names, the string could be a type."""

NODES: Final = frozenset({
    ast.AnnAssign, ast.Assert, ast.Assign, ast.AsyncFunctionDef, ast.Attribute,
    ast.Await, ast.BinOp, ast.BoolOp, ast.Call, ast.ClassDef, ast.Compare, ast.Constant,
    ast.Dict, ast.DictComp,
    ast.Expr, ast.FunctionDef, ast.If, ast.IfExp, ast.Import, ast.ImportFrom, ast.Lambda,
    ast.List, ast.ListComp, ast.Match, ast.MatchAs, ast.MatchOr, ast.MatchSingleton,
    ast.MatchValue, ast.Name,
    ast.Return, ast.Slice, ast.Starred, ast.Subscript, ast.Tuple,
    ast.UnaryOp, ast.arg, ast.arguments, ast.comprehension, ast.keyword, ast.match_case,
})  # fmt: skip
"""The allowed nodes of Python's grammar: no loop, no `try`, no f-string, no `global`."""

FIXTURE_NODES: Final = frozenset({ast.ExceptHandler, ast.Raise, ast.Try})
"""Further nodes for `conftest.py`, which handles a missing library."""
