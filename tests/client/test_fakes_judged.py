"""The bodies that a `FakeTransport` answers by itself are valid as jsonschema-rs judges them."""

from __future__ import annotations

import json
from enum import Enum, auto
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from speccast.testing.package_examples import examples
from tests.golden import cases
from tests.support.judging import Json, JsonObject, Judge, documents, is_object, schemas_at
from tests.support.places import CORPUS, ROOT, SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speccast.testing.schemas import Schemas

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
CLOSED = "all_of_closed"
"""The golden case without a valid body: its branches are closed against each other's properties."""
UNREADABLE = {
    "reference_files": "schemas are in other files",
    "references": "a $ref is no URI",
    "tested_documents": "schemas are in other files",
}
"""Those that the judge cannot read, and why."""
GOLDEN = [
    case.folder / "spec.yaml"
    for case in cases()
    if not case.text("exit.txt") and case.name not in UNREADABLE
]
REAL = [
    path for folder in ("", "features/3.0", "features/3.1") for path in documents(CORPUS / folder)
]


class Form(Enum):
    """What the schema of a stream of server-sent events describes."""

    DATA = auto()
    """The decoded data of an event."""
    EVENT = auto()
    """The fields of an event, with its data as text."""
    EVENT_WITH_JSON = auto()
    """The fields of an event, with its decoded data."""


class Responses:
    """The schemas of the responses of a document."""

    def __init__(self, schemas: Schemas) -> None:
        """Take the document."""
        self._schemas = schemas
        self._judge = Judge(schemas.document)

    def operations(self) -> Iterator[tuple[str, str, str]]:
        """Yield a name, the method and the path of each operation."""
        for path, item in self._schemas.document["paths"].items():
            described = self._schemas.follow(item)
            for method in METHODS:
                if is_object(described) and method in described:
                    yield f"{method} {path}", method.upper(), path

    def faults(self, method: str, path: str, recorded: JsonObject) -> list[str]:
        """Return what the judge has against a recorded answer."""
        media_type = recorded["media_type"]
        if not media_type:
            return []
        item, at = self._followed(_below("#/paths", path))
        named = [*item[method.lower()]["responses"]]
        status = str(recorded["status"])
        keys = (each for each in named if each.upper() in (status, f"{status[0]}XX"))
        key = next(keys, "default")
        at = self._followed(_below(at, method.lower(), "responses", key))[1]
        content, at = self._followed(_below(at, "content", media_type))
        place = "itemSchema" if "itemSchema" in content else "schema"
        if place not in content:
            return []
        schema, at = self._followed(_below(at, place))
        if media_type.startswith("text/event-stream") and "items" in schema:
            schema, at = self._followed(_below(at, "items"))
        validator = self._judge.at(at)
        found: list[str] = []
        for value in _values(recorded, self._event_form(schema, place)):
            found += [f"{it.message} at {it.schema_path}" for it in validator.iter_errors(value)]
        return found

    def _event_form(self, schema: Json, place: str) -> Form:
        """Return what a schema describes, if it is that of a stream of events."""
        parts = [*self._schemas.parts(schema)]
        parts += [
            self._followed(each["$ref"])[0]
            for part in parts
            for each in part.get("oneOf", ())
            if "$ref" in each
        ]
        if not any("data" in part.get("properties", ()) for part in parts):
            return Form.DATA
        return Form.EVENT if place == "itemSchema" else Form.EVENT_WITH_JSON

    def _followed(self, pointer: str) -> tuple[Json, str]:
        """Return what stands at a pointer, behind all references, and the pointer to it."""
        node = self._schemas.at(pointer)
        while is_object(node) and "$ref" in node:
            pointer = node["$ref"]
            node = self._schemas.at(pointer)
        return node, pointer


def _below(pointer: str, *steps: str) -> str:
    escaped = (step.replace("~", "~0").replace("/", "~1") for step in steps)
    return "/".join((pointer, *escaped))


def _values(recorded: JsonObject, form: Form) -> Iterator[Json]:
    """Yield the values in a body that a schema describes; none if it is not JSON."""
    kind, text = recorded["media_type"], recorded.get("text", "")
    if "json" in recorded:
        yield recorded["json"]
    elif kind.startswith("text/event-stream"):
        fields = [line.partition(": ")[::2] for line in text.splitlines() if line]
        event: JsonObject = {}
        for name, value in fields:
            event[name] = f"{event[name]}\n{value}" if name in event else value
        data = event["data"] if form is Form.EVENT else json.loads(event["data"])
        yield data if form is Form.DATA else {**event, "data": data}
    elif kind.endswith(("ndjson", "jsonl", "json-lines", "json-seq")):
        yield from map(json.loads, text.splitlines())


def faults(path: Path) -> list[str]:
    """Return what the judge has against the answers of a document's fakes."""
    schemas = schemas_at(path)
    responses = Responses(schemas)
    operations = [*responses.operations()]
    recorded: JsonObject = json.loads(examples(schemas.document, operations))
    found: list[str] = []
    for symbol, method, route in operations:
        for each in (recorded.get(symbol), recorded.get(symbol, {}).get("stream")):
            if each:
                found += [f"{symbol}: {it}" for it in responses.faults(method, route, each)]
    return found


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_fakes_of_golden_cases(path: Path) -> None:
    """Each body fits, and only one branch of each `oneOf`."""
    found = faults(path)
    assert bool(found) == (path.parent.name == CLOSED), found


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_fakes_of_real_documents(path: Path) -> None:
    """Each body fits, and only one branch of each `oneOf`."""
    assert faults(path) == []


def test_fakes_of_the_livestream_client() -> None:
    """The transport answers what was recorded, and the judge accepts it."""
    testing = import_module("realtimekit_livestreams.testing")
    transport = import_module("realtimekit_livestreams.transport")
    timeout = import_module("realtimekit_livestreams").Timeout()
    package = ROOT / "generated" / "realtimekit_livestreams"
    operations = json.loads((package / "_manifest.json").read_text("utf-8"))["operations"]
    responses = Responses(schemas_at(SPEC))
    assert operations
    for each in operations:
        method, path, symbol = each["method"], each["path"], each["symbol"]
        request = transport.WireRequest(
            method, f"https://api.test{path}", [], b"", timeout, symbol, frozenset(), stream=False
        )
        incoming = testing.FakeTransport().send(request)
        media_type = dict(incoming.headers)["Content-Type"]
        body = json.loads(b"".join(incoming.stream))
        recorded = {"status": incoming.status, "media_type": media_type, "json": body}
        assert responses.faults(method, path, recorded) == [], symbol
