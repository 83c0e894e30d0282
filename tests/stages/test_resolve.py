"""Resolving: one spelling for all versions, repairs with a finding each, no loss."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_pydantic.v3.v3_1 import OpenAPI

from speccast.reading.diagnostics import Severity, SpecError
from speccast.reading.document import read
from speccast.reading.pointers import descend, unescape
from speccast.resolve.kinds import FIELDS, LIST, MAP, MAPS, SCHEMA
from tests.support.places import SHARED
from tests.support.reading import (
    Outcome,
    api,
    document,
    fault,
    pointers,
    resolved,
    with_schema,
    with_schemas,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speccast.reading.json_value import Json

REF: Json = {"$ref": "#/components/schemas/T"}


def schema(node: Json, version: str = "3.0.3") -> Json:
    """Return the resolved schema."""
    return Outcome(with_schemas(version, S=node, T={})).at("#/components/schemas/S")


def operation(node: dict[str, Json], path: str = "/a", version: str = "3.1.0") -> Outcome:
    """Resolve a document with one operation."""
    return resolved(document(json.dumps(api(version, paths={path: {"get": node}}))))


def nodes(outcome: Outcome) -> Iterator[tuple[str, Json, str]]:
    """Yield each object of a kind that the tables describe, with its kind and pointer."""
    stack: list[tuple[str, Json, str]] = [("document", outcome.root, "#")]
    seen: set[int] = set()
    while stack:
        kind, node, pointer = stack.pop()
        yield kind, node, pointer
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(ref := node.get("$ref"), str):
            stack.append((kind, outcome.at(ref), ref))
        inner = MAPS.get(kind)
        if inner is not None:
            stack += [(inner, node[key], pointer) for key in node if not key.startswith("x-")]
        for field, value in node.items():
            shape, inner = FIELDS[kind].get(field, (0, "")) if kind in FIELDS else (0, "")
            if shape == MAP:
                assert isinstance(value, dict)
                stack += [(inner, below, f"{pointer}/{field}") for below in value.values()]
            elif shape == LIST:
                assert isinstance(value, list)
                stack += [(inner, below, f"{pointer}/{field}") for below in value]
            elif inner:
                stack.append((inner, value, f"{pointer}/{field}"))


def check(outcome: Outcome) -> None:
    """Assert what the lowering needs: objects are objects, references have the right kind."""
    kinds: dict[int, str] = {}
    for kind, node, pointer in nodes(outcome):
        if not isinstance(node, dict):
            assert (kind, type(node)) == (SCHEMA, bool), pointer
            continue
        assert kinds.setdefault(id(node), kind) == kind, pointer
        if "$ref" in node:
            assert isinstance(node["$ref"], str), pointer
            found, _ = outcome.resolved.follow(node, pointer)
            assert len(node) > 1 or not (isinstance(found, dict) and list(found) == ["$ref"])
        assert "nullable" not in node or kind != SCHEMA, pointer
        assert not isinstance(node.get("exclusiveMinimum"), bool), pointer


# --- The spelling of 3.0 --------------------------------------------------------------------------


@pytest.mark.quick
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"enum": ["a"], "nullable": True}, {"enum": ["a", None]}),
        (
            {"properties": {}, "nullable": True},
            {"properties": {}, "type": ["object", "null"]},
        ),
        ({"nullable": True}, {}),
        (
            {"allOf": [REF], "nullable": True, "description": "d"},
            {"description": "d", "anyOf": [REF, {"type": "null"}]},
        ),
        (
            {"allOf": [REF, {}], "nullable": True},
            {"anyOf": [{"allOf": [REF, {}]}, {"type": "null"}]},
        ),
        (
            {"type": "object", "allOf": [REF], "nullable": True},
            {"anyOf": [{"type": "object", "allOf": [REF]}, {"type": "null"}]},
        ),
        ({"oneOf": [REF], "nullable": True}, {"oneOf": [REF, {"type": "null"}]}),
        (
            {"type": "object", "anyOf": [REF], "nullable": True},
            {"type": ["object", "null"], "anyOf": [REF, {"type": "null"}]},
        ),
        (
            {"oneOf": [{"type": "string", "nullable": True}], "nullable": True},
            {"oneOf": [{"type": ["string", "null"]}]},
        ),
        ({"$ref": "#/components/schemas/T", "nullable": True}, {"anyOf": [REF, {"type": "null"}]}),
        ({"$ref": "#/components/schemas/T", "description": "d", "type": "string"}, REF),
        (
            {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
            {"type": "integer", "exclusiveMinimum": 1},
        ),
        (
            {"type": "integer", "maximum": 1, "exclusiveMaximum": False},
            {"type": "integer", "maximum": 1},
        ),
        ({"exclusiveMinimum": True}, {}),
        ({"type": "string", "example": "x"}, {"type": "string", "examples": ["x"]}),
        ({"example": None, "examples": [1]}, {"examples": [1]}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"type": "string", "format": "byte"}, {"type": "string", "format": "byte"}),
    ],
)
def test_spelled_as_3_1(before: Json, after: Json) -> None:
    """Features of 3.0 are spelled as in 3.1."""
    assert schema(before) == after


def test_examples_are_data() -> None:
    """Keywords inside examples, defaults and names of properties are not converted."""
    data: Json = {"nullable": True, "$ref": "#/nowhere", "type": "strng", "example": 1}
    before: Json = {
        "type": "object",
        "default": data,
        "enum": [data],
        "x-any": data,
        "properties": {"$ref": {"type": "string"}, "nullable": {}, "example": {}, "enum": {}},
    }
    assert schema(before) == before


def test_null_beside_a_reference_is_found_where_it_was() -> None:
    """References into a schema that was wrapped in a union lead to the same place."""
    inner: Json = {"title": "i", "properties": {"p": {"title": "p"}}}
    outcome = resolved(
        with_schemas(
            "3.0.0",
            S={"nullable": True, "allOf": [inner]},
            M={"nullable": True, "allOf": [inner, {}]},
            A={"$ref": "#/components/schemas/S/allOf/0/properties/p"},
            B={"$ref": "#/components/schemas/M/allOf/0/properties/p"},
        )
    )
    for name in "AB":
        start = f"#/components/schemas/{name}"
        found, pointer = outcome.resolved.follow(outcome.at(start), start)
        assert found == {"title": "p"}
        place = outcome.document.location(pointer + "/title")
        assert '"p"' in outcome.document.source_line(place)[place.column - 1 :]


def test_siblings_in_3_1() -> None:
    """In 3.1 keywords beside a reference count; outside of schemas only descriptions do."""
    node: Json = {"$ref": "#/components/schemas/T", "description": "d", "minLength": 1}
    assert schema(node, "3.1.0") == node
    answer: Json = {"$ref": "#/components/responses/R", "description": "d", "headers": {}}
    content = api(
        paths={"/a": {"get": {"responses": {"200": answer}}}},
        components={"responses": {"R": {"description": ""}}},
    )
    outcome = resolved(document(json.dumps(content)))
    place = "#/paths/~1a/get/responses/200"
    assert outcome.at(place) == {"$ref": "#/components/responses/R"}
    assert outcome.resolved.sibling_texts == {place: {"description": "d"}}
    assert outcome.codes() == ["ref-siblings"]


# --- Versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "version", "codes"),
    [
        ("'3.0.0'", "3.0.0", []),
        ("3.1.0", "3.1.0", []),
        ("'3.1'", "3.1", []),
        ("3.1", "3.1", ["version-number"]),
        ("3.10", "3.10", ["version-number", "newer-version"]),
        ("3.0.0-rc2", "3.0.0-rc2", []),
        ("3.2.0", "3.2.0", []),
    ],
)
def test_versions(text: str, version: str, codes: list[str]) -> None:
    """All versions 3.x are read; an unusual number is reported."""
    outcome = resolved(
        document(f"openapi: {text}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n")
    )
    assert (outcome.resolved.version, outcome.codes()) == (version, codes)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("info: {}\nswagger: '1.2'\n", "unsupported-version", 2),
        ("info: {}\n", "not-openapi", 1),
        ("a: 1\nopenapi: 4.0.0\n", "unsupported-version", 2),
        ("a: 1\nopenapi: 2.0\n", "unsupported-version", 2),
        ("a: 1\nopenapi: three\n", "unsupported-version", 2),
        ("a: 1\nopenapi:\n", "unsupported-version", 2),
        ("a: 1\nopenapi: true\n", "unsupported-version", 2),
    ],
)
def test_versions_refused(text: str, code: str, line: int) -> None:
    """Other documents are refused in one line, also by a lenient reader."""
    source = document(text)
    error = fault(source)
    assert (error.code, error.location and error.location.line) == (code, line)
    with pytest.raises(SpecError):
        resolved(source, lenient=True)


# --- Flaws of schemas -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ({"type": "strng"}, {"type": "string"}, "unknown-type"),
        ({"type": "String"}, {"type": "string"}, "unknown-type"),
        ({"type": "datetime"}, {"type": "string", "format": "date-time"}, "unknown-type"),
        ({"type": "file"}, {"type": "string", "format": "binary"}, "unknown-type"),
        ({"type": "any"}, {}, "unknown-type"),
        ({"type": "qwertz"}, {}, "unknown-type"),
        ({"type": ["string", None]}, {"type": ["string", "null"]}, "unknown-type"),
        ({"type": []}, {}, "unknown-type"),
        ({"type": 5}, {}, "invalid-node"),
        ({"enum": []}, {}, "empty-enum"),
        ({"enum": None}, {}, "empty-enum"),
        ({"enum": "a"}, {"enum": ["a"]}, "not-list"),
        ({"enum": ["a", "b", "a"]}, {"enum": ["a", "b"]}, "duplicate-enum"),
        ({"enum": [1, True, 1.0]}, {"enum": [1, True, 1.0]}, None),
        (
            {"type": "string", "enum": [1, True]},
            {"type": "string", "enum": ["1", "true"]},
            "enum-type",
        ),
        ({"type": "integer", "enum": ["1", 2.0]}, {"type": "integer", "enum": [1, 2]}, "enum-type"),
        ({"type": "number", "enum": [1, "2.5"]}, {"type": "number", "enum": [1, 2.5]}, "enum-type"),
        ({"type": "boolean", "enum": ["true"]}, {"type": "boolean", "enum": [True]}, "enum-type"),
        (
            {"type": "integer", "enum": [1, "x"]},
            {"type": ["integer", "string"], "enum": [1, "x"]},
            "enum-type",
        ),
        (
            {"type": "string", "enum": ["a", None]},
            {"type": ["string", "null"], "enum": ["a", None]},
            "enum-type",
        ),
        ({"allOf": []}, {}, "empty-list"),
        ({"oneOf": {"type": "string"}}, {"oneOf": [{"type": "string"}]}, "not-list"),
        ({"anyOf": None}, {}, "null-section"),
        (
            {"items": [{"type": "string"}, {}]},
            {"prefixItems": [{"type": "string"}, {}]},
            "items-list",
        ),
        ({"items": None}, {}, "null-section"),
        ({"properties": None}, {}, "null-section"),
        ({"properties": [1]}, {}, "invalid-node"),
        ({"properties": {"p": None}}, {"properties": {"p": {}}}, "null-section"),
        ({"properties": {"p": "string"}}, {"properties": {"p": {"type": "string"}}}, "schema-name"),
        ({"properties": {"p": 5}}, {"properties": {"p": {}}}, "invalid-node"),
        ({"required": "a"}, {"required": ["a"]}, "not-list"),
        ({"required": ["a", 1]}, {"required": ["a", "1"]}, "not-text"),
        ({"required": None}, {}, "null-section"),
        (
            {"properties": {"p": {"required": True}, "q": {"required": False}}},
            {"properties": {"p": {}, "q": {}}, "required": ["p"]},
            "boolean-required",
        ),
        ({"minLength": "3"}, {"minLength": 3}, "not-number"),
        ({"minLength": 3.0}, {"minLength": 3}, None),
        ({"minLength": "x"}, {}, "invalid-node"),
        ({"minLength": -1}, {}, "invalid-node"),
        ({"minimum": "1.5"}, {"minimum": 1.5}, "not-number"),
        ({"multipleOf": 0}, {}, "invalid-node"),
        ({"readOnly": "true"}, {"readOnly": True}, "not-boolean"),
        ({"readOnly": "x"}, {}, "invalid-node"),
        ({"description": 5}, {"description": "5"}, "not-text"),
        ({"description": {}}, {}, "invalid-node"),
        ({"type": "string", "default": 5}, {"type": "string", "default": "5"}, "not-text"),
        (
            {"discriminator": "kind"},
            {"discriminator": {"propertyName": "kind"}},
            "discriminator-name",
        ),
        ({"discriminator": {}}, {}, "invalid-node"),
        ({"examples": {"a": {"value": 1}, "b": 2}}, {"examples": [1, 2]}, "examples-map"),
        ({"externalDocs": {"description": "no url"}}, {}, "invalid-node"),
        ({"additionalProperties": None}, {}, "null-section"),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}, "spelled-as-3.0"),
    ],
)
def test_schema_flaws(before: Json, after: Json, code: str | None) -> None:
    """Each flaw is repaired, with one finding for each place."""
    outcome = with_schema(before)
    assert outcome.at("#/components/schemas/S") == after
    assert set(outcome.codes()) == ({code} if code else set())
    for found in outcome.diagnostics.entries:
        assert outcome.document.location(found.pointer).column > 1
        assert found.message
        assert not found.message.endswith(".")


@pytest.mark.parametrize(
    "node",
    [
        True,
        False,
        {},
        {"items": True, "prefixItems": [{"type": "string"}, False]},
        {"properties": {"a": True, "b": False}, "additionalProperties": False},
        {"not": {}},
        {"not": True, "if": {}, "then": True, "else": False},
        {"unevaluatedProperties": False, "unevaluatedItems": False},
        {"contains": True, "propertyNames": False, "dependentSchemas": {"a": True}},
        {"type": ["string", "null"]},
        {"type": "array"},
        {"const": None},
        {"enum": [None, 1, {"a": 1}, ["b"]]},
        {"exclusiveMinimum": 1, "maximum": 5.5},
        {"$defs": {"a": {}}, "$comment": "c", "unknown": {"type": 5}, "x-any": [None]},
        {"type": "string", "contentEncoding": "base64", "contentSchema": {}},
        {"title": "\ud800", "enum": ["\ud800"]},
    ],
)
def test_legal_is_left_alone(node: Json) -> None:
    """Valid 3.1 is unchanged, even where the validator refuses it."""
    outcome = with_schema(copy.deepcopy(node))
    assert outcome.at("#/components/schemas/S") == node
    assert {(each.code, each.severity) for each in outcome.diagnostics.entries} <= {
        ("unknown-field", Severity.INFO)
    }


def test_yaml_numbers_keep_their_text() -> None:
    """An unquoted number is read as text if a string is expected."""
    text = (
        "openapi: 3.0.3\ninfo: {title: 007, version: 1.10}\npaths: {}\ncomponents:\n  schemas:\n"
        "    S: {type: string, default: 1.0, enum: [1.10, 010, 1e3, 0x1F, 2024-01-01, 12:30:45]}\n"
    )
    outcome = resolved(document(text))
    found = outcome.at("#/components/schemas/S")
    values = "1.10 010 1e3 0x1F 2024-01-01 12:30:45".split()  # noqa: SIM905 - as in the document
    assert found == {"type": "string", "default": "1.0", "enum": values}
    assert outcome.at("#/info") == {"title": "007", "version": "1.10"}


def test_names_of_enum_values_follow() -> None:
    """Lists of an extension that describe the values by position lose the same entries."""
    outcome = with_schema({"enum": ["a", "a", "b"], "x-enum-varnames": ["A", "A2", "B"]})
    expected = {"enum": ["a", "b"], "x-enum-varnames": ["A", "B"]}
    assert outcome.at("#/components/schemas/S") == expected


def test_discriminators() -> None:
    """Mappings become canonical pointers, or are left out."""
    mapping: Json = {
        "a": "T",
        "b": "#/components/schemas/T",
        "c": "U",
        "d": "#/x",
        "e": 5,
        "f": "T.V",
    }
    node: Json = {"discriminator": {"propertyName": "k", "mapping": mapping}}
    outcome = resolved(with_schemas(**{"S": node, "T": {}, "T.V": {}}))
    pointer = "#/components/schemas/T"
    found = outcome.at("#/components/schemas/S/discriminator/mapping")
    assert found == {"a": pointer, "b": pointer, "f": f"{pointer}.V"}
    assert outcome.codes() == ["unresolved-mapping"] * 3


# --- Flaws around schemas -------------------------------------------------------------------------


def test_path_parameters_are_shared() -> None:
    """Parameters of a path follow the operation's own, unless these have the same name."""
    own: Json = {"name": "q", "in": "query", "schema": {"type": "integer"}}
    shared: list[Json] = [
        {"name": "q", "in": "query", "schema": {}},
        {"name": "q", "in": "header", "schema": {}},
        {"$ref": "#/components/parameters/P"},
    ]
    content = api(
        paths={"/a": {"parameters": shared, "get": {"parameters": [own]}, "put": {}}},
        components={"parameters": {"P": {"name": "p", "in": "query", "schema": {}}}},
    )
    outcome = resolved(document(json.dumps(content)))
    base = "#/paths/~1a/parameters"
    inherited: list[Json] = [{"$ref": f"{base}/1"}, {"$ref": "#/components/parameters/P"}]
    assert outcome.at("#/paths/~1a/get/parameters") == [own, *inherited]
    assert outcome.at("#/paths/~1a/put/parameters") == [{"$ref": f"{base}/0"}, *inherited]
    assert outcome.at(base) == shared


