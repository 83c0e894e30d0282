"""The `x-speccast-*` extensions: their effect, and the findings for mistakes."""

from __future__ import annotations

import pytest

from speccast import ir
from speccast.lower import Settings
from tests.support.lower_support import lowered, of_schemas


def test_extensions_of_the_document() -> None:
    """Client parameters, success flag, places of error codes and messages."""
    document = """
        x-speccast-client-parameters: {account: {env: ACCOUNT, description: Whose}, app: null}
        x-speccast-success: /success
        x-speccast-error: {code: /error/code, message: [/error/message, /m], request-id: x-id}
        paths:
          /{account}/{id}:
            get: {x-speccast-success: /ok, x-speccast-idempotent: true}
            put: {}
        """
    found = lowered(document)
    account, app = found.api.client_parameters
    assert (ir.Text("ACCOUNT"), ir.Text("Whose")) == (account.env, account.doc.description)
    assert (app.wire.value, app.env) == ("app", None)
    assert found.api.error == ir.ErrorShape(
        (ir.Text("/error/code"),), (ir.Text("/error/message"), ir.Text("/m")), ir.Text("x-id")
    )
    get, put = found.api.operations
    assert [parameter.client for parameter in get.parameters] == [True, False]
    assert (ir.Text("/ok"), True) == (get.success, get.idempotent)
    assert (ir.Text("/success"), False) == (put.success, put.idempotent)
    assert lowered(document, Settings(trust_env=False)).api.client_parameters[0].env is None


def test_paging_finds_its_items() -> None:
    """The first pointer to a typed array is used."""
    found = lowered("""
        paths:
          /things:
            get:
              parameters: [{name: page, in: query, schema: {type: integer}}]
              x-speccast-pagination:
                kind: page
                parameter: page
                items: [/result/things, /data/things]
                total: /data/total
                name: walk
                first: 0
              responses:
                '200':
                  description: ''
                  content:
                    application/json:
                      schema:
                        type: object
                        properties:
                          data:
                            type: [object, 'null']
                            properties:
                              things: {type: array, items: {$ref: '#/components/schemas/Thing'}}
        components: {schemas: {Thing: {type: object, properties: {id: {}}}}}
        """)
    paging = found.api.operations[0].paging
    assert paging is not None
    assert (ir.PagingKind.PAGE, ir.Text("page"), None) == (
        paging.kind,
        paging.parameter,
        paging.size,
    )
    assert paging.item_path is not None
    assert [(wire.value, may_be_none) for _, wire, may_be_none in paging.item_path] == [
        ("data", False),
        ("things", True),
    ]
    assert found.spell(paging.item) == "Thing"
    assert ((ir.Text("/data/total"),), ir.Text("walk"), 0) == (
        paging.total,
        paging.name,
        paging.first,
    )
    assert found.codes == []


def test_waits_and_scopes() -> None:
    """One object or a list."""
    found = lowered("""
        x-speccast-wait:
          - name: a.wait
            poll: a.get
            value: /status
            until: [DONE]
            failed: ERROR
            tolerate: 404
            reason: {operation: a.why, arguments: {id: /id}, value: [/text]}
          - {name: b.wait, poll: b.get, value: [/s], until: [1, true], ready: [/url]}
        x-speccast-scope:
          {name: a.live, enter: a.start, exit: a.stop, ready: a.wait, tolerate: [404]}
        """)
    first, second = found.api.waits
    assert (ir.JsonValue('"DONE"'),) == first.until
    assert ((ir.JsonValue('"ERROR"'),), (404,)) == (first.failed, first.tolerate)
    arguments = ((ir.Text("id"), ir.Text("/id")),)
    assert ir.Reason(ir.Text("a.why"), (ir.Text("/text"),), arguments) == first.reason
    assert ((ir.JsonValue("1"), ir.JsonValue("true")), (ir.Text("/url"),)) == (
        second.until,
        second.ready,
    )
    (scope,) = found.api.scopes
    assert (scope.enter.value, scope.exit.value) == ("a.start", "a.stop")
    assert found.codes == []


