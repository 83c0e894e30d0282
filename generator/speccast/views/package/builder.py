"""Builds the common parts of all files in a package, and the tables that they use."""

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
from speccast.views.files import FileView, Reused
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
    """The declared things by id."""
    by_symbol: dict[str, Operation]
    operations: dict[str | None, list[Operation]]
    """The operations of each resource."""
    attributes: dict[str | None, set[str]]
    """The methods of each resource, and the resources within it."""
    arguments: dict[str | None, set[str]]
    """The arguments of the methods of each resource."""


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
    """Builds the files of one package."""

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
        """The declared things by id."""
        return self.tables.index

    def reused_or_built(
        self, path: str, things: Iterable[Id | str], build: Callable[[str], FileView]
    ) -> FileView | Reused:
        """Return the previous file if it would not change, or else the View of the new file.

        Args:
            path: the path relative to the package's folder.
            things: the ids and pointers whose documentation it contains; empty for none.
            build: returns the View.

        """
        return self.reuse.if_unchanged(f"{self.names.package}/{path}", things) or build(path)

    def file(
        self, path: str, template: str, text: str, needs: Iterable[Import], view: object
    ) -> FileView:
        """Return the View of a file; without a text, the file has no module docstring."""
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
        """Return the speller for the modules of models."""
        names = self.names
        taken = frozenset(names.classes.values())
        return Speller(self.index, names.classes, names.modules, taken=taken)

    def speller(self, resource: ResourceName | None) -> Speller:
        """Return the speller for the modules of a resource, or of the client itself."""
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
        """Iterate the resources (None is the client), their modules, and their operations."""
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
        if path.startswith("models/"):  # else editors would offer the modules, too
            found = tuple(replace(e, place=code(".models.{it}", it=e.place)) for e in found)
        return self.file(path, "index", text, _LAZY if found else (), IndexView(found))


def _export_order(export: tuple[str, str]) -> tuple[int, str, int, str, str]:
    name, module = export
    return import_order("." if module.startswith(".") else f".{module}", name)


@cache
def source_name(spec: str | PurePath) -> str:
    """Return the document's file name for the header, with special characters replaced."""
    name = "standard input" if str(spec) == "-" else file_name_of(str(spec))
    # Without `:` and `=`, since Python looks for an encoding in the first two lines of a file.
    return re.sub(r"[^\w .,()+~@-]", "?", name, flags=re.ASCII)
