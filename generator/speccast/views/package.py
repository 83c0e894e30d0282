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
from speccast.views.client import client_view, usual
from speccast.views.emission import emitted
from speccast.views.exports import (
    OWN_NAMES,
    IndexView,
    PackageView,
    export,
    own_exports,
)
from speccast.views.files import File, FileView
from speccast.views.late import late
from speccast.views.models import declared_view
from speccast.views.operations import operations_view
from speccast.views.python import Speller
from speccast.views.python.layout import import_block, import_order
from speccast.views.python.source import Code, Import, docstring, literal, prose
from speccast.views.resources import RESOURCE, ROOT_MODULE, method_views, resource_view
from speccast.views.tests import ModelsTestView, calls_view, fixtures_view
from speccast.views.webhooks import webhooks_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path, PurePath

    from speccast.ir import Id, Operation
    from speccast.names import Names
    from speccast.reading.config import Client

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
    "MissingLibraryError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RedirectError",
    "RequestTimeoutError",
    "ResponseTooLargeError",
    "ServerError",
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


def build(api: Api, names: Names, client: Client) -> list[FileView | File]:
    """Return every file of the package and of its tests.

    Args:
        api: what the package is for.
        names: every identifier.
        client: how the package is to be.

    """
    package = _Package(api, names, client)
    tests = package.tests() if client.tests and client.embed_spec else ()
    return [*package.files(), *tests, *package.verbatim(templates.folders(client.templates))]


