"""Names of declared things: classes, their modules, attributes and members."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from speccast import ir
from speccast.names import reserved
from speccast.names.candidates import (
    ClassContext,
    attribute_candidates,
    class_candidates,
    member_candidates,
    proposal_words,
    text_candidates,
)
from speccast.names.matching import match_previous, merged
from speccast.names.places import media_words, owner, place_words
from speccast.names.result import record_names
from speccast.names.scope import NameRequest
from speccast.names.words import ATTRIBUTE, MEMBER, MODULE, PASCAL, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.names.context import Context
    from speccast.names.result import OperationName

_PROPERTY = re.compile(r"/properties/[^/]+$")
"""The pointer of a property, which may also be that of its type."""


def assign_classes(context: Context, operations: Mapping[str, OperationName]) -> dict[ir.Id, str]:
    """Name each declared thing as a class."""
    things = context.api.declared
    count = max((len(thing.proposals) for thing in things), default=1) or 1
    candidates = {
        thing.id: partial(
            class_candidates, thing, count, _place(thing.id.pointer, operations), reserved.CLASSES
        )
        for thing in things
    }
    before = context.previous.flat("classes")
    scope = context.scope(PASCAL, reserved.CLASSES, match_previous(before, candidates))
    scope.assign([_class_request(context, thing, candidates[thing.id]) for thing in things])
    classes = {thing.id: scope.names[str(thing.id)] for thing in things}
    for id_, name in merged(before, classes, candidates):
        message = f"{name!r} is now the same class as {classes[id_]!r}"
        context.diagnostics.warning("name-moved", message, id_.pointer)
    context.manifest_names["classes"] = {str(id_): name for id_, name in classes.items()}
    return classes


def _place(pointer: str, operations: Mapping[str, OperationName]) -> ClassContext:
    """Return the context of a schema."""
    words_, media = place_words(pointer, operations), media_words(pointer)
    return ClassContext(words_, media, owner(pointer) in operations)


def _class_request(
    context: Context, thing: ir.Declared, candidates: partial[Iterator[str]]
) -> NameRequest:
    """Return the request for a class name; a name from the document has the highest priority."""
    first = thing.proposals[0] if thing.proposals else ir.Proposal(ir.Priority.SUGGESTED, ())
    exact = "".join(text.value for text in first.words) == next(iter(candidates()))
    key = str(thing.id)
    pin = context.pin(key, proposals=thing.proposals) or context.pins.get(thing.pointer)
    if pin is not None and _PROPERTY.search(thing.pointer):
        pin = PASCAL.write(words(pin))  # one pin for two names: the attribute's and its type's
    # A component has priority over a part of it with the same name.
    depth = thing.id.pointer.count("/") if first.kind is ir.Priority.REQUIRED else 0
    priority = (first.kind.value, depth, bool(thing.id.role), not exact)
    return NameRequest(key, thing.pointer, priority, candidates, pin)


def assign_modules(context: Context, classes: Mapping[ir.Id, str]) -> dict[ir.Id, str]:
    """Name the module of each class after the class."""
    before = context.previous.flat("modules")
    defaults = {name: MODULE.write(words(name)) for name in classes.values()}
    known = set(context.previous.flat("classes").values())
    # An imported module is an attribute of its package. It must not hide a class (in a file system
    # that ignores case) or a decoder.
    taken = reserved.MODULES | defaults.keys() | {f"decode_{name}" for name in defaults.values()}
    scope = context.scope(
        MODULE, taken, {n: before.get(n, defaults[n]) for n in defaults if n in known}
    )
    scope.assign([
        NameRequest(name, id_.pointer, (), partial(text_candidates, name, MODULE, taken))
        for id_, name in classes.items()
    ])  # fmt: skip
    context.manifest_names["modules"] = {
        n: scope.names[n] for n in defaults if scope.names[n] != defaults[n]
    }
    return {key: scope.names[name] for key, name in classes.items()}


def assign_attributes(
    context: Context, classes: Mapping[ir.Id, str]
) -> dict[tuple[ir.Id, str], str]:
    """Name the properties of each model."""
    found: dict[tuple[ir.Id, str], str] = {}
    types = {thing.pointer for thing in context.api.declared}
    for model in context.api.declared:
        if isinstance(model, ir.Model):
            owner = classes[model.id]
            before = context.previous.owned("attributes", owner)
            scope = context.scope(ATTRIBUTE, reserved.MODEL_MEMBERS, before)
            scope.assign([_attribute_request(context, prop, types) for prop in model.properties])
            found |= {(model.id, wire): name for wire, name in scope.names.items()}
            # A name that equals its wire name has the highest priority and need not be stored.
            other = {wire: name for wire, name in scope.names.items() if wire != name}
            record_names(context.manifest_names, "attributes", owner, other)
    return found


def _attribute_request(context: Context, prop: ir.Property, types: set[str]) -> NameRequest:
    """Return the request for an attribute."""
    wire = prop.wire.value
    candidates = partial(attribute_candidates, wire, reserved.MODEL_MEMBERS)
    exact = next(iter(candidates())) == wire
    pin = context.pin(prop.pointer, prop.name)
    # One pin for two names: also the type's, or that of an argument, which may be `_private`.
    if pin is not None and (prop.pointer in types or pin.startswith("_")):
        pin = ATTRIBUTE.write(words(pin))
    return NameRequest(wire, prop.pointer, (not exact,), candidates, pin)


def assign_members(context: Context, classes: Mapping[ir.Id, str]) -> dict[tuple[ir.Id, int], str]:
    """Name the values of each enum."""
    found: dict[tuple[ir.Id, int], str] = {}
    for thing in context.api.declared:
        if isinstance(thing, ir.EnumType):
            owner = classes[thing.id]
            keys = _member_keys(thing)
            previous = context.previous.owned("members", owner)
            scope = context.scope(MEMBER, reserved.MEMBERS, previous)
            prefix = _prefix(thing)
            members = enumerate(keys)
            scope.assign([_member_request(context, thing, i, key, prefix) for i, key in members])
            found |= {(thing.id, index): scope.names[key] for index, key in enumerate(keys)}
            record_names(context.manifest_names, "members", owner, scope.names)
    return found


def _member_keys(thing: ir.EnumType) -> list[str]:
    """Return a key for each value; a duplicate value has another key."""
    seen: dict[str, int] = {}
    keys: list[str] = []
    for item in thing.values:
        key = "=" + (item.value.value if isinstance(item.value, ir.Text) else str(item.value))
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}\0{seen[key]}")
    return keys


def _member_request(
    context: Context, thing: ir.EnumType, index: int, key: str, prefix: str
) -> NameRequest:
    """Return the request for a member."""
    candidates = partial(member_candidates, thing.values[index], prefix, reserved.MEMBERS)
    pointer = f"{thing.pointer}/enum/{index}"
    exact = next(iter(candidates())) == key[1:]
    return NameRequest(key, pointer, (not exact,), candidates, context.pin(pointer))


def _prefix(thing: ir.EnumType) -> str:
    """Return the prefix for values that begin with a digit: the last word of the enum's name."""
    parts = [word for proposal in thing.proposals[:1] for word in proposal_words(proposal)]
    return (
        parts[-1] if parts and parts[-1].isascii() and parts[-1].isidentifier() else MEMBER.prefix
    )
