"""The data classes of a module in `operations/`: functions, arguments and signatures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import Place
from speccast.names.reserved import CALL_ARGUMENT
from speccast.reading.config.keys import POSITIONAL
from speccast.views.python.code import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.ir import Operation, Parameter, Text
    from speccast.names import Names
    from speccast.views.calls import CallArgument
    from speccast.views.operations.responses import DecoderView, ErrorsView


_UNPACK: Final = Import("typing", "Unpack", typing_only=True)
_CALL_OPTIONS: Final[Mapping[tuple[str, ...], str]] = {
    (): "CallOptions",
    ("timeout",): "CallBesideTimeout",
    ("options",): "CallBesideOptions",
    ("options", "timeout"): "CallBesideBoth",
}
"""The type of the common arguments, by those whose names the API uses itself."""


class ArgumentView(Struct, frozen=True):
    """An argument of a function."""

    name: Code
    annotation: Code
    default: Code


class StreamedView(Struct, frozen=True):
    """The signature of a function with `stream=True`."""

    name: Code
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    rest: ArgumentView
    returns: Code
    item: Code
    """The type of its items."""
    stream_argument: ArgumentView
    """The argument that requests it, with the type of both forms."""
    body: Code
    """The body, which is never executed."""
    decorator: Code
    """The decorator that adds this signature to the function."""


class FunctionView(Struct, frozen=True):
    """A function that describes one call."""

    name: Code
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    rest: ArgumentView
    """The parameter `**call` for timeout, headers and other options."""
    returns: Code
    docstring: Code
    """A one-line summary; the method that makes the call has the full documentation."""
    statements: tuple[Code, ...]
    """The statements before the request."""
    request: tuple[CallArgument, ...]
    """The arguments of `Request`."""
    prose: str
    """The documentation of the operation."""
    argument_docs: tuple[tuple[str, str], ...]
    """The documentation of each argument."""
    streamed: StreamedView | None = None
    """Its signature with `stream=True`, if it has one."""


class OperationsView(Struct, frozen=True):
    """`templates/operations.py.jinja`: a module of functions."""

    decoders: tuple[DecoderView, ...]
    errors: tuple[ErrorsView, ...]
    functions: tuple[FunctionView, ...]
    needs: frozenset[Import]


def path_parameters(operation: Operation) -> list[Parameter]:
    """Return the path parameters of each call, in the order of the path."""
    return [p for p in operation.parameters if p.place is Place.PATH and not p.client]


def positional_parameters(operation: Operation, rule: str) -> list[Parameter]:
    """Return the positional parameters: those in the path, or only the last of them."""
    found = [parameter for parameter in path_parameters(operation) if parameter.required]
    return found[-1:] if rule == POSITIONAL[1] else found


def options_parameter(operation: Operation, names: Names) -> ArgumentView:
    """Return the parameter for the common arguments of all calls."""
    own = partial(names.own_argument, operation)
    kind = _CALL_OPTIONS[tuple(word for word in ("options", "timeout") if own(word) != word)]
    needed = Import("._runtime.request", kind, typing_only=True)
    annotation = Code(f"Unpack[{kind}]", frozenset({_UNPACK, needed}))
    return ArgumentView(Code(own(CALL_ARGUMENT)), annotation, Code(""))


class CommonSettings(Struct, frozen=True):
    """The common settings of operations, which are emitted only once."""

    security: tuple[tuple[Text, ...], ...]
    success: Text | None
    schemes: Mapping[Text, str]
    """The client's argument for each security scheme."""
    symbols: Mapping[Text, str]
    """The method of each operation, by operation id."""
    positional: str = POSITIONAL[0]
    """The rule for positional parameters: see `positional_parameters`."""


def parts_of(view: FunctionView) -> Iterable[Code]:
    """Iterate the code of a function."""
    yield from signature_of(view)
    yield from view.statements
    yield from (each.value for each in view.request)
    if view.streamed:
        yield from (view.streamed.body, view.streamed.decorator)


def signature_of(view: FunctionView) -> Iterable[Code]:
    """Iterate the code of a function's signatures."""
    yield from arguments_of(view)
    yield view.returns
    yield (view.streamed or view).returns


def arguments_of(view: FunctionView) -> Iterable[Code]:
    """Iterate the code of a function's arguments, in both forms."""
    keywords = (*view.keywords, *(view.streamed or view).keywords)
    for argument in (*view.positional, *keywords, view.rest):
        yield argument.annotation
        yield argument.default
