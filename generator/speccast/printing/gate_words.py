"""What the built-in templates and the spelling of types may print besides names of the document.

Imports are not listed here: code carries its imports. Anything else that a template prints must
be listed, else the gate refuses it. A test compares the lists with printed code: an entry
that is not needed fails.
"""

from __future__ import annotations

import ast
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MODULES: Final = {
    "builtins": "bool bytes dict float int list str tuple",
    "collections.abc": "Mapping Sequence",
    "datetime": "date datetime time timedelta",
    "decimal": "Decimal",
    "pytest": "fixture mark skip",
    "pytest.mark": "parametrize",
    "sys": "argv exit",
    "typing": "Annotated Literal Never",
    "uuid": "UUID",
}
MODULES: Final = {module: _set(names) for module, names in _MODULES.items()}
"""The used attributes of external modules that are imported whole."""

ALWAYS: Final = frozenset({("__future__", "annotations"), ("typing", "TYPE_CHECKING")})
"""The imports of import blocks themselves."""

BUILTINS: Final = _set(
    "ImportError __name__ __package__ bool bytes classmethod dict float int len list object"
    " str super tuple type"
)
"""The builtins that are used by name."""

ATTRIBUTES: Final = _set(
    "AsyncClient AsyncFakeTransport Client FakeTransport __init__ __keys__ __name__ __new__"
    " __rest__ _call additional_properties call decode either errors first get"
    " items later models operations parametrize sync testing"
    " to_dict transport value walk webhooks"
)
"""Attributes of objects, and names imported from modules, except for names of the document."""

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
