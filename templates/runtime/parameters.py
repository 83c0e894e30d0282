"""Serialization of parameters: one function per style of OpenAPI's Parameter Object.

Query, header and cookie functions return (name, value) pairs, none for None and UNSET.
Path functions return the text of the segment. A model is serialized as its object. Nested
values, which OpenAPI leaves undefined, are JSON text, or further brackets in `deepObject`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from .errors import ArgumentError
from .model import UNSET, Json
from .request import Encoded, quote_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Pairs: TypeAlias = list[tuple[str, str]]
_Wire: TypeAlias = "str | list[Json] | dict[str, Json]"

_HEX: Final = frozenset("0123456789abcdefABCDEF")
_RESERVED: Final = ":/?@!$'()*,;=[]"
"""The reserved characters that `allowReserved` does not encode: all but those that end
the value (`&`, `#`) or would be decoded as a space (`+`)."""
_COOKIE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""The characters that a cookie value may have (RFC 6265, cookie-octet), without `%`."""


# --- Query --------------------------------------------------------------------


def form(
    name: str, value: Json, *, explode: bool = True, allow_reserved: bool = False
) -> Pairs:
    """Serialize as `form`: `color=blue,black`, or exploded `color=blue&color=black`."""
    return _listed(name, value, "," if not explode else None, allow_reserved)


def space_delimited(
    name: str, value: Json, *, explode: bool = False, allow_reserved: bool = False
) -> Pairs:
    """Serialize as `spaceDelimited`: `color=blue%20black`."""
    return _listed(name, value, "%20" if not explode else None, allow_reserved)


def pipe_delimited(
    name: str, value: Json, *, explode: bool = False, allow_reserved: bool = False
) -> Pairs:
    """Serialize as `pipeDelimited`: `color=blue%7Cblack`."""
    return _listed(name, value, "%7C" if not explode else None, allow_reserved)


def deep_object(name: str, value: Json, *, allow_reserved: bool = False) -> Pairs:
    """Serialize as `deepObject`: `color[R]=100&color[G]=200`, to any depth."""
    if value is None or value is UNSET:
        return []
    keep = _reserved if allow_reserved else str
    return [(key, keep(text)) for key, text in _deep(name, _wire(value))]


def form_query(
    value: Json, styles: Mapping[str, Callable[[Json], Pairs]] = {}
) -> Pairs:
    """Serialize for `in: querystring`: the members of an object are the whole query."""
    return [] if value is None or value is UNSET else fields(value, styles)


def json_query(value: Json) -> Pairs:
    """Serialize for `in: querystring`: JSON text is the whole query, without a name."""
    return [] if value is None or value is UNSET else [("", json_text(value))]


def text_query(value: Json) -> Pairs:
    """Serialize for `in: querystring`: text is the whole query, without a name."""
    return [] if value is None or value is UNSET else [("", _text(value))]


def json_content(name: str, value: Json) -> Pairs:
    """Serialize for `content: application/json`: the value as JSON text."""
    return [] if value is None or value is UNSET else [(name, json_text(value))]


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


def _deep(name: str, value: _Wire | None) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            if member is not None:
                yield from _deep(f"{name}[{key}]", member)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _deep(f"{name}[{index}]", item)
    else:
        yield name, _text(value)


# --- Path ---------------------------------------------------------------------


def simple(name: str, value: Json, *, explode: bool = False) -> Encoded | None:
    """Serialize as `simple`: `blue,black`; an exploded object `R=100,G=200`."""
    text = _joined(name, value, ",", explode=explode)
    if text in {"", ".", ".."}:
        raise ArgumentError(f"the path parameter {name!r} cannot be {text!r}")
    return text


def label(name: str, value: Json, *, explode: bool = False) -> Encoded | None:
    """Serialize as `label`: `.blue,black`, or exploded `.blue.black`."""
    text = _joined(name, value, "." if explode else ",", explode=explode)
    return None if text is None else Encoded(f".{text}")


