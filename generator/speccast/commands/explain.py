"""From a symbol or a pointer to lines in both directions: its source, and its result."""

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
    """Something that callers can write."""

    name: str
    what: str
    """In Python's words."""
    pointer: str


class Searched(Struct, frozen=True):
    """A document, and everything that callers can write."""

    package: str
    side: Side
    symbols: list[Symbol]


def search(client: Client) -> Searched:
    """Read a client's document.

    Raises:
        SpeccastError: it cannot be used.

    """
    given = sources.load(client.spec, client)
    known = manifest.read(client.output / given.package / manifest.NAME)
    side = given.side(known.names if known else None)
    return Searched(given.package, side, list(index(side.surface)))


def explain(what: str, searched: Searched) -> Iterator[str]:
    """Iterate the lines about a symbol or a pointer; none where it is not known."""
    side, symbols = searched.side, searched.symbols
    found = at_pointer(what, symbols) if "#" in what else named(what, symbols, searched.package)
    for symbol in found:
        yield f"{symbol.name}: {symbol.what}"
        yield f"  {side.location(symbol.pointer)}  {symbol.pointer}"
    yield from _diagnostics(side, [what] if "#" in what and found else [s.pointer for s in found])


def named(what: str, symbols: list[Symbol], package: str) -> list[Symbol]:
    """Return what goes by a name, and the parts of it."""
    name = what.removeprefix(f"{package}.")
    for client in ("Client.", "AsyncClient.", "client."):
        name = f"client.{name.removeprefix(client)}" if name.startswith(client) else name
    wanted = {name, f"client.{name}", f"models.{name}"}
    heads = {symbol.name for symbol in symbols} & wanted
    return [s for s in symbols if s.name in heads or _owner(s.name) in heads]


def _owner(name: str) -> str:
    """Return what a part belongs to: the method of an argument, the class of a property."""
    if name.endswith(")"):
        return name.partition("(")[0]
    return name.rpartition(".")[0] if name.startswith("models.") else ""


def at_pointer(pointer: str, symbols: list[Symbol]) -> list[Symbol]:
    """Return what is made of a place: of itself, else of parts of it, else of its parents."""
    pointer = pointer.rstrip("/")
    exact = [symbol for symbol in symbols if symbol.pointer == pointer]
    below = [symbol for symbol in symbols if symbol.pointer.startswith(f"{pointer}/")]
    if exact or below:
        return [*exact, *below]
    while len(split(pointer)[1]) > 1:
        pointer = pointer.rpartition("/")[0]
        around = [symbol for symbol in symbols if symbol.pointer == pointer]
        if around:
            return around
    return []


def index(surface: Surface) -> Iterator[Symbol]:
    """Iterate everything that callers can write, each with its parts behind it."""
    for argument in surface.client_arguments.values():
        yield Symbol(f"Client({argument.name})", argument.annotation, argument.pointer)
    for method in surface.methods.values():
        yield from _method(method)
    for found in surface.classes.values():
        yield from _class(found)


def _method(method: Method) -> Iterator[Symbol]:
    name = method.symbol if method.kind == "webhook" else f"client.{method.symbol}"
    what = f"{method.kind} -> {method.result}" + (f", {method.route}" if method.route else "")
    yield Symbol(name, what, method.pointer)
    for argument in method.arguments:
        kind = f"{argument.place} argument" + (" (required)" if argument.required else "")
        yield Symbol(f"{name}({argument.name})", f"{argument.shape}, {kind}", argument.pointer)


def _class(found: Class) -> Iterator[Symbol]:
    name = f"models.{found.name}"
    members = ", ".join(member for member, _ in found.members)
    what = f"{found.kind} {members}".strip() if not found.shape else f"alias of {found.shape}"
    yield Symbol(name, what, found.pointer)
    for item in found.properties:
        kind = "required" if item.required else "optional"
        yield Symbol(f"{name}.{item.name}", f"{item.shape}, {kind}", item.pointer)


def _diagnostics(side: Side, pointers: list[str]) -> Iterator[str]:
    touching = [
        found
        for found in side.diagnostics.found
        if any(found.pointer == p or found.pointer.startswith(f"{p}/") for p in pointers)
    ]
    for finding in findings.locate(touching, side.document):
        yield report.heading(finding)
