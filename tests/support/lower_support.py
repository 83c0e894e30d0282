"""Documents for the lowering, and its results in a readable notation.

`lowered` takes a document, `of_schemas` only its schemas. Types are written `str`, `[Pet]` (array),
`{Pet}` (map), `Pet?` (or null), `(int, str, *any)` (tuple), `'cat'|'dog'` (fixed values) and, for
what is declared, by the first name that it suggests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import yaml

from speccast import ir
from speccast.lower import Settings, lower
from speccast.reading.diagnostics import Diagnostics
from speccast.reading.document import read
from speccast.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.reading.json_value import Json

Tree = dict[str, Any]


@dataclass(frozen=True)
class Lowered:
    """The result of the lowering, with methods to inspect it."""

    api: ir.Api
    found: Diagnostics

    @cached_property
    def declared(self) -> dict[ir.Id, ir.Declared]:
        """The declared types by id."""
        return {thing.id: thing for thing in self.api.declared}

    @cached_property
    def names(self) -> dict[str, ir.Declared]:
        """The declared types by their first suggested name."""
        return {name_of(thing): thing for thing in self.api.declared}

    @cached_property
    def operations(self) -> dict[str, ir.Operation]:
        """The operations, as `GET /pets`."""
        return {f"{entry.method} {entry.path.value}": entry for entry in self.api.operations}

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, as `lossy keyword-ignored`."""
        return [f"{entry.severity} {entry.code}" for entry in self.found.entries]

    def places(self, code: str) -> list[str]:
        """Return the places of the findings."""
        return [entry.pointer for entry in self.found.entries if entry.code == code]

    def model(self, name: str) -> dict[str, str]:
        """Return the properties of a model; required ones have a `!` behind the name."""
        thing = self.names[name]
        assert isinstance(thing, ir.Model)
        return self.properties(thing.properties)

    def properties(self, listed: Sequence[ir.Property]) -> dict[str, str]:
        """Return properties with their types."""
        return {
            entry.wire.value + ("!" if entry.required else ""): self.spell(entry.type)
            for entry in listed
        }

    def union(self, name: str) -> list[str]:
        """Return the branches of a union."""
        thing = self.names[name]
        assert isinstance(thing, ir.Union)
        return [self.spell(branch) for branch in thing.branches]

    def mapping(self, name: str) -> dict[str | int, str]:
        """Return the values that lead to the branches of a union."""
        thing = self.names[name]
        assert isinstance(thing, ir.Union)
        assert thing.discriminator is not None
        return {
            key.value if isinstance(key, ir.Text) else key: self.spell(kind)
            for key, kind in thing.discriminator.mapping
        }

    def values(self, name: str) -> list[str | int]:
        """Return the values of an enum."""
        thing = self.names[name]
        assert isinstance(thing, ir.EnumType)
        return [e.value.value if isinstance(e.value, ir.Text) else e.value for e in thing.values]

    def spell(self, kind: ir.Type) -> str:
        """Spell a type."""
        match kind:
            case ir.Scalar():
                found = kind.value
            case ir.Ref(name):
                found = name_of(self.declared[name])
            case ir.Array(item):
                found = f"[{self.spell(item)}]"
            case ir.Map(value):
                found = f"{{{self.spell(value)}}}"
            case ir.Nullable(inner):
                found = f"{self.spell(inner)}?"
            case ir.Tuple(items, rest):
                inside = [self.spell(item) for item in items]
                inside += [] if rest is None else [f"*{self.spell(rest)}"]
                found = f"({', '.join(inside)})"
            case ir.Literal(values):
                plain = [v.value if isinstance(v, ir.Text) else v for v in values]
                found = "|".join(map(repr, plain))
        return found

    def answer(self, operation: str, status: str = "200") -> str:
        """Return the type of an operation's answer."""
        responses = {entry.status: entry for entry in self.operations[operation].responses}
        return self.spell(responses[status].contents[0].type)

    def sent(self, operation: str) -> str:
        """Return the type of an operation's body."""
        body = self.operations[operation].body
        assert body is not None
        return self.spell(body.contents[0].type)


def name_of(thing: ir.Declared) -> str:
    """Return the first suggested name of a declared type."""
    return " ".join(word.value for word in thing.proposals[0].words)


def names_of(proposals: Sequence[ir.Proposal]) -> list[str]:
    """Return hints as text."""
    return [" ".join(word.value for word in hint.words) for hint in proposals]


def lowered(document: str | Tree, settings: Settings = Settings()) -> Lowered:  # noqa: B008 - frozen
    """Lower a document; a missing version or `info` is added."""
    tree: Tree = yaml.safe_load(document) if isinstance(document, str) else document
    tree.setdefault("openapi", "3.1.0")
    tree.setdefault("info", {"title": "T", "version": "1"})
    tree.setdefault("paths", {})
    found = Diagnostics()
    resolved = resolve(read("-", stdin=json.dumps(tree).encode()), found)
    return Lowered(lower(resolved, settings, found), found)


def of_schemas(schemas: str | Tree, *, version: str = "3.1.0", ways: str = "received") -> Lowered:
    """Lower schemas, each of which has an operation `POST /<key>`.

    Args:
        schemas: `components/schemas`; in them `$ref: Pet` is enough.
        version: of OpenAPI.
        ways: whether the operations answer them (`received`), send them (`sent`), or `both`.

    """
    raw = yaml.safe_load(schemas) if isinstance(schemas, str) else schemas
    tree = cast("Tree", _expanded(raw))
    paths: Tree = {}
    for key in tree:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{key}"}}}
        answer: Tree = {"description": "", "content": {} if ways == "sent" else content}
        operation: Tree = {"responses": {"200": answer}}
        if ways != "received":
            operation["requestBody"] = {"content": content, "required": True}
        paths[f"/{key}"] = {"post": operation}
    return lowered({"openapi": version, "paths": paths, "components": {"schemas": tree}})


def _expanded(node: Json) -> Json:
    """Return a tree in which `$ref: Pet` has become a proper reference."""
    if isinstance(node, list):
        return [_expanded(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    found = {key: _expanded(entry) for key, entry in node.items()}
    name = found.get("$ref")
    if isinstance(name, str) and name.isalnum():
        found["$ref"] = f"#/components/schemas/{name}"
    return found


def of_schema(schema: str, *, version: str = "3.1.0") -> str:
    """Return the type of one schema, as a property of a model."""
    tree: Tree = {"M": {"type": "object", "properties": {"p": yaml.safe_load(schema)}}}
    return of_schemas(tree, version=version).model("M")["p"]
