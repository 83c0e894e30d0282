"""The View of the clients: their arguments and attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import (
    Api,
    ClientParameter,
    Place,
    SecurityKind,
    SecurityScheme,
)
from speccast.views.client.api_info import api_info, used
from speccast.views.client.inner import inner_views
from speccast.views.client.webhooks import json_content
from speccast.views.operations.servers import (
    BaseUrls,
    EnvironmentsView,
    base_url_prose,
    environments_prose,
    environments_view,
    is_one_url,
)
from speccast.views.prose import doc_text
from speccast.views.python import NONE
from speccast.views.python.code import Code, Import, alternatives, code, join
from speccast.views.python.docstrings import docstring, function_docstring, prose
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Text
    from speccast.names import Names
    from speccast.views.calls import CallArgument
    from speccast.views.client.methods import ConstantView, InnerView, Methods, MethodView

_INFO: Final = Import("._runtime.info", "ApiInfo")
_WEBHOOKS: Final = Import(".", "webhooks", alias="_webhooks")
_ENVIRONMENTS: Final = (
    Import("._runtime.environments", "environment_url"),
    Import("typing", "Literal", typing_only=True),
)
_INDENT: Final = 4


def _typed(module: str, name: str) -> Code:
    return Code(name, frozenset({Import(f"._runtime.{module}", name, typing_only=True)}))


_TOKEN: Final = _typed("auth", "Token")
_CREDENTIALS: Final = {
    SecurityKind.BASIC: (Code("tuple[str, str]"), Code("str")),
    SecurityKind.CLIENT_CREDENTIALS: (_typed("oauth", "ClientCredentials"), _TOKEN),
}
"""The type of a credential by the kind of its scheme, if it is not a token."""


class ClientArgumentView(Struct, frozen=True):
    """An argument of the client from the document."""

    name: Code
    annotation: Code
    group: Code
    """Its key in the arguments of the base class; empty if another argument includes its value."""
    value: Code


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
    info: tuple[CallArgument, ...]
    """The arguments of `ApiInfo`."""
    inner: tuple[InnerView, ...]
    constants: tuple[ConstantView, ...]
    methods: tuple[MethodView, ...]
    parameters: tuple[ClientArgumentView, ...]
    credentials: tuple[ClientArgumentView, ...]
    environments: EnvironmentsView | None
    has_webhooks: bool
    """Whether the module `webhooks` is an attribute; not if the API uses that name."""
    is_plain: bool
    """Whether its arguments are those of every client."""
    modes: tuple[ModeView, ...]
    needs: frozenset[Import]


def client_view(
    api: Api,
    names: Names,
    methods: Methods,
    base_urls: BaseUrls,
    compat: str | None,
) -> ClientView:
    """Return the View of the module `client`."""
    info = tuple(api_info(api, names, base_urls, compat))
    argument_docs = _argument_docs(api, names, base_urls)
    title = prose(api.title) or "the API"
    inner = inner_views(names, None)
    imports = [each.value.imports for each in info] + [methods.needs]
    imports += [resource.needs for resource in inner]
    imports += [frozenset(_ENVIRONMENTS)] if base_urls.environments else []
    webhooks = _has_webhooks(api, names)
    imports += [frozenset({_WEBHOOKS})] if webhooks else []
    credentials = tuple(each for scheme in used(api) for each in _credentials(scheme, names))
    has_own = any((api.client_parameters, credentials, webhooks)) or base_urls.are_configured
    is_plain = not has_own and is_one_url(base_urls.servers)
    imports += [each.annotation.imports | each.value.imports for each in credentials]
    return ClientView(
        environments=environments_view(base_urls),
        has_webhooks=webhooks,
        is_plain=is_plain,
        modes=(
            _mode(names.client, _client_prose(title, api)),
            _mode(
                names.async_client, f"{title}: the asynchronous `{names.client}`.", is_async=True
            ),
        ),
        init_docstring=function_docstring("Set the options of every call.", argument_docs, 8),
        info=info,
        inner=inner,
        constants=methods.constants,
        methods=methods.methods,
        parameters=tuple(_parameter(each, names) for each in api.client_parameters),
        credentials=credentials,
        needs=frozenset[Import]({_INFO}).union(*imports),
    )


def _mode(name: str, text: str, *, is_async: bool = False) -> ModeView:
    base, transport = ("AsyncBase", "AsyncTransport") if is_async else ("SyncClient", "Transport")
    return ModeView(Code(name), Code(base), is_async, Code(transport), docstring(text, _INDENT))


def _has_webhooks(api: Api, names: Names) -> bool:
    taken = {resource.path for resource in names.resources}
    taken |= {name.symbol for name in names.operations.values()}
    return any(map(json_content, api.webhooks)) and "webhooks" not in taken


def _client_prose(title: str, api: Api) -> str:
    text = doc_text(api.doc)
    return f"{title}.\n\n{text}" if text else f"{title}."


def _parameter(parameter: ClientParameter, names: Names) -> ClientArgumentView:
    name = Code(names.client_arguments[parameter.pointer])
    return ClientArgumentView(name, Code("str | None"), literal(parameter.wire), name)


def _credentials(scheme: SecurityScheme, names: Names) -> Iterator[ClientArgumentView]:
    """Iterate the arguments of a scheme: one, or user and password."""
    annotation = alternatives([*_CREDENTIALS.get(scheme.kind, (_TOKEN,)), NONE])
    name = names.client_arguments[scheme.pointer]
    if scheme.password is None:
        yield ClientArgumentView(Code(name), annotation, literal(name), Code(name))
        return
    other = names.client_arguments[f"{scheme.pointer}/password"]
    values = [Code(name), Code(other), literal(scheme.env), literal(scheme.password_env)]
    pair = code("pair({it})", Import("._runtime.pair", "pair"), it=join(", ", values))
    yield ClientArgumentView(Code(name), Code("str | None"), literal(name), pair)
    yield ClientArgumentView(Code(other), Code("str | None"), Code(""), Code(""))


def _argument_docs(api: Api, names: Names, base_urls: BaseUrls) -> Iterable[tuple[str, str]]:
    for parameter in api.client_parameters:
        places = _WHERE.get(parameter.place, "bodies")
        text = (
            doc_text(parameter.doc) or f"The parameter `{prose(parameter.wire)}` of the {places}."
        )
        yield names.client_arguments[parameter.pointer], text + _from_environment(parameter.env)
    for scheme in used(api):
        text = doc_text(scheme.doc) or _SCHEME_TEXTS[scheme.kind]
        text = "The user." if scheme.password else text
        text += " Deprecated." if scheme.doc.deprecated else ""
        yield names.client_arguments[scheme.pointer], text + _from_environment(scheme.env)
        if scheme.password:
            env = _from_environment(scheme.password_env)
            yield names.client_arguments[f"{scheme.pointer}/password"], "The password." + env
    environment = f" From {base_urls.base_url_env} by default." if base_urls.base_url_env else ""
    yield "base_url", base_url_prose(base_urls.servers) + environment
    if base_urls.environments:
        yield "environment", environments_prose(base_urls.environments)
    yield from _COMMON


_WHERE: Final[Mapping[Place | None, str]] = {
    Place.PATH: "paths", Place.QUERY: "queries", Place.HEADER: "headers", Place.COOKIE: "cookies",
}  # fmt: skip
_SCHEME_TEXTS: Final = {
    SecurityKind.BEARER: "The token, or a function that returns it.",
    SecurityKind.BASIC: "User and password.",
    SecurityKind.KEY_HEADER: "The API key, or a function that returns it.",
    SecurityKind.KEY_QUERY: "The API key, or a function that returns it.",
    SecurityKind.KEY_COOKIE: "The API key, or a function that returns it.",
    SecurityKind.CLIENT_CREDENTIALS: "The OAuth 2 client, or a token.",
}
_COMMON: Final = (
    ("timeout", "Seconds for each phase of a call, or a `Timeout`."),
    ("max_retries", "The maximum number of retries of a failed call."),
    ("transport", "A transport to use instead of the HTTP library."),
    ("more", "Further options: see `ClientOptions`."),
)


def _from_environment(name: Text | None) -> str:
    return f" From {prose(name)} by default." if name else ""
