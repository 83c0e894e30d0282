"""`python -m tests.corpus.examples PACKAGE`: read every documented example, and write it back.

Takes a generated package that can be imported; gives JSON: how many examples of its document were
read, how many do not fit their own schema, and what went wrong.
"""

from __future__ import annotations

import json
import sys
import uuid
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import date, datetime, time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from speccast.testing.answers import Answer
from speccast.testing.examples import documented
from speccast.testing.models import models
from speccast.testing.package import package
from speccast.testing.validity import Validity

from .calling import Package, as_json, drawn, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speccast.testing.schemas import Direction

    from .calling import Operation

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Reader: TypeAlias = "Callable[[Any], Any]"
"""Reads and writes a JSON value with the package."""
Maker: TypeAlias = "Callable[[Any, bool], Any]"
"""Makes a JSON value for a schema, as `Operation.call` requires."""
_BODILESS: Final = {HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED}


@dataclass
class Found:
    """The results for all examples."""

    read: int = 0
    unfit: int = 0
    complaints: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Examples:
    """The examples of a package's document."""

    package: Package
    found: Found = field(default_factory=Found)

    def check(self) -> None:
        """Check all examples."""
        for model in models(self.package.name):
            self.model(model, *package(self.package.name).origin(model))
        for operation in self.package.operations():
            self.requests(operation)
            self.responses(operation)

    def model(self, model: Any, pointer: str, direction: Direction) -> None:  # noqa: ANN401 - a class
        """Check the examples of a model, and those of its properties within a small model."""
        node = self.package.schemas.at(pointer)
        read: Reader = lambda value: self.wire(model.from_dict(value))  # noqa: E731 - said here
        for value in self.documented(node):
            self.one(f"models.{model.__name__}", node, direction, value, read)
        try:
            base = self.package.schemas.example(pointer, direction)
        except LookupError:
            return
        if not isinstance(node, dict) or not isinstance(base, dict):
            return
        properties: dict[str, Any] = cast("dict[str, Any]", node).get("properties") or {}
        for name, inner in properties.items():
            for value in self.documented(inner):
                whole = {**cast("dict[str, Any]", base), name: value}
                self.one(f"models.{model.__name__}.{name}", node, direction, whole, read)

    def requests(self, operation: Operation) -> None:
        """Check that the documented bodies of an operation are sent unchanged."""
        body = operation.body()
        if body is None or not is_json(body[0]):
            return
        for value in self.documented(body[1]):
            sent: Reader = lambda value: self.sent(operation, value)  # noqa: E731 - said here
            self.one(f"{operation.symbol} sends", schema_of(body[1]), "request", value, sent)

    def sent(self, operation: Operation, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the body of the request that a call with this body sends."""
        make: Maker = lambda schema, plain: drawn(self.package, schema, plain=plain)  # noqa: E731
        arguments = operation.call(make, whole=False)
        body = operation.body()
        assert body
        names = {name for key, name in operation.arguments.items() if key.startswith("body:")}
        rest = {k: v for k, v in arguments.items() if k not in {*names, "body", "options"}}
        given = operation.body_arguments(schema_of(body[1]), value)
        answer = self.answering(operation, 200, "", None)
        try:
            self.package.client(answer).send(operation.function(**rest, **given))
        except self.package.module("errors").DecodeError:
            pass  # an example of an empty answer
        return json.loads(answer.sent[0].body or "null")

    def responses(self, operation: Operation) -> None:
        """Check that the documented answers of an operation are read."""
        responses: dict[str, Any] = operation.node.get("responses") or {}
        for status, node in responses.items():
            contents: dict[str, Any] = self.package.schemas.follow(node).get("content") or {}
            digits = status.upper().replace("X", "0")
            for media_type, content in contents.items():
                if not is_json(media_type) or not digits.isdigit() or not has_body(int(digits)):
                    continue
                read = self.reader(operation, int(digits), media_type)
                for value in self.documented(content):
                    where = f"{operation.symbol} answers {status}"
                    self.one(where, schema_of(content), "response", value, read)

    def reader(self, operation: Operation, status: int, media_type: str) -> Callable[[Any], Any]:
        """Return a function that reads an answer's body with a client, and writes it back."""
        make: Maker = lambda schema, plain: drawn(self.package, schema, plain=plain)  # noqa: E731
        request = operation.function(**operation.call(make, whole=False))

        def read(value: Any) -> Any:  # noqa: ANN401 - JSON
            client = self.package.client(self.answering(operation, status, media_type, value))
            try:
                return self.wire(client.send(request).data)
            except self.package.module("errors").APIStatusError as error:
                return self.wire(error.body)

        return read

    def answering(
        self,
        operation: Operation,
        status: int,
        media_type: str,
        value: Any,  # noqa: ANN401 - JSON
    ) -> Any:  # noqa: ANN401 - a transport
        """Return a transport with one answer."""
        answering = self.package.module("testing").FakeTransport(redact=False)
        content = Answer(status, media_type, value).content()
        headers = {"Content-Type": media_type} if media_type else {}
        answering.answer(operation.symbol, content, status=status, headers=headers)
        return answering

    def wire(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the JSON value of a result."""
        return self.package.module("_runtime.wire").to_wire(value)

    def documented(self, node: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
        """Yield the examples of a node."""
        yield from documented(self.package.schemas, node)

    def one(
        self,
        where: str,
        schema: Any,  # noqa: ANN401 - JSON
        direction: Direction,
        value: Any,  # noqa: ANN401 - JSON
        read: Callable[[Any], Any],
    ) -> None:
        """Check one example: the written value must be equivalent."""
        if not Validity(self.package.schemas, direction).fits(schema, value):
            self.found.unfit += 1
            return
        try:
            written = read(value)
        except self.package.module("errors").DecodeError as error:
            if breaks_format(error):
                self.found.unfit += 1
            else:
                self.found.complaints.append(f"{where}: {error}: {as_json(value)}")
            return
        self.found.read += 1
        if not same(value, written):
            self.found.complaints.append(f"{where}: {as_json(value)} became {as_json(written)}")


def is_json(media_type: str) -> bool:
    """Return whether a body is one JSON value."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def has_body(status: int) -> bool:
    """Return whether a status is final, and HTTP allows a body with it."""
    return status >= HTTPStatus.OK and status not in _BODILESS


def breaks_format(error: Any) -> bool:  # noqa: ANN401 - a DecodeError of the package
    """Return whether an example is invalid for the format in its schema."""
    read = next((_FORMATS[name] for name in _FORMATS if name in str(error)), None)
    return read is not None and isinstance(error.found, str) and _reads(read, error.found) is None


def same(one: Json, other: Json) -> bool:
    """Return whether two JSON values are equal, or spell the same value differently."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        pairs = ((_reads(read, one), _reads(read, other)) for read in _FORMATS.values())
        return any(first is not None and first == second for first, second in pairs)
    return (type(one) is type(other) and bool(one == other)) or (_is_number(one) and one == other)


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _reads(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else None


_FORMATS: Final[Mapping[str, Callable[[str], object]]] = {
    "date-time": _moment,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "UUID": uuid.UUID,
    "base64": lambda text: b64decode(text, validate=True),
}
"""The words of `DecodeError` for each format, and a reader of it from another library."""


def main() -> None:
    """Check the examples of the named package."""
    examples = Examples(Package(sys.argv[1]))
    examples.check()
    found = examples.found
    print(json.dumps({"read": found.read, "unfit": found.unfit, "complaints": found.complaints}))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
