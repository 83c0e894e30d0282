"""The View of the module `webhooks`, which decodes the bodies of webhooks and callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import Codec, Content, Model, Ref
from speccast.views.operations.responses import DecoderView, ResponseMaker
from speccast.views.prose import doc_text
from speccast.views.python import JSON, MODEL, UNIONS
from speccast.views.python.code import Code, Import, alternatives, code
from speccast.views.python.docstrings import docstring
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Api, Type, Webhook
    from speccast.names import Names
    from speccast.views.python import Speller


_SIGNED: Final = (
    Import("collections.abc", "Mapping", typing_only=True),
    Import("collections.abc", "Sequence", typing_only=True),
)
_STANDARD: Final = Import("._runtime.signature", "standard")
_OBJECT: Final = Import(MODEL, "OBJECT")


class EventView(Struct, frozen=True):
    """A function that decodes the body of one event."""

    name: Code
    annotation: Code
    docstring: Code
    decoder: Code


class UnwrapView(Struct, frozen=True):
    """The function that verifies the signature of an event and decodes it."""

    annotation: Code
    decoder: Code
    expression: Code | None
    """The body of a decoder for any event; None if a single decoder is used."""
    check: Code
    """The verifier of the signature."""
    verifier: Code | None
    """The call that creates the verifier, if it is not a function of the runtime."""


class WebhooksView(Struct, frozen=True):
    """`templates/webhooks.py.jinja`: the events that the API sends."""

    events: tuple[EventView, ...]
    unwrap: UnwrapView
    decoders: tuple[DecoderView, ...]
    needs: frozenset[Import]


def webhooks_view(api: Api, names: Names, speller: Speller) -> WebhooksView:
    """Return the View of the module `webhooks`; events without a JSON body have no function."""
    maker = ResponseMaker(speller, names)
    events: list[EventView] = []
    needs: set[Import] = {Import("._runtime.decoding", "read"), Import("._runtime.wire", "loads")}
    read: dict[Code, Type] = {}
    for webhook in api.webhooks:
        content = json_content(webhook)
        if content is None:
            continue
        name = names.webhooks[webhook.pointer]
        annotation = speller.annotation(content.type)
        decoder = maker.decoder(content.type, name)
        needs |= {*annotation.imports, *decoder.imports}
        read.setdefault(decoder, content.type)
        text = doc_text(webhook.doc) or f"Decode the body of the event `{name}`."
        events.append(EventView(Code(name), annotation, docstring(text, 4), decoder))
    unwrap = _unwrap(read, api, speller)
    needs |= {*_SIGNED, *unwrap.annotation.imports}
    needs |= {*unwrap.expression.imports, JSON} if unwrap.expression else set()
    needs |= unwrap.verifier.imports if unwrap.verifier else unwrap.check.imports
    decoders = tuple(maker.decoders)
    return WebhooksView(tuple(events), unwrap, decoders, frozenset(needs | maker.needs))


def _unwrap(read: Mapping[Code, Type], api: Api, speller: Speller) -> UnwrapView:
    """Return the function for all events, from their decoders and result types."""
    index = {declared.id: declared for declared in api.declared}
    kinds = [index.get(kind.id) if isinstance(kind, Ref) else None for kind in read.values()]
    annotation = alternatives([speller.annotation(kind) for kind in read.values()])
    decoders = list(read)
    expression = None
    if len(decoders) > 1 and all(isinstance(kind, Model) for kind in kinds):
        classes = [speller.annotation(kind) for kind in read.values()]
        expression = code(
            "{it} if type(data) is OBJECT else {no}",
            _OBJECT,
            it=speller.call(UNIONS, "best_fit", Code("data"), *classes),
            no=speller.fail,
        )
    elif len(decoders) > 1:
        expression = speller.call(UNIONS, "first_of", Code("data"), *decoders)
    decoder = Code("_event") if expression else decoders[0]
    if api.signature is None:
        check = Code("standard", frozenset({_STANDARD}))
        return UnwrapView(annotation, decoder, expression, check, None)
    verifier = code(
        "rsa_sha256({header}, {encoding})",
        Import("._runtime.signature_rsa", "rsa_sha256"),
        header=literal(api.signature.header),
        encoding=literal(api.signature.encoding),
    )
    return UnwrapView(annotation, decoder, expression, Code("_check"), verifier)


def json_content(webhook: Webhook) -> Content | None:
    """Return the JSON body of an event, if it has one."""
    return next((c for c in webhook.contents if c.codec is Codec.JSON), None)