@pytest.mark.parametrize(
    ("path", "parameters", "left", "code"),
    [
        ("/{x}", [], ["x"], "undeclared-path-parameter"),
        ("/{x}/{x}", [{"name": "x"}], ["x"], None),
        ("/", [{"name": "x"}], ["x"], "unused-path-parameter"),
        ("/{x}", [{"name": "x", "required": False}], ["x"], "optional-path-parameter"),
        ("/{x}", [{"name": "x"}, {"name": "x"}], ["x", "x"], "duplicate-parameter"),
        ("/{x}", [{"name": "x", "in": "Path"}], ["x"], "parameter-in"),
        ("/", [{"name": "x", "in": "body"}], [], "unusable-parameter"),
        ("/", [{"in": "query"}], [], "unusable-parameter"),
        ("/", [5, {"name": "q", "in": "query"}], ["q"], "invalid-node"),
        ("/?a={x}", [{"name": "x"}], ["x"], None),
    ],
)
def test_parameters(path: str, parameters: list[Json], left: list[str], code: str | None) -> None:
    """An operation has a parameter for each placeholder; an unusable parameter is empty."""
    listed: list[Json] = [
        {"in": "path", "required": True, "schema": {}, **each} if isinstance(each, dict) else each
        for each in parameters
    ]
    outcome = operation({"parameters": listed, "responses": {}}, path)
    pointer = "#/paths/" + path.replace("/", "~1") + "/get/parameters"
    found = outcome.at(pointer)
    assert isinstance(found, list)
    assert len(found) == len(parameters) + (code == "undeclared-path-parameter")
    sent = {index: each for index, each in enumerate(found) if isinstance(each, dict) and each}
    assert [each["name"] for each in sent.values()] == left
    assert all(each["required"] is True for each in sent.values())
    assert set(outcome.codes()) - {"unusable-parameter"} == ({code} if code else set()) - {
        "unusable-parameter"
    }
    for index, each in sent.items():
        place = outcome.document.location(f"{pointer}/{index}/name")
        line = outcome.document.source_line(place)[place.column - 1 :]
        assert code == "undeclared-path-parameter" or line.startswith(f'"{each["name"]}"')


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (
            {"type": "string", "format": "date"},
            {"type": "string", "format": "date"},
            "schema-missing",
        ),
        ({}, {}, "schema-missing"),
    ],
)
def test_parameter_without_schema(before: dict[str, Json], after: Json, code: str) -> None:
    """A type in the parameter itself, as in Swagger 2.0, becomes its schema."""
    outcome = operation({"parameters": [{"name": "q", "in": "query", **before}]})
    assert outcome.at("#/paths/~1a/get/parameters/0") == {
        "name": "q",
        "in": "query",
        "schema": after,
    }
    assert outcome.codes() == [code]


