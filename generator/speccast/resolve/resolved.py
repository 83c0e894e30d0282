"""The result of resolving: the repaired tree of the document and of each referenced file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.pointers import split

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
            version: the version that it was written in: `3.0.3`.
            document: where it was read from.
            trees: each file's tree by its canonical name, the main document's under none.

        """
        self.root = root
        self.version = version
        self.document = document
        self.trees = trees
        self.words: Mapping[str, Mapping[str, str]] = {}
        """The words beside references outside of schemas, by pointer: they replace the target's."""

    def now(self, pointer: str) -> str:
        """Return the current pointer of a pointer in the document: sections of Swagger 2.0 move."""
        file, mark, path = pointer.partition("#/")
        section, slash, rest = path.partition("/")
        if self.version != SWAGGER or file or not mark or section not in SECTIONS:
            return pointer
        return f"#/components/{SECTIONS[section]}{slash}{rest}"

    def at(self, pointer: str) -> Json:
        """Return the node of a canonical pointer.

        Raises:
            KeyError: there is no such node.

        """
        file, keys = split(pointer)
        node = self.trees[file]
        for key in keys:
            if isinstance(node, dict):
                node = node[key]
            elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                raise KeyError(pointer)
        return node

    def follow(self, node: Json, pointer: str) -> tuple[Json, str]:
        """Follow a chain of pure references: the node at its end, and that node's own pointer.

        A schema that has siblings beside its `$ref` is not a pure reference and stays unchanged.
        """
        while isinstance(node, dict) and len(node) == 1:
            target = node.get("$ref")
            if not isinstance(target, str):
                break
            node, pointer = self.at(target), target
        return node, pointer
