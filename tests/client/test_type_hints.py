"""`typing.get_type_hints` of models, operations and methods of any name."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

NAMED = {
    "type": "object",
    "required": ["datetime"],
    "properties": {
        "models": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
        "datetime": {"type": "string", "format": "date-time"},
        "list": {"type": "array", "items": {"type": "string"}},
    },
}
PLAIN = {
    "type": "object",
    "properties": {
        "part": {"$ref": "#/components/schemas/Part"},
        "either": {"oneOf": [{"$ref": "#/components/schemas/Part"}, {"type": "string"}]},
        "day": {"type": "string", "format": "date"},
        "length": {"type": "string", "format": "duration"},
        "left": {"$ref": "#/components/schemas/Plain"},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Hints", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/named": {
            "post": {
                "operationId": "makeNamed",
                "tags": ["named"],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Plain"}}
                    }
                },
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Named"}}
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Named": NAMED,
            "Plain": PLAIN,
            "Part": {"type": "object", "properties": {"id": {"type": "integer"}}},
        }
    },
}
CHECK = """
import datetime as dt
from typing import get_type_hints
from hints import models, operations
from hints.resources.named import AsyncNamed, Named
from hints._runtime.text import CalendarDuration

named = get_type_hints(models.Named)
assert named["models"] == list[models.Part] | None, named
assert named["datetime"] == dt.datetime, named
assert named["list"] == list[str] | None, named
plain = get_type_hints(models.Plain)
assert plain["part"] == models.Part | None, plain
assert plain["left"] == models.Plain | None, plain
assert plain["either"] == models.Part | str | None, plain
assert plain["day"] == dt.date | None, plain
assert plain["length"] == dt.timedelta | CalendarDuration | None, plain
hints = get_type_hints(operations.named.make)
assert hints["return"].__args__ == (models.Named,), hints
for resource in (Named, AsyncNamed):
    hints = get_type_hints(resource.make)
    assert hints["return"] == models.Named, hints
given = {"datetime": "2026-01-02T03:04:05Z", "models": [{"id": 1}], "list": ["a"]}
assert models.Named.from_dict(given).to_dict() == given
assert models.Named.from_dict({**given, "models": [{"id": "1"}]}).models[0].id == 1
"""


def test_type_hints(tmp_path: Path) -> None:
    """They are complete; lenient reading uses the same annotations."""
    (tmp_path / "spec.json").write_text(json.dumps(DOCUMENT))
    made = speccast("generate", "spec.json", "--package", "hints", folder=tmp_path)
    assert made.code == 0, made.err
    [package] = (path for path in tmp_path.rglob("hints") if (path / "client.py").is_file())
    done = finished(start([sys.executable, "-c", CHECK], package.parent))
    assert done.code == 0, done.err
