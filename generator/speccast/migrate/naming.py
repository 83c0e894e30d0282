"""`Said`, `Listed` and a document -> the names of methods and models.

`api.md` is what callers know, so it wins; where the configuration says something else, that is
drift.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.english import singular
from speccast.reading import json_path

from .casing import pascal, snake
from .nodes import Node, Problem
from .paging import fits
from .target import blank, owner_of, pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .api_md import Call, Listed
    from .paging import Scheme
    from .said import Method, Named, Said
    from .target import Endpoint, Target


_OURS = frozenset(("timeout", "extra_headers", "extra_query", "extra_body"))
"""The arguments that each call of theirs takes besides those of the API."""


class Wanted(Struct, frozen=True):
    """A method as callers know it."""

    call: tuple[str, ...]
    endpoint: Endpoint
    pointer: str
    """Where the configuration says it; empty where only `api.md` does."""
    said: Method | None
    listed: Call | None

    @property
    def name(self) -> str:
        """`beta.threads.create`."""
        return ".".join(self.call)


class Pin(Struct, frozen=True):
    """A name that is prescribed."""

    key: str
    """`GET /pets/{id}`, or a pointer."""
    name: str
    pointer: str


class Methods:
    """Finds out which methods there are."""

    def __init__(self, said: Said, listed: Listed, target: Target) -> None:
        """Compare both lists."""
        self.problems: list[Problem] = []
        self.drift: list[Problem] = []
        self.wanted: list[Wanted] = []
        self.lost: list[Wanted] = []
        """Second methods of an endpoint."""
        self._target = target
        self._calls: dict[str, list[Call]] = {}
        for call in listed.calls:
            self._calls.setdefault(blank(call.endpoint), []).append(call)
        self._taken: dict[str, Wanted] = {}
        for method in said.methods:
            self._said(method, published=bool(listed.calls))
        known = {blank(method.endpoint) for method in said.methods}
        for call in listed.calls:
            if blank(call.endpoint) not in known:
                self._listed(call)
            else:
                self._second(call)

    def _said(self, method: Method, *, published: bool) -> None:
        endpoint = self._target.endpoint(method.endpoint)
        if endpoint is None:
            message = f"the document has no `{method.endpoint}`"
            hint = "correct the endpoint, or remove the method"
            self.problems.append(Problem(method.pointer, message, hint))
            return
        calls = self._calls.get(blank(method.endpoint), [])
        listed = next((call for call in calls if call.call == method.call), None)
        name = ".".join(method.call)
        if listed is None and len(calls) == 1:
            listed = calls[0]
            message = f"client.{name} is client.{listed.name} in api.md, line {listed.line}"
            self.drift.append(Problem(method.pointer, message, "api.md wins"))
        elif listed is None and published:
            message = f"client.{name} is not in api.md: it is newer than the SDK"
            self.drift.append(Problem(method.pointer, message, "it becomes a method"))
        call = listed.call if listed else method.call
        self._take(Wanted(call, endpoint, method.pointer, method, listed))

    def _listed(self, call: Call) -> None:
        endpoint = self._target.endpoint(call.endpoint)
        what = f"client.{call.name} (api.md, line {call.line})"
        if endpoint is None:
            message = f"{what} asks `{call.endpoint}`, which the document does not have"
            hint = "its callers need another method, or an older document"
            self.problems.append(Problem("#/resources", message, hint))
            return
        message = f"{what} is not in the configuration"
        self.drift.append(Problem("#/resources", message, "api.md wins"))
        self._take(Wanted(call.call, endpoint, "", None, call))

    def _second(self, call: Call) -> None:
        """Report a call whose endpoint the configuration has under another name."""
        endpoint = self._target.endpoint(call.endpoint)
        first = endpoint and self._taken.get(endpoint.name)
        names = {wanted.name for wanted in (*self.wanted, *self.lost)}
        if endpoint and first and call.name not in names:
            message = (
                f"client.{call.name} (api.md, line {call.line}) is client.{first.name} already"
            )
            hint = f"callers of client.{call.name} call client.{first.name}"
            self.drift.append(Problem("#/resources", message, hint))
            self.lost.append(Wanted(call.call, endpoint, "", None, call))

    def _take(self, wanted: Wanted) -> None:
        first = self._taken.setdefault(wanted.endpoint.name, wanted)
        if first is wanted:
            self.wanted.append(wanted)
            return
        message = f"`{wanted.endpoint.name}` is client.{first.name} already"
        hint = f"remove one; callers of client.{wanted.name} call client.{first.name}"
        self.problems.append(Problem(wanted.pointer, message, hint))
        self.lost.append(wanted)


class Models:
    """Finds out what models are called."""

    def __init__(self, said: Said, listed: Listed, target: Target) -> None:
        """Pin what the configuration names, in the spelling of the SDK."""
        self.problems: list[Problem] = []
        self.pins: dict[str, Pin] = {}
        self._used: set[str] = set()
        self._published = bool(listed.calls)
        self._target = target
        spelled = {name.lower(): name for name in listed.models}
        for model in said.models:
            place = self._place(model)
            if place is None:
                message = f"`{model.uri}` is not a schema of the document"
                hint = "name one under components/schemas, or the pointer of one"
                self.problems.append(Problem(model.pointer, message, hint))
            else:
                self._pin(
                    owner_of(place), spelled.get(model.name.lower(), model.name), model.pointer
                )

    def _place(self, model: Named) -> Node | None:
        """Return the schema that a model is."""
        if model.uri.startswith("$"):
            try:
                found = json_path.select(model.uri, self._target.root.value)
            except json_path.InvalidPathError:
                return None
            if len(found) != 1:
                return None
            node = self._target.resolved("/".join(["#", *map(str, found[0])]))
        else:
            at = model.uri if model.uri.startswith("#") else pointer_to(model.uri)
            node = self._target.resolved(at)
        return node or None

    def _pin(self, key: str, name: str, pointer: str) -> None:
        if key not in self.pins and name not in self._used:
            self.pins[key] = Pin(key, name, pointer)
            self._used.add(name)

    def results(self, wanted: list[Wanted], pages: dict[str, Scheme]) -> None:
        """Pin what methods answer with, where it has no name yet."""
        for method in wanted:
            place = self._result(method, pages)
            name = method.listed.result if method.listed else self._usual(method)
            if place is not None and name[:1].isupper() and name.isidentifier() and name != "None":
                self._pin(owner_of(place), name, method.pointer)

    def _result(self, method: Wanted, pages: dict[str, Scheme]) -> Node | None:
        schema = self._target.result(method.endpoint)
        if schema is None:
            return None
        if method.listed is not None:
            page = method.listed.page
            scheme = pages.get(page.lower()) if page else None
        else:
            paged = method.said is None or method.said.paginated is not False
            fitting = (s for s in pages.values() if fits(s, method.endpoint, self._target))
            page, scheme = None, next(fitting, None) if paged else None
        if scheme is not None:
            return self._target.items(schema, scheme.items)
        return None if page else schema

    def _usual(self, method: Wanted) -> str:
        """Return what a result is called by the rules of Stainless, where nothing lists it."""
        if self._published or len(method.call) == 1:
            return ""
        return pascal(f"{singular(method.call[-2])}_{method.call[-1]}_response")


def arguments(wanted: list[Wanted], target: Target) -> Iterator[Pin]:
    """Iterate the names of arguments that are none by our rules.

    Theirs keep an underscore in front, and say of a name that two places have which one they mean:
    `path_id` and `body_id`. What is called as an argument of each call is `api_timeout`. What
    several methods share has one name in all of them.
    """
    for method in wanted:
        parts = [
            (p.at("in").text() or "", p.at("name").text() or "", p.pointer)
            for p in target.parameters(method.endpoint)
        ]
        body = target.followed(target.body(method.endpoint)).at("properties")
        parts += [("body", name, member.pointer) for name, member in body.members()]
        often = Counter(snake(name) for _, name, _ in parts)
        for place, name, pointer in parts:
            if often[snake(name)] > 1 and pointer.startswith("#/paths/"):
                yield Pin(pointer, f"{place}_{snake(name)}", method.pointer)
            elif name in _OURS and pointer.startswith("#/paths/"):
                yield Pin(pointer, f"api_{name}", method.pointer)
            elif name.startswith("_"):
                yield Pin(pointer, snake(name), method.pointer)