@pytest.mark.parametrize(
    ("key", "becomes", "code"),
    [
        ("200", "200", None),
        ("4XX", "4XX", None),
        ("default", "default", None),
        ("x-any", "x-any", None),
        ("4xx", "4XX", "status-spelling"),
        ("Default", "default", "status-spelling"),
        ("5**", "5XX", "status-spelling"),
    ],
)
def test_statuses(key: str, becomes: str, code: str | None) -> None:
    """A status in another spelling is read, and keeps its place."""
    outcome = operation({"responses": {key: {"description": "d"}}})
    pointer = f"#/paths/~1a/get/responses/{becomes}"
    assert outcome.at(pointer) == {"description": "d"}
    assert set(outcome.codes()) == ({code} if code else set())
    place = outcome.document.key_location(pointer)
    assert outcome.document.source_line(place)[place.column :].startswith(key)


@pytest.mark.parametrize("key", ["6XX", "20", "ok", "2000", "200 OK", "١٢٣", ""])
def test_statuses_refused(key: str) -> None:
    """An invalid status ends the run; a lenient run leaves it out with a finding."""
    node: dict[str, Json] = {"responses": {key: {"description": ""}, "200": {"description": ""}}}
    source = document(json.dumps(api(paths={"/a": {"get": node}})))
    assert fault(source).code == "invalid-status"
    outcome = resolved(source, lenient=True)
    assert outcome.at("#/paths/~1a/get/responses") == {"200": {"description": ""}}
    assert outcome.codes() == ["invalid-status"]


