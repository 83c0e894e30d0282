"""A JSON Schema of the configuration for editors, derived from the table of its keys.

`python -m speccast.reading.config.schema` prints it for speccast.toml, which is also the content of
`[tool.speccast]` in pyproject.toml.
"""

from __future__ import annotations

import json
import sys

from speccast.reading.config.keys import CLASS_NAME, KEYS, URL, Key, Type

_TEXT: dict[str, object] = {"type": "string", "minLength": 1}
_TYPES: dict[Type, dict[str, object]] = {
    Type.STRING: _TEXT,
    Type.CLASS: {"type": "string", "pattern": f"^{CLASS_NAME.pattern}$"},
    Type.PATH: _TEXT,
    Type.SPEC: _TEXT,
    Type.STRINGS: {"type": "array", "items": {"type": "string"}},
    Type.PATHS: {"type": "array", "items": {"type": "string"}},
    Type.FLAG: {"type": "boolean"},
    Type.URLS: {
        "type": "object",
        "additionalProperties": {"type": "string", "pattern": f"^{URL.pattern}$"},
    },
    Type.TABLES: {"type": "object", "additionalProperties": {"type": "object"}},
    Type.NAMES: {"type": "object", "additionalProperties": {"type": "string"}},
    Type.MEMBERS: {"type": "object", "additionalProperties": {"type": "object"}},
}


def schema() -> dict[str, object]:
    """Return the schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "speccast",
        "description": "The clients that speccast generates.",
        "type": "object",
        "additionalProperties": False,
        "properties": {"client": {"type": "array", "items": _client()}},
    }


def _client() -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["spec"],
        "properties": {name: _property(key) for name, key in KEYS.items()},
    }


def _property(key: Key) -> dict[str, object]:
    choices = {"enum": list(key.choices)} if key.choices else {}
    return {"description": key.doc} | _TYPES[key.type] | choices


def dump() -> str:
    """Return the schema as text."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(dump())
