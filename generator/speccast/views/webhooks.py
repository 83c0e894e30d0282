"""From webhooks and callbacks to the View of the module that reads the bodies of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.ir import Codec, Content, Webhook
from speccast.views.prose import words
from speccast.views.python.source import Code, Import, docstring
from speccast.views.responses import DecoderView, ResponseMaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.names import Names
    from speccast.views.python import Speller


class EventView(Struct, frozen=True):
    """A function that reads the body of one event."""

    name: Code
    annotation: Code
    docstring: Code
    decoder: Code


class WebhooksView(Struct, frozen=True):
    """`templates/webhooks.py.jinja`: the events that the API sends."""

    events: tuple[EventView, ...]
    decoders: tuple[DecoderView, ...]
    needs: frozenset[Import]


def webhooks_view(webhooks: Sequence[Webhook], names: Names, speller: Speller) -> WebhooksView:
    """Return the View of the module `webhooks`; events without a JSON body have no function."""
    maker = ResponseMaker(speller, names)
    events: list[EventView] = []
    needs: set[Import] = {Import("._runtime.decoding", "read"), Import("._runtime.wire", "loads")}
    for webhook in webhooks:
        content = json_content(webhook)
        if content is None:
            continue
        name = names.webhooks[webhook.pointer]
        annotation = speller.annotation(content.type)
        decoder = maker.decoder(content.type, name)
        needs |= {*annotation.imports, *decoder.imports}
        text = words(webhook.doc) or f"Read the body of the event `{name}`."
        events.append(EventView(Code(name), annotation, docstring(text, 4), decoder))
    return WebhooksView(tuple(events), tuple(maker.decoders), frozenset(needs | maker.needs))


def json_content(webhook: Webhook) -> Content | None:
    """Return the JSON body of an event, if it has one."""
    return next((c for c in webhook.contents if c.codec is Codec.JSON), None)