def test_sections_that_are_missing_or_empty() -> None:
    """Empty sections of YAML are accepted."""
    text = (
        "openapi: 3.0.3\ninfo:\ntags:\nservers:\npaths:\n  /a:\n  /b:\n    parameters:\n    get:\n"
        "      tags:\n      parameters:\n      responses:\n  c: {}\ncomponents:\n  schemas:\n"
    )
    outcome = resolved(document(text))
    paths: Json = {"/a": {}, "/b": {"get": {"responses": {}}}, "/c": {}}
    info: Json = {"title": "API", "version": "0"}
    expected = {"openapi": "3.1.1", "info": info, "paths": paths, "components": {}}
    assert outcome.root == expected
    assert set(outcome.codes()) == {"null-section", "missing-field", "path-without-slash"}


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ({"info": []}, "#/info"),
        ({"paths": ["/a"]}, "#/paths"),
        ({"components": "x"}, "#/components"),
        ({"components": {"schemas": []}}, "#/components/schemas"),
        ({"webhooks": 1}, "#/webhooks"),
    ],
)
def test_sections_of_the_wrong_kind(node: dict[str, Json], place: str) -> None:
    """A section that is not a mapping ends the run."""
    source = document(json.dumps({**api(), **node}))
    error = fault(source)
    assert (error.code, error.location) == ("invalid-section", source.location(place))
    assert resolved(source, lenient=True).codes() == ["invalid-section"]


