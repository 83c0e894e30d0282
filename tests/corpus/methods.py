"""`python -m tests.corpus.methods PACKAGE`: import every module of a package, and list its methods.

Takes a package that can be imported; gives JSON: the symbols of the methods that a client really
has, each the one function of `operations`.
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
    """Import every module of a package, and resolve every lazy name; return how many there are."""
    found = import_module(package)
    names = [each.name for each in pkgutil.walk_packages(found.__path__, f"{package}.")]
    for name in names:
        module = import_module(name)
        for public in getattr(module, "__all__", ()):
            getattr(module, public)
    return len(names)


def symbols(package: str) -> Iterator[str]:
    """Give the symbol of each method of a client that makes one call."""
    client_class = import_module(f"{package}.client").Client
    resource = import_module(f"{package}._runtime.resource")
    descriptor: type[object] | None = getattr(resource, "Method", None)
    if descriptor is None:  # a client of webhooks alone has no methods
        return
    client = object.__new__(client_class)
    client.__core__ = None
    waiting: list[tuple[str, object]] = [("", client)]
    while waiting:
        prefix, thing = waiting.pop()
        for name in dir(type(thing)):
            kind: object = getattr(type(thing), name)
            if isinstance(kind, descriptor):
                yield _checked(package, prefix + name, getattr(thing, name).function)
            elif isinstance(kind, cached_property) and not name.startswith("_"):
                waiting.append((f"{prefix}{name}.", getattr(thing, name)))


def _checked(package: str, symbol: str, function: object) -> str:
    found = import_module(f"{package}.operations")
    for part in symbol.split("."):
        found = getattr(found, part)
    if found is not function:
        message = f"{symbol} is another function in operations"
        raise AssertionError(message)
    return symbol


def main() -> None:
    """Do both for the package that is named."""
    package = sys.argv[1]
    print(json.dumps({"modules": import_all(package), "symbols": sorted(symbols(package))}))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
