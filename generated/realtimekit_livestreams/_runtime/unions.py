"""Choosing the branch of a union, where neither a tag nor the JSON type tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .model import JsonObject, Mismatch, Model

if TYPE_CHECKING:
    from collections.abc import Mapping


class UnknownMember(Model, additional="raw"):
    """An object of a kind that the document does not know: a new value of a discriminator."""

    tag: str
    """The value of the discriminator."""

    raw: JsonObject
    """The whole object, as it came."""

    def to_dict(self) -> JsonObject:
        """Return the object as it came."""
        return {**self.raw}


class Tagged(NamedTuple):
    """Annotates a union whose branches are told apart by a property (`discriminator`).

    Args:
        wire: the name of the property.
        branches: for each of its values the model.
        otherwise: the model of all other values; None: there is none.

    """

    wire: str
    branches: Mapping[str, Any]
    otherwise: Any = UnknownMember

    def __hash__(self) -> int:
        """Let a union with such a note be a part of another union."""
        return hash(self.wire)


def fit(data: JsonObject, *branches: type[Model]) -> Any:
    """Read an object as the model that it looks most like.

    That is, of those whose required properties are all there and whose fixed values
    agree, the one that leaves the fewest properties unknown and, among these, knows the
    most.
    """
    from .hints import fields_of, shallow  # only where needed

    best, best_score = None, (0, 0)
    for branch in branches:
        if not shallow(fields_of(branch), data):
            continue
        unknown = sum(key not in branch.__keys__ for key in data)
        score = (-unknown, len(data) - unknown - len(branch.__keys__))
        if best is None or score > best_score:
            best, best_score = branch, score
    if best is None:
        raise Mismatch
    return best.decode(data)