def test_operation_ids_are_given_once() -> None:
    """The first operation keeps an id; the next one gets another name."""
    node: Json = {"operationId": "x", "responses": {}}
    outcome = resolved(document(json.dumps(api(paths={"/a": {"get": node}, "/b": {"get": node}}))))
    assert outcome.at("#/paths/~1a/get/operationId") == "x"
    assert outcome.at("#/paths/~1b/get") == {"responses": {}}
    assert outcome.codes() == ["duplicate-operation-id"]


def test_methods_in_capitals() -> None:
    """A method in capitals is a method."""
    outcome = resolved(document(json.dumps(api(paths={"/a": {"GET": {"responses": {}}}}))))
    assert outcome.at("#/paths/~1a/get") == {"responses": {}}
    assert outcome.codes() == ["method-case"]


@pytest.mark.parametrize("at_root", [False, True])
def test_unknown_security(*, at_root: bool) -> None:
    """An operation with a misspelt scheme keeps its authentication."""
    required: Json = [{"bearrer": []}, {"basic": []}]
    scheme: Json = {"bearer": {"type": "http", "scheme": "bearer"}, "basic": {"type": "basic"}}
    node: dict[str, Json] = {"responses": {}} if at_root else {"security": required}
    more: dict[str, Json] = {"security": required} if at_root else {}
    components: Json = {"securitySchemes": scheme}
    source = document(json.dumps(api(paths={"/a": {"get": node}}, components=components, **more)))
    error = fault(source)
    assert (error.code, error.hint) == ("unknown-security-scheme", "did you mean 'bearer'?")
    outcome = resolved(source, lenient=True)
    assert outcome.at("#/security" if at_root else "#/paths/~1a/get/security") == [{"basic": []}]


