"""Packages that load their names on first use (PEP 562)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy(
    package: str, modules: Mapping[str, str], *wholes: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return a package's `__getattr__` and `__dir__`.

    `modules` maps each public name to its module in the package; with a dot in front,
    the name is that module. All names of the modules `wholes` are public, too.
    """

    def names() -> list[str]:
        indexes = [import_module(f".{whole}", package) for whole in wholes]
        return [*modules, *(n for it in indexes for n in dir(it) if n[0] != "_")]

    def getattribute(name: str) -> Any:  # whatever the module has
        if name not in modules:
            if name == "__all__":
                return names()
            for whole in wholes:
                module = import_module(f".{whole}", package)
                if not name.startswith("_") and hasattr(module, name):
                    return getattr(module, name)
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        place = modules[name]
        module = import_module(f".{place.removeprefix('.')}", package)
        value = module if place.startswith(".") else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return getattribute, names
