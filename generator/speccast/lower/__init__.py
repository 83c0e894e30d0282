"""Takes `Resolved`, returns `ir.Api`: the meaning of the document, independent of its spelling.

Operations are lowered first, and with them the schemas that they use, which are cached by
their canonical pointer. Models are completed from a queue and equal inline types merged; only
then are types final: see `completed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Api, Doc, Imprint, Text
from speccast.lower import documentation
from speccast.lower.completion.completed import Completed
from speccast.lower.extensions import error_shape, unknown, webhook_signature
from speccast.lower.naming.name_path import NamePath
from speccast.lower.naming.tags import tag_paths
from speccast.lower.operations.given import (
    client_parameters,
    keys_of,
    with_members,
)
from speccast.lower.operations.operations import Operations
from speccast.lower.operations.security import schemes
from speccast.lower.operations.servers import servers
from speccast.lower.operations.waits import scopes, waits
from speccast.lower.operations.webhooks import webhooks
from speccast.lower.raw import mapping, sequence, string
from speccast.lower.schemas import discriminators
from speccast.lower.schemas.lowering import Lowering
from speccast.lower.settings import Settings
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.raw import JsonObject
    from speccast.reading.diagnostics import Diagnostics
    from speccast.resolve import Resolved

__all__ = ["Settings", "lower"]

_SCHEMAS = "#/components/schemas"


def lower(resolved: Resolved, settings: Settings, diagnostics: Diagnostics) -> Api:
    """Return the meaning of the document.

    Args:
        resolved: the document, in the spelling of 3.1.
        settings: which operations to generate, and how far the document is trusted.
        diagnostics: receives what is read loosely or not honoured.

    """
    root = resolved.root
    known = schemes(resolved, settings, diagnostics)
    given = client_parameters(root, settings, diagnostics)
    schemas = Lowering(resolved, diagnostics)
    walk = Operations(schemas, settings, known, keys_of(given))
    operations = walk.lower()
    hooks = webhooks(schemas) + walk.callbacks
    kept = [*_lower_rest(schemas, settings), *schemas.contents.values()]
    completed = Completed(schemas, operations, hooks, kept, settings.pagination)
    operations = with_members(completed.operations, given, settings, diagnostics)
    unknown(root, "#", diagnostics)
    return Api(
        title=_info(root, "title"),
        version=_info(root, "version"),
        doc=_doc(root),
        servers=servers(root.get("servers")),
        security_schemes=tuple(known.values()),
        client_parameters=given,
        operations=tuple(operations),
        webhooks=tuple(completed.webhooks),
        declared=tuple(completed.declared.values()),
        kept=completed.kept,
        resources=_tags(root),
        error=error_shape(root, diagnostics),
        signature=webhook_signature(root, diagnostics),
        waits=waits(root, diagnostics),
        scopes=scopes(root, diagnostics),
        merges=tuple(schemas.places.items()),
        imprint=_imprint(root),
        opened=tuple(schemas.opened),
    )


def _lower_rest(schemas: Lowering, settings: Settings) -> list[Type]:
    """Lower all schemas; return the types of those that the configuration names."""
    known = mapping(mapping(schemas.resolved.root.get("components")).get("schemas"))
    places = {join(_SCHEMAS, name): NamePath((name,)) for name in known}
    kept = [
        schemas.type_of({"$ref": pointer}, "#", places[pointer])
        for pointer in (places if settings.all_models else settings.named)
        if pointer in places
    ]
    schemas.drain()
    discriminators.tell_apart(schemas)
    return kept


def _info(root: JsonObject, name: str) -> Text:
    """Return a field of `info`; empty if it is missing."""
    return Text(string(mapping(root.get("info")).get(name)) or "")


def _doc(root: JsonObject) -> Doc:
    """Return the documentation of the whole API."""
    said = documentation.plain(mapping(root.get("info")))
    return Doc(said.summary, said.description, url=documentation.plain(root).url)


def _imprint(root: JsonObject) -> Imprint:
    """Return licence and contact."""
    info = mapping(root.get("info"))
    said = mapping(info.get("license"))
    terms = string(said.get("identifier")) or string(said.get("name"))
    contact = string(mapping(info.get("contact")).get("url"))
    return Imprint(Text(terms) if terms else None, Text(contact) if contact else None)


def _tags(root: JsonObject) -> tuple[tuple[tuple[Text, ...], Doc], ...]:
    """Return the documentation of tags, by the levels that they name."""
    described = {string(entry.get("name")): entry for entry in reversed(_entries(root))}
    return tuple(
        (tuple(map(Text, levels)), documentation.plain(described[name]))
        for name, levels in tag_paths(root).items()
    )


def _entries(root: JsonObject) -> list[JsonObject]:
    return [mapping(entry) for entry in sequence(root.get("tags"))]
