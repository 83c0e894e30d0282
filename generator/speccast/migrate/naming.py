"""Chooses the names of methods, models and arguments from the configuration and `api.md`.

Callers know the names of `api.md`, so they take precedence. If the configuration has another name,
that is reported as drift.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.english import singular
from speccast.reading.overlay import json_path

from .casing import pascal, snake
from .nodes import Node, Problem
from .paging import fits
from .target import owner_of, pointer_to, without_parameter_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .api_md import Call, Listing
    from .paging import Scheme
    from .stainless import Method, Model, StainlessConfig
    from .target import Endpoint, Target


_OURS = frozenset(("timeout", "extra_headers", "extra_query", "extra_body"))
"""The arguments of the SDK that each method has in addition to those of the API."""


class SdkMethod(Struct, frozen=True):
    """A method of the SDK, from the configuration, `api.md` or both."""

    call: tuple[str, ...]
    endpoint: Endpoint
    pointer: str
    """The place in the configuration; empty if only `api.md` has the method."""
    configured: Method | None
    listed: Call | None

    @property
    def name(self) -> str:
        """The dotted name: `beta.threads.create`."""
        return ".".join(self.call)


class Pin(Struct, frozen=True):
    """A name that the configuration prescribes."""

    key: str
    """`GET /pets/{id}`, or a pointer."""
    name: str
    pointer: str


class Methods:
    """The methods of the configuration and of `api.md`."""

    def __init__(self, config: StainlessConfig, listed: Listing, target: Target) -> None:
        """Merge both lists."""
        self.problems: list[Problem] = []
        self.drift: list[Problem] = []
        self.found: list[SdkMethod] = []
        self.lost: list[SdkMethod] = []
        """Further methods of an endpoint that has one already."""
        self._target = target
        self._calls: dict[str, list[Call]] = {}
        for call in listed.calls:
            self._calls.setdefault(without_parameter_names(call.endpoint), []).append(call)
        self._taken: dict[str, SdkMethod] = {}
        for method in config.methods:
            self._add_configured(method, published=bool(listed.calls))
        known = {without_parameter_names(method.endpoint) for method in config.methods}
        for call in listed.calls:
            if without_parameter_names(call.endpoint) not in known:
                self._add_listed(call)
            else:
                self._check_second(call)

    def _add_configured(self, method: Method, *, published: bool) -> None:
        endpoint = self._target.endpoint(method.endpoint)
        if endpoint is None:
            message = f"the document has no `{method.endpoint}`"
            hint = "correct the endpoint, or remove the method"
            self.problems.append(Problem(method.pointer, message, hint))
            return
        calls = self._calls.get(without_parameter_names(method.endpoint), [])
        listed = next((call for call in calls if call.call == method.call), None)
        name = ".".join(method.call)
        if listed is None and len(calls) == 1:
            listed = calls[0]
            message = f"client.{name} is client.{listed.name} in api.md, line {listed.line}"
            self.drift.append(Problem(method.pointer, message, "the name in api.md is used"))
        elif listed is None and published:
            message = f"client.{name} is not in api.md, as it is newer than the SDK"
            self.drift.append(Problem(method.pointer, message, "the method is generated"))
        call = listed.call if listed else method.call
        self._add(SdkMethod(call, endpoint, method.pointer, method, listed))

    def _add_listed(self, call: Call) -> None:
        endpoint = self._target.endpoint(call.endpoint)
        what = f"client.{call.name} (api.md, line {call.line})"
        if endpoint is None:
            message = f"{what} calls `{call.endpoint}`, which the document does not have"
            hint = "its callers need another method, or an older document"
            self.problems.append(Problem("#/resources", message, hint))
            return
        message = f"{what} is not in the configuration"
        self.drift.append(Problem("#/resources", message, "the method is generated"))
        self._add(SdkMethod(call.call, endpoint, "", None, call))

    def _check_second(self, call: Call) -> None:
        """Report a method whose endpoint has another name in the configuration."""
        endpoint = self._target.endpoint(call.endpoint)
        first = endpoint and self._taken.get(endpoint.name)
        names = {known.name for known in (*self.found, *self.lost)}
        if endpoint and first and call.name not in names:
            message = (
                f"client.{call.name} (api.md, line {call.line}) is client.{first.name} already"
            )
            hint = f"callers of client.{call.name} call client.{first.name}"
            self.drift.append(Problem("#/resources", message, hint))
            self.lost.append(SdkMethod(call.call, endpoint, "", None, call))

    def _add(self, method: SdkMethod) -> None:
        first = self._taken.setdefault(method.endpoint.name, method)
        if first is method:
            self.found.append(method)
            return
        message = f"`{method.endpoint.name}` is client.{first.name} already"
        hint = f"remove one; callers of client.{method.name} call client.{first.name}"
        self.problems.append(Problem(method.pointer, message, hint))
        self.lost.append(method)


class Models:
    """The names of models."""

    def __init__(self, config: StainlessConfig, listed: Listing, target: Target) -> None:
        """Pin the names in the configuration, in the spelling of the SDK."""
        self.problems: list[Problem] = []
        self.pins: dict[str, Pin] = {}
        self._used: set[str] = set()
        self._published = bool(listed.calls)
        self._target = target
        spelled = {name.lower(): name for name in listed.models}
        for model in config.models:
            place = self._place(model)
            if place is None:
                message = f"`{model.uri}` is not a schema of the document"
                hint = "name one under components/schemas, or the pointer of one"
                self.problems.append(Problem(model.pointer, message, hint))
            else:
                self._pin(
                    owner_of(place), spelled.get(model.name.lower(), model.name), model.pointer
                )

    def _place(self, model: Model) -> Node | None:
        """Return the schema of a model."""
        if model.uri.startswith("$"):
            try:
                found = json_path.select(model.uri, self._target.root.value)
            except json_path.InvalidPathError:
                return None
            if len(found) != 1:
                return None
            node = self._target.at_pointer("/".join(["#", *map(str, found[0])]))
        else:
            at = model.uri if model.uri.startswith("#") else pointer_to(model.uri)
            node = self._target.at_pointer(at)
        return node or None

    def _pin(self, key: str, name: str, pointer: str) -> None:
        if key not in self.pins and name not in self._used:
            self.pins[key] = Pin(key, name, pointer)
            self._used.add(name)

    def results(self, methods: list[SdkMethod], pages: dict[str, Scheme]) -> None:
        """Pin the names of the methods' results that have no name yet."""
        for method in methods:
            place = self._result(method, pages)
            name = method.listed.result if method.listed else self._usual(method)
            if place is not None and name[:1].isupper() and name.isidentifier() and name != "None":
                self._pin(owner_of(place), name, method.pointer)

    def _result(self, method: SdkMethod, pages: dict[str, Scheme]) -> Node | None:
        schema = self._target.result(method.endpoint)
        if schema is None:
            return None
        if method.listed is not None:
            page = method.listed.page
            scheme = pages.get(page.lower()) if page else None
        else:
            paged = method.configured is None or method.configured.paginated is not False
            fitting = (s for s in pages.values() if fits(s, method.endpoint, self._target))
            page, scheme = None, next(fitting, None) if paged else None
        if scheme is not None:
            return self._target.items(schema, scheme.items)
        return None if page else schema

    def _usual(self, method: SdkMethod) -> str:
        """Return the name of an unlisted result according to the rules of Stainless."""
        if self._published or len(method.call) == 1:
            return ""
        return pascal(f"{singular(method.call[-2])}_{method.call[-1]}_response")


def arguments(methods: list[SdkMethod], target: Target) -> Iterator[Pin]:
    """Iterate the names of arguments that differ from those that speccast chooses.

    Stainless keeps a leading underscore, and adds the location to a name that a method has twice:
    `path_id` and `body_id`. An argument with the name of a common argument is called `api_timeout`.
    A parameter that several methods share has one name in all of them, so it is not pinned.
    """
    for method in methods:
        parts = [
            (p.at("in").text() or "", p.at("name").text() or "", p.pointer)
            for p in target.parameters(method.endpoint)
        ]
        body = target.dereferenced(target.body(method.endpoint)).at("properties")
        parts += [("body", name, member.pointer) for name, member in body.members()]
        counts = Counter(snake(name) for _, name, _ in parts)
        for place, name, pointer in parts:
            if counts[snake(name)] > 1 and pointer.startswith("#/paths/"):
                yield Pin(pointer, f"{place}_{snake(name)}", method.pointer)
            elif name in _OURS and pointer.startswith("#/paths/"):
                yield Pin(pointer, f"api_{name}", method.pointer)
            elif name.startswith("_"):
                yield Pin(pointer, snake(name), method.pointer)