class _Package(Struct):
    """Makes the files of one package."""

    api: Api
    names: Names
    client: Client
    used: set[str] = set()
    """The names that the files import."""

    @property
    def index(self) -> Mapping[Id, Declared]:
        """Every declared thing by its id."""
        return {declared.id: declared for declared in self.api.declared}

    def file(
        self, path: str, template: str, text: str, needs: Iterable[Import], view: object
    ) -> FileView:
        """Return a file of the package."""
        needs = frozenset(needs)
        self.used.update(need.name for need in needs)
        return FileView(
            path=f"{self.names.package}/{path}",
            template=f"{template}.py.jinja",
            source=Code(source_name(self.client.spec)),
            docstring=docstring(text, 0),
            imports=import_block(path, needs),
            view=view,
        )

    def files(self) -> Iterator[FileView]:
        """Return all files that are printed."""
        title = prose(self.api.title) or self.names.package
        taken = {self.names.classes[declared.id] for declared in emitted(self.api)}
        hidden = bool(taken & OWN_NAMES)
        shown = sorted(taken - OWN_NAMES, key=partial(import_order, ".models")) if hidden else []
        yield self.file("transport.py", "transport", "For transports of one's own.", (), None)
        if self.client.embed_spec:
            package = ModelsTestView(Code(self.names.package))
            yield self.file("testing.py", "testing", "For tests.", (), package)
        yield self.file(
            "__main__.py", "main", "`python -m` this package: check its files.", (), None
        )
        yield from self.models()
        yield from self.operations()
        yield from self.resources()
        yield from self.webhooks()
        errors = [name for name in ERRORS if "Wait" in self.used or not name.startswith("Wait")]
        everything = ErrorsIndexView(tuple(map(Code, errors)))
        yield self.file("errors.py", "errors", "Everything that a call can raise.", (), everything)
        version = PackageView(
            literal(self.api.version),
            tuple(own_exports(self.used, taken, testing=self.client.embed_spec)),
            tuple(map(Code, shown)),
            bool(taken) and not hidden,
            tuple(Code(name) for name in errors if name not in taken),
        )
        yield self.file("__init__.py", "package", f"A client for {title}.", (), version)

    def webhooks(self) -> Iterator[FileView]:
        """Return the readers of events, where the API sends any."""
        functions = frozenset(self.names.webhooks.values())
        speller = Speller(self.index, self.names.classes, self.names.modules, shadowed=functions)
        view = webhooks_view(self.api.webhooks, self.names, speller)
        if view.events:
            text = "The events that the API sends: what reads the body of each."
            yield self.file("webhooks.py", "webhooks", text, view.needs, view)

    def models(self) -> Iterator[FileView]:
        """Return the models, one module each."""
        index = self.index
        unbuilt = late(index)
        exports: list[tuple[str, str]] = []
        for declared in emitted(self.api):
            view = declared_view(declared, index, self.names, unbuilt)
            name, module = self.names.classes[declared.id], self.names.modules[declared.id]
            exports.append((name, module))
            if isinstance(declared, (Alias, Union)):
                exports.append((f"decode_{module}", module))
            text = f"The {_KINDS[type(declared)]} `{name}`."
            template = _TEMPLATES[type(declared)]
            yield self.file(f"models/{module}.py", template, text, view.needs, view)
        yield self.index_file(
            "models/__init__.py", "The models, each loaded when first asked for.", exports
        )

    def operations(self) -> Iterator[FileView]:
        """Return the functions that describe calls, one module per resource."""
        index = self.index
        usual_ = usual(self.api, self.names)
        own: dict[str, list[tuple[str, str]]] = {"": []}
        """By resource what its package gives: its functions, and the resources within it."""
        for path, module, operations in self.groups():
            functions = {self.names.operations[o.pointer].method for o in operations}
            own[path] = [(name, module.rpartition("/")[2]) for name in sorted(functions)]
            speller = Speller(
                index,
                self.names.classes,
                self.names.modules,
                shadowed=frozenset(functions),
                argument=False,
            )
            view = operations_view(operations, self.names, speller, usual_)
            text = f"The operations of `{path or 'the client itself'}`."
            yield self.file(f"operations/{module}.py", "operations", text, view.needs, view)
        for each in self.names.resources:
            own.setdefault(each.parent or "", []).append((each.attribute, f".{each.attribute}"))
        yield self.index_file(
            "operations/__init__.py",
            "Every operation as a function that describes the call and does not make it.",
            own.pop(""),
        )
        for resource in self.names.resources:
            if resource.is_outer or resource.path not in own:
                place = f"operations/{resource.path.replace('.', '/')}"
                text = f"The operations of `{resource.path}`."
                end = "/__init__.py" if resource.is_outer else ".py"
                yield self.index_file(place + end, text, own.get(resource.path, []))

    def resources(self) -> Iterator[FileView]:
        """Return the classes of methods, one module per resource, and the client."""
        for resource in self.names.resources:
            methods = method_views(self.api.operations, self.api, self.names, resource.path)
            view = resource_view(resource, methods, self.names)
            path = f"resources/{resource.module}.py"
            text = f"The methods of `{resource.path}`."
            yield self.file(path, "resource", text, view.needs, view)
        yield self.file("resources/__init__.py", "empty", "What hangs on the client.", (), None)
        yield self.client_file()

    def client_file(self) -> FileView:
        """Return the module of the clients."""
        methods = method_views(self.api.operations, self.api, self.names, None)
        view = client_view(
            self.api, self.names, methods, self.client.base_url_env, self.client.compat
        )
        needs = view.needs | _CLIENT_NEEDS
        needs |= {Import(RESOURCE, "Resource") if methods else Import("typing", "Generic")}
        if view.credentials:
            annotations = " ".join(c.annotation.text for c in view.credentials)
            needs |= {
                Import(f"._runtime.{module}", name, typing_only=True)
                for module, name in (("oauth", "ClientCredentials"), ("auth", "Token"))
                if name in annotations
            }
        return self.file("client.py", "client", "The clients.", needs, view)

    def groups(self) -> Iterator[tuple[str, str, list[Operation]]]:
        """Return the operations by resource: its path, the module of its functions, and them."""
        by_resource: dict[str | None, list[Operation]] = {}
        for operation in self.api.operations:
            owner = self.names.operations[operation.pointer].resource
            by_resource.setdefault(owner, []).append(operation)
        for resource in self.names.resources:
            if resource.path in by_resource:
                module = resource.functions.replace(".", "/")
                yield resource.path, module, by_resource[resource.path]
        if None in by_resource:
            yield "", ROOT_MODULE, by_resource[None]

    def tests(self) -> Iterator[FileView]:
        """Return the tests of the package."""
        package = ModelsTestView(Code(self.names.package))
        yield self.test("conftest.py", "conftest", "", (), fixtures_view(self.api, self.names))
        yield self.test("test_imports.py", "imports", "", (), package)
        kinds = {type(declared) for declared in emitted(self.api)}
        if kinds & {Model, EnumType}:
            view = replace(package, models=Model in kinds, enums=EnumType in kinds)
            yield self.test("test_models.py", "models", "", (), view)
        index, taken = self.index, {"imports", "models"}
        for path, _, operations in self.groups():
            calls = calls_view(operations, self.names, index, self.api.security_schemes)
            needs = calls.needs | {Import("speccast.testing", "Contract")}
            text = f"The operations of `{path or 'the client itself'}`."
            name = path.replace(".", "_") or "client"
            while name in taken:  # a resource may be called `models`
                name += "_calls"
            taken.add(name)
            yield self.test(f"test_{name}.py", "operations", text, needs, calls)

    def test(
        self, path: str, template: str, text: str, needs: Iterable[Import], view: object
    ) -> FileView:
        """Return a file of the tests."""
        return FileView(
            path=f"tests/{self.names.package}/{path}",
            template=f"tests/{template}.py.jinja",
            source=Code(source_name(self.client.spec)),
            docstring=docstring(text, 0),
            imports=import_block(path, needs),
            view=view,
        )

    def index_file(self, path: str, text: str, exports: list[tuple[str, str]]) -> FileView:
        """Return the `__init__` of a package of lazily loaded modules."""
        ordered = sorted(exports, key=_export_order)
        found = tuple(export(name, module) for name, module in ordered)
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
                    if name == "http_library.py":
                        text = text.replace('"httpx2"', f'"{self.client.http}"')
                    yield File(f"{self.names.package}/_runtime/{name}", text)
        licence = next(path for folder in folders if (path := folder / "LICENSE").is_file())
        yield File(f"{self.names.package}/LICENSE", licence.read_text(encoding="utf-8"))
        yield File(f"{self.names.package}/py.typed", "")


_KINDS: Final = {Model: "model", EnumType: "enumeration", Union: "union", Alias: "type"}
_LAZY: Final = (
    Import("typing", "TYPE_CHECKING"),
    Import("._runtime.lazy", "lazy", alias="_lazy"),
)
_CLIENT_NEEDS: Final = frozenset(
    {
        Import("typing", "Unpack", typing_only=True),
        Import("._runtime.client", "AsyncClient", alias="AsyncBase"),
        Import("._runtime.client", "SyncClient"),
        Import("._runtime.core", "ClientOptions", typing_only=True),
        Import("._runtime.request", "Timeout", typing_only=True),
        Import("._runtime.transport", "AsyncTransport", typing_only=True),
        Import("._runtime.transport", "Transport", typing_only=True),
        Import(RESOURCE, "Async"),
        Import(RESOURCE, "M"),
        Import(RESOURCE, "Sync"),
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
