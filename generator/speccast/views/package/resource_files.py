"""The files in `resources/`, and `client.py`: the classes with methods."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from speccast.views.client.api_info import common_settings
from speccast.views.client.client import client_view
from speccast.views.client.resources import MethodMaker, resource_view
from speccast.views.operations.operations import function_view
from speccast.views.operations.servers import base_urls
from speccast.views.python.code import Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Operation
    from speccast.names.result import ResourceName
    from speccast.views.client.methods import Methods
    from speccast.views.files import FileView, Reused
    from speccast.views.operations.functions import FunctionView
    from speccast.views.package.builder import Builder


_CLIENT_NEEDS: Final = frozenset(
    {
        Import("._runtime.client", "AsyncClient", alias="AsyncBase"),
        Import("._runtime.client", "SyncClient"),
    }
)
_INIT_NEEDS: Final = frozenset(
    {
        Import("typing", "Unpack", typing_only=True),
        Import("._runtime.client", "BaseClient"),
        Import("._runtime.client", "Carrier"),
        Import("._runtime.core", "ClientOptions", typing_only=True),
        Import("._runtime.request", "Timeout", typing_only=True),
        Import("._runtime.transport", "AsyncTransport"),
        Import("._runtime.transport", "Transport"),
    }
)


def resource_files(builder: Builder) -> Iterator[FileView | Reused]:
    """Iterate the modules of resources, and the module of the clients."""
    for resource in builder.names.resources:
        build = partial(_resource_file, builder, resource=resource)
        yield builder.reused_or_built(
            f"resources/{resource.module}.py", _shown(builder, resource.path), build
        )
    yield builder.reused_or_built(
        "client.py", _shown(builder, None), partial(_client_file, builder)
    )


def _resource_file(builder: Builder, path: str, resource: ResourceName) -> FileView:
    """Return the module of a resource."""
    view = resource_view(resource, methods_of(builder, resource), builder.names)
    return builder.file(path, "resource", f"The methods of `{resource.path}`.", view.needs, view)


def _client_file(builder: Builder, path: str) -> FileView:
    """Return the module of the clients."""
    view = client_view(
        builder.api,
        builder.names,
        methods_of(builder, None),
        base_urls(builder.api.servers, builder.client),
        builder.client.compat,
    )
    needs = view.needs | _CLIENT_NEEDS
    if not view.is_plain:
        needs |= _INIT_NEEDS
    return builder.file(path, "client", "The clients.", needs, view)


def methods_of(builder: Builder, resource: ResourceName | None) -> Methods:
    """Return the methods of a resource, or of the client itself."""
    path = resource.path if resource else None
    speller = builder.speller(resource)

    def function(operation: Operation) -> FunctionView:
        here = builder.names.operations[operation.pointer].resource == path
        known = builder.functions.get(operation.pointer) if here else None
        return known or function_view(
            operation,
            builder.names,
            speller,
            common_settings(builder.api, builder.names, builder.client.positional),
        )

    maker = MethodMaker(builder.tables.by_symbol, builder.names, path, function, speller)
    own = builder.tables.operations.get(path, ())
    return maker.methods(own, builder.api.waits, builder.api.scopes)


def _shown(builder: Builder, path: str | None) -> Iterator[str]:
    """Iterate the pointers whose documentation is in a resource, or in the client."""
    names = builder.names
    here = [
        wait.poll.value for wait in builder.api.waits if names.waits[wait.pointer].resource == path
    ]
    here += [
        symbol.value
        for scope in builder.api.scopes
        if names.scopes[scope.pointer].resource == path
        for symbol in (scope.enter, scope.exit)
    ]
    yield ""
    yield from (operation.pointer for operation in builder.tables.operations.get(path, ()))
    others = (builder.tables.by_symbol.get(symbol) for symbol in here)
    yield from (operation.pointer for operation in others if operation)
