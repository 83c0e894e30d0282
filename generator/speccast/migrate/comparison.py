"""Compares the methods of the SDK with the surface of the new client, as changes for callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.diff.verdicts import Change

from .casing import snake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from speccast.surface.symbols import Method, Surface

    from .naming import SdkMethod
    from .plan import Plan

_COMMON = frozenset(("base_url", "timeout", "max_retries", "default_query"))
"""The arguments that every client has."""


class Comparison(Struct, frozen=True):
    """The numbers of methods by the effect on their callers, and the changes."""

    kept: int
    """Methods that are called as before and return the same type."""
    changed: int
    """Methods that are called as before and return another type."""
    enveloped: int
    """The changed methods that return the envelope of the previous result."""
    lost: int
    """Methods whose calls fail."""
    changes: tuple[Change, ...]
    """The changes, each with its place in the Stainless configuration; `#` if only in `api.md`."""

    @property
    def share(self) -> float:
        """The share of methods whose calls work as before."""
        return (self.kept + self.changed) / max(1, self.kept + self.changed + self.lost)


def compare(plan: Plan, surface: Surface) -> Comparison:
    """Compare the methods of a plan with a surface."""
    broken, retyped, enveloped = list[Change](), list[Change](), 0
    for method in plan.methods:
        if change := _breaking(method, surface):
            broken.append(change)
        elif types := _retyped(method, surface):
            fields = _fields(types[0], surface, plan.unwrapped)[:1]
            enveloped += len(fields)
            wrapped = "".join(f", which is its `{field}`" for field in fields)
            what = f"{types[0]}, was {types[1]}{wrapped}"
            symbol, pointer = f"client.{method.name}", method.pointer or "#"
            retyped.append(Change(symbol, "result-retyped", what, pointer, old=True))
    broken += [_removed(method) for method in plan.lost]
    kept = len(plan.methods) + len(plan.lost) - len(broken) - len(retyped)
    changes = [*broken, *retyped, *_client(plan, surface), *_models(plan, surface)]
    return Comparison(kept, len(retyped), enveloped, len(broken), tuple(changes))


def _breaking(method: SdkMethod, surface: Surface) -> Change | None:
    """Return the change that breaks the calls of a method; None if they work as before."""
    symbol, pointer = f"client.{method.name}", method.pointer or "#"
    new = surface.methods.get(method.name)
    if new is None or new.route != method.endpoint.name:
        routes = {found.route: found.symbol for found in surface.methods.values()}
        now = routes.get(method.endpoint.name)
        if now is None:
            return Change(symbol, "method-removed", method.endpoint.name, pointer, old=True)
        return Change(symbol, "method-renamed", f"client.{now}", pointer, old=True)
    path = [argument.name for argument in new.arguments if argument.place == "path"]
    positional = method.listed.positional if method.listed else _positional(method)
    if not set(positional) <= set(path[-1:]):
        what = ", ".join(positional)
        return Change(f"{symbol}({what})", "argument-moved", "", pointer, old=True)
    return None


def _retyped(method: SdkMethod, surface: Surface) -> tuple[str, str] | None:
    """Return the new and the old type of a method's result; None if they are equal."""
    old = method.listed.result if method.listed else ""
    new = _result(surface.methods[method.name], surface)
    return (new, old) if old[:1].isupper() and old.isidentifier() and new != old else None


def _fields(name: str, surface: Surface, unwrapped: Collection[str]) -> list[str]:
    """Return the fields of an envelope that have the previous result of a method."""
    found = surface.classes.get(name)
    return [it.name for it in found.properties if it.wire in unwrapped] if found else []


def _positional(method: SdkMethod) -> tuple[str, ...]:
    """Return the positional parameters from the configuration."""
    return tuple(map(snake, (method.configured and method.configured.positional) or ()))


def _result(method: Method, surface: Surface) -> str:
    """Return the type of a result; for pages, the item's; for streams, the one without a stream."""
    items = (
        str(found.result)
        for found in surface.methods.values()
        if found.kind == "iterator" and found.pointer == method.pointer
    )
    return next(items, str(method.result).partition(" | list[")[0])


def _removed(method: SdkMethod) -> Change:
    what = f"{method.endpoint.name} has one method"
    return Change(f"client.{method.name}", "method-removed", what, method.pointer or "#", old=True)


def _client(plan: Plan, surface: Surface) -> Iterator[Change]:
    for option in plan.options:
        if option.name not in _COMMON | surface.client_arguments.keys():
            yield Change(
                f"Client({option.name})", "client-argument-removed", "", option.pointer, old=True
            )


def _models(plan: Plan, surface: Surface) -> Iterator[Change]:
    results = {method.listed.result: method for method in plan.methods if method.listed}
    for name in plan.models:
        if name in surface.classes:
            continue
        method = results.get(name)
        new = surface.methods.get(method.name) if method else None
        symbol = f"models.{name}"
        if new is not None:
            what = f"client.{new.symbol} returns {_result(new, surface)}"
            yield Change(symbol, "model-renamed", what, "#", old=True)
        else:
            yield Change(symbol, "model-removed", "", "#", old=True)
