"""The literal for security requirements, with the arguments of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Text
    from speccast.views.python.code import Code


def security_literal(
    alternatives: tuple[tuple[Text, ...], ...], arguments: Mapping[Text, str]
) -> Code:
    """Return the alternatives as a tuple of tuples of the client's arguments."""
    return tuple_literal(
        tuple_literal(literal(arguments[key]) for key in keys) for keys in alternatives
    )
