"""From the API as a whole to the Views of its clients: what they are given, what hangs on them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import (
    Api,
    ClientParameter,
    Operation,
    Place,
    SecurityKind,
    SecurityScheme,
    Text,
)
from speccast.views.functions import Usual
from speccast.views.inner import inner_views
from speccast.views.prose import words
from speccast.views.python.source import (
    Code,
    Import,
    code,
    docstring,
    function_docstring,
    join,
    literal,
    prose,
    tuple_literal,
)
from speccast.views.security import security_literal
from speccast.views.servers import base_url_prose, server_info

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.names import Names
    from speccast.views.methods import InnerView, Methods, MethodView, PlanView

_AUTH: Final = "._runtime.auth"
_INFO: Final = Import("._runtime.info", "ApiInfo")
_INDENT: Final = 4
_KEY_PLACES: Final = {
    SecurityKind.KEY_HEADER: "header",
    SecurityKind.KEY_QUERY: "query",
    SecurityKind.KEY_COOKIE: "cookie",
}


class ClientArgumentView(Struct, frozen=True):
    """An argument of the client that the document asks for."""

    name: Code
    annotation: Code
    group: Code
    """Where the base class takes it: `parameters` or `credentials`."""


class ModeView(Struct, frozen=True):
    """The sync or the async client."""

    name: Code
    base: Code
    is_async: bool
    transport: Code
    docstring: Code


class ClientView(Struct, frozen=True):
    """`templates/client.py.jinja`: both clients."""

    init_docstring: Code
    info: tuple[Code, ...]
    """The arguments of `ApiInfo`."""
    inner: tuple[InnerView, ...]
    plans: tuple[PlanView, ...]
    methods: tuple[MethodView, ...]
    parameters: tuple[ClientArgumentView, ...]
    credentials: tuple[ClientArgumentView, ...]
    modes: tuple[ModeView, ...]
    needs: frozenset[Import]


def usual(api: Api, names: Names) -> Usual:
    """Return what most operations have in common."""
    security = Counter(operation.security for operation in api.operations)
    success = Counter(operation.success for operation in api.operations)
    return Usual(
        security.most_common(1)[0][0] if security else (),
        success.most_common(1)[0][0] if success else None,
        scheme_names(api, names),
        {o.key: names.operations[o.pointer].symbol for o in api.operations if o.key},
    )


def client_view(
    api: Api,
    names: Names,
    methods: Methods,
    base_url_env: str | None,
    compat: str | None,
) -> ClientView:
    """Return the View of the module `client`."""
    info = (*_info(api, names, base_url_env), *_defaults(compat))
    told = _told(api, names, base_url_env)
    title = prose(api.title) or "the API"
    inner = inner_views(names, None)
    imports = [part.imports for part in info] + [methods.needs]
    imports += [resource.needs for resource in inner]
    return ClientView(
        modes=(
            _mode("Client", "SyncClient", _client_prose(title, api)),
            _mode("AsyncClient", "AsyncBase", f"{title}: as `Client`, with `await`."),
        ),
        init_docstring=function_docstring("Take what holds for every call.", told, 8),
        info=info,
        inner=inner,
        plans=methods.plans,
        methods=methods.methods,
        parameters=tuple(
            ClientArgumentView(
                Code(names.client_arguments[p.pointer]), Code("str | None"), literal(p.wire)
            )
            for p in api.client_parameters
        ),
        credentials=tuple(_credential(scheme, names) for scheme in _used(api)),
        needs=frozenset[Import]({_INFO}).union(*imports),
    )


def _mode(name: str, base: str, text: str) -> ModeView:
    is_async = name.startswith("Async")
    transport = Code("AsyncTransport" if is_async else "Transport")
    return ModeView(Code(name), Code(base), is_async, transport, docstring(text, _INDENT))


def _client_prose(title: str, api: Api) -> str:
    text = words(api.doc)
    return f"{title}.\n\n{text}" if text else f"{title}."


def _credential(scheme: SecurityScheme, names: Names) -> ClientArgumentView:
    annotation = {
        SecurityKind.BASIC: "tuple[str, str] | str | None",
        SecurityKind.CLIENT_CREDENTIALS: "ClientCredentials | Token | None",
    }.get(scheme.kind, "Token | None")
    name = names.client_arguments[scheme.pointer]
    return ClientArgumentView(Code(name), Code(annotation), literal(name))


def _used(api: Api) -> list[SecurityScheme]:
    """Return the schemes that an operation asks for."""
    asked = {key for o in api.operations for keys in o.security for key in keys}
    return [scheme for scheme in api.security_schemes if scheme.key in asked]


def _told(api: Api, names: Names, base_url_env: str | None) -> Iterable[tuple[str, str]]:
    for parameter in api.client_parameters:
        text = words(parameter.doc) or f"The parameter `{prose(parameter.wire)}` of the paths."
        yield names.client_arguments[parameter.pointer], text + _from_environment(parameter)
    for scheme in _used(api):
        text = words(scheme.doc) or _KIND_WORDS[scheme.kind]
        yield names.client_arguments[scheme.pointer], text + _from_environment(scheme)
    environment = f" From {base_url_env} if not given." if base_url_env else ""
    yield "base_url", base_url_prose(api.servers) + environment
    yield from _COMMON


_KIND_WORDS: Final = {
    SecurityKind.BEARER: "The token, or a function that gives it.",
    SecurityKind.BASIC: "User and password.",
    SecurityKind.KEY_HEADER: "The API key, or a function that gives it.",
    SecurityKind.KEY_QUERY: "The API key, or a function that gives it.",
    SecurityKind.KEY_COOKIE: "The API key, or a function that gives it.",
    SecurityKind.CLIENT_CREDENTIALS: "The OAuth 2 client, or a token.",
}
_COMMON: Final = (
    ("timeout", "Seconds for each phase of a call, or a `Timeout`."),
    ("max_retries", "How often a call that failed is tried again, at most."),
    ("transport", "What carries the requests, instead of the HTTP library."),
    ("more", "What is seldom needed: see `ClientOptions`."),
)


def _from_environment(given: ClientParameter | SecurityScheme) -> str:
    return f" From {prose(given.env)} if not given." if given.env else ""


def _info(api: Api, names: Names, base_url_env: str | None) -> Iterable[Code]:
    usual_ = usual(api, names)
    yield code("name={it}", it=literal(names.package.replace("_", "-")))
    yield code("version={it}", it=literal(api.version))
    yield from server_info(api.servers, base_url_env)
    if api.client_parameters:
        members = (
            code("{k}: {v}", k=literal(p.wire), v=literal(p.env)) for p in api.client_parameters
        )
        yield code("parameters={{{it}}}", it=join(", ", members))
    schemes = _used(api)
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
        for scheme in _used(api)
        if all(
            operation.security and all(scheme.key in keys for keys in operation.security)
            for operation in api.operations
        )
    ]
    return parameters + always


def _needs_parameter(operation: Operation, wire: Text) -> bool:
    return any(p.client and p.wire == wire and p.place is Place.PATH for p in operation.parameters)
