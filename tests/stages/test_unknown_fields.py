"""Unknown fields, and fields that exclude each other, are findings with their places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from speccast.reading.pointers import split
from speccast.resolve.kinds import FIELDS
from speccast.resolve.repairs.unknown_fields import known_fields
from tests.support.reading import api, document, resolved
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.reading.diagnostics import Diagnostic
    from speccast.reading.json_value import Json

SCHEMA: Json = {"type": "object"}
CONTENT: Json = {"content": {"application/json": {"schema": SCHEMA}}}


def whole(version: str = "3.2.0") -> dict[str, Any]:
    """Return a document with an object of each kind."""
    return {
        **api(version),
        "info": {"title": "t", "version": "1", "contact": {}, "license": {"name": "l"}},
        "servers": [{"url": "/", "variables": {"v": {"default": "a"}}}],
        "tags": [{"name": "t", "externalDocs": {"url": "u"}}],
        "paths": {
            "/a": {
                "parameters": [{"name": "q", "in": "query", "schema": SCHEMA}],
                "post": {
                    "requestBody": {"content": {"multipart/form-data": {"encoding": {"a": {}}}}},
                    "responses": {
                        "200": {
                            "description": "",
                            "headers": {"H": {"schema": SCHEMA}},
                            "links": {"l": {"operationId": "o", "server": {"url": "/"}}},
                            "content": {
                                "application/json": {
                                    "schema": SCHEMA,
                                    "examples": {"e": {"value": 1}},
                                }
                            },
                        }
                    },
                },
            }
        },
        "components": {
            "schemas": {
                "S": {
                    "discriminator": {"propertyName": "p"},
                    "xml": {"name": "x"},
                    "properties": {"p": {"externalDocs": {"url": "u"}}},
                }
            },
            "securitySchemes": {
                "o": {
                    "type": "oauth2",
                    "flows": {
                        "deviceAuthorization": {
                            "deviceAuthorizationUrl": "https://x.test/d",
                            "tokenUrl": "https://x.test/t",
                            "scopes": {},
                        }
                    },
                }
            },
        },
    }


PLACES = (
    "", "info", "info/contact", "info/license", "servers/0", "servers/0/variables/v", "tags/0",
    "tags/0/externalDocs", "components", "paths/~1a", "paths/~1a/parameters/0", "paths/~1a/post",
    "paths/~1a/post/requestBody", "paths/~1a/post/requestBody/content/multipart~1form-data",
    "paths/~1a/post/requestBody/content/multipart~1form-data/encoding/a",
    "paths/~1a/post/responses/200", "paths/~1a/post/responses/200/headers/H",
    "paths/~1a/post/responses/200/links/l", "paths/~1a/post/responses/200/links/l/server",
    "paths/~1a/post/responses/200/content/application~1json/examples/e",
    "components/schemas/S/discriminator", "components/schemas/S/xml",
    "components/schemas/S/properties/p/externalDocs", "components/securitySchemes/o",
    "components/securitySchemes/o/flows", "components/securitySchemes/o/flows/deviceAuthorization",
)  # fmt: skip
"""The place of each kind of object."""


def found(tree: dict[str, Any], code: str) -> list[Diagnostic]:
    """Return the findings of a code."""
    return resolved(document(json.dumps(tree))).found(code)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_a_right_document_has_no_unknown_field(version: str) -> None:
    """Fields of all versions are known in each version."""
    assert found(whole(version), "unknown-field") == []


@pytest.mark.parametrize("place", PLACES)
def test_an_unknown_field_is_found(place: str) -> None:
    """In objects of every kind; extensions are not unknown."""
    tree = whole()
    node: Any = tree
    for key in split(f"#/{place}")[1] if place else ():
        node = node[int(key) if isinstance(node, list) else key]
    node |= {"nonsense": 1, "x-sense": 2}
    (finding,) = found(tree, "unknown-field")
    assert finding.pointer == f"#/{place}/nonsense".replace("//", "/")
    assert finding.severity == "warning"
    assert "begins with x-" in finding.hint


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("paths", "pathz"), ("info", "inf"), ("post", "psot"), ("responses", "respones"),
     ("requestBody", "requestbody"), ("properties", "propertys"), ("description", "descripton"),
     ("parameters", "paramters"), ("discriminator", "discriminater"), ("variables", "variabels"),
     ("tokenUrl", "tokenURL"), ("propertyName", "propertyname")],
)  # fmt: skip
def test_a_misspelt_field_has_a_suggestion(tmp_path: Path, right: str, wrong: str) -> None:
    """With the line and the column of the name."""
    lines = json.dumps(whole(), indent=1).replace(f'"{right}"', f'"{wrong}"')
    (tmp_path / "api.json").write_text(lines)
    done = speccast("lint", "api.json", folder=tmp_path)
    number, line = next(
        (n, each) for n, each in enumerate(lines.split("\n"), 1) if f'"{wrong}"' in each
    )
    column = line.index(chr(34)) + 1
    shown = f"api.json:{number}:{column}: warning: "
    assert shown in done.err
    _, _, rest = done.err.partition(shown)
    assert repr(wrong) in rest.split("\n")[0]
    assert f"did you mean '{right}'?" in "\n".join(rest.split("\n")[:4])


def test_keywords_of_other_vocabularies_are_notes() -> None:
    """A schema of 3.1 may have them."""
    tree = api(components={"schemas": {"S": {"type": "string", "sqlColumn": 1, "minlength": 2}}})
    severities = {each.pointer[-9:]: each.severity for each in found(tree, "unknown-field")}
    assert severities == {"sqlColumn": "info", "minlength": "warning"}


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if known_fields(kind)])
def test_the_table_has_all_fields_that_are_walked(kind: str) -> None:
    """Fields with further objects are known."""
    assert set(FIELDS[kind]) <= known_fields(kind)


def parameter(**members: Json) -> dict[str, Any]:
    """Return a document with one parameter of the components."""
    node: dict[str, Json] = {"name": "n", "in": "query", "schema": {}, **members}
    return api("3.2.0", components={"parameters": {"P": node}})


def example(**members: Json) -> dict[str, Any]:
    """Return a document with one example of the components."""
    return api("3.2.0", components={"examples": {"E": members}})


def media(**members: Json) -> dict[str, Any]:
    """Return a document with one media type of the components."""
    return api("3.2.0", components={"mediaTypes": {"M": members}})


@pytest.mark.parametrize(
    ("tree", "code", "words"),
    [
        (example(value=1, dataValue=1), "exclusive-fields", "`dataValue` is used"),
        (example(value=1, externalValue="u"), "exclusive-fields", "`value` is used"),
        (example(value=1, serializedValue="1"), "exclusive-fields", "`value` is used"),
        (example(serializedValue="1", externalValue="u"), "exclusive-fields", "`serializedValue`"),
        (media(example=1, examples={}), "exclusive-fields", "`examples` is used"),
        (media(encoding={}, prefixEncoding=[]), "exclusive-fields", "`encoding` is used"),
        (media(encoding={}, itemEncoding={}), "exclusive-fields", "`encoding` is used"),
        (parameter(example=1, examples={}), "exclusive-fields", "`examples` is used"),
        (parameter(allowReserved=True, **{"in": "header"}), "parameter-style", "percent-encoded"),
        (
            parameter(allowReserved=True, style="cookie", **{"in": "cookie"}),
            "parameter-style",
            "percent-encoded",
        ),
        (parameter(**{"in": "querystring"}), "parameter-content", "read as a form"),
        (api(servers=[{"url": "/", "variables": {"v": {"enum": [], "default": ""}}}]),
         "server-variable", "without values"),
        ({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}, "missing-field", "neither"),
        (api(info={"title": "t", "version": "1", "license": {"name": "l", "url": "u",
                                                            "identifier": "MIT"}}),
         "exclusive-fields", "license"),
        (api(components={"schemas": {"S": {"xml": {"nodeType": "element", "wrapped": True}}}}),
         "exclusive-fields", "`nodeType`"),
        (api(components={"links": {"L": {"operationId": "a", "operationRef": "b"}}}),
         "exclusive-fields", "`operationId` is used"),
    ],
)  # fmt: skip
def test_rules_about_several_fields(tree: dict[str, Any], code: str, words: str) -> None:
    """A violation is a warning that says which field is used."""
    assert [words in each.message for each in found(tree, code)] == [True]


@pytest.mark.parametrize(
    ("version", "known"), [("3.1.0", ["newer-field"]), ("3.2.0", [])]
)  # fmt: skip
@pytest.mark.parametrize("place", ["path", "cookie"])
def test_allow_reserved_outside_of_the_query(version: str, known: list[str], place: str) -> None:
    """It is new in 3.2."""
    tree = parameter(allowReserved=True, required=True, **{"in": place}) | {"openapi": version}
    assert [each.code for each in found(tree, "newer-field")] == known
    assert found(tree, "parameter-style") == []


def test_nothing_stands_beside_the_querystring() -> None:
    """Neither a second one nor a query parameter, also not of the path."""
    whole_query: Json = {"name": "q", "in": "querystring", **CONTENT}  # type: ignore[dict-item]
    other: Json = {"name": "r", "in": "querystring", **CONTENT}  # type: ignore[dict-item]
    single: Json = {"name": "s", "in": "query", "schema": {}}
    together: list[tuple[list[Json], list[Json]]] = [
        ([], [whole_query, other]),
        ([whole_query], [single]),
        ([other], [whole_query]),
    ]
    for shared, own in together:
        tree = api("3.2.0", paths={"/a": {"parameters": shared, "get": {"parameters": own}}})
        assert len(found(tree, "parameter-place")) == 1
    tree = api("3.2.0", paths={"/a": {"parameters": [whole_query], "get": {}}})
    assert found(tree, "parameter-place") == []


def test_a_header_that_cannot_be_is_left_out() -> None:
    """Its name is not a valid header name."""
    answer: Json = {
        "description": "",
        "headers": {"Bad=Header": {"schema": {}}, "Good": {"schema": {}}},
    }
    outcome = resolved(
        document(json.dumps(api(paths={"/a": {"get": {"responses": {"200": answer}}}})))
    )
    assert outcome.at("#/paths/~1a/get/responses/200/headers") == {"Good": {"schema": {}}}
    assert len(outcome.found("invalid-name")) == 1
