"""The Views of a module in `resources/`: the methods of both clients, and what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.views.python.code import Code, Import

if TYPE_CHECKING:
    from speccast.views.calls import GivenView
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
    sync: FormView
    later: FormView
    """In the async client."""
    needs: frozenset[Import]
    overloads: tuple[SignatureView, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    """What the document says of each argument."""


class PlanView(Struct, frozen=True):
    """A constant that a method needs for its call: its pagination, its wait, its scope."""

    name: Code
    annotation: Code
    function: Code
    """The class of its value."""
    arguments: tuple[GivenView, ...]


class Methods(Struct, frozen=True):
    """The methods of one resource, or of the client itself, and their constants."""

    methods: tuple[MethodView, ...]
    plans: tuple[PlanView, ...]

    @property
    def needs(self) -> frozenset[Import]:
        """Their imports."""
        plans = (
            part.imports
            for plan in self.plans
            for part in (plan.annotation, plan.function, *(each.value for each in plan.arguments))
        )
        return frozenset[Import]().union(*plans, *(method.needs for method in self.methods))


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
    plans: tuple[PlanView, ...]
    methods: tuple[MethodView, ...]
    inner: tuple[InnerView, ...]
    needs: frozenset[Import]
