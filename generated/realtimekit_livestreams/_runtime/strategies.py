"""Hypothesis strategies for the JSON values of a schema. Imports `hypothesis`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hypothesis import reject  # type: ignore[import-not-found, unused-ignore]
from hypothesis import strategies as st

from .branches import Rules
from .leaves import NoValueError
from .model import Json
from .schemas import Direction, Schemas
from .values import Builder

_PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def strategy(
    schemas: Schemas,
    node: Json,
    direction: Direction,
    *,
    unknown_values: bool,
    unknown_properties: bool,
    plain: bool,
) -> st.SearchStrategy[Json]:
    """Return the strategy; an empty one where no value can fit."""
    rules = Rules(
        schemas,
        direction,
        unknown_values=unknown_values,
        unknown_properties=unknown_properties,
    )
    if rules.possible.least(schemas.parts(node)) is None:
        return st.nothing()

    def draw_value(draw: st.DrawFn) -> Json:
        try:
            return Builder(rules, _Drawn(draw, plain=plain)).value(node)
        except NoValueError:
            return reject()

    return st.composite(draw_value)()


class _Drawn:
    """Lets Hypothesis choose."""

    def __init__(self, draw: st.DrawFn, *, plain: bool) -> None:
        self._draw = draw
        self._letters = st.sampled_from(_PLAIN) if plain else None

    def choose(self, options: Any) -> Any:  # noqa: ANN401 - one of what is given
        return self._draw(st.sampled_from(options)) if len(options) > 1 else options[0]

    def some(self, options: Sequence[str], least: int, most: int) -> list[str]:
        if not options or most <= 0:
            return []
        few = st.lists(
            st.sampled_from(options), min_size=least, max_size=most, unique=True
        )
        whole = len(options) <= most and self._draw(st.booleans())
        return [*options] if whole else self._draw(few)

    def integer(self, low: int | None, high: int | None) -> int:
        return self._draw(st.integers(low, high))

    def number(self, low: float | None, high: float | None) -> float:
        finite = st.floats(low, high, allow_nan=False, allow_infinity=False)
        return self._draw(finite)

    def text(self, low: int, high: int) -> str:
        some = max(low, 1) if self._letters is not None and high else low
        drawn = st.text(
            *([] if self._letters is None else [self._letters]),
            min_size=min(some, 20),
            max_size=min(high, 40),
        )
        return self._draw(drawn).ljust(low, "-")
