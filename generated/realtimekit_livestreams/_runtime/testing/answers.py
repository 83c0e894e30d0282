"""What the document says that an operation answers: one answer per status and media type.

Takes the package's own document and manifest; gives bodies as they travel, with what a
client has to read in them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..wire import to_wire
from .leaves import NoValueError
from .parts import is_object, types
from .schemas import own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Json, JsonObject

_FIRST_FINAL: Final = 200
_FIRST_ERROR: Final = 300
_UNTOLD: Final = (500, 418, 451)
"""Statuses that stand for `default`, the first of which the document says nothing else."""
_ANYTHING: Final = ("*/*", "application/*")
_SUCCESS: Final = "x-speccast-success"
_EVENTS: Final = "text/event-stream"
_LINES: Final = ("ndjson", "jsonl", "json-lines", "jsonlines", "json-seq")


class Documented(NamedTuple):
    """An answer that the document shows or describes."""

    status: int
    media_type: str
    """Empty where there is no body."""
    value: Json
    """What the body says; of a stream one item."""
    failed: bool = False
    """Whether a flag in the body says that it is no success after all."""

    @property
    def is_success(self) -> bool:
        """Whether a call returns, and does not raise."""
        return self.status < _FIRST_ERROR and not self.failed

    def content(self) -> bytes:
        """Return the body as it travels."""
        if not self.media_type:
            return b""
        if _is_stream(self.media_type):
            text = json.dumps(self.value)
            return (
                f"data: {text}\n\n".encode()
                if self._is_events
                else f"{text}\n".encode()
            )
        if not _is_json(self.media_type) and isinstance(self.value, str):
            return self.value.encode()
        return json.dumps(self.value).encode()

    @property
    def _is_events(self) -> bool:
        return _kind(self.media_type) == _EVENTS

    def is_read_as(self, found: Any) -> bool:
        """Tell whether a client has read the body right."""
        if _is_stream(self.media_type):
            # Events whose data is plain text are not taken for JSON.
            return to_wire(found) in ([self.value], [json.dumps(self.value)])
        if _is_json(self.media_type):
            return bool(to_wire(found) == self.value)
        content = self.content()
        return found in (content, content.decode()) or bool(
            to_wire(found) == self.value
        )


def answers(symbol: str) -> list[Documented]:
    """Return what the document says that an operation answers, successes first.

    A documented example counts if it fits its schema; else a value is made up.
    """
    responses: JsonObject = operation(symbol).get("responses", {})
    made = [
        answer
        for key, node in responses.items()
        for status in _statuses(key.upper(), [each.upper() for each in responses])
        for answer in _answers(status, own().follow(node))
    ]
    flag = operation(symbol).get(_SUCCESS, own().document.get(_SUCCESS))
    if flag is not None:
        made = [
            each for answer in made for each in _flagged(answer, flag.split("/")[1:])
        ]
    return sorted(made, key=lambda answer: not answer.is_success)


def _flagged(answer: Documented, steps: list[str]) -> Iterator[Documented]:
    """Give an answer as a success, and as one whose flag says that it is none."""
    value = json.loads(json.dumps(answer.value))
    node: Json = value
    for step in steps[:-1]:
        node = node.get(step) if is_object(node) else None
    if not (
        answer.is_success and is_object(node) and type(node.get(steps[-1])) is bool
    ):
        yield answer
        return
    for truth in (True, False):
        node[steps[-1]] = truth
        yield answer._replace(value=json.loads(json.dumps(value)), failed=not truth)


def operation(symbol: str) -> JsonObject:
    """Return what the document says of an operation."""
    found = next(o for o in manifest()["operations"] if o["symbol"] == symbol)
    item: JsonObject = own().follow(own().document["paths"][found["path"]])
    method: str = found["method"]
    further: JsonObject = item.get("additionalOperations", {})  # 3.2
    said: JsonObject = item.get(method.lower()) or further.get(method, {})
    return said


@cache
def manifest() -> JsonObject:
    """Return what the package says of itself."""
    package = (__package__ or "").rsplit(".", 2)[0]
    text = resources.files(package).joinpath("_manifest.json").read_text("utf-8")
    found: JsonObject = json.loads(text)
    return found


def _statuses(key: str, keys: list[str]) -> Iterator[int]:
    """Give a status that a key of the responses stands for; none for what is not final."""
    digits = key.replace("X", "0")
    if digits.isdecimal() and int(digits) >= _FIRST_FINAL:
        yield int(digits)
    elif key == "DEFAULT":
        if not any(each.startswith("2") for each in keys):
            yield _FIRST_FINAL
        told = {int(each) for each in keys if each.isdecimal()}
        ranges = {each[0] for each in keys if each.endswith("XX")}
        untold = (s for s in _UNTOLD if s not in told and str(s)[0] not in ranges)
        yield from list(untold)[:1]


def _answers(status: int, response: JsonObject) -> Iterator[Documented]:
    contents: JsonObject = response.get("content") or {}
    if not contents:
        yield Documented(status, "", None)
    for media_type, node in contents.items():
        try:
            value = _value(media_type, own().follow(node))
        except NoValueError:  # no body can fit its schema
            continue
        yield Documented(status, media_type, value)


def _value(media_type: str, content: JsonObject) -> Json:
    """Return what a body says."""
    from .examples import example  # for tests only

    schema: Json = content.get("schema", True)
    if _is_stream(media_type):
        parts = own().parts(schema)
        if types(parts) == ["array"]:
            schema = own().all_of([part["items"] for part in parts if "items" in part])
        return example(own(), content.get("itemSchema", schema), "response")
    if _is_json(media_type) or _is_open(media_type):
        return example(own(), content, "response")
    return "text"


def _is_json(media_type: str) -> bool:
    return "json" in _kind(media_type) and not _is_stream(media_type)


def _is_open(media_type: str) -> bool:
    """Tell whether only the schema says how such a body travels."""
    kind = _kind(media_type)
    return kind in _ANYTHING or kind.startswith("application/vnd.")


def _is_stream(media_type: str) -> bool:
    kind = _kind(media_type)
    return kind == _EVENTS or kind.endswith(_LINES)


def _kind(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
