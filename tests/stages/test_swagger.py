"""Swagger 2.0: what `tests/cases/swagger` cannot show in one document.

The rules are those of the Swagger 2.0 specification; where a rule is not in it, a comment names
the producers whose documents need it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from tests.support.places import CORPUS
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.workspace import Done

SWAGGER: Final = CORPUS / "swagger2"
HEAD: Final = "swagger: '2.0'\ninfo: {title: T, version: '1'}\n"


def generated(folder: Path, text: str, *options: str) -> Done:
    """Generate a client for a document."""
    (folder / "api.yaml").write_text(HEAD + text)
    return speccast(
        "generate", "api.yaml", "-o", "out", "--package", "api", *options, folder=folder
    )


def bundled(folder: Path, text: str) -> dict[str, Any]:
    """Return the document as the package carries it: in the spelling of OpenAPI 3.1."""
    done = generated(folder, text)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads((folder / "out" / "api" / "_spec.json").read_text())
    return found


@pytest.mark.parametrize(
    ("said", "urls"),
    [
        ("host: a.test\nschemes: [http, https, wss]", ["https://a.test", "http://a.test"]),
        ("host: a.test:81\nbasePath: v1/", ["https://a.test:81/v1"]),
        ("host: localhost:81", ["http://localhost:81"]),
        ("host: 127.0.0.1\nschemes: [http, https]", ["http://127.0.0.1", "https://127.0.0.1"]),
        ("basePath: /v2", ["/v2"]),
        ("host: a.test\nschemes: [ws]", ["https://a.test"]),
    ],
)
def test_servers(tmp_path: Path, said: str, urls: list[str]) -> None:
    """Host, path and schemes become servers; WebSocket schemes are left out."""
    text = f"{said}\npaths: {{/a: {{get: {{responses: {{200: {{description: ok}}}}}}}}}}\n"
    assert [server["url"] for server in bundled(tmp_path, text)["servers"]] == urls


def test_media_types(tmp_path: Path) -> None:
    """Lists of an operation replace those of the document; an error may be JSON beside a file."""
    text = """
produces: [application/xml]
definitions: {E: {type: object, properties: {m: {type: string}}}}
responses: {Bad: {description: bad, schema: {$ref: '#/definitions/E'}}}
paths:
  /a:
    get:
      produces: [application/x-tar]
      responses:
        200: {description: ok, schema: {type: file}}
        400: {$ref: '#/responses/Bad'}
    put:
      produces: []
      responses: {200: {description: ok, schema: {type: string}}}
"""
    item = bundled(tmp_path, text)["paths"]["/a"]
    assert list(item["get"]["responses"]["200"]["content"]) == ["application/x-tar"]
    bad = item["get"]["responses"]["400"]
    assert list(bad["content"]) == ["application/x-tar", "application/json"]
    assert list(item["put"]["responses"]["200"]["content"]) == ["application/json"]


def test_body_of_the_path(tmp_path: Path) -> None:
    """A body at a path item is that of each operation; an operation's own one replaces it."""
    text = """
paths:
  /a:
    parameters: [{name: b, in: body, schema: {type: string}}]
    post: {responses: {200: {description: ok}}}
    put:
      parameters: [{name: c, in: body, required: true, schema: {type: integer}}]
      responses: {200: {description: ok}}
"""
    item = bundled(tmp_path, text)["paths"]["/a"]
    types = {
        method: item[method]["requestBody"]["content"]["application/json"]["schema"]["type"]
        for method in ("post", "put")
    }
    assert types == {"post": "string", "put": "integer"}
    assert [item[method]["requestBody"]["required"] for method in types] == [False, True]


def test_two_bodies(tmp_path: Path) -> None:
    """An operation has one body; the second one is an error with its place."""
    text = """
paths:
  /a:
    post:
      parameters:
      - {name: b, in: body, schema: {type: string}}
      - {name: c, in: body, schema: {type: string}}
      responses: {200: {description: ok}}
"""
    done = generated(tmp_path, text)
    assert done.code == 0
    assert "api.yaml:9:9: error: an operation has one body; this one is ignored" in done.err


