"""The allowed types of each field, and the repair of a value of another type.

There is one table for each kind of object, as in the specification. A field that no table names is
data or an extension, and is not changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from speccast.resolve.kinds import (
    COMPONENTS,
    DOCUMENT,
    ENCODING,
    EXAMPLE,
    FIELDS,
    HEADER,
    LINK,
    LIST,
    MAP,
    MEDIA_TYPE,
    OPERATION,
    PARAMETER,
    PATH_ITEM,
    REQUEST_BODY,
    RESPONSE,
    SCHEMA,
    SECURITY_SCHEME,
    Kind,
)

from . import fixes
from . import schema_fixes as schemas
from .enums import enum

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

    Fix: TypeAlias = Callable[[Context, dict[str, Json], str, Place], None]
    """Repairs one field of an object; the place is that of the field."""

Types: TypeAlias = "frozenset[type]"

_NONE: Final[Types] = frozenset()
"""No type is accepted before the fix has checked the value."""
_TEXT: Final[Types] = frozenset((str,))
_FLAG: Final[Types] = frozenset((bool,))
_COUNT: Final[Types] = frozenset((int,))
_NUMBER: Final[Types] = frozenset((int, float))
_MAPPING: Final[Types] = frozenset((dict,))
_LIST: Final[Types] = frozenset((list,))
_SCHEMA: Final[Types] = frozenset((dict, bool))


def _rules(
    kind: Kind, text: str = "", flag: str = "", mapping: str = "", listed: str = ""
) -> dict[str, tuple[Types, Fix]]:
    """Return the rules of a kind: the named fields, and those in `kinds` that contain nodes."""
    rules: dict[str, tuple[Types, Fix]] = {}
    for words, rule in (
        (text, (_TEXT, fixes.text)),
        (flag, (_FLAG, fixes.flag)),
        (mapping, (_MAPPING, fixes.mapping)),
        (listed, (_LIST, fixes.sequence)),
    ):
        rules |= dict.fromkeys(words.split(), rule)
    for field, (shape, inner) in FIELDS[kind].items():
        if shape == MAP:
            rules[field] = (_MAPPING, fixes.mapping)
        elif shape == LIST:
            rules[field] = (_LIST, fixes.sequence)
        elif inner == SCHEMA:
            rules[field] = (_SCHEMA, schemas.subschema)
        else:
            rules[field] = (_MAPPING, fixes.mapping)
    return rules


_TEXTS: Final = "summary description"
_SECTION: Final = (_MAPPING, fixes.section)

RULES: Final[dict[Kind, dict[str, tuple[Types, Fix]]]] = {
    DOCUMENT: {
        **_rules(DOCUMENT, text="$self", listed="servers security tags", mapping="externalDocs"),
        **dict.fromkeys(("info", "paths", "webhooks", "components"), _SECTION),
    },
    COMPONENTS: dict.fromkeys(FIELDS[COMPONENTS], _SECTION),
    PATH_ITEM: _rules(PATH_ITEM, text=_TEXTS, listed="servers"),
    OPERATION: {
        **_rules(
            OPERATION,
            text=_TEXTS + " operationId",
            flag="deprecated",
            listed="servers security",
            mapping="externalDocs",
        ),
        "tags": (_NONE, fixes.names),
    },
    PARAMETER: _rules(
        PARAMETER,
        text="name in description style",
        flag="required deprecated allowEmptyValue explode allowReserved",
    ),
    HEADER: _rules(HEADER, text="description style", flag="required deprecated explode"),
    REQUEST_BODY: _rules(REQUEST_BODY, text="description", flag="required"),
    RESPONSE: _rules(RESPONSE, text=_TEXTS),
    MEDIA_TYPE: _rules(MEDIA_TYPE),
    ENCODING: _rules(ENCODING, text="contentType style", flag="explode allowReserved"),
    EXAMPLE: _rules(EXAMPLE, text=_TEXTS + " externalValue"),
    LINK: _rules(LINK, text="operationRef operationId description", mapping="parameters server"),
    SECURITY_SCHEME: _rules(
        SECURITY_SCHEME,
        text="type description name in scheme bearerFormat openIdConnectUrl",
        mapping="flows",
    ),
    SCHEMA: {
        **_rules(
            SCHEMA,
            text="title description format pattern contentEncoding contentMediaType",
            flag="deprecated readOnly writeOnly uniqueItems nullable",
            mapping="xml externalDocs dependentRequired",
        ),
        **dict.fromkeys(
            [
                "maxLength",
                "minLength",
                "maxItems",
                "minItems",
                "maxContains",
                "minContains",
                "maxProperties",
                "minProperties",
            ],
            (_COUNT, fixes.count),
        ),
        **dict.fromkeys(("minimum", "maximum", "multipleOf"), (_NUMBER, fixes.number)),
        **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), (_NUMBER, schemas.bound)),
        **dict.fromkeys(("allOf", "oneOf", "anyOf"), (_NONE, schemas.composition)),
        **dict.fromkeys(("default", "const"), (frozenset((str, dict)), schemas.data_as_text)),
        **dict.fromkeys(("$dynamicRef", "$recursiveRef"), (_NONE, schemas.dynamic)),
        "type": (_NONE, schemas.type_),
        "enum": (_NONE, enum),
        "required": (_NONE, schemas.required),
        "items": (_SCHEMA, schemas.items),
        "discriminator": (_MAPPING, schemas.discriminator),
        "example": (_NONE, schemas.example),
        "examples": (_LIST, schemas.examples),
    },
}
"""Field -> the allowed types, and the repair of all others."""
