"""The base of every model, and the few words that its straight-line decoder is made of.

A model's `decode` takes a JSON object and gives the model, or raises `Mismatch` at the
first thing that is not as documented, without saying where: looking for the place, and
for a lossless reading of it, is the work of `explain.py`, entered once and only then.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Literal,
    NoReturn,
    Self,
    TypeAlias,
    TypeVar,
    dataclass_transform,
)

from .shown import Shown, signature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from inspect import Signature

E = TypeVar("E", bound=Enum)
V = TypeVar("V")
Json: TypeAlias = Any
"""A JSON value: a dict, list, str, int, float, bool or None."""
JsonObject: TypeAlias = dict[str, Json]

ARRAY: Final[Any] = list
OBJECT: Final[Any] = dict
ABSENT: Final[Any] = object()
"""Stands for a member that an object does not have."""
NOWHERE: Final = object()
"""… and that is not at another place either."""
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
EMPTY: Final[Any] = MappingProxyType[str, Any]({})
"""The default of typed additional properties: a new dict for each model."""


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"
    """Not sent at all, where None means that null is sent."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


class Mismatch(Exception):  # never leaves the package, so not an error
    """A value is not as the document says. Caught by `explain.read`."""


REFUSALS: Final = (
    Mismatch,
    AttributeError,
    TypeError,
    LookupError,
    ValueError,
    OverflowError,
)
"""How a decoder leaves the straight line: by its word, or by Python's where no object stands,
a property is missing, or text has another form."""


@dataclass_transform(kw_only_default=True, eq_default=True)
class ModelType(type):
    """Makes slotted classes from annotations, forty times faster than `dataclass`.

    Import time is why: a large API has thousands of models.
    """

    __fields__: tuple[str, ...]
    """The attributes."""
    __defaults__: dict[str, Any]
    """The attributes that need not be given."""
    __keys__: frozenset[str]
    """The documented properties, as on the wire."""
    __wires__: Mapping[str, str]
    """The wire name of each attribute that is not named as on the wire."""
    __secrets__: tuple[str, ...]
    """The attributes that `repr` does not show."""
    __also_at__: Mapping[str, tuple[str, ...]]
    """Other places of a value, as JSON pointers from the body's root."""
    __additional__: str | None
    """The attribute that holds the additional properties, where they are typed."""

    def __new__(  # the keywords of a class statement
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        wires: Mapping[str, str] = _NOTHING,
        secrets: tuple[str, ...] = (),
        also_at: Mapping[str, tuple[str, ...]] = _NOTHING,
        additional: str | None = None,
    ) -> ModelType:
        if not any(isinstance(base, ModelType) for base in bases):
            return super().__new__(cls, name, bases, namespace)
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = {name: namespace.pop(name) for name in fields if name in namespace}
        namespace |= {
            "__slots__": fields,
            "__fields__": fields,
            "__defaults__": defaults,
            "__keys__": frozenset(wires.get(f, f) for f in fields if f != additional),
            "__wires__": wires,
            "__secrets__": secrets,
            "__also_at__": also_at,
            "__additional__": additional,
        }
        return super().__new__(cls, name, bases, namespace)

    @property
    def __signature__(cls: type[Any]) -> Signature:
        """The arguments that a model takes, for `help` and `inspect`."""
        return signature(cls)


