"""Paths become operations: parameters, bodies, answers, security, servers, webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from speccast import ir
from speccast.lower import Settings
from tests.support.lower_support import lowered

if TYPE_CHECKING:
    from speccast.reading.json_value import Json


def texts(values: tuple[ir.Text, ...]) -> list[str]:
    """Return texts as strings."""
    return [value.value for value in values]


@pytest.mark.quick
def test_parameters_of_every_place_and_style() -> None:
    """Path parameters first and in the order of the path; defaults of style and explode."""
    found = lowered("""
        paths:
          /{b}/{a}:
            parameters: [{name: a, in: path, required: true, schema: {type: integer}}]
            get:
              parameters:
                - {name: q, in: query, schema: {type: array, items: {type: string}}}
                - {name: b, in: path, required: true, style: label, schema: {type: string}}
                - {name: o, in: query, style: deepObject, explode: true, schema: {type: object}}
                - {name: X-H, in: header, required: true, schema: {type: boolean}}
                - {name: c, in: cookie, schema: {type: string, default: x}}
                - {name: j, in: query, content: {application/json: {schema: {type: integer}}}}
                - name: p
                  in: query
                  style: pipeDelimited
                  explode: false
                  allowReserved: true
                  schema: {}
                - {name: Accept, in: header, schema: {type: string}}
        """)
    operation = found.operations["GET /{b}/{a}"]
    assert [
        (p.wire.value, p.place, found.spell(p.type), p.style, p.explode, p.required)
        for p in operation.parameters
    ] == [
        ("b", "path", "str", "label", False, True),
        ("a", "path", "int", "simple", False, True),
        ("q", "query", "[str]", "form", True, False),
        ("o", "query", "{any}", "deepObject", True, False),
        ("X-H", "header", "bool", "simple", False, True),
        ("c", "cookie", "str", "form", True, False),
        ("j", "query", "int", "json", False, False),
        ("p", "query", "any", "pipeDelimited", False, False),
    ]
    assert operation.parameters[5].default == ir.JsonValue('"x"')
    assert operation.parameters[7].allow_reserved
    assert "info header-parameter" in found.codes


@pytest.mark.parametrize(
    ("media_type", "schema", "codec", "expected"),
    [
        ("application/json", "{type: integer}", ir.Codec.JSON, "int"),
        ("application/problem+json; charset=utf-8", "{type: integer}", ir.Codec.JSON, "int"),
        ("application/x-www-form-urlencoded", "{type: object}", ir.Codec.FORM, "{any}"),
        ("text/plain", "{type: string}", ir.Codec.TEXT, "str"),
        ("text/csv", "{}", ir.Codec.TEXT, "str"),
        ("application/xml", "{type: object, properties: {a: {}}}", ir.Codec.TEXT, "str"),
        ("application/octet-stream", "{type: string, format: binary}", ir.Codec.BINARY, "binary"),
        ("image/png", "{}", ir.Codec.BINARY, "binary"),
        ("*/*", "{type: object}", ir.Codec.JSON, "{any}"),
        ("*/*", "{type: string, format: binary}", ir.Codec.BINARY, "binary"),
        ("text/event-stream", "{type: integer}", ir.Codec.EVENTS, "int"),
        ("application/x-ndjson", "{type: integer}", ir.Codec.JSON_LINES, "int"),
        ("application/jsonl", "{type: array, items: {type: integer}}", ir.Codec.JSON_LINES, "int"),
    ],
)
def test_a_media_type_has_its_codec(
    media_type: str, schema: str, codec: ir.Codec, expected: str
) -> None:
    """The same for requests and answers."""
    content = f"{{'{media_type}': {{schema: {schema}}}}}"
    found = lowered(f"""
        paths:
          /:
            post:
              requestBody: {{content: {content}}}
              responses: {{'200': {{description: '', content: {content}}}}}
        """)
    operation = found.api.operations[0]
    assert operation.body is not None
    sent, answered = operation.body.contents[0], operation.responses[0].contents[0]
    assert (codec, expected) == (answered.codec, found.spell(answered.type))
    assert (codec, expected) == (sent.codec, found.spell(sent.type))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{itemSchema: {type: integer}}", "int"),
        ("{schema: {type: array, items: {type: integer}}}", "int"),
        ("{itemSchema: {type: string, format: binary}}", "binary"),
        ("{itemSchema: {type: string, contentMediaType: image/png}}", "binary"),
        ("{itemSchema: {}}", "any"),
    ],
)
def test_items_of_a_multipart_answer(content: str, expected: str) -> None:
    """The type is that of one part."""
    found = lowered(f"""
        paths:
          /:
            get:
              responses: {{'200': {{description: '', content: {{multipart/mixed: {content}}}}}}}
        """)
    answered = found.api.operations[0].responses[0].contents[0]
    assert (answered.codec, found.spell(answered.type)) == (ir.Codec.PARTS, expected)


def test_multipart_requests_and_answers() -> None:
    """The parts of a body are arguments; a multipart answer without a type is bytes."""
    found = lowered("""
        paths:
          /:
            post:
              requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
              responses: {'200': {description: '', content: {multipart/mixed: {schema: {}}}}}
        """)
    operation = found.api.operations[0]
    assert operation.body is not None
    sent, answered = operation.body.contents[0], operation.responses[0].contents[0]
    assert (sent.codec, found.spell(sent.type)) == (ir.Codec.MULTIPART, "{any}")
    assert (answered.codec, found.spell(answered.type)) == (ir.Codec.BINARY, "binary")


def test_item_schema() -> None:
    """`itemSchema` takes precedence over `schema`."""
    found = lowered("""
        openapi: 3.2.0
        paths:
          /:
            get:
              responses:
                '200':
                  description: ''
                  content:
                    application/jsonl: {itemSchema: {type: integer}, schema: {type: array}}
        """)
    assert found.answer("GET /") == "int"


def test_order_of_media_types() -> None:
    """JSON before its dialects, before forms, before files and text."""
    found = lowered("""
        paths:
          /:
            post:
              requestBody:
                content:
                  text/plain: {}
                  application/octet-stream: {}
                  application/vnd.x+json: {}
                  multipart/form-data: {}
                  application/json: {}
                  application/x-www-form-urlencoded: {}
        """)
    body = found.api.operations[0].body
    assert body is not None
    assert [content.media_type.value for content in body.contents] == [
        "application/json",
        "application/vnd.x+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/octet-stream",
    ]


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ("{type: object, required: [a], properties: {a: {type: string}, b: {}}}", ["a", "b"]),
        ("{type: object, properties: {a: {readOnly: true}, b: {}}}", ["b"]),
        ("{type: object}", None),
        ("{type: array, items: {type: object, properties: {a: {}}}}", None),
        ("{type: [object, 'null'], properties: {a: {}}}", ["a"]),
        (
            "{oneOf: [{type: object, properties: {a: {}}}, {type: object, properties: {b: {}}}]}",
            ["a", "b"],
        ),
        ("{oneOf: [{type: object, properties: {a: {}}}, {type: string}]}", None),
        (
            "{oneOf: [{type: object, properties: {a: {const: 1}}}, {properties: {a: {}}}]}",
            None,
        ),
    ],
)
def test_the_properties_of_an_object_are_arguments(
    schema: str, arguments: list[str] | None
) -> None:
    """Any other body is one argument."""
    found = lowered(f"""
        paths:
          /: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}
        """)
    body = found.api.operations[0].body
    assert body is not None
    listed = body.arguments
    assert arguments == (None if listed is None else [entry.wire.value for entry in listed])


def test_files_in_multipart_and_json() -> None:
    """One schema in both media types makes two models."""
    found = lowered("""
        paths:
          /m:
            post:
              requestBody:
                content:
                  multipart/form-data:
                    schema: {$ref: '#/components/schemas/Upload'}
                    encoding: {file: {contentType: image/png}, tags: {explode: false, style: form}}
          /j:
            post:
              requestBody:
                content: {application/json: {schema: {$ref: '#/components/schemas/Upload'}}}
        components:
          schemas:
            Upload:
              type: object
              properties:
                file: {type: string, format: binary}
                files: {type: array, items: {type: string, contentMediaType: image/png}}
                inner: {type: object, properties: {raw: {type: string, format: binary}}}
        """)
    multipart, plain = (found.operations[f"POST /{path}"].body for path in "mj")
    assert multipart is not None
    assert plain is not None
    assert found.properties(multipart.arguments or ()) == {
        "file": "binary",
        "files": "[binary]",
        "inner": "Upload inner",
    }
    assert found.properties(plain.arguments or ()) == {
        "file": "str",
        "files": "[str]",
        "inner": "Upload inner",
    }
    assert found.model("Upload inner") == {"raw": "str"}
    file, tags = multipart.contents[0].encodings
    assert (ir.Text("image/png"), False) == (file.content_type, tags.explode)


def test_only_the_parts_of_a_multipart_body_are_files() -> None:
    """Neither a type that was lowered before, nor one inside a JSON part."""
    found = lowered("""
        paths:
          /j:
            post:
              requestBody:
                content: {application/json: {schema: {$ref: '#/components/schemas/Before'}}}
          /m:
            post:
              requestBody:
                content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}}
        components:
          schemas:
            Before: {type: object, properties: {raw: {type: string, format: binary}}}
            Inner: {type: object, properties: {raw: {type: string, format: binary}}}
            Upload:
              type: object
              properties:
                file: {type: string, format: binary}
                inner: {$ref: '#/components/schemas/Inner'}
                map: {additionalProperties: {type: string, format: binary}}
        """)
    assert found.model("Before") == {"raw": "str"}
    assert found.model("Inner") == {"raw": "str"}
    body = found.operations["POST /m"].body
    assert body is not None
    assert found.properties(body.arguments or ()) == {
        "file": "binary",
        "inner": "Inner",
        "map": "{str}",
    }


def test_answers_by_status() -> None:
    """Ranges, `default`, no content, headers, links."""
    found = lowered("""
        paths:
          /:
            get:
              responses:
                '200':
                  description: Fine
                  headers: {X-Left: {schema: {type: integer}, required: true}}
                  content: {application/json: {schema: {type: integer}, example: 3}}
                  links: {next: {operationId: more, description: Go on}}
                '204': {description: Nothing}
                4xx: {$ref: '#/components/responses/Bad'}
                default: {description: Else, content: {text/plain: {schema: {type: string}}}}
        components:
          responses:
            Bad:
              description: Bad
              content: {application/json: {schema: {properties: {code: {type: integer}}}}}
        """)
    operation = found.api.operations[0]
    assert [(response.status, len(response.contents)) for response in operation.responses] == [
        ("200", 1),
        ("204", 0),
        ("4XX", 1),
        ("default", 1),
    ]
    fine, _, bad, _ = operation.responses
    assert (
        fine.headers[0].wire.value,
        found.spell(fine.headers[0].type),
        fine.headers[0].required,
    ) == ("X-Left", "int", True)
    assert fine.contents[0].examples[0].value == ir.JsonValue("3")
    assert found.spell(bad.contents[0].type) == "Bad"
    assert [(n.name.value, n.operation.value) for n in operation.links] == [("next", "more")]


def test_security_of_the_document_and_of_operations() -> None:
    """Alternatives, combinations, none; kinds of schemes."""
    found = lowered("""
        security: [{token: []}, {key: [], basic: []}]
        paths:
          /a: {get: {}}
          /b: {get: {security: []}}
          /c: {get: {security: [{}, {machine: [x]}]}}
          /d: {get: {security: [{}]}}
          /e: {get: {security: [{cert: []}]}}
        components:
          securitySchemes:
            token: {type: http, scheme: Bearer, x-speccast-argument: {name: api_token, env: TOKEN}}
            basic: {type: http, scheme: basic}
            key: {type: apiKey, in: query, name: api key}
            head: {type: apiKey, in: header, name: X-Key}
            cook: {type: apiKey, in: cookie, name: sid}
            machine:
              type: oauth2
              flows: {clientCredentials: {tokenUrl: https://x.test/token, scopes: {x: y}}}
            user: {type: oauth2, flows: {implicit: {authorizationUrl: https://x.test, scopes: {}}}}
            oidc: {type: openIdConnect, openIdConnectUrl: https://x.test}
            digest: {type: http, scheme: digest}
            cert: {type: mutualTLS}
        """)
    kinds = {scheme.key.value: scheme.kind.value for scheme in found.api.security_schemes}
    assert kinds == {
        "token": "bearer",
        "basic": "basic",
        "key": "key-query",
        "head": "key-header",
        "cook": "key-cookie",
        "machine": "client-credentials",
        "user": "bearer",
        "oidc": "bearer",
        "digest": "key-header",
    }
    token = found.api.security_schemes[0]
    assert (ir.Text("api_token"), ir.Text("TOKEN")) == (token.argument, token.env)
    asked = [[texts(together) for together in o.security] for o in found.api.operations]
    assert asked == [[["token"], ["key", "basic"]], [], [[], ["machine"]], [], []]
    assert found.codes.count("lossy security-scheme") == 2


def test_servers_of_document_path_and_operation() -> None:
    """The innermost one is used."""
    found = lowered("""
        servers:
          - url: https://{region}.x.test
            variables: {region: {default: eu, enum: [eu, us]}}
        paths:
          /a: {servers: [{url: /path}], get: {}, post: {servers: [{url: /own}]}}
          /b: {get: {}}
        """)
    variable = found.api.servers[0].variables[0]
    assert (
        variable.name.value,
        variable.default.value,
        texts(variable.values),
    ) == ("region", "eu", ["eu", "us"])
    assert [
        [server.url.value for server in operation.servers] for operation in found.api.operations
    ] == [["/path"], ["/own"], []]


def test_webhooks_and_callbacks_have_typed_bodies() -> None:
    """They are received by the client."""
    found = lowered("""
        paths:
          /subscribe:
            post:
              callbacks:
                onData:
                  '{$request.query.url}':
                    post: {requestBody: {content: {application/json: {schema: {type: integer}}}}}
        webhooks:
          newPet:
            post:
              requestBody:
                content:
                  application/json: {schema: {type: object, properties: {id: {type: integer}}}}
        """)
    pet, data = found.api.webhooks
    assert (pet.proposals[0].words[0].value, data.proposals[0].words[0].value) == (
        "newPet",
        "onData",
    )
    assert found.spell(data.contents[0].type) == "int"
    model = found.names["newPet event"]
    assert isinstance(model, ir.Model)
    assert (ir.Usage.RECEIVED, ir.Ref(model.id)) == (model.usage, pet.contents[0].type)


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), (), ["/a/1", "/a/2", "/b"]),
        (("tag:A*",), (), ["/a/1", "/a/2"]),
        (("path:/a/*",), ("two",), ["/a/1"]),
        (("o*", "path:/b"), (), ["/a/1", "/b"]),
        ((), ("tag:*",), ["/b"]),
    ],
)
def test_selected_operations(
    include: tuple[str, ...], exclude: tuple[str, ...], expected: list[str]
) -> None:
    """By tag, path or id; models without a use are not declared."""
    body = "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/M'}}}}"
    found = lowered(
        f"""
        paths:
          /a/1: {{get: {{operationId: one, tags: [A]}}}}
          /a/2: {{get: {{operationId: two, tags: [Aa, B]}}}}
          /b: {{put: {{{body}}}}}
        components: {{schemas: {{M: {{type: object, properties: {{a: {{}}}}}}}}}}
        """,
        Settings(include, exclude),
    )
    assert expected == [operation.path.value for operation in found.api.operations]
    assert ("/b" in expected) == ("M" in found.names)


def test_media_types_with_other_members() -> None:
    """Arguments are those of all media types; an array cannot be written from them."""
    found = lowered("""
        paths:
          /a:
            post:
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {required: [a, b], properties: {a: {}, b: {type: integer}}}
                  multipart/form-data:
                    schema: {required: [a, c], properties: {a: {}, c: {format: binary}}}
                  application/vnd.x+json: {schema: {type: array, items: {}}}
        """)
    body = found.api.operations[0].body
    assert body is not None
    assert body.arguments is not None
    required = {each.wire.value: each.required for each in body.arguments}
    assert required == {"a": True, "b": False, "c": False}
    kinds = [content.codec for content in body.contents]
    assert kinds == [ir.Codec.JSON, ir.Codec.MULTIPART]
    assert [place.rpartition("/")[2] for place in found.places("media-type-left-out")] == [
        "application~1vnd.x+json",
    ]


@pytest.mark.parametrize(
    ("schema", "reported"),
    [
        (
            "{allOf: [{$ref: '#/components/schemas/M'}, {properties: {note: {}}}]}",
            ["meta", "files"],
        ),
        ("{type: object, additionalProperties: {}}", []),
        ("{oneOf: [{$ref: '#/components/schemas/M'}]}", []),
    ],
)
def test_encodings_of_unknown_properties_are_reported(schema: str, reported: list[str]) -> None:
    """A form that may have further properties has no unknown ones."""
    found = lowered(f"""
        paths:
          /a:
            post:
              requestBody:
                content:
                  multipart/form-data:
                    schema: {schema}
                    encoding: {{file: {{}}, note: {{}}, meta: {{}}, files: {{}}}}
                  application/json: {{schema: {schema}, encoding: {{other: {{}}}}}}
        components: {{schemas: {{M: {{type: object, properties: {{file: {{}}}}}}}}}}
        """)
    places = found.places("encoding-name")
    assert reported == [place.rpartition("/")[2] for place in places]


@pytest.mark.parametrize(
    ("pointer", "members", "code"),
    [
        ("#/components/mediaTypes/M", {"itemSchema": {}}, "keyword-ignored"),
        (
            "#/components/parameters/P",
            {"allowReserved": True, "in": "path", "required": True, "schema": {"type": "array"}},
            "keyword-ignored",
        ),
        (
            "#/components/securitySchemes/O",
            {"oauth2MetadataUrl": "https://x.test"},
            "security-flow",
        ),
        ("#/components/examples/E", {"serializedValue": "a=1"}, "example-value"),
    ],
)
def test_unsupported_features_of_3_2_are_reported(
    pointer: str, members: dict[str, Json], code: str
) -> None:
    """Each finding has its place."""
    operation: dict[str, Json] = {
        "parameters": [{"$ref": "#/components/parameters/P"}],
        "requestBody": {
            "content": {
                "application/json": {"$ref": "#/components/mediaTypes/M"},
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object"},
                    "examples": {"e": {"$ref": "#/components/examples/E"}},
                },
            }
        },
        "responses": {"204": {"description": ""}},
    }
    tree: dict[str, Any] = {
        "openapi": "3.2.0",
        "info": {"title": "t", "version": "1"},
        "tags": [{"name": "a"}],
        "paths": {"/a/{p}": {"post": operation}},
        "components": {
            "mediaTypes": {"M": {"schema": {}}},
            "examples": {"E": {"dataValue": {"a": 1}}},
            "parameters": {"P": {"name": "p", "in": "path", "required": True, "schema": {}}},
            "securitySchemes": {"O": {"type": "oauth2", "flows": {}}},
        },
    }
    node: Any = tree
    for key in pointer.split("/")[1:]:
        node = node[int(key) if key.isdecimal() else key]
    if "serializedValue" in members:
        node.clear()
    node |= members
    field = next(iter(members))
    places = [each.pointer for each in lowered(tree).found.entries if each.code == code]
    assert f"{pointer}/{field}" in places
