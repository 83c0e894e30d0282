"""The JSON that is read and written: of livestreams, and of wide, deep and many models."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .bench import Bench

_DATES: Final = "2026-05-31T11:48:34.753Z"


@dataclass(frozen=True)
class Payload:
    """A JSON text that a model of a document describes."""

    name: str
    document: str
    model: str
    make: Callable[[int], Any]
    """Returns the value, for a number of items."""
    count: int
    """The number of its items."""

    def write(self, bench: Bench, name: str = "") -> Path:
        """Return a file with the text."""
        path = bench.folder / (name or f"{self.name}.json")
        if not path.exists():
            value = self.make(max(1, int(self.count * bench.scale)))
            path.write_text(json.dumps(value), "utf-8")
        return path


def livestreams(count: int) -> Any:  # noqa: ANN401 - JSON
    """Return a page of livestreams: half of them named, and started from a meeting."""
    streams = [
        {
            "created_at": _DATES,
            "disabled": False,
            "id": f"3fd739f4-3c41-456e-bfba-{number:012}",
            "ingest_server": "rtmps://live.cloudflare.com:443/live/",
            "meeting_id": None if number % 2 else f"bbb0cb5c-14a4-4d5b-a89f-{number:012}",
            "name": None if number % 2 else f"livestream {number}",
            "playback_url": f"https://customer-s8oj0c1n5ek8ah1e.cloudflarestream.com/{number}/manifest/video.m3u8",
            "status": ("LIVE", "IDLE", "ERRORED", "INVOKED")[number % 4],
            "stream_key": f"f26566285faca6fbe2e79a73a66rsrrsrrsr3cde23a2bb7dbc6c2c{number:010}",
            "updated_at": _DATES,
        }
        for number in range(count)
    ]
    paging = {"end_offset": count, "start_offset": 1, "total_count": count}
    return {"data": streams, "paging": paging, "success": True}


def wide(count: int) -> Any:  # noqa: ANN401 - JSON
    """Return objects of 100 properties, of which every tenth is left out."""
    values = ["text", 17, 0.25, True, _DATES]
    return {
        "items": [
            {f"property_{n}": values[n % 5] for n in range(100) if (n + number) % 10}
            for number in range(count)
        ]
    }


def sparse(count: int) -> Any:  # noqa: ANN401 - JSON
    """Return objects of 100 properties, of which every other one is left out."""
    values = ["text", 17, 0.25, True, _DATES]
    return {
        "items": [
            {f"property_{n}": values[n % 5] for n in range(100) if (n + number) % 2}
            for number in range(count)
        ]
    }


def kinds(count: int) -> Any:  # noqa: ANN401 - JSON
    """Return objects of ten kinds, which a property distinguishes."""
    return {
        "items": [
            {"kind": f"kind_{n % 10}", "id": str(n), f"value_{n % 10}": n, "at": _DATES}
            for n in range(count)
        ]
    }


def deep(count: int) -> Any:  # noqa: ANN401 - JSON
    """Return objects of six levels."""
    return {"items": [_level(1, n) for n in range(count)]}


def _level(level: int, number: int) -> dict[str, Any]:
    node: dict[str, Any] = {"id": number, "name": f"level {level}", "tags": ["a", "b"]}
    if level < _LEVELS:
        node["below"] = _level(level + 1, number)
    return node


_LEVELS: Final = 6


def shapes() -> dict[str, Any]:
    """Return the document that describes the wide, the deep, and those of many kinds."""
    text, number = {"type": "string"}, {"type": "integer"}
    date_time = {"type": "string", "format": "date-time"}
    types = [text, number, {"type": "number"}, {"type": "boolean"}, date_time]
    properties = {f"property_{n}": types[n % 5] for n in range(100)}
    schemas: dict[str, Any] = {"Wide": {"type": "object", "properties": properties}}
    for n in range(10):
        members: dict[str, Any] = {"kind": text, "id": text, f"value_{n}": number, "at": date_time}
        required = ["kind", "id", f"value_{n}"]
        schemas[f"Kind{n}"] = {"type": "object", "required": required, "properties": members}
    mapping = {f"kind_{n}": f"#/components/schemas/Kind{n}" for n in range(10)}
    schemas["Kind"] = {
        "oneOf": [{"$ref": ref} for ref in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    for n in range(1, _LEVELS + 1):
        tags = {"type": "array", "items": text}
        members = {"id": number, "name": text, "tags": tags}
        if n < _LEVELS:
            members["below"] = {"$ref": f"#/components/schemas/Level{n + 1}"}
        schemas[f"Level{n}"] = {"type": "object", "required": ["id"], "properties": members}
    pages = {"WidePage": "Wide", "KindPage": "Kind", "DeepPage": "Level1"}
    for page, item in pages.items():
        items = {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}}
        page_properties = {"items": items}
        schemas[page] = {"type": "object", "required": ["items"], "properties": page_properties}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shapes", "version": "1"},
        "servers": [{"url": "https://shapes.example.com"}],
        "paths": {f"/{page}": {"get": _operation(page)} for page in pages},
        "components": {"schemas": schemas},
    }


def _operation(page: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{page}"}
    content = {"application/json": {"schema": schema}}
    responses = {"200": {"description": "The page.", "content": content}}
    return {"operationId": f"get{page}", "tags": ["shapes"], "responses": responses}


PAYLOADS: Final = (
    Payload("1,000 livestreams", "livestreams", "LivestreamList", livestreams, 1000),
    Payload("models of 100 properties", "shapes", "WidePage", wide, 100),
    Payload("models with half of 100 properties", "shapes", "WidePage", sparse, 100),
    Payload("unions of 10", "shapes", "KindPage", kinds, 1000),
    Payload("models of 6 levels", "shapes", "DeepPage", deep, 200),
)
