"""Corrections of a document, as actions of an OpenAPI Overlay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.reading.json_value import Json

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Action(Struct, frozen=True):
    """One action of an overlay."""

    target: str
    """A JSONPath."""
    why: str
    pointer: str
    """The place in the Stainless configuration."""
    update: Json = None
    remove: bool = False

    def as_json(self) -> dict[str, Json]:
        """Return the action as an overlay has it, without a description."""
        if self.remove:
            return {"target": self.target, "remove": True}
        return {"target": self.target, "update": self.update}


def json_path(keys: Sequence[str | int]) -> str:
    """Return the JSONPath of keys."""
    return "$" + "".join(map(_step, keys))


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _NAME.fullmatch(key):
        return f".{key}"
    quoted = key.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{quoted}']"
