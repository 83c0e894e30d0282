"""Names of arguments of operations and of the client, and of the decoders of webhooks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speccast import ir
from speccast.names import reserved
from speccast.names.ladders import argument_ladder, proposal_ladder, text_ladder
from speccast.names.result import OperationName, keep
from speccast.names.scope import Wish
from speccast.names.words import ARGUMENT, METHOD, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.names.context import Context


def assign_arguments(
    context: Context, operations: Mapping[str, OperationName]
) -> dict[tuple[str, str], str]:
    """Name each operation's parameters, and the properties of a body that are arguments."""
    found: dict[tuple[str, str], str] = {}
    known = context.previous.flat("operations")
    for operation in context.api.operations:
        owner, ours = operations[operation.pointer].symbol, _ours(operation)
        # What is new to a known operation leaves ours their names: callers use them already.
        kept = ours if operation.pointer in known else frozenset[str]()
        taken = reserved.ARGUMENTS | kept
        before = context.previous.owned("arguments", owner)
        scope = context.scope(ARGUMENT, reserved.ARGUMENTS, before)
        scope.underscored = True
        wishes = [_argument_wish(context, item, item.place, taken) for item in operation.parameters]
        if operation.body:
            wishes += [
                _argument_wish(context, item, "body", taken)
                for item in operation.body.arguments or ()
            ]
            if operation.body.argument is not None:
                wishes.append(_body_wish(operation.body.argument.value, taken))
        scope.assign(wishes)
        found |= {(operation.pointer, wish.pointer): scope.names[wish.key] for wish in wishes}
        keep(context.manifest_names, "arguments", owner, scope.names)
        for word in sorted(ours):
            name = next(rung for rung in _giving_way(word) if scope.take(word, rung))
            if name != word:
                found.setdefault((operation.pointer, word), name)
    return found


def _ours(operation: ir.Operation) -> frozenset[str]:
    """Return the arguments that a method has besides those of the API."""
    found = reserved.CALL_ARGUMENTS
    body = operation.body
    if body and (body.arguments is None or body.is_choice):
        found |= {reserved.BODY_ARGUMENT}
    if body and len(body.contents) > 1:
        found |= {reserved.MEDIA_TYPE_ARGUMENT}
    return found


def _body_wish(name: str, taken: frozenset[str]) -> Wish:
    """Ask for the argument of a body that has a name of its own."""
    ladder = partial(argument_ladder, name, "body", taken)
    return Wish("body:", reserved.BODY_ARGUMENT, (True, True), ladder, name)


def _giving_way(name: str) -> Iterator[str]:
    """Climb for an argument of ours: an argument of the API that is called so keeps its name."""
    while True:
        yield name
        name += "_"


def _argument_wish(
    context: Context, item: ir.Parameter | ir.Property, place: str, taken: frozenset[str]
) -> Wish:
    """Return the wish for an argument; path parameters have priority."""
    wire = item.wire.value
    ladder = partial(argument_ladder, wire, place, taken)
    exact = next(iter(ladder())) == wire
    pin = context.pin(item.pointer, item.name)
    strength = (place != ir.Place.PATH, not exact)
    return Wish(f"{place}:{wire}", item.pointer, strength, ladder, pin)


_GENERIC = {
    ir.SecurityKind.BEARER: ("token", {"bearer", "http", "token", "jwt", "oauth", "oauth2"}),
    ir.SecurityKind.BASIC: ("basic_auth", {"basic", "http"}),
    ir.SecurityKind.KEY_HEADER: ("api_key", {"api", "key", "apikey", "header"}),
    ir.SecurityKind.KEY_QUERY: ("api_key", {"api", "key", "apikey", "query"}),
    ir.SecurityKind.KEY_COOKIE: ("api_key", {"api", "key", "apikey", "cookie"}),
    ir.SecurityKind.CLIENT_CREDENTIALS: (
        "client_credentials",
        {"oauth", "oauth2", "client", "credentials", "clientcredentials"},
    ),
}
_HOLLOW = {"auth", "authentication", "authorization", "security", "scheme"}


def _scheme_ladder(scheme: ir.SecurityScheme) -> Iterator[str]:
    """Yield the candidates for a security scheme: first the usual name of its kind, or its key."""
    usual, generic = _GENERIC[scheme.kind]
    parts = [word for word in plain(scheme.key.value) if word.lower() not in _HOLLOW]
    told = {word.lower() for word in parts} - generic
    taken = reserved.CLIENT_ARGUMENTS
    yield from text_ladder(" ".join(parts) if told else usual, ARGUMENT, taken)
    yield from text_ladder(scheme.key.value, ARGUMENT, taken)


def assign_client_arguments(context: Context) -> dict[str, str]:
    """Name the arguments of the client: parameters, credentials, variables of the base URL."""
    taken = reserved.CLIENT_ARGUMENTS
    scope = context.scope(ARGUMENT, taken, context.previous.flat("client_arguments"))
    wishes = [
        Wish(item.pointer, item.pointer, (0,),
             partial(text_ladder, item.wire.value, ARGUMENT, taken),
             context.pin(item.pointer, item.name))
        for item in context.api.client_parameters
    ]  # fmt: skip
    wishes += [
        Wish(item.pointer, item.pointer, (1,), partial(_scheme_ladder, item),
             context.pin(item.pointer, item.argument))
        for item in context.api.security_schemes
    ]  # fmt: skip
    wishes += [
        Wish(f"{item.pointer}/password", item.pointer, (1,),
             partial(text_ladder, item.password.value, ARGUMENT, taken), item.password.value)
        for item in context.api.security_schemes if item.password
    ]  # fmt: skip
    variables = {v.name.value: None for server in context.api.servers for v in server.variables}
    wishes += [
        Wish(f"{{{name}}}", "#/servers", (2,), partial(text_ladder, name, ARGUMENT, taken))
        for name in variables
    ]
    scope.assign(wishes)
    context.manifest_names["client_arguments"] = dict(scope.names)
    return scope.names


def assign_webhooks(context: Context) -> dict[str, str]:
    """Name the decoder of each webhook and callback."""
    taken = reserved.WEBHOOKS
    scope = context.scope(METHOD, taken, context.previous.flat("webhooks"))
    scope.assign([
        Wish(item.pointer, item.pointer, (item.proposals[0].kind.value if item.proposals else 9,),
             partial(proposal_ladder, item.proposals, item.method, METHOD, taken),
             context.pin(item.pointer, proposals=item.proposals))
        for item in context.api.webhooks
    ])  # fmt: skip
    context.manifest_names["webhooks"] = dict(scope.names)
    return scope.names
