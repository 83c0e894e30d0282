"""The View of `api.md`: the methods and models of a package on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import EnumType, Model
from speccast.reading.escape import code_span, commonmark, markdown_text
from speccast.views.models.classes import ModelView
from speccast.views.models.enums import EnumView
from speccast.views.models.unions import UnionView
from speccast.views.prose import doc_text
from speccast.views.python.code import Code
from speccast.views.python.docstrings import prose
from speccast.views.tests.tests import needed_lines, shortest_call

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Api, Declared, Doc, Operation
    from speccast.names import Names
    from speccast.views.client.methods import Methods, MethodView
    from speccast.views.operations.functions import ArgumentView

ERRORS: Final = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "408": "RequestTimeoutError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}
"""The exception class for each status; a test compares it with the runtime."""


class MethodEntry(Struct, frozen=True):
    """A method of the client."""

    symbol: Code
    """The heading."""
    arguments: tuple[Code, ...]
    call: Code
    """The name before the parentheses."""
    returns: Code
    streams: Code
    """The result type with `stream=True`; empty if it does not stream."""
    text: Code
    argument_docs: tuple[tuple[Code, Code], ...]
    """The name and documentation of each argument."""
    route: Code = Code("")
    """The method and path of the request; empty for a method that makes several requests."""
    errors: tuple[Code, ...] = ()
    example: Code = Code("")


class Row(Struct, frozen=True):
    """A property of a model, or a member of an enumeration."""

    name: Code
    type: Code
    text: Code


class ModelEntry(Struct, frozen=True):
    """A model, an enumeration or another type."""

    name: Code
    text: Code
    rows: tuple[Row, ...]
    type: Code
    """The type that it is an alias of; empty for a class."""


class ReferenceView(Struct, frozen=True):
    """`templates/api.md.jinja`: the page."""

    package: Code
    client: Code
    async_client: Code
    title: Code
    resources: tuple[tuple[Code, tuple[MethodEntry, ...]], ...]
    models: tuple[ModelEntry, ...]


def reference_view(
    api: Api,
    names: Names,
    positional: str,
    resources: Iterable[tuple[str, Methods]],
    declared: Iterable[tuple[Declared, ModelView | EnumView | UnionView]],
) -> ReferenceView:
    """Return the View of the page.

    Args:
        api: the API.
        names: the identifiers.
        positional: the rule for positional parameters, see `positional_parameters`.
        resources: the path of each resource (empty for the client itself) and its methods.
        declared: the models and their Views.

    """
    entries = _Entries(api, names, positional)
    return ReferenceView(
        package=Code(names.package),
        client=Code(names.client),
        async_client=Code(names.async_client),
        title=Code(markdown_text(" ".join((prose(api.title) or names.package).split()))),
        resources=tuple(
            (
                _span(f"client.{path}" if path else "client"),
                tuple(entries.of(path, method) for method in found.methods),
            )
            for path, found in resources
            if found.methods
        ),
        models=tuple(_model(one, view) for one, view in declared),
    )


def _text(text: str) -> Code:
    """Return prose on one line."""
    return Code(commonmark(" ".join(text.split())))


def _span(text: str) -> Code:
    return Code(code_span(" ".join(text.split())))


def _cell(text: str) -> Code:
    """Return code in a cell of a table."""
    return Code(code_span(" ".join(text.split())).replace("|", "\\|"))


def _first(doc: Doc) -> str:
    """Return the first paragraph of the documentation."""
    return doc_text(doc).partition("\n\n")[0]


class _Entries:
    """Builds the entries of methods."""

    def __init__(self, api: Api, names: Names, positional: str) -> None:
        """Collect the documentation of each method, by symbol."""
        self.api = api
        self.names = names
        self.positional = positional
        self.operations = {names.operations[each.pointer].symbol: each for each in api.operations}
        self.others = {names.waits[each.pointer].symbol: doc_text(each.doc) for each in api.waits}
        self.others |= {
            names.scopes[each.pointer].symbol: doc_text(each.doc) for each in api.scopes
        }
        self.listed = {names.iterators[o.pointer].symbol: o for o in api.operations if o.paging}
        for iterator, operation in self.listed.items():
            listed = names.operations[operation.pointer].method
            self.others[iterator] = (
                f"Iterate over the items of all pages. The arguments are those of {listed}."
            )

    def of(self, path: str, view: MethodView) -> MethodEntry:
        """Return the entry of a method of a resource; the client itself has an empty path."""
        symbol = f"{path}.{view.name}" if path else view.name.text
        operation = self.operations.get(symbol)
        text = doc_text(operation.doc) if operation else self.others.get(symbol, "")
        star = [Code("*,")] if view.keywords else []
        entry = MethodEntry(
            symbol=_span(f"client.{symbol}"),
            arguments=(*map(_argument, view.positional), *star, *map(_argument, view.keywords)),
            call=Code(f"client.{symbol}"),
            returns=view.sync_form.whole or view.sync_form.returns,
            streams=view.sync_form.streams,
            text=_text(text.partition("\n\n")[0]),
            argument_docs=tuple(
                (_span(name), _text(about))
                for name, about in view.argument_docs
                if _is_worth_listing(name, about)
            ),
            example=self.loop(symbol),
        )
        return self.described(entry, operation) if operation else entry

    def described(self, entry: MethodEntry, operation: Operation) -> MethodEntry:
        """Add the data of an operation to an entry."""
        failures = [each.status for each in operation.responses if each.status[:1] in ("4", "5")]
        return replace(
            entry,
            route=_span(f"{operation.method} {prose(operation.path)}"),
            errors=tuple(Code(f"{_error(status)} ({status})") for status in failures),
            example=self.example(operation),
        )

    def example(self, operation: Operation, iterator: str = "") -> Code:
        """Return a call, or a loop over an iterator, with its imports."""
        call = shortest_call(operation, self.api, self.names, self.positional, iterator)
        lines = needed_lines(call, self.names.package)
        text = f"for item in {call}:\n    print(item)" if iterator else call.text
        return Code(f"{lines}\n{text}" if lines else text)

    def loop(self, symbol: str) -> Code:
        """Return a loop over an iterator; empty if the symbol is no iterator."""
        listed = self.listed.get(symbol)
        return self.example(listed, symbol) if listed else Code("")


def _is_worth_listing(name: str, about: str) -> bool:
    """Return whether the documentation of an argument is worth listing: not only its name."""
    return name[0] != "*" and about != f"`{name}` of the API."


def _argument(argument: ArgumentView) -> Code:
    return Code(f"{argument.name}: {argument.annotation}{argument.default},")


def _error(status: str) -> str:
    """Return the exception class for a status."""
    otherwise = "ServerError" if status.startswith("5") else "APIStatusError"
    return ERRORS.get(status, otherwise)


def _model(declared: Declared, view: ModelView | EnumView | UnionView) -> ModelEntry:
    rows: Iterable[Row] = ()
    kind = Code("")
    if isinstance(view, ModelView) and isinstance(declared, Model):
        rows = (
            Row(_cell(each.name.text), _cell(each.annotation.text), _text(_first(property_.doc)))
            for each, property_ in zip(view.properties, declared.properties, strict=True)
        )
    elif isinstance(view, EnumView) and isinstance(declared, EnumType):
        rows = (
            Row(_cell(each.name.text), _cell(each.value.text), _text(_first(value.doc)))
            for each, value in zip(view.members, declared.values, strict=True)
        )
    elif isinstance(view, UnionView):
        kind = view.members
    return ModelEntry(_span(view.name.text), _text(_first(declared.doc)), tuple(rows), kind)
