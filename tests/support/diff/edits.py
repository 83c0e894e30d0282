"""Random edits: from a seed to cases, each a piece of a document before and after, and a program.

The program uses all that the piece offers, with every kind of value that the document allows: so it
fails if and only if something is gone, or is another type. It is spelled from the document alone.
"""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from .cases import Case, Part, listed, model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Schema = dict[str, Any]

VALUES: dict[str, tuple[str, ...]] = {
    "string": ("'a'",), "integer": ("1",), "number": ("1.5",), "null": ("None",),
}  # fmt: skip
TYPES = {"string": "str", "integer": "int", "number": "float", "null": "None"}
ATOMS: list[Schema] = [
    {"type": "string"},
    {"type": "integer"},
    {"type": "number"},
    {"type": ["string", "integer"]},
    listed({"type": "string"}),
    listed({"type": "integer"}),
    listed({"type": ["string", "integer"]}),
]
NAMES = ["colour", "size", "weight", "owner"]
STATES = ["live", "idle", "gone", "lost"]


@dataclass
class Piece:
    """The edited part: a method with its arguments, its body and its result."""

    query: dict[str, Schema] = field(default_factory=dict[str, Schema])
    body: dict[str, Schema] = field(default_factory=dict[str, Schema])
    box: dict[str, Schema] = field(default_factory=dict[str, Schema])
    """The properties of a model that is an argument."""
    pet: dict[str, Schema] = field(default_factory=dict[str, Schema])
    """The properties of the model that is the result; None: the result is `atom`."""
    atom: Schema | None = None
    states: list[str] = field(default_factory=lambda: STATES[:2])
    required: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By the name of a group of these."""

    def needs(self, group: str) -> list[str]:
        """Return the required names of a group."""
        return [name for name in getattr(self, group) if name in self.required[group]]

    def part(self) -> Part:
        """Return the part of a document."""
        query = tuple(
            {"name": name, "in": "query", "schema": schema, "required": name in self.needs("query")}
            for name, schema in self.query.items()
        )
        needs = {group: " ".join(self.needs(group)) for group in _GROUPS}
        state = {"state": {"$ref": "TState"}}
        return Part(
            params=query,
            body={
                **self.body,
                "box": {"$ref": "TBox"},
                "state": {"$ref": "TState"},
                "required": f"{needs['body']} box",
            },
            result=self.atom or {"$ref": "TPet"},
            schemas={
                "Box": model(needs["box"], **self.box),
                "Pet": model(needs["pet"], **self.pet, **state),
                "State": {"type": "string", "enum": self.states},
            },
        )


_GROUPS = ("query", "body", "box", "pet")


def kinds(schema: Schema) -> list[str]:
    """Return the types that a schema names."""
    found: str | list[str] = schema["type"]
    return [found] if isinstance(found, str) else found


def values(schema: Schema) -> Iterator[str]:
    """Yield an expression for each kind of value that a schema allows."""
    for kind in kinds(schema):
        if kind == "array":
            yield from (f"[{value}]" for value in values(schema["items"]))
        else:
            yield from VALUES[kind]


def annotation(schema: Schema) -> str:
    """Return the annotation of a value."""
    if schema["type"] == "array":
        return f"list[{annotation(schema['items'])}]"
    return " | ".join(TYPES[kind] for kind in kinds(schema))


def program(piece: Piece) -> str:
    """Return a program that uses the whole part."""
    lines = [f"models.TState.{state.upper()}" for state in piece.states]
    box = _call("models.TBox", piece.box, piece.needs("box"))
    lines += box
    needed = {"box": box[0]}
    for group in ("query", "body"):
        members = getattr(piece, group)
        needed |= {name: next(values(members[name])) for name in piece.needs(group)}
    lines.append(_said("client.K.call", needed))
    for name, schema in {**piece.query, **piece.body}.items():
        lines += [_said("client.K.call", needed | {name: value}) for value in values(schema)]
    lines.append(_said("client.K.call", needed | {"state": f"models.TState.{STATES[0].upper()}"}))
    result = annotation(piece.atom) if piece.atom else "models.TPet"
    lines.append(f"found: {result} = {_said('client.K.call', needed)}")
    for name, schema in () if piece.atom else piece.pet.items():
        optional = "" if name in piece.needs("pet") else " | None"
        lines.append(f"{name}: {annotation(schema)}{optional} = found.{name}")
    return "\n".join(lines)


def _call(function: str, members: dict[str, Schema], needs: list[str]) -> list[str]:
    """Return the call with what must be given, then one for each value of each member."""
    needed = {name: next(values(members[name])) for name in needs}
    calls = [_said(function, needed)]
    for name, schema in members.items():
        calls += [_said(function, needed | {name: value}) for value in values(schema)]
    return calls


def _said(function: str, arguments: dict[str, str]) -> str:
    return f"{function}({', '.join(f'{name}={value}' for name, value in arguments.items())})"


# --- Edits ----------------------------------------------------------------------------------------


def drawn(source: random.Random) -> Piece:
    """Return a random part."""
    piece = Piece(atom=source.choice([None, None, source.choice(ATOMS)]))
    names = {"query": NAMES[:2], "body": NAMES[2:], "box": NAMES, "pet": NAMES}
    for group in _GROUPS:
        chosen = source.sample(names[group], source.randint(1, len(names[group])))
        getattr(piece, group).update({name: source.choice(ATOMS) for name in chosen})
        piece.required[group] = {name for name in chosen if source.random() < _OFTEN}
    piece.states = STATES[: source.randint(2, 3)]
    return piece


_OFTEN = 0.4


def _add(piece: Piece, group: str, source: random.Random) -> None:
    name = f"{group}_more"
    getattr(piece, group)[name] = source.choice(ATOMS)
    if source.random() < _OFTEN:
        piece.required[group].add(name)


def _remove(piece: Piece, group: str, source: random.Random) -> None:
    members = getattr(piece, group)
    members.pop(source.choice([*members]))


def _change(piece: Piece, group: str, source: random.Random) -> None:
    members = getattr(piece, group)
    members[source.choice([*members])] = source.choice(ATOMS)


def _toggle(piece: Piece, group: str, source: random.Random) -> None:
    piece.required[group] ^= {source.choice([*getattr(piece, group)])}


def _result(piece: Piece, _: str, source: random.Random) -> None:
    piece.atom = source.choice(ATOMS) if piece.atom else None


def _states(piece: Piece, _: str, source: random.Random) -> None:
    piece.states = STATES[: source.randint(1, len(STATES))]


_EDITS: list[Callable[[Piece, str, random.Random], None]] = [
    _add, _remove, _change, _change, _toggle, _result, _states,
]  # fmt: skip


def cases(seed: int, number: int) -> list[Case]:
    """Return this many random edits; the same seed gives the same edits."""
    source = random.Random(seed)  # noqa: S311 - a sample, not a secret
    found: list[Case] = []
    for index in range(number):
        old = drawn(source)
        new = deepcopy(old)
        source.choice(_EDITS)(new, source.choice(_GROUPS), source)
        letters = ascii_lowercase[index // 26] + ascii_lowercase[index % 26]
        found.append(Case(f"edit-{letters}", old.part(), new.part(), program(old)))
    return found