def test_security_without_any_scheme() -> None:
    """A document without declared schemes is read, with a finding."""
    outcome = operation({"security": [{"key": []}, {}], "responses": {}})
    assert outcome.at("#/paths/~1a/get/security") == [{}]
    assert [found.severity for found in outcome.diagnostics.entries] == [Severity.ERROR]


def test_servers() -> None:
    """Servers have a URL, their variables a default that is text."""
    servers: Json = [
        "https://a.test",
        {"description": "none"},
        {"url": "/{v}/{p}", "variables": {"v": {"default": 1.5, "enum": [1.5]}, "p": {}}},
        5,
    ]
    outcome = resolved(document(json.dumps(api(servers=servers))))
    variables: Json = {"v": {"default": "1.5", "enum": ["1.5"]}, "p": {"default": ""}}
    assert outcome.at("#/servers") == [
        {"url": "https://a.test"},
        {"description": "none", "url": "/"},
        {"url": "/{v}/{p}", "variables": variables},
        {"url": "/"},
    ]


def test_what_does_not_validate_goes() -> None:
    """A flaw without a rule is removed with the smallest part, with a finding of severity error."""
    content = api(
        tags=[5, {"name": "t"}],
        paths={
            "/a": {
                "get": {
                    "callbacks": {"c": {"{$url}": {"post": {"externalDocs": {"url": 5}}}}},
                    "responses": {"200": {"description": "", "links": {"l": {"server": {"x": 1}}}}},
                }
            }
        },
    )
    outcome = resolved(document(json.dumps(content)))
    OpenAPI.model_validate(outcome.root)
    assert outcome.at("#/tags") == [{"name": "t"}]
    assert set(outcome.codes()) == {"invalid-node", "unknown-field"}
    assert {found.severity for found in outcome.found("invalid-node")} == {Severity.ERROR}


def test_extensions_are_put_in() -> None:
    """The configuration adds extensions; a key without a target is a warning."""
    source = document(json.dumps(api(paths={"/a": {"get": {"x-a": 1, "responses": {}}}})))
    settings_: dict[str, dict[str, Json]] = {
        "#/paths/~1a/get": {"x-a": 2, "x-b": 3},
        "#": {"x-c": 4},
        "#/nowhere": {"x-d": 5},
    }
    outcome = Outcome(source, extensions=settings_)
    assert outcome.at("#/paths/~1a/get") == {"x-a": 2, "x-b": 3, "responses": {}}
    assert outcome.at("#/x-c") == 4
    assert outcome.codes() == ["extension-without-target"]
    assert source.root["paths"] == {"/a": {"get": {"x-a": 1, "responses": {}}}}


# --- Laws -----------------------------------------------------------------------------------------

