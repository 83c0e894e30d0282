"""A document with a chosen string in every field that takes one.

A function gives the string for each slot. The slots are counted, so that two documents have the
same nodes in the same places.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

Json = Any
SENT = "/?:@!$&'()*+,;=%-._~"
"""The characters of a path that are not percent-encoded (RFC 3986, 3.3)."""


@dataclass(slots=True)
class Slots:
    """Source of a string for each slot; records those that the generated code must contain."""

    fill: Callable[[int], str]
    risky: bool
    """Whether fields that do not accept every string get one nevertheless."""
    used: int = 0
    wires: list[str] = field(default_factory=list[str])

    def text(self) -> str:
        """Return a text for readers."""
        self.used += 1
        # Adjacent halves of a surrogate pair become one character.
        value: str = json.loads(json.dumps(self.fill(self.used)))
        return value

    def wire(self) -> str:
        """Return a string that is sent, or compared with received text."""
        value = self.text()
        self.wires.append(value)
        return value

    def braceless(self) -> str:
        """Return a part of a path or URL without placeholders; all of it can be sent."""
        without = dict.fromkeys([*map(ord, "{}?#/"), *range(0xD800, 0xE000)])
        return self.text().translate(without)

    def flat(self) -> str:
        """Return the name of a tag without separators of levels."""
        return self.text().translate(dict.fromkeys(map(ord, "/:>.")))

    def token(self, safe: str) -> str:
        """Return a name; most strings are not valid as such."""
        value = self.text()
        return value if self.risky else safe

    def pointer(self, *keys: str) -> str:
        """Return a JSON pointer."""
        return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)


def document(slots: Slots) -> dict[str, Json]:
    """Return the document."""
    text, wire = slots.text, slots.wire
    items, kind = wire(), wire()
    # Placeholders are parsed leniently.
    shared = f"x {slots.braceless()}".rstrip().rstrip("*").rstrip()
    start = slots.braceless()
    path = f"/p{start}/{{{shared}}}"
    slots.wires += [f"/p{quote(start, safe=SENT)}/{{{shared}}}", shared]
    scheme = {"type": "apiKey", "in": "query", "name": wire(), "description": text()}
    server = f"https://example.test/{quote(slots.braceless(), safe=SENT)}"
    slots.wires.append(server)
    version = wire()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": text(),
            "version": version,
            "description": text(),
            "summary": text(),
            "termsOfService": text(),
            "contact": {"name": text(), "url": text(), "email": text()},
            "license": {"name": text(), "identifier": text()},
        },
        "externalDocs": {"url": text(), "description": text()},
        "servers": [
            {
                "url": server,
                "description": text(),
                "variables": {text(): {"default": text(), "description": text(), "enum": [text()]}},
            },
            {"url": text(), "description": text()},
        ],
        "tags": [{"name": (tag := slots.flat()), "description": text()}],
        f"x-{text()}": text(),
        "x-speccast-client-parameters": {shared: {"env": text(), "description": text()}},
        "x-speccast-error": {"code": [slots.pointer(wire_part(slots))]},
        "security": [{(key := text()): []}],
        "paths": {
            path: {
                "summary": text(),
                "description": text(),
                "parameters": [
                    {"name": shared, "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "get": listing(slots, tag, items),
                "post": posting(slots, tag),
            },
            "/plain": {"put": choosing(slots)},
        },
        "webhooks": {text(): {"post": hook(slots)}},
        "components": {
            "securitySchemes": {key: scheme},
            "schemas": schemas(slots, items, kind),
        },
    }


def reference(pointer: str) -> str:
    """Return a pointer as a reference; lone surrogates stay as they are."""
    return "#" + "".join(
        char if "\ud800" <= char <= "\udfff" else quote(char, safe="/~") for char in pointer
    )


def wire_part(slots: Slots) -> str:
    """Return a part of a pointer; the code must contain the pointer."""
    value = slots.text()
    slots.wires.append(slots.pointer(value))
    return value


def listing(slots: Slots, tag: str, items: str) -> Json:
    """Return an operation with parameters of every kind, and pages."""
    text, wire = slots.text, slots.wire
    page = wire()
    return {
        "operationId": text(),
        "tags": [tag],
        "summary": text(),
        "description": text(),
        "externalDocs": {"url": text()},
        "deprecated": True,
        "x-speccast-pagination": {
            "kind": "page",
            "parameter": page,
            "items": [slots.pointer(items)],
            "name": text(),
        },
        "parameters": [
            {"name": page, "in": "query", "schema": {"type": "integer"}},
            {
                "name": wire(),
                "in": "query",
                "description": text(),
                "schema": {"type": "string", "default": text(), "pattern": text()},
                "example": text(),
            },
            {"name": wire(), "in": "query", "style": "deepObject", "schema": {"type": "object"}},
            {"name": wire(), "in": "query", "schema": {"enum": [wire(), wire(), None]}},
            {
                "name": slots.token("X-Name"),
                "in": "header",
                "schema": {"type": "string"},
                "examples": {text(): {"value": text(), "summary": text()}},
            },
            {"name": slots.token("crumb"), "in": "cookie", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {
                "description": text(),
                "headers": {text(): {"description": text(), "schema": {"type": "string"}}},
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Page"},
                        "example": {text(): text()},
                    }
                },
                "links": {text(): {"operationId": text(), "description": text()}},
            },
            "default": {
                "description": text(),
                "content": {f"application/x-{slots.token('x')}": {"schema": {"type": "string"}}},
            },
        },
    }


def posting(slots: Slots, tag: str) -> Json:
    """Return an operation that sends a form, with a callback."""
    text, wire = slots.text, slots.wire
    return {
        "operationId": text(),
        "tags": [tag],
        "requestBody": {
            "description": text(),
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "title": text(),
                        "description": text(),
                        "required": [text()],
                        "properties": {
                            wire(): {"type": "string", "description": text(), "example": text()},
                            wire(): {"type": "string", "enum": [wire(), wire()]},
                            wire(): {"type": "array", "items": {"const": wire()}},
                        },
                    }
                }
            },
        },
        "callbacks": {text(): {text(): {"post": hook(slots)}}},
        "responses": {"204": {"description": text()}},
    }


def choosing(slots: Slots) -> Json:
    """Return an operation whose body is text, and whose answer is a union."""
    return {
        "requestBody": {
            "required": True,
            "content": {"text/plain": {"schema": {"const": slots.text()}}},
        },
        "responses": {
            "200": {
                "description": slots.text(),
                "content": {
                    "application/json": {
                        "schema": {
                            "oneOf": [
                                {"const": slots.wire()},
                                {"enum": [slots.wire(), slots.wire()]},
                                {"type": "integer"},
                                {"$ref": "#/components/schemas/Pet"},
                            ]
                        }
                    }
                },
            }
        },
    }


def hook(slots: Slots) -> Json:
    """Return a webhook."""
    return {
        "operationId": slots.text(),
        "summary": slots.text(),
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cat"}}}
        },
        "responses": {"200": {"description": slots.text()}},
    }


def schemas(slots: Slots, items: str, kind: str) -> dict[str, Json]:
    """Return the component schemas."""
    text, wire = slots.text, slots.wire
    cat, dog, named = wire(), wire(), text()
    pet = {f"x-{text()}": text(), "type": "object", "required": [kind]}
    return {
        "Page": {
            "title": text(),
            "description": text(),
            "required": [items],
            "properties": {
                items: {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
                wire(): {"type": "string", "format": text(), "description": text()},
                wire(): {"type": ["string", "null"], "default": text(), "pattern": text()},
                wire(): {"x-speccast-also-at": [slots.pointer(text())], "type": "string"},
                wire(): {"$ref": reference(slots.pointer("components", "schemas", named))},
                wire(): {"oneOf": [{"const": wire()}, {"const": wire()}, {"type": "integer"}]},
                wire(): {"type": "object", "properties": {wire(): {"type": "string"}}},
                wire(): {"type": "string", "contentMediaType": text(), "$comment": text()},
                wire(): {"$ref": "#/components/schemas/Tree"},
                wire(): {"prefixItems": [{"const": wire()}, {"type": "integer"}], "items": False},
            },
            "patternProperties": {text(): {"type": "string"}},
            "examples": [{text(): text()}],
        },
        named: {
            "type": "string",
            "enum": [wire(), wire(), wire()],
            "x-enum-varnames": [text(), text(), text()],
            "x-enum-descriptions": [text(), text(), text()],
            "description": text(),
        },
        "Tree": {
            "oneOf": [
                {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                {"const": wire()},
                {"type": "integer"},
            ]
        },
        "Cat": {**pet, "properties": {kind: {"const": cat}, wire(): {"type": "string"}}},
        "Dog": {**pet, "properties": {kind: {"const": dog}, wire(): {"type": "string"}}},
        "Pet": {
            "description": text(),
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {
                "propertyName": kind,
                "mapping": {cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog"},
            },
        },
    }
