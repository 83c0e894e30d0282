"""Names of arguments of operations and of the client, and of the decoders of webhooks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speccast import ir
from speccast.names import reserved
from speccast.names.candidates import argument_candidates, proposal_candidates, text_candidates
from speccast.names.result import OperationName, record_names
from speccast.names.scope import NameRequest
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
        owner, own_arguments = operations[operation.pointer].symbol, _own_arguments(operation)
        # New parameters of a known operation must not take these names, which callers use already.
        used = own_arguments if operation.pointer in known else frozenset[str]()
        taken = reserved.ARGUMENTS | used
        before = context.previous.owned("arguments", owner)
        scope = context.scope(ARGUMENT, reserved.ARGUMENTS, before)
        scope.underscored = True
        requests = [
            _argument_request(context, item, item.place, taken) for item in operation.parameters
        ]
        if operation.body:
            requests += [
                _argument_request(context, item, "body", taken)
                for item in operation.body.arguments or ()
            ]
            if operation.body.argument is not None:
                requests.append(_body_request(operation.body.argument.value, taken))
        scope.assign(requests)
        found |= {
            (operation.pointer, request.pointer): scope.names[request.key] for request in requests
        }
        record_names(context.manifest_names, "arguments", owner, scope.names)
        for word in sorted(own_arguments):
            name = next(name for name in _with_underscores(word) if scope.take(word, name))
            if name != word:
                found.setdefault((operation.pointer, word), name)
    return found


def _own_arguments(operation: ir.Operation) -> frozenset[str]:
    """Return the arguments that a method has besides those of the document."""
    found = reserved.CALL_ARGUMENTS
    body = operation.body
    if body and (body.arguments is None or body.is_choice):
        found |= {reserved.BODY_ARGUMENT}
    if body and len(body.contents) > 1:
        found |= {reserved.MEDIA_TYPE_ARGUMENT}
    return found


def _body_request(name: str, taken: frozenset[str]) -> NameRequest:
    """Return the request for the argument of a body with a configured name."""
    candidates = partial(argument_candidates, name, "body", taken)
    return NameRequest("body:", reserved.BODY_ARGUMENT, (True, True), candidates, name)


def _with_underscores(name: str) -> Iterator[str]:
    """Yield a name with more and more underscores; an argument of the document has priority."""
    while True:
        yield name
        name += "_"


def _argument_request(
    context: Context, item: ir.Parameter | ir.Property, place: str, taken: frozenset[str]
) -> NameRequest:
    """Return the request for an argument; path parameters have priority."""
    wire = item.wire.value
    candidates = partial(argument_candidates, wire, place, taken)
    exact = next(iter(candidates())) == wire
    pin = context.pin(item.pointer, item.name)
    priority = (place != ir.Place.PATH, not exact)
    return NameRequest(f"{place}:{wire}", item.pointer, priority, candidates, pin)


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
_GENERIC_WORDS = {"auth", "authentication", "authorization", "security", "scheme"}


def _scheme_candidates(scheme: ir.SecurityScheme) -> Iterator[str]:
    """Yield the candidates for a security scheme: its key, or the usual name of its kind."""
    usual, generic = _GENERIC[scheme.kind]
    parts = [word for word in plain(scheme.key.value) if word.lower() not in _GENERIC_WORDS]
    specific = {word.lower() for word in parts} - generic
    taken = reserved.CLIENT_ARGUMENTS
    yield from text_candidates(" ".join(parts) if specific else usual, ARGUMENT, taken)
    yield from text_candidates(scheme.key.value, ARGUMENT, taken)


def assign_client_arguments(context: Context) -> dict[str, str]:
    """Name the arguments of the client: parameters, credentials, server variables."""
    taken = reserved.CLIENT_ARGUMENTS
    scope = context.scope(ARGUMENT, taken, context.previous.flat("client_arguments"))
    requests = [
        NameRequest(item.pointer, item.pointer, (0,),
             partial(text_candidates, item.wire.value, ARGUMENT, taken),
             context.pin(item.pointer, item.name))
        for item in context.api.client_parameters
    ]  # fmt: skip
    requests += [
        NameRequest(item.pointer, item.pointer, (1,), partial(_scheme_candidates, item),
             context.pin(item.pointer, item.argument))
        for item in context.api.security_schemes
    ]  # fmt: skip
    requests += [
        NameRequest(f"{item.pointer}/password", item.pointer, (1,),
             partial(text_candidates, item.password.value, ARGUMENT, taken), item.password.value)
        for item in context.api.security_schemes if item.password
    ]  # fmt: skip
    variables = {v.name.value: None for server in context.api.servers for v in server.variables}
    requests += [
        NameRequest(
            f"{{{name}}}", "#/servers", (2,), partial(text_candidates, name, ARGUMENT, taken)
        )
        for name in variables
    ]
    scope.assign(requests)
    context.manifest_names["client_arguments"] = dict(scope.names)
    return scope.names


def assign_webhooks(context: Context) -> dict[str, str]:
    """Name the decoder of each webhook and callback."""
    taken = reserved.WEBHOOKS
    scope = context.scope(METHOD, taken, context.previous.flat("webhooks"))
    scope.assign([_webhook_request(context, item, taken) for item in context.api.webhooks])
    context.manifest_names["webhooks"] = dict(scope.names)
    return scope.names


def _webhook_request(context: Context, item: ir.Webhook, taken: frozenset[str]) -> NameRequest:
    """Return the request for the decoder of a webhook."""
    priority = (item.proposals[0].kind.value if item.proposals else 9,)
    candidates = partial(proposal_candidates, item.proposals, item.method, METHOD, taken)
    pin = context.pin(item.pointer, proposals=item.proposals)
    return NameRequest(item.pointer, item.pointer, priority, candidates, pin)