SMALL = api(
    "3.0.3",
    servers=[{"url": "https://x.test"}],
    security=[{"key": []}],
    paths={
        "/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "post": {
                "operationId": "a",
                "requestBody": {"content": {"application/json": {"schema": REF}}},
                "responses": {
                    "200": {"description": "", "content": {"application/json": {"schema": REF}}},
                    "default": {"$ref": "#/components/responses/Bad"},
                },
                "callbacks": {"c": {"{$request.body#/u}": {"post": {"responses": {}}}}},
            },
        }
    },
    components={
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        },
        "responses": {
            "Bad": {"description": "", "headers": {"H": {"schema": {"type": "integer"}}}}
        },
        "securitySchemes": {"key": {"type": "apiKey", "name": "k", "in": "header"}},
        "schemas": {
            "T": {
                "type": "object",
                "required": ["a"],
                "properties": {
                    "a": {"type": "string", "nullable": True, "enum": ["x"]},
                    "b": {"type": "array", "items": REF},
                    "c": {"oneOf": [REF, {"$ref": "#/components/schemas/U"}]},
                },
            },
            "U": {
                "allOf": [REF, {"minProperties": 1}],
                "nullable": True,
                "discriminator": {"propertyName": "a", "mapping": {"x": "T"}},
            },
        },
    },
)
JUNK: list[Json] = [
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    "#",
    "#/components/schemas/T",
    "object",
    [],
    {},
    [None],
    [[]],
    {"$ref": "#"},
    {"$ref": 5},
    {"$ref": "#/components/schemas/U"},
    {"$ref": "#/components/parameters/Id"},
    {"$ref": "#/paths"},
    {"$ref": "other.yaml"},
    {"$ref": "//x"},
    {"$ref": "T"},
    {"nullable": True, "$ref": "#/components/schemas/T"},
    {"nullable": True, "allOf": [{"$ref": "#/components/schemas/U"}]},
    {"required": True, "type": ["string"]},
    {"name": "q", "in": "query"},
    {"200": None},
    {"get": {}},
]
FIELDS_ = ["$ref", "$id", "$anchor", "200", "get", *sorted({f for k in FIELDS.values() for f in k})]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Json]:
    """Draw a document in which a few nodes are replaced, added, removed or moved."""
    tree = copy.deepcopy(SMALL)
    for _ in range(draw(st.integers(1, 5))):
        places = [pointer for pointer, _ in pointers(tree) if pointer != "#"]
        keys = draw(st.sampled_from(places)).split("/")[1:]
        *above, last = map(unescape, keys)
        holder = descend(tree, above)
        junk = copy.deepcopy(draw(st.sampled_from(JUNK)))
        if isinstance(holder, list):
            holder[int(last)] = junk
        elif isinstance(holder, dict):
            change = draw(st.integers(0, 3))
            field = draw(st.sampled_from(FIELDS_))
            if change == 0:
                holder[last] = junk
            elif change == 1:
                holder[field] = junk
            elif change == 2 and field != last:
                holder[field] = holder[last]
                del holder[last]
            else:
                del holder[last]
        if not tree:
            return tree
    return tree


@given(damaged())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_damaged_can_be_read(tree: dict[str, Json]) -> None:
    """A lenient reader always returns a valid tree, and each diagnostic has a place."""
    read_damaged(tree)


@pytest.mark.nightly
@given(damaged())
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_damaged_can_be_read_by_night(tree: dict[str, Json]) -> None:
    """The same, with more documents."""
    read_damaged(tree)


def test_a_section_is_seen_before_others_refer_into_it() -> None:
    """References into a section that is a reference lead to the section's target."""
    body: dict[str, Json] = {"$ref": "#/components/schemas/T", "content": {}}
    content: Json = {"application/json": {"schema": {"$ref": "#/components/schemas/T"}}}
    operation: dict[str, Json] = {"requestBody": body, "responses": {"200": {"content": content}}}
    tree: dict[str, Json] = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": operation}},
        "components": {"$ref": None, "schemas": {"T": {"type": "object"}}},
    }
    read_damaged(tree)
    outcome = resolved(document(json.dumps(tree)), lenient=True)
    assert "leads to a schema, where a request body belongs" in str(outcome.diagnostics.entries)


def read_damaged(tree: dict[str, Json]) -> None:
    """Check that a document is read leniently, and that resolving it again changes nothing."""
    source = document(json.dumps(tree, indent=1), "api.json")
    before = copy.deepcopy(source.root)
    if not str(source.root.get("openapi")).startswith("3.") and "swagger" not in source.root:
        assert fault(source).code in {"not-openapi", "unsupported-version"}
        return
    outcome = resolved(source, lenient=True)
    check(outcome)
    assert source.root == before
    assert "invalid-document" not in outcome.codes()
    for found in outcome.diagnostics.entries:
        assert source.source_line(source.location(found.pointer))
    again = resolved(document(json.dumps(outcome.root)), lenient=True)
    assert again.root == outcome.root
    assert not again.found("invalid-node")


# --- Real documents -------------------------------------------------------------------------------

