"""From a union or alias of the `ir` to the View of its module: a type alias and its decoder.

The decoder tells the branches apart on a straight line: first by JSON type, then text by its form,
objects by discriminator, by a fixed value, by a property that only one of them requires, and at
last by likeness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import (
    Alias,
    Array,
    Declared,
    EnumType,
    Id,
    Literal,
    Map,
    Model,
    Ref,
    Scalar,
    Text,
    Tuple,
    Type,
    Union,
)
from speccast.python import FAIL, MODEL, MODELS, RICH, TEXT, UNIONS, Speller
from speccast.source import Code, Import, alternatives, code, docstring, join, literal
from speccast.views.prose import model_prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speccast.names import Names


_IS_OBJECT = code("type(data) is OBJECT", Import(MODEL, "OBJECT"))


class CaseView(Struct, frozen=True):
    """One branch: a condition and what is returned under it."""

    condition: Code
    result: Code
    untyped: bool = False
    """The result is of one of several types, which only an annotation can tell."""
    known: bool = False
    """… and the annotation has been given before."""


class TagView(Struct, frozen=True):
    """The branches of a union that a property tells apart."""

    wire: Code
    cases: tuple[CaseView, ...]
    only: bool
    """No object of another kind is a branch."""


class UnionView(Struct, frozen=True):
    """`templates/union.py.jinja`: a type alias with its decoder."""

    name: Code
    decoder: Code
    docstring: Code
    annotation: Code
    late: bool
    """Only type checkers can have the alias whole: it contains itself, or far too much.

    Then the annotation stands in quotes.
    """
    before: tuple[CaseView, ...]
    tag: TagView | None
    after: tuple[CaseView, ...]
    otherwise: CaseView
    needs: frozenset[Import]


def union_view(
    union: Union | Alias,
    index: Mapping[Id, Declared],
    names: Names,
    speller: Speller,
    *,
    late: bool,
) -> UnionView:
    """Return the View of a union's module; `late` if Python cannot build it (`late.py`)."""
    branches = union.branches if isinstance(union, Union) else (union.type,)
    discriminator = union.discriminator if isinstance(union, Union) else None
    maker = _Decoder(speller, index, branches)
    annotation = alternatives(map(replace(speller, quoted=late).annotation, branches))
    tag = None
    if discriminator:
        pairs = tuple((wire, type_) for wire, type_ in discriminator.mapping)
        tag = maker.tag(discriminator.wire, pairs)
        if not late:  # the note is for run time
            annotation = _tagged(annotation, discriminator.wire, pairs, speller)
    else:
        tag = maker.fixed_tag()
    before, after, otherwise = _once(*maker.cases(tagged=tag is not None))
    if late:
        annotation = Code(literal(annotation.text).text, annotation.imports)
    else:
        annotation = Code(annotation.text, _at_run_time(annotation.imports))
    name = names.classes[union.id]
    view = UnionView(
        name=Code(name),
        decoder=Code(f"decode_{names.modules[union.id]}"),
        docstring=docstring(model_prose(union.doc, name), 0),
        annotation=annotation,
        late=late,
        before=before,
        tag=tag,
        after=after,
        otherwise=otherwise,
        needs=frozenset(),
    )
    return replace(view, needs=_needs(view))


def _once(
    before: tuple[CaseView, ...], after: tuple[CaseView, ...], last: CaseView
) -> tuple[tuple[CaseView, ...], tuple[CaseView, ...], CaseView]:
    """Have only the first of the untyped cases give the annotation."""
    first = next((case for case in (*before, *after, last) if case.untyped), None)

    def marked(case: CaseView) -> CaseView:
        return case if case is first else replace(case, known=True)

    return tuple(map(marked, before)), tuple(map(marked, after)), marked(last)


def _needs(view: UnionView) -> frozenset[Import]:
    parts = [view.annotation]
    cases = (*view.before, *view.after, view.otherwise)
    for case in (*cases, *(view.tag.cases if view.tag else ())):
        parts += [case.condition, case.result]
    extra = {
        Import("typing", "TypeAlias"),
        Import(MODEL, "Json", typing_only=True),
    }
    if view.tag:
        extra.add(Import(MODEL, "OBJECT"))
    if view.late:
        extra |= {Import("typing", "Annotated"), Import("typing", "Any")}
    return frozenset(extra).union(*(part.imports for part in parts))


def _at_run_time(imports: Iterable[Import]) -> frozenset[Import]:
    return frozenset(replace(needed, typing_only=False) for needed in imports)


def _tagged(
    annotation: Code, wire: Text, pairs: tuple[tuple[Text, Type], ...], speller: Speller
) -> Code:
    members = join(
        ", ",
        (code("{k}: {v}", k=literal(k), v=speller.annotation(v)) for k, v in pairs),
    )
    return code(
        "Annotated[{it}, Tagged({wire}, {{{members}}})]",
        Import("typing", "Annotated"),
        Import(UNIONS, "Tagged"),
        it=annotation,
        wire=literal(wire),
        members=members,
    )


