"""The View of a module in `resources/`, from the operations of one resource.

Each method is emitted twice, in the classes of both clients, with its whole signature and
docstring, since editors and `inspect.signature` use the `def`. Its behaviour is emitted once, as a
function in `operations/` that describes the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import Scalar
from speccast.views.calls import named
from speccast.views.client.constants import items_of, paging_value, scope_arguments, wait_arguments
from speccast.views.client.inner import inner_views, resource_text
from speccast.views.client.methods import (
    ASYNC,
    SYNC,
    ConstantView,
    FormView,
    Methods,
    MethodView,
    ResourceView,
    SignatureView,
)
from speccast.views.operations.functions import arguments_of
from speccast.views.operations.streams import combined_keywords
from speccast.views.prose import doc_text
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.docstrings import docstring, function_docstring, split_summary
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from speccast.ir import Operation, Paging, Scope, Wait
    from speccast.names import Names
    from speccast.names.result import OperationName, ResourceName
    from speccast.views.calls import CallArgument
    from speccast.views.operations.functions import FunctionView, StreamedView
    from speccast.views.python import Speller

RESOURCE: Final = "._runtime.calls"
ROOT_MODULE: Final = "_client"
"""The module of the operations of the client itself."""
_PAGING: Final = Import("._runtime.pages", "Pages")
_WAIT: Final = Import("._runtime.waiting", "Wait")
_SCOPE: Final = Import("._runtime.scope", "Scope")
_INDENT: Final = 4


def resource_view(resource: ResourceName, found: Methods, names: Names) -> ResourceView:
    """Return the View of a resource."""
    text = resource_text(resource)
    inner = inner_views(names, resource.path)
    bases = {Import(RESOURCE, "AsyncResource"), Import(RESOURCE, "Resource")}
    return ResourceView(
        Code(resource.class_name),
        docstring(text, _INDENT),
        docstring(split_summary(text)[0], _INDENT),
        found.constants,
        found.methods,
        inner,
        found.needs.union(bases, *(each.needs for each in inner)),
    )


class MethodMaker(Struct):
    """Builds the methods of one resource, or of the client itself (None)."""

    operations: Mapping[str, Operation]
    """The operations of the whole API, by symbol."""
    names: Names
    resource: str | None
    function: Callable[[Operation], FunctionView]
    """Returns the function of an operation, with types for the scope of the methods."""
    speller: Speller
    constants: list[ConstantView] = []

    def methods(
        self, own: Iterable[Operation], waits: Iterable[Wait], scopes: Iterable[Scope]
    ) -> Methods:
        """Return the methods of operations, and the methods of waits and scopes."""
        waits = [wait for wait in waits if wait.poll.value in self.operations]
        found = [
            *(method for each in own for method in self._methods(each)),
            *(self._wait(w) for w in waits if self._is_here(self.names.waits[w.pointer])),
            *(
                self._scope(scope, waits)
                for scope in scopes
                if self._is_here(self.names.scopes[scope.pointer])
                and {scope.enter.value, scope.exit.value} <= self.operations.keys()
            ),
        ]
        return Methods(tuple(found), tuple(self.constants))

    def _is_here(self, name: OperationName) -> bool:
        return name.resource == self.resource

    def _methods(self, operation: Operation) -> Iterator[MethodView]:
        view = self.function(operation)
        if operation.paging:
            yield from self._pages(operation, operation.paging, view)
        elif view.streamed:
            yield self._streaming(operation, view, view.streamed)
        else:
            call = self._call(operation, view)
            yield _view(
                view,
                FormView(view.returns, code("self._call({it})", it=call)),
                FormView(view.returns, code("await self._call({it})", it=call), ASYNC),
            )

    def _call(self, operation: Operation, view: FunctionView, *, either: bool = False) -> Code:
        """Return the call of an operation's function with the arguments of a method."""
        function = self._function(self.names.operations[operation.pointer].symbol)
        arguments = [
            *(each.name for each in view.positional),
            *(Code(f"{each.name}={each.name}") for each in view.keywords),
            Code(f"**{view.rest.name}"),
        ]
        form = Code(".describe" if either else "")
        return code("{do}{form}({it})", do=function, form=form, it=join(", ", arguments))

    def _function(self, symbol: str) -> Code:
        """Return the name of an operation's function in the module, by its symbol."""
        owner, _, method = symbol.rpartition(".")
        if owner == (self.resource or ""):
            places = (each.functions for each in self.names.resources if each.path == owner)
            module = next((f".operations.{place}" for place in places), ".operations")
            folder, _, name = module.rpartition(".")
            own = Import(folder or ".", name, alias="_operations")
            return Code(f"_operations.{method}", frozenset({own}))
        every = Import(".", "operations", alias="_all_operations")
        return Code(f"_all_operations.{symbol}", frozenset({every}))

    def _pages(
        self, operation: Operation, paging: Paging, view: FunctionView
    ) -> Iterator[MethodView]:
        """Iterate the method that returns the first page, and the one that iterates all items."""
        path = items_of(operation, paging, self.names)
        item = self.speller.annotation(paging.item if path else Scalar.ANY)
        types = code("{page}, {item}", page=view.returns, item=item)
        items = path or code(
            "items_at({it})",
            Import("._runtime.paging", "items_at"),
            it=join(", ", map(literal, paging.items)),
        )
        arguments = (named("items", items), named("paging", paging_value(paging)))
        constant = self._constant(view.name.text, _PAGING, types, arguments)
        call = self._call(operation, view)
        async_form = FormView(
            code("AsyncPageIterator[{it}]", _walk("AsyncPageIterator"), it=types),
            code("{constant}.iterate_async(self, {it})", constant=constant, it=call),
        )
        iterator = FormView(
            code("PageIterator[{it}]", _walk("PageIterator"), it=types),
            code("{constant}.iterate(self, {it})", constant=constant, it=call),
        )
        first = FormView(
            code("Page[{it}]", _walk("Page"), it=types),
            code("{constant}.first_page(self, {it})", constant=constant, it=call),
        )
        name = self.names.iterators[operation.pointer].method
        text = f"Iterate over the items of `{view.name}` on all pages, with the same arguments."
        yield _view(view, first, async_form)
        yield _view(replace(view, argument_docs=()), iterator, async_form, name=name, text=text)

    def _streaming(
        self, operation: Operation, view: FunctionView, streamed: StreamedView
    ) -> MethodView:
        """Return the method whose response is returned as a whole or as a stream."""
        keywords = combined_keywords(view, streamed)
        call = self._call(operation, view, either=True)
        waited = Import("collections.abc", "Awaitable", typing_only=True)
        forms = [
            FormView(
                code(f"{whole} | {kind}[{{item}}]", *needs, it=view.returns, item=streamed.item),
                code(f"whole_or_items(self, {{it}}, {kind})", *_streams(kind), it=call),
                streams=code(f"{kind}[{{it}}]", it=streamed.item),
                whole=view.returns,
                begin_whole=begin,
            )
            for kind, begin, whole, needs in (
                ("Stream", SYNC, "{it}", ()),
                ("AsyncStream", ASYNC, "Awaitable[{it}]", (waited,)),
            )
        ]
        found = _view(view, *forms, needs=[Import("typing", "overload")])
        signatures = (
            SignatureView(view.positional, view.keywords, view.rest, is_streamed=False),
            SignatureView(streamed.positional, streamed.keywords, view.rest, is_streamed=True),
        )
        return replace(found, keywords=keywords, overloads=signatures)

    def _wait(self, wait: Wait) -> MethodView:
        operation = self.operations[wait.poll.value]
        view = self.function(operation)
        arguments = wait_arguments(wait, self.operations, self.names, self._function)
        name = self.names.waits[wait.pointer].method
        constant = self._constant(name, _WAIT, view.returns, arguments)
        call = self._call(operation, view)
        return _view(
            view,
            FormView(view.returns, code("{constant}.run(self, {it})", constant=constant, it=call)),
            FormView(
                view.returns,
                code("await {constant}.run_async(self, {it})", constant=constant, it=call),
                ASYNC,
            ),
            name=name,
            text=doc_text(wait.doc) or f"Poll `{wait.poll.value}` until it is done.",
        )

    def _scope(self, scope: Scope, waits: Iterable[Wait]) -> MethodView:
        view = self.function(self.operations[scope.enter.value])
        found, ready = view, None
        for wait in waits:
            waiter = self.names.waits[wait.pointer]
            if scope.ready and wait.name == scope.ready and self._is_here(waiter):
                ready = f"_{waiter.method}"
                found = self.function(self.operations[wait.poll.value])
        arguments = scope_arguments(scope, self._function, ready)
        name = self.names.scopes[scope.pointer].method
        constant = self._constant(name, _SCOPE, found.returns, arguments)
        pairs = (f'"{each.name}": {each.name}' for each in (*view.positional, *view.keywords))
        values = Code(f"{{{', '.join((*pairs, f'**{view.rest.name}'))}}}")
        sync_form, async_form = (
            FormView(
                code(
                    f"{kind}[{{it}}]",
                    Import("contextlib", kind, typing_only=True),
                    it=found.returns,
                ),
                code(f"{{constant}}.{way}(self, {{values}})", constant=constant, values=values),
            )
            for kind, way in (
                ("AbstractContextManager", "open"),
                ("AbstractAsyncContextManager", "open_async"),
            )
        )
        text = (
            doc_text(scope.doc) or f"Call `{scope.enter.value}`, and undo it when the block ends."
        )
        return _view(view, sync_form, async_form, name=name, text=text)

    def _constant(
        self, method: str, kind: Import, types: Code, arguments: Iterable[CallArgument]
    ) -> Code:
        """Store a constant of a method, and return its name."""
        name, class_ = Code(f"_{method}"), Code(kind.name, frozenset({kind}))
        annotation = code("{kind}[{it}]", kind=class_, it=types)
        self.constants.append(ConstantView(name, annotation, class_, tuple(arguments)))
        return name


def _streams(kind: str) -> Iterator[Import]:
    yield Import("._runtime.streams", kind)
    yield Import("._runtime.streams", "whole_or_items")


def _walk(name: str) -> Import:
    return Import("._runtime.pages", name, typing_only=True)


def _view(  # noqa: PLR0913 - the fields of a View
    view: FunctionView,
    sync_form: FormView,
    async_form: FormView,
    *,
    name: str = "",
    text: str = "",
    needs: Iterable[Import] = (),
) -> MethodView:
    """Return a method with the arguments of a function; only the sync method documents them."""
    text = text or view.prose
    parts = (
        part for each in (sync_form, async_form) for part in (each.returns, each.body, each.streams)
    )
    needed = (part.imports for part in (*parts, *arguments_of(view), view.returns))
    return MethodView(
        Code(name or view.name.text),
        view.positional,
        view.keywords,
        view.rest,
        replace(sync_form, docstring=function_docstring(text, view.argument_docs, 2 * _INDENT)),
        replace(async_form, docstring=docstring(split_summary(text)[0], 2 * _INDENT)),
        frozenset(needs).union(*needed),
        argument_docs=tuple(view.argument_docs),
    )
