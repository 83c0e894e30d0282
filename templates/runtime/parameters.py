"""How parameters are spelled: the styles of OpenAPI's Parameter Object, one function each.

Query, header and cookie functions take a name and a value and give (name, value) pairs,
none for a value that is None or UNSET. Path functions give the text of the segment. A
model is taken as its object. What OpenAPI leaves undefined (nesting) is JSON text, and
in `deepObject` further brackets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from .errors import ArgumentError
from .model import UNSET, Json
from .request import Encoded, quote_all

Pairs: TypeAlias = list[tuple[str, str]]

_RESERVED: Final = ":/?@!$'()*,;=[]"
"""What `allowReserved` lets through: all reserved characters but those that would end
the value (`&`, `#`) or change in it (`+`)."""
_COOKIE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""What may stand in the value of a cookie (RFC 6265, cookie-octet), but for `%`."""


# --- Query --------------------------------------------------------------------


def form(
    name: str, value: Any, *, explode: bool = True, allow_reserved: bool = False
) -> Pairs:
    """`form`: `color=blue,black`, or exploded `color=blue&color=black`."""
    return _delimited(name, value, ",", explode, allow_reserved)


def space_delimited(
    name: str, value: Any, *, explode: bool = False, allow_reserved: bool = False
) -> Pairs:
    """`spaceDelimited`: `color=blue%20black`."""
    return _delimited(name, value, "%20", explode, allow_reserved)


def pipe_delimited(
    name: str, value: Any, *, explode: bool = False, allow_reserved: bool = False
) -> Pairs:
    """`pipeDelimited`: `color=blue%7Cblack`."""
    return _delimited(name, value, "%7C", explode, allow_reserved)


def deep_object(name: str, value: Any, *, allow_reserved: bool = False) -> Pairs:
    """`deepObject`: `color[R]=100&color[G]=200`, nested as deep as the value is."""
    if value is None or value is UNSET:
        return []
    keep = _reserved if allow_reserved else str
    return [(key, keep(text)) for key, text in _deep(name, _wire(value))]


def json_content(name: str, value: Any) -> Pairs:
    """`content: application/json`: the value as JSON text."""
    return [] if value is None or value is UNSET else [(name, json_text(value))]


def json_text(value: Any) -> str:
    """Return a value as JSON text, for a path parameter with `content`."""
    from .wire import dumps, to_wire  # noqa: PLC0415 - seldom needed

    return dumps(to_wire(value))


def _delimited(
    name: str, value: Any, delimiter: str, explode: bool, allow_reserved: bool
) -> Pairs:
    if type(value) is str:
        return [(name, _reserved(value) if allow_reserved else value)]
    if value is None or value is UNSET:
        return []
    keep = _reserved if allow_reserved else str
    wire = _wire(value)
    if isinstance(wire, str):
        return [(name, keep(wire))]
    if explode and isinstance(wire, list):
        return [(name, keep(_text(item))) for item in wire]
    if explode:
        return [(key, keep(_text(member))) for key, member in wire.items()]
    encode = _reserved if allow_reserved else _encode
    return [(name, Encoded(delimiter.join(encode(part) for part in _parts(wire))))]


def _deep(name: str, value: Json) -> Iterator[tuple[str, str]]:
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


def simple(name: str, value: Any, *, explode: bool = False) -> Encoded | None:
    """`simple`: `blue,black`; an exploded object `R=100,G=200`."""
    text = _joined(name, value, ",", ",", explode)
    if text in {"", ".", ".."}:
        message = f"the path parameter {name!r} cannot be {text!r}"
        raise ArgumentError(message)
    return None if text is None else Encoded(text)


def label(name: str, value: Any, *, explode: bool = False) -> Encoded | None:
    """`label`: `.blue,black`, or exploded `.blue.black`."""
    text = _joined(name, value, ".", ",", explode)
    return None if text is None else Encoded(f".{text}")


