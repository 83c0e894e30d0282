"""From the whole API to every file of the package: what is printed, and what is copied."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import Alias, Api, Declared, EnumType, Model, Union
from speccast.reading import templates
from speccast.reading.config import file_name_of
from speccast.views.api_info import usual
from speccast.views.client import client_view
from speccast.views.emission import emitted
from speccast.views.exports import (
    IndexView,
    PackageView,
    export,
    own_exports,
    own_names,
)
from speccast.views.files import File, FileView, Kept
from speccast.views.fingerprints import Earlier, Reuse, fingerprints
from speccast.views.late import late
from speccast.views.models import declared_view
from speccast.views.operations import function_view, operations_view
from speccast.views.project import has_page
from speccast.views.python import Speller
from speccast.views.python.layout import import_block, import_order
from speccast.views.python.source import Code, Import, code, docstring, literal, prose
from speccast.views.reference import reference_view
from speccast.views.resources import ROOT_MODULE, MethodMaker, resource_view
from speccast.views.servers import where
from speccast.views.tests import CallsView, ModelsTestView, calls_view, fixtures_view
from speccast.views.webhooks import json_content, webhooks_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path, PurePath

    from speccast.ir import Id, Operation
    from speccast.names import Names
    from speccast.names.result import ResourceName
    from speccast.reading.config import Client
    from speccast.views.functions import FunctionView, Usual
    from speccast.views.methods import Methods

_TEMPLATES: Final = {Model: "model", EnumType: "enum", Union: "union", Alias: "union"}
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
"""The classes of `runtime/errors.py`; a test holds them together."""


class ErrorsIndexView(Struct, frozen=True):
    """`templates/errors.py.jinja`: the exception tree."""

    names: tuple[Code, ...]
    """Those of the runtime."""
    base: Code | None
    """The second name of their base."""
    listed: tuple[Code, ...]
    """All of these names, sorted."""


def build(
    api: Api, names: Names, client: Client, reuse: Reuse | None = None
) -> list[FileView | File]:
    """Return every file of the package and of its tests.

    Args:
        api: what the package is for.
        names: every identifier.
        client: how the package is to be.
        reuse: knows which files need no View, since they would be printed the same again.

    """
    reuse = reuse or Reuse(fingerprints(api, names), Earlier())
    package = _Package(api, names, client, reuse, _tables(api, names))
    tests = package.tests() if client.tests and client.embed_spec else ()
    return [*package.files(), *tests, *package.verbatim(templates.folders(client.templates))]


class _Tables(Struct):
    """What is looked up for each resource; None stands for the client itself."""

    index: dict[Id, Declared]
    """Every declared thing by its id."""
    by_symbol: dict[str, Operation]
    operations: dict[str | None, list[Operation]]
    """By resource."""
    attributes: dict[str | None, set[str]]
    """By resource: its methods, and the resources within it."""


def _tables(api: Api, names: Names) -> _Tables:
    tables = _Tables({declared.id: declared for declared in api.declared}, {}, {}, {})
    for operation in api.operations:
        name = names.operations[operation.pointer]
        tables.by_symbol[name.symbol] = operation
        tables.operations.setdefault(name.resource, []).append(operation)
    for kind in (names.operations, names.iterators, names.waits, names.scopes):
        for name in kind.values():
            tables.attributes.setdefault(name.resource, set()).add(name.method)
    for resource in names.resources:
        tables.attributes.setdefault(resource.parent, set()).add(resource.attribute)
    return tables


class _Package(Struct):
    """Makes the files of one package."""

    api: Api
    names: Names
    client: Client
    reuse: Reuse
    tables: _Tables
    used: set[str] = set()
    """The names that the files import; of those that are kept, nothing more is needed."""
    functions: dict[str, FunctionView] = {}
    """By pointer, the functions of operations that were made."""

    @property
    def index(self) -> Mapping[Id, Declared]:
        """Every declared thing by its id."""
        return self.tables.index

    def one(
        self, path: str, things: Iterable[Id | str], make: Callable[[str], FileView]
    ) -> FileView | Kept:
        """Return a file of the package, made only where it would be another than it was.

        Args:
            path: from the package's folder.
            things: whose words it shows: ids, and pointers; empty for those of the API in general.
            make: gives its View.

        """
        return self.reuse.unprinted(f"{self.names.package}/{path}", things) or make(path)

    def file(
        self, path: str, template: str, text: str, needs: Iterable[Import], view: object
    ) -> FileView:
        """Return a file of the package; without a text, what it defines has the words."""
        needs = frozenset(needs)
        self.used.update(need.name for need in needs)
        return FileView(
            path=f"{self.names.package}/{path}",
            template=f"{template}.py.jinja",
            source=Code(source_name(self.client.spec)),
            docstring=docstring(text, 0) if text else Code(""),
            imports=import_block(path, needs),
            view=view,
            needs=needs,
        )

    def files(self) -> Iterator[FileView | Kept]:
        """Return all files that are printed."""
        for path, template, text in (
            ("transport.py", "transport", "For transports of one's own."),
            ("__main__.py", "main", "`python -m` this package: check its files."),
            ("resources/__init__.py", "empty", "What hangs on the client."),
        ):
            view = self.client.browser if template == "transport" else None
            make = partial(self.file, template=template, text=text, needs=(), view=view)
            yield self.one(path, (), make)
        if self.client.embed_spec:
            package = ModelsTestView(Code(self.names.package), Code(self.names.client))
            make = partial(self.file, template="testing", text="For tests.", needs=(), view=package)
            yield self.one("testing.py", (), make)
        yield from self.models()
        yield from self.operations()
        yield from self.resources()
        yield from self.webhooks()
        yield self.one("errors.py", (), self.errors_file)
        yield self.one("__init__.py", (), self.package_file)
        if has_page(self.client):
            shown: list[Id | str] = [thing.id for thing in self.api.declared]
            shown += self.shown_by_all()
            yield self.one("api.md", shown, self.page_file)

    def errors(self) -> list[str]:
        """Return the names of the errors that calls can raise."""
        signed = self.used & {"standard", "rsa_sha256"}
        return [
            name
            for name in ERRORS
            if ("Wait" in self.used or not name.startswith("Wait"))
            and (signed or name != "SignatureError")
        ]

    def errors_file(self, path: str) -> FileView:
        """Return the module of the errors."""
        own, base = self.errors(), self.base_error()
        listed = sorted([*own, *base], key=partial(import_order, ".errors"))
        view = ErrorsIndexView(
            tuple(map(Code, own)), next(map(Code, base), None), tuple(map(Code, listed))
        )
        needs = (Import("._runtime.errors", name) for name in own)
        return self.file(path, "errors", "Everything that a call can raise.", needs, view)

    def base_error(self) -> list[str]:
        """Return the second name of the base of all errors, if it has one."""
        name = self.names.error
        return [] if name is None or name in ERRORS else [name]

    def package_file(self, path: str) -> FileView:
        """Return the package's `__init__`."""
        taken = {self.names.classes[declared.id] for declared in emitted(self.api)}
        ours = own_names(self.names)
        errors = sorted(self.errors() + self.base_error(), key=partial(import_order, ".errors"))
        shown = sorted(taken - ours, key=partial(import_order, ".models"))
        view = PackageView(
            literal(self.api.version),
            tuple(own_exports(self.names, self.used, taken, testing=self.client.embed_spec)),
            tuple(map(Code, shown)),
            tuple(Code(name) for name in errors if name not in taken),
        )
        title = prose(self.api.title) or self.names.package
        needs = (Import(f".{each.place}", each.origin.text) for each in view.own)
        return self.file(path, "package", f"A client for {title}.", needs, view)

    def shown_by_all(self) -> Iterator[str]:
        """Give what the methods of the whole client show the words of."""
        yield ""
        yield from (operation.pointer for operation in self.api.operations)

    def page_file(self, path: str) -> FileView:
        """Return the page of all methods and models."""
        unbuilt, speller = late(self.index), self.model_speller()
        methods = [(each.path, self.methods(each)) for each in self.names.resources]
        view = reference_view(
            self.api,
            self.names,
            self.client.positional,
            [("", self.methods(None)), *methods],
            [
                (each, declared_view(each, speller, self.names, unbuilt))
                for each in emitted(self.api)
            ],
        )
        none = Code("")
        return FileView(f"{self.names.package}/{path}", "api.md.jinja", none, none, none, view)

    def webhooks(self) -> Iterator[FileView | Kept]:
        """Return the readers of events, where the API sends any."""
        if any(map(json_content, self.api.webhooks)):
            pointers = [webhook.pointer for webhook in self.api.webhooks]
            yield self.one("webhooks.py", pointers, self.webhooks_file)

    def webhooks_file(self, path: str) -> FileView:
        """Return the module of the readers of events."""
        functions = frozenset(self.names.webhooks.values())
        speller = Speller(self.index, self.names.classes, self.names.modules, shadowed=functions)
        view = webhooks_view(self.api, self.names, speller)
        text = "The events that the API sends: what reads the body of each."
        return self.file(path, "webhooks", text, view.needs, view)

    def models(self) -> Iterator[FileView | Kept]:
        """Return the models, one module each."""
        names, speller = self.names, self.model_speller()
        unbuilt = late(speller.declared)
        exports: list[tuple[str, str]] = []
        for declared in emitted(self.api):
            name, module = names.classes[declared.id], names.modules[declared.id]
            exports.append((name, module))
            if isinstance(declared, (Alias, Union)):
                exports.append((f"decode_{module}", module))
            if goes_with := speller.argument_name(declared):
                exports.append((goes_with, module))
            make = partial(self.model_file, declared=declared, speller=speller, unbuilt=unbuilt)
            yield self.one(f"models/{module}.py", (declared.id,), make)
        text = "The models, each loaded when first asked for."
        make = partial(self.index_file, text=text, exports=exports)
        yield self.one("models/__init__.py", (), make)

    def model_speller(self) -> Speller:
        """Return what spells types in the modules of models."""
        names = self.names
        taken = frozenset(names.classes.values())
        return Speller(self.index, names.classes, names.modules, taken=taken)

    def model_file(
        self,
        path: str,
        declared: Declared,
        speller: Speller,
        unbuilt: AbstractSet[Id],
    ) -> FileView:
        """Return the module of a declared thing."""
        view = declared_view(declared, speller, self.names, unbuilt)
        return self.file(path, _TEMPLATES[type(declared)], "", view.needs, view)

    def speller(self, resource: ResourceName | None) -> Speller:
        """Return what spells types in the modules of a resource, or of the client itself."""
        names, path = self.names, resource.path if resource else None
        return Speller(
            self.index,
            names.classes,
            names.modules,
            shadowed=frozenset(self.tables.attributes.get(path, ())),
            taken=frozenset(names.classes.values()),
        )

    def operations(self) -> Iterator[FileView | Kept]:
        """Return the functions that describe calls, one module per resource."""
        usual_ = usual(self.api, self.names, self.client.positional)
        own: dict[str, list[tuple[str, str]]] = {"": []}
        """By resource what its package gives: its functions, and the resources within it."""
        for resource, module, operations in self.groups():
            path = resource.path if resource else ""
            functions = {self.names.operations[o.pointer].method for o in operations}
            own[path] = [(name, module.rpartition("/")[2]) for name in sorted(functions)]
            speller = self.speller(resource)
            text = f"The operations of `{path or 'the client itself'}`."
            make = partial(self.operations_file, text=text, operations=operations, speller=speller)
            make = partial(make, usual_=usual_)
            pointers = [operation.pointer for operation in operations]
            yield self.one(f"operations/{module}.py", pointers, make)
        for each in self.names.resources:
            own.setdefault(each.parent or "", []).append((each.attribute, f".{each.attribute}"))
        text = "Every operation as a function that describes the call and does not make it."
        make = partial(self.index_file, text=text, exports=own.pop(""))
        yield self.one("operations/__init__.py", (), make)
        for resource in self.names.resources:
            if resource.is_outer or resource.path not in own:
                place = f"operations/{resource.path.replace('.', '/')}"
                text = f"The operations of `{resource.path}`."
                end = "/__init__.py" if resource.is_outer else ".py"
                make = partial(self.index_file, text=text, exports=own.get(resource.path, []))
                yield self.one(place + end, (), make)

    def operations_file(
        self,
        path: str,
        text: str,
        operations: Sequence[Operation],
        speller: Speller,
        usual_: Usual,
    ) -> FileView:
        """Return the module of the functions of a resource."""
        view = operations_view(operations, self.names, speller, usual_)
        self.functions |= {
            operation.pointer: function
            for operation, function in zip(operations, view.functions, strict=True)
        }
        return self.file(path, "operations", text, view.needs, view)

    def methods(self, resource: ResourceName | None) -> Methods:
        """Return the methods of a resource, or of the client itself."""
        path = resource.path if resource else None
        speller = self.speller(resource)

        def function(operation: Operation) -> FunctionView:
            here = self.names.operations[operation.pointer].resource == path
            made = self.functions.get(operation.pointer) if here else None
            return made or function_view(
                operation, self.names, speller, usual(self.api, self.names, self.client.positional)
            )

        maker = MethodMaker(self.tables.by_symbol, self.names, path, function, speller)
        own = self.tables.operations.get(path, ())
        return maker.made(own, self.api.waits, self.api.scopes)

    def resources(self) -> Iterator[FileView | Kept]:
        """Return the classes of methods, one module per resource, and the client."""
        for resource in self.names.resources:
            make = partial(self.resource_file, resource=resource)
            yield self.one(f"resources/{resource.module}.py", self.shown(resource.path), make)
        yield self.one("client.py", self.shown(None), self.client_file)

    def shown(self, path: str | None) -> Iterator[str]:
        """Give what the methods of a resource, or of the client itself, show the words of."""
        names = self.names
        here = [
            wait.poll.value for wait in self.api.waits if names.waits[wait.pointer].resource == path
        ]
        here += [
            symbol.value
            for scope in self.api.scopes
            if names.scopes[scope.pointer].resource == path
            for symbol in (scope.enter, scope.exit)
        ]
        yield ""
        yield from (operation.pointer for operation in self.tables.operations.get(path, ()))
        others = (self.tables.by_symbol.get(symbol) for symbol in here)
        yield from (operation.pointer for operation in others if operation)

    def resource_file(self, path: str, resource: ResourceName) -> FileView:
        """Return the class of the methods of a resource."""
        view = resource_view(resource, self.methods(resource), self.names)
        return self.file(path, "resource", f"The methods of `{resource.path}`.", view.needs, view)

    def client_file(self, path: str) -> FileView:
        """Return the module of the clients."""
        view = client_view(
            self.api,
            self.names,
            self.methods(None),
            where(self.api.servers, self.client),
            self.client.compat,
        )
        needs = view.needs | _CLIENT_NEEDS
        if view.credentials:
            annotations = " ".join(c.annotation.text for c in view.credentials)
            needs |= {
                Import(f"._runtime.{module}", name, typing_only=True)
                for module, name in (("oauth", "ClientCredentials"), ("auth", "Token"))
                if name in annotations
            }
        return self.file(path, "client", "The clients.", needs, view)

    def groups(self) -> Iterator[tuple[ResourceName | None, str, list[Operation]]]:
        """Return the operations by resource, and the module of their functions.

        None stands for the client itself.
        """
        by_resource = self.tables.operations
        for resource in self.names.resources:
            if resource.path in by_resource:
                module = resource.functions.replace(".", "/")
                yield resource, module, by_resource[resource.path]
        if None in by_resource:
            yield None, ROOT_MODULE, by_resource[None]

    def tests(self) -> Iterator[FileView | Kept]:
        """Return the tests of the package: no words of the document stand in them."""
        package = ModelsTestView(Code(self.names.package), Code(self.names.client))
        fixtures = partial(fixtures_view, self.api, self.names)
        yield self.test("conftest.py", "conftest", "", lambda: ((), fixtures()))
        yield self.test("test_imports.py", "imports", "", lambda: ((), package))
        kinds = {type(declared) for declared in emitted(self.api)}
        if kinds & {Model, EnumType}:
            view = replace(package, models=Model in kinds, enums=EnumType in kinds)
            yield self.test("test_models.py", "models", "", lambda: ((), view))
        index, taken = self.index, {"imports", "models"}
        for resource, _, operations in self.groups():
            path = resource.path if resource else ""
            make = partial(self.calls, operations, index)
            text = f"The operations of `{path or 'the client itself'}`."
            name = path.replace(".", "_") or "client"
            while name in taken:  # a resource may be called `models`
                name += "_calls"
            taken.add(name)
            yield self.test(f"test_{name}.py", "operations", text, make)

    def calls(
        self, operations: Sequence[Operation], index: Mapping[Id, Declared]
    ) -> tuple[frozenset[Import], CallsView]:
        """Return what the tests of a resource import, and their View."""
        schemes, rule = self.api.security_schemes, self.client.positional
        view = calls_view(operations, self.names, index, schemes, rule)
        return view.needs | {Import("speccast.testing", "Contract")}, view

    def test(
        self,
        name: str,
        template: str,
        text: str,
        make: Callable[[], tuple[Iterable[Import], object]],
    ) -> FileView | Kept:
        """Return a file of the tests; `make` gives what it imports, and its View."""
        path = f"tests/{self.names.package}/{name}"
        if kept := self.reuse.unprinted(path, ()):
            return kept
        needs, view = make()
        needs = frozenset(needs)
        return FileView(
            path=path,
            template=f"tests/{template}.py.jinja",
            source=Code(source_name(self.client.spec)),
            docstring=docstring(text, 0),
            imports=import_block(path, needs),
            view=view,
            needs=needs,
        )

    def index_file(self, path: str, text: str, exports: Sequence[tuple[str, str]]) -> FileView:
        """Return the `__init__` of a package of lazily loaded modules."""
        ordered = sorted(exports, key=_export_order)
        found = tuple(export(name, module) for name, module in ordered)
        if path.startswith("models/"):  # else editors offer the modules beside the classes
            found = tuple(replace(e, place=code(".models.{it}", it=e.place)) for e in found)
        return self.file(path, "index", text, _LAZY if found else (), IndexView(found))

    def verbatim(self, folders: Sequence[Path]) -> Iterator[File]:
        """Return what is copied as it is: runtime, licence, the marker of typed packages."""
        seen: set[str] = set()
        for folder in folders:
            for path in sorted((folder / "runtime").rglob("*.py")):
                name = path.relative_to(folder / "runtime").as_posix()
                if name not in seen:
                    seen.add(name)
                    text = path.read_text(encoding="utf-8")
                    if name == "http_transport.py":
                        text = text.replace('"httpx2"', f'"{self.client.http}"')
                    if name == "wire.py":
                        text = text.replace("import json_stdlib", f"import json_{self.client.json}")
                    yield File(f"{self.names.package}/_runtime/{name}", text)
        licence = next(path for folder in folders if (path := folder / "LICENSE").is_file())
        yield File(f"{self.names.package}/LICENSE", licence.read_text(encoding="utf-8"))
        yield File(f"{self.names.package}/py.typed", "")


