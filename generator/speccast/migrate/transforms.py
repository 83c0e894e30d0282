"""`openapi.transformations` -> actions, one after the other: each sees what those before it did.

What an overlay says in the same words becomes one action with the same target; replacing an object,
moving and templates are spelled out for each place that is selected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from speccast.reading import json_path as paths
from speccast.reading.overlay import unshared

from .actions import Action, json_path
from .nodes import Node, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speccast.reading.json_value import Json

Keys: TypeAlias = "tuple[str | int, ...]"
_LOOSE = re.compile(r"\$(?:\.[^.\[\]?@*'\"]+)+")
"""A path whose keys have other characters than letters, without the brackets that belong there."""
_SILENT = frozenset(("oneOfToAnyOf", "anyOfToOneOf"))
"""Means nothing here: the branches of both are read in the same way."""
_TEMPLATE = "{{value}}"


class Transforms:
    """Turns transforms into actions."""

    def __init__(self, act: Callable[[Action], None], root: Callable[[], Json]) -> None:
        """Begin.

        Args:
            act: takes an action, and corrects the document at once.
            root: gives the document as it is by now.

        """
        self._act = act
        self._root = root
        self.problems: list[Problem] = []

    def take(self, transform: Node) -> None:
        """Take one transform."""
        command = transform.at("command").text() or ""
        arguments = transform.at("args")
        why = transform.at("reason").text() or command
        if command in _SILENT:
            return
        known: dict[str, Callable[[Node, str], object]] = {
            "merge": self._merge,
            "update": self._update,
            "append": self._append,
            "remove": self._remove,
            "copy": self._copy,
            "move": self._move,
        }
        if command not in known:
            names = ", ".join(known)
            self._refuse(
                transform.at("command"),
                f"the transform {command!r} is not known",
                f"write what it does with {names}, or correct the document itself",
            )
            return
        known[command](arguments, why)

    def _refuse(self, node: Node, message: str, hint: str) -> None:
        self.problems.append(Problem(node.pointer, message, hint))

    def _targets(self, node: Node) -> Iterator[tuple[Node, str, list[Keys]]]:
        """Iterate the targets of a transform, each with what it selects."""
        for item in node.items():
            said = item.text()
            if said is None:
                hint = "name the places with a JSONPath"
                self._refuse(item, "a target that compares schemas cannot be followed", hint)
                continue
            path = _bracketed(said) if _LOOSE.fullmatch(said) else said
            try:
                found = paths.select(path, self._root())
            except paths.InvalidPathError as error:
                hint = error.hint or "use what RFC 9535 knows of JSONPath"
                self._refuse(item, f"`{said}` is not a JSONPath: {error.message}", hint)
                continue
            if not found:
                self._refuse(item, f"`{said}` selects nothing in the document", "remove it")
                continue
            yield item, path, found

    def _merge(self, arguments: Node, why: str) -> None:
        value = arguments.at("object").value or arguments.at("value").value
        for item, path, _ in self._targets(arguments.at("target")):
            self._act(Action(path, why, item.pointer, update=value))

    def _append(self, arguments: Node, why: str) -> None:
        value = arguments.at("value").value
        for item, path, found in self._targets(arguments.at("target")):
            lists = isinstance(self._at(found[0]), list)
            added: Json = [value] if lists and not isinstance(value, list) else value
            self._act(Action(path, why, item.pointer, update=added))

    def _update(self, arguments: Node, why: str) -> None:
        value = arguments.at("value").value
        template = bool(arguments.at("template").flag())
        for item, path, found in self._targets(arguments.at("target")):
            plain = not isinstance(value, dict | list) and not template
            if plain and not any(isinstance(self._at(keys), dict | list) for keys in found):
                self._act(Action(path, why, item.pointer, update=value))
                continue
            for keys in reversed(found):
                new: Json = value
                if template and isinstance(value, str):
                    new = value.replace(_TEMPLATE, str(self._at(keys)))
                self._put(keys, unshared(new), why, item)

    def _remove(self, arguments: Node, why: str) -> None:
        keys = arguments.at("keys").texts()
        for item, path, found in self._targets(arguments.at("target")):
            if not keys:
                self._act(Action(path, why, item.pointer, remove=True))
                continue
            for key in keys:
                there = [at for at in found if _has(self._at(at), key)]
                for at in reversed(there):
                    self._act(Action(json_path((*at, key)), why, item.pointer, remove=True))

    def _copy(self, arguments: Node, why: str) -> Node | None:
        """Copy from one place to others; return where it is copied from."""
        source = next(self._targets(arguments.at("from")), None)
        if source is None:
            return None
        value = unshared(self._at(source[2][0]))
        for target in arguments.at("to").items():
            keys = _literal(target.text() or "")
            if keys is None:
                hint = "name the place with a plain path, such as $.components.schemas.Pet"
                self._refuse(target, f"`{target.text()}` is not one place", hint)
                return None
            self._put(keys, value, why, target)
        return Node(json_path(source[2][0]), source[0].pointer)

    def _move(self, arguments: Node, why: str) -> None:
        source = self._copy(arguments, why)
        if source is not None:
            self._act(Action(str(source.value), why, source.pointer, remove=True))

    def _put(self, keys: Keys, value: Json, why: str, node: Node) -> None:
        """Let a value take the place of what is there."""
        indexed = bool(keys) and isinstance(keys[-1], int)
        if indexed or isinstance(self._at(keys), dict | list):
            self._act(Action(json_path(keys), why, node.pointer, remove=True))
        parent: Json = [value] if indexed else {str(keys[-1]): value}
        self._act(Action(json_path(keys[:-1]), why, node.pointer, update=parent))

    def _at(self, keys: Keys) -> Json:
        """Return the value at keys; None if there is nothing."""
        node: Json = self._root()
        for key in keys:
            if isinstance(node, dict):
                node = node.get(str(key))
            elif isinstance(node, list) and isinstance(key, int) and key < len(node):
                node = node[key]
            else:
                return None
        return node


def _has(node: Json, key: str) -> bool:
    return isinstance(node, dict) and key in node


def _bracketed(path: str) -> str:
    return json_path(tuple(path.split(".")[1:]))


def _literal(path: str) -> tuple[str, ...] | None:
    """Return the keys of a path that names one place; None for any other."""
    if _LOOSE.fullmatch(path):
        return tuple(path.split(".")[1:])
    return None
