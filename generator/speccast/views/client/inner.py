"""The Views of the resources within a resource, or of the client, as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.views.client.methods import InnerView
from speccast.views.prose import doc_text
from speccast.views.python.code import Code, Import
from speccast.views.python.docstrings import docstring

if TYPE_CHECKING:
    from speccast.names import Names
    from speccast.names.result import ResourceName

_INDENT: Final = 8


def resource_text(resource: ResourceName) -> str:
    """Return the documentation of a resource."""
    return doc_text(resource.doc) or f"The operations of `{resource.path}`."


def inner_views(names: Names, path: str | None) -> tuple[InnerView, ...]:
    """Return the resources within a resource, or of the client (None)."""
    place = ".resources" if path is None else ""
    return tuple(
        InnerView(
            Code(resource.attribute),
            Code(resource.class_name),
            Code(f"{place}.{resource.module}"),
            docstring(resource_text(resource), _INDENT),
            frozenset(
                {
                    Import("functools", "cached_property"),
                    *(
                        Import(f".resources.{resource.module}", name, typing_only=True)
                        for name in (resource.class_name, f"Async{resource.class_name}")
                    ),
                }
            ),
        )
        for resource in names.resources
        if resource.parent == path
    )
