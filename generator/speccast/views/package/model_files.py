"""The files in `models/`, with one module for each declared thing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from speccast.ir import Alias, Declared, EnumType, Model, Union
from speccast.views.emission import emitted
from speccast.views.models.declared import declared_view
from speccast.views.models.deferred import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from speccast.ir import Id
    from speccast.views.files import FileView, Reused
    from speccast.views.package.builder import Builder
    from speccast.views.python import Speller


_TEMPLATES: Final = {Model: "model", EnumType: "enum", Union: "union", Alias: "union"}


def model_files(builder: Builder) -> Iterator[FileView | Reused]:
    """Iterate the modules of declared things, and the `__init__` of the package."""
    names, speller = builder.names, builder.model_speller()
    deferred_ids = deferred(speller.declared)
    exports: list[tuple[str, str]] = []
    for declared in emitted(builder.api):
        name, module = names.classes[declared.id], names.modules[declared.id]
        exports.append((name, module))
        if isinstance(declared, (Alias, Union)):
            exports.append((f"decode_{module}", module))
        if goes_with := speller.argument_name(declared):
            exports.append((goes_with, module))
        build = partial(
            _model_file, builder, declared=declared, speller=speller, deferred_ids=deferred_ids
        )
        yield builder.reused_or_built(f"models/{module}.py", (declared.id,), build)
    text = "The models, each loaded on first use."
    build = partial(builder.index_file, text=text, exports=exports)
    yield builder.reused_or_built("models/__init__.py", (), build)


def _model_file(
    builder: Builder,
    path: str,
    declared: Declared,
    speller: Speller,
    deferred_ids: AbstractSet[Id],
) -> FileView:
    """Return the module of a declared thing."""
    view = declared_view(declared, speller, builder.names, deferred_ids)
    return builder.file(path, _TEMPLATES[type(declared)], "", view.needs, view)
