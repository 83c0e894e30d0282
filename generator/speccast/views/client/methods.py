"""The data classes of a module in `resources/`: the methods of both clients, and constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.views.python.code import Code, Import

if TYPE_CHECKING:
    from speccast.views.calls import CallArgument
    from speccast.views.operations.functions import ArgumentView

SYNC: Final = Code("def")
ASYNC: Final = Code("async def")


class FormView(Struct, frozen=True):
    """The differences between the methods of the two clients."""

    returns: Code
    body: Code
    """The expression that it returns."""
    begin: Code = SYNC
    docstring: Code = Code("")
    streams: Code = Code("")
    """The return type with `stream=True`, if it differs."""
    whole: Code = Code("")
    """The return type otherwise."""
    begin_whole: Code = SYNC


class SignatureView(Struct, frozen=True):
    """One of the two signatures of a method that can stream."""

    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    rest: ArgumentView
    is_streamed: bool


class MethodView(Struct, frozen=True):
    """A method, in both clients."""

    name: Code
    positional: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    rest: ArgumentView
    sync_form: FormView
    async_form: FormView
    """In the async client."""
    needs: frozenset[Import]
    overloads: tuple[SignatureView, ...] = ()
    argument_docs: tuple[tuple[str, str], ...] = ()
    """The documentation of each argument."""


class ConstantView(Struct, frozen=True):
    """A constant that a method uses: its pagination, its wait or its scope."""

    name: Code
    annotation: Code
    function: Code
    """The class of its value."""
    arguments: tuple[CallArgument, ...]


class Methods(Struct, frozen=True):
    """The methods of one resource, or of the client itself, and their constants."""

    methods: tuple[MethodView, ...]
    constants: tuple[ConstantView, ...]

    @property
    def needs(self) -> frozenset[Import]:
        """Their imports."""
        constants = (
            part.imports
            for constant in self.constants
            for part in (
                constant.annotation,
                constant.function,
                *(each.value for each in constant.arguments),
            )
        )
        return frozenset[Import]().union(*constants, *(method.needs for method in self.methods))


class InnerView(Struct, frozen=True):
    """An attribute of the client or of a resource: a group of methods."""

    name: Code
    class_name: Code
    place: Code
    """Its module, relative to the module with the attribute."""
    docstring: Code
    needs: frozenset[Import]


class ResourceView(Struct, frozen=True):
    """`templates/resource.py.jinja`: a class of methods for each client."""

    class_name: Code
    docstring: Code
    summary: Code
    constants: tuple[ConstantView, ...]
    methods: tuple[MethodView, ...]
    inner: tuple[InnerView, ...]
    needs: frozenset[Import]
