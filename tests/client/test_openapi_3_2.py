"""Each row of the table in `docs/openapi-3.2.md`: a feature works, or a finding names it.

A row is a document of a few lines. `codes` are the findings that name what is not honoured; `holds`
looks at the client. A row of the table without an entry here, or the other way round, is a failure.
"""

from __future__ import annotations

import operator
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from speccast import pipeline
from speccast.reading import document
from speccast.reading.config import Client
from speccast.reading.diagnostics import Severity
from tests.support.emitted import new_name
from tests.support.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = ROOT / "generator" / "docs" / "openapi-3.2.md"
_GRAVE = {Severity.WARNING, Severity.ERROR}


class Api:
    """The client of a document, its transport, and its modules."""

    def __init__(self, package: str, **credentials: str) -> None:
        """Make the client; its transport keeps credentials for the test."""
        self.package = package
        self.models = self.module("models")
        self.transport = self.module("testing").FakeTransport(redact=False)
        client = import_module(package).Client
        self.client = client(transport=self.transport, **credentials)

    def module(self, name: str) -> Any:  # noqa: ANN401 - a module
        """Import one of its modules."""
        return import_module(f"{self.package}.{name}")

    def call(self, symbol: str, *arguments: object, **more: object) -> Any:  # noqa: ANN401 - any result
        """Call an operation."""
        return operator.attrgetter(symbol)(self.client)(*arguments, **more)

    @property
    def sent(self) -> Any:  # noqa: ANN401 - of the package
        """The last request."""
        return self.transport.sent[-1]


class Row(NamedTuple):
    """A row of the table as a test."""

    text: str
    """The document, without its head."""
    holds: Callable[[Api], None] | None = None
    codes: tuple[str, ...] = ()
    """The findings, and no others of a severity above note."""
    notes: tuple[str, ...] = ()
    credentials: tuple[tuple[str, str], ...] = ()
    head: str = ""


def get(more: str, answer: str = "'204': {description: x}", method: str = "get") -> str:
    """Return an operation `things.go`."""
    return (
        f"paths: {{'/things': {{{method}: {{x-speccast-method: things.go, {more}"
        f"responses: {{{answer}}}}}}}}}\n"
    )


def json(schema: str, more: str = "") -> str:
    """Return an answer in JSON."""
    return f"'200': {{description: x, content: {{application/json: {{schema: {schema}{more}}}}}}}"


def body(media_type: str, content: str) -> str:
    """Return a required body."""
    return f"requestBody: {{required: true, content: {{'{media_type}': {content}}}}}, "


def by_reference(api: Api) -> None:
    """Check that a reference through `$self` is a model."""
    api.transport.answer("things.go", {"id": 1})
    assert type(api.call("things.go")) is api.models.Thing


def methods(api: Api) -> None:
    """Check that QUERY and PURGE are sent, and a webhook of any method is read."""
    api.call("things.ask")
    api.call("things.purge")
    assert [each.method for each in api.transport.sent] == ["QUERY", "PURGE"]
    assert api.module("webhooks").moved(b'{"a": 1}').a == 1


def scheme(api: Api) -> None:
    """Check that the scheme referred to by URI gets its credential."""
    api.call("things.go")
    assert api.sent.headers["X-Pass"] == "secret"


def media_types(api: Api) -> None:
    """Check that the content is that of the component."""
    api.transport.answer("things.go", {"id": 1})
    assert type(api.call("things.go")) is api.models.Thing


def items(api: Api) -> None:
    """Check that JSON lines, JSON text sequences and events are typed."""
    for media_type, content in (
        ("application/jsonl", b'{"id": 1}\n{"id": 2}\n'),
        ("application/json-seq", b'\x1e{"id": 1}\n\x1e{"id": 2}\n'),
    ):
        headers = {"Content-Type": media_type}
        api.transport.answer("things.go", content, headers=headers, times=1)
        assert api.call("things.go") == [api.models.Thing(id=1), api.models.Thing(id=2)]
    headers = {"Content-Type": "text/event-stream"}
    content = b'event: x\ndata: {"id": 3}\n\n'
    api.transport.answer("things.listen", content, headers=headers)
    (event,) = api.call("things.listen")
    assert (event.event, event.data) == ("x", api.models.Thing(id=3))


