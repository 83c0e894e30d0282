"""The objects of an OpenAPI document, and their fields that contain further objects.

One table per object of the specification (OpenAPI 3.1 and 3.2, section "Schema"). A field contains
one node, a list of nodes or a map of nodes. All other fields (examples, defaults, extensions) are
data and not searched: a `$ref` in them is a plain member.
"""

from __future__ import annotations

from typing import Final

Kind = str

DOCUMENT: Final = "document"
COMPONENTS: Final = "components"
PATHS: Final = "paths"
PATH_ITEM: Final = "path item"
OPERATION: Final = "operation"
PARAMETER: Final = "parameter"
REQUEST_BODY: Final = "request body"
RESPONSES: Final = "responses"
RESPONSE: Final = "response"
HEADER: Final = "header"
MEDIA_TYPE: Final = "media type"
ENCODING: Final = "encoding"
EXAMPLE: Final = "example"
LINK: Final = "link"
CALLBACK: Final = "callback"
SECURITY_SCHEME: Final = "security scheme"
SCHEMA: Final = "schema"

NODE: Final = 0
LIST: Final = 1
MAP: Final = 2

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

_CONTENT: Final = {"content": (MAP, MEDIA_TYPE)}
_PARAMETER: Final = {"schema": (NODE, SCHEMA), "examples": (MAP, EXAMPLE), **_CONTENT}

FIELDS: Final[dict[Kind, dict[str, tuple[int, Kind]]]] = {
    DOCUMENT: {
        "components": (NODE, COMPONENTS),
        "paths": (NODE, PATHS),
        "webhooks": (MAP, PATH_ITEM),
    },
    COMPONENTS: {
        "schemas": (MAP, SCHEMA),
        "responses": (MAP, RESPONSE),
        "parameters": (MAP, PARAMETER),
        "examples": (MAP, EXAMPLE),
        "requestBodies": (MAP, REQUEST_BODY),
        "headers": (MAP, HEADER),
        "securitySchemes": (MAP, SECURITY_SCHEME),
        "links": (MAP, LINK),
        "callbacks": (MAP, CALLBACK),
        "pathItems": (MAP, PATH_ITEM),
        "mediaTypes": (MAP, MEDIA_TYPE),
    },
    PATH_ITEM: {
        "parameters": (LIST, PARAMETER),
        "additionalOperations": (MAP, OPERATION),
        **dict.fromkeys(METHODS, (NODE, OPERATION)),
    },
    OPERATION: {
        "parameters": (LIST, PARAMETER),
        "requestBody": (NODE, REQUEST_BODY),
        "responses": (NODE, RESPONSES),
        "callbacks": (MAP, CALLBACK),
    },
    PARAMETER: _PARAMETER,
    HEADER: _PARAMETER,
    REQUEST_BODY: _CONTENT,
    RESPONSE: {"headers": (MAP, HEADER), "links": (MAP, LINK), **_CONTENT},
    MEDIA_TYPE: {
        "schema": (NODE, SCHEMA),
        "itemSchema": (NODE, SCHEMA),
        "examples": (MAP, EXAMPLE),
        "encoding": (MAP, ENCODING),
        "prefixEncoding": (LIST, ENCODING),
        "itemEncoding": (NODE, ENCODING),
    },
    ENCODING: {
        "headers": (MAP, HEADER),
        "encoding": (MAP, ENCODING),
        "prefixEncoding": (LIST, ENCODING),
        "itemEncoding": (NODE, ENCODING),
    },
    EXAMPLE: {},
    LINK: {},
    SECURITY_SCHEME: {},
    SCHEMA: {
        **dict.fromkeys(
            ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
            (MAP, SCHEMA),
        ),
        **dict.fromkeys(("allOf", "oneOf", "anyOf", "prefixItems"), (LIST, SCHEMA)),
        **dict.fromkeys(
            (
                "items",
                "additionalProperties",
                "not",
                "if",
                "then",
                "else",
                "contains",
                "propertyNames",
                "unevaluatedItems",
                "unevaluatedProperties",
                "contentSchema",
            ),
            (NODE, SCHEMA),
        ),
    },
}
"""Field -> whether it contains a node, a list or a map of nodes, and their kind."""

MAPS: Final[dict[Kind, Kind]] = {PATHS: PATH_ITEM, RESPONSES: RESPONSE, CALLBACK: PATH_ITEM}
"""Objects whose keys the document chooses -> the kind of their members."""

SECTIONS: Final = frozenset((COMPONENTS, PATHS, RESPONSES))
"""Kinds of objects that must not be references."""
