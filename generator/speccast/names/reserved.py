"""The reserved names of generated code, by scope.

Types that an attribute or a function would hide (`date`, `list`) are not reserved: if necessary,
`views/python` writes the type differently, so that the attribute has the name of the document.
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
"""The members of each model, its constructor's arguments, the aliases of hidden types, and the
names that its body uses. All other names of the runtime begin with `_`."""

MODULES: Final = KEYWORDS | {
    "con", "prn", "aux", "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"),
}  # fmt: skip
"""Names that some systems do not allow for a file, or that cannot be imported."""

CLIENT_MEMBERS: Final = MODULES | {
    "close", "aclose", "copy", "base_url", "is_closed", "send", "stream", "request", "with_options",
    "download", "options",
    "str", "int", "float", "bool", "bytes", "dict", "list", "tuple", "object", "cached_property",
}  # fmt: skip
"""The members of the client, the names that its class uses, and names that cannot be a module: a
resource is an attribute of the client and a module of the same name."""

RESOURCE_MEMBERS: Final = KEYWORDS | {"operations", "items_at", "cached_property"}
"""The names that a resource's class uses, which its members must not hide."""

_DANGEROUS: Final = frozenset({"compile", "eval", "exec", "globals", "locals", "vars"})
"""Builtins that are not reused as names, so that a reader of the code can rely on their meaning."""

CLIENT_ARGUMENTS: Final = KEYWORDS | _DANGEROUS | {
    "self", "base_url", "timeout", "transport", "max_retries", "max_retry_wait", "headers",
    "max_response_bytes", "trust_env", "on_request", "on_response", "on_drift", "follow_redirects",
    "http", "json", "hooks", "logger", "proxy", "verify", "cert", "limits", "retries", "options",
    "loads", "dumps", "lenient", "default_headers", "default_query", "server_variables",
    "anonymous", "retry_conflicts", "retry_unsafe", "client", "environment", "more", "super",
}  # fmt: skip
"""The arguments of each client."""

ARGUMENTS: Final = KEYWORDS | _DANGEROUS | {
    "self", "signature_only", "extra_headers", "extra_query", "extra_body",
}  # fmt: skip
"""The arguments of each operation. Helpers of the same name are imported with an alias."""

BODY_ARGUMENT: Final = "body"
"""The argument for a body as a whole."""
MEDIA_TYPE_ARGUMENT: Final = "content_type"
"""The argument that selects the media type of a body."""
CALL_ARGUMENT: Final = "call"
"""The argument for the options of a call."""
CALL_ARGUMENTS: Final = frozenset({CALL_ARGUMENT, "options", "timeout"})
"""Arguments of speccast that get an underscore if the document has an argument of the same name."""

_READERS: Final = frozenset({
    "list_of", "fail", "member", "is_one_of", "to_wire", "date_time", "full_date", "clock_time",
    "duration", "uuid", "decimal", "base64", "base64url", "write_date_time", "write_date",
    "write_time", "write_duration", "write_base64", "write_base64url",
})  # fmt: skip
"""The functions that inline decoders call."""
_BUILTINS: Final = frozenset({
    "type", "len", "str", "int", "float", "bool", "bytes", "dict", "tuple", "object", "annotations",
})  # fmt: skip
"""The builtins that decoders and signatures use. `list` is not reserved, since many methods have
this name; if necessary, the type is written differently."""

METHODS: Final = KEYWORDS | _BUILTINS | {
    "builtins", "dt", "operations", "items_at", "streamable", "signature_only",
}  # fmt: skip
"""Top-level names of a module of operations that cannot be renamed, and names that the class with
its methods uses, which operations must not hide."""

WEBHOOKS: Final = KEYWORDS | _READERS | _BUILTINS | {
    "models", "read", "loads", "builtins", "dt", "unwrap", "standard", "rsa_sha256", "best_fit",
    "first_of",
}  # fmt: skip
"""The names that the decoder of an event uses."""

CLASSES: Final = KEYWORDS | frozenset(dir(builtins)) | {
    "Json", "JsonObject", "UNSET", "Unset", "ARRAY", "OBJECT", "ABSENT", "EMPTY",
    "Any", "Annotated", "Literal", "Self", "Never", "TypeAlias", "TYPE_CHECKING", "Mapping",
    "Sequence", "Enum", "StrEnum", "IntEnum", "Decimal", "UUID", "Tagged",
    "Nulls", "Reader", "CalendarDuration", "UnknownMember",
}  # fmt: skip
"""Top-level names of a module with models that cannot be renamed."""

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
"""Top-level names of the client and of a module of methods."""

MEMBERS: Final = KEYWORDS | frozenset(
    name for kind in (enum.StrEnum, enum.IntEnum, enum.EnumType) for name in dir(kind)
) | {"name", "value", "names", "values"}  # fmt: skip
"""The attributes of an enum class, of its values, and of str and int."""