CORPUS = sorted((SHARED / "corpus").glob("*.*")) + sorted((SHARED / "corpus").glob("*/**/*.*"))
REAL = [
    path
    for path in CORPUS
    if path.suffix in {".yaml", ".json"}
    and re.search(
        rb"""^\s*["']?openapi["']?\s*:|"openapi":""", path.read_bytes()[:4096], re.MULTILINE
    )
]
"""The documents of OpenAPI 3; `tests/corpus` has those of Swagger 2.0, too."""


@pytest.mark.skipif(not REAL, reason="the shared documents are not at hand")
@pytest.mark.parametrize("path", REAL, ids=[path.name for path in REAL])
def test_corpus(path: Path) -> None:
    """Real documents are read; no operation or schema is lost, and none becomes Any."""
    outcome = resolved(path)
    check(outcome)
    before, after = outcome.document.root, outcome.resolved.root
    assert before.get("paths", {}).keys() == after["paths"].keys()  # type: ignore[union-attr]
    for section in ("schemas", "parameters", "responses"):
        assert _members(before, section) == _members(after, section)
    assert not outcome.found("invalid-node")
    assert not outcome.found("unresolved-reference")


def _members(root: dict[str, Json], section: str) -> set[str]:
    components = root.get("components")
    found = components.get(section) if isinstance(components, dict) else None
    return set(found) if isinstance(found, dict) else set()


@pytest.mark.parametrize(("where", "name"), [("header", "header param"), ("cookie", "a;b")])
def test_a_name_that_cannot_be_sent_costs_the_parameter(where: str, name: str) -> None:
    """The rest of the document is used; a control character makes it unusable."""
    parameter: Json = {"name": name, "in": where, "schema": {"type": "string"}}
    outcome = resolved(document(json.dumps(_with_parameter(parameter))))
    assert outcome.codes() == ["invalid-name"]
    assert outcome.at("#/paths/~1a/get/parameters/0") == {}
    parameter = {"name": f"{name}\r\nX: y", "in": where}
    assert fault(document(json.dumps(_with_parameter(parameter)))).code == "invalid-name"


def _with_parameter(parameter: Json) -> Json:
    responses: Json = {"204": {"description": ""}}
    return api(paths={"/a": {"get": {"parameters": [parameter], "responses": responses}}})


def test_only_an_api_key_has_a_name() -> None:
    """The name of other schemes is never sent, so any name is accepted."""

    def with_scheme(kind: str) -> str:
        scheme: Json = {"type": kind, "in": "header", "name": "no header"}
        return json.dumps(api(components={"securitySchemes": {"s": scheme}}))

    assert "invalid-name" not in resolved(document(with_scheme("mutualTLS"))).codes()
    assert fault(document(with_scheme("apiKey"))).code == "invalid-name"


def test_a_loose_word_in_a_mapping_is_left_out() -> None:
    """Only a value like a file or URL must lead to a schema."""
    node: Json = {"discriminator": {"propertyName": "kind", "mapping": {"a": "some value"}}}
    content = api(components={"schemas": {"T": node}})
    assert resolved(document(json.dumps(content))).codes() == ["unresolved-mapping"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not at hand")
def test_hostile() -> None:
    """The results are those of the hostile documents, as far as reading decides them."""
    folder = SHARED / "hostile"
    refused: set[str] = set()
    expected = json.loads((folder / "MANIFEST.json").read_text())
    for name, case in expected.items():
        outcomes = {case["expect"], case.get("also", case["expect"])}
        error = _refused(folder / name)
        if error is not None:
            refused.add(name)
            assert outcomes & {"either", "error"}, name
            assert error.location, name
            assert "\n" not in str(error), name
    must = {
        name
        for name, case in expected.items()
        if {case["expect"], case.get("also")} <= {"error", None}
    }
    assert must - refused == set()


def _refused(path: Path) -> SpecError | None:
    try:
        check(resolved(read(path)))
    except SpecError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("schema", "expected", "codes"),
    [
        ({"type": "integer", "default": "10"}, 10, ["default-type"]),
        ({"type": "integer", "default": "many"}, "many", ["default-type"]),
        ({"type": "array", "items": {}, "default": "a"}, "a", ["default-type"]),
        ({"type": "string", "default": None}, None, ["default-type"]),
        ({"type": "string", "enum": ["a", "b"], "default": "c"}, "c", ["default-type"]),
        ({"type": ["string", "null"], "default": None}, None, []),
        ({"type": "number", "default": 1}, 1, []),
        ({"default": [1]}, [1], []),
    ],
)
def test_a_default_fits_its_schema(
    schema: dict[str, Json], expected: Json, codes: list[str]
) -> None:
    """A default of another type is a finding; it is converted where the meaning is certain."""
    outcome = resolved(with_schemas(S=schema))
    assert outcome.at("#/components/schemas/S/default") == expected
    assert outcome.codes() == codes
