"""`Plan` and the `Surface` that comes of it -> what changes for callers, in the words of `diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.diff.verdicts import Change

from .casing import snake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from speccast.surface.symbols import Method, Surface

    from .naming import Wanted
    from .plan import Plan

_EVERY = frozenset(("base_url", "timeout", "max_retries", "default_query"))
"""The arguments that every client takes."""


class Judged(Struct, frozen=True):
    """What becomes of the SDK's methods."""

    kept: int
    """Calls work as before and return the same type."""
    changed: int
    """Calls work as before and return another type."""
    enveloped: int
    """Those of them that return the envelope of what they returned."""
    lost: int
    """Calls fail."""
    changes: tuple[Change, ...]
    """Each with its place in the configuration; `#` where only `api.md` has it."""

    @property
    def share(self) -> float:
        """The share of methods whose calls work as before."""
        return (self.kept + self.changed) / max(1, self.kept + self.changed + self.lost)


def judge(plan: Plan, surface: Surface) -> Judged:
    """Compare what callers had, which the plan says, with what they get."""
    broken, retyped, enveloped = list[Change](), list[Change](), 0
    for wanted in plan.wanted:
        if change := _method(wanted, surface):
            broken.append(change)
        elif types := _retyped(wanted, surface):
            fields = _fields(types[0], surface, plan.unwrapped)[:1]
            enveloped += len(fields)
            wrapped = "".join(f", which is its `{field}`" for field in fields)
            what = f"{types[0]}, was {types[1]}{wrapped}"
            symbol, pointer = f"client.{wanted.name}", wanted.pointer or "#"
            retyped.append(Change(symbol, "result-retyped", what, pointer, old=True))
    broken += [_removed(wanted) for wanted in plan.lost]
    kept = len(plan.wanted) + len(plan.lost) - len(broken) - len(retyped)
    told = [*broken, *retyped, *_client(plan, surface), *_models(plan, surface)]
    return Judged(kept, len(retyped), enveloped, len(broken), tuple(told))


def _method(wanted: Wanted, surface: Surface) -> Change | None:
    """Return why the calls of a method fail; None if they work as before."""
    symbol, pointer = f"client.{wanted.name}", wanted.pointer or "#"
    method = surface.methods.get(wanted.name)
    if method is None or method.route != wanted.endpoint.name:
        routes = {found.route: found.symbol for found in surface.methods.values()}
        now = routes.get(wanted.endpoint.name)
        if now is None:
            return Change(symbol, "method-removed", wanted.endpoint.name, pointer, old=True)
        return Change(symbol, "method-renamed", f"client.{now}", pointer, old=True)
    path = [argument.name for argument in method.arguments if argument.place == "path"]
    bare = wanted.listed.positional if wanted.listed else _bare(wanted)
    if not set(bare) <= set(path[-1:]):
        what = ", ".join(bare)
        return Change(f"{symbol}({what})", "argument-moved", "", pointer, old=True)
    return None


def _retyped(wanted: Wanted, surface: Surface) -> tuple[str, str] | None:
    """Return the type that a method returns, and the one that it returned; None: the same."""
    gave = wanted.listed.result if wanted.listed else ""
    gives = _result(surface.methods[wanted.name], surface)
    return (gives, gave) if gave[:1].isupper() and gave.isidentifier() and gives != gave else None


def _fields(name: str, surface: Surface, unwrapped: Collection[str]) -> list[str]:
    """Return the fields of an envelope that hold what a method returned."""
    found = surface.classes.get(name)
    return [it.name for it in found.properties if it.wire in unwrapped] if found else []


def _bare(wanted: Wanted) -> tuple[str, ...]:
    """Return what the configuration lists as positional."""
    return tuple(map(snake, (wanted.said and wanted.said.positional) or ()))


def _result(method: Method, surface: Surface) -> str:
    """Return the type of a result: of pages that of an item, of streams that without a stream."""
    items = (
        str(found.result)
        for found in surface.methods.values()
        if found.kind == "iterator" and found.pointer == method.pointer
    )
    return next(items, str(method.result).partition(" | list[")[0])


def _removed(wanted: Wanted) -> Change:
    what = f"{wanted.endpoint.name} has one method"
    return Change(f"client.{wanted.name}", "method-removed", what, wanted.pointer or "#", old=True)


def _client(plan: Plan, surface: Surface) -> Iterator[Change]:
    for option in plan.options:
        if option.name not in _EVERY | surface.client_arguments.keys():
            yield Change(
                f"Client({option.name})", "client-argument-removed", "", option.pointer, old=True
            )


def _models(plan: Plan, surface: Surface) -> Iterator[Change]:
    results = {method.listed.result: method for method in plan.wanted if method.listed}
    for name in plan.models:
        if name in surface.classes:
            continue
        method = results.get(name)
        got = surface.methods.get(method.name) if method else None
        symbol = f"models.{name}"
        if got is not None:
            what = f"what client.{got.symbol} gives is {_result(got, surface)}"
            yield Change(symbol, "model-renamed", what, "#", old=True)
        else:
            yield Change(symbol, "model-removed", "", "#", old=True)
