"""Converts `openapi.transformations` into actions of an overlay, in their order.

A transform that an overlay can express becomes one action with the same target. Replacing an
object, moving, and templates become separate actions for each selected place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from speccast.reading.overlay import json_path as paths
from speccast.reading.overlay import unshared

from .actions import Action, json_path
from .nodes import Node, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speccast.reading.json_value import Json

Keys: TypeAlias = "tuple[str | int, ...]"
_DOTTED = re.compile(r"\$(?:\.[^.\[\]?@*'\"]+)+")
"""A path of dotted keys, which may have characters that need brackets in JSONPath."""
_WITHOUT_EFFECT = frozenset(("oneOfToAnyOf", "anyOfToOneOf"))
"""Transforms that are not needed, since `oneOf` and `anyOf` are read in the same way."""
_TEMPLATE = "{{value}}"


class Transforms:
    """Converts transforms into actions."""

    def __init__(self, act: Callable[[Action], None], root: Callable[[], Json]) -> None:
        """Store the arguments.

        Args:
            act: records an action, and applies it to the document.
            root: returns the document with the corrections so far.

        """
        self._act = act
        self._root = root
        self.problems: list[Problem] = []

    def take(self, transform: Node) -> None:
        """Convert one transform."""
        command = transform.at("command").text() or ""
        arguments = transform.at("args")
        why = transform.at("reason").text() or command
        if command in _WITHOUT_EFFECT:
            return
        commands: dict[str, Callable[[Node, str], object]] = {
            "merge": self._merge,
            "update": self._update,
            "append": self._append,
            "remove": self._remove,
            "copy": self._copy,
            "move": self._move,
        }
        if command not in commands:
            names = ", ".join(commands)
            self._refuse(
                transform.at("command"),
                f"the transform {command!r} is not known",
                f"use {names}, or correct the document itself",
            )
            return
        commands[command](arguments, why)

    def _refuse(self, node: Node, message: str, hint: str) -> None:
        self.problems.append(Problem(node.pointer, message, hint))

    def _targets(self, node: Node) -> Iterator[tuple[Node, str, list[Keys]]]:
        """Iterate the targets of a transform, each with its JSONPath and the selected places."""
        for item in node.items():
            target = item.text()
            if target is None:
                hint = "select the places with a JSONPath"
                self._refuse(item, "a target that compares schemas is not supported", hint)
                continue
            path = _bracketed(target) if _DOTTED.fullmatch(target) else target
            try:
                found = paths.select(path, self._root())
            except paths.InvalidPathError as error:
                hint = error.hint or "use the JSONPath of RFC 9535"
                self._refuse(item, f"`{target}` is not a JSONPath: {error.message}", hint)
                continue
            if not found:
                self._refuse(item, f"`{target}` selects nothing in the document", "remove it")
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
                owners = [at for at in found if _has(self._at(at), key)]
                for at in reversed(owners):
                    self._act(Action(json_path((*at, key)), why, item.pointer, remove=True))

    def _copy(self, arguments: Node, why: str) -> Node | None:
        """Copy a value from one place to others; return the node of the source."""
        source = next(self._targets(arguments.at("from")), None)
        if source is None:
            return None
        value = unshared(self._at(source[2][0]))
        for target in arguments.at("to").items():
            keys = _literal(target.text() or "")
            if keys is None:
                hint = "name the place with a plain path, such as $.components.schemas.Pet"
                self._refuse(target, f"`{target.text()}` is not a single place", hint)
                return None
            self._put(keys, value, why, target)
        return Node(json_path(source[2][0]), source[0].pointer)

    def _move(self, arguments: Node, why: str) -> None:
        source = self._copy(arguments, why)
        if source is not None:
            self._act(Action(str(source.value), why, source.pointer, remove=True))

    def _put(self, keys: Keys, value: Json, why: str, node: Node) -> None:
        """Set the value of a place, replacing the present one."""
        indexed = bool(keys) and isinstance(keys[-1], int)
        if indexed or isinstance(self._at(keys), dict | list):
            self._act(Action(json_path(keys), why, node.pointer, remove=True))
        parent: Json = [value] if indexed else {str(keys[-1]): value}
        self._act(Action(json_path(keys[:-1]), why, node.pointer, update=parent))

    def _at(self, keys: Keys) -> Json:
        """Return the value at keys, or None."""
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
    """Return the keys of a path to a single place; None for other paths."""
    if _DOTTED.fullmatch(path):
        return tuple(path.split(".")[1:])
    return None
