"""Text that tries to become code, or another header, in every place that takes a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .trick import (
    MADE,
    PAYLOAD,
    QUOTED,
    Trick,
    answer,
    api,
    enum,
    members,
    operation,
    ref,
    schema,
    schemas,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = Any

_ENDS: Final = {
    "quotes": QUOTED,
    "quotes_behind_a_backslash": f'x\\"""\n{PAYLOAD}\n"""',
    "quotes_behind_backslashes": f'x\\\\\\"""+{PAYLOAD}+"""',
    "four_quotes": f'x""""\n{PAYLOAD}\n""""',
    "apostrophes": f"'''\n{PAYLOAD}\n'''",
    "backslash_at_the_end": f"{PAYLOAD} \\",
    "backslash_at_the_width": ("word " * 15 + "\\\n") * 4 + PAYLOAD,
    "named_character": "\\N{NO SUCH NAME} \\x4 \\u12 \\777 \\8",
    "carriage_return": f"x\r{PAYLOAD}",
    "vertical_tab": f"x\v{PAYLOAD}",
    "form_feed": f"x\f{PAYLOAD}",
    "file_separators": f"x\x1c{PAYLOAD}\x1d{PAYLOAD}\x1e{PAYLOAD}",
    "next_line": f"x\x85{PAYLOAD}",
    "line_separator": f"x\u2028{PAYLOAD}",
    "paragraph_separator": f"x\u2029{PAYLOAD}",
    "bidi": f"x \u202e{PAYLOAD}\u2066\u2069",
    "terminal": "\x1b[2J\x1b]0;x\x07\x9b31m\x7f",
    "half_a_pair": f"x \ud800 {PAYLOAD} \udfff",
    "jinja": f"{{{{ {PAYLOAD} }}}}{{% raw %}}{{# x #}}{{% include '/etc/passwd' %}}",
    "format": "{0} {x!r:>10} {x.__class__} %s %(x)s ${x} $x",
    "cookie": "-*- coding: utf-7 -*-\n+AGk-",
    "directives": "# type: ignore\n# noqa\n# fmt: off\n# pragma: no cover\n# pyright: basic",
    "doctest": f">>> {PAYLOAD}\n>>>> {PAYLOAD}",
    "sphinx": ".. include:: /etc/passwd\n.. raw:: html\n\n   <script>",
}


def described(text: str) -> Json:
    """Return a document with a text in each description."""
    said = {"summary": text, "description": text}
    thing: Json = {
        "title": text,
        "description": text,
        "type": "object",
        "properties": {
            "a": {"type": "string", "description": text, "title": text, "example": text},
            "b": {"enum": ["x", "y"], "description": text, "x-enum-descriptions": [text, text]},
            "c": {"oneOf": [{"const": "x", "description": text}, {"type": "integer"}]},
            "d": {"type": "string", "pattern": text, "format": text, "$comment": text},
        },
    }
    parameter = {"name": "q", "in": "query", "schema": {"type": "string"}, "description": text}
    post: dict[str, Any] = {
        **answer(ref("Thing")),
        **said,
        "tags": ["t"],
        "parameters": [parameter],
        "requestBody": {"description": text, "content": {"text/plain": {"schema": {}}}},
        "externalDocs": {"url": text, "description": text},
        "security": [{"k": []}],
    }
    key = {"type": "apiKey", "in": "query", "name": "k", "description": text}
    return api(
        {"/a": {**said, "post": post}},
        tags=[{"name": "t", **said}],
        servers=[{"url": "https://x.test", "description": text}],
        components={"schemas": {"Thing": thing}, "securitySchemes": {"k": key}},
        webhooks={"w": {"post": {**said, "responses": {"200": {"description": text}}}}},
        info={
            "title": text,
            "version": text,
            "description": text,
            "termsOfService": text,
            "contact": {"name": text, "url": text, "email": text},
            "license": {"name": text, "identifier": text},
        },
    )


def _wire(text: str) -> Iterator[tuple[str, Trick]]:
    """Return a document for each kind of text that is sent."""
    yield "property", Trick(members(text), wires=(text,))
    yield "enum_value", Trick(enum(text, "other"), wires=(text,))
    yield "const", Trick(schema({"type": "object", "properties": {"a": {"const": text}}}),
                         wires=(text,))  # fmt: skip
    parameter = {"name": text, "in": "query", "schema": {"type": "string"}}
    yield "query", Trick(operation(parameters=[parameter]), wires=(text,))


_WIRES: Final = {
    "quote": f'"]+[{PAYLOAD}]+["',
    "apostrophe": f"'+str({PAYLOAD})+'",
    "both": f"""'"+{PAYLOAD}+"'""",
    "newline": f"x\n{PAYLOAD}",
    "backslash": "x\\",
    "separators": "a\v\f\x1c\x85\u2028\u2029b",
    "invisible": "a\xad\u200b\u200d\u2060\ufeffb",
    "bidi": "a\u202e\u2066b",
    "surrogate": "a\udc80b",
    "braces": "{0.__class__} %s {{ x }}",
}

_DEFAULTS: Final = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "array": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "decimal": {"type": "string", "format": "decimal"},
    "bytes": {"type": "string", "format": "byte"},
    "enum": {"type": "string", "enum": ["a", "b"]},
    "reference": ref("Other"),
}


def _defaults() -> Json:
    """Return a document in which each type has code as its default."""
    found: dict[str, Json] = {}
    for name, kind in _DEFAULTS.items():
        for number, default in enumerate((PAYLOAD, [PAYLOAD], {PAYLOAD: PAYLOAD}, 1e308, None)):
            found[f"{name}_{number}"] = {**kind, "default": default, "example": default}
    parameters = [{"name": n, "in": "query", "schema": s} for n, s in found.items()]
    thing = {"type": "object", "properties": found}
    components = {"schemas": {"Thing": thing, "Other": {"enum": ["x"]}}}
    post = {**answer(ref("Thing")), "parameters": parameters}
    return api({"/a": {"post": post}}, components=components)


_REFUSED_OR_MADE: Final = f"{MADE} invalid-name content-type invalid-status invalid-node"


def _header(**parameter: Json) -> Trick:
    return Trick(
        operation(parameters=[{"schema": {"type": "string"}, **parameter}]),
        f"{_REFUSED_OR_MADE} unusable-parameter",
    )


def _secured(**scheme: Json) -> Trick:
    """Return an operation that requires some credential."""
    found = operation(security=[{"k": []}])
    found["components"] = {"securitySchemes": {"k": scheme}}
    return Trick(found, f"{_REFUSED_OR_MADE} security-scheme")


_EVIL: Final = f'x\r\nX-Evil: 1"+{PAYLOAD}+"'

TRICKS: Final[dict[str, Trick]] = {
    **{f"described_{name}": Trick(described(text)) for name, text in _ENDS.items()},
    **{
        f"{kind}_{name}": trick
        for name, text in _WIRES.items()
        for kind, trick in _wire(text)
    },
    "defaults": Trick(_defaults()),
    "fixed_values": Trick(schema({"type": "object", "properties": {
        "a": {"const": {PAYLOAD: [PAYLOAD]}}, "b": {"const": [PAYLOAD]}, "c": {"const": 1e308},
        "d": {"enum": [{PAYLOAD: 1}, [PAYLOAD], None, True, 1.5, PAYLOAD]},
    }})),
    "fixed_values_in_a_recursive_union": Trick(schema({"oneOf": [
        {"type": "array", "items": ref("Thing")}, {"const": f'"+{PAYLOAD}+"'}, {"const": "it's \\"},
    ]}), wires=("it's \\",)),
    "numbers_that_are_text": Trick(schema({"type": "object", "properties": {
        "a": {"type": "integer", "enum": [PAYLOAD, 1]}, "b": {"type": "number", "const": PAYLOAD},
    }})),
    "bounds_that_are_text": Trick(schema({"type": "object", "properties": {"a": {
        "type": "string", "minLength": PAYLOAD, "maxLength": {}, "pattern": [PAYLOAD],
        "multipleOf": PAYLOAD, "format": {PAYLOAD: 1}, "type_": PAYLOAD,
    }}})),
    "patterns": Trick(schema({"type": "object", "properties": {
        "a": {"type": "string", "pattern": f'")+{PAYLOAD}#'},
        "b": {"type": "string", "pattern": "x\\"},
        "c": {"type": "string", "pattern": "(?<n>x)\\k<n>\\p{L}(?i)("},
    }, "patternProperties": {f'"]+{PAYLOAD}': {"type": "string"}}})),
    "formats": Trick(members("a", format=f'date"); {PAYLOAD} #')),
    "varnames": Trick(schema({"type": "object", "properties": {"a": {
        "enum": ["x", "y", "z", "w"],
        "x-enum-varnames": [f"A = 1; {PAYLOAD}", "mro", "class", "a\nb"],
        "x-enumNames": [PAYLOAD] * 4,
    }}}), wires=("x", "y", "z", "w")),
    "discriminator": Trick(schemas({
        "Thing": {"oneOf": [ref("A"), ref("B")], "discriminator": {
            "propertyName": f'k"]+{PAYLOAD}', "mapping": {f'"+{PAYLOAD}': "A", "b\n": "B"}}},
        "A": {"type": "object", "properties": {f'k"]+{PAYLOAD}': {"type": "string"}}},
        "B": {"type": "object", "properties": {f'k"]+{PAYLOAD}': {"type": "string"}}},
    }), wires=(f'k"]+{PAYLOAD}', "b\n")),
    "discriminator_to_code": Trick(schemas({
        "Thing": {"oneOf": [ref("A")], "discriminator": {
            "propertyName": "k", "mapping": {"a": PAYLOAD, "b": "http://169.254.169.254/"}}},
        "A": {"type": "object", "properties": {"k": {"type": "string"}}},
    }), f"{MADE} unresolved-reference refused-reference unresolved-mapping"),
    "server_quote": Trick(api({"/a": {"get": {}}}, servers=[{"url": f'https://x"+{PAYLOAD}+"'}]),
                          _REFUSED_OR_MADE),
    "server_newline": Trick(api({"/a": {"get": {}}}, servers=[{"url": f"https://x\n{PAYLOAD}"}])),
    "server_variables": Trick(api({"/a": {"get": {}}}, servers=[{
        "url": "https://{a}.x.test/{a}{b}{missing}", "variables": {
            "a": {"default": f'{{a}}{{b}}"+{PAYLOAD}', "enum": [PAYLOAD]},
            "b": {"default": "x@evil.test/\r\n"}, PAYLOAD: {"default": PAYLOAD}},
    }])),
    "server_scheme": Trick(api({"/a": {"get": {}}}, servers=[{"url": "javascript:alert(1)"},
                                                             {"url": "file:///etc/passwd"}])),
    "header_name": _header(name=_EVIL, **{"in": "header"}),
    "header_name_space": _header(name="X A: b", **{"in": "header"}),
    "cookie_name": _header(name="a=1; b", **{"in": "cookie"}),
    "cookie_name_line": _header(name=_EVIL, **{"in": "cookie"}),
    "path_parameter": Trick(api({f'/a/{{x"+{PAYLOAD}+"}}': {"get": {}}}), MADE),
    "path_format": Trick(api({"/a/{x!r}/{y.__class__}/{0}/{}/%s/{z:>9}": {"get": {}}})),
    "path_quotes": Trick(api({f"/a\"'`\\/{PAYLOAD}": {"get": {}}})),
    "path_lines": Trick(api({f"/a\r\nHost: evil\n{PAYLOAD}": {"get": {}}}), _REFUSED_OR_MADE),
    "path_of_another_host": Trick(api({"//evil.test/x": {"get": {}}, "/..;/x": {"get": {}},
                                       "/%2e%2e/../x?a=b#c": {"get": {}}})),
    "media_types": Trick(operation(requestBody={"content": {
        f'application/json; x="{_EVIL}': {"schema": {}}}}), _REFUSED_OR_MADE),
    "media_type_answer": Trick(operation(responses={"200": {"description": "", "content": {
        f"text/{PAYLOAD}": {"schema": {}}}}}), _REFUSED_OR_MADE),
    "multipart_encoding": Trick(operation(requestBody={"content": {"multipart/form-data": {
        "schema": {"type": "object", "properties": {f'f"\r\n{PAYLOAD}': {"type": "string"}}},
        "encoding": {f'f"\r\n{PAYLOAD}': {"contentType": _EVIL, "headers": {_EVIL: {}}}}}}}),
        _REFUSED_OR_MADE),
    "statuses": Trick(operation(responses={f"200 if {PAYLOAD} else 1": {"description": ""}}),
                      "invalid-status"),
    "version": Trick(api({"/a": {"get": {}}}, info={"title": "T", "version": _EVIL}),
                     wires=(_EVIL,)),
    "operation_id": Trick(operation(operationId=f"x(): pass\n{PAYLOAD}\ndef y")),
    "tags": Trick(operation(tags=[f"x:\n {PAYLOAD}", "../../x", "/etc/passwd", "a\\b", "."])),
    "callbacks": Trick(operation(callbacks={PAYLOAD: {f"{{$request.body#/{PAYLOAD}}}": {
        "post": {"operationId": PAYLOAD, "responses": {"200": {"description": PAYLOAD}}}}}})),
    "webhooks": Trick(api({}, webhooks={f'"+{PAYLOAD}': {"post": {
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": {"description": "x"}}}}})),
    "links": Trick(operation(responses={"200": {"description": "x", "links": {
        PAYLOAD: {"operationId": PAYLOAD, "parameters": {PAYLOAD: PAYLOAD}}}}})),
    "schema_keywords": Trick(schema({"$schema": PAYLOAD, "$vocabulary": {PAYLOAD: True},
                                     "$comment": QUOTED, "$anchor": "a", "type": "object",
                                     "externalDocs": {"url": QUOTED}, "xml": {"name": QUOTED}})),
    "schema_name": Trick(api({"/a": {"get": answer({"type": "object", "title": QUOTED,
                                                    "properties": {"a": {"title": QUOTED}}})}})),
    "key": _secured(type="apiKey", name=_EVIL, **{"in": "header"}),
    "bearer": _secured(type="http", scheme=f"bearer{_EVIL}", bearerFormat=QUOTED),
    "oauth": _secured(type="oauth2", flows={"clientCredentials": {
        "tokenUrl": f'https://x"+{PAYLOAD}+"', "scopes": {f'"+{PAYLOAD}': QUOTED}}}),
    "open_id": _secured(type="openIdConnect", openIdConnectUrl=f'https://x"+{PAYLOAD}+"'),
    "x_method": Trick(operation(**{"x-speccast-method": f"a.b; {PAYLOAD}"}), _REFUSED_OR_MADE),
    "x_method_dunder": Trick(operation(**{"x-speccast-method": "__class__.__init__"}),
                             f"{_REFUSED_OR_MADE} name-invalid"),
    "x_method_path": Trick(operation(**{"x-speccast-method": "../../x.y"}), _REFUSED_OR_MADE),
    "x_environment": Trick(api({"/a/{b}": {"get": {}}}, **{"x-speccast-client-parameters": {
        "b": {"env": f'X"]; {PAYLOAD}', "description": QUOTED}, QUOTED: {"env": "PATH"}}})),
    "x_error": Trick(api({"/a": {"get": {}}}, **{"x-speccast-error": {
        "code": [f'/a"+{PAYLOAD}'], "message": [QUOTED], "request-id": _EVIL}}), _REFUSED_OR_MADE),
    "x_success": Trick(api({"/a": {"get": answer({"type": "object"})}},
                           **{"x-speccast-success": f'/a"+{PAYLOAD}'}), _REFUSED_OR_MADE),
    "x_wait": Trick(api({"/a/{b}": {"get": {"operationId": "g", **answer({"type": "object"})}}}, **{
        "x-speccast-wait": {"name": f"w; {PAYLOAD}", "poll": "g", "until": {"/s": [QUOTED]},
                            "failed": {QUOTED: [QUOTED]}, "reason": QUOTED}}), _REFUSED_OR_MADE),
    "x_pagination": Trick(api({"/a": {"get": answer({"type": "object"}, **{
        "x-speccast-pagination": {"kind": "page", "parameter": QUOTED, "items": [QUOTED]}})}}),
        _REFUSED_OR_MADE),
    "x_also_at": Trick(schema({"type": "object", "properties": {"a": {
        "type": "string", "x-speccast-also-at": [f'/x"]+{PAYLOAD}', "no pointer"]}}})),
}  # fmt: skip
