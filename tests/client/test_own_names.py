"""A document whose names are those that emitted modules import.

Whatever hid an import there would be called or meant instead of it, without a word: a method
`fail`, a model `Nulls`, a tag `Unpack`.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import json
import keyword
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from realtimekit_livestreams import Client
from realtimekit_livestreams._runtime.core import ClientOptions
from speccast import pipeline
from speccast.reading.config import client_from
from tests.support import forks
from tests.support.places import SUPPORT
from tests.support.workspace import finished, python, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OWN = (
    *("API", "AsyncBase", "Resources", "AsyncClient", "Client", "members", "data", "found", "dt"),
    *("options", "timeout", "call", "body", "content_type", "stream", "extra_headers", "self"),
)
"""The names that the templates themselves define."""


def _imported() -> Iterator[str]:
    """Yield what printed modules import from others and from the runtime, and these modules."""
    client = client_from({"spec": SUPPORT / "everything.yaml", "output": "out", "package": "pkg"})
    document, package = pipeline.read(client, None)
    for file in pipeline.generate(document, client, package, None).files:
        if file.path.endswith(".py") and "/_runtime/" not in file.path:
            for node in ast.walk(ast.parse(file.text)):
                if isinstance(node, ast.ImportFrom) and (
                    not node.level or "_runtime" in (node.module or "")
                ):
                    yield (node.module or "").rpartition("_runtime.")[2]
                    yield from (alias.name for alias in node.names)


@cache
def names() -> list[str]:
    """Return the names of the document."""
    found = {*_OWN, *keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_imported()}
    return sorted(found - {"", "*"})


_FORMATS = ("date-time", "date", "time", "duration", "uuid", "byte", "base64url", "decimal")
_BODIES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")


def _text(format_: str) -> dict[str, Any]:
    return {"type": "string", "format": format_}


_RESULTS: list[dict[str, Any]] = [
    *({"type": "array", "items": _text(format_)} for format_ in _FORMATS),
    {"type": "array", "items": {"type": ["integer", "null"]}},
    {"type": "array", "items": {"type": "string"}},
    {"type": "object", "additionalProperties": {"enum": ["a", 1]}},
    {"oneOf": [{"type": "integer"}, _text("date"), {"type": "array", "items": {"const": "a"}}]},
]
"""Answers that a function of `operations` reads with a helper."""


def _model(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string"},
            name: _text("date-time"),
            "kind": {"enum": ["a", "b"], "type": "string"},
            "more": {"type": "array", "items": {"type": "integer"}},
        },
    }


def _answers(schema: object) -> dict[str, Any]:
    return {"description": "…", "content": {"application/json": {"schema": schema}}}


def document() -> dict[str, Any]:
    """Return a document with a tag, a model, an operation, parameters and an event of each name."""
    paths: dict[str, Any] = {}
    events: dict[str, Any] = {}
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names()]
    for number, (name, ref) in enumerate(zip(names(), refs, strict=True)):
        result = _RESULTS[number % len(_RESULTS)]
        members = {name: {"type": "string"}, f"{name}_": _text(_FORMATS[number % len(_FORMATS)])}
        media_type = _BODIES[number % len(_BODIES)]
        content = {media_type: {"schema": {"type": "object", "properties": members}}}
        paths[f"/tagged/{number}"] = {
            "get": {
                "tags": [name],
                "operationId": "get_it",
                "parameters": [{"name": name, "in": "query", "schema": _text("date-time")}],
                "responses": {"200": _answers(ref)},
            }
        }
        paths[f"/called/{number}"] = {
            "post": {
                "tags": ["all"],
                "operationId": name,
                "parameters": [{"name": "x-day", "in": "header", "schema": _text("date")}],
                "requestBody": {"content": content},
                "responses": {"200": _answers(result), "400": _answers(ref)},
            }
        }
        sent = {"content": _answers(result if number % 2 else ref)["content"]}
        events[name] = {"post": {"requestBody": sent, "responses": {"200": {"description": "…"}}}}
    schemas = {name: _model(name) for name in names()}
    schemas["all_of_them"] = {"type": "object", "properties": dict(zip(names(), refs, strict=True))}
    schemas["their_names"] = {"type": "string", "enum": names()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": "https://names.example.com"}],
        "paths": paths,
        "webhooks": events,
        "components": {"schemas": schemas},
    }


def document_of_arguments() -> dict[str, Any]:
    """Return a document whose client has an argument of each name."""
    called = [
        *names(),
        *inspect.signature(Client.__init__).parameters,
        *ClientOptions.__annotations__,
    ]
    plain = sorted({name for name in called if "." not in name})
    schemes = {name: {"type": "apiKey", "in": "header", "name": f"x-{name}"} for name in plain}
    variables = {name: {"default": "a"} for name in plain}
    server = {"url": f"https://{{{'}.{'.join(plain)}}}.example.com", "variables": variables}
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in plain]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Arguments", "version": "1"},
        "servers": [server],
        "x-speccast-client-parameters": {name: {} for name in plain},
        "security": [{name: list[str]() for name in plain}],
        "paths": {"/": {"get": {"parameters": parameters, "responses": {"200": _answers({})}}}},
        "components": {"securitySchemes": schemes},
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package of the document."""
    folder = tmp_path_factory.mktemp("names")
    _generate(folder, "names", document())
    return folder / "out"


