"""Reports unknown fields, so that a misspelt one is not ignored silently.

The known fields are those of openapi-pydantic's models (OpenAPI 3.1), and of OpenAPI 3.0 and 3.2.
A schema may have keywords of other vocabularies (3.1), so only a name similar to a keyword is a
warning. A field whose name begins with `x-` is an extension.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from speccast.resolve.kinds import (
    COMPONENTS,
    DOCUMENT,
    ENCODING,
    EXAMPLE,
    HEADER,
    LINK,
    LIST,
    MAP,
    MEDIA_TYPE,
    METHODS,
    NODE,
    OPERATION,
    PARAMETER,
    PATH_ITEM,
    REQUEST_BODY,
    RESPONSE,
    SCHEMA,
    SECURITY_SCHEME,
    Kind,
)

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

CODE: Final = "unknown-field"
_KEYWORDS: Final = (
    "nullable example id definitions dependencies additionalItems $id $schema $ref $anchor"
    " $comment $defs $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary"
)
_MODELS: Final[dict[Kind, tuple[str, str]]] = {
    DOCUMENT: ("OpenAPI", "$self"),
    "info": ("Info", ""),
    "contact": ("Contact", ""),
    "license": ("License", ""),
    "server": ("Server", "name"),
    "server variable": ("ServerVariable", ""),
    COMPONENTS: ("Components", "mediaTypes"),
    PATH_ITEM: ("PathItem", "query additionalOperations"),
    OPERATION: ("Operation", ""),
    "external documentation": ("ExternalDocumentation", ""),
    PARAMETER: ("Parameter", ""),
    REQUEST_BODY: ("RequestBody", ""),
    MEDIA_TYPE: ("MediaType", "itemSchema prefixEncoding itemEncoding"),
    ENCODING: ("Encoding", "encoding prefixEncoding itemEncoding"),
    RESPONSE: ("Response", "summary"),
    EXAMPLE: ("Example", "dataValue serializedValue"),
    LINK: ("Link", ""),
    HEADER: ("Header", ""),
    "tag": ("Tag", "summary parent kind"),
    SCHEMA: ("Schema", _KEYWORDS),
    "discriminator": ("Discriminator", "defaultMapping"),
    "xml object": ("XML", "nodeType"),
    SECURITY_SCHEME: ("SecurityScheme", "oauth2MetadataUrl deprecated"),
    "map of flows": ("OAuthFlows", "deviceAuthorization"),
    "flow": ("OAuthFlow", "deviceAuthorizationUrl"),
}
"""Kind of object -> the model that has its fields, and the additional ones of 3.0 and 3.2."""
_PARTS: Final[dict[Kind, dict[str, tuple[int, Kind]]]] = {
    DOCUMENT: {
        "info": (NODE, "info"),
        "servers": (LIST, "server"),
        "tags": (LIST, "tag"),
        "externalDocs": (NODE, "external documentation"),
    },
    "info": {"contact": (NODE, "contact"), "license": (NODE, "license")},
    "server": {"variables": (MAP, "server variable")},
    "tag": {"externalDocs": (NODE, "external documentation")},
    PATH_ITEM: {"servers": (LIST, "server")},
    OPERATION: {"servers": (LIST, "server"), "externalDocs": (NODE, "external documentation")},
    LINK: {"server": (NODE, "server")},
    SCHEMA: {
        "discriminator": (NODE, "discriminator"),
        "xml": (NODE, "xml object"),
        "externalDocs": (NODE, "external documentation"),
    },
    SECURITY_SCHEME: {"flows": (NODE, "map of flows")},
    "map of flows": dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"),
        (NODE, "flow"),
    ),
}
"""Objects without schemas and references, which the walk does not visit."""
_SIMILAR_FIELD: Final = 0.6
_SIMILAR_KEYWORD: Final = 0.8
"""The similarity from which a name is a misspelling."""


@cache
def known_fields(kind: Kind) -> frozenset[str]:
    """Return the fields of a kind of object; empty for a map, whose keys the document chooses."""
    from openapi_pydantic.v3 import v3_1  # noqa: PLC0415 - not needed by an unchanged run

    if kind not in _MODELS:
        return frozenset()
    model, more = _MODELS[kind]
    fields = getattr(v3_1, model).model_fields
    return frozenset(field.alias or name for name, field in fields.items()).union(more.split())


def check_fields(ctx: Context, kind: Kind, node: dict[str, Json], place: Place) -> None:
    """Report the unknown fields of an object, and of the objects in it that the walk skips."""
    known = known_fields(kind)
    if known and not node.keys() <= known:
        for name in node:
            if name not in known and not name.startswith("x-"):
                _report(ctx, kind, name, known, (place, name))
    for field, (shape, inner) in _PARTS.get(kind, {}).items():
        value = node.get(field)
        if value is None:
            continue
        around = (place, field)
        if shape == NODE:
            _check_part(ctx, inner, value, around)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                _check_part(ctx, inner, item, (around, index))
        elif isinstance(value, dict):
            for key, item in value.items():
                _check_part(ctx, inner, item, (around, key))


def _check_part(ctx: Context, kind: Kind, node: Json, place: Place) -> None:
    if isinstance(node, dict):
        check_fields(ctx, kind, node, place)


def _report(ctx: Context, kind: Kind, name: str, known: frozenset[str], place: Place) -> None:
    is_schema = kind == SCHEMA
    near = ctx.nearest(name, sorted(known), _SIMILAR_KEYWORD if is_schema else _SIMILAR_FIELD)
    article = "an" if kind[0] in "aeio" else "a"
    message = f"{article} {kind} has no field {name[:80]!r}: it is ignored"
    hint = f"did you mean {near!r}?" if near else "the name of an extension begins with x-"
    if is_schema and not near:
        ctx.info(CODE, f"the keyword {name[:80]!r} is not a keyword of OpenAPI", place, at_key=True)
    elif kind == PATH_ITEM and name.lower() in METHODS:
        ctx.warning(CODE, message, place, f"write the method as {name.lower()!r}", at_key=True)
    else:
        ctx.warning(CODE, message, place, hint, at_key=True)