def parts(api: Api) -> None:
    """Check that each item is a part."""
    api.call("things.go", body=[{"id": 1}, {"id": 2}])
    assert api.sent.parts == [("", b'{"id":1}'), ("", b'{"id":2}')]
    content = b'--x\r\nContent-Type: application/json\r\n\r\n{"id": 3}\r\n--x--'
    headers = {"Content-Type": "multipart/mixed; boundary=x"}
    api.transport.answer("things.go", content, headers=headers)
    assert api.call("things.go", body=[]) == [api.models.Thing(id=3)]


def by_position(api: Api) -> None:
    """Check that the first part has its media type, and the others theirs."""
    api.call("things.go", body=["<a/>", "b", "c"])
    kinds = re.findall(rb"Content-Type: (\S+)", api.sent.body)
    assert kinds == [b"application/xml", b"text/plain", b"text/plain"]


def nested(api: Api) -> None:
    """Check that the part is written by its own content type."""
    api.call("things.go", inner={"x": "1"})
    assert api.sent.parts == [("inner", b'{"x":"1"}')]


def query_string(api: Api) -> None:
    """Check that a form, JSON and text are the whole query."""
    api.call("things.form", q={"a": "b c"})
    api.call("things.json_", q=[1])
    api.call("things.text", q="$.a")
    urls = [each.url.partition("?")[2] for each in api.transport.sent]
    assert urls == ["a=b%20c", "%5B1%5D", "%24.a"]


def form_encoding(api: Api) -> None:
    """Check that lists are joined, and reserved characters stay."""
    api.call("things.go", q={"a": ["1", "2"], "b": "x/y"})
    assert api.sent.url.endswith("?a=1,2&b=x/y")


def cookie(api: Api) -> None:
    """Check that only what a cookie cannot contain is percent-encoded."""
    api.call("things.go", c="a/b:c")
    assert str.__str__(api.sent.headers["Cookie"]) == "c=a/b:c"


def reserved_query(api: Api) -> None:
    """Check that slashes stay, and delimiters that end the value do not."""
    api.call("things.go", q="a/b?c&d#e")
    assert api.sent.url.endswith("?q=a/b?c%26d%23e")


def reserved_path(api: Api) -> None:
    """Check that delimiters within a segment stay, and those between segments do not."""
    api.call("things.go", "a:b,c/d?e#f", ["1,2", "3"])
    assert api.sent.url.endswith("/things/a:b,c%2Fd%3Fe%23f/1%2C2,3")


def default_mapping(api: Api) -> None:
    """Check that an object without a known tag is a model of the default mapping."""
    for wire, name in (
        ({"kind": "cat"}, "Cat"),
        ({"kind": "new"}, "Other"),
        ({"note": "n"}, "Other"),
    ):
        api.transport.answer("things.go", wire, times=1)
        assert type(api.call("things.go")).__name__ == name


def example(api: Api) -> None:
    """Check that the fake transport answers with the example."""
    assert api.call("things.go").id == 7


def tag_words(api: Api) -> None:
    """Check that summary and description are in the documentation of the resource."""
    assert "All the things." in (type(api.client.things).__doc__ or "")


def tag_kind(api: Api) -> None:
    """Check that a badge is not an attribute."""
    assert hasattr(api.client, "nav")
    assert not hasattr(api.client, "beta")


def tag_parent(api: Api) -> None:
    """Check that a tag is an attribute of its parent."""
    assert hasattr(api.client.outer.inner, "list")


def server(api: Api) -> None:
    """Check that the name is in the documentation of the client's argument."""
    assert "prod" in (type(api.client).__init__.__doc__ or "")


