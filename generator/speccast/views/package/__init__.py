"""Lists the files of a package: those that are printed, and those that are copied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speccast.reading import templates
from speccast.views.fingerprints import PreviousRun, Reuse, fingerprints
from speccast.views.package.builder import Builder, tables
from speccast.views.package.copied_files import copied_files
from speccast.views.package.model_files import model_files
from speccast.views.package.operation_files import operation_files
from speccast.views.package.resource_files import resource_files
from speccast.views.package.test_files import test_files
from speccast.views.package.top_files import (
    errors_file,
    package_file,
    page_file,
    shown_by_all,
    webhook_files,
)
from speccast.views.project import has_page
from speccast.views.python.code import Code
from speccast.views.tests.tests import ModelsTestView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Api, Id
    from speccast.names import Names
    from speccast.reading.config import Client
    from speccast.views.files import File, FileView, Reused


def build(
    api: Api, names: Names, client: Client, reuse: Reuse | None = None
) -> list[FileView | File]:
    """Return all files of the package and of its tests.

    Args:
        api: the API.
        names: the identifiers.
        client: the configuration.
        reuse: finds files of the previous run, which need no View.

    """
    reuse = reuse or Reuse(fingerprints(api, names), PreviousRun())
    builder = Builder(api, names, client, reuse, tables(api, names))
    tests = test_files(builder) if client.tests and client.embed_spec else ()
    return [*_files(builder), *tests, *copied_files(builder, templates.folders(client.templates))]


def _files(builder: Builder) -> Iterator[FileView | Reused]:
    """Iterate the printed files."""
    for path, template, text in (
        ("transport.py", "transport", "The types for custom transports."),
        ("__main__.py", "main", "Check the files of this package, with `python -m`."),
        ("resources/__init__.py", "empty", "The resources of the client."),
    ):
        view = builder.client.browser if template == "transport" else None
        build = partial(builder.file, template=template, text=text, needs=(), view=view)
        yield builder.reused_or_built(path, (), build)
    if builder.client.embed_spec:
        package = ModelsTestView(Code(builder.names.package), Code(builder.names.client))
        build = partial(builder.file, template="testing", text="For tests.", needs=(), view=package)
        yield builder.reused_or_built("testing.py", (), build)
    yield from model_files(builder)
    yield from operation_files(builder)
    yield from resource_files(builder)
    yield from webhook_files(builder)
    yield builder.reused_or_built("errors/__init__.py", (), partial(errors_file, builder))
    yield builder.reused_or_built("__init__.py", (), partial(package_file, builder))
    if has_page(builder.client):
        shown: list[Id | str] = [thing.id for thing in builder.api.declared]
        shown += shown_by_all(builder)
        yield builder.reused_or_built("api.md", shown, partial(page_file, builder))
