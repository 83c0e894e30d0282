"""`x-speccast-client-parameters` -> `ir.ClientParameter`: parameters passed once to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from speccast.ir import ClientParameter, Doc, Place, Text
from speccast.lower.extensions import Members
from speccast.lower.raw import mapping
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Operation
    from speccast.lower.raw import JsonObject
    from speccast.lower.settings import Settings
    from speccast.reading.diagnostics import Diagnostics

_CLIENT: Final = "x-speccast-client-parameters"
_PLACES: Final = {
    place.value: place for place in (Place.PATH, Place.QUERY, Place.HEADER, Place.COOKIE)
}
_BODY: Final = "body"


def client_parameters(
    root: JsonObject, settings: Settings, diagnostics: Diagnostics
) -> tuple[ClientParameter, ...]:
    """Return the parameters that are passed once to the client."""
    found: list[ClientParameter] = []
    for name, raw in mapping(root.get(_CLIENT)).items():
        pointer = join("#", _CLIENT, name)
        members = Members({} if raw is None else raw, pointer, diagnostics)
        env, argument = members.text("env"), members.text("name")
        place = (members.text("in") or Text(Place.PATH.value)).value
        doc = Doc(description=members.doc())
        members.report_unknown()
        if place not in {*_PLACES, _BODY}:
            expected = f"expected {', '.join(_PLACES)} or {_BODY}"
            diagnostics.warning("extension-type", expected, join(pointer, "in"))
        found.append(
            ClientParameter(
                Text(name),
                env if settings.trusts(pointer) else None,
                doc,
                pointer,
                None if place == _BODY else _PLACES.get(place, Place.PATH),
                argument,
            )
        )
    return tuple(found)


def key_of(place: Place, name: str) -> tuple[Place, str]:
    """Return the key that identifies a parameter."""
    return place, name.lower() if place is Place.HEADER else name


def keys_of(parameters: Iterable[ClientParameter]) -> set[tuple[Place, str]]:
    """Return the keys of the client's parameters."""
    return {key_of(p.place, p.wire.value) for p in parameters if p.place}


def mark_client_members(
    operations: list[Operation],
    parameters: tuple[ClientParameter, ...],
    settings: Settings,
    diagnostics: Diagnostics,
) -> list[Operation]:
    """Mark the members of bodies that are passed to the client; report unused parameters.

    Returns:
        The operations.

    """
    names = {parameter.wire for parameter in parameters if parameter.place is None}
    found = [_mark_members(operation, names) for operation in operations] if names else operations
    if not settings.include and not settings.exclude:
        _check(parameters, found, diagnostics)
    return found


def _mark_members(operation: Operation, names: set[Text]) -> Operation:
    body = operation.body
    if body is None or body.arguments is None:
        return operation
    arguments = tuple(
        replace(argument, client=True) if argument.wire in names else argument
        for argument in body.arguments
    )
    return replace(operation, body=replace(body, arguments=arguments))


def _check(
    parameters: Iterable[ClientParameter], operations: list[Operation], diagnostics: Diagnostics
) -> None:
    """Report parameters of the client that no path, or no body, has."""
    bodies = (o.body.arguments or () for o in operations if o.body)
    members = {argument.wire for body in bodies for argument in body if argument.client}
    known = {p.wire for operation in operations for p in operation.parameters if p.client}
    for parameter in parameters:
        if parameter.place is Place.PATH and parameter.wire not in known:
            message = f"no path has a parameter `{parameter.wire.value}`"
            diagnostics.warning("extension-member", message, parameter.pointer)
        if parameter.place is None and parameter.wire not in members:
            message = f"no body has a member `{parameter.wire.value}` that is an argument"
            diagnostics.warning("extension-member", message, parameter.pointer)
