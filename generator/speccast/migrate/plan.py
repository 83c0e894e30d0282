"""Plans the configuration of speccast: names, credentials, pagination and excluded operations."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.pointers import join

from .actions import Action
from .casing import pascal, upper
from .naming import Methods, Models, Pin, SdkMethod, arguments
from .nodes import Problem
from .paging import fits, schemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.reading.json_value import Json

    from .api_md import Listing
    from .paging import Scheme
    from .stainless import Option, StainlessConfig
    from .target import Target

_PAGINATION = "x-speccast-pagination"
_ARGUMENT = "x-speccast-argument"
_PARAMETERS = "x-speccast-client-parameters"
_BODY_ARGUMENT = "x-speccast-body-argument"
_STREAM = "x-speccast-stream"
_UNWRAPPED = ("settings", "unwrap_response_fields")
_WITHOUT_EQUIVALENT = {
    ("client_settings", "default_timeout"): "pass `timeout` to the client",
    ("client_settings", "default_headers"): "pass `headers` to the client",
    ("client_settings", "default_retries"): "pass `max_retries` to the client",
    ("client_settings", "idempotency"): "pass `Options(idempotency_key=True)` to a call",
    _UNWRAPPED: "the result is the envelope, which has the field",
    ("errors", "union"): "use `body` of the error, which has its type",
}
"""Settings that speccast does not have, and their alternatives."""
_WITHOUT_EQUIVALENT_OF_METHODS = {
    "default_request_options": "pass `timeout`, or `Options(max_retries=…)`, to the call",
    "unwrap_response": "the result is the envelope, which has the field",
}
"""Settings of methods that speccast does not have, and their alternatives."""
_GLOB = re.compile(r"[*?\[]")


class Extension(Struct, frozen=True):
    """An extension of a node in the document."""

    key: str
    """`GET /pets`, or a pointer."""
    name: str
    value: Json
    pointer: str
    member: str | None = None
    """The key below the extension that has the value."""


class Plan(Struct, frozen=True):
    """The contents of the new configuration, and the data to compare it with the SDK."""

    package: str | None
    client_class: str
    base_url_env: str
    names: tuple[Pin, ...]
    extensions: tuple[Extension, ...]
    pagination: tuple[Scheme, ...]
    environments: tuple[tuple[str, str], ...]
    exclude: tuple[str, ...]
    actions: tuple[Action, ...]
    """Further corrections: removals of endpoints that the configuration does not list."""
    methods: tuple[SdkMethod, ...]
    unwrapped: tuple[str, ...]
    """The fields of envelopes that the SDK returns instead of the envelope."""
    lost: tuple[SdkMethod, ...]
    options: tuple[Option, ...]
    models: tuple[str, ...]
    """The names that callers import."""
    problems: tuple[Problem, ...]
    drift: tuple[Problem, ...]


def plan(config: StainlessConfig, listed: Listing, target: Target) -> Plan:
    """Plan the new configuration."""
    problems: list[Problem] = []
    pages = tuple(schemes(config.root.at("pagination"), problems))
    methods = Methods(config, listed, target)
    models = Models(config, listed, target)
    models.results(methods.found, {pascal(page.name).lower(): page for page in pages})
    excluded, actions = _exclusions(target, methods.found)
    calls = tuple(
        Pin(method.endpoint.name, method.name, method.pointer) for method in methods.found
    )
    extensions = (
        *_credentials(config, target, problems),
        *_parameters(config),
        *_error(config),
        *_pages(methods.found, pages, target),
        *_bodies(methods.found),
        *_streams(methods.found),
    )
    environments = [
        (n, url) for n, e in config.root.at("environments").members() if (url := e.text())
    ]
    return Plan(
        package=config.package,
        client_class=config.client_class,
        base_url_env=f"{upper(config.env_prefix)}_BASE_URL",
        names=(*calls, *models.pins.values(), *arguments(methods.found, target)),
        extensions=extensions,
        pagination=pages,
        environments=tuple(environments) if len(environments) > 1 else (),
        exclude=excluded,
        actions=actions,
        methods=tuple(methods.found),
        unwrapped=config.root.at(*_UNWRAPPED).texts(),
        lost=tuple(methods.lost),
        options=config.options,
        models=listed.models or tuple(pin.name for pin in models.pins.values()),
        problems=(*config.problems, *problems, *methods.problems, *models.problems),
        drift=(*methods.drift, *_without_equivalent(config)),
    )


def _without_equivalent(config: StainlessConfig) -> Iterator[Problem]:
    """Iterate the settings without an equivalent in speccast."""
    for keys, hint in _WITHOUT_EQUIVALENT.items():
        node = config.root.at(*keys)
        if node:
            yield Problem(node.pointer, f"{'.'.join(keys)} has no equivalent", hint)
    for method in config.methods:
        for key, hint in _WITHOUT_EQUIVALENT_OF_METHODS.items():
            pointer = f"{method.pointer}/{key}"
            if key in method.keys:
                name = f"{key} of client.{'.'.join(method.call)}"
                yield Problem(pointer, f"{name} has no equivalent", hint)
    for option in config.options:
        if option.default is not None and not option.variable:
            message = f"the default of {option.name} has no equivalent"
            hint = f"pass `{option.name}={option.default!r}` to the client"
            yield Problem(f"{option.pointer}/default", message, hint)
    for pointer, name in config.aliases:
        hint = "define it in a module of your own"
        yield Problem(pointer, f"models.{name} is an alias of a model", hint)
    for pointer, name in config.custom:
        hint = "keep it in a subclass of the client"
        yield Problem(pointer, f"client.{name} is custom code", hint)


def _credentials(
    config: StainlessConfig, target: Target, problems: list[Problem]
) -> Iterator[Extension]:
    """Iterate the arguments of the client that are credentials."""
    pairs: dict[str, dict[str, Json]] = {}
    found: set[str] = set()
    for option in config.options:
        if option.scheme is None:
            continue
        at = join("#/components/securitySchemes", option.scheme)
        if not target.at_pointer(at):
            message = f"there is no security scheme {option.scheme!r}"
            hint = "describe it under `security_schemes`, or in the document"
            problems.append(Problem(f"{option.pointer}/auth/security_scheme", message, hint))
            continue
        argument: dict[str, Json] = {"name": option.name}
        if option.env is not None:
            argument["env"] = option.env
        if option.role not in {"username", "password", "value"} or at in found:
            continue  # `client_id` and `client_secret` are one argument
        if option.role != "value":
            pairs.setdefault(at, {})[option.role] = argument
            if len(pairs[at]) > 1:
                yield Extension(at, _ARGUMENT, pairs[at], option.pointer)
        else:
            found.add(at)
            yield Extension(at, _ARGUMENT, argument, option.pointer)


def _parameters(config: StainlessConfig) -> Iterator[Extension]:
    """Iterate the arguments of the client that are sent with each call."""
    for option in config.options:
        if option.scheme is None and option.wire is not None:
            argument: dict[str, Json] = {"in": option.place, "name": option.name}
            more = {"env": option.env, "description": option.description}
            argument |= {key: value for key, value in more.items() if value is not None}
            yield Extension("#", _PARAMETERS, argument, option.pointer, option.wire)


def _error(config: StainlessConfig) -> Iterator[Extension]:
    """Iterate the extension with the location of an error's message, if it is set."""
    node = config.root.at("errors", "message_property")
    if name := node.text():
        message: Json = join("", *name.split("."))
        yield Extension("#", "x-speccast-error", {"message": message}, node.pointer)


