"""The top-level files of a package: errors, webhooks, `__init__.py`, and the page of its API."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.views.client.webhooks import json_content, webhooks_view
from speccast.views.emission import emitted
from speccast.views.exports import (
    PackageView,
    own_exports,
    own_names,
)
from speccast.views.files import FileView, Reused
from speccast.views.models.declared import declared_view
from speccast.views.models.deferred import deferred
from speccast.views.python import Speller
from speccast.views.python.code import Code, Import
from speccast.views.python.docstrings import prose
from speccast.views.python.layout import import_order
from speccast.views.python.literals import literal
from speccast.views.reference import reference_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.views.package.builder import Builder


from speccast.views.package.resource_files import methods_of

ERRORS: Final = (
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "ArgumentError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "DecodeError",
    "InternalServerError",
    "MissingLibraryError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RedirectError",
    "RequestTimeoutError",
    "ResponseTooLargeError",
    "ServerError",
    "SignatureError",
    "UnprocessableEntityError",
    "UnsuccessfulError",
    "WaitError",
    "WaitFailedError",
    "WaitTimeoutError",
)
"""The classes of `runtime/errors.py`; a test compares both."""


class ErrorsIndexView(Struct, frozen=True):
    """`templates/errors.py.jinja`: the exception tree."""

    names: tuple[Code, ...]
    """The classes of the runtime."""
    base: Code | None
    """The alias of their base, if it has one."""
    waits: bool
    """Whether there are errors of waiting."""
    signed: bool
    """Whether there is an error of signatures."""


def _errors(builder: Builder) -> list[str]:
    """Return the names of the errors that calls can raise."""
    signed = builder.used & {"standard", "rsa_sha256"}
    return [
        name
        for name in ERRORS
        if ("Wait" in builder.used or not name.startswith("Wait"))
        and (signed or name != "SignatureError")
    ]


def errors_file(builder: Builder, path: str) -> FileView:
    """Return the module of the errors."""
    own = sorted(_errors(builder), key=partial(import_order, ".errors"))
    view = ErrorsIndexView(
        tuple(map(Code, own)),
        next(map(Code, _base_error(builder)), None),
        waits="WaitError" in own,
        signed="SignatureError" in own,
    )
    needs = (Import(".._runtime.errors", name) for name in own)
    return builder.file(path, "errors", "Everything that a call can raise.", needs, view)


def _base_error(builder: Builder) -> list[str]:
    """Return the alias of the base of all errors, if it has one."""
    name = builder.names.error
    return [] if name is None or name in ERRORS else [name]


def package_file(builder: Builder, path: str) -> FileView:
    """Return the package's `__init__`."""
    taken = {builder.names.classes[declared.id] for declared in emitted(builder.api)}
    reserved = own_names(builder.names)
    errors = sorted(_errors(builder) + _base_error(builder), key=partial(import_order, ".errors"))
    shown = sorted(taken - reserved, key=partial(import_order, ".models"))
    view = PackageView(
        literal(builder.api.version),
        tuple(own_exports(builder.names, builder.used, taken, testing=builder.client.embed_spec)),
        tuple(map(Code, shown)),
        tuple(Code(name) for name in errors if name not in taken),
    )
    title = prose(builder.api.title) or builder.names.package
    needs = (Import(f".{each.place}", each.origin.text) for each in view.own)
    return builder.file(path, "package", f"A client for {title}.", needs, view)


def page_file(builder: Builder, path: str) -> FileView:
    """Return the page of all methods and models."""
    deferred_ids, speller = deferred(builder.index), builder.model_speller()
    methods = [(each.path, methods_of(builder, each)) for each in builder.names.resources]
    view = reference_view(
        builder.api,
        builder.names,
        builder.client.positional,
        [("", methods_of(builder, None)), *methods],
        [
            (each, declared_view(each, speller, builder.names, deferred_ids))
            for each in emitted(builder.api)
        ],
    )
    none = Code("")
    return FileView(f"{builder.names.package}/{path}", "api.md.jinja", none, none, none, view)


def shown_by_all(builder: Builder) -> Iterator[str]:
    """Iterate the pointers of all operations, and of the API."""
    yield ""
    yield from (operation.pointer for operation in builder.api.operations)


def webhook_files(builder: Builder) -> Iterator[FileView | Reused]:
    """Iterate the module of the decoders of events, if the API sends any."""
    if any(map(json_content, builder.api.webhooks)):
        pointers = [webhook.pointer for webhook in builder.api.webhooks]
        yield builder.reused_or_built("webhooks.py", pointers, partial(_webhooks_file, builder))


def _webhooks_file(builder: Builder, path: str) -> FileView:
    """Return the module of the decoders of events."""
    functions = frozenset(builder.names.webhooks.values())
    speller = Speller(
        builder.index, builder.names.classes, builder.names.modules, shadowed=functions
    )
    view = webhooks_view(builder.api, builder.names, speller)
    text = "The events that the API sends, with a function to read the body of each."
    return builder.file(path, "webhooks", text, view.needs, view)
