"""`Said`, `Listed` and a corrected document -> `Plan`: what our configuration is to say."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.pointers import join

from .actions import Action
from .casing import pascal, upper
from .naming import Methods, Models, Pin, Wanted, arguments
from .nodes import Problem
from .paging import fits, schemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.reading.json_value import Json

    from .api_md import Listed
    from .paging import Scheme
    from .said import Option, Said
    from .target import Target

_PAGINATION = "x-speccast-pagination"
_ARGUMENT = "x-speccast-argument"
_PARAMETERS = "x-speccast-client-parameters"
_BODY_ARGUMENT = "x-speccast-body-argument"
_STREAM = "x-speccast-stream"
_UNWRAPPED = ("settings", "unwrap_response_fields")
_UNSAID = {
    ("client_settings", "default_timeout"): "give `timeout` to the client",
    ("client_settings", "default_headers"): "give `headers` to the client",
    ("client_settings", "default_retries"): "give `max_retries` to the client",
    ("client_settings", "idempotency"): "give `Options(idempotency_key=True)` to a call",
    _UNWRAPPED: "a result is the envelope, and has the field",
    ("errors", "union"): "look at `body` of the error, which has its type",
}
"""What our configuration cannot say, and what to do instead."""
_UNSAID_OF_METHODS = {
    "default_request_options": "give `timeout`, or `Options(max_retries=…)`, to the call",
    "unwrap_response": "a result is the envelope, and has the field",
}
"""The same of one method."""
_GLOB = re.compile(r"[*?\[]")


class Extension(Struct, frozen=True):
    """A member of a node of the document."""

    key: str
    """`GET /pets`, or a pointer."""
    name: str
    value: Json
    pointer: str
    member: str | None = None
    """Its member that has the value."""


class Plan(Struct, frozen=True):
    """What is to be written."""

    package: str | None
    client_class: str
    base_url_env: str
    names: tuple[Pin, ...]
    extensions: tuple[Extension, ...]
    pagination: tuple[Scheme, ...]
    environments: tuple[tuple[str, str], ...]
    exclude: tuple[str, ...]
    actions: tuple[Action, ...]
    """Corrections in addition to those of the configuration: endpoints that it does not list."""
    wanted: tuple[Wanted, ...]
    unwrapped: tuple[str, ...]
    """The fields of envelopes that were the results of methods."""
    lost: tuple[Wanted, ...]
    options: tuple[Option, ...]
    models: tuple[str, ...]
    """The names that callers import."""
    problems: tuple[Problem, ...]
    drift: tuple[Problem, ...]


def plan(said: Said, listed: Listed, target: Target) -> Plan:
    """Work out what is to be written."""
    problems: list[Problem] = []
    pages = tuple(schemes(said.root.at("pagination"), problems))
    methods = Methods(said, listed, target)
    models = Models(said, listed, target)
    models.results(methods.wanted, {pascal(page.name).lower(): page for page in pages})
    excluded, actions = _exclusions(target, methods.wanted)
    calls = tuple(
        Pin(method.endpoint.name, method.name, method.pointer) for method in methods.wanted
    )
    extensions = (
        *_credentials(said, target, problems),
        *_parameters(said),
        *_error(said),
        *_pages(methods.wanted, pages, target),
        *_bodies(methods.wanted),
        *_streams(methods.wanted),
    )
    environments = [
        (n, url) for n, e in said.root.at("environments").members() if (url := e.text())
    ]
    return Plan(
        package=said.package,
        client_class=said.client_class,
        base_url_env=f"{upper(said.env_prefix)}_BASE_URL",
        names=(*calls, *models.pins.values(), *arguments(methods.wanted, target)),
        extensions=extensions,
        pagination=pages,
        environments=tuple(environments) if len(environments) > 1 else (),
        exclude=excluded,
        actions=actions,
        wanted=tuple(methods.wanted),
        unwrapped=said.root.at(*_UNWRAPPED).texts(),
        lost=tuple(methods.lost),
        options=said.options,
        models=listed.models or tuple(pin.name for pin in models.pins.values()),
        problems=(*said.problems, *problems, *methods.problems, *models.problems),
        drift=(*methods.drift, *_unsaid(said)),
    )


def _unsaid(said: Said) -> Iterator[Problem]:
    """Iterate the settings that are left to callers."""
    for keys, hint in _UNSAID.items():
        node = said.root.at(*keys)
        if node:
            yield Problem(node.pointer, f"{'.'.join(keys)} is not in our configuration", hint)
    for method in said.methods:
        for key, hint in _UNSAID_OF_METHODS.items():
            pointer = f"{method.pointer}/{key}"
            if key in method.unsaid:
                name = f"{key} of client.{'.'.join(method.call)}"
                yield Problem(pointer, f"{name} is not in our configuration", hint)
    for option in said.options:
        if option.default is not None and not option.variable:
            message = f"the default of {option.name} is not in our configuration"
            hint = f"give `{option.name}={option.default!r}` to the client"
            yield Problem(f"{option.pointer}/default", message, hint)
    for pointer, name in said.aliases:
        hint = "define it in a module of your own"
        yield Problem(pointer, f"models.{name} is a second name of a model", hint)
    for pointer, name in said.own:
        hint = "keep it in a class of your own, which derives from the client"
        yield Problem(pointer, f"client.{name} is code of your own", hint)


def _credentials(said: Said, target: Target, problems: list[Problem]) -> Iterator[Extension]:
    """Iterate the arguments of the client that are credentials."""
    pairs: dict[str, dict[str, Json]] = {}
    found: set[str] = set()
    for option in said.options:
        if option.scheme is None:
            continue
        at = join("#/components/securitySchemes", option.scheme)
        if not target.resolved(at):
            message = f"there is no security scheme {option.scheme!r}"
            hint = "describe it under `security_schemes`, or in the document"
            problems.append(Problem(f"{option.pointer}/auth/security_scheme", message, hint))
            continue
        said_of: dict[str, Json] = {"name": option.name}
        if option.env is not None:
            said_of["env"] = option.env
        if option.role not in {"username", "password", "value"} or at in found:
            continue  # `client_id` and `client_secret` are one argument
        if option.role != "value":
            pairs.setdefault(at, {})[option.role] = said_of
            if len(pairs[at]) > 1:
                yield Extension(at, _ARGUMENT, pairs[at], option.pointer)
        else:
            found.add(at)
            yield Extension(at, _ARGUMENT, said_of, option.pointer)


def _parameters(said: Said) -> Iterator[Extension]:
    """Iterate the arguments of the client that are sent with each call."""
    for option in said.options:
        if option.scheme is None and option.wire is not None:
            given: dict[str, Json] = {"in": option.place, "name": option.name}
            more = {"env": option.env, "description": option.description}
            given |= {key: value for key, value in more.items() if value is not None}
            yield Extension("#", _PARAMETERS, given, option.pointer, option.wire)


def _error(said: Said) -> Iterator[Extension]:
    """Set the location of an error's message."""
    node = said.root.at("errors", "message_property")
    if name := node.text():
        message: Json = join("", *name.split("."))
        yield Extension("#", "x-speccast-error", {"message": message}, node.pointer)


