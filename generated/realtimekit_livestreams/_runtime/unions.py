"""Choosing the branch of a union, where neither a tag nor the JSON type tells."""

from __future__ import annotations

from typing import Any

from .model import JsonObject, Mismatch, Model


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