def test_reference_to_a_schema(tmp_path: Path) -> None:
    """A response may refer to a definition, as generators of Go servers write it."""
    text = """
definitions: {E: {type: object, properties: {m: {type: string}}}}
paths: {/a: {get: {responses: {200: {$ref: '#/definitions/E'}}}}}
"""
    response = bundled(tmp_path, text)["paths"]["/a"]["get"]["responses"]["200"]
    schema = response["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/E"}


def test_pointers_are_those_of_the_document(tmp_path: Path) -> None:
    """Names and findings use the pointers of the original document."""
    text = """
definitions: {E: {type: object, properties: {m: {type: strng}}}}
paths: {/a: {get: {responses: {200: {description: ok, schema: {$ref: '#/definitions/E'}}}}}}
"""
    (tmp_path / "speccast.toml").write_text(
        '[[client]]\nspec = "api.yaml"\noutput = "out"\npackage = "api"\n'
        'names = { "#/definitions/E" = "Thing" }\n'
    )
    (tmp_path / "api.yaml").write_text(HEAD + text)
    assert speccast("generate", folder=tmp_path).code == 0
    assert (tmp_path / "out" / "api" / "models" / "thing.py").exists()
    lint = json.loads(speccast("lint", "api.yaml", "--format", "json", folder=tmp_path).out)
    assert "#/definitions/E/properties/m/type" in json.dumps(lint)


@pytest.mark.parametrize("version", ["1.2", "'1.1'", "3.0"])
def test_other_versions(tmp_path: Path, version: str) -> None:
    """Other versions of Swagger are refused by their own name."""
    (tmp_path / "api.yaml").write_text(f"swagger: {version}\n")
    done = speccast("generate", "api.yaml", "-o", "out", "--package", "api", folder=tmp_path)
    assert done.code == 2
    bare = version.strip("'")
    assert f"api.yaml:1:10: error: Swagger {bare} is not supported" in done.err


def test_version_as_a_number(tmp_path: Path) -> None:
    """The version may be written without quotes."""
    (tmp_path / "api.yaml").write_text("swagger: 2.0\ninfo: {title: T, version: '1'}\npaths: {}\n")
    done = speccast("lint", "api.yaml", folder=tmp_path)
    assert "the version 2.0 is a number; it must be text" in done.out + done.err


@pytest.mark.skipif(not SWAGGER.is_dir(), reason="the shared documents are not available")
def test_references_across_files(tmp_path: Path) -> None:
    """Findings in other files have their places there; shared parameters keep their types."""
    done = speccast("lint", "main.yaml", folder=SWAGGER / "external")
    said = done.out + done.err
    for place in ("main.yaml:23:48", "sub/common.yaml:7:58", "sub/common.yaml:12:46"):
        assert place in said
    folder = SWAGGER / "external"
    made = speccast("generate", "main.yaml", "-o", str(tmp_path), "--package", "ext", folder=folder)
    assert made.code == 0
    spec = json.loads((tmp_path / "ext" / "_spec.json").read_text())
    operations = [spec["paths"]["/q"]["post"], spec["paths"]["/p/{id}"]["put"]]
    assert all(operation["requestBody"]["required"] for operation in operations)
    assert list(operations[1]["requestBody"]["content"]) == ["application/merge-patch+json"]


def test_successor_says_the_same(tmp_path: Path) -> None:
    """`diff` finds no change between a document and its OpenAPI 3 counterpart."""
    old = """
basePath: /
definitions: {E: {type: object, properties: {m: {type: string}}}}
paths:
  /a:
    post:
      operationId: addE
      parameters: [{name: b, in: body, required: true, schema: {$ref: '#/definitions/E'}}]
      responses: {200: {description: ok, schema: {$ref: '#/definitions/E'}}}
"""
    ref = {"$ref": "#/components/schemas/E"}
    content = {"application/json": {"schema": ref}}
    new = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "/"}],
        "components": {
            "schemas": {"E": {"type": "object", "properties": {"m": {"type": "string"}}}}
        },
        "paths": {
            "/a": {
                "post": {
                    "operationId": "addE",
                    "requestBody": {"required": True, "content": content},
                    "responses": {"200": {"description": "ok", "content": content}},
                }
            }
        },
    }
    (tmp_path / "old.yaml").write_text(HEAD + old)
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(new))
    done = speccast("diff", "old.yaml", "new.yaml", "--format", "json", folder=tmp_path)
    assert done.code == 0, done.out + done.err
    assert "addE" not in done.out