def _pages(
    wanted: Sequence[Wanted], pages: Sequence[Scheme], target: Target
) -> Iterator[Extension]:
    """Iterate the methods whose pagination does not follow from the response."""
    by_name = {pascal(page.name).lower(): page for page in pages}
    for method in wanted:
        fitting = [page for page in pages if fits(page, method.endpoint, target)]
        told = next((page for page in fitting if page.is_plain), None)
        meant = fitting[0] if fitting else None
        if method.listed is not None:
            page = method.listed.page
            meant = by_name.get(page.lower(), meant) if page else None
        elif method.said is not None and method.said.paginated is False:
            meant = None
        elif method.said is not None and isinstance(method.said.paginated, str):
            meant = by_name.get(pascal(method.said.paginated).lower(), meant)
        if meant is not told:
            value: Json = meant.name if meant else False
            yield Extension(method.endpoint.name, _PAGINATION, value, method.pointer)


def _bodies(wanted: Sequence[Wanted]) -> Iterator[Extension]:
    """Iterate the methods whose body is one argument."""
    for method in wanted:
        if method.said is not None and method.said.body_argument is not None:
            name = method.said.body_argument
            yield Extension(method.endpoint.name, _BODY_ARGUMENT, name, method.pointer)


def _streams(wanted: Sequence[Wanted]) -> Iterator[Extension]:
    """Iterate the methods whose argument for a stream has another name than `stream`."""
    for method in wanted:
        streaming = method.said.streaming if method.said else None
        if streaming is not None and streaming.parameter not in {None, "stream"}:
            yield Extension(method.endpoint.name, _STREAM, streaming.parameter, streaming.pointer)


def _exclusions(
    target: Target, wanted: Sequence[Wanted]
) -> tuple[tuple[str, ...], tuple[Action, ...]]:
    """Return the operations that are not listed: by their ids, or as corrections."""
    known = {method.endpoint.name for method in wanted}
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
