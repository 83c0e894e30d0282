"""All identifiers of the output, in one pass over an `ir.Api`: see `assign`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.names.arguments import assign_arguments, assign_client_arguments, assign_webhooks
from speccast.names.context import Context
from speccast.names.methods import assign_methods
from speccast.names.result import CLIENT, Names, Previous
from speccast.names.things import (
    assign_attributes,
    assign_classes,
    assign_members,
    assign_modules,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast import ir
    from speccast.reading.diagnostics import Diagnostics


def assign(
    api: ir.Api,
    package: str,
    previous: Mapping[str, object] | None,
    pins: Mapping[str, str],
    diagnostics: Diagnostics,
) -> Names:
    """Return all names.

    Args:
        api: the API.
        package: the name of the generated package.
        previous: `Names.manifest_names` of the previous output, whose names are kept; None: there
            is no previous output.
        pins: names from the configuration by pointer. That of an operation may also be
            `resource.method`, and that of the document is the client's class, which is used
            unchanged. Only previous names have priority over them.
        diagnostics: receives `name-moved`, `name-taken`, `name-invalid` and `name-numbered`.

    Returns:
        The names. In each namespace they are valid, and distinct even if case is ignored.

    """
    context = Context(api, Previous(previous), pins, diagnostics)
    client = pins.get("#", CLIENT)
    methods = assign_methods(context, {client, f"Async{client}"})
    classes = assign_classes(context, methods.operations)
    return Names(
        package=package,
        client=client,
        classes=classes,
        modules=assign_modules(context, classes),
        attributes=assign_attributes(context, classes),
        members=assign_members(context, classes),
        operations=methods.operations,
        resources=methods.resources,
        arguments=assign_arguments(context, methods.operations),
        client_arguments=assign_client_arguments(context),
        webhooks=assign_webhooks(context),
        iterators=methods.iterators,
        waits=methods.waits,
        scopes=methods.scopes,
        manifest_names=context.manifest_names,
    )
