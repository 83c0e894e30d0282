"""The hand-written document: valid, complete, and consistent with the documented answers.

Takes `spec/livestreams.yaml`, and the documented answers of the vendor where they are at hand.
"""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.places import ROOT, SPEC
from tests.support.specification import (
    DOCUMENTED,
    FACTS,
    by_symbol,
    complaints,
    contents,
    document,
    leads_to,
    needs_facts,
    operations,
    resolve,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

PREFIX = "/accounts/{account_id}/realtime/kit/{app_id}"

SYMBOLS = {
    ("get", "/analytics/livestreams/overall"): "livestreams.get_analytics",
    ("post", "/livestreams"): "livestreams.create",
    ("get", "/livestreams"): "livestreams.list",
    ("get", "/livestreams/sessions/{livestream-session-id}"): "livestreams.get_session",
    ("get", "/livestreams/{livestream_id}"): "livestreams.get",
    (
        "get",
        "/livestreams/{livestream_id}/active-livestream-session",
    ): "livestreams.get_active_session",
    ("get", "/meetings/{meeting_id}/active-livestream"): "meetings.get_active_livestream",
    ("post", "/meetings/{meeting_id}/active-livestream/stop"): "meetings.stop_livestream",
    ("get", "/meetings/{meeting_id}/livestream"): "meetings.get_livestream",
    ("post", "/meetings/{meeting_id}/livestreams"): "meetings.start_livestream",
    ("get", "/sessions/{session_id}/livestream-sessions"): "sessions.list_livestream_sessions",
}
ITERATORS = {
    "livestreams.list": "iter",
    "sessions.list_livestream_sessions": "iter_livestream_sessions",
}
ELSEWHERE = {"09-meeting-livestream.json": {"livestream"}}
"""Properties that a documented answer has at another place (`x-speccast-also-at`)."""


def test_it_is_a_valid_openapi_document() -> None:
    """`openapi-spec-validator` finds nothing."""
    OpenAPIV31SpecValidator(document()).validate()


def test_it_has_the_eleven_operations_under_their_python_names() -> None:
    """No operation is missing, and there are no others."""
    found = {(one.method, one.path.removeprefix(PREFIX)): one.symbol for one in operations()}

    assert found == SYMBOLS
    assert all(one.path.startswith(PREFIX) for one in operations())


def test_the_readme_lists_the_same_operations() -> None:
    """The table of endpoints beside the document has the same operations."""
    text = (SPEC.parent / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \d+ \| `([A-Z]+) P(/\S+)` \| (.+) \|$", text, re.MULTILINE)

    assert {
        (method.lower(), path): symbols.split(",")[0].strip("`") for method, path, symbols in rows
    } == SYMBOLS


def test_every_path_parameter_is_described_and_no_other() -> None:
    """A placeholder without its parameter, or the other way round, cannot be called."""
    for one in operations():
        described = [name for name, node in one.parameters().items() if node["in"] == "path"]

        assert re.findall(r"{(.+?)}", one.path) == described, one.symbol


def test_client_parameters_are_in_every_path() -> None:
    """So no operation can be called without them, and each can override them."""
    given = document()["x-speccast-client-parameters"]

    assert [*given] == ["account_id", "app_id"]
    assert all(given.keys() <= one.parameters().keys() for one in operations())


def test_everything_is_described() -> None:
    """Descriptions become docstrings, so everything has one."""
    for one in operations():
        assert one.node["summary"], one.symbol
        assert all(node["description"] for node in one.parameters().values()), one.symbol
    for name, schema in document()["components"]["schemas"].items():
        assert schema["description"], name
        for key, part in schema.get("properties", {}).items():
            assert part["description"], f"{name}.{key}"


def test_every_body_has_examples_that_fit() -> None:
    """Requests, responses, errors and webhooks; no example has an undocumented property."""
    bodies = list(contents(document()))

    assert len(bodies) == 11 + 2 + 8 + 1  # answers, requests, failures, webhook
    for pointer, content in bodies:
        assert content["examples"], pointer
        for example in content["examples"].values():
            assert complaints("closed:", content["schema"], example["value"]) == [], pointer


@needs_facts
@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_documented_answers_fit(name: str) -> None:
    """The schema accepts them, and describes each of their properties."""
    answer = json.loads((FACTS / name).read_text("utf-8"))
    schema = by_symbol()[DOCUMENTED[name]].success()["schema"]
    unknown = {
        key
        for complaint in complaints("closed:", schema, answer)
        for key in complaint.instance.keys() - complaint.schema["properties"].keys()
    }

    assert complaints("open:", schema, answer) == []
    assert unknown == ELSEWHERE.get(name, set())


@needs_facts
@pytest.mark.parametrize("name", ["error-gateway-401.json", "error-service-404.json"])
def test_the_documented_failures_fit(name: str) -> None:
    """Each error body fits the schema of its status, and not the other schema."""
    failure = json.loads((FACTS / name).read_text("utf-8"))
    responses = by_symbol()["meetings.get_active_livestream"].node["responses"]
    status = name.removesuffix(".json").rpartition("-")[2]
    others = {"401": "404", "404": "401"}

    def schema(key: str) -> dict[str, Any]:
        found: dict[str, Any] = resolve(responses[key])["content"]["application/json"]["schema"]
        return found

    assert complaints("closed:", schema(status), failure) == []
    assert complaints("closed:", schema("default"), failure) == []
    assert complaints("open:", schema(others[status]), failure) != []


@needs_facts
def test_every_documented_answer_is_tested() -> None:
    """The files beside the facts are those of these tests."""
    names = {path.name for path in FACTS.glob("*.json") if not path.name.startswith("error-")}

    assert names == DOCUMENTED.keys()


def test_pagination_names_existing_parts() -> None:
    """Its parameters are declared; its first pointers lead to typed values of the body."""
    paged = {
        one.symbol: (one, one.node["x-speccast-pagination"])
        for one in operations()
        if "x-speccast-pagination" in one.node
    }

    assert {symbol: paging["name"] for symbol, (_, paging) in paged.items()} == ITERATORS
    for one, paging in paged.values():
        body = one.success()["schema"]
        assert {paging["parameter"], paging["size"]} <= one.parameters().keys()
        assert leads_to(body, paging["items"])["type"] == "array"
        assert leads_to(body, paging["total"][0])["type"] == "integer"
        assert leads_to(body, paging["end"][0])["type"] == "integer"


def test_waiting_and_scope_name_existing_parts() -> None:
    """Each operation exists; each first pointer leads to a typed value."""
    wait, scope = document()["x-speccast-wait"], document()["x-speccast-scope"]
    polled = by_symbol()[wait["poll"]].success()["schema"]
    asked = by_symbol()[wait["reason"]["operation"]]

    assert {*wait["until"], *wait["failed"]} <= {*leads_to(polled, wait["value"][0])["enum"]}
    assert "string" in leads_to(polled, wait["ready"][0])["type"]
    assert wait["reason"]["arguments"].keys() <= asked.parameters().keys()
    assert leads_to(polled, wait["reason"]["arguments"]["livestream_id"])["type"] == "string"
    assert "string" in leads_to(asked.success()["schema"], wait["reason"]["value"][0])["type"]
    assert {scope["enter"], scope["exit"]} <= by_symbol().keys()
    assert scope["ready"] == wait["name"]


def test_other_places_are_pointers_from_the_root_of_an_answer() -> None:
    """They begin at a member of some answer, and no place is named twice."""
    for name, schema in document()["components"]["schemas"].items():
        for key, part in schema.get("properties", {}).items():
            pointers = part.get("x-speccast-also-at", [])
            assert {pointer.split("/")[1] for pointer in pointers} <= {"data", "result", "paging"}
            assert len(set(pointers)) == len(pointers), f"{name}.{key}"


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file; of the generator's modules only code, without comments."""
    lines = path.read_text("utf-8").splitlines()
    if path.suffix != ".py" or "templates" in path.parts:
        yield from enumerate(lines, 1)
        return
    tree = ast.parse(path.read_bytes())
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id


def test_only_the_document_names_the_api() -> None:
    """Neither generator nor templates contain a word of this API."""
    words = re.compile(r"live.?stream|cloudflare|realtime|\brtk\b|playback|cf-ray", re.IGNORECASE)
    files = [
        path
        for folder in ("generator", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".jinja"} and "__pycache__" not in path.parts
    ]

    assert files
    assert [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in spoken(path)
        if words.search(line)
    ] == []