def matrix(name: str, value: Json, *, explode: bool = False) -> Encoded | None:
    """Serialize as `matrix`: `;color=blue,black`, or exploded `;color=blue;color=black`."""
    whole = _joined(name, value, ",", explode=False)
    if whole is None:
        return None
    wire, pairs = _wire(value), [(name, whole)]
    if explode and isinstance(wire, dict):
        pairs = [(key, Encoded(quote_all(text))) for key, text in _members(wire)]
    elif explode and isinstance(wire, list):
        pairs = [(name, Encoded(quote_all(_text(item)))) for item in wire]
    encoded = [(quote_all(key), text) for key, text in pairs]
    return Encoded("".join(f";{k}={text}" if text else f";{k}" for k, text in encoded))


def reserved(name: str, value: Json) -> Encoded | None:
    """Serialize with `allowReserved` (OpenAPI 3.2), which does not allow `/` and `?`."""
    found = simple(name, value)
    return found and _reserved(
        _text(value), keep=_RESERVED.replace("/", "").replace("?", "")
    )


def _joined(name: str, value: Json, between: str, *, explode: bool) -> Encoded | None:
    if value is None or value is UNSET:
        return None
    wire = _wire(value)
    if isinstance(wire, str):
        return Encoded(quote_all(wire, name))
    if explode and isinstance(wire, dict):
        parts = [f"{quote_all(key)}={quote_all(text)}" for key, text in _members(wire)]
    else:
        parts = [quote_all(part) for part in _parts(wire)]
    return Encoded(between.join(parts))


# --- Headers and cookies ------------------------------------------------------


def header(name: str, value: Json, *, explode: bool = False) -> Pairs:
    """Serialize as `simple` in a header, without percent-encoding."""
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    if isinstance(wire, dict) and explode:
        wire = [f"{key}={text}" for key, text in _members(wire)]
    return [(name, wire if isinstance(wire, str) else ",".join(_parts(wire)))]


def cookie(name: str, value: Json, *, explode: bool = True) -> Pairs:
    """Serialize as `form` in a cookie."""
    return _cookies(name, value, cookie_value, explode=explode)


def plain_cookie(name: str, value: Json, *, explode: bool = True) -> Pairs:
    """Serialize as `cookie`: like `form`, without percent-encoding (OpenAPI 3.2)."""
    return _cookies(name, value, octets, explode=explode)


def _cookies(
    name: str, value: Json, serialize: Callable[[str], str], *, explode: bool
) -> Pairs:
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    if isinstance(wire, str) or not explode:
        parts = [wire] if isinstance(wire, str) else _parts(wire)
        return [(name, Encoded(",".join(map(serialize, parts))))]
    if isinstance(wire, list):
        return [(name, serialize(_text(item))) for item in wire]
    return [(quote_all(key), serialize(text)) for key, text in _members(wire)]


def cookie_value(text: str) -> str:
    """Percent-encode the characters that a cookie value cannot have."""
    return text if type(text) is Encoded else Encoded(quote_all(text, keep=_COOKIE))


def octets(text: str) -> Encoded:
    """Percent-encode the same characters, except `%`."""
    return Encoded(quote_all(text, keep=_COOKIE + "%"))


# --- Forms --------------------------------------------------------------------


def field(name: str, value: Json) -> Pairs:
    """Serialize a form field: an array as several fields, an object as JSON text."""
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    if isinstance(wire, list):
        return [(name, _text(item)) for item in wire]
    return [(name, _text(wire))]


def fields(value: Json, styles: Mapping[str, Callable[[Json], Pairs]] = {}) -> Pairs:
    """Serialize an object as form fields; `styles` has functions for some members."""
    wire = _wire(value)
    if not isinstance(wire, dict):
        raise ArgumentError("a form body must be an object")
    pairs = [
        styles[key](member) if key in styles else field(key, member)
        for key, member in wire.items()
    ]
    return [pair for found in pairs for pair in found]


# --- Values -------------------------------------------------------------------


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
