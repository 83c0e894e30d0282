"""Packages that are generated in this process, and importable for a while.

They share one runtime, whose modules are the same in every package: reading it anew for each would
take most of the time.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speccast import pipeline
from speccast.commands import trees
from speccast.reading import document
from speccast.reading.config import Client
from speccast.testing.schemas import Schemas
from tests.support.places import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from types import ModuleType

    from speccast.pipeline import Result
    from speccast.testing.schemas import Direction

_CLIENT = Client(spec="-")
_NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True)
class Emitted:
    """A package that can be imported."""

    name: str
    made: Result
    runtime: str
    """The name of its runtime."""

    def module(self, name: str) -> ModuleType:
        """Import a module of the package."""
        return import_module(f"{self.name}.{name}" if name else self.name)

    def import_all(self) -> None:
        """Import every module but those of the runtime."""
        for file in self.made.files:
            parts = file.path.removesuffix(".py").removesuffix("/__init__").split("/")
            skipped = {"_runtime", "__main__", "tests"} & {*parts}
            if file.path.endswith(".py") and not skipped:
                import_module(".".join(parts))

    def classes(self) -> Iterator[tuple[type[Any], str, Direction]]:
        """Yield the models: the class, the pointer of its schema, the direction of its values."""
        base = import_module(f"{self.runtime}.model").Model
        models = self.module("models")
        manifest = trees.manifest_of(_CLIENT, self.made)
        for symbol, pointer in manifest.symbols.items():
            found = getattr(models, symbol.removeprefix("models."))
            if isinstance(found, type) and issubclass(found, base):
                yield found, pointer, "request" if symbol in manifest.sent else "response"

    def schemas(self) -> Schemas:
        """Return the document as a source of values."""
        text = next(file.text for file in self.made.files if file.path.endswith("/_spec.json"))
        return Schemas(json.loads(text))


@contextmanager
def emitted(tree: Mapping[str, Any]) -> Generator[Emitted]:
    """Make a package of a document."""
    source = document.read("-", stdin=json.dumps(tree).encode())
    with installed(pipeline.generate(source, _CLIENT, new_name(), None)) as package:
        yield package


def new_name() -> str:
    """Return a new name for a package."""
    return f"emitted_{next(_NUMBERS)}"


@contextmanager
def installed(made: Result) -> Generator[Emitted]:
    """Make printed files importable."""
    name, shared = made.package, runtime()
    with tempfile.TemporaryDirectory() as folder:
        for file in made.files:
            if "/_runtime/" not in file.path:
                path = Path(folder, file.path)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(file.text, "utf-8")
        _alias(shared, f"{name}._runtime")
        sys.path.insert(0, folder)
        invalidate_caches()
        try:
            yield Emitted(name, made, shared)
        finally:
            sys.path.remove(folder)
            for module in [m for m in sys.modules if m.partition(".")[0] == name]:
                del sys.modules[module]


@cache
def runtime() -> str:
    """Import the runtime once, from the templates, and return its name."""
    folder = TEMPLATES
    sys.path.insert(0, str(folder))
    for path in sorted((folder / "runtime").rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        import_module(".".join(parts).removesuffix(".__init__"))
    sys.path.remove(str(folder))
    return "runtime"


def _alias(shared: str, name: str) -> None:
    for module in [m for m in sys.modules if m == shared or m.startswith(f"{shared}.")]:
        sys.modules[name + module.removeprefix(shared)] = sys.modules[module]