def matrix(name: str, value: Any, *, explode: bool = False) -> Encoded | None:
    """`matrix`: `;color=blue,black`, or exploded `;color=blue;color=black`."""
    if value is None or value is UNSET:
        return None
    wire, key = _wire(value), quote_all(name, name)
    if explode and isinstance(wire, dict):
        pairs = [(_encode(each), _encode(member)) for each, member in _members(wire)]
    elif explode and isinstance(wire, list):
        pairs = [(key, _encode(_text(item))) for item in wire]
    else:
        pairs = [(key, _joined(name, value, ",", ",", explode=False) or "")]
    return Encoded("".join(f";{k}={text}" if text else f";{k}" for k, text in pairs))


def _joined(
    name: str, value: Any, exploded: str, delimiter: str, explode: bool
) -> str | None:
    if value is None or value is UNSET:
        return None
    wire = _wire(value)
    if isinstance(wire, str):
        return quote_all(name, wire)
    if explode and isinstance(wire, dict):
        pairs = (f"{_encode(key)}={_encode(text)}" for key, text in _members(wire))
        return exploded.join(pairs)
    return (exploded if explode else delimiter).join(map(_encode, _parts(wire)))


# --- Headers and cookies ------------------------------------------------------


def header(name: str, value: Any, *, explode: bool = False) -> Pairs:
    """`simple`, in a header: nothing is percent-encoded there."""
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    if isinstance(wire, dict) and explode:
        wire = [f"{key}={text}" for key, text in _members(wire)]
    return [(name, wire if isinstance(wire, str) else ",".join(_parts(wire)))]


def cookie(name: str, value: Any, *, explode: bool = True) -> Pairs:
    """`form`, in a cookie."""
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    if isinstance(wire, str):
        return [(name, cookie_value(wire))]
    if explode and isinstance(wire, list):
        return [(name, cookie_value(_text(item))) for item in wire]
    if explode:
        return [(key, cookie_value(text)) for key, text in _members(wire)]
    return [(name, Encoded(",".join(map(cookie_value, _parts(wire)))))]


def cookie_value(text: str) -> Encoded:
    """Percent-encode what cannot stand in the value of a cookie."""
    return Encoded(quote(text, safe=_COOKIE))


# --- Forms --------------------------------------------------------------------


def field(name: str, value: Any) -> Pairs:
    """Spell a form field: an array as several fields, an object as JSON text."""
    if isinstance(value, str):
        return form(name, value)
    if value is None or value is UNSET:
        return []
    wire = _wire(value)
    items = wire if isinstance(wire, list) else [wire]
    return [(name, _text(item)) for item in items]


def fields(value: Any, *, deep: Collection[str] = ()) -> Pairs:
    """Spell the members of an object as form fields, those in `deep` as `deepObject`."""
    wire: dict[str, Json] = _wire(value)
    spelled = [
        deep_object(key, member) if key in deep else field(key, member)
        for key, member in wire.items()
    ]
    return [pair for pairs in spelled for pair in pairs]


# --- Values -------------------------------------------------------------------


def _wire(value: Any) -> Any:
    """Return the text of a scalar, a list of JSON values, or an object of them."""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    from .wire import text_of, to_wire  # noqa: PLC0415 - most values are plain

    wire = to_wire(value)
    return wire if isinstance(wire, (list, dict)) else text_of(value)


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, dict)):
        return json_text(value)
    from .wire import text_of  # noqa: PLC0415 - most values are plain

    return text_of(value)


def _members(value: dict[str, Json]) -> Pairs:
    return [(key, _text(each)) for key, each in value.items() if each is not None]


def _parts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [part for pair in _members(value) for part in pair]
    return [_text(item) for item in value]


def _encode(text: str) -> str:
    return quote(text, safe="")


def _reserved(text: str) -> Encoded:
    """Percent-encode what is not reserved; keep triplets that are encoded already."""
    first, *rest = text.split("%")
    pieces = [quote(first, safe=_RESERVED)]
    for piece in rest:
        triplet = len(piece) > 1 and all(
            c in "0123456789abcdefABCDEF" for c in piece[:2]
        )
        pieces.append(("%" if triplet else "%25") + quote(piece, safe=_RESERVED))
    return Encoded("".join(pieces))
