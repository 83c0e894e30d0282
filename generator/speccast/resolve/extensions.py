"""Adds the extensions of the configuration to the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.operation_keys import suggest_pointer
from speccast.reading.pointers import split

from .context import child

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.reading.json_value import Json

    from .context import Context


def apply(
    ctx: Context, root: dict[str, Json], extensions: Mapping[str, Mapping[str, Json]]
) -> None:
    """Set extensions at their pointers; they replace those of the document."""
    for pointer, members in extensions.items():
        file, keys = split(pointer)
        node: Json = root
        try:
            for key in keys:
                node = child(node, key)
        except LookupError:
            node = None
        if file or not isinstance(node, dict):
            message = f"the configuration sets extensions of {pointer}, which is not an object"
            ctx.warning("extension-without-target", message, "#", suggest_pointer(pointer, root))
        else:
            node |= members