class _Decoder(Struct):
    """Makes the cases of one union's decoder."""

    speller: Speller
    index: Mapping[Id, Declared]
    branches: tuple[Type, ...]

    def cases(self, *, tagged: bool) -> tuple[tuple[CaseView, ...], tuple[CaseView, ...], CaseView]:
        """Return the cases before and after the tagged ones, and what is returned at last."""
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
        result = self.speller.convert(opaque[0], "data") if opaque else FAIL
        return before, after, CaseView(Code(""), result, untyped=result.text == "data")

    @property
    def has_map(self) -> bool:
        """Whether any object at all may be a branch."""
        return any(isinstance(branch, Map) for branch in self.branches)

    def model(self, type_: Type) -> Model | None:
        """Return the model that a branch is, if it is one."""
        declared = self.index[type_.id] if isinstance(type_, Ref) else None
        return declared if isinstance(declared, Model) else None

    def is_text(self, type_: Type) -> bool:
        """Tell whether a branch is text on the wire."""
        if isinstance(type_, Ref):
            declared = self.index[type_.id]
            return isinstance(declared, EnumType) and isinstance(declared.values[0].value, Text)
        return type_ is Scalar.STR or type_ in RICH

    def case(self, type_: Type) -> CaseView:
        """Return the case of a branch that its JSON type tells."""
        guard = self.speller.guard(type_, "data") or Code("True")
        result = self.speller.convert(type_, "data")
        untyped = result.text == "data" and not (isinstance(type_, Scalar))
        return CaseView(guard, result, untyped)

    def texts(self, branches: list[Type]) -> Iterable[CaseView]:
        """Return the case of all branches that are text: enums, rich forms, plain text."""
        if not branches:
            return
        enums = [branch for branch in branches if isinstance(branch, Ref)]
        rich = [branch for branch in branches if isinstance(branch, Scalar) and branch in RICH]
        condition = Code("type(data) is str")
        names = [self.speller.classes[enum.id] for enum in enums]
        for name in names[:-1] if not rich else names:
            known = Import(UNIONS, "known")
            member = Import(MODEL, "member")
            yield CaseView(
                code(
                    "{is_text} and known(models.{name}, data)",
                    known,
                    MODELS,
                    is_text=condition,
                    name=Code(name),
                ),
                code("member(models.{name}, data)", member, MODELS, name=Code(name)),
            )
        if rich:
            word = "first_text" if enums or Scalar.STR in branches else "only_text"
            readers = join(", ", (_reader(RICH[branch].reader) for branch in rich))
            result = code(f"{word}(data, {{readers}})", Import(UNIONS, word), readers=readers)
            yield CaseView(condition, result, untyped=True)
        elif names:
            yield CaseView(
                condition,
                code(
                    "member(models.{name}, data)",
                    Import(MODEL, "member"),
                    MODELS,
                    name=Code(names[-1]),
                ),
            )
        else:
            yield CaseView(condition, Code("data"))

    def arrays(self, branches: Sequence[Type]) -> Iterable[CaseView]:
        """Return the cases of arrays: one by its JSON type, several by trial."""
        if len(branches) == 1:
            yield self.case(branches[0])
        elif branches:
            trials = [self.speller.decode(branch, "v") for branch in branches]
            is_array = code("type(data) is ARRAY", Import(MODEL, "ARRAY"))
            yield CaseView(is_array, _first_of(trials), untyped=True)

    def objects(self, branches: list[Type], maps: Sequence[Type]) -> Iterable[CaseView]:
        """Return the cases of models and maps that nothing in the document tells apart."""
        if len(branches) + len(maps) == 1:
            yield self.case(*branches, *maps)
        elif maps:
            trials = [self.speller.decode(b, "v") for b in maps]
            if len(branches) == 1:
                trials.insert(0, self.speller.decode(branches[0], "v"))
            elif branches:
                trials.insert(0, self.fit(branches, "v"))
            yield CaseView(_IS_OBJECT, _first_of(trials), untyped=True)
        elif branches:
            for branch, wire in _signatures(branches, self.models(branches)):
                yield CaseView(
                    code("{object} and {wire} in data", object=_IS_OBJECT, wire=literal(wire)),
                    self.speller.convert(branch, "data"),
                )
            yield CaseView(_IS_OBJECT, self.fit(branches, "data"), untyped=True)

    def fit(self, branches: list[Type], argument: str) -> Code:
        """Return what reads an object as the likeliest of several models."""
        classes = (self.speller.classes[model.id] for model in self.models(branches))
        names = join(", ", (Code(f"models.{name}") for name in classes))
        return code(f"fit({argument}, {{names}})", Import(UNIONS, "fit"), MODELS, names=names)

    def models(self, branches: Iterable[Type]) -> list[Model]:
        """Return the models among some branches."""
        return [model for branch in branches if (model := self.model(branch))]

    def tag(self, wire: Text, pairs: Iterable[tuple[Text, Type]]) -> TagView:
        """Return the branches by the values of a property."""
        by_result: dict[str, tuple[Code, list[Code]]] = {}
        for value, type_ in pairs:
            result = self.speller.convert(type_, "data")
            by_result.setdefault(result.text, (result, []))[1].append(literal(value))
        cases = (CaseView(join(" | ", values), result) for result, values in by_result.values())
        return TagView(literal(wire), tuple(cases), only=not self.has_map)

    def fixed_tag(self) -> TagView | None:
        """Return the branches by a required property that has another fixed value in each."""
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
                and all(isinstance(v, Text) for v in flat)
            ):
                pairs = [
                    (value, Ref(model.id))
                    for group, model in zip(values, models, strict=True)
                    for value in group
                    if isinstance(value, Text)
                ]
                return self.tag(wire, pairs)
        return None


def _first_of(trials: Iterable[Code]) -> Code:
    """Return what reads a value in the first way that takes it."""
    ways = join(", ", (code("lambda v: {it}", it=trial) for trial in trials))
    return code("first_of(data, {ways})", Import(UNIONS, "first_of"), ways=ways)


def _reader(name: str) -> Code:
    return Code(name, frozenset({Import(TEXT, name)}))


def _signatures(branches: list[Type], models: list[Model]) -> Iterable[tuple[Type, Text]]:
    """Return the branches that a property tells: no other knows it, and this one requires it."""
    for branch, model in zip(branches, models, strict=True):
        others = {p.wire for other in models if other is not model for p in other.properties}
        for property_ in model.properties:
            if property_.required and property_.wire not in others:
                yield branch, property_.wire
                break
