"""Small documents that would take unbounded time, memory or depth if they were expanded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from .trick import MADE, Trick, answer, api, enum, ref, schema, schemas

if TYPE_CHECKING:
    from collections.abc import Callable

Json = Any


def nested(levels: int, around: Callable[[Json], Json], inner: Json) -> Json:
    """Wrap a value again and again."""
    for _ in range(levels):
        inner = around(inner)
    return inner


def chain(length: int, link: Callable[[int], Json], end: Json) -> Json:
    """Return a document with a chain of schemas."""
    found = {f"A{number}": link(number) for number in range(length)}
    found |= {f"A{length}": end, f"A{length + 1}": end}
    return api({"/a": {"get": answer(ref("A0"))}}, components={"schemas": found})


def after(number: int, step: int = 1) -> Json:
    """Return a reference to a later link of a chain."""
    return ref(f"A{number + step}")


_TEXT: Final = {"type": "string"}
_OBJECT: Final = {"type": "object", "properties": {"x": _TEXT}}
_FRAME: Final = json.dumps(api())[:-1] + ', "x-a": '
_LAUGHS: Final = "".join(f"x-{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 10))

TRICKS: Final[dict[str, Trick]] = {
    "aliases": Trick(f"openapi: 3.1.0\nx-0: &l0 [x]\n{_LAUGHS}", "alias-bomb"),
    "brackets": Trick(_FRAME + "[" * 100_000 + "]" * 100_000 + "}", "too-deep"),
    "braces": Trick(_FRAME + '{"a":' * 100_000, "too-deep"),
    "flow": Trick("openapi: 3.1.0\nx: " + "[" * 20_000 + "]" * 20_000, "too-deep"),
    "flow_maps": Trick("openapi: 3.1.0\nx: " + "{a: " * 20_000, "too-deep"),
    "flow_keys": Trick("openapi: 3.1.0\n? " + "[" * 20_000, "too-deep"),
    "dashes": Trick("openapi: 3.1.0\nx:\n  " + "- " * 20_000, "too-deep"),
    "tree_of_arrays": Trick(schema(nested(90, lambda x: {"type": "array", "items": x}, _TEXT))),
    "tree_of_maps": Trick(
        schema(nested(90, lambda x: {"type": "object", "additionalProperties": x}, _TEXT))
    ),
    "tree_of_objects": Trick(
        schema(nested(90, lambda x: {"type": "object", "properties": {"a": x}}, _TEXT))
    ),
    "tree_of_all": Trick(schema(nested(90, lambda x: {"allOf": [x]}, _OBJECT))),
    "tree_of_pairs": Trick(schema(nested(9, lambda x: {"allOf": [x, x]}, _OBJECT))),
    "tree_of_one": Trick(schema(nested(60, lambda x: {"oneOf": [x, {"type": "integer"}]}, _TEXT))),
    "tree_of_not": Trick(schema(nested(90, lambda x: {"not": x}, _TEXT))),
    "tree_of_values": Trick(
        schema({"default": nested(180, lambda x: [x], 1), "example": nested(180, lambda x: [x], 1),
                "const": nested(180, lambda x: {"a": x}, 1)})
    ),
    "chain": Trick(chain(3000, after, _TEXT)),
    "chain_of_arrays": Trick(chain(300, lambda n: {"type": "array", "items": after(n)}, _TEXT)),
    "chain_of_all": Trick(
        chain(300, lambda n: {"allOf": [after(n), {"properties": {f"p{n}": _TEXT}}]}, _OBJECT)
    ),
    "fan_of_all": Trick(chain(60, lambda n: {"allOf": [after(n), after(n)]}, _OBJECT)),
    "fan_of_one": Trick(
        chain(
            60,
            lambda n: {
                "oneOf": [after(n), {"type": "array", "items": after(n)}, after(n, 2)]
            },
            _TEXT,
        )
    ),
    "fan_of_properties": Trick(
        chain(60, lambda n: {"type": "object", "properties": {"a": after(n), "b": after(n)}}, _TEXT)
    ),
    "through_others": Trick(
        chain(60, lambda n: {"$ref": f"#/components/schemas/A{n + 1}/properties/x"}, _OBJECT),
        f"{MADE} unresolved-reference",
    ),
    "ring": Trick(schemas({"A": ref("B"), "B": ref("C"), "C": ref("A")}), "reference-cycle"),
    "ring_of_all": Trick(
        schemas({"A": {"allOf": [ref("B")]}, "B": {"allOf": [ref("A"), _OBJECT]}})
    ),
    "ring_of_one": Trick(schemas({"A": {"oneOf": [ref("B")]}, "B": {"anyOf": [ref("A")]}})),
    "ring_of_arrays": Trick(
        schemas({"A": {"type": "array", "items": ref("B")}, "B": {"type": "array",
                                                                "items": ref("A")}})
    ),
    "ring_of_callbacks": Trick(
        api({"/a": {"post": {"responses": {"200": {"description": "x"}},
                             "callbacks": {"c": {"{$url}": {"$ref": "#/paths/~1a"}}}}}})
    ),
    "product": Trick(
        schema({"allOf": [
            {"oneOf": [{"properties": {f"a{i}_{j}": _TEXT}} for j in range(9)]} for i in range(9)
        ]})
    ),
    "product_of_products": Trick(
        chain(
            20,
            lambda n: {"allOf": [{"oneOf": [after(n), after(n, 2)]},
                                 {"anyOf": [after(n, 2), _OBJECT]}]},
            _OBJECT,
        )
    ),
    "values": Trick(enum(*(f"v{number}" for number in range(5000)))),
    "values_alike": Trick(enum(*("a" + "-" * number for number in range(1000)))),
    "values_without_letters": Trick(
        enum(*(f"{n:b}".replace("0", "!").replace("1", "?") for n in range(1000)))
    ),
    "branches": Trick(
        schema({"anyOf": [{"type": "object", "properties": {f"p{n}": _TEXT}} for n in range(700)]})
    ),
    "members": Trick(
        schema({"type": "object", "properties": {f"p{n}": _TEXT for n in range(3000)}})
    ),
    "members_alike": Trick(
        schema({"type": "object", "properties": {"a" + "_" * n: _TEXT for n in range(1000)}})
    ),
    "dangling": Trick(
        schemas({f"Schema{n}": {"properties": {"a": ref(f"Shcema{n}")}} for n in range(2000)}),
        "unresolved-reference",
    ),
    "dangling_alike": Trick(
        schemas({"x" * 50 + str(n): {"items": ref("x" * 50 + f"y{n}")} for n in range(2000)}),
        "unresolved-reference",
    ),
    "dangling_anchors": Trick(
        schemas({f"A{n}": {"$ref": f"#b{n}"} for n in range(2000)}), "unresolved-reference"
    ),
    "faults": Trick(
        api({f"/{n}": {"get": {"parameters": [5], "responses": {"x": 5}}} for n in range(500)}),
        "invalid-status",
    ),
    "abbreviations": Trick(api({"/a": {"get": answer({}, description="e.g. A " * 50_000)}})),
    "description": Trick(
        api({"/a": {"get": answer({}, description='w. # noqa >>> .. x:: <b> """ ' * 50_000)}})
    ),
    "spaces": Trick(
        api({"/a": {"get": answer({}, description="." + " " * 300_000 + "a\n" * 100_000)}})
    ),
    "tags": Trick(api({"/a": {"get": answer({}, description="<p " * 300_000)}})),
    "long_names": Trick(
        schema({"type": "object", "properties": {"x" * 4_000: {"enum": ["y" * 300_000]}}})
    ),
    "longer_names": Trick(
        schema({"type": "object", "properties": {"x" * 300_000: {"enum": ["y" * 300_000]}}}),
        "name-too-long",
    ),
    "long_path": Trick(api({"/" + "a/" * 2_000: {"get": {"operationId": "aB1_" * 20_000}}})),
    "longer_path": Trick(
        api({"/" + "/".join(f"{{p{n}}}" for n in range(12_000)): {"get": {}}}), "name-too-long"
    ),
    "patterns": Trick(
        schema({"type": "object", "properties": {
            "a": {"type": "string", "pattern": "(a+)+$", "example": "a" * 60 + "!"},
            "b": {"type": "string", "pattern": "(" * 5000 + ")" * 5000},
            "c": {"type": "string", "pattern": "a{1000000000}"},
            "d": {"type": "string", "pattern": "(?<=a*)[\\p{L}--x]"}},
            "patternProperties": {"(x+x+)+y": _TEXT}})
    ),
    "bounds": Trick(
        schema({"type": "object", "minProperties": 10**9, "properties": {
            "a": {"type": "array", "minItems": 10**12, "items": _TEXT},
            "b": {"type": "string", "minLength": 10**12},
            "c": {"type": "number", "minimum": 1e308, "maximum": -1e308, "multipleOf": 1e-300}}})
    ),
    "servers": Trick(
        api({"/a": {"get": {}}}, servers=[{
            "url": "https://x.test/" + "".join(f"{{v{n}}}" for n in range(200)),
            "variables": {f"v{n}": {"default": f"{{v{n}}}{{v{n}}}"} for n in range(200)}}])
    ),
    "placeholders": Trick(api({"/" + "/".join(f"{{p{n}}}" for n in range(500)): {"get": {}}})),
    "security": Trick(
        api({"/a": {"get": answer({}, security=[{f"s{n}": []} for n in range(500)])}}, components={
            "securitySchemes": {f"s{n}": {"type": "http", "scheme": "bearer"} for n in range(500)}})
    ),
}  # fmt: skip
