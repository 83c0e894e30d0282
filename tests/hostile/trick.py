"""A trick: a document, and its expected result."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = Any

MADE: Final = "made"
"""The package works, and everything in it is harmless."""
PAYLOAD: Final = "__import__('pathlib').Path('canary').touch()"
"""Code that leaves a trace when it runs."""
QUOTED: Final = f'"""\n{PAYLOAD}\n"""'
"""The same, for places where a docstring is the way out."""


@dataclass(frozen=True, slots=True)
class Trick:
    """A document, and its expected result."""

    document: Json | str | bytes
    """A tree, or a text."""
    expected: str = MADE
    """`MADE`, the code of a refusal, or several codes of which one is right."""
    wires: tuple[str, ...] = ()
    """Texts that are sent, so that the code must contain them unchanged."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """The files beside the document; `../` leads out of its folder."""

    @property
    def name(self) -> str:
        """The name of the file."""
        return "spec.json" if self.data[:1] in {b"{", b"["} else "spec.yaml"

    @property
    def data(self) -> bytes:
        """The document as bytes."""
        if isinstance(self.document, bytes):
            return self.document
        text = self.document if isinstance(self.document, str) else json.dumps(self.document)
        return text.encode("utf-8", "surrogatepass")


def ref(name: str) -> Json:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(schema: Json, **more: Json) -> Json:
    """Return an operation that answers with a schema."""
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "ok", "content": content}}, **more}


def api(paths: Json = None, **more: Json) -> Json:
    """Return a document."""
    frame = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths or {}}
    return {**frame, **more}


def operation(**more: Json) -> Json:
    """Return a document with one operation."""
    return api({"/a": {"post": {"responses": {"204": {"description": "ok"}}, **more}}})


def schemas(found: Mapping[str, Json], **more: Json) -> Json:
    """Return a document that answers with each of these schemas."""
    paths = {f"/{number}": {"get": answer(ref(_token(name)))} for number, name in enumerate(found)}
    return api(paths, components={"schemas": dict(found)}, **more)


def _token(name: str) -> str:
    return name.replace("%", "%25").replace("~", "~0").replace("/", "~1")


def schema(found: Json, **more: Json) -> Json:
    """Return a document with one schema, inline in the answer and in the components."""
    return schemas({"Thing": found}, **more)


def members(*names: str, **more: Json) -> Json:
    """Return a document with an object of these properties."""
    properties = {name: {"type": "string", **more} for name in names}
    return schema({"type": "object", "required": [*names[:1]], "properties": properties})


def enum(*values: Json) -> Json:
    """Return a document with an enumeration."""
    return schema({"type": "object", "properties": {"it": {"enum": [*values]}}})
