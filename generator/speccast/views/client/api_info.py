"""The arguments of `ApiInfo`: the settings of an API for its client."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from speccast.ir import Api, Operation, Place, SecurityKind, SecurityScheme, Text
from speccast.reading.config.keys import POSITIONAL
from speccast.views.calls import CallArgument, call, mapping, named, positional
from speccast.views.operations.functions import CommonSettings
from speccast.views.operations.security import security_literal
from speccast.views.operations.servers import BaseUrls, server_info
from speccast.views.python.code import Code, Import
from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.names import Names

_AUTH: Final = "._runtime.auth"
_KEY_PLACES: Final = {
    SecurityKind.KEY_HEADER: "header",
    SecurityKind.KEY_QUERY: "query",
    SecurityKind.KEY_COOKIE: "cookie",
}


def common_settings(api: Api, names: Names, positional: str = POSITIONAL[0]) -> CommonSettings:
    """Return the common settings of most operations."""
    security = Counter(operation.security for operation in api.operations)
    success = Counter(operation.success for operation in api.operations)
    return CommonSettings(
        security.most_common(1)[0][0] if security else (),
        success.most_common(1)[0][0] if success else None,
        scheme_names(api, names),
        {o.key: names.operations[o.pointer].symbol for o in api.operations if o.key},
        positional,
    )


def used(api: Api) -> list[SecurityScheme]:
    """Return the schemes that an operation requires."""
    keys = {key for o in api.operations for keys in o.security for key in keys}
    return [scheme for scheme in api.security_schemes if scheme.key in keys]


def api_info(
    api: Api, names: Names, base_urls: BaseUrls, compat: str | None
) -> Iterable[CallArgument]:
    """Iterate the arguments of `ApiInfo`."""
    yield from _facts(api, names, base_urls)
    yield from _defaults(compat)


def _facts(api: Api, names: Names, base_urls: BaseUrls) -> Iterable[CallArgument]:
    settings = common_settings(api, names)
    yield named("name", literal(names.package.replace("_", "-")))
    yield named("version", literal(api.version))
    yield from server_info(api.servers, base_urls)
    if api.client_parameters:
        members = ((literal(p.wire), literal(p.env)) for p in api.client_parameters)
        yield named("parameters", mapping(members))
    places = tuple(_sent(api))
    if places:
        yield named("common", call(Import("._runtime.common", "CommonParameters"), places))
    schemes = used(api)
    if schemes:
        entries = ((literal(names.client_arguments[s.pointer]), _scheme(s)) for s in schemes)
        yield named("schemes", mapping(entries))
    if any(settings.security):
        yield named("security", security_literal(settings.security, settings.schemes))
    required = _required(api, names)
    if required:
        yield named("required", tuple_literal(map(literal, required)))
    renamed = {
        p.wire: name
        for p in api.client_parameters
        if (name := names.client_arguments[p.pointer]) != p.wire.value
    }
    if renamed:
        pairs = ((literal(wire), literal(name)) for wire, name in renamed.items())
        yield named("arguments", mapping(pairs))
    if settings.success:
        yield named("success", literal(settings.success))
    for keyword, pointers in (("error_code", api.error.code), ("error_message", api.error.message)):
        if pointers:
            yield named(keyword, tuple_literal(map(literal, pointers)))
    if api.error.request_id:
        yield named("request_id", literal(api.error.request_id))


def _sent(api: Api) -> Iterable[CallArgument]:
    """Iterate the parameters that the client sends with each call, by their location."""
    places = {"query": Place.QUERY, "headers": Place.HEADER, "cookies": Place.COOKIE}
    for keyword, place in places.items():
        names = [literal(p.wire) for p in api.client_parameters if p.place is place]
        if names:
            yield named(keyword, tuple_literal(names))


def _defaults(compat: str | None) -> Iterable[CallArgument]:
    """Iterate the defaults of another generator, if the configuration selects one."""
    if compat is not None:
        name = compat.upper()
        yield named("defaults", Code(name, frozenset({Import("._runtime.compat", name)})))


def scheme_names(api: Api, names: Names) -> Mapping[Text, str]:
    """Return the client's argument for each scheme."""
    return {s.key: names.client_arguments[s.pointer] for s in api.security_schemes}


def _scheme(scheme: SecurityScheme) -> Code:
    env = [named("env", literal(scheme.env))] if scheme.env else []
    match scheme.kind:
        case SecurityKind.BEARER:
            return _call("Bearer", env)
        case SecurityKind.BASIC:
            return _call("Basic", env)
        case SecurityKind.CLIENT_CREDENTIALS:
            scopes = tuple_literal(map(literal, scheme.scopes))
            url = positional(literal(scheme.token_url or ""))
            return _call("OAuth2", [url, named("scopes", scopes), *env])
        case _:
            place = positional(literal(_KEY_PLACES[scheme.kind]))
            return _call("ApiKey", [positional(literal(scheme.wire or scheme.key)), place, *env])


def _call(name: str, arguments: list[CallArgument]) -> Code:
    return call(Import(_AUTH, name), arguments)


def _required(api: Api, names: Names) -> list[str]:
    """Return the client's arguments that all operations require."""
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
