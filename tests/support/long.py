"""Documents with long texts, names and lists, and the CPU time that they take.

A time is only ever compared with another one of the same process: of a text four times as long.
"""

from __future__ import annotations

import gc
import json
import time
from typing import TYPE_CHECKING, Any, Final

from speccast import pipeline
from speccast.reading import config, document
from speccast.reading.diagnostics import SpecError

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.reading.json_value import Json

TIMES: Final = 4
"""The ratio of the two lengths."""
ASCII: Final = tuple(map(chr, range(1, 128)))
PAIRS: Final = (
    "7_", "1.", "A1", "aB", "Ab", "a_", "a-", "a/", "a b ", "a:", "a: ", "# ", "#a", "<a ", "<p>",
    "`a` ", "- ", "1. ", "* ", "| ", "> ", "|\n", ">\n", "{a}", "{a", "}{", "[a](b) ", "(a", "A. ",
    "e.g. ", "%41", "\\n", "\\\\", '\\"', "\n ", "\n\n", ".. a::", "\n>>> ", "&a ", "*a ", "!a ",
    "<< : ", "? ", "0x", "+1", "é", "\u0301", "\U0001f600", "\u2028", "a\u0301", "ß", "IDs", "s",
)  # fmt: skip
"""Pairs that single characters do not cover: where one rule ends and another begins."""
_OBJECT: Final[dict[str, Json]] = {"type": "object", "properties": {"x": {"type": "string"}}}


def growth(run: Callable[[int], object], size: int) -> float:
    """Return how often what a length adds to the time is added by four times the length.

    A factor that is much too large is measured again: a square is found each time, a disturbance
    of the machine is not.

    Args:
        run: does the work for a length.
        size: the shorter length.

    """
    factor = _growth(run, size)
    for _ in range(2):
        if factor > TIMES * TIMES / 2:
            factor = min(factor, _growth(run, size))
    return factor


def _growth(run: Callable[[int], object], size: int) -> float:
    run(2)
    gc.collect()
    gc.freeze()  # so that a collection does not visit the objects of other tests
    try:
        none = _cost(run, 2)
        short = _cost(run, size) - none
        return (_cost(run, TIMES * size) - none) / max(short, none / 2)
    finally:
        gc.unfreeze()


def _cost(run: Callable[[int], object], size: int) -> float:
    """Return the CPU time of this process for one run, the better of two."""
    found: list[float] = []
    for _ in range(2):
        gc.collect()
        gc.disable()
        begin = time.process_time()
        run(size)
        found.append(time.process_time() - begin)
        gc.enable()
    return min(found)


def generated(tree: Json) -> None:
    """Take a document through all stages."""
    try:
        source = document.read("-", stdin=json.dumps(tree).encode())
        pipeline.generate(source, config.Client(spec="-"), "long", None)
    except SpecError:
        pass  # a refusal must not take long either


def read(text: str) -> None:
    """Read a text as YAML, and look up the place of its end."""
    try:
        source = document.read("-", stdin=text.encode("utf-8", "surrogatepass"))
        source.location("#/x-last")
    except SpecError:
        pass


def spoken(text: str) -> Json:
    """Return a document with a text in each description and each value."""
    said: dict[str, Json] = {"summary": text, "description": text}
    thing: Json = {
        "title": text[:100],
        "description": text,
        "type": "object",
        "properties": {
            "a": {"type": "string", "description": text, "example": text, "default": text},
            "b": {"enum": ["x", text], "x-enum-descriptions": [text]},
            "c": {"type": "string", "pattern": text, "format": text},
        },
    }
    operation: dict[str, Json] = {
        **said,
        "operationId": "getA",
        "externalDocs": {"url": text},
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}, **said}],
        "responses": {
            "200": {"description": text, "content": _json({"$ref": "#/components/schemas/T"})}
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, **said},
        "servers": [{"url": f"https://x.test/{text}", "description": text}],
        "tags": [{"name": "t", **said}],
        "paths": {"/a": {"get": operation}},
        "components": {"schemas": {"T": thing}},
    }


def _json(schema: Json) -> dict[str, Json]:
    return {"application/json": {"schema": schema}}


