"""References to files, devices and networks that must not be read, and invalid references."""

from __future__ import annotations

from typing import Any, Final

from .judge import SECRET
from .trick import Trick, answer, api, operation, ref, schema, schemas

Json = Any

_OUTSIDE: Final = {"../secret.json": f'{{"type": "object", "title": "{SECRET}"}}'}
_REFUSED: Final = "refused-reference unresolved-reference unreadable"


def _to(reference: Json, expected: str = _REFUSED) -> Trick:
    return Trick(schemas({"A": {"$ref": reference}}), expected, files=_OUTSIDE)


_PLACES: Final = (
    "../secret.json", "./../secret.json", "x/../../secret.json", "../in/../secret.json",
    "%2e%2e/secret.json", "..%2fsecret.json", "%2e%2e%2fsecret.json", "%252e%252e/secret.json",
    "..;/secret.json", "....//secret.json", "..\\secret.json", "..%5csecret.json",
    "file:../secret.json", "file:///etc/passwd", "FILE:/etc/passwd", "file://localhost/etc/passwd",
    "/etc/passwd", "//etc/passwd", "/dev/zero", "/dev/stdin", "/proc/self/environ", "~/.netrc",
    "$HOME/.netrc", "\\\\server\\share\\x", "\\\\?\\C:\\x", "//server/share/x", "C:\\x", "C:x",
    "secret.json%00.json", "../secret.json%00", "../secret.json#/title", "../secret.json?x#/a",
    "http://169.254.169.254/latest/meta-data/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
    "https://localhost/", "http:///etc/passwd", "HTTP://LOCALHOST/", "//localhost/x", "http:/x",
    "http://user:b51d-secret@localhost/", "ftp://localhost/x", "gopher://localhost/x",
    "data:application/json,{}", "jar:file:///x!/y", "javascript:x", "urn:x", "mailto:x@y", " /x",
)  # fmt: skip

_NOWHERE: Final[tuple[Json, ...]] = (
    "#/__class__", "#/components/schemas/__proto__", "#/components/schemas/A/../B", "#/-1",
    "#/components/schemas/A/type/0", "#/paths/0", "#/components/schemas/A#/x", "##", "#//", "#~2",
    "#/components/schemas/%ff", "#/components/schemas/\ud800", "#" + "/a" * 5000, "#/" + "~" * 999,
    5, None, [], {}, True, ["#/components/schemas/A"],
)  # fmt: skip

_DATA: Final = {"$ref": "file:///etc/passwd"}

TRICKS: Final[dict[str, Trick]] = {
    **{f"place_{number}": _to(place) for number, place in enumerate(_PLACES)},
    **{f"nowhere_{number}": _to(place) for number, place in enumerate(_NOWHERE)},
    "data_that_looks_like_one": Trick(schema({
        "type": "object", "example": _DATA, "default": _DATA, "x-data": _DATA,
        "properties": {"a": {"const": _DATA}, "b": {"enum": [_DATA, 1]},
                       "$ref": {"type": "string"}},
    }), wires=("$ref",)),
    "example_elsewhere": Trick(operation(requestBody={"content": {"application/json": {
        "schema": {}, "examples": {"a": {"externalValue": "file:///etc/passwd"}}}}})),
    "links_elsewhere": Trick(operation(responses={"200": {"description": "x", "links": {
        "l": {"operationRef": "file:///etc/passwd"}}}})),
    "base_of_others": Trick(schemas({
        "A": {"$id": "file:///etc/", "properties": {"a": {"$ref": "passwd"}}},
    }), _REFUSED),
    "remote_base": Trick(schemas({
        "A": {"$id": "http://169.254.169.254/", "properties": {"a": {"$ref": "x"}}},
    }), _REFUSED),
    "dialect": Trick(schema({"$schema": "file:///etc/passwd", "type": "object"},
                            jsonSchemaDialect="http://169.254.169.254/")),
    "dynamic": Trick(schema({"type": "object", "properties": {
        "a": {"$dynamicRef": "file:///etc/passwd"}}}), _REFUSED),
    "mapping": Trick(schemas({"A": {"oneOf": [ref("B")], "discriminator": {
        "propertyName": "k", "mapping": {"x": "../secret.json"}}},
        "B": {"type": "object", "properties": {"k": {"type": "string"}}}}),
        "unresolved-mapping", files=_OUTSIDE),
    "path_item": Trick(api({"/a": {"$ref": "../secret.json"}}), _REFUSED, files=_OUTSIDE),
    "whole_section": Trick(api({"$ref": "../secret.json"}), _REFUSED, files=_OUTSIDE),
    "from_a_file_inside": Trick(schemas({"A": {"$ref": "b.json"}}), _REFUSED, files={
        **_OUTSIDE, "b.json": '{"$ref": "../secret.json"}'}),
    "no_document": Trick(schemas({"A": {"$ref": "b.json"}}), "malformed-json", files={
        "b.json": f"root:x:0:0:{SECRET}"}),
    "unused": Trick(api({"/a": {"get": answer({})}}, components={"schemas": {
        "Unused": {"$ref": "file:///etc/passwd"}}}), _REFUSED),
    "percent_in_names": Trick(schemas({"a%2Fb": {"type": "object"}, "a/b": {"type": "object"},
                                       "a%b": {"type": "string"}})),
}  # fmt: skip
