"""Finds the symbols of a client by name or JSON pointer, with their places in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.diff import sources
from speccast.output import manifest, report
from speccast.reading import findings
from speccast.reading.pointers import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.diff.sources import Side
    from speccast.reading.config import Client
    from speccast.surface.symbols import Class, Method, Surface


class Symbol(Struct, frozen=True):
    """A name that callers can use."""

    name: str
    description: str
    """Its kind and type, in Python's terms."""
    pointer: str


class Searched(Struct, frozen=True):
    """A document and the symbols of its client."""

    package: str
    side: Side
    symbols: list[Symbol]


def search(client: Client) -> Searched:
    """Read a client's document and list the symbols of the client.

    Raises:
        SpeccastError: the document cannot be used.

    """
    source = sources.load(client.spec, client)
    known = manifest.read(client.output / source.package / manifest.NAME)
    side = source.side(known.names if known else None)
    return Searched(source.package, side, list(symbols_of(side.surface)))


def explain(query: str, searched: Searched) -> Iterator[str]:
    """Iterate the lines about a symbol or a pointer; none if it is not found."""
    side, symbols = searched.side, searched.symbols
    found = at_pointer(query, symbols) if "#" in query else named(query, symbols, searched.package)
    for symbol in found:
        yield f"{symbol.name}: {symbol.description}"
        yield f"  {side.location(symbol.pointer)}  {symbol.pointer}"
    yield from _diagnostics(side, [query] if "#" in query and found else [s.pointer for s in found])


def named(query: str, symbols: list[Symbol], package: str) -> list[Symbol]:
    """Return the symbols with a name, and their parts."""
    name = query.removeprefix(f"{package}.")
    for client in ("Client.", "AsyncClient.", "client."):
        name = f"client.{name.removeprefix(client)}" if name.startswith(client) else name
    candidates = {name, f"client.{name}", f"models.{name}"}
    heads = {symbol.name for symbol in symbols} & candidates
    return [s for s in symbols if s.name in heads or _owner(s.name) in heads]


def _owner(name: str) -> str:
    """Return the method of an argument, or the class of a property; empty for other symbols."""
    if name.endswith(")"):
        return name.partition("(")[0]
    return name.rpartition(".")[0] if name.startswith("models.") else ""


def at_pointer(pointer: str, symbols: list[Symbol]) -> list[Symbol]:
    """Return the symbols at or below a pointer, or else those of its closest ancestor."""
    pointer = pointer.rstrip("/")
    exact = [symbol for symbol in symbols if symbol.pointer == pointer]
    below = [symbol for symbol in symbols if symbol.pointer.startswith(f"{pointer}/")]
    if exact or below:
        return [*exact, *below]
    while len(split(pointer)[1]) > 1:
        pointer = pointer.rpartition("/")[0]
        above = [symbol for symbol in symbols if symbol.pointer == pointer]
        if above:
            return above
    return []


def symbols_of(surface: Surface) -> Iterator[Symbol]:
    """Iterate the symbols of a client, each followed by its parts."""
    for argument in surface.client_arguments.values():
        yield Symbol(f"Client({argument.name})", argument.annotation, argument.pointer)
    for method in surface.methods.values():
        yield from _method(method)
    for found in surface.classes.values():
        yield from _class(found)


def _method(method: Method) -> Iterator[Symbol]:
    name = method.symbol if method.kind == "webhook" else f"client.{method.symbol}"
    route = f", {method.route}" if method.route else ""
    yield Symbol(name, f"{method.kind} -> {method.result}{route}", method.pointer)
    for argument in method.arguments:
        kind = f"{argument.place} argument" + (" (required)" if argument.required else "")
        yield Symbol(f"{name}({argument.name})", f"{argument.shape}, {kind}", argument.pointer)


def _class(found: Class) -> Iterator[Symbol]:
    name = f"models.{found.name}"
    members = ", ".join(member for member, _ in found.members)
    alias = f"alias of {found.shape}"
    description = alias if found.shape else f"{found.kind} {members}".strip()
    yield Symbol(name, description, found.pointer)
    for item in found.properties:
        kind = "required" if item.required else "optional"
        yield Symbol(f"{name}.{item.name}", f"{item.shape}, {kind}", item.pointer)


def _diagnostics(side: Side, pointers: list[str]) -> Iterator[str]:
    related = [
        found
        for found in side.diagnostics.entries
        if any(found.pointer == p or found.pointer.startswith(f"{p}/") for p in pointers)
    ]
    for finding in findings.locate(related, side.document):
        yield report.heading(finding)
