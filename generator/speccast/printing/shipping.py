"""The parts of the runtime in a package: the definitions that its modules use.

Takes the files of a package, printed and copied, and returns those that it needs: modules of the
runtime without unused definitions. An API without pages, files to upload or
OAuth 2 has no code for paging, multipart bodies or tokens. Imports inside functions and
those for type checkers are treated like all others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.printing.runtime_module import Place, parsed, place
from speccast.views.files import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from speccast.printing.runtime_module import Marked, Module
    from speccast.views.fingerprints import Reuse

_RUNTIME: Final = re.compile(r"/_runtime/(\w+)\.py$")
_IMPORTED: Final = re.compile(r"\._runtime\.(\w+) import (?:\(([^)]*)\)|([^\n]*))")
_LAZY: Final = re.compile(r"\"(\w+)\": \"_runtime\.(\w+)\"")
"""The names that printed files use: in imports, and in tables of lazy names."""
_GIVEN: Final = (
    ("facts", re.compile(r"/client\.py$"), re.compile(r"^ {4}(\w+)=", re.MULTILINE)),
    ("asks", re.compile(r"/operations/.*\.py$"), re.compile(r"^(?: {8})?(\w+)=", re.MULTILINE)),
)
"""What they give to `ApiInfo` and to `Request`, as marks name it: `facts.success`, `asks.path`.

The arguments of a `Request` are indented where the formatter was at work.
"""
_ALWAYS: Final[tuple[Place, ...]] = (("__init__", ""), ("wire", "to_wire"))
"""The parts of every package; generated tests read results with `to_wire`."""


def shipped(
    files: Sequence[File], marks: Iterable[str] = (), reuse: Reuse | None = None
) -> list[File]:
    """Return the files, with only the needed parts of the runtime.

    Args:
        files: of the package, printed and copied.
        marks: what the API has: types that it reads or sends (`types.date`), `schemes.basic`.
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
    needed = {*_ALWAYS, *map(place, marks)}
    needed.update(named for file in others for named in _named(file))
    kept = reuse.carried(folder, sorted(needed)) if reuse else []
    if kept:
        return [*others, *kept]
    carried = _Carried(runtime)
    carried.need(sorted(needed))
    return [*others, *carried.files()]


def _named(file: File) -> Iterator[Place]:
    if not file.path.endswith(".py"):
        return
    for module, several, one in _IMPORTED.findall(file.text):
        for name in (several or one).split(","):
            if plain := name.partition(" as ")[0].strip():
                yield module, plain
    for name, module in _LAZY.findall(file.text):
        yield module, name
    for kind, path, given in _GIVEN:
        if path.search(file.path):
            yield from ((kind, name) for name in given.findall(file.text))


class _Carried:
    """Follows dependencies until all needed parts are known."""

    def __init__(self, runtime: Mapping[str, File]) -> None:
        self._runtime = runtime
        self._modules: dict[str, Module] = {}
        self._needed: dict[str, set[str]] = {}
        self._off: list[tuple[str, Marked]] = []

    def need(self, places: Iterable[Place]) -> None:
        """Add needed places, and find their dependencies."""
        waiting = list(places)
        while waiting:
            while waiting:
                waiting += self._one(*waiting.pop())
            waiting += self._woken()

    def files(self) -> Iterator[File]:
        """Yield the needed modules, in their order."""
        for name, file in self._runtime.items():
            if name in self._needed:
                off = [marked for module, marked in self._off if module == name]
                text = self._modules[name].text(self._needed[name], off)
                yield File(file.path, text)

    def _one(self, name: str, inner: str) -> Iterator[Place]:
        if inner in self._needed.get(name, ()):
            return
        if name not in self._runtime:  # only a mark names it
            self._needed.setdefault(name, set()).add(inner)
            return
        is_new = name not in self._needed
        if is_new:
            self._modules[name] = parsed(name, self._runtime[name].text)
            self._off += ((name, marked) for marked in self._modules[name].marked)
        self._needed.setdefault(name, set()).add(inner)
        module = self._modules[name]
        for unit in module.units:
            if (is_new and not unit.defines) or inner in unit.defines:
                yield from self._of(module, unit.first, unit.last)
        for _, _, _, each in module.imports:
            if each.local == inner and each.place:
                yield each.place

    def _of(self, module: Module, first: int, last: int) -> Iterator[Place]:
        """Yield the dependencies of the lines of a module, except for dropped ones."""
        off = [marked for name, marked in self._off if name == module.name]
        gone = {line for each in off for line in range(each.first, each.last + 1)}
        places = {each.local: each.place for _, _, _, each in module.imports if each.place}
        for unit in module.units:
            if not first <= unit.last or not unit.first <= last:
                continue
            for line, name in unit.uses:
                if line in gone or not first <= line <= last:
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
            yield from (p for line, p in unit.imports if line not in gone and first <= line <= last)

    def _woken(self) -> Iterator[Place]:
        """Yield the dependencies of marked statements whose condition is now met."""
        for name, marked in list(self._off):
            if any(self._has(module, inner) for module, inner in marked.places):
                self._off.remove((name, marked))
                module = self._modules[name]
                for unit in module.units:
                    is_there = not unit.defines or {*unit.defines} & self._needed[name]
                    if is_there and unit.first <= marked.first <= unit.last:
                        yield from self._of(module, marked.first, marked.last)

    def _has(self, module: str, inner: str) -> bool:
        return (
            (inner in self._needed[module])
            if inner and module in self._needed
            else (not inner and module in self._needed)
        )
