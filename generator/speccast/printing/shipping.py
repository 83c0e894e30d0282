"""Selects the parts of the runtime that a package needs.

A package has only modules and definitions of the runtime that its code uses. For instance, an API
without pages, files to upload or OAuth 2 has no code for paging, multipart bodies or tokens.
Imports inside of functions and imports for type checkers count as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.printing.runtime_module import Place, parse, parse_place
from speccast.views.files import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from speccast.printing.runtime_module import Conditional, Module
    from speccast.views.fingerprints import Reuse

_RUNTIME: Final = re.compile(r"/_runtime/(\w+)\.py$")
_IMPORTED: Final = re.compile(r"\._runtime\.(\w+) import (?:\(([^)]*)\)|([^\n]*))")
_LAZY: Final = re.compile(r"\"(\w+)\": \"_runtime\.(\w+)\"")
"""The names that printed files use: in imports, and in tables of lazy imports."""
_ARGUMENTS: Final = (
    ("facts", re.compile(r"/client\.py$"), re.compile(r"^ {4}(\w+)=", re.MULTILINE)),
    ("asks", re.compile(r"/operations/.*\.py$"), re.compile(r"^(?: {8})?(\w+)=", re.MULTILINE)),
)
"""The arguments of `ApiInfo` and `Request`, for conditions such as `facts.success`, `asks.path`.

The arguments of a `Request` are indented if the file is formatted already.
"""
_ALWAYS: Final[tuple[Place, ...]] = (("__init__", ""), ("wire", "to_wire"))
"""The parts of every package; generated tests read results with `to_wire`."""


def select(
    files: Sequence[File], features: Iterable[str] = (), reuse: Reuse | None = None
) -> list[File]:
    """Return the files, with only the needed parts of the runtime.

    Args:
        files: the files of the package, with all of the runtime.
        features: the types and security schemes of the API (`types.date`, `schemes.basic`).
        reuse: the files of an earlier run.

    """
    runtime: dict[str, File] = {}
    others: list[File] = []
    folder = ""
    for file in files:
        if found := _RUNTIME.search(file.path):
            runtime[found[1]] = file
            folder = file.path[: found.start(1)]
        else:
            others.append(file)
    needed = {*_ALWAYS, *map(parse_place, features)}
    needed.update(place for file in others for place in _used_by(file))
    reused = reuse.runtime(folder, sorted(needed)) if reuse else []
    if reused:
        return [*others, *reused]
    selection = _Selection(runtime)
    selection.add(sorted(needed))
    return [*others, *selection.files()]


def _used_by(file: File) -> Iterator[Place]:
    if not file.path.endswith(".py"):
        return
    for module, several, one in _IMPORTED.findall(file.text):
        for name in (several or one).split(","):
            if imported := name.partition(" as ")[0].strip():
                yield module, imported
    for name, module in _LAZY.findall(file.text):
        yield module, name
    for kind, path, argument in _ARGUMENTS:
        if path.search(file.path):
            yield from ((kind, name) for name in argument.findall(file.text))


class _Selection:
    """The needed parts of the runtime, including dependencies."""

    def __init__(self, runtime: Mapping[str, File]) -> None:
        self._runtime = runtime
        self._modules: dict[str, Module] = {}
        self._needed: dict[str, set[str]] = {}
        self._off: list[tuple[str, Conditional]] = []
        """The conditional statements whose conditions are not met, each with its module."""

    def add(self, places: Iterable[Place]) -> None:
        """Add places and their dependencies."""
        pending = list(places)
        while pending:
            while pending:
                pending += self._add(*pending.pop())
            pending += self._enable()

    def files(self) -> Iterator[File]:
        """Iterate the needed modules, in their order."""
        for name, file in self._runtime.items():
            if name in self._needed:
                off = [statement for module, statement in self._off if module == name]
                text = self._modules[name].text(self._needed[name], off)
                yield File(file.path, text)

    def _add(self, name: str, inner: str) -> Iterator[Place]:
        """Add a place, and iterate its dependencies."""
        if inner in self._needed.get(name, ()):
            return
        if name not in self._runtime:  # a condition that is not a module
            self._needed.setdefault(name, set()).add(inner)
            return
        is_new = name not in self._needed
        if is_new:
            self._modules[name] = parse(name, self._runtime[name].text)
            self._off += ((name, each) for each in self._modules[name].conditionals)
        self._needed.setdefault(name, set()).add(inner)
        module = self._modules[name]
        for unit in module.units:
            if (is_new and not unit.defines) or inner in unit.defines:
                yield from self._dependencies(module, unit.first, unit.last)
        for _, _, _, each in module.imports:
            if each.local == inner and each.place:
                yield each.place

    def _dependencies(self, module: Module, first: int, last: int) -> Iterator[Place]:
        """Iterate the dependencies of some lines of a module, except for dropped ones."""
        off = [statement for name, statement in self._off if name == module.name]
        dropped_lines = {line for each in off for line in range(each.first, each.last + 1)}
        places = {each.local: each.place for _, _, _, each in module.imports if each.place}
        for unit in module.units:
            if not first <= unit.last or not unit.first <= last:
                continue
            for line, name in unit.uses:
                if line in dropped_lines or not first <= line <= last:
                    continue
                base, _, attribute = name.partition(".")
                found = places.get(base)
                if found is None:
                    if not attribute:
                        yield module.name, name
                elif found[1]:
                    yield found
                elif attribute:
                    yield found[0], attribute
            yield from (
                p for line, p in unit.imports if line not in dropped_lines and first <= line <= last
            )

    def _enable(self) -> Iterator[Place]:
        """Enable statements whose conditions are met now, and iterate their dependencies."""
        for name, statement in list(self._off):
            if any(self._has(module, inner) for module, inner in statement.places):
                self._off.remove((name, statement))
                module = self._modules[name]
                for unit in module.units:
                    is_needed = not unit.defines or {*unit.defines} & self._needed[name]
                    if is_needed and unit.first <= statement.first <= unit.last:
                        yield from self._dependencies(module, statement.first, statement.last)

    def _has(self, module: str, inner: str) -> bool:
        return module in self._needed and (not inner or inner in self._needed[module])