def test_no_name_hides_an_import(folder: Path) -> None:
    """No name is bound twice, and all types are correct."""
    _run(folder, "ruff", "check", "--isolated", "--no-cache", "--select", "F,E9", ".")
    _run(folder, "mypy", "--strict", "names")


def test_annotations_refer_to_builtins(folder: Path) -> None:
    """A module `str` does not replace the builtin `str` in the second look."""
    tests = "tests/names/test_models.py"
    _run(folder, "pytest", "-q", "--import-mode=importlib", "-o", "pythonpath=.", tests, "-kZip")


def test_a_module_does_not_hide_its_class(tmp_path: Path) -> None:
    """For names in letters without case; a union imports the modules of its models."""
    models = {"数据": ["a"], "名前": ["b"]}
    union = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in models]}
    schemas: dict[str, Any] = {"どちら": union}
    answers = {"200": _answers({"$ref": "#/components/schemas/どちら"})}
    tree = document() | {"paths": {"/": {"get": {"responses": answers}}}, "webhooks": {}}
    for name, required in models.items():
        properties = {word: {"type": "string"} for word in required}
        schemas[name] = {"type": "object", "required": required, "properties": properties}
    _generate(tmp_path, "letters", tree | {"components": {"schemas": schemas}})
    _run(tmp_path / "out", "mypy", "--strict", "letters")
    _run(tmp_path / "out", "pytest", "-q", "--import-mode=importlib", "-o", "pythonpath=.", "tests")


def test_arguments_may_have_the_names_of_the_clients_own(tmp_path: Path) -> None:
    """Each gets a name of its own, and the client can be made."""
    _generate(tmp_path, "arguments", document_of_arguments())
    _run(tmp_path / "out", "mypy", "--strict", "arguments")
    _run(tmp_path / "out", "pytest", "-q", "--import-mode=importlib", "-o", "pythonpath=.", "tests")


@pytest.mark.nightly
def test_the_package_works(folder: Path) -> None:
    """The generated tests pass."""
    _run(folder, "pytest", "-q", "-n2", "--import-mode=importlib", "-o", "pythonpath=.", "tests")


def _generate(folder: Path, name: str, tree: dict[str, Any]) -> None:
    (folder / f"{name}.json").write_text(json.dumps(tree), "utf-8")
    _run(folder, "speccast", "generate", f"{name}.json", "--package", name, "-o", "out", "-q")


def _run(folder: Path, module: str, *arguments: str) -> None:
    if module in forks.IMPORTED:
        done = python("-m", module, *arguments, folder=folder, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    else:
        done = finished(start([sys.executable, "-m", module, *arguments], folder))
    assert done.code == 0, done.out + done.err
