"""`python -m tests.corpus.methods PACKAGE`: import every module of a package, and list its methods.

Takes a package that can be imported; gives JSON: the symbols of the methods that a client really
has.
"""

from __future__ import annotations

import json
import pkgutil
import sys
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def import_all(package: str) -> int:
    """Import every module of a package, and resolve every lazy name; return their number."""
    found = import_module(package)
    names = [each.name for each in pkgutil.walk_packages(found.__path__, f"{package}.")]
    for name in names:
        module = import_module(name)
        for public in getattr(module, "__all__", ()):
            getattr(module, public)
    return len(names)


def symbols(package: str) -> Iterator[str]:
    """Yield the symbol of each method of a client that makes one call.

    The others iterate, wait or open a scope; no function of `operations` has their names.
    """
    client = object.__new__(import_module(f"{package}.client").Client)
    client.__core__ = None
    waiting: list[tuple[str, object, object]] = [
        ("", client, import_module(f"{package}.operations"))
    ]
    while waiting:
        prefix, thing, functions = waiting.pop()
        for name, kind in vars(type(thing)).items():
            if name.startswith("_"):
                continue
            if isinstance(kind, cached_property):
                inner = getattr(functions, name, None)
                waiting.append((f"{prefix}{name}.", getattr(thing, name), inner))
            elif hasattr(functions, name):
                yield prefix + name


def main() -> None:
    """Do both for the named package."""
    package = sys.argv[1]
    print(json.dumps({"modules": import_all(package), "symbols": sorted(symbols(package))}))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
