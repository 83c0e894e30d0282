"""Converts responses to OpenAPI 3: a schema for each media type (Swagger 2.0, "Response").

Operations that produce different media types may use one shared response. So each operation gets a
copy, whose schema refers to that of the shared response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.reading.diagnostics import SpecError
from speccast.reading.pointers import escape, file_of, join, to_pointer
from speccast.resolve.lookup import NotFoundError

from .parameters import as_header

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context
    from speccast.resolve.lookup import Lookup, Target

JSON: Final = "application/json"
_BINARY: Final = "application/octet-stream"
_SCHEMA_WORDS: Final = frozenset(("type", "properties", "allOf", "items", "enum", "format"))
_STRUCTURED: Final = frozenset(("object", "array"))
_SHAPE_WORDS: Final = frozenset(("properties", "allOf", "items", "additionalProperties"))
_MOST_HOPS: Final = 30


class Responses:
    """The responses of a document."""

    def __init__(self, ctx: Context, lookup: Lookup, produces: list[str] | None) -> None:
        """Start with `produces` of the document, the default of all operations."""
        self._ctx = ctx
        self._lookup = lookup
        self._produces = produces

    def convert_all(
        self, operation: dict[str, Json], place: Place, produces: list[str] | None
    ) -> None:
        """Rewrite the responses of an operation in place."""
        responses = operation.get("responses")
        base = (place, "responses")
        for status, node in responses.items() if isinstance(responses, dict) else ():
            if isinstance(node, dict) and not status.startswith("x-"):
                self._convert(node, (base, status), produces)

    def _convert(self, node: dict[str, Json], place: Place, produces: list[str] | None) -> None:
        if not isinstance(ref := node.get("$ref"), str):
            self.convert(node, place, produces)
            return
        try:
            target = self._lookup.find(ref, place)
        except (NotFoundError, SpecError):
            return  # `references` reports it
        shared = target.node
        if not isinstance(shared, dict):
            return
        if self._is_schema(shared, target):
            message = f"the reference {ref[:200]!r} leads to a schema; the response has this schema"
            self._ctx.warning("loose-reference", message, (place, "$ref"))
            node.clear()
            node |= {"description": "", "schema": {"$ref": ref}}
            self._ctx.record_origin((place, "schema"), place)
            self.convert(node, place, produces)
        elif produces is not None or file_of(target.place):
            self._copy(node, place, target, ref, produces)

    def _is_schema(self, node: dict[str, Json], target: Target) -> bool:
        parent = target.parent
        if parent is not None and parent[1] in {"definitions", "schemas"}:
            return True
        return not node.keys() & {"description", "schema", "content"} and bool(
            node.keys() & _SCHEMA_WORDS
        )

    def _copy(
        self,
        node: dict[str, Json],
        place: Place,
        target: Target,
        ref: str,
        produces: list[str] | None,
    ) -> None:
        """Replace a reference to a shared response by a copy."""
        shared = target.node
        if not isinstance(shared, dict):
            return
        own = {key: value for key, value in shared.items() if key != "content"}
        at = ref if "#" in ref else f"{ref}#"
        schema, below = shared.get("schema"), f"{at}/schema"
        content = _members(shared.get("content"))
        if content:
            media_type, entry = content[0]
            schema = entry.get("schema") if isinstance(entry, dict) else None
            below = f"{at}/content/{escape(media_type)}/schema"
            own["examples"] = _examples(content)
        if isinstance(schema, dict):
            own["schema"] = dict(schema) if _is_file(schema) else {"$ref": below}
        for name, header in _members(shared.get("headers")):
            if isinstance(header, dict):
                as_header(self._ctx, header, ((target.place, "headers"), name))
        if names := _members(own.get("headers")):
            own["headers"] = {name: {"$ref": f"{at}/headers/{escape(name)}"} for name, _ in names}
        node.clear()
        node |= own
        self._ctx.record_origin(place, target.place)
        self.convert(node, place, produces)

    def convert(self, node: dict[str, Json], place: Place, produces: list[str] | None) -> None:
        """Rewrite a response in place."""
        media_types = self._produces if produces is None else produces
        schema = node.pop("schema", None)
        examples = node.pop("examples", None)
        for name, header in _members(node.get("headers")):
            if isinstance(header, dict):
                as_header(self._ctx, header, ((place, "headers"), name))
        if schema is None and not isinstance(examples, dict):
            return
        content: dict[str, Json] = {}
        for name in self._media_types(schema, media_types or [], place) if schema else ():
            first = next(iter(content), None)
            content[name] = {"schema": schema if first is None else {"$ref": _below(place, first)}}
            self._ctx.record_origin((((place, "content"), name), "schema"), (place, "schema"))
        self._add_examples(content, _members(examples), place)
        if content:
            node["content"] = content

    def _media_types(self, schema: Json, produces: list[str], place: Place) -> list[str]:
        """Return the media types of a response; add JSON if none of them can express the schema."""
        if isinstance(schema, dict) and _is_file(schema):
            schema |= {"type": "string", "format": "binary"}
            return produces or [_BINARY]
        if not produces:
            return [JSON]
        if self._is_structured(schema, place) and not any(map(_holds_structure, produces)):
            return [*produces, JSON]
        return produces

    def _is_structured(self, schema: Json, place: Place) -> bool:
        """Return whether a schema, or the target of its reference, is an object or array."""
        here: Place = (place, "schema")
        for _ in range(_MOST_HOPS):
            if not isinstance(schema, dict):
                return False
            if not isinstance(ref := schema.get("$ref"), str):
                return schema.get("type") in _STRUCTURED or (
                    "type" not in schema and bool(schema.keys() & _SHAPE_WORDS)
                )
            try:
                target = self._lookup.find(ref, here)
            except (NotFoundError, SpecError):
                return False
            schema, here = target.node, target.place
        return False

    def _add_examples(
        self, content: dict[str, Json], examples: list[tuple[str, Json]], place: Place
    ) -> None:
        """Move examples to their media type; a key that is not a media type names an example."""
        for name, value in examples:
            if name.startswith("x-"):
                continue
            if "/" in name:
                entry = content.setdefault(name, {})
                if isinstance(entry, dict):
                    entry["example"] = value
                    self._ctx.record_origin(
                        (((place, "content"), name), "example"), ((place, "examples"), name)
                    )
                continue
            if not content:
                content[JSON] = {}
            entry = next(iter(content.values()))
            named = entry.setdefault("examples", {}) if isinstance(entry, dict) else None
            if isinstance(named, dict):
                named[name] = {"value": value}


def _members(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []


def _holds_structure(media_type: str) -> bool:
    """Return whether a media type can represent an object: JSON, XML, YAML, or a range."""
    base = media_type.partition(";")[0].strip().lower()
    return base.endswith(("json", "xml", "yaml")) or "*" in base or "json" in base


def _is_file(schema: dict[str, Json]) -> bool:
    return schema.get("type") == "file" or schema.get("format") == "binary"


def _examples(content: list[tuple[str, Json]]) -> dict[str, Json]:
    return {
        name: entry["example"]
        for name, entry in content
        if isinstance(entry, dict) and "example" in entry
    }


def _below(place: Place, media_type: str) -> str:
    """Return the reference, within one file, to the schema of a media type of a response."""
    return join(f"#{to_pointer(place).partition('#')[2]}", "content", media_type, "schema")
