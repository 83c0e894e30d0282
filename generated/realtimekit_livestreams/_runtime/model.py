"""The base class of models, and the functions that their decoders call.

`decode` reads a JSON object, or raises `Mismatch` at the first value that is not as
documented. Then `decoding.py` reads the object again, converts values where that is
possible without loss, and raises an error with the path of the value otherwise.
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
"""The placeholder of a member that an object does not have."""
NOWHERE: Final = object()
"""The placeholder of a member that is at none of its locations."""
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
EMPTY: Final[Any] = MappingProxyType[str, Any]({})
"""The default of typed additional properties; each model has a new dict."""


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"
    """The property is not sent, while None is sent as null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


class Mismatch(Exception):  # caught within the package, so not in `errors`
    """A value is not as documented. Caught by `decoding.read`."""


REFUSALS: Final = (
    Mismatch,
    AttributeError,
    TypeError,
    LookupError,
    ValueError,
    OverflowError,
)
"""The errors of a decoder: `Mismatch`, and Python's own for a value that is not an object,
a missing property, or malformed text."""


@dataclass_transform(kw_only_default=True, eq_default=True)
class ModelType(type):
    """The metaclass of models. It makes slotted classes faster than `dataclass`."""

    __fields__: tuple[str, ...]
    """The attributes."""
    __defaults__: dict[str, Any]
    """The defaults of optional attributes."""
    __keys__: frozenset[str]
    """The JSON names of the documented properties."""
    __json_names__: Mapping[str, str]
    """The JSON names of attributes that have another name."""
    __secrets__: tuple[str, ...]
    """The attributes that `repr` does not show."""
    __also_at__: Mapping[str, tuple[str, ...]]
    """Other locations of a value, as JSON pointers from the root of the body."""
    __additional__: str | None
    """The attribute with the additional properties, if they are typed."""

    def __new__(  # the keywords of a class statement
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        json_names: Mapping[str, str] = _NOTHING,
        secrets: tuple[str, ...] = (),
        also_at: Mapping[str, tuple[str, ...]] = _NOTHING,
        additional: str | None = None,
    ) -> ModelType:
        if not any(isinstance(base, ModelType) for base in bases):
            return super().__new__(cls, name, bases, namespace)
        names, fields = json_names, tuple(namespace.get("__annotations__", ()))
        defaults = {name: namespace.pop(name) for name in fields if name in namespace}
        namespace |= {
            "__slots__": fields,
            "__fields__": fields,
            "__defaults__": defaults,
            "__keys__": frozenset(names.get(f, f) for f in fields if f != additional),
            "__json_names__": json_names,
            "__secrets__": secrets,
            "__also_at__": also_at,
            "__additional__": additional,
        }
        return super().__new__(cls, name, bases, namespace)

    @property
    def __signature__(cls: type[Any]) -> Signature:
        """The arguments of a model, for `help` and `inspect`."""
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

        Converts without loss: numbers and booleans in text, `60.0` to an integer, null
        for an optional property, one object to a list of one.

        Raises:
            DecodeError: with the path, and the expected and the found value.

        """
        from .decoding import read  # it imports this module

        return read(cls.decode, data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read JSON text.

        Raises:
            DecodeError: if it is not JSON, or not an object as documented.

        """
        from .wire import loads  # it imports this module

        return cls.from_dict(loads(text))

    def to_dict(self) -> JsonObject:
        """Return the JSON object, in the document's form."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Return the JSON text.

        Raises:
            ValueError: for NaN and infinities, which JSON does not have.

        """
        from .wire import dumps  # it imports this module

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
    """Return the undocumented properties that the API sent in this object."""
    rest = model.__rest__ or {}
    known = type(model).__keys__
    return {name: value for name, value in rest.items() if name not in known}


def fail() -> NoReturn:
    """Raise `Mismatch`, within an expression."""
    raise Mismatch


def is_one_of(value: Json, *fixed: Json) -> bool:
    """Return whether a value is one of these; `1` is neither `True` nor `1.0`."""
    return any(type(value) is type(each) and value == each for each in fixed)


def absent(value: Json, key: str, nulls: JsonObject) -> Any:
    """Return None for an optional property that is missing or null, and record it."""
    if value is ABSENT:
        nulls[value] = None
    elif value is None:
        nulls[key] = value
    else:
        raise Mismatch


def moved_or_absent(value: Json, key: str, nulls: JsonObject) -> Any:
    """Return the same as `absent`, for a property that may be at another location."""
    if value is NOWHERE:
        return None
    if value is ABSENT:
        raise Mismatch
    return absent(value, key, nulls)


def unknown(cls: type[Model], data: JsonObject, nulls: JsonObject) -> JsonObject | None:
    """Return the JSON that no attribute holds: nulls and unknown properties."""
    if ABSENT in nulls:
        del nulls[ABSENT]
    elif len(data) == len(cls.__keys__):
        return nulls  # nothing is missing, so nothing is unknown
    if not cls.__keys__.issuperset(data):
        nulls.update((key, data[key]) for key in data if key not in cls.__keys__)
    return nulls or None


_members: Final[dict[type[Enum], Mapping[Any, Any]]] = {}
"""The members of each enum by value, which is faster than a look-up on the class."""


def member(cls: type[E], value: V) -> E | V:
    """Return the member of an open enum, or the value itself if it is unknown."""
    members = _members.get(cls) or _members.setdefault(cls, cls._value2member_map_)
    return members.get(value, value)  # type: ignore[no-any-return]
