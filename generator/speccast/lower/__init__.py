"""Takes `Resolved`, returns `ir.Api`: the API, independent of OpenAPI and of Python.

Operations are lowered first, and with them the schemas that they use, which are cached by their
canonical pointer. Then the properties of models are lowered from a queue, and equal inline types
are merged. Types are final after that: see `completed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Api, Doc, Info, Text
from speccast.lower import documentation
from speccast.lower.completion.completed import Completed
from speccast.lower.extensions import error_shape, report_unknown_extensions, webhook_signature
from speccast.lower.naming.name_path import NamePath
from speccast.lower.naming.tags import tag_paths
from speccast.lower.operations.client_parameters import (
    client_parameters,
    keys_of,
    mark_client_members,
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
    """Lower a document.

    Args:
        resolved: the document, in OpenAPI 3.1.
        settings: the selection of operations, and the trusted parts of the document.
        diagnostics: receives a finding for each part that is read loosely or not honoured.

    """
    root = resolved.root
    known = schemes(resolved, settings, diagnostics)
    parameters = client_parameters(root, settings, diagnostics)
    schemas = Lowering(resolved, diagnostics)
    lowering = Operations(schemas, settings, known, keys_of(parameters))
    operations = lowering.lower()
    hooks = webhooks(schemas) + lowering.callbacks
    extra_types = [*_lower_rest(schemas, settings), *schemas.contents.values()]
    completed = Completed(schemas, operations, hooks, extra_types, settings.pagination)
    operations = mark_client_members(completed.operations, parameters, settings, diagnostics)
    report_unknown_extensions(root, "#", diagnostics)
    return Api(
        title=_info_text(root, "title"),
        version=_info_text(root, "version"),
        doc=_doc(root),
        servers=servers(root.get("servers")),
        security_schemes=tuple(known.values()),
        client_parameters=parameters,
        operations=tuple(operations),
        webhooks=tuple(completed.webhooks),
        declared=tuple(completed.declared.values()),
        extra_types=completed.extra_types,
        resources=_tags(root),
        error=error_shape(root, diagnostics),
        signature=webhook_signature(root, diagnostics),
        waits=waits(root, diagnostics),
        scopes=scopes(root, diagnostics),
        merges=tuple(schemas.merges.items()),
        info=_license_and_contact(root),
        ignored_keywords=tuple(schemas.ignored_keywords),
    )


def _lower_rest(schemas: Lowering, settings: Settings) -> list[Type]:
    """Lower the schemas that the configuration names, and all postponed ones.

    Returns:
        The types of the schemas that the configuration names.

    """
    known = mapping(mapping(schemas.resolved.root.get("components")).get("schemas"))
    places = {join(_SCHEMAS, name): NamePath((name,)) for name in known}
    extra_types = [
        schemas.type_of({"$ref": pointer}, "#", places[pointer])
        for pointer in (places if settings.all_models else settings.named)
        if pointer in places
    ]
    schemas.drain()
    discriminators.set_discriminators(schemas)
    return extra_types


def _info_text(root: JsonObject, name: str) -> Text:
    """Return a field of `info`; empty if it is missing."""
    return Text(string(mapping(root.get("info")).get(name)) or "")


def _doc(root: JsonObject) -> Doc:
    """Return the documentation of the whole API."""
    info = documentation.of_object(mapping(root.get("info")))
    return Doc(info.summary, info.description, url=documentation.of_object(root).url)


def _license_and_contact(root: JsonObject) -> Info:
    """Return the licence and the contact of the API."""
    info = mapping(root.get("info"))
    license_ = mapping(info.get("license"))
    name = string(license_.get("identifier")) or string(license_.get("name"))
    contact = string(mapping(info.get("contact")).get("url"))
    return Info(Text(name) if name else None, Text(contact) if contact else None)


def _tags(root: JsonObject) -> tuple[tuple[tuple[Text, ...], Doc], ...]:
    """Return the documentation of tags, by the levels of their names."""
    described = {string(entry.get("name")): entry for entry in reversed(_entries(root))}
    return tuple(
        (tuple(map(Text, levels)), documentation.of_object(described[name]))
        for name, levels in tag_paths(root).items()
    )


def _entries(root: JsonObject) -> list[JsonObject]:
    return [mapping(entry) for entry in sequence(root.get("tags"))]
