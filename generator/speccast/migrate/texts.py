"""Formats `speccast.toml` and the overlay, with the origin of each line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from speccast.reading.json_value import Json

    from .actions import Action
    from .plan import Plan

OVERLAY = "stainless.overlay.yaml"
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(plan: Plan, spec: str, output: str, *, overlay: bool, line: Callable[[str], str]) -> str:
    """Return the configuration.

    Args:
        plan: its contents.
        spec: the path of the document.
        output: the output folder.
        overlay: whether there is an overlay.
        line: returns the file and line of a pointer: `stainless.yml:12`.

    """
    entries: dict[str, Json] = {"spec": spec, "output": output}
    if plan.package is not None:
        entries["package"] = plan.package
    entries |= {
        "client-class": plan.client_class,
        "positional": "last",
        "compat": "stainless",
        "base-url-env": plan.base_url_env,
    }
    if overlay:
        entries["overlays"] = [OVERLAY]
    if plan.exclude:
        entries["exclude"] = [*plan.exclude]
    return "\n".join(["[[client]]", *_pairs(entries), *_tables(plan, line), ""])


def _tables(plan: Plan, line: Callable[[str], str]) -> Iterator[str]:
    if plan.environments:
        yield from ("", "[client.environments]", *_pairs({**dict(plan.environments)}))
    for scheme in plan.pagination:
        yield from ("", f"[client.pagination.{_key(scheme.name)}]  # {line(scheme.pointer)}")
        yield from _pairs(scheme.members)
    yield from ("", "[client.names]")
    for pin in plan.names:
        origin = f"  # {line(pin.pointer)}" if pin.pointer else "  # api.md"
        yield f"{_key(pin.key)} = {_value(pin.name)}{origin}"
    if plan.extensions:
        yield from ("", "[client.extensions]")
    for found in plan.extensions:
        origin = f"  # {line(found.pointer)}" if found.pointer else "  # api.md"
        name = found.name if found.member is None else f"{found.name}.{_key(found.member)}"
        yield f"{_key(found.key)}.{name} = {_value(found.value)}{origin}"


def _pairs(entries: dict[str, Json]) -> Iterator[str]:
    for key, value in entries.items():
        yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Json) -> str:
    """Return a value in TOML, on one line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        members = ", ".join(f"{_key(key)} = {_value(entry)}" for key, entry in value.items())
        return f"{{ {members} }}"
    return json.dumps(value)


def _text(value: Json) -> str:
    """Return a value in JSON, with characters escaped that TOML or YAML do not allow."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def overlay(title: str, actions: Sequence[Action], line: Callable[[str], str]) -> str:
    """Return the overlay as YAML; its values are JSON, which is valid YAML."""
    head = [
        "overlay: 1.1.0",
        "info:",
        f"  title: {_text(title)}",
        '  version: "1"',
        "actions:",
    ]
    return "\n".join([*head, *_actions(actions, line), ""])


def _actions(actions: Iterable[Action], line: Callable[[str], str]) -> Iterator[str]:
    for action in actions:
        members = action.as_json()
        description = f"{action.why} ({line(action.pointer)})"
        yield f"  - target: {_text(members.pop('target'))}"
        yield f"    description: {_text(description)}"
        for key, value in members.items():
            yield f"    {key}: {_text(value)}"
