"""What the document says that an operation answers: one answer per status and media type.

Takes the package's own document and manifest; gives bodies as they travel, with what a
client has to read in them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from ..wire import to_wire
from speccast.testing.examples import example
from speccast.testing.keywords import merged
from speccast.testing.schemas import manifest, own
from speccast.testing.values import is_object

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
    is_model: bool = False
    """Whether properties are described, so that it is read as a model."""
    failed: bool = False
    """Whether a flag in the body says that it is no success after all."""

    @property
    def is_success(self) -> bool:
        """Whether a call returns, and does not raise."""
        return self.status < _FIRST_ERROR and not self.failed

    def content(self) -> bytes:
        """Return the body as it travels."""
        kind, text = _kind(self.media_type), json.dumps(self.value)
        if not kind:
            return b""
        if kind == _EVENTS:
            return f"data: {text}\n\n".encode()
        if _is_stream(kind):
            return f"{text}\n".encode()
        is_text = "json" not in kind and isinstance(self.value, str)
        return (self.value if is_text else text).encode()

    def is_read_as(self, found: object) -> bool:
        """Tell whether a client has read the body right."""
        kind, wire = _kind(self.media_type), to_wire(found)
        if _is_stream(kind):
            # Events whose data is plain text are not taken for JSON.
            return wire in ([self.value], [json.dumps(self.value)])
        as_text = (self.content(), self.content().decode())
        return bool(wire == self.value) or ("json" not in kind and found in as_text)


def answers(symbol: str) -> list[Documented]:
    """Return what the document says that an operation answers, successes first.

    A documented example counts if it fits its schema; else a value is made up.
    """
    said = operation(symbol)
    responses: JsonObject = said.get("responses", {})
    keys = [key.upper() for key in responses]
    made = [
        answer
        for key, node in responses.items()
        for status in _statuses(key.upper(), keys)
        for answer in _answers(status, own().follow(node))
    ]
    flag: str | None = said.get(_SUCCESS, own().document.get(_SUCCESS))
    if flag is not None:
        steps = flag.split("/")[1:]
        made = [each for answer in made for each in _flagged(answer, steps)]
    return sorted(made, key=lambda answer: not answer.is_success)


def operation(symbol: str) -> JsonObject:
    """Return what the document says of an operation."""
    found = next(o for o in manifest()["operations"] if o["symbol"] == symbol)
    item: JsonObject = own().follow(own().document["paths"][found["path"]])
    method: str = found["method"]
    further: JsonObject = item.get("additionalOperations", {})  # 3.2
    said: JsonObject = item.get(method.lower()) or further.get(method, {})
    return said


def _statuses(key: str, keys: list[str]) -> Iterator[int]:
    """Give a status that a key of the responses stands for; none for what is not final."""
    digits = key.replace("X", "0")
    if digits.isdecimal() and int(digits) >= _FIRST_FINAL:
        yield int(digits)
    elif key == "DEFAULT":
        if not any(each.startswith("2") for each in keys):
            yield _FIRST_FINAL
        told = {each.replace("XX", "") for each in keys}
        untold = (s for s in _UNTOLD if not told & {str(s), str(s)[0]})
        yield from list(untold)[:1]


def _answers(status: int, response: JsonObject) -> Iterator[Documented]:
    contents: JsonObject = response.get("content") or {}
    if not contents:
        yield Documented(status, "", None)
    for media_type, node in contents.items():
        kind, content = _kind(media_type), own().follow(node)
        whole = merged(own().parts(content.get("schema", True)))
        is_object = whole["type"] == ["object"] and bool(whole.get("properties"))
        try:
            value = _value(kind, content)
        except LookupError:  # no body can fit its schema
            continue
        yield Documented(status, media_type, value, is_object and "json" in kind)


def _value(kind: str, content: JsonObject) -> Json:
    """Return what a body says."""
    if _is_stream(kind):
        schema: Json = content.get("schema", True)
        parts = own().parts(schema)
        if merged(parts)["type"] == ["array"]:
            schema = own().item(parts, 0)
        return example(own(), content.get("itemSchema", schema), "response")
    # Of some media types only the schema says how a body travels.
    is_open = kind in _ANYTHING or kind.startswith("application/vnd.")
    return example(own(), content, "response") if "json" in kind or is_open else "text"


def _flagged(answer: Documented, steps: list[str]) -> Iterator[Documented]:
    """Give an answer as a success, and as one whose flag says that it is none."""
    value = json.loads(json.dumps(answer.value))
    node: Json = value
    for step in steps[:-1]:
        node = node.get(step) if is_object(node) else None
    flag = node.get(steps[-1]) if is_object(node) else None
    if not answer.is_success or type(flag) is not bool:
        yield answer
        return
    for truth in (True, False):
        node[steps[-1]] = truth
        yield answer._replace(value=json.loads(json.dumps(value)), failed=not truth)


def _is_stream(kind: str) -> bool:
    return kind == _EVENTS or kind.endswith(_LINES)


def _kind(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
