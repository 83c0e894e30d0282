"""Webhooks of the document and callbacks of its operations -> `ir.Webhook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Priority, Proposal, Text, Webhook
from speccast.lower import documentation
from speccast.lower.naming.name_path import Anchor, NamePath
from speccast.lower.operations.contents import contents
from speccast.lower.raw import fields, mapping, methods_of, target, text
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.interface import Schemas


def webhooks(schemas: Schemas) -> list[Webhook]:
    """Return the webhooks of the document."""
    found: list[Webhook] = []
    for name, entry in fields(schemas.resolved.root.get("webhooks")):
        item, pointer = target(schemas.resolved, entry, join("#", "webhooks", name))
        found += _calls(schemas, item, pointer, name)
    return found


def callbacks(schemas: Schemas, node: JsonObject, pointer: str) -> list[Webhook]:
    """Return the callbacks of an operation."""
    found: list[Webhook] = []
    for name, entry in mapping(node.get("callbacks")).items():
        callback, at = target(schemas.resolved, entry, join(pointer, "callbacks", name))
        for expression, raw in fields(callback):
            item, place = target(schemas.resolved, raw, join(at, expression))
            found += _calls(schemas, item, place, name)
    return found


def _calls(schemas: Schemas, item: JsonObject, pointer: str, name: str) -> Iterator[Webhook]:
    """Iterate the calls that one path item describes."""
    calls = list(methods_of(schemas.resolved, item, pointer))
    for method, (node, at) in calls:
        body, place = target(schemas.resolved, node.get("requestBody"), join(at, "requestBody"))
        words = (name,) if len(calls) == 1 else (name, method)
        name_path = NamePath((*words, "event"), None, Anchor.ROLE, also=((*words, "payload"),))
        proposals = [Proposal(Priority.REQUIRED, tuple(map(Text, words)))]
        key = text(node.get("operationId"))
        if key is not None:
            proposals.append(Proposal(Priority.SUGGESTED, (key,)))
        yield Webhook(
            proposals=tuple(proposals),
            method=method.upper(),
            contents=contents(schemas, body.get("content"), join(place, "content"), name_path),
            doc=documentation.of_object(node),
            pointer=at,
        )
