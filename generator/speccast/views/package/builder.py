"""The builder of the files of one package: their common parts, and the tables that they use."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.reading.config import file_name_of
from speccast.views.client.resources import ROOT_MODULE
from speccast.views.exports import (
    IndexView,
    export,
)
from speccast.views.files import FileView, Kept
from speccast.views.python import Speller
from speccast.views.python.code import Code, Import, code
from speccast.views.python.docstrings import docstring
from speccast.views.python.layout import import_block, import_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePath

    from speccast.ir import Api, Declared, Id, Operation
    from speccast.names import Names
    from speccast.names.result import ResourceName
    from speccast.reading.config import Client
    from speccast.views.fingerprints import Reuse
    from speccast.views.operations.functions import FunctionView


_LAZY: Final = (
    Import("typing", "TYPE_CHECKING"),
    Import("._runtime.lazy", "lazy", alias="_lazy"),
)


class Tables(Struct):
    """Tables of an API by resource; None is the client itself."""

    index: dict[Id, Declared]
    """Every declared thing by its id."""
    by_symbol: dict[str, Operation]
    operations: dict[str | None, list[Operation]]
    """By resource."""
    attributes: dict[str | None, set[str]]
    """By resource: its methods, and the resources within it."""
    arguments: dict[str | None, set[str]]
    """By resource: the arguments of its methods."""


def tables(api: Api, names: Names) -> Tables:
    """Return the tables of an API."""
    found = Tables({declared.id: declared for declared in api.declared}, {}, {}, {}, {})
    for operation in api.operations:
        name = names.operations[operation.pointer]
        found.by_symbol[name.symbol] = operation
        found.operations.setdefault(name.resource, []).append(operation)
    for (pointer, _), argument in names.arguments.items():
        owner = names.operations[pointer].resource
        found.arguments.setdefault(owner, set()).add(argument)
    for kind in (names.operations, names.iterators, names.waits, names.scopes):
        for name in kind.values():
            found.attributes.setdefault(name.resource, set()).add(name.method)
    for resource in names.resources:
        found.attributes.setdefault(resource.parent, set()).add(resource.attribute)
    return found


class Builder(Struct):
    """Makes the files of one package."""

    api: Api
    names: Names
    client: Client
    reuse: Reuse
    tables: Tables
    used: set[str] = set()
    """The names that the printed files import."""
    functions: dict[str, FunctionView] = {}
    """The functions of operations so far, by pointer."""

    @property
    def index(self) -> Mapping[Id, Declared]:
        """Every declared thing by its id."""
        return self.tables.index

    def one(
        self, path: str, things: Iterable[Id | str], make: Callable[[str], FileView]
    ) -> FileView | Kept:
        """Return a file of the package; it is only made if it would change.

        Args:
            path: from the package's folder.
            things: the ids and pointers whose documentation it contains; none: the API in general.
            make: returns its View.

        """
        return self.reuse.unprinted(f"{self.names.package}/{path}", things) or make(path)

    def file(
        self, path: str, template: str, text: str, needs: Iterable[Import], view: object
    ) -> FileView:
        """Return a file of the package; without a text, what it defines has the words."""
        needs = frozenset(needs)
        self.used.update(need.name for need in needs)
        return FileView(
            path=f"{self.names.package}/{path}",
            template=f"{template}.py.jinja",
            source=Code(source_name(self.client.spec)),
            docstring=docstring(text, 0) if text else Code(""),
            imports=import_block(path, needs),
            view=view,
            needs=needs,
        )

    def model_speller(self) -> Speller:
        """Return what spells types in the modules of models."""
        names = self.names
        taken = frozenset(names.classes.values())
        return Speller(self.index, names.classes, names.modules, taken=taken)

    def speller(self, resource: ResourceName | None) -> Speller:
        """Return what spells types in the modules of a resource, or of the client itself."""
        names, path = self.names, resource.path if resource else None
        attributes = frozenset(self.tables.attributes.get(path, ()))
        return Speller(
            self.index,
            names.classes,
            names.modules,
            shadowed=attributes,
            hidden=attributes.union(self.tables.arguments.get(path, ())),
            taken=frozenset(names.classes.values()),
        )

    def groups(self) -> Iterator[tuple[ResourceName | None, str, list[Operation]]]:
        """Return the operations by resource, and the module of their functions.

        None is the client itself.
        """
        by_resource = self.tables.operations
        for resource in self.names.resources:
            if resource.path in by_resource:
                module = resource.functions.replace(".", "/")
                yield resource, module, by_resource[resource.path]
        if None in by_resource:
            yield None, ROOT_MODULE, by_resource[None]

    def index_file(self, path: str, text: str, exports: Sequence[tuple[str, str]]) -> FileView:
        """Return the `__init__` of a package of lazily loaded modules."""
        ordered = sorted(exports, key=_export_order)
        found = tuple(export(name, module) for name, module in ordered)
        if path.startswith("models/"):  # else editors offer the modules beside the classes
            found = tuple(replace(e, place=code(".models.{it}", it=e.place)) for e in found)
        return self.file(path, "index", text, _LAZY if found else (), IndexView(found))


def _export_order(export: tuple[str, str]) -> tuple[int, str, int, str, str]:
    name, module = export
    return import_order("." if module.startswith(".") else f".{module}", name)


@cache
def source_name(spec: str | PurePath) -> str:
    """Return how the header names the document: its file name, nothing that could mislead."""
    name = "standard input" if str(spec) == "-" else file_name_of(str(spec))
    # Neither `:` nor `=`: Python looks for an encoding in a file's first two lines.
    return re.sub(r"[^\w .,()+~@-]", "?", name, flags=re.ASCII)