def _pages(
    methods: Sequence[SdkMethod], pages: Sequence[Scheme], target: Target
) -> Iterator[Extension]:
    """Iterate the extensions of methods whose pagination would not be detected, or wrongly."""
    by_name = {pascal(page.name).lower(): page for page in pages}
    for method in methods:
        fitting = [page for page in pages if fits(page, method.endpoint, target)]
        detected = next((page for page in fitting if page.is_plain), None)
        scheme = fitting[0] if fitting else None
        if method.listed is not None:
            page = method.listed.page
            scheme = by_name.get(page.lower(), scheme) if page else None
        elif method.configured is not None and method.configured.paginated is False:
            scheme = None
        elif method.configured is not None and isinstance(method.configured.paginated, str):
            scheme = by_name.get(pascal(method.configured.paginated).lower(), scheme)
        if scheme is not detected:
            value: Json = scheme.name if scheme else False
            yield Extension(method.endpoint.name, _PAGINATION, value, method.pointer)


def _bodies(methods: Sequence[SdkMethod]) -> Iterator[Extension]:
    """Iterate the extensions of methods whose body is one argument."""
    for method in methods:
        if method.configured is not None and method.configured.body_argument is not None:
            name = method.configured.body_argument
            yield Extension(method.endpoint.name, _BODY_ARGUMENT, name, method.pointer)


def _streams(methods: Sequence[SdkMethod]) -> Iterator[Extension]:
    """Iterate the extensions of methods whose argument for a stream is not named `stream`."""
    for method in methods:
        streaming = method.configured.streaming if method.configured else None
        if streaming is not None and streaming.parameter not in {None, "stream"}:
            yield Extension(method.endpoint.name, _STREAM, streaming.parameter, streaming.pointer)


def _exclusions(
    target: Target, methods: Sequence[SdkMethod]
) -> tuple[tuple[str, ...], tuple[Action, ...]]:
    """Return the operations that are not listed: their ids, or actions if an id is not unique."""
    known = {method.endpoint.name for method in methods}
    ids = Counter(e.node.at("operationId").text() for e in target.endpoints.values())
    globs: list[str] = []
    actions: list[Action] = []
    for name, endpoint in target.endpoints.items():
        key = endpoint.node.at("operationId").text()
        if name in known:
            continue
        if key and ids[key] == 1 and not key.startswith(("tag:", "path:")):
            globs.append(_GLOB.sub(lambda found: f"[{found[0]}]", key))
        else:
            why = "not listed under `resources`"
            actions.append(
                Action(target.path(endpoint.node.pointer), why, "#/resources", remove=True)
            )
    return tuple(globs), tuple(actions)
