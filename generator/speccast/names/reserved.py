"""The names that generated code keeps for itself, by the scope in which they would do harm."""

from __future__ import annotations

import builtins
import enum
import keyword

KEYWORDS = frozenset(keyword.kwlist)

MODEL_MEMBERS = KEYWORDS | {
    "from_dict", "to_dict", "from_json", "to_json", "decode", "self", "cls",
}  # fmt: skip
"""What each model has, and what its constructor takes. All else of ours begins with `_`."""

RESOURCE_MEMBERS = KEYWORDS
"""What each resource has; all of it begins with `_`."""

CLIENT_MEMBERS = KEYWORDS | {
    "close", "aclose", "send", "stream", "request", "with_options", "download", "options",
}  # fmt: skip
"""What the client itself has."""

CLIENT_ARGUMENTS = KEYWORDS | {
    "self", "base_url", "timeout", "transport", "max_retries", "max_retry_wait", "headers",
    "max_response_bytes", "trust_env", "on_request", "on_response", "on_drift", "follow_redirects",
    "http", "json", "hooks", "logger", "proxy", "verify", "cert", "limits", "retries", "options",
}  # fmt: skip
"""The arguments that each client has."""

ARGUMENTS = KEYWORDS | {
    "self",
    "options",
    "models",
    "form",
    "as_json",
    "as_text",
    "as_bytes",
    "as_none",
}
"""The arguments that each operation has, and the functions that its body calls."""

BODY_ARGUMENT = "body"
"""The argument of a body that is not given by its properties."""
MEDIA_TYPE_ARGUMENT = "content_type"
"""The argument that chooses between several media types of a body."""

_IMPORTED = {
    "models", "operations", "errors", "annotations", "Any", "Literal", "Self", "TypeAlias",
    "TYPE_CHECKING", "Mapping", "Sequence", "Iterable", "Iterator", "Callable", "Enum",
    "StrEnum", "IntEnum", "Decimal", "UUID", "datetime", "date", "time", "timedelta",
    "form", "partial", "cast", "overload", "lru_cache", "deprecated", "warnings", "warn",
}  # fmt: skip
_RUNTIME = {
    "Model", "Json", "JsonObject", "UNSET", "Unset", "Request", "Response", "Options",
    "Method", "Pages", "Resource", "JsonBody", "FormBody", "MultipartBody", "TextBody",
    "BinaryBody", "File", "Mismatch", "DecodeError", "Reader", "as_json", "as_text",
    "as_bytes", "as_none", "fail", "gap", "leftover", "new", "date_time", "encode",
    "decode", "union", "simple", "label", "matrix", "deep_object", "space_delimited",
    "pipe_delimited", "json_text", "style",
}  # fmt: skip
_BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))

OPERATION_NAMES = KEYWORDS | _IMPORTED | _RUNTIME | (_BUILTINS & {
    "str", "int", "float", "bool", "bytes", "dict", "tuple", "object", "isinstance", "type",
})  # fmt: skip
"""What stands at the top of a module of operations, so that no function may hide it."""

CLASSES = KEYWORDS | _IMPORTED | _RUNTIME | _BUILTINS
"""What stands at the top of a module that names a model."""

RESOURCE_CLASSES = CLASSES | {
    "Client", "AsyncClient", "Resources", "SyncClient", "Sync", "Async", "Generic", "M",
    "Token", "Transport", "AsyncTransport", "PageNumber", "Offset", "Cursor", "NextLink",
    "LinkHeader", "Auth", "cached_property", "Bearer", "Basic", "Key", "ClientCredentials",
    "Security",
}  # fmt: skip
"""What stands at the top of the client and of a module of methods."""

MODULES = KEYWORDS | {
    "con", "prn", "aux", "nul", "conin", "conout", "clock",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"),
}  # fmt: skip
"""What cannot be a file on every system, or not be imported by name."""

MEMBERS = KEYWORDS | frozenset(
    name for kind in (enum.StrEnum, enum.IntEnum, enum.EnumType) for name in dir(kind)
) | {"name", "value", "names", "values"}  # fmt: skip
"""What an enum has or treats as its own (`mro`), as a class, as a value, and as a str or an int."""