def summary(api: Api) -> None:
    """Check that the summary of an answer is in the documentation of the method."""
    assert api.call("things.go") == api.models.Thing(id=1)


def token(api: Api) -> None:
    """Check that the token that was passed is sent."""
    api.call("things.go")
    assert api.sent.headers["Authorization"] == "Bearer secret"


def deprecated(api: Api) -> None:
    """Check that it is in the documentation of the client's argument."""
    assert "eprecated" in (type(api.client).__init__.__doc__ or "")


def text(api: Api) -> None:
    """Check that the body is the text that was passed."""
    api.call("things.go", body="<thing/>")
    assert api.sent.body == b"<thing/>"


def one_of_them(api: Api) -> None:
    """Check that the example named in the finding is used."""
    assert api.call("things.go") == "b"


THING = "components: {schemas: {Thing: {type: object, properties: {id: {type: integer}}}}}\n"
REF = "{$ref: '#/components/schemas/Thing'}"
XML = "{type: object, properties: {id: {type: string, xml: {nodeType: attribute}}}}"
FLOW = "deviceAuthorizationUrl: 'https://t.test/d', tokenUrl: 'https://t.test/t', scopes: {}"
SEQUENCES = (
    "'200': {description: x, content: {application/jsonl: {itemSchema: " + REF + "},"
    " application/json-seq: {itemSchema: " + REF + "}}}"
)
EVENT = (
    "{type: object, required: [data], properties: {event: {type: string}, data: {type: string,"
    " contentMediaType: application/json, contentSchema: " + REF + "}}}"
)
CHOICE = """
components:
  schemas:
    Cat: {type: object, properties: {kind: {type: string}}}
    Other: {type: object, properties: {kind: {type: string}, note: {type: string}}}
    Any:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Other"}]
      discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Other}
"""
TAGGED = "paths: {/a: {get: {operationId: list, tags: [%s], responses: {'204': {description: x}}}}}"


def parameter(where: str, more: str, path: str = "/things") -> str:
    """Return an operation with a parameter."""
    given = f"x-speccast-method: things.go, parameters: [{{name: {where}, {more}}}]"
    return f"paths: {{'{path}': {{get: {{{given}, responses: {{'204': {{description: x}}}}}}}}}}"


