"""Recognizes files of other formats, for a message that names the format.

Takes the first bytes of a file, its text or its tree, returns or raises an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from speccast.reading.diagnostics import Location, SpecError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.reading.json_value import Json


class Kind(NamedTuple):
    """The kind of a file, as messages name it, and how to continue."""

    name: str
    hint: str = ""


_UNPACK = "unpack it, and name the document inside"
_EXPORT = "export its API as OpenAPI 3 first"
_BYTES = (
    (b"\x1f\x8b", "data compressed with gzip", "unpack it: gunzip FILE"),
    (b"BZh", "data compressed with bzip2", _UNPACK),
    (b"\xfd7zXZ", "data compressed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "data compressed with zstd", _UNPACK),
    (b"PK\x03\x04", "a ZIP archive or an office document", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"%PDF-", "a PDF", "it may name the URL of the document"),
    (b"\x89PNG", "an image", ""),
    (b"\xff\xd8\xff", "an image", ""),
    (b"GIF8", "an image", ""),
    (b"\x7fELF", "a program", ""),
    (b"SQLite format 3", "a database", ""),
)
_FASTAPI = (
    "a FastAPI application can write its document:"
    " python -c \"import json, main; json.dump(main.app.openapi(), open('openapi.json', 'w'))\""
)
_COMMENTS = r"(?:#[^\n]*+\s++|\"\"\"[^\"]*+\"\"\"\s*+)*+"
_TEXTS = (
    (
        r"<(?:!doctype|html|\?xml|!--|[a-z][a-z0-9]*[\s>])",
        "an HTML or XML page",
        "is it a page about the document? FastAPI, for instance, serves /openapi.json",
    ),
    (r"version https://git-lfs", "a Git LFS pointer", "fetch the file: git lfs pull"),
    (r"syntax\s*=\s*[\"']proto", "a Protocol Buffers file", "speccast reads only OpenAPI"),
    (
        _COMMENTS + r"(?:extend\s+)?(?:(?:type|interface|input|enum)\s+\w+[^:{]*\{"
        r"|schema\s*[@{]|scalar\s+\w+\s|directive\s+@)",
        "a GraphQL schema",
        "speccast reads only OpenAPI",
    ),
    (_COMMENTS + r"(?:from\s+[\w.]+\s+)?import\s+[\w(.]", "Python code", _FASTAPI),
    (r"import\s+[\"']@typespec", "TypeSpec", "compile it to OpenAPI: tsp compile"),
    (r"#%RAML", "a RAML document", "convert it to OpenAPI 3 first"),
    (r"FORMAT:\s*1A", "an API Blueprint", "convert it to OpenAPI 3 first"),
)
_MARKS = tuple((re.compile(rf"\s*+{p}", re.IGNORECASE), Kind(name, h)) for p, name, h in _TEXTS)
_ERROR_RESPONSE = Kind("the error response of a server", "open its URL in a browser")
_KEYS = {
    "asyncapi": Kind("an AsyncAPI document", "speccast reads only OpenAPI"),
    "arazzo": Kind("an Arazzo document", "name the OpenAPI document that it describes"),
    "overlay": Kind("an OpenAPI Overlay", "name the document, and this file with --overlay"),
    "swaggerVersion": Kind("a Swagger 1 document", "convert it to OpenAPI 3 first"),
    "openrpc": Kind("an OpenRPC document", "speccast reads only OpenAPI"),
    "__export_format": Kind("an Insomnia export", _EXPORT),
    "discoveryVersion": Kind("a Google API Discovery document", "convert it to OpenAPI 3 first"),
    "smithy": Kind("a Smithy model", _EXPORT),
    "__schema": Kind("a GraphQL schema", "speccast reads only OpenAPI"),
    "client_settings": Kind("a Stainless configuration", "convert it: speccast init --from FILE"),
    "detail": _ERROR_RESPONSE,
    "error": _ERROR_RESPONSE,
    "message": _ERROR_RESPONSE,
}
"""A member of the root -> the kind of the file."""
_CAUSES = (
    (re.compile(r"^<{7} ", re.MULTILINE), "the file has an unresolved merge conflict"),
    (re.compile(r"\{\{ ?[-.\w]|\{% "), "this looks like a template; render it first"),
)
_PARTS = frozenset(("paths", "components", "webhooks", "definitions"))


def refuse_bytes(data: bytes, name: str) -> None:
    """Refuse the bytes of a binary file, by their beginning.

    Raises:
        SpecError: `binary-file`.

    """
    for mark, what, hint in _BYTES:
        if data.startswith(mark):
            code = "binary-file"
            raise _refused(code, Kind(what, hint), name)


def refuse_text(text: str, name: str) -> None:
    """Refuse a text that is neither YAML nor JSON, by its beginning.

    Raises:
        SpecError: `other-format`.

    """
    for mark, kind in _MARKS:
        if mark.match(text):
            code = "other-format"
            raise _refused(code, kind, name)


def _refused(code: str, kind: Kind, name: str) -> SpecError:
    message = f"this is {kind.name}, not an OpenAPI document"
    return SpecError(code, message, Location(name, 1, 1), kind.hint)


def not_openapi(root: Mapping[str, Json], place: Location) -> SpecError:
    """Return the error for a mapping without `openapi`."""
    kind = _of_tree(root) or Kind("")
    what = f"this is {kind.name}, not an OpenAPI document"
    missing = "this is not an OpenAPI document: the field `openapi` is missing"
    return SpecError("not-openapi", what if kind.name else missing, place, kind.hint)


def _of_tree(root: Mapping[str, Json]) -> Kind | None:
    """Return the kind of a mapping, recognized by its members."""
    info = root.get("info")
    if isinstance(info, dict) and (
        "_postman_id" in info or "getpostman" in str(info.get("schema"))
    ):
        return Kind("a Postman collection", _EXPORT)
    if "json-schema.org" in str(root.get("$schema")):
        return Kind("a JSON Schema", "put it under components/schemas of an OpenAPI document")
    known = next((kind for key, kind in _KEYS.items() if key in root), None)
    if known is not None:
        return known
    if _PARTS & root.keys():
        return Kind("", "add the version in a first line: openapi: 3.1.0")
    if any(str(key).startswith("/") for key in root) or {"type", "properties"} <= root.keys():
        return Kind("only a part of a document", "name the document that refers to it")
    return None


def probable_cause(text: str) -> str:
    """Return a probable reason why a text is not valid YAML or JSON; empty if there is none."""
    return next((reason for pattern, reason in _CAUSES if pattern.search(text)), "")
