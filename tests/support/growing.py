"""Documents of any size, and the work of generating them.

Work is counted in calls, of Python and of C, not in seconds: the count is the same on a busy
machine.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from speccast.reading.json_value import Json

_GROUP = 20
"""Operations that share a tag."""


def work(run: Callable[[], object]) -> Counter[str]:
    """Count, for each module by path, the calls of its functions and those that it makes."""
    found: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event in {"call", "c_call"}:
            found[frame.f_code.co_filename] += 1

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return found


def growing(count: int) -> dict[str, Json]:
    """Return a document with this many operations and components."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Growing", "version": "1"},
        "paths": dict(_path(number) for number in range(count)),
        "components": {"schemas": {f"Thing{n}": _thing(n, count) for n in range(count)}},
    }


def _reference(number: int, count: int) -> dict[str, Json]:
    return {"$ref": f"#/components/schemas/Thing{number % count}"}


def _thing(number: int, count: int) -> dict[str, Json]:
    """Return a schema with all kinds of properties, which refers to others."""
    described: dict[str, Json] = {
        "id": {"type": "string", "description": "What it is known by."},
        "kind": {"type": "string", "enum": ["old", "new", f"kind {number}"]},
        "created_at": {"type": "string", "format": "date-time"},
        "next": _reference(7 * number + 1, count),
        "either": {"oneOf": [{"type": "string"}, _reference(3 * number + 2, count)]},
        "inside": {
            "type": "object",
            "properties": {
                "size": {"type": ["integer", "null"], "minimum": 1},
                "tags": {"type": "array", "items": {"type": "string"}},
            },
        },
    }
    said = f"The thing that has the number {number}."
    return {"type": "object", "description": said, "required": ["id"], "properties": described}


def _path(number: int) -> tuple[str, dict[str, Json]]:
    """Return a path with one operation, which reads a thing or changes it."""
    content: Json = {"application/json": {"schema": _reference(number, number + 1)}}
    operation: dict[str, Any] = {
        "operationId": f"thing{number:05}",  # of equal length, because longer names cost more
        "tags": [f"group {number // _GROUP}"],
        "summary": f"Do what there is to do with thing {number}",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        ],
        "responses": {
            "200": {"description": "The thing.", "content": content},
            "404": {"description": "There is no such thing."},
        },
    }
    if number % 2:
        operation["requestBody"] = {"content": content}
    method = "put" if number % 2 else "get"
    return f"/groups{number // _GROUP}/things{number}/{{id}}", {method: operation}
