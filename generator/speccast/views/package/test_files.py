"""The files of a package's tests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Declared, EnumType, Model
from speccast.views.emission import emitted
from speccast.views.files import FileView, Reused
from speccast.views.python.code import Code, Import
from speccast.views.python.docstrings import docstring
from speccast.views.python.layout import import_block
from speccast.views.tests.tests import CallsView, ModelsTestView, calls_view, fixtures_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from speccast.ir import Id, Operation

from speccast.views.package.builder import Builder, source_name


def test_files(builder: Builder) -> Iterator[FileView | Reused]:
    """Iterate the test files. They contain no text of the document."""
    package = ModelsTestView(Code(builder.names.package), Code(builder.names.client))
    fixtures = partial(fixtures_view, builder.api, builder.names)
    yield _test_file(builder, "conftest.py", "conftest", "", lambda: ((), fixtures()))
    yield _test_file(builder, "test_imports.py", "imports", "", lambda: ((), package))
    kinds = {type(declared) for declared in emitted(builder.api)}
    if kinds & {Model, EnumType}:
        view = replace(package, models=Model in kinds, enums=EnumType in kinds)
        yield _test_file(builder, "test_models.py", "models", "", lambda: ((), view))
    index, taken = builder.index, {"imports", "models"}
    for resource, _, operations in builder.groups():
        path = resource.path if resource else ""
        build = partial(_calls, builder, operations, index)
        text = f"The operations of `{path or 'the client itself'}`."
        name = path.replace(".", "_") or "client"
        while name in taken:  # a resource may be called `models`
            name += "_calls"
        taken.add(name)
        yield _test_file(builder, f"test_{name}.py", "operations", text, build)


def _test_file(
    builder: Builder,
    name: str,
    template: str,
    text: str,
    build: Callable[[], tuple[Iterable[Import], object]],
) -> FileView | Reused:
    """Return a test file; `build` returns its imports and its View."""
    path = f"tests/{builder.names.package}/{name}"
    if reused := builder.reuse.if_unchanged(path, ()):
        return reused
    needs, view = build()
    needs = frozenset(needs)
    return FileView(
        path=path,
        template=f"tests/{template}.py.jinja",
        source=Code(source_name(builder.client.spec)),
        docstring=docstring(text, 0),
        imports=import_block(path, needs),
        view=view,
        needs=needs,
    )


def _calls(
    builder: Builder, operations: Sequence[Operation], index: Mapping[Id, Declared]
) -> tuple[frozenset[Import], CallsView]:
    """Return the imports of the tests of a resource, and their View."""
    view = calls_view(operations, builder.names, index, builder.api, builder.client.positional)
    return view.needs | {Import("speccast.testing", "Contract")}, view
