"""Operations of a generated package, called with values drawn from its own document.

Takes a package that can be imported and a function that makes a JSON value for a schema; gives the
arguments of a call as a user would write them: dates as dates, files as bytes.
"""

from __future__ import annotations

import base64
import importlib.util
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from speccast.testing import package as testing
from speccast.testing.examples import example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speccast.testing.schemas import Schemas

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = ("json", "+json")
_SOME: Final = {"minItems": 1, "minProperties": 1}
"""Limits for arrays and objects of parameters: an empty one is not sent at all."""


@dataclass(frozen=True)
class Package:
    """A generated package."""

    name: str

    def module(self, name: str) -> Any:  # noqa: ANN401 - a module
        """Import one of its modules."""
        return import_module(f"{self.name}.{name}")

    @property
    def schemas(self) -> Schemas:
        """Its document."""
        return testing.package(self.name).schemas

    @property
    def manifest(self) -> dict[str, Any]:
        """Its manifest."""
        return testing.package(self.name).manifest

    def client(self, transport: Any) -> Any:  # noqa: ANN401 - its client
        """Return a client with invented credentials, as the generated tests make it."""
        settings = {"base_url": "https://api.test", "max_retries": 0, "transport": transport}
        return self._made(settings)

    def real_client(self, url: str) -> Any:  # noqa: ANN401 - its client
        """Return a client with the same credentials, for a running server."""
        return self._made({"base_url": url, "max_retries": 0, "timeout": 60})

    def _made(self, more: Mapping[str, Any]) -> Any:  # noqa: ANN401 - its client
        folder = Path(self.module("client").__file__).parents[1]
        path = folder / "tests" / self.name / "conftest.py"
        spec = importlib.util.spec_from_file_location(f"{self.name}_conftest", path)
        assert spec
        assert spec.loader
        fixtures: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(fixtures)

        def made(_: str, client: Any, __: Any, /, **settings: Any) -> Any:  # noqa: ANN401 - as above
            return client(**{**settings, **more})

        fixtures.Contract = made
        return fixtures.api.__wrapped__()

    def strategy(self, schema: Any, *, plain: bool) -> Any:  # noqa: ANN401 - a strategy
        """Return the strategy of values that a request sends for a schema."""
        return self.schemas.strategies("request", plain=plain).of(schema)

    def operations(self) -> Iterator[Operation]:
        """Yield its operations."""
        document = self.schemas.document
        names = self.manifest["names"]
        for each in self.manifest["operations"]:
            item = self.schemas.follow(document["paths"][each["path"]])
            symbol: str = each["symbol"]
            plain: str = names.get("plain_arguments", {}).get(symbol, "")
            arguments = {key: key.partition(":")[2] for key in plain.split()}
            arguments |= names.get("arguments", {}).get(symbol, {})
            yield Operation(self, each["method"], each["path"], symbol, item, arguments)