def named(text: str) -> Json:
    """Return a document with a text in each name."""
    thing: Json = {
        "type": "object",
        "title": text,
        "required": [text],
        "properties": {
            text: {"type": "object", "title": text, "properties": {text: {"type": "string"}}},
            "kind": {"type": "string", "enum": [text, "x"]},
        },
        "discriminator": {"propertyName": text, "mapping": {text: text}},
    }
    operation: dict[str, Json] = {
        "operationId": text,
        "tags": [text],
        "parameters": [
            {"name": text, "in": place, "schema": {"type": "string"}}
            for place in ("query", "header", "cookie")
        ],
        "security": [{text: []}],
        "requestBody": {"content": {f"application/{text}+json": {"schema": _OBJECT}}},
        "responses": {
            "200": {"description": "", "content": _json({"$ref": "#/components/schemas/T"})}
        },
        "callbacks": {text: {"{$url}": {"post": {"responses": {}}}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": "1"},
        "paths": {f"/{text}": {"get": operation}},
        "webhooks": {text: {"post": {"responses": {}}}},
        "components": {
            "schemas": {"T": thing, text: _OBJECT},
            "securitySchemes": {text: {"type": "apiKey", "in": "query", "name": text}},
        },
    }


YAML: Final[dict[str, str]] = {
    "plain": "a: {}\nx-last: 1\n",
    "key": "{}: a\nx-last: 1\n",
    "single": "a: '{}'\nx-last: 1\n",
    "double": 'a: "{}"\nx-last: 1\n',
    "block": "a: |\n  {}\nx-last: 1\n",
    "flow": "a: [{}]\nx-last: 1\n",
    "comment": "a: 1 # {}\nx-last: 1\n",
    "end": "x-last: 1\na: {}",
}
"""The places of a text in YAML."""


def _operation(**parts: Json) -> Json:
    content = _json({"$ref": "#/components/schemas/T"})
    return {"responses": {"200": {"description": "", "content": content}}, **parts}


def _api(path: str = "/a", thing: Json = None, more: Json = None, **parts: Json) -> Json:
    schemas: dict[str, Json] = {"T": thing or _OBJECT, **(more if isinstance(more, dict) else {})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {path: {"post": _operation(**parts)}},
        "components": {"schemas": schemas},
    }


def _each(count: int, value: Any) -> dict[str, Json]:  # noqa: ANN401 - JSON
    return {f"k{number}": value for number in range(count)}


def _parameters(count: int, place: str) -> Json:
    return [{"name": f"p{n}", "in": place, "schema": {"type": "string"}} for n in range(count)]


def _schema(**parts: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": "object", **parts}


LISTS: Final[dict[str, Callable[[int], Json]]] = {
    "placeholders": lambda n: _api("/" + "/".join(f"{{p{i}}}" for i in range(n))),
    "segments": lambda n: _api("/" + "/".join(f"a{i}" for i in range(n))),
    "query": lambda n: _api(parameters=_parameters(n, "query")),
    "headers": lambda n: _api(parameters=_parameters(n, "header")),
    "enum": lambda n: _api(thing=_schema(properties={"a": {"enum": list(_each(n, 1))}})),
    "properties": lambda n: _api(thing=_schema(properties=_each(n, {"type": "string"}))),
    "objects": lambda n: _api(thing=_schema(properties=_each(n // 4, _OBJECT))),
    "required": lambda n: _api(thing=_schema(required=list(_each(n, 1)))),
    "all_of": lambda n: _api(
        thing=_schema(allOf=[{"properties": {f"q{i}": {"type": "string"}}} for i in range(n // 2)])
    ),
    "one_of": lambda n: _api(
        thing={"oneOf": [{"$ref": f"#/components/schemas/B{i}"} for i in range(n // 4)]},
        more={
            f"B{i}": _schema(properties={"k": {"const": f"b{i}"}}, required=["k"])
            for i in range(n // 4)
        },
    ),
    "mapping": lambda n: _api(
        thing=_schema(discriminator={"propertyName": "x", "mapping": _each(n, "T")})
    ),
    "prefix_items": lambda n: _api(
        thing=_schema(properties={"a": {"type": "array", "prefixItems": [{"type": "string"}] * n}})
    ),
    "example": lambda n: _api(thing=_schema(examples=[{"a": list(range(n)), **_each(n, 1)}])),
    "tags": lambda n: _api(tags=list(_each(n, 1))),
    "callbacks": lambda n: _api(
        callbacks=_each(n // 4, {"{$url}": {"post": {"requestBody": {"content": _json(_OBJECT)}}}})
    ),
    "contents": lambda n: _api(
        requestBody={"content": {f"application/x{i}+json": {"schema": _OBJECT} for i in range(n)}}
    ),
    "examples": lambda n: _api(
        requestBody={
            "content": {"application/json": {"schema": {}, "examples": _each(n, {"value": 1})}}
        }
    ),
    "response_headers": lambda n: _api(
        responses={"200": {"description": "", "headers": _each(n, {"schema": {"type": "string"}})}}
    ),
    "links": lambda n: _api(
        responses={"200": {"description": "", "links": _each(n, {"operationId": "x"})}}
    ),
    "servers": lambda n: _api(servers=[{"url": f"https://x{i}.test"} for i in range(n)]),
    "variables": lambda n: _api(
        servers=[
            {
                "url": "https://x.test/" + "".join(f"{{k{i}}}" for i in range(n)),
                "variables": _each(n, {"default": "a"}),
            }
        ]
    ),
    "definitions": lambda n: _api(thing={"type": "object", "$defs": _each(n, {"type": "string"})}),
}
"""Lists of each kind of item of a document, by their length."""
