"""Reads `stainless.yml`: the settings of the Python client, each with its pointer.

Settings of other languages, of publishing and of documentation are ignored: `targets` other than
python, `readme`, `diagnostics`, `codeflow`, mcp and terraform.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from .casing import pascal, snake
from .nodes import Node, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json

_SENT = {
    "header": "send_in_header",
    "query": "send_as_query_param",
    "body": "send_as_body_param",
    "path": "send_as_path_param",
}
"""The locations where a client sends an option, and the key with its name there."""
_ENDPOINT = re.compile(
    r"\s*(get|put|post|delete|options|head|patch|trace|query)\s+(\S+)\s*", re.IGNORECASE
)
_LANGUAGE = "python"


class Streaming(Struct, frozen=True):
    """The streaming of a method's response."""

    parameter: str | None
    """The parameter that requests it."""
    model: str | None
    """The model of an event: `resource.model`."""
    pointer: str


class Method(Struct, frozen=True):
    """A method, which calls one endpoint."""

    call: tuple[str, ...]
    """The attributes from the client: `("beta", "threads", "create")`."""
    verb: str
    """The HTTP method, in capitals."""
    path: str
    pointer: str
    paginated: bool | str | None = None
    """Whether it has pages, or the name of its scheme; None: it depends on its parameters."""
    streaming: Streaming | None = None
    deprecated: str | None = None
    body_argument: str | None = None
    positional: tuple[str, ...] | None = None
    """The positional parameters; None: the last one of the path."""
    keys: frozenset[str] = frozenset()
    """The keys of its configuration."""

    @property
    def endpoint(self) -> str:
        """The HTTP method and path: `GET /pets/{id}`."""
        return f"{self.verb} {self.path}"


class Model(Struct, frozen=True):
    """A model: its name, and its place in the document."""

    resource: str
    """The dotted path of the resource that lists it."""
    key: str
    name: str
    uri: str
    pointer: str


class Option(Struct, frozen=True):
    """An argument of the client."""

    key: str
    env: str | None
    scheme: str | None
    role: str
    place: str | None
    """The location where it is sent with each call: `header`, `query`, `body` or `path`."""
    wire: str | None
    """Its name there."""
    description: str | None
    variable: str | None
    default: Json
    pointer: str

    @property
    def name(self) -> str:
        """The name of the argument."""
        return snake(self.key)


class StainlessConfig(Struct, frozen=True):
    """The settings of the Python client, and the problems in them."""

    root: Node
    package: str | None
    client_class: str
    organization: str
    env_prefix: str
    methods: tuple[Method, ...]
    models: tuple[Model, ...]
    options: tuple[Option, ...]
    aliases: tuple[tuple[str, str], ...]
    """The pointers and names of models that are aliases."""
    custom: tuple[tuple[str, str], ...]
    """The pointers and names of resources with custom code."""
    problems: tuple[Problem, ...]


def read(tree: Json) -> StainlessConfig:
    """Read the tree of a configuration."""
    root = Node(tree)
    problems: list[Problem] = []
    methods: list[Method] = []
    models: list[Model] = []
    custom: list[tuple[str, str]] = []
    aliases: list[tuple[str, str]] = []
    for path, resource in _resources(root.at("resources"), ()):
        if resource.at("custom").flag():
            custom.append((resource.pointer, ".".join(path)))
        aliases += (
            (model.pointer, pascal(key))
            for key, model in resource.at("models").members()
            if model.at("type").text() == "alias" and _for_us(model)
        )
        models += _models(path, resource.at("models"))
        deprecated = _message(resource.at("deprecated"))
        for key, node in resource.at("methods").members():
            method = _method((*path, snake(key)), node, deprecated, problems)
            if method is not None:
                methods.append(method)
    organization = root.at("organization", "name").text() or "client"
    settings = root.at("client_settings")
    name = settings.at("default_client_name").text()
    return StainlessConfig(
        root=root,
        package=root.at("targets", _LANGUAGE, "package_name").text(),
        client_class=pascal(name) if name else _spelled(organization, root.at("custom_casings")),
        organization=organization,
        env_prefix=settings.at("default_env_prefix").text() or organization,
        methods=tuple(methods),
        models=tuple(models),
        options=tuple(_option(key, node) for key, node in settings.at("opts").members()),
        aliases=tuple(aliases),
        custom=tuple(custom),
        problems=tuple(problems),
    )


