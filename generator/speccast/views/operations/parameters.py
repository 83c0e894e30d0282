"""The code that serializes parameters in a URL, a header or a cookie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from speccast.ir import Literal, Nullable, Parameter, Place, Scalar, Style, Text, Type
from speccast.views.operations.whole_bodies import form_arguments
from speccast.views.python.code import Code, code, join
from speccast.views.python.docstrings import prose
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.ir import Operation
    from speccast.views.python import Speller

_PARAMETERS: Final = "._runtime.parameters"
_ARGUMENTS: Final = "._runtime.arguments"
_FUNCTIONS: Final = {
    Style.FORM: "form",
    Style.SPACE_DELIMITED: "space_delimited",
    Style.PIPE_DELIMITED: "pipe_delimited",
    Style.DEEP_OBJECT: "deep_object",
    Style.JSON: "json_content",
    Style.SIMPLE: "simple",
    Style.LABEL: "label",
    Style.MATRIX: "matrix",
}
_PLACES: Final = re.compile(r"(\{[^{}]*\})")
_EXPLODED: Final = {Style.FORM}
"""The styles whose `explode` is true by default (OpenAPI, Parameter Object)."""


def path_member(parameter: Parameter, value: Code, speller: Speller) -> Code:
    """Return a path parameter as a member of `path`; values other than scalars get their style."""
    wire = literal(parameter.wire)
    if parameter.style is Style.JSON:
        value = speller.call(_PARAMETERS, "json_text", value)
    elif parameter.style is Style.SIMPLE and is_scalar(parameter.type):
        if parameter.allow_reserved and parameter.type is not Scalar.ANY:
            value = speller.call(_PARAMETERS, "reserved", wire, value)
    else:
        value = _call(speller, parameter, value, explode=False)
    return code("{wire}: {value}", wire=wire, value=value)


def query_pairs(parameters: Sequence[tuple[Parameter, Code]], speller: Speller) -> Code:
    """Return the query: parameters with the default style in one call, others with their style."""
    plain = [
        code("{wire}: {value}", wire=literal(p.wire), value=value)
        for p, value in parameters
        if _has_default_style(p)
    ]
    pieces: list[Code] = []
    if plain:
        members = code("{{{it}}}", it=join(", ", plain))
        pieces.append(speller.call(_ARGUMENTS, "query_pairs", members))
    pieces += [
        _call(speller, p, value, explode=p.style in _EXPLODED)
        for p, value in parameters
        if not _has_default_style(p)
    ]
    return _concatenated(pieces)


def _has_default_style(parameter: Parameter) -> bool:
    return (
        parameter.style is Style.FORM
        and not parameter.allow_reserved
        and (parameter.explode or is_scalar(parameter.type))
    )


def query_string(parameters: Sequence[tuple[Parameter, Code]], speller: Speller) -> Code:
    """Return the query of a parameter that is the whole query."""
    parameter, value = parameters[0]
    function = {Style.FORM: "form_query", Style.JSON: "json_query"}.get(
        parameter.style, "text_query"
    )
    arguments = form_arguments(speller, value, parameter.encodings)
    return speller.call(_PARAMETERS, function, *arguments)


def header_pairs(parameters: Sequence[tuple[Parameter, Code]], speller: Speller) -> Code:
    """Return the headers."""
    return _concatenated(
        [_pair(speller, p, value, "header", explode=False) for p, value in parameters]
    )


def cookie_pairs(parameters: Sequence[tuple[Parameter, Code]], speller: Speller) -> Code:
    """Return the cookies."""
    return _concatenated(
        [_pair(speller, p, value, "cookie", explode=True) for p, value in parameters]
    )


def _pair(
    speller: Speller, parameter: Parameter, value: Code, function: str, *, explode: bool
) -> Code:
    if parameter.style is Style.JSON:
        return _serialized(speller, "json_content", parameter, value)
    if parameter.style is Style.COOKIE:
        function = "plain_cookie"
    return _serialized(speller, function, parameter, value, explode=explode)


def _call(speller: Speller, parameter: Parameter, value: Code, *, explode: bool) -> Code:
    function = _FUNCTIONS[parameter.style]
    if parameter.style in (Style.DEEP_OBJECT, Style.JSON):
        return _serialized(speller, function, parameter, value)
    return _serialized(speller, function, parameter, value, explode=explode)


def _serialized(
    speller: Speller,
    function: str,
    parameter: Parameter,
    value: Code,
    *,
    explode: bool | None = None,
) -> Code:
    arguments = [literal(parameter.wire), value]
    if explode is not None and parameter.explode != explode and not is_scalar(parameter.type):
        arguments.append(Code(f"explode={parameter.explode}"))
    if parameter.allow_reserved and parameter.place is Place.QUERY and function != "json_content":
        arguments.append(Code("allow_reserved=True"))
    return speller.call(_PARAMETERS, function, *arguments)


def _concatenated(pieces: list[Code]) -> Code:
    if len(pieces) == 1:
        return pieces[0]
    return code("[{pieces}]", pieces=join(", ", (code("*{it}", it=piece) for piece in pieces)))


def is_scalar(type_: Type) -> bool:
    """Return whether a value is always serialized as one string."""
    if isinstance(type_, Nullable):
        return is_scalar(type_.inner)
    return isinstance(type_, Literal) or (isinstance(type_, Scalar) and type_ is not Scalar.ANY)


def template(path: Text) -> str:
    """Return a path template without a fragment, with special characters escaped."""
    pieces = _PLACES.split(path.value.partition("#")[0])
    return "".join(
        piece if piece[:1] == "{" else quote(piece, safe="/?:@!$&'()*+,;=%-._~") for piece in pieces
    )


def idempotency_headers(operation: Operation) -> list[Text]:
    """Return the header for the idempotency key, if it is not `Idempotency-Key`."""
    names = [p.wire for p in operation.parameters if p.place is Place.HEADER]
    found = [name for name in names if "idempoten" in prose(name).lower()]
    has_standard = any(prose(name).lower() == "idempotency-key" for name in found)
    return [] if has_standard else found[:1]


PAIRS: Final = (
    ("query", query_pairs, Place.QUERY),
    ("query", query_string, Place.QUERYSTRING),
    ("headers", header_pairs, Place.HEADER),
    ("cookies", cookie_pairs, Place.COOKIE),
)
"""The arguments of `Request` for parameters, with their functions and locations."""