_LAZY: Final = (
    Import("typing", "TYPE_CHECKING"),
    Import("._runtime.lazy", "lazy", alias="_lazy"),
)
_CLIENT_NEEDS: Final = frozenset(
    {
        Import("typing", "Unpack", typing_only=True),
        Import("._runtime.client", "AsyncClient", alias="AsyncBase"),
        Import("._runtime.client", "BaseClient"),
        Import("._runtime.client", "Carrier"),
        Import("._runtime.client", "SyncClient"),
        Import("._runtime.core", "ClientOptions", typing_only=True),
        Import("._runtime.request", "Timeout", typing_only=True),
        Import("._runtime.transport", "AsyncTransport"),
        Import("._runtime.transport", "Transport"),
    }
)


def _export_order(export: tuple[str, str]) -> tuple[int, str, int, str, str]:
    name, module = export
    return import_order("." if module.startswith(".") else f".{module}", name)


@cache
def source_name(spec: str | PurePath) -> str:
    """Return how the header names the document: its file name, nothing that could mislead."""
    name = "standard input" if str(spec) == "-" else file_name_of(str(spec))
    # Neither `:` nor `=`: Python looks for an encoding in a file's first two lines.
    return re.sub(r"[^\w .,()+~@-]", "?", name, flags=re.ASCII)
