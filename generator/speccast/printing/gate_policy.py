"""The parts of Python that printed code may use: a policy, which is written down and not derived.

What printed code names follows from the templates, from the runtime and from the imports that code
carries (`gate_allowed.py`). What is listed here decides what a text that escaped from its literal
could do, so changing it is a deliberate decision. A test compares the lists with printed code: an
entry that is not needed fails.
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

NEVER: Final = _set(
    "__import__ breakpoint compile eval exec globals importlib locals subprocess vars"
)
"""Names that not even a user's template may print: no client needs them."""

INDEXED: Final = frozenset({"Annotated", "Literal", "data"})
"""Names that may be indexed with a string; anywhere else a string in brackets is a hidden type."""

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
"""The parts of Python's grammar that are used: no loop, no `try`, no f-string, no `global`."""

FIXTURE_NODES: Final = frozenset({ast.ExceptHandler, ast.Raise, ast.Try})
"""Further nodes for `conftest.py`, which says how to install a missing library."""
