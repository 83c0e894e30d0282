"""What the built-in templates and the spelling of types may print, beside the document's names.

What is imported is not listed here: code carries its imports. What a template prints otherwise has
to be entered, else the gate refuses it. A test compares the lists with what is printed: an entry
that nothing needs fails.
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
"""What is asked of modules of others that are imported whole."""

ALWAYS: Final = frozenset({("__future__", "annotations"), ("typing", "TYPE_CHECKING")})
"""What import blocks themselves need."""

BUILTINS: Final = _set(
    "ImportError __name__ __package__ bool bytes classmethod dict float int len list object sorted"
    " str super tuple type"
)
"""The builtins that are used as they are."""

ATTRIBUTES: Final = _set(
    "AsyncClient AsyncFakeTransport Client FakeTransport __init__ __keys__ __name__ __new__"
    " __rest__ _call _client additional_properties body call decode either errors first form get"
    " headers items json later line models operations parametrize parts query sync testing"
    " to_dict transport value walk webhooks"
)
"""What is asked of objects, and what is imported from modules, beside the document's names."""

NEVER: Final = _set(
    "__import__ breakpoint compile eval exec globals importlib locals subprocess vars"
)
"""What not even a template of the user's may print: nothing in a client could need it."""

INDEXED: Final = frozenset({"Annotated", "Literal", "data"})
"""What may be indexed with a text; in other places a text in brackets is a hidden type."""

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
"""What `conftest.py` may hold besides: it says how to install what is missing."""