@pytest.mark.parametrize(
    ("slip", "code", "pointer"),
    [
        ("x-speccast-errors: {}", "extension-unknown", "#/x-speccast-errors"),
        ("x-speccast-error: {kode: /a}", "extension-member", "#/x-speccast-error/kode"),
        ("x-speccast-error: [a]", "extension-type", "#/x-speccast-error"),
        ("x-speccast-error: {code: 3}", "extension-type", "#/x-speccast-error/code"),
        ("x-speccast-success: 1", "extension-type", "#/x-speccast-success"),
        ("x-speccast-scope: {name: a, enter: b}", "extension-member", "#/x-speccast-scope"),
        (
            "x-speccast-wait: [{name: a, poll: b, value: /c}]",
            "extension-member",
            "#/x-speccast-wait/0",
        ),
        (
            "x-speccast-client-parameters: {a: {enf: A}}",
            "extension-member",
            "#/x-speccast-client-parameters/a/enf",
        ),
        (
            "x-speccast-client-parameters: {other: {}}",
            "extension-member",
            "#/x-speccast-client-parameters/other",
        ),
    ],
)
def test_a_mistake_in_the_document_is_a_warning(slip: str, code: str, pointer: str) -> None:
    """It has the place of the mistake."""
    found = lowered(f"{slip}\npaths: {{'/{{a}}': {{get: {{}}}}}}")
    assert pointer in found.places(code)
    assert f"warning {code}" in found.codes


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        ("x-speccast-pagination: {kind: pages, items: /a}", "extension-type"),
        ("x-speccast-pagination: {kind: page}", "extension-member"),
        ("x-speccast-pagination: {kind: page, items: /a, parameter: nope}", "extension-member"),
        ("x-speccast-pagination: {kind: page, items: /a, first: x}", "extension-type"),
        ("x-speccast-idempotent: please", "extension-type"),
        ("x-speccast-methods: a.b", "extension-unknown"),
    ],
)
def test_a_mistake_in_an_operation_is_a_warning(slip: str, code: str) -> None:
    """It is never an error."""
    found = lowered(f"paths: {{/a: {{get: {{{slip}}}}}}}")
    assert f"warning {code}" in found.codes
    assert len(found.api.operations) == 1


def test_other_extensions_are_ignored() -> None:
    """Vendor extensions in any place."""
    found = lowered("x-internal: true\npaths: {/a: {x-y: 1, get: {x-ignore: true}}}")
    assert found.codes == []


def test_a_mistake_in_a_property_is_a_warning() -> None:
    """Also if only properties have extensions."""
    found = of_schemas(
        "M: {type: object, properties: {a: {x-speccast-alsoat: /b}, b: {x-speccast-also-at: [1]}}}"
    )
    base = "#/components/schemas/M/properties"
    assert found.places("extension-unknown") == [f"{base}/a/x-speccast-alsoat"]
    assert found.places("extension-type") == [f"{base}/b/x-speccast-also-at"]


def _listing(queries: str, members: str, extension: str = "") -> list[str]:
    """Return the hints about an operation with query parameters, and a list in its response."""
    parameters = ", ".join(f"{{in: query, name: {name}}}" for name in queries.split())
    properties = ", ".join(["a: {type: array}", *(f"{name}: {{}}" for name in members.split())])
    found = lowered(f"""
        paths:
          /a:
            get:
              parameters: [{parameters}]
              responses: {{"200": {{content: {{application/json: {{schema: {{$ref: "#/x-a"}}}}}}}}}}
              {extension}
        x-a: {{properties: {{{properties}}}}}
        """)
    return [entry.hint for entry in found.found.entries if entry.code == "pagination"]


@pytest.mark.parametrize(
    ("queries", "members", "extension"),
    [
        ("page size", "total", "page, parameter: page, items: /a, total: /total, size: size"),
        ("skip limit", "pages", "offset, parameter: skip, items: /a, pages: /pages, size: limit"),
        ("cursor", "next_cursor", "cursor, parameter: cursor, items: /a, next: /next_cursor"),
        ("cursor", "next previous", "next-link, items: /a, next: /next"),
    ],
)
def test_an_operation_that_evidently_has_pages(queries: str, members: str, extension: str) -> None:
    """The hint is the extension that fits; the extension itself, or `false`, silences it."""
    whole = f"x-speccast-pagination: {{kind: {extension}}}"
    assert _listing(queries, members) == [f"add `{whole}`, or `x-speccast-pagination: false`"]
    assert _listing(queries, members, whole) == []
    assert _listing(queries, members, "x-speccast-pagination: false") == []


def test_an_operation_that_may_have_pages() -> None:
    """A parameter or a member alone does not show it."""
    assert _listing("page", "") == _listing("q", "total") == _listing("cursor", "next") == []