def _resources(node: Node, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Iterate the resources of the Python client with their paths; `$client` is the client."""
    for key, resource in node.members():
        if _for_us(resource):
            path = above if key.startswith("$") else (*above, snake(key))
            yield path, resource
            yield from _resources(resource.at("subresources"), path)


def _for_us(node: Node) -> bool:
    """Return whether a node is generated for Python."""
    skip, only = node.at("skip"), node.at("only")
    if skip.flag() or _LANGUAGE in skip.texts():
        return False
    return not only or _LANGUAGE in only.texts()


def _models(path: tuple[str, ...], node: Node) -> Iterator[Model]:
    for key, model in node.members():
        uri = model.text() or model.at("openapi_uri").text()
        if uri is not None and _for_us(model):
            yield Model(".".join(path), key, pascal(key), uri, model.pointer)


def _method(
    call: tuple[str, ...], node: Node, deprecated: str | None, problems: list[Problem]
) -> Method | None:
    """Return a method; None if it is for other languages, or is not an endpoint."""
    if not _for_us(node):
        return None
    kind = node.at("type").text() or "http"
    if kind == "alias":
        message = f"client.{'.'.join(call)} is an alias of {node.at('to').text()!r}"
        problems.append(Problem(node.pointer, message, "define it in a class of your own"))
        return None
    if kind != "http":
        return None  # webhooks are generated from the document
    endpoint = node.text() or node.at("endpoint").text() or ""
    found = _ENDPOINT.fullmatch(endpoint)
    if found is None:
        message = f"`{endpoint}` is not an endpoint"
        problems.append(Problem(node.pointer, message, "write it as `get /path/{id}`"))
        return None
    streaming, keys = node.at("streaming"), dict(node.members())
    return Method(
        call=call,
        verb=found[1].upper(),
        path=found[2],
        pointer=node.pointer,
        paginated=node.at("paginated").text() or node.at("paginated").flag(),
        streaming=_streaming(streaming) if streaming.value else None,
        deprecated=_message(node.at("deprecated")) or deprecated,
        body_argument=node.at("body_param_name").text(),
        positional=node.at("positional_params").texts() if "positional_params" in keys else None,
        keys=frozenset(keys),
    )


def _streaming(node: Node) -> Streaming:
    return Streaming(
        node.at("param_discriminator").text(), node.at("stream_event_model").text(), node.pointer
    )


def _spelled(organization: str, casings: Node) -> str:
    """Return the name of the client class, in the casing that the configuration sets."""
    for phrase, casing in casings.members():
        if snake(phrase) == snake(organization):
            spelled = casing.at("pascal").text() or casing.at("singular", "pascal").text()
            is_short = casing.at("initialism").flag()
            return spelled or (phrase.upper() if is_short else pascal(organization))
    return pascal(organization)


def _message(node: Node) -> str | None:
    """Return the message of a deprecation, for Python if there is one."""
    return node.text() or node.at(_LANGUAGE).text() or node.at("default").text()


def _option(key: str, node: Node) -> Option:
    auth = node.at("auth")
    sent = ((place, node.at(key).text()) for place, key in _SENT.items())
    place, wire = next(((place, wire) for place, wire in sent if wire), (None, None))
    return Option(
        key=key,
        env=node.at("read_env").text(),
        scheme=auth.at("security_scheme").text(),
        role=auth.at("role").text() or "value",
        place=place,
        wire=wire,
        description=node.at("description").text(),
        variable=node.at("server_variable").text(),
        default=node.at("default").value,
        pointer=node.pointer,
    )
