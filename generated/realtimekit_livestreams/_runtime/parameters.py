"""Serialization of parameters: one function per style of OpenAPI's Parameter Object.

Query, header and cookie functions return (name, value) pairs, none for None and UNSET.
Path functions return the text of the segment. A model is serialized as its object. Nested
values, which OpenAPI leaves undefined, are JSON text, or further brackets in `deepObject`.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from .errors import ArgumentError
from .model import UNSET, Json
from .request import Encoded, quote_all

Pairs: TypeAlias = list[tuple[str, str]]
_Wire: TypeAlias = "str | list[Json] | dict[str, Json]"

_HEX: Final = frozenset("0123456789abcdefABCDEF")
_RESERVED: Final = ":/?@!$'()*,;=[]"
"""The reserved characters that `allowReserved` does not encode: all but those that end
the value (`&`, `#`) or would be decoded as a space (`+`)."""
_COOKIE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""The characters that a cookie value may have (RFC 6265, cookie-octet), without `%`."""


def form(
    name: str, value: Json, *, explode: bool = True, allow_reserved: bool = False
) -> Pairs:
    """Serialize as `form`: `color=blue,black`, or exploded `color=blue&color=black`."""
    return _listed(name, value, "," if not explode else None, allow_reserved)


def json_text(value: Json) -> str:
    """Return a value as JSON text, for a path parameter with `content`."""
    from .wire import dumps, to_wire

    try:
        return dumps(to_wire(value))
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"a parameter has no JSON form: {error}") from None


def _listed(
    name: str, value: Json, delimiter: str | None, allow_reserved: bool
) -> Pairs:
    """Serialize a value as one parameter, or as several if there is no delimiter."""
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    keep = _reserved if allow_reserved else str
    if isinstance(wire, str):
        return [(name, keep(wire))]
    if delimiter is not None:
        encode = _reserved if allow_reserved else quote_all
        return [(name, Encoded(delimiter.join(map(encode, _parts(wire)))))]
    if isinstance(wire, list):
        return [(name, keep(_text(item))) for item in wire]
    return [(key, keep(text)) for key, text in _members(wire)]


def cookie_value(text: str) -> str:
    """Percent-encode the characters that a cookie value cannot have."""
    return text if type(text) is Encoded else Encoded(quote_all(text, keep=_COOKIE))


def octets(text: str) -> Encoded:
    """Percent-encode the same characters, except `%`."""
    return Encoded(quote_all(text, keep=_COOKIE + "%"))


def _wire(value: Json) -> _Wire:
    """Return the text of a scalar, a list of JSON values, or an object of them."""
    if type(value) is str:
        return value
    if type(value) is int and abs(value) < 2**64:  # Python writes no 5,000 digits
        return str(value)
    from .wire import text_of, to_wire

    wire: Json = to_wire(value)
    nested: _Wire = wire if type(wire) in (list, dict) else text_of(value)
    return nested


def _text(value: Json) -> str:
    wire = _wire(value)
    return wire if isinstance(wire, str) else json_text(wire)


def _members(value: dict[str, Json]) -> Pairs:
    return [(key, _text(each)) for key, each in value.items() if each is not None]


def _parts(value: list[Json] | dict[str, Json]) -> list[str]:
    if isinstance(value, dict):
        return [part for pair in _members(value) for part in pair]
    return [_text(item) for item in value]


def _reserved(text: str, keep: str = _RESERVED) -> Encoded:
    """Percent-encode all but reserved characters and percent-encoded triplets."""
    first, *rest = text.split("%")
    pieces = [quote_all(first, keep=keep)]
    for piece in rest:
        triplet = len(piece[:2]) == 2 and _HEX.issuperset(piece[:2])
        pieces.append(("%" if triplet else "%25") + quote_all(piece, keep=keep))
    return Encoded("".join(pieces))
