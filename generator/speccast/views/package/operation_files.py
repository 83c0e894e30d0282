"""The files in `operations/`, with one module of functions for each resource."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speccast.views.client.api_info import common_settings
from speccast.views.operations.operations import operations_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.ir import Operation
    from speccast.views.files import FileView, Reused
    from speccast.views.operations.functions import CommonSettings
    from speccast.views.package.builder import Builder
    from speccast.views.python import Speller


def operation_files(builder: Builder) -> Iterator[FileView | Reused]:
    """Iterate the modules of functions that describe calls, and the packages of resources."""
    settings = common_settings(builder.api, builder.names, builder.client.positional)
    own: dict[str, list[tuple[str, str]]] = {"": []}
    """The exports of each resource: its functions, and the resources within it."""
    for resource, module, operations in builder.groups():
        path = resource.path if resource else ""
        functions = {builder.names.operations[o.pointer].method for o in operations}
        own[path] = [(name, module.rpartition("/")[2]) for name in sorted(functions)]
        speller = builder.speller(resource)
        text = f"The operations of `{path or 'the client itself'}`."
        build = partial(
            _operations_file, builder, text=text, operations=operations, speller=speller
        )
        build = partial(build, settings=settings)
        pointers = [operation.pointer for operation in operations]
        yield builder.reused_or_built(f"operations/{module}.py", pointers, build)
    for each in builder.names.resources:
        own.setdefault(each.parent or "", []).append((each.attribute, f".{each.attribute}"))
    text = "The operations as functions, which describe a call but do not make it."
    build = partial(builder.index_file, text=text, exports=own.pop(""))
    yield builder.reused_or_built("operations/__init__.py", (), build)
    for resource in builder.names.resources:
        if resource.is_outer or resource.path not in own:
            place = f"operations/{resource.path.replace('.', '/')}"
            text = f"The operations of `{resource.path}`."
            end = "/__init__.py" if resource.is_outer else ".py"
            build = partial(builder.index_file, text=text, exports=own.get(resource.path, []))
            yield builder.reused_or_built(place + end, (), build)


def _operations_file(  # noqa: PLR0913 - what `operations_view` needs
    builder: Builder,
    path: str,
    *,
    text: str,
    operations: Sequence[Operation],
    speller: Speller,
    settings: CommonSettings,
) -> FileView:
    """Return the module of the functions of a resource."""
    view = operations_view(operations, builder.names, speller, settings)
    builder.functions |= {
        operation.pointer: function
        for operation, function in zip(operations, view.functions, strict=True)
    }
    return builder.file(path, "operations", text, view.needs, view)
