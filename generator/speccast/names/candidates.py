"""The candidates for each kind of name, from the simplest to the most specific.

They depend only on the thing itself, never on others in its namespace, so that additions to the
document do not change them. First come the proposals, then words that usually distinguish things,
then the signs, capitals and non-ASCII letters of the text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from speccast import ir
from speccast.names.reserved import KEYWORDS
from speccast.names.words import (
    ARGUMENT,
    ATTRIBUTE,
    LONGEST,
    MEMBER,
    METHOD,
    PASCAL,
    Style,
    case_word,
    described,
    plain,
    spelled,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

_KINDS = {ir.Model: "Object", ir.EnumType: "Enum", ir.Union: "Union", ir.Alias: "Type"}
_USAGES = {ir.Usage.SENT: ("Request",), ir.Usage.RECEIVED: ("Response",), ir.Usage.BOTH: ()}

_BRANCH = re.compile(r"/(?:oneOf|anyOf)/\d+$")
_COMMON = {"type", "kind", "object", "id", "name"}
"""Properties that are too common to distinguish models."""


def proposal_text(proposal: ir.Proposal) -> str:
    """Return the words of a proposal as one text."""
    return "_".join(text.value for text in proposal.words)


def proposal_words(proposal: ir.Proposal) -> list[str]:
    """Return the words of a proposal; a word that the next part repeats is used once."""
    found: list[str] = []
    for text in proposal.words:
        found += plain(text.value)
    return [
        word
        for index, word in enumerate(found)
        if not index or word.lower() != found[index - 1].lower() or word.isdigit()
    ]


def _safe(name: str, reserved: AbstractSet[str]) -> str:
    """Return the name, with an underscore if it is reserved, as in PEP 8."""
    return f"{name}_" if name in reserved else name


def _literal_candidates(text: str, style: Style, reserved: AbstractSet[str]) -> Iterator[str]:
    """Yield candidates with the signs, letters and capitals of a text, or a hash of a long one."""
    parts, simple = spelled(text), plain(text)
    twin = unicodedata.normalize("NFKC", text) != text
    yield _safe(style.write(parts), reserved)
    yield _safe(style.write(described(text) if twin else simple), reserved)
    yield _safe(style.write([*simple, *filter(None, [case_word(text)])]), reserved)
    if len(style.join(parts)) > LONGEST:
        yield _safe(style.ending(simple), reserved)
        yield style.marked(text, simple)
    else:
        yield _safe(style.write(simple if text.isascii() else described(text)), reserved)


def text_candidates(text: str, style: Style, reserved: AbstractSet[str]) -> Iterator[str]:
    """Yield the candidates for a thing that has only one text."""
    yield _safe(style.write(plain(text)), reserved)
    yield from _literal_candidates(text, style, reserved)


def attribute_candidates(wire: str, reserved: AbstractSet[str]) -> Iterator[str]:
    """Yield the candidates for a property of a model."""
    return text_candidates(wire, ATTRIBUTE, reserved)


def member_candidates(
    value: ir.EnumValue, prefix: str, reserved: AbstractSet[str]
) -> Iterator[str]:
    """Yield the candidates for a value of an enum: its name, if it has one, then its value."""
    style = replace(MEMBER, prefix=prefix)
    if value.name is not None:
        yield _safe(style.write(plain(value.name.value)), reserved)
    text = value.value.value if isinstance(value.value, ir.Text) else str(value.value)
    yield from text_candidates(text, style, reserved)


def argument_candidates(wire: str, place: str, reserved: AbstractSet[str]) -> Iterator[str]:
    """Yield the candidates for an argument: its name, then its location, then the literal text."""
    parts = plain(wire)
    name = ARGUMENT.write(parts)
    with_place = ARGUMENT.write([*parts, place])
    yield with_place if name in reserved - KEYWORDS else _safe(name, reserved)
    yield with_place
    yield from (
        f"{candidate}_{place}"[:LONGEST]
        for candidate in _literal_candidates(wire, ARGUMENT, frozenset())
    )


def proposal_candidates(
    proposals: Sequence[ir.Proposal], last: str, style: Style, reserved: AbstractSet[str]
) -> Iterator[str]:
    """Yield the candidates for a thing: its proposals, then the first one with another word."""
    for proposal in proposals:
        yield _safe(style.write(proposal_words(proposal)), reserved)
    text = proposal_text(proposals[0]) if proposals else ""
    yield _safe(style.write([*plain(text), *plain(last)]), reserved)
    yield from _literal_candidates(text, style, reserved)


def method_candidates(operation: ir.Operation, reserved: AbstractSet[str]) -> Iterator[str]:
    """Yield the candidates for an operation: its proposals, the HTTP method, words of the path."""
    path = _path_words(operation.path.value)
    verb = operation.method.lower()
    named = [proposal_words(proposal) for proposal in operation.proposals] or [[verb, *path]]
    best = named[0]
    for parts in (*named, [*best, verb], [*best, *path], [*best, verb, *path]):
        yield _safe(METHOD.write(parts), reserved)
    text = proposal_text(operation.proposals[0]) if operation.proposals else operation.path.value
    yield from _literal_candidates(text, METHOD, reserved)


def _path_words(path: str) -> list[str]:
    """Return the words of a path template, parameters as `by …`."""
    found: list[str] = []
    for part in path.strip("/").split("/"):
        if part.startswith("{"):
            found += ["by", *words(part)]
        else:
            found += words(part)
    return found


class ClassContext(Struct, frozen=True):
    """The context of a declared thing, in words."""

    owner: Sequence[str]
    """Its owner, and the properties that lead to it."""
    media: Sequence[str]
    """Its media type, if that is unusual."""
    is_operation: bool
    """Whether the owner is an operation."""


def class_candidates(
    thing: ir.Declared, count: int, place: ClassContext, reserved: AbstractSet[str]
) -> Iterator[str]:
    """Yield the candidates for a declared thing: its proposals, members, usage, kind, context."""
    kind = _KINDS[type(thing)]

    def write(parts: Sequence[str], *more: str) -> str:
        repeats = parts[-1].lower() == "".join(more).lower()
        name = PASCAL.write([*parts, *(() if repeats else more)])
        return PASCAL.write([*parts, *more, kind]) if name in reserved else name

    named = [proposal_words(proposal) for proposal in thing.proposals] or [["Unnamed"]]
    best, longest = named[0], named[-1]
    usage = () if isinstance(thing, ir.Union | ir.Alias) else _USAGES[thing.usage]
    for index in range(count):
        yield write(named[min(index, len(named) - 1)])
    if thing.id.role:
        yield write(best, *usage)
    for parts in _distinguishing(thing):
        yield write(best, *parts)
        yield write(best, *parts, kind) if parts else write(best)
    yield write(place.owner if place.is_operation else best)
    for start in (best, longest):
        for parts in ((), usage, place.media, (kind,)):
            yield write(start, *parts)
    yield write(place.owner or best)
    text = proposal_text(thing.proposals[0]) if thing.proposals else ""
    for name in _literal_candidates(text, PASCAL, frozenset()):
        yield f"{name}{kind}"[:LONGEST] if name in reserved else name


def _distinguishing(thing: ir.Declared) -> Iterator[Sequence[str]]:
    """Yield words from the members of a thing: its tags, a property, or its first value."""
    if isinstance(thing, ir.EnumType):
        first = thing.values[0].value if thing.values else None
        yield _value_words(first.value) if isinstance(first, ir.Text) else ()
        return
    properties = thing.properties if isinstance(thing, ir.Model) else ()
    tags = [
        prop.type.values[0].value
        for prop in properties
        if isinstance(prop.type, ir.Literal)
        and len(prop.type.values) == 1
        and isinstance(prop.type.values[0], ir.Text)
    ]
    yield _value_words(tags[0]) if tags else ()
    yield _value_words(tags[-1]) if tags else ()
    yield [word for tag in tags for word in _value_words(tag)]
    own = [prop for prop in properties if prop.wire.value not in _COMMON]
    own = [prop for prop in own if prop.required] or own
    yield plain(own[-1].wire.value) if own and _is_branch(thing.id) else ()


def _is_branch(id_: ir.Id) -> bool:
    """Return whether a thing is a branch of a union."""
    return not id_.role and _BRANCH.search(id_.pointer) is not None


def _value_words(text: str) -> tuple[str, ...]:
    """Return the words of a value; a value in capitals is converted to lower case."""
    return plain(text.lower() if text.isupper() else text)
