"""How other libraries see a model: what shows, describes and validates it, secrets left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

F = TypeVar("F")
_MISSING: Final = object()


class _OfTwin:
    """What `dataclasses` and `pprint` ask a class for."""

    def __set_name__(self, _: object, name: str) -> None:
        self._name = name

    def __get__(self, _: object, owner: Any) -> Any:
        from .neighbours import twin

        return getattr(twin(owner), self._name)


def _generated(function: F) -> F:
    """Let `pprint` take a `__repr__` for one that `dataclasses` made: a line per field."""

    def mark() -> None:
        """Stand for the function inside."""

    mark.__qualname__ = "__create_fn__"
    vars(function)["__wrapped__"] = mark
    return function


class _Hidden:
    """Stands for a secret."""

    def __repr__(self) -> str:
        return "***"


class Shown:
    """Shows a model: what differs from the defaults, and what was kept aside."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[Any] = _OfTwin()
    __dataclass_params__: ClassVar[Any] = _OfTwin()

    @_generated
    def __repr__(self) -> str:
        shown = (f"{name}{value!r}" for name, value in self._shown())
        return f"{type(self).__name__}({', '.join(shown)})"

    def _shown(self) -> Iterator[tuple[str, object]]:
        cls: Any = type(self)
        rest = dict(getattr(self, "__rest__", None) or {})
        for field in cls.__fields__:
            value = getattr(self, field, _MISSING)
            kept = rest.pop(cls.__wires__.get(field, field), _MISSING) is None
            if kept or value is not cls.__defaults__.get(field, _MISSING):
                yield f"{field}=", _Hidden() if field in cls.__secrets__ else value
        if rest:
            yield "**", rest

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        return ((name.rstrip("="), value) for name, value in self._shown())

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:
        """Show it in IPython."""
        with printer.group(4, f"{type(self).__name__}(", ")"):
            for place, (name, value) in enumerate(() if cycle else self._shown()):
                printer.text("," if place else "")
                printer.breakable(" " if place else "")
                printer.text(name)
                printer.pretty(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> Any:
        from .neighbours import core_schema

        return core_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: object) -> Any:
        from .neighbours import json_schema

        return json_schema(cls)
