"""The names that generated code keeps for itself, by the scope in which they would do harm.

Types that an attribute or a function would hide (`date`, `list`) are not among them: `python.py`
spells those differently where it must, so that the document's word is the caller's word.
"""

from __future__ import annotations

import builtins
import enum
import keyword
from typing import Final

KEYWORDS: Final = frozenset(keyword.kwlist)

MODEL_MEMBERS: Final = KEYWORDS | {
    "from_dict", "to_dict", "from_json", "to_json", "decode", "self", "cls",
    "builtins", "dt", "classmethod",
}  # fmt: skip
"""What each model has, what its constructor takes, where its annotations find hidden types, what
its body calls. All else of ours begins with `_`."""

MODULES: Final = KEYWORDS | {
    "con", "prn", "aux", "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"),
}  # fmt: skip
"""What cannot be a file on every system, or not be imported by name."""

CLIENT_MEMBERS: Final = MODULES | {
    "close", "aclose", "copy", "base_url", "is_closed", "send", "stream", "request", "with_options",
    "download", "options",
    "str", "int", "float", "bool", "bytes", "dict", "list", "tuple", "object", "cached_property",
}  # fmt: skip
"""What the client itself has, what its class looks up, and what cannot be a module: a resource
is an attribute of the client and a module of the same name."""

RESOURCE_MEMBERS: Final = KEYWORDS | {"do", "operations", "items_at", "cached_property"}
"""What a resource's class looks up, so that nothing in it may hide it."""

_ALARMING: Final = frozenset({"compile", "eval", "exec", "globals", "locals", "vars"})
"""Builtins that a reader of a generated file must be able to recognise."""

CLIENT_ARGUMENTS: Final = KEYWORDS | _ALARMING | {
    "self", "base_url", "timeout", "transport", "max_retries", "max_retry_wait", "headers",
    "max_response_bytes", "trust_env", "on_request", "on_response", "on_drift", "follow_redirects",
    "http", "json", "hooks", "logger", "proxy", "verify", "cert", "limits", "retries", "options",
    "loads", "dumps", "lenient", "default_headers", "default_query", "server_variables",
    "anonymous", "retry_conflicts", "retry_unsafe", "client", "environment", "more", "super",
}  # fmt: skip
"""The arguments that each client has."""

ARGUMENTS: Final = KEYWORDS | _ALARMING | {
    "self", "typed_only", "extra_headers", "extra_query", "extra_body",
}  # fmt: skip
"""The arguments that each operation has. What its body calls gives way (`views/aliases.py`)."""

BODY_ARGUMENT: Final = "body"
"""The argument of a body that is not given by its properties."""
MEDIA_TYPE_ARGUMENT: Final = "content_type"
"""The argument that chooses between several media types of a body."""
CALL_ARGUMENT: Final = "call"
"""What takes the arguments that each method has besides those of the API."""
CALL_ARGUMENTS: Final = frozenset({CALL_ARGUMENT, "options", "timeout"})
"""Those of them that give way to the API's, as the body and its media type do."""

_READERS: Final = frozenset({
    "every", "fail", "member", "same", "to_wire", "date_time", "full_date", "clock_time",
    "duration", "uuid", "decimal", "base64", "base64url", "write_date_time", "write_date",
    "write_time", "write_duration", "write_base64", "write_base64url",
})  # fmt: skip
"""What readers that are spelled in place call."""
_BUILTINS: Final = frozenset({
    "type", "len", "str", "int", "float", "bool", "bytes", "dict", "tuple", "object", "annotations",
})  # fmt: skip
"""What readers compare with and say in their signatures. `list` is not among them, for so many
methods are called: it is spelled differently where it must."""

METHODS: Final = KEYWORDS | _BUILTINS | {
    "builtins", "dt", "do", "operations", "items_at", "streamable", "typed_only",
}  # fmt: skip
"""What stands at the top of a module of operations and cannot give way, or what the class of their
methods looks up, so that no operation may hide it."""

WEBHOOKS: Final = KEYWORDS | _READERS | _BUILTINS | {
    "models", "read", "loads", "builtins", "dt", "unwrap", "standard", "rsa_sha256", "fit",
    "first_of",
}  # fmt: skip
"""What the body of a function calls that reads an event."""

CLASSES: Final = KEYWORDS | frozenset(dir(builtins)) | {
    "Json", "JsonObject", "UNSET", "Unset", "ARRAY", "OBJECT", "ABSENT", "EMPTY",
    "Any", "Annotated", "Literal", "Self", "Never", "TypeAlias", "TYPE_CHECKING", "Mapping",
    "Sequence", "Enum", "StrEnum", "IntEnum", "Decimal", "UUID", "Tagged",
    "Nulls", "Reader", "CalendarDuration", "UnknownMember",
}  # fmt: skip
"""What stands at the top of a module that names a model, and cannot give way."""

RESOURCE_CLASSES: Final = CLASSES | {
    "Model", "Request", "Options", "CallOptions", "CallBesideTimeout", "CallBesideOptions",
    "CallBesideBoth", "JsonBody", "JsonLinesBody", "FormBody", "MultipartBody",
    "TextBody", "BinaryBody", "EventsBody", "FieldsBody", "Body", "File", "FileContent",
    "Client", "AsyncClient", "SyncClient", "BaseClient", "Carrier", "Token", "Transport",
    "AsyncTransport", "Resource",
    "AsyncResource", "Pages", "Page", "PageIterator", "AsyncPageIterator", "PageNumber", "Offset",
    "Cursor", "NextLink", "LinkHeader", "Stream", "AsyncStream", "AbstractContextManager",
    "AbstractAsyncContextManager", "Bearer", "Basic", "ApiKey", "OAuth2", "ClientCredentials",
    "Wait", "Scope", "ApiInfo", "Hooks", "Timeout", "Environment", "API", "AsyncBase",
    "ENVIRONMENTS", "ClientOptions", "Unpack", "Reason",
}  # fmt: skip
"""What stands at the top of the client and of a module of methods."""

MEMBERS: Final = KEYWORDS | frozenset(
    name for kind in (enum.StrEnum, enum.IntEnum, enum.EnumType) for name in dir(kind)
) | {"name", "value", "names", "values"}  # fmt: skip
"""What an enum has or treats as its own (`mro`), as a class, as a value, and as a str or an int."""