@dataclass(frozen=True)
class Operation:
    """One operation."""

    package: Package
    method: str
    path: str
    symbol: str
    item: dict[str, Any] = field(repr=False)
    arguments: dict[str, str] = field(repr=False)
    """The argument of each parameter (`query:limit`) and each member of a body (`body:name`)."""

    @property
    def node(self) -> dict[str, Any]:
        """The operation object."""
        found: dict[str, Any] = self.item[self.method.lower()]
        return found

    @property
    def function(self) -> Any:  # noqa: ANN401 - any operation
        """The function that describes the call."""
        found = self.package.module("operations")
        for name in self.symbol.split("."):
            found = getattr(found, name)
        return found

    @property
    def members(self) -> dict[str, str]:
        """The arguments of the members of its body."""
        return {key: name for key, name in self.arguments.items() if key.startswith("body:")}

    @property
    def takes_body(self) -> bool:
        """Whether its body is an argument, and not its members."""
        return not self.members and "body" in signature(self.function).parameters

    @property
    def always_fails(self) -> bool:
        """Whether the document has no success, so that a mock server always fails."""
        statuses: dict[str, Any] = self.node.get("responses") or {"default": {}}
        return not any(status[0] in "2d" for status in statuses)

    def parameters(self) -> Iterator[dict[str, Any]]:
        """Yield the parameter objects; those of the operation replace those of the path."""
        merged: dict[tuple[str, str], dict[str, Any]] = {}
        for node in (*self.item.get("parameters", ()), *self.node.get("parameters", ())):
            found = self.package.schemas.follow(node)
            merged[found["in"], found["name"]] = found
        yield from merged.values()

    def body(self) -> tuple[str, dict[str, Any]] | None:
        """Return the media type that is sent by default, with its media type object."""
        found: dict[str, Any] = self.package.schemas.follow(self.node.get("requestBody")) or {}
        contents: dict[str, Any] = found.get("content") or {}
        order = sorted(contents, key=lambda name: not name.split(";")[0].endswith(_JSON))
        return next(((name, contents[name]) for name in order), None)

    def call(self, make: Callable[[Any, bool], Any], *, whole: bool = True) -> dict[str, Any]:
        """Return the arguments of a call.

        Args:
            make: returns a JSON value for a schema, which may have to fit into a URL or header.
            whole: whether optional parameters are given, too.

        """
        made: dict[str, Any] = {}
        for node in self.parameters():
            name = self.arguments.get(f"{node['in']}:{node['name']}")
            if name and (whole or node.get("required")):
                schema = self.package.schemas.all_of([schema_of(node), _SOME])
                made[name] = self.rich(schema, make(schema, True))  # noqa: FBT003 - a protocol
        body = self.body()
        if body:
            schema = schema_of(body[1])
            if not self.takes_body:
                schema = self.package.schemas.all_of([schema, {"type": "object"}])
            value = make(schema, False)  # noqa: FBT003 - a protocol
            if body[0].startswith(_FORM):
                value = self.seen(schema, value)
            made |= self.body_arguments(schema, value)
        return made

    def seen(self, schema: Any, form: Any) -> Any:  # noqa: ANN401 - JSON
        """Return a value in which untyped members are strings, because they are sent as such."""
        parts = self.package.schemas.parts(schema)
        said = {key: self.member(parts, key) not in (True, {}) for key in form}
        return {key: value if said[key] else "text" for key, value in form.items()}

    def body_arguments(self, schema: Any, value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Return the arguments that send a body."""
        body = self.body()
        if self.takes_body:
            if body is not None and body[0].startswith("text/"):
                return {"body": value if isinstance(value, str) else json.dumps(value)}
            return {"body": self.rich(schema, value)}
        members, parts = self.members, self.package.schemas.parts(schema)
        found: dict[str, Any] = {}
        more: dict[str, Any] = {}
        for key, member in value.items():
            inner = self.member(parts, key)
            if f"body:{key}" in members:
                found[members[f"body:{key}"]] = self.rich(inner, member)
            else:
                more[key] = member
        if more:
            found["options"] = self.package.module("_runtime.request").Options(body=more)
        return found

    def member(self, parts: Any, key: str) -> Any:  # noqa: ANN401 - JSON
        """Return the schema of a property."""
        return self.package.schemas.member(parts, key)

    def rich(self, schema: Any, value: Any) -> Any:  # noqa: ANN401 - JSON in, Python out
        """Return a wire value as a user would write it."""
        parts = self.package.schemas.parts(schema)
        if isinstance(value, list):
            items = [part["items"] for part in parts if "items" in part]
            inner = self.package.schemas.all_of(items)
            return [self.rich(inner, each) for each in cast("list[object]", value)]
        formats = {part.get("format") or part.get("contentEncoding") for part in parts}
        if isinstance(value, str):
            for name in formats & {*_RICH}:
                return _RICH[name](self.package, value)
        return value


def schema_of(node: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Return the schema of a parameter or media type object; without one, any value is valid."""
    if "schema" in node:
        return node["schema"]
    content: dict[str, Any] = node.get("content") or {}
    return next((each.get("schema", True) for each in content.values()), True)


_RICH: Final[Mapping[Any, Callable[[Package, str], Any]]] = {
    "date-time": lambda _, value: datetime.fromisoformat(value),
    "date": lambda _, value: date.fromisoformat(value),
    "byte": lambda _, value: base64.b64decode(value),
    "base64": lambda _, value: base64.b64decode(value),
    "binary": lambda _, value: value.encode(),
}
"""Formats whose values are other types than strings in Python."""


def drawn(package: Package, schema: Any, *, plain: bool) -> Any:  # noqa: ANN401 - JSON
    """Return the documented example of a schema, or the simplest valid value."""
    del plain
    return example(package.schemas, schema, "request")


def as_json(value: object) -> str:
    """Return JSON text for a message."""
    return json.dumps(value, default=repr)[:500]
