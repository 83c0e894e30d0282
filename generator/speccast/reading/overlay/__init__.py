"""Corrects a `Document` with OpenAPI Overlay 1.x documents (spec.openapis.org/overlay/v1.1.0).

Each action of an overlay selects nodes with a JSONPath, and merges a value into them or removes
them. Diagnostics about added nodes have their place in the overlay.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NoReturn

from speccast.reading.access import read_user_file
from speccast.reading.diagnostics import Diagnostic, Severity, SpecError
from speccast.reading.origins import Origins
from speccast.reading.overlay import checks
from speccast.reading.pointers import join
from speccast.reading.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from speccast.reading.document import Document
    from speccast.reading.json_value import Json

INVALID = "invalid-overlay"
NO_MATCH = "overlay-no-match"
TARGET = "overlay-target"


def apply(document: Document, overlays: Sequence[Path]) -> None:
    """Apply overlays to a document, in order.

    Raises:
        SpecError: an overlay cannot be read, or is not an overlay.

    """
    if not overlays:
        return
    # A node that YAML aliases share is corrected only at the selected place.
    document.root = {key: unshared(value) for key, value in document.root.items()}
    origins = Origins()
    for number, path in enumerate(overlays):
        data = read_user_file(path)
        name = f"overlay:{number}"
        document.add_source(name, Source(os.fspath(path), data))
        _Overlay(document, name, origins).apply()
    document.add_origins(origins.moved)


def apply_action(document: Document, action: Mapping[str, Json]) -> None:
    """Apply one action of an overlay that is not a file; origins are not recorded.

    Raises:
        SpecError: its target is not a JSONPath.

    """
    overlay = _Overlay(document, "", Origins())
    overlay.minor = 1
    overlay.apply_action(dict(action), "#")


def unshared(node: Json) -> Json:
    """Return a copy of a tree without shared nodes."""
    if isinstance(node, dict):
        return {key: unshared(value) for key, value in node.items()}
    return [unshared(item) for item in node] if isinstance(node, list) else node


class _Overlay:
    """One overlay that is being applied."""

    def __init__(self, document: Document, name: str, origins: Origins) -> None:
        self.document = document
        self.name = name
        self.origins = origins
        self.minor = 0

    def apply(self) -> None:
        """Apply its actions, in order."""
        tree = self.document.tree(self.name)
        minor = checks.version(tree)
        if not isinstance(tree, dict) or minor is None:
            self.refuse("#", "this is not an OpenAPI Overlay document of version 1")
        self.minor = minor
        actions = tree.get("actions")
        if not isinstance(actions, list) or not actions:
            self.refuse("#/actions", "an overlay needs a list of `actions`")
        checks.check_head(tree, minor, self.warn)
        done: list[Json] = []
        for number, action in enumerate(actions):
            place = f"#/actions/{number}"
            if not isinstance(action, dict) or not isinstance(action.get("target"), str):
                self.refuse(place, "an action needs a `target`, a JSONPath")
            if action in done:
                self.warn(checks.FIELD, "the action repeats an earlier one", place)
            done.append(action)
            action = {**action}  # noqa: PLW2901 - the tree of the file must not change
            checks.check_action(action, minor, place, self.warn)
            self.apply_action(action, place)

    def refuse(self, place: str, message: str, hint: str = "") -> NoReturn:
        """Raise an error for an invalid overlay."""
        raise SpecError(INVALID, message, self.document.location(self.name + place), hint)

    def warn(
        self, code: str, message: str, place: str, hint: str = "", *, at_key: bool = False
    ) -> None:
        """Report a flaw of an action."""
        found = Diagnostic(Severity.WARNING, code, message, self.name + place, hint, at_key)
        self.document.notes.append(found)

    def apply_action(self, action: dict[str, Json], place: str) -> None:
        """Apply one action."""
        selected = self.select(str(action["target"]), f"{place}/target")
        if not selected:
            message = f"nothing in the document matches {action['target']!r}"
            hint = "the document may have changed; correct or remove the action"
            self.warn(NO_MATCH, message, f"{place}/target", hint)
        if action.get("remove") is True:
            for keys in reversed(selected):
                self.remove(keys, f"{place}/target")
        elif "update" in action:
            self.update(selected, action["update"], f"{self.name}{place}/update")
        elif "copy" in action and selected:
            self.copy(selected, action["copy"], f"{place}/copy")

    def select(self, path: str, place: str) -> list[tuple[str | int, ...]]:
        """Return the keys that lead to the selected nodes, in the order of the document."""
        from .json_path import InvalidPathError, select  # noqa: PLC0415 - only with overlays

        try:
            return select(path, self.document.root)
        except InvalidPathError as error:
            return self.refuse(place, f"this is not a JSONPath: {error.message}", error.hint)

    def at(self, keys: Sequence[str | int]) -> Json:
        """Return the node that keys lead to."""
        node: Any = self.document.root
        for key in keys:
            node = node[key]
        found: Json = node
        return found

    def remove(self, keys: tuple[str | int, ...], place: str) -> None:
        """Remove a node from its parent."""
        if not keys:
            self.warn(TARGET, "the whole document cannot be removed", place)
            return
        parent, pointer = self.at(keys[:-1]), join("#", *keys[:-1])
        if isinstance(parent, list):
            self.origins.close_gap(pointer, int(keys[-1]), len(parent))
            del parent[int(keys[-1])]
        elif isinstance(parent, dict):
            self.origins.forget(join(pointer, keys[-1]))
            del parent[str(keys[-1])]

    def copy(self, selected: list[tuple[str | int, ...]], path: Json, place: str) -> None:
        """Merge a node of the document into others (Overlay 1.1)."""
        if not isinstance(path, str):
            self.refuse(place, "`copy` must be a JSONPath")
        found = self.select(path, place)
        if len(found) != 1:
            message = f"`copy` needs one node, but {path!r} selects {len(found)}; nothing is copied"
            self.warn(NO_MATCH if not found else TARGET, message, place)
            return
        origin = self.origins.of(join("#", *found[0]))
        self.update(selected, unshared(self.at(found[0])), origin, place)

    def update(
        self, selected: list[tuple[str | int, ...]], value: Json, origin: str, place: str = ""
    ) -> None:
        """Merge a value into the selected nodes; all must be of one kind.

        Args:
            selected: the keys that lead to them.
            value: the value to merge.
            origin: the pointer of the value in the overlay.
            place: the field of the overlay; if empty, that of `origin`.

        """
        place = place or origin.removeprefix(self.name)
        kinds = {kind_of(self.at(keys)) for keys in selected}
        if len(kinds) > 1:
            message = f"the target selects nodes of different kinds: {', '.join(sorted(kinds))}"
            self.warn(TARGET, message, place, "use one action for each kind")
        for keys in selected:
            node, pointer = self.at(keys), join("#", *keys)
            if isinstance(node, list):
                self.append(node, value, pointer, origin, place)
            elif isinstance(node, dict) and isinstance(value, dict):
                self.merge(node, value, pointer, (origin, place))
            elif isinstance(node, dict) or isinstance(value, dict | list):
                message = f"{kind_of(value)} cannot be merged into {kind_of(node)}"
                self.warn(TARGET, message, place)
            else:
                self.replace(keys, value, origin, place)

    def replace(self, keys: tuple[str | int, ...], value: Json, origin: str, place: str) -> None:
        """Replace a primitive value (Overlay 1.1)."""
        if not self.minor:
            message = "Overlay 1.0 updates only objects and lists; nothing is replaced"
            self.warn(TARGET, message, place, "write `overlay: 1.1.0`")
            return
        parent: Any = self.at(keys[:-1])
        parent[keys[-1]] = value
        self.origins.put(join("#", *keys), origin)

    def append(self, node: list[Json], value: Json, pointer: str, origin: str, place: str) -> None:
        """Append a value to a list: from Overlay 1.1 on, the items of a list one by one."""
        if isinstance(value, list) and not self.minor:
            message = "Overlay 1.0 appends a list as one entry"
            self.warn(TARGET, message, place, "write `overlay: 1.1.0` to append each item")
        if not isinstance(value, list) or not self.minor:
            self.origins.put(join(pointer, len(node)), origin)
            node.append(unshared(value))
            return
        for index, item in enumerate(value):
            self.origins.put(join(pointer, len(node)), join(origin, index))
            node.append(unshared(item))

    def merge(
        self, node: dict[str, Json], value: dict[str, Json], pointer: str, origin: tuple[str, str]
    ) -> None:
        """Merge members: objects are merged, lists appended, primitive values replaced.

        Args:
            node: the target.
            value: the members.
            pointer: the pointer of the target.
            origin: the pointer of the value, and the field of the overlay that adds it.

        """
        source, place = origin
        for key, member in value.items():
            here, there, present = join(pointer, key), join(source, key), node.get(key)
            if isinstance(present, dict) and isinstance(member, dict):
                self.merge(present, member, here, (there, place))
            elif isinstance(present, list) and isinstance(member, list):
                for index, item in enumerate(member):
                    self.origins.put(join(here, len(present)), join(there, index))
                    present.append(unshared(item))
            elif member is None and isinstance(present, dict | list):
                message = f"`{key}` is empty here; {here} is unchanged"
                self.warn(TARGET, message, place)
            else:
                if present is not None and kind_of(present) != kind_of(member):
                    message = f"{kind_of(member)} replaces {kind_of(present)} at {here}"
                    self.warn(TARGET, message, place)
                self.origins.put(here, there)
                node[key] = unshared(member)


def kind_of(node: Json) -> str:
    """Return the kind of a node in the terms of the Overlay specification."""
    if isinstance(node, dict):
        return "an object"
    return "an array" if isinstance(node, list) else "a primitive value"
