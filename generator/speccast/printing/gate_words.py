"""What the built-in templates and the spelling of types may print, beside the document's names.

Whoever lets a template say something new enters it here; until then the gate takes it for a fault.
A test holds the lists against what is printed: an entry that nothing needs any more fails.
"""

from __future__ import annotations

import ast
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STANDARD: Final = {
    "__future__": "annotations",
    "builtins": "bool bytes dict float int list str tuple",
    "collections.abc": "Mapping Sequence",
    "contextlib": "AbstractAsyncContextManager AbstractContextManager",
    "datetime": "UTC date datetime time timedelta",
    "decimal": "Decimal",
    "enum": "Enum IntEnum StrEnum",
    "functools": "cached_property",
    "hypothesis": "HealthCheck given settings strategies",
    "hypothesis.strategies": "DataObject data",
    "json": "loads",
    "pytest": "fixture mark skip",
    "pytest.mark": "parametrize",
    "speccast.testing": "Contract enums gaps has_values instances listed loaded models",
    "sys": "argv exit",
    "typing": "Annotated Any Literal Never Self TYPE_CHECKING TypeAlias Union Unpack overload",
    "uuid": "UUID",
}
STANDARD: Final = {module: _set(names) for module, names in _STANDARD.items()}
"""Each module of others that is imported, and what is taken from it."""

_RUNTIME: Final = {
    "arguments": "anything forms given sent warn_deprecated",
    "auth": "ApiKey Basic Bearer OAuth2 Token",
    "bodies": "BinaryBody File FileContent FormBody JsonBody TextBody",
    "choice": "body_as chosen",
    "client": "AsyncClient SyncClient",
    "compat": "STAINLESS",
    "core": "ClientOptions",
    "drift": "Drift",
    "decoding": "read",
    "environments": "environment_url",
    "fake": "AsyncFakeTransport FakeTransport Sent",
    "http_transport": "AsyncHttpTransport HttpTransport",
    "info": "ApiInfo",
    "lazy": "lazy",
    "model": "ABSENT ARRAY EMPTY Json JsonObject Model OBJECT UNSET Unset absent every fail member"
    " moved_or_absent only_nulls same unknown unknown_properties unset_or_null",
    "multipart": "MultipartBody file_part listed_parts part parts styled_parts",
    "oauth": "ClientCredentials",
    "pages": "AsyncPage AsyncPageIterator Page PageIterator",
    "paging": "Cursor LinkHeader NextLink Offset PageNumber Pages items_at",
    "parameters": "cookie deep_object field fields form form_query header json_content json_query"
    " json_text label matrix reserved text_query"
    " plain_cookie"
    " pipe_delimited simple space_delimited",
    "readers": "Reader as_anything as_bytes as_encoded as_json as_nothing as_text by_media_type",
    "request": "Options Request Timeout Waiting",
    "resource": "AsyncResource Resource",
    "response": "Answer Response",
    "scope": "Scope",
    "sequences": "as_events as_json_lines",
    "streamable": "streamable typed_only",
    "streams": "AsyncStream Stream whole_or_items",
    "stream_bodies": "EventsBody FieldsBody JsonLinesBody",
    "text": "CalendarDuration base64 base64url clock_time date_time decimal duration full_date uuid"
    " write_base64 write_base64url write_date write_date_time write_duration write_time",
    "transport": "AsyncTransport Incoming Transport WireRequest",
    "unions": "Tagged UnknownMember unknown_member first_of first_text fit known only_text",
    "verify": "main",
    "waiting": "Reason Wait",
    "wire": "loads to_wire",
}
RUNTIME: Final = {module: _set(names) for module, names in _RUNTIME.items()}
"""Each module of the runtime that is imported, and what is taken from it."""

ONLY: Final = {
    "sys": "__main__.py",
    "_runtime.verify": "__main__.py",
    "_runtime.lazy": "__init__.py",
}
"""Modules that can do more than they should be asked to, and the files that import them."""

BUILTINS: Final = _set(
    "ImportError __name__ __package__ bool bytes classmethod dict float int len list object sorted"
    " str super tuple type"
)
"""The builtins that are used as they are."""

ATTRIBUTES: Final = _set(
    "AsyncClient AsyncFakeTransport Client FakeTransport __init__ __keys__ __name__ __new__"
    " __rest__ _call _client additional_properties body call data_too_large decode draw"
    " either errors first filter_too_much form from_dict from_json get headers items json"
    " large_base_example later line models operations parametrize parts query sync testing to_dict"
    " to_json too_slow transport value walk"
)
"""What is asked of objects, and what is imported from modules, beside the document's names."""

NEVER: Final = _set(
    "__import__ breakpoint compile eval exec globals importlib locals subprocess vars"
)
"""What not even a template of the user's may print: nothing in a client could need it."""

INDEXED: Final = frozenset({"Annotated", "Literal", "data"})
"""What may be indexed with a text; elsewhere a text in brackets is a type in hiding."""

NODES: Final = frozenset({
    ast.AnnAssign, ast.Assert, ast.Assign, ast.AsyncFunctionDef, ast.Attribute,
    ast.Await, ast.BinOp, ast.BoolOp, ast.Call, ast.ClassDef, ast.Compare, ast.Constant,
    ast.Dict, ast.DictComp,
    ast.Expr, ast.FunctionDef, ast.If, ast.IfExp, ast.Import, ast.ImportFrom, ast.Lambda,
    ast.List, ast.ListComp, ast.Match, ast.MatchAs, ast.MatchOr, ast.MatchValue, ast.Name,
    ast.Return, ast.Slice, ast.Starred, ast.Subscript, ast.Tuple,
    ast.UnaryOp, ast.arg, ast.arguments, ast.comprehension, ast.keyword, ast.match_case,
})  # fmt: skip
"""The parts of Python's grammar that are used: no loop, no `try`, no f-string, no `global`."""

FIXTURE_NODES: Final = frozenset({ast.ExceptHandler, ast.Raise, ast.Try})
"""What `conftest.py` may hold besides: it says how to install what is missing."""
