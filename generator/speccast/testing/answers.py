"""The documented responses of an operation: one for each status and media type.

Each has a value, and the body with this value that a server sends.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from speccast.testing.events import describes_event, event_example, event_schema, event_text
from speccast.testing.examples import example
from speccast.testing.keywords import merged
from speccast.testing.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speccast.testing.schemas import Schemas
    from speccast.testing.values import Json, JsonObject

_FIRST_FINAL: Final = 200
_FIRST_ERROR: Final = 300
_BODILESS: Final = (204, 205, 304)
"""Statuses whose responses have no body (RFC 9110)."""
_DEFAULTS: Final = (500, 418, 451)
"""Statuses for `default`; the first undocumented one is used."""
_ANYTHING: Final = ("*/*", "application/*")
_SUCCESS: Final = "x-speccast-success"
_EVENTS: Final = "text/event-stream"
_PARTS: Final = "multipart/"
_DELIMITER: Final = "--part"
_LINES: Final = ("ndjson", "jsonl", "json-lines", "jsonlines", "json-seq")


class Answer(NamedTuple):
    """A documented response with a value."""

    status: int
    media_type: str
    """Empty if there is no body."""
    value: Json
    """The value of the body, or of one item in a stream."""
    is_model: bool = False
    """Whether its schema has properties, so that it is read as a model."""
    failed: bool = False
    """Whether a flag in the body marks it as a failure, in spite of its status."""

    is_event: bool = False
    """Whether the value is an object with the fields of a server-sent event."""
    is_sequence: bool = False
    """Whether the value is one item of a multipart body."""

    @property
    def is_success(self) -> bool:
        """Whether a call returns and does not raise an exception."""
        return self.status < _FIRST_ERROR and not self.failed

    @property
    def is_stream(self) -> bool:
        """Whether the body is a sequence of items."""
        return self.is_sequence or _is_stream(_kind(self.media_type))

    @property
    def is_json(self) -> bool:
        """Whether the body is the value as JSON."""
        kind = _kind(self.media_type)
        is_text = not _is_json(kind) and isinstance(self.value, str)
        return bool(kind) and not (self.is_event or self.is_stream or is_text)

    def content(self) -> bytes:
        """Return the body that a server sends."""
        kind, text = _kind(self.media_type), json.dumps(self.value)
        if not kind:
            return b""
        if self.is_event:
            return event_text(self.value)
        if self.is_sequence:
            return _part(self.value)
        if kind == _EVENTS:
            return f"data: {text}\n\n".encode()
        if _is_stream(kind):
            return f"{text}\n".encode()
        return (text if self.is_json else self.value).encode()

    def is_read_as(self, found: object, wire: Json) -> bool:
        """Return whether a client has read the body correctly.

        Args:
            found: the result of the client.
            wire: the result as a JSON value.

        """
        kind = _kind(self.media_type)
        if self.is_sequence and found == [str(self.value).encode()]:
            return True
        if self.is_stream:
            # The data of an event is not parsed as JSON if it is documented as text.
            return wire in ([self.value], [json.dumps(self.value)])
        as_text = (self.content(), self.content().decode())
        return _same(wire, self.value) or (not _is_json(kind) and found in as_text)


class Answers:
    """The documented responses of one document."""

    def __init__(self, schemas: Schemas) -> None:
        """Store the schemas of the document."""
        self._schemas = schemas
        self._root = schemas.document

    def of(self, method: str, path: str) -> list[Answer]:
        """Return the responses of an operation, successes first.

        The value is a documented example if one fits its schema, or else a generated value.
        """
        return sorted(self._all(method, path), key=lambda answer: not answer.is_success)

    def successes(self, method: str, path: str) -> tuple[Answer | None, Answer | None]:
        """Return the first success of an operation, and its first stream."""
        answers = self._all(method, path, before=_FIRST_ERROR)
        successes = [each for each in answers if each.is_success]
        streams = [each for each in successes if each.is_stream]
        whole = next((each for each in successes if not each.is_stream), None)
        if whole is None or whole.status != (streams or successes)[0].status:
            return next(iter(successes), None), None
        return whole, next(iter(streams), None)

    def operation(self, method: str, path: str) -> JsonObject:
        """Return the operation in the document."""
        item: JsonObject = self._schemas.follow(self._root["paths"][path])
        additional: JsonObject = item.get("additionalOperations", {})  # OpenAPI 3.2
        operation: JsonObject = item.get(method.lower()) or additional.get(method, {})
        return operation

    def _all(self, method: str, path: str, before: int = 1000) -> Iterator[Answer]:
        """Iterate the responses with a status below a number."""
        operation = self.operation(method, path)
        responses: JsonObject = operation.get("responses", {})
        flag: str | None = operation.get(_SUCCESS, self._root.get(_SUCCESS))
        keys = [key.upper() for key in responses]
        for key, node in responses.items():
            for status in (each for each in _statuses(key.upper(), keys) if each < before):
                bodiless = method == "HEAD" or status in _BODILESS
                for answer in self._answers(status, {} if bodiless else self._schemas.follow(node)):
                    yield from (answer,) if flag is None else _flagged(answer, flag)

    def _answers(self, status: int, response: JsonObject) -> Iterator[Answer]:
        contents: JsonObject = response.get("content") or {}
        if not contents:
            yield Answer(status, "", None)
        for media_type, node in contents.items():
            kind, content = _kind(media_type), self._schemas.follow(node)
            whole = merged(self._schemas.parts(content.get("schema", True)))
            is_object = whole["type"] == ["object"] and bool(whole.get("properties"))
            is_event = kind == _EVENTS and describes_event(self._schemas, content)
            item = self._item_of_parts(content) if kind.startswith(_PARTS) else None
            try:
                value = (
                    event_example(self._schemas, event_schema(self._schemas, content))
                    if is_event
                    else self._value(kind, content, item)
                )
            except LookupError:  # no body can fit its schema
                continue
            is_model = is_object and _is_json(kind)
            facts = {"is_event": is_event, "is_sequence": item is not None}
            yield Answer(status, media_type, value, is_model, **facts)

    def _item_of_parts(self, content: JsonObject) -> Json:
        """Return the schema of an item; None if the body is not a sequence."""
        if "itemSchema" in content:
            return content["itemSchema"]
        array = self._schemas.follow(content.get("schema", True))
        is_list = is_object(array) and array.get("type") == "array" and "prefixItems" not in array
        return array.get("items") if is_list else None

    def _value(self, kind: str, content: JsonObject, item: Json) -> Json:
        """Return the value of a body, or of one item in a stream."""
        schemas = self._schemas
        if item is not None:
            whole = merged(schemas.parts(item))
            is_file = "contentMediaType" in whole and "contentEncoding" not in whole
            is_file = is_file or whole.get("format") == "binary"
            return "content" if is_file else example(schemas, item, "response")
        if _is_stream(kind):
            schema: Json = content.get("schema", True)
            whole = merged(parts := schemas.parts(schema))
            if whole["type"] == ["array"] and "prefixItems" not in whole:
                schema = schemas.item(parts, 0)
            return example(schemas, content.get("itemSchema", schema), "response")
        # For some media types, the format of the body depends on the schema.
        is_open = kind in _ANYTHING or kind.startswith("application/vnd.")
        parts = schemas.parts(content.get("schema", True))
        is_open = is_open or any("contentEncoding" in part for part in parts)
        return example(schemas, content, "response") if _is_json(kind) or is_open else "text"


def _statuses(key: str, keys: list[str]) -> Iterator[int]:
    """Iterate the statuses for a key of the responses; none if it is not final."""
    if key.isdecimal():
        yield from [int(key)] if int(key) >= _FIRST_FINAL else ()
    elif key.endswith("XX") and key[0] in "2345":
        # Skip statuses that are documented themselves, or that have no body.
        named = {*map(str, _BODILESS), *keys}
        first = int(key[0]) * 100
        yield next(s for s in range(first, first + 100) if str(s) not in named)
    elif key == "DEFAULT":
        if not any(each.startswith("2") for each in keys):
            yield _FIRST_FINAL
        documented = {each.replace("XX", "") for each in keys}
        rest = (s for s in _DEFAULTS if not documented & {str(s), str(s)[0]})
        yield from list(rest)[:1]


def _flagged(answer: Answer, flag: str) -> Iterator[Answer]:
    """Iterate a response whose flag is true, and the same one whose flag is false."""
    steps = flag.split("/")[1:]
    value = json.loads(json.dumps(answer.value))
    node: Json = value
    for step in steps[:-1]:
        node = node.get(step) if is_object(node) else None
    found: Json = node.get(steps[-1]) if is_object(node) else None
    if not answer.is_success or type(found) is not bool:
        yield answer
        return
    for truth in (True, False):
        node[steps[-1]] = truth
        yield answer._replace(value=json.loads(json.dumps(value)), failed=not truth)


def _same(wire: Json, value: Json) -> bool:
    """Return whether two JSON values are equal, ignoring the format of dates and UUIDs."""
    if wire == value:
        return True
    if is_object(wire) and is_object(value):
        return wire.keys() == value.keys() and all(_same(wire[k], value[k]) for k in value)
    if is_array(wire) and is_array(value):
        return len(wire) == len(value) and all(map(_same, wire, value))
    if not isinstance(wire, str) or not isinstance(value, str):
        return False
    return any(_equal(read, wire, value) for read in (datetime.fromisoformat, UUID))


def _equal(read: Callable[[str], object], one: str, other: str) -> bool:
    try:
        return read(one) == read(other)
    except ValueError:
        return False


def _part(value: Json) -> bytes:
    """Return a multipart body with one part; the boundary is in its first line only."""
    is_text = isinstance(value, str)
    text: str = value if is_text else json.dumps(value)
    kind = "text/plain" if is_text else "application/json"
    lines = [_DELIMITER, f"Content-Type: {kind}", "", text, f"{_DELIMITER}--", ""]
    return "\r\n".join(lines).encode()


def _is_stream(kind: str) -> bool:
    return kind == _EVENTS or kind.endswith(_LINES)


def _is_json(kind: str) -> bool:
    """Return whether a media type is JSON; JSON5 is not."""
    return kind.endswith(("/json", "+json")) or kind == "text/x-json"


def _kind(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
