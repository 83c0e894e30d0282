"""A trick: a document, and what has to become of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = Any

MADE: Final = "made"
"""A package comes out that works, and everything is inert in it."""
PAYLOAD: Final = "__import__('pathlib').Path('canary').touch()"
"""What leaves a trace wherever it runs."""
QUOTED: Final = f'"""\n{PAYLOAD}\n"""'
"""The same, for whom a docstring is its way out."""


@dataclass(frozen=True, slots=True)
class Trick:
    """A document, and what has to become of it."""

    document: Json | str | bytes
    """A tree, or the very text."""
    expected: str = MADE
    """`MADE`, the code of a refusal, or several of them, one of which is right."""
    wires: tuple[str, ...] = ()
    """Texts that travel, so that the code has to hold them unchanged."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """What lies beside the document; `../` is outside of its folder."""

    @property
    def name(self) -> str:
        """What the file is called."""
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
    """Return a document that answers with each of its schemas."""
    paths = {f"/{number}": {"get": answer(ref(_token(name)))} for number, name in enumerate(found)}
    return api(paths, components={"schemas": dict(found)}, **more)


def _token(name: str) -> str:
    return name.replace("%", "%25").replace("~", "~0").replace("/", "~1")


def schema(found: Json, **more: Json) -> Json:
    """Return a document with one schema, as it stands in the answer and in the components."""
    return schemas({"Thing": found}, **more)


def members(*names: str, **more: Json) -> Json:
    """Return a document with an object that has these properties."""
    properties = {name: {"type": "string", **more} for name in names}
    return schema({"type": "object", "required": [*names[:1]], "properties": properties})


def enum(*values: Json) -> Json:
    """Return a document with an enumeration."""
    return schema({"type": "object", "properties": {"it": {"enum": [*values]}}})
