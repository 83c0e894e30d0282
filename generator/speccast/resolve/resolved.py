"""The result of resolving: the repaired tree of the document and of each referenced file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.pointers import descend, join, split

from .version import SECTIONS, SWAGGER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.reading.document import Document
    from speccast.reading.json_value import Json


class Resolved:
    """A document in OpenAPI 3.1 whose references all have a target."""

    def __init__(
        self, root: dict[str, Json], version: str, document: Document, trees: dict[str, Json]
    ) -> None:
        """Store the parts.

        Args:
            root: the main document, in OpenAPI 3.1.
            version: the version of the document before: `3.0.3`.
            document: the source document.
            trees: each file's tree by its canonical name, which is empty for the main document.

        """
        self.root = root
        self.version = version
        self.document = document
        self.trees = trees
        self.sibling_texts: Mapping[str, Mapping[str, str]] = {}
        """Summaries and descriptions beside references outside of schemas, by pointer: they
        replace those of the target."""

        self.places: Mapping[str, str] = {}
        """The pointers of the places that the configuration names, by its keys."""

    def current_pointer(self, pointer: str) -> str:
        """Return a pointer after the conversion of Swagger 2.0, which moves sections."""
        file, mark, path = pointer.partition("#/")
        section, slash, rest = path.partition("/")
        if self.version != SWAGGER or file or not mark or section not in SECTIONS:
            return pointer
        return f"#/components/{SECTIONS[section]}{slash}{rest}"

    def at(self, pointer: str) -> Json:
        """Return the node of a canonical pointer.

        Raises:
            LookupError: there is no such node.

        """
        file, keys = split(pointer)
        return descend(self.trees[file], keys)

    def original(self, node: dict[str, Json], pointer: str) -> str:
        """Return the pointer of the component that a schema is a copy of, or its own pointer.

        Some frameworks write a copy in place of a `$ref`, with the key as its title (Quart-Schema).
        """
        key = node.get("title")
        if pointer.rpartition("/")[0] == "#/components/schemas":  # it declares a type of its own
            return pointer
        components = self.root.get("components")
        schemas = components.get("schemas") if isinstance(components, dict) else None
        found = schemas.get(key) if isinstance(key, str) and isinstance(schemas, dict) else None
        if found == node and repr(found) == repr(node):  # in Python, 1 equals True
            return join("#/components/schemas", str(key))
        return pointer

    def follow(self, node: Json, pointer: str) -> tuple[Json, str]:
        """Return the node at the end of a chain of pure references, and its own pointer.

        A schema with other keywords beside its `$ref` is not a pure reference.
        """
        while isinstance(node, dict) and len(node) == 1:
            target = node.get("$ref")
            if not isinstance(target, str):
                break
            node, pointer = self.at(target), target
        return node, pointer