ROWS: dict[str, Row] = {
    "`$self` of a document": Row(
        get("", json("{$ref: 'https://t.test/v1/openapi.yaml#/components/schemas/Thing'}")) + THING,
        by_reference,
        head="$self: https://t.test/v1/openapi.yaml",
    ),
    "`additionalOperations`, `query`": Row(
        """
        paths:
          /things:
            query: {x-speccast-method: things.ask, responses: {"204": {description: x}}}
            additionalOperations:
              PURGE: {x-speccast-method: things.purge, responses: {"204": {description: x}}}
        webhooks:
          moved:
            additionalOperations:
              MOVE:
                requestBody:
                  content: {application/json: {schema: {properties: {a: {type: integer}}}}}
                responses: {"204": {description: x}}
        """,
        methods,
    ),
    "security requirement by URI": Row(
        get("security: [{'#/components/securitySchemes/pass': []}], ")
        + "components: {securitySchemes: {pass: {type: apiKey, in: header, name: X-Pass}}}",
        scheme,
        credentials=(("pass_", "secret"),),
    ),
    "`components.mediaTypes`, `$ref` in `content`": Row(
        get(
            "",
            "'200': {description: x, content: {application/json:"
            " {$ref: '#/components/mediaTypes/T'}}}",
        )
        + "components: {mediaTypes: {T: {schema: "
        + REF
        + "}}, schemas: {Thing: {type: object,"
        " properties: {id: {type: integer}}}}}",
        media_types,
    ),
    "`itemSchema` of sequential media types": Row(
        get("", SEQUENCES)[:-2]
        + ", '/events': {get: {x-speccast-method: things.listen, responses: {'200': {description: "
        "x, content: {text/event-stream: {itemSchema: " + EVENT + "}}}}}}}\n" + THING,
        items,
    ),
    "`itemSchema` of `multipart/*`": Row(
        get(
            body("multipart/mixed", "{itemSchema: " + REF + "}"),
            "'200': {description: x, content: {multipart/mixed: {itemSchema: " + REF + "}}}",
            method="post",
        )
        + THING,
        parts,
    ),
    "`itemSchema` of another media type": Row(
        get("", "'200': {description: x, content: {image/png: {itemSchema: " + REF + "}}}") + THING,
        codes=("keyword-ignored",),
    ),
    "`prefixEncoding`, `itemEncoding`": Row(
        get(
            body(
                "multipart/mixed",
                "{schema: {type: array, items: {type: string}}, prefixEncoding:"
                " [{contentType: application/xml}], itemEncoding: {contentType: text/plain}}",
            ),
            method="post",
        ),
        by_position,
    ),
    "`encoding` within `encoding`": Row(
        get(
            body(
                "multipart/form-data",
                "{schema: {type: object, properties: {inner: {type: object, properties: {x: {type:"
                " string}}}}}, encoding: {inner: {encoding: {x: {contentType: text/csv}}}}}",
            ),
            method="post",
        ),
        nested,
        codes=("keyword-ignored",),
    ),
    "`in: querystring`": Row(
        """
        paths:
          /form:
            get:
              x-speccast-method: things.form
              parameters:
                - {name: q, in: querystring, content: {application/x-www-form-urlencoded:
                    {schema: {type: object, additionalProperties: {type: string}}}}}
              responses: {"204": {description: x}}
          /json:
            get:
              x-speccast-method: things.json_
              parameters:
                - {name: q, in: querystring, content: {application/json: {schema: {type: array}}}}
              responses: {"204": {description: x}}
          /text:
            get:
              x-speccast-method: things.text
              parameters:
                - {name: q, in: querystring, content: {application/jsonpath: {schema: {}}}}
              responses: {"204": {description: x}}
        """,
        query_string,
    ),
    "`encoding` of a form in the query": Row(
        parameter(
            "q",
            "in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object,"
            " properties: {a: {type: array, items: {type: string}}, b: {type: string}}}, encoding:"
            " {a: {explode: false}, b: {allowReserved: true}}}}",
        ),
        form_encoding,
    ),
    "`style: cookie`": Row(
        parameter("c", "in: cookie, style: cookie, schema: {type: string}"), cookie
    ),
    "`allowReserved` in the query": Row(
        parameter("q", "in: query, allowReserved: true, schema: {type: string}"), reserved_query
    ),
    "`allowReserved` in a path": Row(
        parameter(
            "a",
            "in: path, required: true, allowReserved: true, schema: {type: string}}, {name: b, in:"
            " path, required: true, allowReserved: true, schema: {type: array, items: {type:"
            " string}}",
            "/things/{a}/{b}",
        ),
        reserved_path,
        codes=("keyword-ignored",),
    ),
    "`allowReserved` in a cookie": Row(
        parameter("c", "in: cookie, allowReserved: true, schema: {type: string}"),
        cookie,
    ),
    "discriminator `defaultMapping`, optional discriminators": Row(
        get("", json("{$ref: '#/components/schemas/Any'}")) + CHOICE, default_mapping
    ),
    "example `dataValue`": Row(
        get("", json(REF, ", examples: {a: {dataValue: {id: 7}, serializedValue: '{\"id\":7}'}}"))
        + THING,
        example,
    ),
    "example `serializedValue`": Row(
        get("", json(REF, ", examples: {a: {serializedValue: '{\"id\": 7}'}}"))[:-2]
        + ", /form: {post: {x-speccast-method: things.send, "
        + body(
            "application/x-www-form-urlencoded",
            "{schema: {type: object, properties: {a: {type: string}}}, examples: {a:"
            " {serializedValue: 'a=1'}}}",
        )
        + "responses: {'204': {description: x}}}}}\n"
        + THING,
        example,
        codes=("example-value",),
    ),
    "tag `summary`": Row(
        f"tags: [{{name: things, summary: All the things.}}]\n{TAGGED % 'things'}", tag_words
    ),
    "tag `kind`": Row(
        "tags: [{name: beta, kind: badge}, {name: nav, kind: nav}]\n" + TAGGED % "beta, nav",
        tag_kind,
    ),
    "tag `parent`": Row(
        "tags: [{name: outer}, {name: inner, parent: outer}]\n" + TAGGED % "inner", tag_parent
    ),
    "server `name`": Row(
        get(""), server, head="servers: [{url: 'https://t.test', name: prod}, {url: /b}]"
    ),
    "response `summary`, optional `description`": Row(
        get(
            "",
            "'200': {summary: The thing., content: {application/json: {schema: "
            + REF
            + ", example: {id: 1}}}}",
        )
        + THING,
        summary,
    ),
    "OAuth 2 `deviceAuthorization`": Row(
        get("security: [{o: []}], ")
        + f"components: {{securitySchemes: {{o: {{type: oauth2, flows: {{deviceAuthorization:"
        f" {{{FLOW}}}}}}}}}}}",
        token,
        notes=("security-flow",),
        credentials=(("o", "secret"),),
    ),
    "`oauth2MetadataUrl`": Row(
        get("security: [{o: []}], ")
        + "components: {securitySchemes: {o: {type: oauth2, oauth2MetadataUrl: 'https://t.test/m',"
        " flows: {clientCredentials: {tokenUrl: 'https://t.test/t', scopes: {}}}}}}",
        token,
        codes=("security-flow",),
        credentials=(("o", "secret"),),
    ),
    "`deprecated` of a security scheme": Row(
        get("security: [{o: []}], ")
        + "components: {securitySchemes: {o: {type: http, scheme: bearer, deprecated: true}}}",
        deprecated,
        credentials=(("o", "secret"),),
    ),
    "XML `nodeType`": Row(
        get(body("application/xml", "{schema: " + XML + "}"), method="post"),
        text,
        codes=("text-body",),
    ),
    "fields that exclude each other": Row(
        get("", json("{type: string}", ", example: a, examples: {b: {value: b}}")),
        one_of_them,
        codes=("exclusive-fields",),
    ),
}