class Model(Shown, metaclass=ModelType):
    """An object of the API, with one attribute per documented property."""

    __slots__ = ("__rest__", "__weakref__")

    __hash__: ClassVar[None]  # type: ignore[assignment]  # models are mutable

    def __init__(self, **values: Any) -> None:  # typed by the transform
        cls = type(self)
        if unknown := values.keys() - set(cls.__fields__):
            raise TypeError(f"{cls.__name__}() has no argument {min(unknown)!r}")
        values = {**cls.__defaults__, **values}
        for field in cls.__fields__:
            if field not in values:
                raise TypeError(f"{cls.__name__}() needs the argument {field!r}")
            setattr(self, field, {} if values[field] is EMPTY else values[field])
        self.__rest__ = None

    @classmethod
    def decode(cls, data: JsonObject) -> Self:
        """Read a JSON object exactly as documented, or raise `Mismatch`."""
        raise NotImplementedError

    @classmethod
    def from_dict(cls, data: JsonObject) -> Self:
        """Read a JSON object.

        What can be read without loss is: numbers and booleans as text, `60.0` for an
        integer, null for an optional property, one object for a list of one.

        Raises:
            DecodeError: says where, what was expected and what was found.

        """
        from .decoding import read  # explain imports this module

        return read(cls.decode, data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read JSON text.

        Raises:
            DecodeError: if it is not JSON, or not an object as documented.

        """
        from .wire import loads  # wire imports this module

        return cls.from_dict(loads(text))

    def to_dict(self) -> JsonObject:
        """Return the JSON object, in the document's form."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Return the JSON text.

        Raises:
            ValueError: for NaN and infinities, which JSON cannot say.

        """
        from .wire import dumps  # wire imports this module

        return dumps(self.to_dict())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(other) is not type(self):
            return NotImplemented
        return self.__rest__ == other.__rest__ and all(
            getattr(self, field) == getattr(other, field)
            for field in type(self).__fields__
        )

    def __replace__(self, /, **changes: Any) -> Self:  # see __init__
        values = {field: getattr(self, field) for field in type(self).__fields__}
        copy = type(self)(**{**values, **changes})
        copy.__rest__ = self.__rest__
        return copy


def unknown_properties(model: Model) -> JsonObject:
    """Return what the API sent besides the documented properties of this object."""
    rest = model.__rest__ or {}
    known = type(model).__keys__
    return {name: value for name, value in rest.items() if name not in known}


def fail() -> NoReturn:
    """Leave the straight line."""
    raise Mismatch


def same(value: Json, *fixed: Json) -> bool:
    """Return whether a value is one of a few; `1` is neither `True` nor `1.0`."""
    return any(type(value) is type(each) and value == each for each in fixed)


def every(kind: type[V], values: Any) -> list[V]:
    """Return a list whose items are all of one plain type."""
    for value in values:
        if type(value) is not kind:
            raise Mismatch
    return [*values]


def absent(value: Json, key: str, nulls: JsonObject) -> Any:
    """Return None for an optional property that is missing or null; remember which."""
    if value is ABSENT:
        nulls[value] = None
    elif value is None:
        nulls[key] = value
    else:
        raise Mismatch


def unset_or_null(value: Json, nulls: JsonObject) -> Any:
    """Return None for a property that is null, and UNSET for one that is missing."""
    if value is None:
        return None
    if value is not ABSENT:
        raise Mismatch
    nulls[ABSENT] = None
    return UNSET


def moved_or_absent(value: Json, key: str, nulls: JsonObject) -> Any:
    """Do as `absent`, for a property that, when missing, may be at another place."""
    if value is NOWHERE:
        return None
    if value is ABSENT:
        raise Mismatch
    return absent(value, key, nulls)


def unknown(cls: type[Model], data: JsonObject, nulls: JsonObject) -> JsonObject | None:
    """Return what the attributes cannot tell: nulls and unknown properties."""
    if ABSENT in nulls:
        del nulls[ABSENT]
    elif len(data) == len(cls.__keys__):
        return nulls  # nothing is missing, so nothing is unknown
    if not cls.__keys__.issuperset(data):
        nulls.update((key, data[key]) for key in data if key not in cls.__keys__)
    return nulls or None


def only_nulls(nulls: JsonObject) -> JsonObject | None:
    """Do as `unknown` where additional properties have an attribute of their own."""
    nulls.pop(ABSENT, None)
    return nulls or None


_members: Final[dict[type[Enum], Mapping[Any, Any]]] = {}
"""The members of each enum, by value: on the class itself they take longer to find."""


def member(cls: type[E], value: V) -> E | V:
    """Return the member of an open enum, or the value itself where it is not known."""
    members = _members.get(cls) or _members.setdefault(cls, cls._value2member_map_)
    return members.get(value, value)  # type: ignore[no-any-return]
