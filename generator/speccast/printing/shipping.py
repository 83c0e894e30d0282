"""Which modules of the runtime a package carries: those that its imports lead to.

Takes the files of a package, printed and copied, and gives those that it needs. An API without
pages, files to upload or OAuth 2 does not carry what walks, writes parts or gets tokens. Imports
inside functions and those for type checkers count as all others do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.views.files import File

_RUNTIME: Final = re.compile(r"/_runtime/(.+)\.py$")
_NAMED: Final = re.compile(r"_runtime\.([\w.]+)")
"""A module as the printed files name it, in imports and in tables of lazy names."""
_IMPORTED: Final = re.compile(r"^ *from (\.+)([\w.]*) import (.*)$", re.MULTILINE)
"""An import in the runtime, of names from a module or of modules."""


def shipped(files: Sequence[File]) -> list[File]:
    """Return the files without the modules of the runtime that nothing leads to."""
    runtime: dict[str, File] = {}
    others: list[File] = []
    for file in files:
        if found := _RUNTIME.search(file.path):
            runtime[found[1].replace("/", ".")] = file
        else:
            others.append(file)
    needed: set[str] = set()
    waiting = [name for file in others for name in _NAMED.findall(file.text)]
    while waiting:
        name = waiting.pop()
        if name in runtime and name not in needed:
            needed.add(name)
            waiting += imported(name, runtime[name].text)
            waiting += [f"{folder}__init__" for folder in _folders(name)]
    return [*others, *(file for name, file in runtime.items() if name in needed)]


def imported(module: str, text: str) -> Iterator[str]:
    """Give the modules of the runtime that one of them imports.

    Args:
        module: its name within the runtime, `exchange` or `testing.fake`.
        text: its content.

    """
    for dots, path, names in _IMPORTED.findall(text):
        folder = _folders(module)[-len(dots)]
        if path:
            yield folder + path
        else:
            yield from (folder + name.split()[0] for name in names.split(","))


def _folders(module: str) -> list[str]:
    """Return the packages that a module is in, the outermost first: `""`, `testing.`."""
    parts = module.split(".")[:-1]
    return ["".join(f"{part}." for part in parts[:count]) for count in range(len(parts) + 1)]
