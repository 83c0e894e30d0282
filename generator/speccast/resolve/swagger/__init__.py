"""Reads Swagger 2.0: rewrites its operations, parameters and responses as those of OpenAPI 3.

Runs before the walk, on the raw trees, because a body parameter may be a reference to another
file. The origin of each moved part is recorded. Schemas do not move within their file; the walk
converts their keywords (`repairs/schemas.py`).

    sections      definitions, parameters, responses, securityDefinitions -> components
    servers       host, basePath, schemes -> servers
    operations    consumes, produces, body and form parameters -> requestBody, content
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.resolve.lookup import Lookup
from speccast.resolve.version import SECTIONS

from .discriminators import map_values
from .operations import Operations
from .parameters import as_parameter, is_body
from .responses import Responses
from .security import as_schemes
from .servers import servers_of, texts

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.resolve.context import Context


_ROOT: Final = (None, "")
_REPLACED: Final = ("swagger", "host", "basePath", "schemes", "consumes", "produces")
_UNREAD: Final = ("x-ms-paths", "x-ms-parameterized-host")


def convert(ctx: Context, root: dict[str, Json]) -> None:
    """Rewrite the main document, and the targets of its operations' references, in place.

    Args:
        ctx: the state of the run; its trees contain the main document.
        root: the main document.

    """
    ctx.aliases = {name: ("components", member) for name, member in SECTIONS.items()}
    for field in _UNREAD:
        if field in root:
            message = f"`{field}` is not read: its paths and hosts are not part of the client"
            ctx.lossy("keyword-ignored", message, (_ROOT, field))
    consumes, produces = (texts(ctx, root, field, _ROOT) for field in ("consumes", "produces"))
    if servers := servers_of(ctx, root):
        root["servers"] = servers
        origin = next((field for field in ("host", "basePath") if field in root), "schemes")
        ctx.record_origin((_ROOT, "servers"), (_ROOT, origin))
    lookup = Lookup(ctx)
    if isinstance(definitions := root.get("definitions"), dict):
        map_values(definitions)
    components = _components(ctx, root)
    responses = Responses(ctx, lookup, produces)
    operations = Operations(ctx, lookup, responses, root, consumes)
    _convert_parameters(ctx, root, components, operations)
    _convert_responses(components, responses)
    operations.convert_paths()
    for field in (*_REPLACED, *SECTIONS):
        root.pop(field, None)


def _components(ctx: Context, root: dict[str, Json]) -> dict[str, Json]:
    """Move the sections below `components`."""
    components = root.get("components")
    if not isinstance(components, dict):
        root["components"] = components = {}
    for section, member in SECTIONS.items():
        if section in root:
            components[member] = root.pop(section)
            ctx.record_origin(((_ROOT, "components"), member), (_ROOT, section))
    if isinstance(schemes := components.get("securitySchemes"), dict):
        as_schemes(schemes)
    return components


def _convert_parameters(
    ctx: Context, root: dict[str, Json], components: dict[str, Json], operations: Operations
) -> None:
    """Rewrite shared parameters; move bodies and form fields to a temporary section."""
    shared = components.get("parameters")
    if not isinstance(shared, dict):
        return
    base = ((_ROOT, "components"), "parameters")
    bodies: dict[str, Json] = {}
    for name, node in list(shared.items()):
        if isinstance(node, dict) and is_body(node):
            bodies[name] = shared.pop(name)
            operations.share(name, node, components)
        elif isinstance(node, dict):
            as_parameter(ctx, node, (base, name))
    root["parameters"] = bodies


def _convert_responses(components: dict[str, Json], responses: Responses) -> None:
    shared = components.get("responses")
    base = ((_ROOT, "components"), "responses")
    for name, node in shared.items() if isinstance(shared, dict) else ():
        if isinstance(node, dict) and "$ref" not in node:
            responses.convert(node, (base, name), None)
