"""The imports of names in emitted code, and the types that are strings in JSON."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from speccast.ir import Scalar
from speccast.views.python.code import Code, Import

MODEL: Final = "._runtime.model"
TEXT: Final = "._runtime.text"
UNIONS: Final = "._runtime.unions"
WIRE: Final = "._runtime.wire"
MODELS: Final = Import(".", "models")
JSON: Final = Import(MODEL, "Json", typing_only=True)
JSON_OBJECT: Final = Import(MODEL, "JsonObject", typing_only=True)
UNSET: Final = Import(MODEL, "UNSET")


def _annotation(module: str, name: str) -> Code:
    return Code(name, frozenset({Import(module, name, typing_only=True)}))


JSON_OBJECT_TYPE: Final = _annotation(MODEL, "JsonObject")
UNSET_TYPE: Final = _annotation(MODEL, "Unset")
FILE: Final = _annotation("._runtime.bodies", "File")
FILE_CONTENT: Final = _annotation("._runtime.bodies", "FileContent")
CALENDAR_DURATION: Final = _annotation(TEXT, "CalendarDuration")
NONE: Final = Code("None")


PLAIN: Final = {
    Scalar.STR: "str",
    Scalar.INT: "int",
    Scalar.FLOAT: "float",
    Scalar.BOOL: "bool",
}
"""The types whose values are equal to their JSON values, and which their JSON type identifies."""


class Rich(Struct, frozen=True):
    """A type that is a string in JSON."""

    module: str
    name: str
    reader: str
    writer: str


RICH: Final = {
    Scalar.DATETIME: Rich("datetime", "datetime", "date_time", "write_date_time"),
    Scalar.DATE: Rich("datetime", "date", "full_date", "write_date"),
    Scalar.TIME: Rich("datetime", "time", "clock_time", "write_time"),
    Scalar.DURATION: Rich("datetime", "timedelta", "duration", "write_duration"),
    Scalar.UUID: Rich("uuid", "UUID", "uuid", "str"),
    Scalar.DECIMAL: Rich("decimal", "Decimal", "decimal", "str"),
    Scalar.BASE64: Rich("", "bytes", "base64", "write_base64"),
    Scalar.BASE64URL: Rich("", "bytes", "base64url", "write_base64url"),
}
