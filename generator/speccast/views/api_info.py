"""From the API as a whole to the facts that its client is made with: `ApiInfo`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from speccast.ir import Api, Operation, Place, SecurityKind, SecurityScheme, Text
from speccast.reading.config_keys import POSITIONAL
from speccast.views.functions import Usual
from speccast.views.python.source import Code, Import, code, join, literal, tuple_literal
from speccast.views.security import security_literal
from speccast.views.servers import Where, server_info

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.names import Names

_AUTH: Final = "._runtime.auth"
_KEY_PLACES: Final = {
    SecurityKind.KEY_HEADER: "header",
    SecurityKind.KEY_QUERY: "query",
    SecurityKind.KEY_COOKIE: "cookie",
}


def usual(api: Api, names: Names, positional: str = POSITIONAL[0]) -> Usual:
    """Return what most operations have in common."""
    security = Counter(operation.security for operation in api.operations)
    success = Counter(operation.success for operation in api.operations)
    return Usual(
        security.most_common(1)[0][0] if security else (),
        success.most_common(1)[0][0] if success else None,
        scheme_names(api, names),
        {o.key: names.operations[o.pointer].symbol for o in api.operations if o.key},
        positional,
    )


def used(api: Api) -> list[SecurityScheme]:
    """Return the schemes that an operation asks for."""
    asked = {key for o in api.operations for keys in o.security for key in keys}
    return [scheme for scheme in api.security_schemes if scheme.key in asked]


def api_info(api: Api, names: Names, where: Where, compat: str | None) -> Iterable[Code]:
    """Give the arguments of `ApiInfo`."""
    yield from _facts(api, names, where)
    yield from _defaults(compat)


def _facts(api: Api, names: Names, where: Where) -> Iterable[Code]:
    usual_ = usual(api, names)
    yield code("name={it}", it=literal(names.package.replace("_", "-")))
    yield code("version={it}", it=literal(api.version))
    yield from server_info(api.servers, where)
    if api.client_parameters:
        members = (
            code("{k}: {v}", k=literal(p.wire), v=literal(p.env)) for p in api.client_parameters
        )
        yield code("parameters={{{it}}}", it=join(", ", members))
    schemes = used(api)
    if schemes:
        entries = (
            code("{k}: {v}", k=literal(names.client_arguments[s.pointer]), v=_scheme(s))
            for s in schemes
        )
        yield code("schemes={{{it}}}", it=join(", ", entries))
    if any(usual_.security):
        yield code("security={it}", it=security_literal(usual_.security, usual_.schemes))
    required = _required(api, names)
    if required:
        yield code("required={it}", it=tuple_literal(map(literal, required)))
    renamed = {
        p.wire: name
        for p in api.client_parameters
        if (name := names.client_arguments[p.pointer]) != p.wire.value
    }
    if renamed:
        pairs = (code("{k}: {v}", k=literal(k), v=literal(v)) for k, v in renamed.items())
        yield code("arguments={{{it}}}", it=join(", ", pairs))
    if usual_.success:
        yield code("success={it}", it=literal(usual_.success))
    for keyword, pointers in (("error_code", api.error.code), ("error_message", api.error.message)):
        if pointers:
            yield code(f"{keyword}={{it}}", it=tuple_literal(map(literal, pointers)))
    if api.error.request_id:
        yield code("request_id={it}", it=literal(api.error.request_id))


def _defaults(compat: str | None) -> Iterable[Code]:
    """Give the defaults of another generator, where the client is to have them."""
    if compat is not None:
        name = compat.upper()
        yield Code(f"defaults={name}", frozenset({Import("._runtime.compat", name)}))


def scheme_names(api: Api, names: Names) -> Mapping[Text, str]:
    """Return the client's argument for each scheme."""
    return {s.key: names.client_arguments[s.pointer] for s in api.security_schemes}


def _scheme(scheme: SecurityScheme) -> Code:
    env = [code("env={it}", it=literal(scheme.env))] if scheme.env else []
    match scheme.kind:
        case SecurityKind.BEARER:
            return _call("Bearer", env)
        case SecurityKind.BASIC:
            return _call("Basic", env)
        case SecurityKind.CLIENT_CREDENTIALS:
            scopes = tuple_literal(map(literal, scheme.scopes))
            given = [literal(scheme.token_url or ""), code("scopes={it}", it=scopes)]
            return _call("OAuth2", [*given, *env])
        case _:
            place = literal(_KEY_PLACES[scheme.kind])
            return _call("ApiKey", [literal(scheme.wire or scheme.key), place, *env])


def _call(name: str, arguments: list[Code]) -> Code:
    return code(f"{name}({{it}})", Import(_AUTH, name), it=join(", ", arguments))


def _required(api: Api, names: Names) -> list[str]:
    """Return the arguments without which no operation works."""
    if not api.operations:
        return []
    parameters = [
        names.client_arguments[p.pointer]
        for p in api.client_parameters
        if all(_needs_parameter(operation, p.wire) for operation in api.operations)
    ]
    by_key = scheme_names(api, names)
    always = [
        by_key[scheme.key]
        for scheme in used(api)
        if all(
            operation.security and all(scheme.key in keys for keys in operation.security)
            for operation in api.operations
        )
    ]
    return parameters + always


def _needs_parameter(operation: Operation, wire: Text) -> bool:
    return any(p.client and p.wire == wire and p.place is Place.PATH for p in operation.parameters)