def rows() -> dict[str, str]:
    """Return the features of the table on the page, with their text."""
    found = re.findall(r"^\| (.+?) \| (.+?) \| ", PAGE.read_text("utf-8"), re.MULTILINE)
    return {feature: said for feature, said in found if feature not in {"feature", "---"}}


def test_the_table_is_complete() -> None:
    """Each row of the table has a test here."""
    assert [*ROWS] == [*rows()]


@pytest.mark.parametrize("feature", ROWS)
def test_row(feature: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The feature works, is reported, or both, as the table says."""
    row = ROWS[feature]
    head = {"info": {"title": "T", "version": "1"}, "servers": [{"url": "https://t.test"}]}
    tree = {**head, **yaml.safe_load(row.head or "{}"), **yaml.safe_load(row.text)}
    source = document.read("-", stdin=yaml.safe_dump({"openapi": "3.2.0", **tree}).encode())
    made = pipeline.generate(source, Client(spec="-"), new_name(), None)
    found = made.diagnostics.entries
    reported = {each.code for each in found if each.severity is not Severity.INFO}
    assert reported == {*row.codes}, found
    assert {each.code for each in found if each.severity is Severity.INFO} >= {*row.notes}
    said = rows()[feature]
    assert ("lossy" in said) == any(each.severity is Severity.LOSSY for each in found), said
    assert ("honoured" in said or "reported" in said) <= (row.holds is not None), said
    if row.holds is not None:
        for file in made.files:
            path = tmp_path / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, "utf-8")
        monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
        row.holds(Api(made.package, **dict(row.credentials)))
