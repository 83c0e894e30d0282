"""Overlays: from a `Document` and OpenAPI Overlay 1.0 documents to the corrected `Document`.

An overlay corrects a document that somebody else owns (spec.openapis.org/overlay/v1.0.0): each of
its actions selects places with a JSONPath and merges something into them, or removes them. What
comes from an overlay is found there, and what moves up in a list is found where it was written.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NoReturn

from speccast.reading.access import unreadable
from speccast.reading.diagnostics import Diagnostic, Severity, SpecError
from speccast.reading.pointers import join
from speccast.reading.sources import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speccast.reading.document import Document, Json

INVALID = "invalid-overlay"
NO_MATCH = "overlay-no-match"
TARGET = "overlay-target"


def apply(document: Document, overlays: Sequence[Path]) -> None:
    """Correct a document, overlay by overlay.

    Raises:
        SpecError: an overlay cannot be read, or is none.

    """
    if not overlays:
        return
    # What a YAML alias shares is corrected where it is selected, and nowhere else.
    document.root = {key: unshared(value) for key, value in document.root.items()}
    origins = Origins()
    for number, path in enumerate(overlays):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise unreadable(os.fspath(path), error.strerror or "no file") from None
        name = f"overlay:{number}"
        document.adopt(name, Source(os.fspath(path), data))
        _Overlay(document, name, origins).apply()
    document.correct(origins.moved)


def unshared(node: Json) -> Json:
    """Return a copy in which nothing stands in two places."""
    if isinstance(node, dict):
        return {key: unshared(value) for key, value in node.items()}
    return [unshared(item) for item in node] if isinstance(node, list) else node


class Origins:
    """Where each part of the corrected tree was written, if not at its own pointer."""

    def __init__(self) -> None:
        """Begin with everything where it is."""
        self.moved: dict[str, str] = {}

    def of(self, pointer: str) -> str:
        """Return where what a pointer leads to was written."""
        head, tail = pointer, ""
        while head not in self.moved:
            head, slash, token = head.rpartition("/")
            if not slash:
                return pointer
            tail = f"/{token}{tail}"
        return self.moved[head] + tail

    def put(self, pointer: str, origin: str) -> None:
        """Note that something, with all below it, was written elsewhere."""
        self.forget(pointer)
        self.moved[pointer] = origin

    def forget(self, pointer: str) -> None:
        """Forget a place and all below it."""
        for known in [p for p in self.moved if p == pointer or p.startswith(f"{pointer}/")]:
            del self.moved[known]

    def close_gap(self, pointer: str, gone: int, length: int) -> None:
        """Note that an item of a list is gone, and that those behind it moved up.

        Args:
            pointer: of the list.
            gone: the index that was removed.
            length: how many items there were.

        """
        for index in range(gone, length - 1):
            here, behind = join(pointer, index), join(pointer, index + 1)
            below = {p: o for p, o in self.moved.items() if p.startswith(f"{behind}/")}
            self.put(here, self.of(behind))
            self.moved |= {here + p.removeprefix(behind): o for p, o in below.items()}
        self.forget(join(pointer, length - 1))


class _Overlay:
    """One overlay that is being applied."""

    def __init__(self, document: Document, name: str, origins: Origins) -> None:
        self.document = document
        self.name = name
        self.origins = origins

    def apply(self) -> None:
        """Do what its actions say, in order."""
        tree = self.document.tree(self.name)
        if not isinstance(tree, dict) or not str(tree.get("overlay", "")).startswith("1."):
            self.refuse("#", "is no OpenAPI Overlay document of version 1")
        actions = tree.get("actions")
        if not isinstance(actions, list):
            self.refuse("#/actions", "an overlay needs a list of `actions`")
        for number, action in enumerate(actions):
            place = f"#/actions/{number}"
            if not isinstance(action, dict) or not isinstance(action.get("target"), str):
                self.refuse(place, "an action needs a `target`, a JSONPath")
            self.act(action, place)

    def refuse(self, place: str, message: str) -> NoReturn:
        """End the run: this is no overlay."""
        raise SpecError(INVALID, message, self.document.location(self.name + place))

    def warn(self, code: str, message: str, place: str, hint: str = "") -> None:
        """Report what an action could not do."""
        found = Diagnostic(Severity.WARNING, code, message, self.name + place, hint)
        self.document.notes.append(found)

    def act(self, action: dict[str, Json], place: str) -> None:
        """Do one action."""
        selected = self.select(str(action["target"]), place)
        if not selected:
            message = f"nothing in the document matches {action['target']!r}"
            hint = "the document may have changed; correct or remove the action"
            self.warn(NO_MATCH, message, f"{place}/target", hint)
        if action.get("remove") is True:
            for keys in reversed(selected):
                self.remove(keys)
        elif "update" in action:
            for keys in selected:
                self.update(keys, action["update"], place)

    def select(self, path: str, place: str) -> list[tuple[str | int, ...]]:
        """Return the keys that lead to what a JSONPath selects, in the order of the document."""
        from jsonpath import JSONPathEnvironment, JSONPathError  # noqa: PLC0415 - only with overlays

        try:
            found = JSONPathEnvironment(strict=True).finditer(path, self.document.root)
            return list(dict.fromkeys(tuple(match.parts) for match in found))
        except (JSONPathError, RecursionError) as error:
            told = str(error).splitlines()[0] if str(error) else type(error).__name__
            return self.refuse(f"{place}/target", f"is no JSONPath: {told}")

    def at(self, keys: Sequence[str | int]) -> Json:
        """Return the node that keys lead to."""
        node: Any = self.document.root
        for key in keys:
            node = node[key]
        found: Json = node
        return found

    def remove(self, keys: tuple[str | int, ...]) -> None:
        """Remove a node from what it stands in."""
        if not keys:
            self.warn(TARGET, "the whole document cannot be removed", "#/actions")
            return
        parent, pointer = self.at(keys[:-1]), join("#", *keys[:-1])
        if isinstance(parent, list):
            self.origins.close_gap(pointer, int(keys[-1]), len(parent))
            del parent[int(keys[-1])]
        elif isinstance(parent, dict):
            self.origins.forget(join(pointer, keys[-1]))
            del parent[str(keys[-1])]

    def update(self, keys: tuple[str | int, ...], value: Json, place: str) -> None:
        """Merge a value into an object, or append it to a list."""
        node, pointer, origin = self.at(keys), join("#", *keys), f"{self.name}{place}/update"
        if isinstance(node, list):
            self.origins.put(join(pointer, len(node)), origin)
            node.append(unshared(value))
        elif isinstance(node, dict) and isinstance(value, dict):
            self.merge(node, value, pointer, origin)
        else:
            message = "an update goes into an object, as an object, or into a list"
            self.warn(TARGET, message, f"{place}/update", "select what contains it")

    def merge(
        self, node: dict[str, Json], value: dict[str, Json], pointer: str, origin: str
    ) -> None:
        """Merge members: objects into objects, lists behind lists, all else in place of it."""
        for key, member in value.items():
            here, there, present = join(pointer, key), join(origin, key), node.get(key)
            if isinstance(present, dict) and isinstance(member, dict):
                self.merge(present, member, here, there)
            elif isinstance(present, list) and isinstance(member, list):
                for index, item in enumerate(member):
                    self.origins.put(join(here, len(present)), join(there, index))
                    present.append(unshared(item))
            else:
                self.origins.put(here, there)
                node[key] = unshared(member)
