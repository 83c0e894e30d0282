"""`stainless.yml` -> `Said`: what it says of the Python client, each part with its pointer.

What speaks of other languages, of publishing or of documentation is passed over: `targets` besides
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
"""Where a client sends what it is given, and the member that names it."""
_ENDPOINT = re.compile(
    r"\s*(get|put|post|delete|options|head|patch|trace|query)\s+(\S+)\s*", re.IGNORECASE
)
_LANGUAGE = "python"


class Streaming(Struct, frozen=True):
    """How the answer of a method is streamed."""

    parameter: str | None
    """The parameter that requests it."""
    model: str | None
    """What an event is: `resource.model`."""
    pointer: str


class Method(Struct, frozen=True):
    """A method that is one endpoint."""

    call: tuple[str, ...]
    """`("beta", "threads", "create")`: its path from the client."""
    verb: str
    """In capitals."""
    path: str
    pointer: str
    paginated: bool | str | None = None
    """Whether it has pages, or the name of its scheme; None: as its shape says."""
    streaming: Streaming | None = None
    deprecated: str | None = None
    body_argument: str | None = None
    positional: tuple[str, ...] | None = None
    """The parameters that need no name; None: the last one of the path."""
    unsaid: frozenset[str] = frozenset()
    """The other members."""

    @property
    def endpoint(self) -> str:
        """`GET /pets/{id}`."""
        return f"{self.verb} {self.path}"


class Named(Struct, frozen=True):
    """A model: its name, and where the document has it."""

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
    """Where it is sent with each call: `header`, `query`, `body` or `path`."""
    wire: str | None
    """What it is called there."""
    description: str | None
    variable: str | None
    default: Json
    pointer: str

    @property
    def name(self) -> str:
        """The argument."""
        return snake(self.key)


class Said(Struct, frozen=True):
    """What a configuration says, and what was not understood."""

    root: Node
    package: str | None
    client_class: str
    organization: str
    env_prefix: str
    methods: tuple[Method, ...]
    models: tuple[Named, ...]
    options: tuple[Option, ...]
    aliases: tuple[tuple[str, str], ...]
    """Second names of models, each after its place."""
    own: tuple[tuple[str, str], ...]
    """Resources that are code of the team, each after its place."""
    problems: tuple[Problem, ...]


def read(tree: Json) -> Said:
    """Read the configuration."""
    root = Node(tree)
    problems: list[Problem] = []
    methods: list[Method] = []
    models: list[Named] = []
    own: list[tuple[str, str]] = []
    aliases: list[tuple[str, str]] = []
    for path, resource in _resources(root.at("resources"), ()):
        if resource.at("custom").flag():
            own.append((resource.pointer, ".".join(path)))
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
    return Said(
        root=root,
        package=root.at("targets", _LANGUAGE, "package_name").text(),
        client_class=pascal(name) if name else _spelled(organization, root.at("custom_casings")),
        organization=organization,
        env_prefix=settings.at("default_env_prefix").text() or organization,
        methods=tuple(methods),
        models=tuple(models),
        options=tuple(_option(key, node) for key, node in settings.at("opts").members()),
        aliases=tuple(aliases),
        own=tuple(own),
        problems=tuple(problems),
    )


def _resources(node: Node, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Iterate the resources of the Python client, each with its path; `$client` is the client."""
    for key, resource in node.members():
        if _for_us(resource):
            path = above if key.startswith("$") else (*above, snake(key))
            yield path, resource
            yield from _resources(resource.at("subresources"), path)


def _for_us(node: Node) -> bool:
    """Return whether something is generated for Python."""
    skip, only = node.at("skip"), node.at("only")
    if skip.flag() or _LANGUAGE in skip.texts():
        return False
    return not only or _LANGUAGE in only.texts()


def _models(path: tuple[str, ...], node: Node) -> Iterator[Named]:
    for key, model in node.members():
        uri = model.text() or model.at("openapi_uri").text()
        if uri is not None and _for_us(model):
            yield Named(".".join(path), key, pascal(key), uri, model.pointer)


def _method(
    call: tuple[str, ...], node: Node, deprecated: str | None, problems: list[Problem]
) -> Method | None:
    """Return a method; None where it is for other languages, or is not an endpoint."""
    if not _for_us(node):
        return None
    kind = node.at("type").text() or "http"
    if kind == "alias":
        message = f"client.{'.'.join(call)} is a second name of {node.at('to').text()!r}"
        problems.append(Problem(node.pointer, message, "define it in a class of your own"))
        return None
    if kind != "http":
        return None  # webhooks are generated from the document
    said = node.text() or node.at("endpoint").text() or ""
    found = _ENDPOINT.fullmatch(said)
    if found is None:
        message = f"`{said}` is not an endpoint"
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
        unsaid=frozenset(keys),
    )


def _streaming(node: Node) -> Streaming:
    return Streaming(
        node.at("param_discriminator").text(), node.at("stream_event_model").text(), node.pointer
    )


def _spelled(organization: str, casings: Node) -> str:
    """Return the class of the client, spelled as the configuration says."""
    for phrase, casing in casings.members():
        if snake(phrase) == snake(organization):
            spelled = casing.at("pascal").text() or casing.at("singular", "pascal").text()
            is_short = casing.at("initialism").flag()
            return spelled or (phrase.upper() if is_short else pascal(organization))
    return pascal(organization)


def _message(node: Node) -> str | None:
    """Return why something is deprecated, in the words for Python where there are some."""
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
