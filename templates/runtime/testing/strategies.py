"""Hypothesis strategies for the JSON values of a schema.

`hypothesis` is imported when the first strategy is asked for, and by name, so that a
type checker asks for it only where it is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .branches import Rules
from .leaves import NoValueError
from .values import Builder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Json
    from .schemas import Direction, Schemas

_PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
_LONG: Final = 40
"""Characters of a text; a longer one is filled up."""


def strategy(
    schemas: Schemas,
    node: Json,
    direction: Direction,
    *,
    unknown_values: bool,
    unknown_properties: bool,
    objects: bool,
    plain: bool,
) -> Any:
    """Return the strategy that `Schemas.wire` promises."""
    rules = Rules(
        schemas,
        direction,
        unknown_values=unknown_values,
        unknown_properties=unknown_properties,
        objects=objects,
    )
    st: Any = import_module("hypothesis.strategies")
    if rules.possible.least((*schemas.parts(node), *rules.also)) is None:
        return st.nothing()

    def draw_value(draw: Any) -> Json:
        try:
            return Builder(rules, _Drawn(draw, st, plain=plain)).value(node)
        except NoValueError:
            return import_module("hypothesis").reject()

    return st.composite(draw_value)()


class _Drawn:
    """Lets Hypothesis choose."""

    def __init__(self, draw: Any, st: Any, *, plain: bool) -> None:
        self._draw = draw
        self._st = st
        self._plain = plain

    def choose(self, options: Sequence[Any]) -> Any:
        if len(options) == 1:
            return options[0]
        return self._draw(self._st.sampled_from(options))

    def some(self, options: Sequence[str], least: int, most: int) -> list[str]:
        if not options or most <= 0:
            return []
        if len(options) <= most and self._draw(self._st.booleans()):
            return [*options]
        each = self._st.sampled_from(options)
        some: list[str] = self._draw(
            self._st.lists(each, min_size=least, max_size=most, unique=True)
        )
        return some

    def integer(self, low: int | None, high: int | None) -> int:
        value: int = self._draw(self._st.integers(low, high))
        return value

    def number(self, low: float | None, high: float | None) -> float:
        value: float = self._draw(
            self._st.floats(low, high, allow_nan=False, allow_infinity=False)
        )
        return value

    def text(self, low: int, high: int) -> str:
        letters = (
            self._st.sampled_from(_PLAIN)
            if self._plain
            else self._st.characters(codec="utf-8")
        )
        least = 1 if self._plain and not low and high else low
        value: str = self._draw(
            self._st.text(
                letters, min_size=min(least, _LONG), max_size=min(high, _LONG)
            )
        )
        return value.ljust(low, "-")
