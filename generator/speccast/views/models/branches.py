"""The cases of a union's decoder, from its branches.

The decoder distinguishes branches by JSON type. It distinguishes strings by format, and objects by
discriminator, by a property with a fixed value, by a required property that no other branch has,
and finally by similarity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import (
    Array,
    Declared,
    Discriminator,
    EnumType,
    Id,
    Literal,
    Map,
    Model,
    Ref,
    Scalar,
    Tag,
    Text,
    Tuple,
    Type,
)
from speccast.views.python import MODEL, RICH, TEXT, UNIONS, Speller
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DATA = Code("data")
_IS_OBJECT = code("type(data) is OBJECT", Import(MODEL, "OBJECT"))


class CaseView(Struct, frozen=True):
    """One branch: a condition and its result."""

    condition: Code
    result: Code
    untyped: bool = False
    """Whether the result has one of several types, so that it needs an annotation."""
    known: bool = False
    """Whether an earlier case has this annotation."""


class TagView(Struct, frozen=True):
    """The branches of a union that the value of a property distinguishes."""

    wire: Code
    cases: tuple[CaseView, ...]
    otherwise: Code | None
    """The result for other values; None if the following cases are tried."""
    open: bool = False
    """Whether an object with another value becomes an `UnknownMember`."""


class Branches(Struct):
    """The branches of one union, as the cases of its decoder."""

    speller: Speller
    index: Mapping[Id, Declared]
    branches: tuple[Type, ...]

    def cases(self, *, tagged: bool) -> tuple[tuple[CaseView, ...], tuple[CaseView, ...], CaseView]:
        """Return the cases before and after the tagged ones, and the final result."""
        models = [branch for branch in self.branches if self.model(branch)]
        rest = [branch for branch in self.branches if not self.model(branch)]
        texts = [branch for branch in rest if self.is_text(branch)]
        arrays = [branch for branch in rest if isinstance(branch, (Array, Tuple))]
        others = [b for b in rest if b not in texts and b not in arrays]
        opaque = [b for b in others if self.speller.guard(b, "data") is None]
        before = (
            *self.texts(texts),
            *(self.case(b) for b in others if b not in opaque and not isinstance(b, Map)),
            *self.arrays(arrays),
        )
        maps = [branch for branch in others if isinstance(branch, Map)]
        after = tuple(self.objects([] if tagged else models, maps))
        if not opaque:
            return before, after, CaseView(Code(""), self.speller.fail)
        result, untyped = (
            self.speller.convert(opaque[0], "data"),
            self.speller.needs_no_conversion(opaque[0]),
        )
        return before, after, CaseView(Code(""), result, untyped)

    @property
    def has_map(self) -> bool:
        """Whether a branch allows any object."""
        return any(isinstance(branch, Map) for branch in self.branches)

    @property
    def takes_any_object(self) -> bool:
        """Whether a branch allows any object."""
        others = [b for b in self.branches if not self.model(b) and not self.is_text(b)]
        return self.has_map or any(self.speller.guard(b, "data") is None for b in others)

    def model(self, type_: Type) -> Model | None:
        """Return the model of a branch, if it is one."""
        declared = self.index[type_.id] if isinstance(type_, Ref) else None
        return declared if isinstance(declared, Model) else None

    def is_text(self, type_: Type) -> bool:
        """Return whether a branch is text on the wire."""
        if isinstance(type_, Ref):
            declared = self.index[type_.id]
            return isinstance(declared, EnumType) and declared.scalar is Scalar.STR
        return type_ is Scalar.STR or type_ in RICH

    def case(self, type_: Type) -> CaseView:
        """Return the case of a branch that its JSON type identifies."""
        guard = self.speller.guard(type_, "data") or Code("True")
        result = self.speller.convert(type_, "data")
        untyped = self.speller.needs_no_conversion(type_) and not isinstance(type_, Scalar)
        return CaseView(guard, result, untyped)

    def texts(self, branches: list[Type]) -> Iterable[CaseView]:
        """Return the case of all branches that are text: enums, formats, plain text."""
        if not branches:
            return
        enums = [branch for branch in branches if isinstance(branch, Ref)]
        rich = [branch for branch in branches if isinstance(branch, Scalar) and branch in RICH]
        condition = Code("type(data) is str")
        spell = self.speller
        classes = [spell.in_models(spell.classes[enum.id]) for enum in enums]
        members = [spell.call(MODEL, "member", each, _DATA) for each in classes]
        for each, member in list(zip(classes, members, strict=True))[: None if rich else -1]:
            known = spell.call(UNIONS, "is_member", each, _DATA)
            yield CaseView(code("{text} and {known}", text=condition, known=known), member)
        if rich:
            word = "first_text" if enums or Scalar.STR in branches else "only_text"
            readers = (spell.helper(Import(TEXT, RICH[branch].reader)) for branch in rich)
            yield CaseView(condition, spell.call(UNIONS, word, _DATA, *readers), untyped=True)
        elif members:
            yield CaseView(condition, members[-1])
        else:
            yield CaseView(condition, _DATA)

    def arrays(self, branches: Sequence[Type]) -> Iterable[CaseView]:
        """Iterate the cases of arrays: tuples by their length, other arrays by trial."""
        if len(branches) == 1 or _by_length(branches):
            yield from map(self.case, branches)
        elif branches:
            trials = [self.speller.decode(branch, "v") for branch in branches]
            is_array = code("type(data) is ARRAY", Import(MODEL, "ARRAY"))
            yield CaseView(is_array, self._first_of(trials), untyped=True)

    def objects(self, branches: list[Type], maps: Sequence[Type]) -> Iterable[CaseView]:
        """Iterate the cases of models and maps without a discriminator."""
        if len(branches) + len(maps) == 1:
            yield self.case(*branches, *maps)
        elif maps:
            trials = [self.speller.decode(b, "v") for b in maps]
            if len(branches) == 1:
                trials.insert(0, self.speller.decode(branches[0], "v"))
            elif branches:
                trials.insert(0, self.fit(branches, "v"))
            yield CaseView(_IS_OBJECT, self._first_of(trials), untyped=True)
        elif branches:
            for branch, wire in _signatures(branches, self.models(branches)):
                yield CaseView(
                    code("{object} and {wire} in data", object=_IS_OBJECT, wire=literal(wire)),
                    self.speller.convert(branch, "data"),
                )
            yield CaseView(_IS_OBJECT, self.fit(branches, "data"), untyped=True)

    def fit(self, branches: list[Type], argument: str) -> Code:
        """Return the code that decodes an object as the most similar of several models."""
        classes = (self.speller.classes[model.id] for model in self.models(branches))
        names = map(self.speller.in_models, classes)
        return self.speller.call(UNIONS, "best_fit", Code(argument), *names)

    def _first_of(self, trials: Iterable[Code]) -> Code:
        """Return the code that decodes a value with the first decoder that accepts it."""
        ways = (code("lambda v: {it}", it=trial) for trial in trials)
        return self.speller.call(UNIONS, "first_of", _DATA, *ways)

    def models(self, branches: Iterable[Type]) -> list[Model]:
        """Return the models among some branches."""
        return [model for branch in branches if (model := self.model(branch))]

    def discriminated(self, discriminator: Discriminator) -> TagView:
        """Return the branches for the values of a discriminator."""
        wire, mapping = discriminator.wire, discriminator.mapping
        if discriminator.otherwise is not None:
            return self.tag(wire, mapping, self.speller.convert(discriminator.otherwise, "data"))
        if self.takes_any_object:
            return self.tag(wire, mapping, None if self.has_map else self.speller.fail)
        unknown = self.speller.call(UNIONS, "unknown_member", _DATA, literal(wire))
        return replace(self.tag(wire, mapping, unknown), open=True)

    def tag(self, wire: Text, pairs: Iterable[tuple[Tag, Type]], otherwise: Code | None) -> TagView:
        """Return the branches for the values of a property."""
        by_result: dict[Code, list[Code]] = {}
        for value, type_ in pairs:
            by_result.setdefault(self.speller.convert(type_, "data"), []).append(literal(value))
        cases = (CaseView(join(" | ", values), result) for result, values in by_result.items())
        return TagView(literal(wire), tuple(cases), otherwise)

    def fixed_tag(self) -> TagView | None:
        """Return the branches for the fixed values of a required property, if they all differ."""
        models = self.models(self.branches)
        if len(models) < 2 or self.has_map:  # noqa: PLR2004 - one alone needs no tag, and a map may have any property
            return None
        candidates = [
            {
                p.wire: p.type.values
                for p in model.properties
                if p.required and isinstance(p.type, Literal)
            }
            for model in models
        ]
        for wire in candidates[0]:
            values = [found.get(wire, ()) for found in candidates]
            flat = [value for group in values for value in group]
            if (
                all(values)
                and len(set(flat)) == len(flat)
                and all(isinstance(v, (Text, int)) for v in flat)
            ):
                pairs = [
                    (value, Ref(model.id))
                    for group, model in zip(values, models, strict=True)
                    for value in group
                    if isinstance(value, (Text, int))
                ]
                return self.tag(wire, pairs, self.speller.fail)
        return None


def _by_length(branches: Sequence[Type]) -> bool:
    """Return whether branches are tuples of different lengths, with only the longest one open."""
    tuples = [branch for branch in branches if isinstance(branch, Tuple)]
    lengths = [len(each.items) for each in tuples]
    longest = max(lengths, default=0)
    return (
        len(tuples) == len(branches)
        and len({*lengths}) == len(lengths)
        and all(each.rest is None or len(each.items) == longest for each in tuples)
    )


def _signatures(branches: list[Type], models: list[Model]) -> Iterable[tuple[Type, Text]]:
    """Iterate the branches with a required property that no other branch has."""
    for branch, model in zip(branches, models, strict=True):
        others = {p.wire for other in models if other is not model for p in other.properties}
        for property_ in model.properties:
            if property_.required and property_.wire not in others:
                yield branch, property_.wire
                break
