"""The View of a union's or alias's module: a type alias and its decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import Alias, Declared, Discriminator, Id, Union
from speccast.views.models.branches import Branches, CaseView, TagView
from speccast.views.prose import model_prose
from speccast.views.python import MODEL, UNIONS, Speller
from speccast.views.python.code import Code, Import, alternatives, code, join
from speccast.views.python.docstrings import docstring
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.names import Names


_UNKNOWN: Final = Import(UNIONS, "UnknownMember", typing_only=True)


class UnionView(Struct, frozen=True):
    """`templates/union.py.jinja`: a type alias with its decoder."""

    name: Code
    decoder: Code
    docstring: Code
    annotation: Code
    members: Code
    """The annotation without the tag for run time."""
    deferred: bool
    """Whether the alias is deferred (`deferred.py`), so that the annotation is in quotes."""
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
    deferred: bool,
) -> UnionView:
    """Return the View of a union's module; for `deferred` see `deferred.py`."""
    branches = union.branches if isinstance(union, Union) else (union.type,)
    discriminator = union.discriminator if isinstance(union, Union) else None
    maker = Branches(speller, index, branches)
    annotation = alternatives(map(replace(speller, quoted=deferred).annotation, branches))
    tag = maker.discriminated(discriminator) if discriminator else maker.fixed_tag()
    if tag and tag.open:
        annotation = alternatives([annotation, Code("UnknownMember", frozenset({_UNKNOWN}))])
    members = annotation
    if tag and discriminator and not deferred:  # a deferred alias is replaced at run time
        annotation = _tagged(annotation, discriminator, tag, speller)
    before, after, otherwise = _once(*maker.cases(tagged=tag is not None))
    if deferred:
        annotation = Code(literal(annotation.text).text, annotation.imports)
    else:
        annotation = Code(annotation.text, _at_run_time(annotation.imports))
    name = names.classes[union.id]
    view = UnionView(
        name=Code(name),
        decoder=Code(f"decode_{names.modules[union.id]}"),
        docstring=docstring(model_prose(union.doc, name), 0),
        annotation=annotation,
        members=members,
        deferred=deferred,
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
    """Keep the annotation only in the first of the untyped cases."""
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
        parts += [view.tag.otherwise] if view.tag.otherwise else []
    if view.deferred:
        extra |= {Import("typing", name) for name in ("Annotated", "Any", "TYPE_CHECKING")}
    return frozenset(extra).union(*(part.imports for part in parts))


def _at_run_time(imports: Iterable[Import]) -> frozenset[Import]:
    return frozenset(replace(needed, typing_only=False) for needed in imports)


def _tagged(annotation: Code, discriminator: Discriminator, tag: TagView, speller: Speller) -> Code:
    """Return an annotation with the discriminator, which the lenient decoder evaluates."""
    members = join(
        ", ",
        (code("{k}: {v}", k=literal(k), v=speller.annotation(v)) for k, v in discriminator.mapping),
    )
    other = Code("None")
    if discriminator.otherwise is not None:
        other = speller.annotation(discriminator.otherwise)
    return code(
        "Annotated[{it}, Tagged({wire}, {{{members}}}{other})]",
        Import("typing", "Annotated"),
        Import(UNIONS, "Tagged"),
        it=annotation,
        wire=literal(discriminator.wire),
        members=members,
        other=Code("") if tag.open else code(", {other}", other=other),
    )
