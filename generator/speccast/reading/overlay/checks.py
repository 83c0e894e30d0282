"""Checks the fields of an OpenAPI Overlay document, and reports misspelt ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from speccast.reading.nearest import nearest
from speccast.reading.pointers import join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.reading.json_value import Json

    class Warn(Protocol):
        """A function that reports a code, a message, a pointer into the overlay and a hint."""

        def __call__(
            self, code: str, message: str, place: str, hint: str = "", *, at_key: bool = False
        ) -> None:
            """Report a flaw; `at_key` means that the key is wrong, not its value."""


FIELD: Final = "overlay-field"
_VERSION: Final = re.compile(r"1\.(0|[1-9][0-9]*)(\.[0-9]+)?")
_NEWEST: Final = 1
_ROOT: Final = ("overlay", "info", "extends", "actions")
_INFO: Final = ("title", "version", "description")
_ACTION: Final = ("target", "description", "update", "remove", "copy")
_FLAGS: Final = {"true": True, "false": False}


def version(tree: Json) -> int | None:
    """Return the minor version of an overlay of version 1; None if it is not an overlay."""
    value = tree.get("overlay") if isinstance(tree, dict) else None
    match = _VERSION.fullmatch(value if isinstance(value, str) else "")
    return int(match[1]) if match else None


def check_head(tree: dict[str, Json], minor: int, warn: Warn) -> None:
    """Report invalid and missing fields outside of the actions."""
    if minor > _NEWEST:
        message = f"Overlay 1.{minor} is newer than the supported versions; it is read as 1.1"
        warn(FIELD, message, "#/overlay", "")
    _check_names(tree, _ROOT, "the overlay", "#", warn)
    info = tree.get("info")
    if isinstance(info, dict):
        _check_names(info, _INFO, "`info`", "#/info", warn)
    for name in ("title", "version"):
        if not isinstance(info, dict) or not isinstance(info.get(name), str):
            warn(FIELD, f"the overlay has no text `{name}` in `info`", "#/info", "add it")
    if not isinstance(tree.get("extends", ""), str):
        warn(FIELD, "`extends` must be a URI", "#/extends", "")


def check_action(action: dict[str, Json], minor: int, place: str, warn: Warn) -> None:
    """Report misspelt fields of an action, and make `remove` a boolean."""
    _check_names(action, _ACTION, "an action", place, warn)
    remove = action.get("remove", False)
    if not isinstance(remove, bool):
        known = _FLAGS.get(remove.strip().lower()) if isinstance(remove, str) else None
        read = "ignored" if known is None else f"read as {str(known).lower()}"
        message = f"`remove` must be true or false, without quotes; it is {read}"
        warn(FIELD, message, f"{place}/remove", "")
        action["remove"] = known is True
    if not isinstance(action.get("description", ""), str):
        warn(FIELD, "`description` must be text", f"{place}/description", "")
    if "copy" in action and minor < 1:
        message = "`copy` is new in Overlay 1.1; it is applied anyway"
        warn(FIELD, message, f"{place}/copy", "write `overlay: 1.1.0`")
    chosen = [name for name in ("update", "copy") if name in action]
    if not chosen and "remove" not in action:
        warn(FIELD, "the action has neither `update`, `copy` nor `remove`", place, "")
    elif len(chosen) > 1:
        warn(FIELD, "`copy` beside `update` is ignored", f"{place}/copy", "use two actions")
    elif chosen and action.get("remove") is True:
        warn(FIELD, f"`{chosen[0]}` beside `remove` is ignored", f"{place}/{chosen[0]}", "")


def _check_names(
    node: dict[str, Json], known: Iterable[str], owner: str, place: str, warn: Warn
) -> None:
    for name in node:
        if name in known or name.startswith("x-"):
            continue
        near = nearest(name, known)
        hint = f"did you mean `{near}`?" if near else ""
        warn(
            FIELD,
            f"{owner} has no field `{name[:80]}`; it is ignored",
            join(place, name),
            hint,
            at_key=True,
        )
