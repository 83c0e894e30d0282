"""The test documents of the OpenAPI Initiative: some must fail, the others must pass.

They are not part of this repository. `SPECCAST_OAI_TESTS` names checkouts of
https://github.com/OAI/OpenAPI-Specification, one for each version (branches `v3.1-dev` and
`v3.2-dev`), separated by `:`. Run `pytest -m nightly tests/nightly/test_public_suites.py`.
"""

from __future__ import annotations

import json
import operator
import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest

from speccast import pipeline
from speccast.reading import document
from speccast.reading.config import Client
from speccast.reading.diagnostics import Diagnostics, Severity, SpecError
from tests.support.emitted import installed, new_name

CHECKOUTS = os.environ.get("SPECCAST_OAI_TESTS", "")
NOT_AT_HAND = "SPECCAST_OAI_TESTS names no checkout of OAI/OpenAPI-Specification"
WRONG = {
    "operation-object-example.yaml": "path and parameters do not agree; a scheme is not declared",
    "security-scheme-object-examples.yaml": "refers to example.com",
    "style-defaults.yaml": "a path parameter without `required: true`",
    "media-type-examples.yaml": "a Media Type Object with a `description`",
    "mega.yaml": "a `defaultMapping` that leads to no schema",
}
"""Documents that only the JSON Schema of OpenAPI accepts, and their errors."""


def documents(kind: str) -> list[Path]:
    """Return the documents that must fail, or those that must pass."""
    folders = [Path(folder) for folder in CHECKOUTS.split(":") if folder]
    return sorted(path for root in folders for path in root.glob(f"tests/schema/{kind}/*.yaml"))


def is_blamed(path: Path) -> bool:
    """Whether a document is refused, or has a finding of severity warning or error."""
    found = Diagnostics()
    try:
        source = document.read(str(path))
        pipeline.analyze(source, Client(spec=str(path)), "suite", None, found)
    except SpecError:
        return True
    grave = {Severity.WARNING, Severity.ERROR}
    # An empty document is valid.
    return any(each.severity in grave and each.code != "empty-package" for each in found.entries)


@pytest.mark.nightly
@pytest.mark.skipif(not CHECKOUTS, reason=NOT_AT_HAND)
def test_invalid_documents_are_found() -> None:
    """Each of these documents has an error."""
    listed = documents("fail")
    assert listed
    assert [str(path) for path in listed if not is_blamed(path)] == []


@pytest.mark.nightly
@pytest.mark.skipif(not CHECKOUTS, reason=NOT_AT_HAND)
def test_valid_documents_have_no_finding() -> None:
    """Except for a few with errors that no schema can express."""
    blamed = {path.name for path in documents("pass") if is_blamed(path)}
    assert blamed <= WRONG.keys()


SUITE = os.environ.get("SPECCAST_JSON_SCHEMA_TESTS", "")
INFERRED = re.compile(
    r"ignore|pseudo-array"  # a value of another type than the keywords apply to
    r"|is only an annotation by default"
    r"|an invalid (base64|JSON) |invalid base64|valid under the URN IDed schema"
)
"""Valid instances that are refused: the type is inferred, the format or encoding is believed."""


def groups() -> list[Any]:
    """Return the groups of the suite: a schema with its instances each."""
    files = sorted(Path(SUITE, "tests/draft2020-12").glob("*.json")) if SUITE else []
    return [
        pytest.param(group, id=f"{path.stem}: {group['description']}")
        for path in files
        for group in json.loads(path.read_text("utf-8"))
    ]


@pytest.mark.nightly
@pytest.mark.skipif(not SUITE, reason="SPECCAST_JSON_SCHEMA_TESTS names no checkout")
@pytest.mark.parametrize("group", groups())
def test_valid_instances_are_read(group: dict[str, Any]) -> None:
    """Valid instances are read and written back; no instance raises another exception."""
    schema: Any = group["schema"]
    if isinstance(schema, dict):
        members = cast("dict[str, Any]", schema)
        schema = {key: value for key, value in members.items() if key != "$schema"}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}
    answer = {"responses": {"200": {"description": "", "content": content}}}
    tree: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": {"/s": {"get": {"operationId": "getS", **answer}}},
        "components": {"schemas": {"S": schema}},
    }
    source = document.read("-", stdin=json.dumps(tree).encode())
    made = pipeline.generate(source, Client(spec="-", lenient=True), new_name(), None)
    (name,) = made.names.operations.values()
    refused: list[str] = []
    with installed(made) as package:
        to_wire = import_module(f"{package.runtime}.wire").to_wire
        for test in group["tests"]:
            fake = package.module("testing").FakeTransport()
            fake.answer(name.symbol, json.dumps(test["data"]).encode())
            client = package.module("").Client(transport=fake)
            call = operator.attrgetter(name.symbol)(client)
            try:
                found = call()
            except package.module("errors").DecodeError:
                refused += [test["description"]] if test["valid"] else []
                continue
            assert not test["valid"] or to_wire(found) == test["data"], test["description"]
    assert [each for each in refused if not INFERRED.search(each)] == []
