"""`x-speccast-wait` and `x-speccast-scope` -> `ir.Wait` and `ir.Scope`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Doc, Reason, Scope, Wait
from speccast.lower.extensions import Members
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.lower.raw import JsonObject
    from speccast.reading.diagnostics import Diagnostics


def waits(root: JsonObject, diagnostics: Diagnostics) -> tuple[Wait, ...]:
    """Return the pollers of the document."""
    return tuple(
        wait
        for members in _entries(root, "x-speccast-wait", diagnostics)
        if (wait := _wait(members)) is not None
    )


def scopes(root: JsonObject, diagnostics: Diagnostics) -> tuple[Scope, ...]:
    """Return the context managers of the document."""
    return tuple(
        scope
        for members in _entries(root, "x-speccast-scope", diagnostics)
        if (scope := _scope(members)) is not None
    )


def _entries(root: JsonObject, name: str, diagnostics: Diagnostics) -> Iterator[Members]:
    """Iterate the objects of an extension, which is one object or a list."""
    if name not in root:
        return
    raw = root[name]
    if isinstance(raw, list):
        for index, entry in enumerate(raw):
            yield Members(entry, join("#", name, index), diagnostics)
    else:
        yield Members(raw, join("#", name), diagnostics)


def _wait(members: Members) -> Wait | None:
    """Return one poller; None if something is missing."""
    name, poll, value = members.text("name"), members.text("poll"), members.texts("value")
    until, failed = members.values("until"), members.values("failed")
    ready, reason = members.texts("ready"), _reason(members.members("reason"))
    tolerate, doc = members.statuses("tolerate"), Doc(description=members.doc())
    members.report_unknown()
    complete = members.require("until", until or ready)
    if not members.require("value", value or ready) or not complete:
        return None
    if name is None or poll is None:
        members.require("name", name)
        members.require("poll", poll)
        return None
    return Wait(name, poll, value, until, failed, reason, tolerate, doc, members.pointer, ready)


def _reason(members: Members | None) -> Reason | None:
    """Return the operation that explains a failed wait."""
    if members is None:
        return None
    operation, value = members.text("operation"), members.texts("value")
    arguments = members.pairs("arguments")
    members.report_unknown()
    if operation is None or not value:
        members.require("operation", operation)
        members.require("value", value)
        return None
    return Reason(operation, value, arguments)


def _scope(members: Members) -> Scope | None:
    """Return one context manager; None if something is missing."""
    name, enter, leave = members.text("name"), members.text("enter"), members.text("exit")
    ready, tolerate = members.text("ready"), members.statuses("tolerate")
    doc = Doc(description=members.doc())
    members.report_unknown()
    if name is None or enter is None or leave is None:
        members.require("name", name)
        members.require("enter", enter)
        members.require("exit", leave)
        return None
    return Scope(name, enter, ready, leave, tolerate, doc, members.pointer)
