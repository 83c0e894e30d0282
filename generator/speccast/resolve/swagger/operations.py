"""Converts operations to OpenAPI 3: body and form parameters become a request body.

Swagger 2.0, "Operation Object", "Parameter Object". `consumes` and `produces` of an operation,
even if empty, replace those of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.reading.diagnostics import SpecError
from speccast.reading.pointers import join, to_pointer
from speccast.resolve.context import deep_copy
from speccast.resolve.kinds import METHODS
from speccast.resolve.lookup import NotFoundError

from .parameters import as_parameter, encoding_of, is_body, location_of, take_schema
from .responses import JSON, Responses
from .servers import own_servers, texts

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context
    from speccast.resolve.lookup import Lookup

_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_SHARED: Final = ((None, ""), "parameters")
"""The temporary section for shared body and form parameters."""
_MOST_HOPS: Final = 30


class _Parameter(Struct, frozen=True):
    """A parameter, its place, and the text of the reference to it, if any."""

    node: dict[str, Json]
    place: Place
    ref: str | None


class Operations:
    """The operations of a document."""

    def __init__(
        self,
        ctx: Context,
        lookup: Lookup,
        responses: Responses,
        root: dict[str, Json],
        consumes: list[str] | None,
    ) -> None:
        """Start with `consumes` of the document, the default of all operations."""
        self._ctx = ctx
        self._lookup = lookup
        self._responses = responses
        self._root = root
        self._consumes = consumes
        self._seen: dict[int, Json] = {}

    def share(self, name: str, parameter: dict[str, Json], components: dict[str, Json]) -> None:
        """Convert a shared body parameter to a component, after which its model is named."""
        schema = parameter.get("schema")
        if location_of(parameter) != "body" or not isinstance(schema, dict):
            return
        bodies = components.setdefault("requestBodies", {})
        if not isinstance(bodies, dict):
            return
        media_type = next(iter(self._consumes or ()), JSON)
        bodies[name] = {"content": {media_type: {"schema": schema}}}
        body: Place = ((((None, ""), "components"), "requestBodies"), name)
        origin: Place = (_SHARED, name)
        self._ctx.record_origin(body, origin)
        self._ctx.record_origin((((body, "content"), media_type), "schema"), (origin, "schema"))
        below = join("#/components/requestBodies", name, "content", media_type, "schema")
        parameter["schema"] = {"$ref": below}

    def convert_paths(self) -> None:
        """Rewrite all path items of the document, including those in other files."""
        paths = self._root.get("paths")
        for template, node in paths.items() if isinstance(paths, dict) else ():
            if not template.startswith("x-"):
                self._convert_item(node, (((None, ""), "paths"), template))

    def _convert_item(self, node: Json, place: Place) -> None:
        for _ in range(_MOST_HOPS):
            if not isinstance(node, dict) or id(node) in self._seen:
                return
            self._seen[id(node)] = node
            self._convert_operations(node, place)
            if not isinstance(ref := node.get("$ref"), str):
                return
            try:
                target = self._lookup.find(ref, place)
            except (NotFoundError, SpecError):
                return  # `references` reports it
            node, place = target.node, target.place

    def _convert_operations(self, item: dict[str, Json], place: Place) -> None:
        shared = self._split(item, place)
        for method in list(item):
            operation = item[method]
            if method.lower() in METHODS and isinstance(operation, dict):
                self._convert(operation, (place, method), shared)

    def _convert(self, node: dict[str, Json], place: Place, shared: list[_Parameter]) -> None:
        consumes = texts(self._ctx, node, "consumes", place)
        produces = texts(self._ctx, node, "produces", place)
        self._responses.convert_all(node, place, produces)
        if servers := own_servers(self._ctx, self._root, node, place):
            node["servers"] = servers
            self._ctx.record_origin((place, "servers"), (place, "schemes"))
        for field in ("consumes", "produces", "schemes"):
            node.pop(field, None)
        parts = self._override(self._split(node, place), shared)
        bodies = [part for part in parts if location_of(part.node) == "body"]
        fields = [part for part in parts if location_of(part.node) != "body"]
        for extra in bodies[1:]:
            self._ctx.error(
                "several-bodies", "an operation has one body; this one is ignored", extra.place
            )
        if bodies and fields:
            message = "an operation has a body or form fields; the fields are ignored"
            self._ctx.error("several-bodies", message, fields[0].place)
        media_types = self._consumes if consumes is None else consumes
        if bodies:
            node["requestBody"] = self._body(bodies[0], (place, "requestBody"), media_types or [])
        elif fields:
            node["requestBody"] = self._form(fields, (place, "requestBody"), media_types or [])

    def _override(self, own: list[_Parameter], shared: list[_Parameter]) -> list[_Parameter]:
        """Return the parts of a body; those of the operation replace equal ones of its path."""
        known = {(location_of(part.node), part.node.get("name")) for part in own}
        if any(location == "body" for location, _ in known):
            return own
        others = (
            part for part in shared if (location_of(part.node), part.node.get("name")) not in known
        )
        return [*own, *others]

    def _split(self, node: dict[str, Json], place: Place) -> list[_Parameter]:
        """Remove and return the body and form parameters; rewrite the others."""
        listed = node.get("parameters")
        if not isinstance(listed, list):
            return []
        parts: list[_Parameter] = []
        kept: list[int] = []
        base = (place, "parameters")
        for index, entry in enumerate(listed):
            found = self._follow(entry, (base, index))
            if found is not None and is_body(found.node):
                parts.append(found)
                continue
            kept.append(index)
            if found is not None:
                as_parameter(self._ctx, found.node, found.place)
        if len(kept) < len(listed):
            node["parameters"] = [listed[index] for index in kept]
            for now, before in enumerate(kept):
                if now != before:
                    self._ctx.record_origin((base, now), (base, before))
        return parts

    def _follow(self, entry: Json, place: Place) -> _Parameter | None:
        """Return the parameter that an entry contains or refers to."""
        if not isinstance(entry, dict):
            return None
        ref = entry.get("$ref")
        if not isinstance(ref, str):
            return _Parameter(entry, place, None)
        try:
            target = self._lookup.find(ref, place)
        except (NotFoundError, SpecError):
            return None  # `references` reports it
        node = target.node
        return _Parameter(node, target.place, ref) if isinstance(node, dict) else None

    def _body(self, part: _Parameter, place: Place, media_types: list[str]) -> dict[str, Json]:
        """Return the request body of a body parameter; the parameter's name has no effect."""
        body = _body_fields(part.node)
        names = media_types or [JSON]
        content = self._content(_schema_of(part), (part.place, "schema"), place, names)
        examples = part.node.get("x-examples")
        for name, entry in content.items():
            if isinstance(examples, dict) and name in examples and isinstance(entry, dict):
                entry["example"] = examples[name]
            elif "x-example" in part.node and isinstance(entry, dict):
                entry["example"] = part.node["x-example"]
        return {**body, "content": content}

    def _form(
        self, parts: list[_Parameter], place: Place, media_types: list[str]
    ) -> dict[str, Json]:
        """Return the request body of form parameters: an object with a property for each."""
        properties: dict[str, Json] = {}
        encoding: dict[str, Json] = {}
        required: list[Json] = []
        has_file = False
        names = [name for name in media_types if name in {_URLENCODED, _MULTIPART}]
        for part in parts:
            name = part.node.get("name")
            if not isinstance(name, str):
                continue
            field = deep_copy(part.node)
            if (how := encoding_of(self._ctx, field, part.place)) is not None:
                encoding[name] = how
            properties[name] = schema = take_schema(self._ctx, field, part.place, name)
            has_file |= _holds_file(schema)
            if "description" in field:
                schema["description"] = field["description"]
            if part.node.get("required") is True:
                required.append(name)
        names = [_MULTIPART] if has_file else names or [_URLENCODED]
        whole: dict[str, Json] = {"type": "object", "properties": properties, "required": required}
        origin = parts[0].place
        content = self._content(whole, origin, place, names)
        inner = (((place, "content"), names[0]), "schema")
        for part in parts:
            self._ctx.record_origin(((inner, "properties"), str(part.node.get("name"))), part.place)
        for entry in content.values() if encoding else ():
            if isinstance(entry, dict):
                entry["encoding"] = deep_copy(encoding)
        return {"required": bool(required), "content": content}

    def _content(
        self, schema: Json, origin: Place, place: Place, media_types: list[str]
    ) -> dict[str, Json]:
        """Return an entry for each media type; the others refer to the schema of the first."""
        base = (place, "content")
        first = join(f"#{to_pointer(base).partition('#')[2]}", media_types[0], "schema")
        content: dict[str, Json] = {}
        for name in media_types:
            content[name] = {"schema": schema if not content else {"$ref": first}}
            self._ctx.record_origin(((base, name), "schema"), origin)
        return content


def _body_fields(node: dict[str, Json]) -> dict[str, Json]:
    """Return the fields of a body parameter that its request body keeps."""
    kept = {
        field: value
        for field, value in node.items()
        if field == "description" or (field.startswith("x-") and not field.startswith("x-example"))
    }
    return {**kept, "required": node.get("required") is True}


def _schema_of(part: _Parameter) -> Json:
    """Return the schema of a body: its own, or a reference to that of a shared parameter."""
    schema = part.node.get("schema")
    if part.ref is None or not isinstance(schema, dict):
        return deep_copy(schema) if isinstance(schema, dict) else {}
    file, _, fragment = part.ref.partition("#")
    if part.place[0] == _SHARED and isinstance(ref := schema.get("$ref"), str):
        return {"$ref": f"{file}{ref}"}
    return {"$ref": f"{file}#{fragment}/schema"}


def _holds_file(schema: dict[str, Json]) -> bool:
    """Convert a form field that is a file or several files; return whether it is one."""
    items = schema.get("items")
    if schema.get("type") == "array" and isinstance(items, dict):
        return _holds_file(items)
    if schema.get("type") != "file":
        return False
    schema |= {"type": "string", "format": "binary"}
    return True
