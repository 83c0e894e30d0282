"""Documents in the form of text, for the tests of reading and resolving."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speccast.reading.diagnostics import Diagnostics, SpecError
from speccast.reading.document import Document, Reading, read
from speccast.reading.pointers import join
from speccast.reading.sources import Source
from speccast.resolve import Resolved, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.reading.diagnostics import Diagnostic
    from speccast.reading.json_value import Json


def document(text: str | bytes, name: str = "api.yaml") -> Document:
    """Read a text as the content of a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return Document(Source(name, data), Path(), None, Reading())


def refusal(text: str | bytes, name: str = "api.yaml") -> SpecError:
    """Return the refusal of a text."""
    with pytest.raises(SpecError) as caught:
        document(text, name)
    return caught.value


def pointers(tree: Json, pointer: str = "#") -> Iterator[tuple[str, Json]]:
    """Yield the pointer of each node of a tree, and the node."""
    yield pointer, tree
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from pointers(value, join(pointer, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from pointers(value, join(pointer, index))


def files(folder: Path, texts: Mapping[str, str | dict[str, Json]]) -> Path:
    """Write files into a folder and return the path of the first."""
    for name, content in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
    return folder / next(iter(texts))


class Outcome:
    """The result of resolving a document."""

    def __init__(
        self,
        source: Document,
        *,
        lenient: bool = False,
        **settings: Mapping[str, Mapping[str, Json]],
    ) -> None:
        """Resolve it."""
        self.diagnostics = Diagnostics()
        self.document = source
        self.resolved: Resolved = resolve(source, self.diagnostics, lenient=lenient, **settings)

    @property
    def root(self) -> Json:
        """The main document's tree."""
        return self.resolved.root

    def at(self, pointer: str) -> Json:
        """Return the node at a pointer."""
        return self.resolved.at(pointer)

    def found(self, code: str) -> list[Diagnostic]:
        """Return the diagnostics with a code."""
        return [diagnostic for diagnostic in self.diagnostics.entries if diagnostic.code == code]

    def codes(self) -> list[str]:
        """Return the codes of all diagnostics, in order."""
        return [diagnostic.code for diagnostic in self.diagnostics.entries]


def resolved(source: Path | Document, *, lenient: bool = False) -> Outcome:
    """Resolve a file or a document."""
    return Outcome(read(source) if isinstance(source, Path) else source, lenient=lenient)


def fault(source: Path | Document) -> SpecError:
    """Return the refusal of a document by the resolver."""
    with pytest.raises(SpecError) as caught:
        resolved(source)
    return caught.value


def api(version: str = "3.1.0", /, **parts: Json) -> dict[str, Json]:
    """Return a document with the given sections."""
    info: Json = {"title": "t", "version": "1"}
    return {"openapi": version, "info": info, "paths": {}, **parts}


def with_schemas(version: str = "3.1.0", /, **schemas: Json) -> Document:
    """Return a document with component schemas."""
    return document(json.dumps(api(version, components={"schemas": dict(schemas)})))


def with_schema(schema: Json, version: str = "3.1.0") -> Outcome:
    """Resolve a document with one component schema, `S`."""
    return Outcome(with_schemas(version, S=schema))
