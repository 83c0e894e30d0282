"""The files in `operations/`: one module of functions per resource."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speccast.views.client.api_info import usual
from speccast.views.operations.operations import operations_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.ir import Operation
    from speccast.views.files import FileView, Kept
    from speccast.views.operations.functions import Usual
    from speccast.views.package.builder import Builder
    from speccast.views.python import Speller


def operation_files(builder: Builder) -> Iterator[FileView | Kept]:
    """Return the functions that describe calls, one module per resource."""
    usual_ = usual(builder.api, builder.names, builder.client.positional)
    own: dict[str, list[tuple[str, str]]] = {"": []}
    """The exports of each resource: its functions, and the resources within it."""
    for resource, module, operations in builder.groups():
        path = resource.path if resource else ""
        functions = {builder.names.operations[o.pointer].method for o in operations}
        own[path] = [(name, module.rpartition("/")[2]) for name in sorted(functions)]
        speller = builder.speller(resource)
        text = f"The operations of `{path or 'the client itself'}`."
        make = partial(_operations_file, builder, text=text, operations=operations, speller=speller)
        make = partial(make, usual_=usual_)
        pointers = [operation.pointer for operation in operations]
        yield builder.one(f"operations/{module}.py", pointers, make)
    for each in builder.names.resources:
        own.setdefault(each.parent or "", []).append((each.attribute, f".{each.attribute}"))
    text = "Every operation as a function that describes the call and does not make it."
    make = partial(builder.index_file, text=text, exports=own.pop(""))
    yield builder.one("operations/__init__.py", (), make)
    for resource in builder.names.resources:
        if resource.is_outer or resource.path not in own:
            place = f"operations/{resource.path.replace('.', '/')}"
            text = f"The operations of `{resource.path}`."
            end = "/__init__.py" if resource.is_outer else ".py"
            make = partial(builder.index_file, text=text, exports=own.get(resource.path, []))
            yield builder.one(place + end, (), make)


def _operations_file(  # noqa: PLR0913 - what `operations_view` needs
    builder: Builder,
    path: str,
    *,
    text: str,
    operations: Sequence[Operation],
    speller: Speller,
    usual_: Usual,
) -> FileView:
    """Return the module of the functions of a resource."""
    view = operations_view(operations, builder.names, speller, usual_)
    builder.functions |= {
        operation.pointer: function
        for operation, function in zip(operations, view.functions, strict=True)
    }
    return builder.file(path, "operations", text, view.needs, view)
