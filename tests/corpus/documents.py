"""The documents of the corpus, and how many operations and dangling references each has.

Read with a YAML library and by the words of the specification: nothing here uses what it judges.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

import yaml

from tests.support.places import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABSENT: Final = "../shared/corpus is not at hand"
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_FEW: Final = (
    "resend",
    "3.0/parameters-style",
    "3.0/polymorphism",
    "3.1/schema-types",
    "3.1/webhooks",
    "swagger2/alertmanager",
    "swagger2/odd",
)


@dataclass(frozen=True)
class Document:
    """One document."""

    path: Path

    @property
    def name(self) -> str:
        """Its name in the corpus: `stripe2022`, `3.0/petstore`."""
        return self.path.relative_to(CORPUS).with_suffix("").as_posix().removeprefix("features/")

    @property
    def package(self) -> str:
        """The name of its package."""
        return "_".join(reversed(re.sub(r"[^a-z0-9/]", "_", self.name).split("/")))

    @property
    def is_feature(self) -> bool:
        """Whether it demonstrates one feature."""
        return "features" in self.path.parts

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The document as written."""
        text = self.path.read_text("utf-8")
        if self.path.suffix == ".json":
            found: dict[str, Any] = json.loads(text)
        else:
            found = yaml.load(text, Loader=yaml.CSafeLoader)
        return found

    def operations(self) -> set[tuple[str, str]]:
        """Return the method and path of each operation."""
        paths: dict[str, Any] = self.tree.get("paths") or {}
        return {
            (method.upper(), path)
            for path, item in paths.items()
            for method in self.followed(item)
            if method in _METHODS and not path.startswith("x-")
        }

    def dangling(self) -> set[str]:
        """Return the dangling references."""
        return {it for it in references(self.tree) if it[:1] != "#" or self.at(it) is None}

    def followed(self, node: Any) -> Any:  # noqa: ANN401 - JSON
        """Return what a node refers to."""
        while "$ref" in members(node):
            node = self.at(members(node)["$ref"])
        return node

    def at(self, pointer: str) -> Any:  # noqa: ANN401 - JSON
        """Return the node at a pointer, or None."""
        node: Any = self.tree
        for token in unquote(pointer.removeprefix("#")).split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(key) if isinstance(node, list) else key]
            except (KeyError, IndexError, ValueError, TypeError):
                return None
        return node


def members(node: object) -> dict[str, Any]:
    """Return the members of an object; for anything else none."""
    return cast("dict[str, Any]", node) if isinstance(node, dict) else {}


def references(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the references below a node, except those in examples."""
    if isinstance(node, dict):
        for key, value in cast("dict[str, object]", node).items():
            if key == "$ref" and isinstance(value, str):
                yield value
            elif key not in ("example", "examples", "default", "enum", "const"):
                yield from references(value)
    elif isinstance(node, list):
        for item in cast("list[object]", node):
            yield from references(item)


def documents(names: Sequence[str] = ()) -> list[Document]:
    """Return the documents of these names, or all; real documents come first."""
    if not CORPUS.is_dir():
        return []
    paths = [*CORPUS.glob("*.json"), *CORPUS.glob("*.yaml"), *CORPUS.glob("features/*/*.json")]
    paths += [*CORPUS.glob("swagger2/*.json"), *CORPUS.glob("swagger2/*.yaml")]
    paths += CORPUS.glob("swagger2/rekor/openapi.yaml")
    found = sorted(map(Document, paths), key=lambda each: (each.is_feature, each.name))
    unknown = {*names} - {each.name for each in found}
    if unknown:
        message = f"no such document: {', '.join(sorted(unknown))}"
        raise LookupError(message)
    return [each for each in found if not names or each.name in names]


def few() -> list[Document]:
    """Return the documents of an ordinary test run."""
    return documents(_FEW)
