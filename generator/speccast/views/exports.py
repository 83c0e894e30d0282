"""The exports of a package, except for models and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.views.python.code import Code
from speccast.views.python.layout import import_order
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from speccast.names import Names

_MODULES: Final = ("errors", "models", "operations", "transport")
_NAMES: Final = {
    "_runtime.model": ("UNSET", "Unset", "unknown_properties"),
    "_runtime.request": ("CallOptions", "Options", "Request", "Timeout"),
    "_runtime.transport": ("Response",),
}
_OPTIONAL: Final = (
    ("CalendarDuration", "_runtime.text", ("CalendarDuration",)),
    ("File", "_runtime.bodies", ("File",)),
    ("Wait", "_runtime.request", ("Waiting",)),
    ("ClientCredentials", "_runtime.oauth", ("ClientCredentials",)),
    ("UnknownMember", "_runtime.unions", ("UnknownMember",)),
    ("PageIterator", "_runtime.pages", ("AsyncPage", "Page")),
    ("whole_or_items", "_runtime.streams", ("AsyncStream", "Stream")),
)
"""Exports that depend on the use of another name: this name, the module, and its exports."""
_OWN: Final = frozenset(
    {"CalendarDuration", "ClientCredentials", "File", "UnknownMember", "Waiting"}.union(
        *_NAMES.values()
    )
    - {"unknown_properties"}
)


def own_names(names: Names) -> frozenset[str]:
    """Return the exports that have priority over a model with the same name."""
    return _OWN | {names.client, names.async_client}


class ExportView(Struct, frozen=True):
    """A name that a package exports, and the module that defines it."""

    name: Code
    place: Code
    """The module in the package; empty if the name is a module itself."""
    origin: Code
    """The name in the module."""
    key: Code
    """The name, as a literal."""
    value: Code
    """The module, as a literal; a leading dot means that the module itself is exported."""


class IndexView(Struct, frozen=True):
    """`templates/index.py.jinja`: a package whose names are loaded on first use."""

    exports: tuple[ExportView, ...]


class PackageView(Struct, frozen=True):
    """`templates/package.py.jinja`: the package's `__init__`."""

    version: Code
    own: tuple[ExportView, ...]
    models: tuple[Code, ...]
    """The models by name, since a star import would also offer their modules in editors."""
    errors: tuple[Code, ...]
    """The errors, except those with the name of a model."""

    @property
    def by_name(self) -> tuple[ExportView, ...]:
        """The exports of the package, sorted by name."""
        return tuple(sorted(self.own, key=lambda export: export.name.text))


def own_exports(
    names: Names, used: AbstractSet[str], taken: AbstractSet[str], *, testing: bool
) -> Iterator[ExportView]:
    """Iterate the exports of a package, in the order of imports.

    Args:
        names: the names of the clients.
        used: the names that its modules import.
        taken: the names of its models.
        testing: whether it has a module `testing`.

    """
    modules: list[str] = [*_MODULES, *(["testing"] if testing else [])]
    for name in sorted(modules):
        yield export(name, f".{name}")
    found = [("client", names.async_client), ("client", names.client)]
    found += [(module, name) for module, own in _NAMES.items() for name in own]
    for reason, module, optional in _OPTIONAL:
        own = _OWN.issuperset(optional)
        needed = reason in used or (own and not taken.isdisjoint(optional))
        if needed and (own or taken.isdisjoint(optional)):
            found += [(module, name) for name in optional]
    for module, name in sorted(found, key=lambda pair: import_order(f".{pair[0]}", pair[1])):
        yield export(name, module)


def export(name: str, module: str) -> ExportView:
    """Return an export; a leading dot in `module` means that the module itself is exported."""
    if module.startswith("."):
        return ExportView(Code(name), Code(""), Code(module[1:]), literal(name), literal(module))
    return ExportView(Code(name), Code(module), Code(name), literal(name), literal(module))
