"""Derives the allowed contents of a module from its template, the runtime and its `Code`.

There is no list to maintain. A function of the runtime and a name in a template are allowed because
they exist; a name from the document is allowed because the naming stage chose it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.names.result import OWN
from speccast.printing.gate_policy import BUILTINS, FORBIDDEN, METHODS, NODES
from speccast.reading import disk, templates
from speccast.views.files import Printed
from speccast.views.models.classes import ADDITIONAL
from speccast.views.package.top_files import ERRORS

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from speccast.names import Names
    from speccast.views.files import File

_ALWAYS: Final = frozenset({("__future__", "annotations"), ("typing", "TYPE_CHECKING")})
"""The imports that the import block adds itself."""


class Allowed(Struct, frozen=True):
    """The allowed contents of all modules in a package."""

    package: str
    modules: AbstractSet[str]
    """The printed modules, with dots."""
    names: AbstractSet[str]
    """Attributes of objects, and imports from printed modules."""
    nodes: AbstractSet[type[ast.AST]] | None
    """The kinds of nodes; None: any."""
    words: AbstractSet[str]
    """The words of the user's templates."""


class Contents(Struct, frozen=True):
    """The allowed contents of one module."""

    allowed: Allowed
    imports: AbstractSet[tuple[str, str]]
    """External and runtime modules, each with a name; an empty name is the module itself."""
    used: AbstractSet[tuple[str, str]]
    """External modules that are imported whole, each with an attribute."""
    words: AbstractSet[str]
    """The names in the code of its template."""

    def has_name(self, name: str) -> bool:
        """Return whether a name is allowed that the module does not bind."""
        return name in BUILTINS or name in self.words or name in self.allowed.words

    def has_attribute(self, module: str | None, name: str) -> bool:
        """Return whether an attribute of an external module, or of any object, is allowed."""
        if module is None:
            known = self.allowed.names
            return name in known or name.rstrip("_") in known or name in self.words
        if (module, name) in self.used or (f"{module}.{name}", "") in self.imports:
            return True
        return self.allowed.words >= {*module.split("."), name}

    def has_import(self, module: str, name: str) -> bool:
        """Return whether the import of a name, or of a whole module, is allowed."""
        if (module, name) in self.imports:
            return True
        allowed, parts = self.allowed, module.split(".")
        if parts[0] != allowed.package:
            return allowed.words >= {*parts, *filter(None, [name])}
        if parts[1:2] == ["_runtime"]:
            return name in allowed.words
        if name == "*":
            return module == f"{allowed.package}.models"
        return module in allowed.modules and (name in allowed.names or name in self.words)


def allowed_in(printed: Sequence[File], names: Names, overlay: Path | None) -> Allowed:
    """Return the allowed contents of a package, with the words of the user's templates."""
    chosen = frozenset(name for name in _chosen(names) if not name.startswith("__"))
    words = _words(overlay) if overlay else frozenset[str]()
    paths = (file.path.removesuffix(".py").removesuffix("/__init__") for file in printed)
    return Allowed(
        package=names.package,
        modules=frozenset(path.replace("/", ".") for path in paths),
        names=chosen | _members() | METHODS | words | {*ERRORS, ADDITIONAL},
        nodes=NODES if overlay is None else None,
        words=words,
    )


def contents_of(file: File, allowed: Allowed) -> Contents:
    """Return the allowed contents of a file."""
    if not isinstance(file, Printed):
        return Contents(allowed, _ALWAYS, frozenset(), frozenset())
    package, folder = allowed.package, file.path.split("/")[:-1]
    template = _template(file.template)
    carried = {(_full(need.module, package), need.name) for need in file.needs}
    printed = {
        (_full(module.replace(_PACKAGE, package), package, folder), name)
        for module, name in template.imports
    }
    used = {(need.module, need.uses) for need in file.needs if need.uses}
    return Contents(allowed, _ALWAYS | carried | printed, template.used | used, template.words)


def _full(module: str, package: str, folder: Sequence[str] = ()) -> str:
    """Return the absolute name of a module; a relative one is resolved in the package or folder."""
    if not module.startswith("."):
        return module
    parts = [*folder] if folder else [package]
    return ".".join([*parts, *filter(None, module.split("."))])


# --- Built-in templates ---------------------------------------------------------------------------


class _Template(Struct, frozen=True):
    """The contents of a template itself, without the `Code` of its View."""

    imports: frozenset[tuple[str, str]]
    used: frozenset[tuple[str, str]]
    words: frozenset[str]


_PACKAGE: Final = "PACKAGE"
"""The name of the package in the text of a template."""
_WHOLE: Final = re.compile(r"^ *import ([\w.]+)$", re.MULTILINE)
_FROM: Final = re.compile(r"^ *from ([\w.]+) import ([\w, ]+)$", re.MULTILINE)
_INNER: Final = re.compile(r"{% (?:extends|include) \"(.+?)\" %}")
_JINJA: Final = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
_STRING_OR_COMMENT: Final = re.compile(r'""".*?"""|"[^"\n]*"|#[^\n]*', re.DOTALL)
_DOTTED: Final = re.compile(r"\w+(?:\.\w+)*")


@cache
def _template(name: str) -> _Template:
    """Read a built-in template, with those that it extends or includes."""
    source = (templates.builtin() / name).read_text("utf-8")
    text = source.replace("{{ view.package }}", _PACKAGE)
    whole = _WHOLE.findall(text)
    imports = {(module, "") for module in whole}
    for module, names in _FROM.findall(text):
        imports |= {(module, name.split(" as ")[0].strip()) for name in names.split(",")}
    dotted = _DOTTED.findall(_STRING_OR_COMMENT.sub("", _JINJA.sub(" ", text)))
    used = {
        (module, attribute)
        for found in dotted
        if found.startswith(tuple(f"{module}." for module in whole))
        for module, _, attribute in _prefixes(found)
    }
    inner = [_template(each) for each in _INNER.findall(source)]
    return _Template(
        frozenset(imports).union(*(each.imports for each in inner)),
        frozenset(used).union(*(each.used for each in inner)),
        frozenset(word for found in dotted for word in found.split(".")).union(
            *(each.words for each in inner)
        ),
    )


def _prefixes(dotted: str) -> Iterator[tuple[str, str, str]]:
    """Iterate the attributes of a dotted name, each with its owner."""
    while "." in dotted:
        yield dotted.rpartition(".")
        dotted = dotted.rpartition(".")[0]


# --- Names ----------------------------------------------------------------------------------------

_MEMBER: Final = re.compile(r"^    (?:(?:async )?def ([a-z_]\w*)|([a-z_]\w*): )", re.MULTILINE)


@cache
def _members() -> frozenset[str]:
    """Return the names of the methods and attributes of the runtime's classes."""
    folder = templates.builtin() / "runtime"
    found = {
        method or attribute
        for path in folder.glob("*.py")
        for method, attribute in _MEMBER.findall(path.read_text("utf-8"))
        if not method.startswith("__")
    }
    return frozenset(found)


def _chosen(names: Names) -> Iterator[str]:
    """Iterate the names of the naming stage, and the names that are derived from them."""
    for group in (names.classes, names.attributes, names.members, names.arguments):
        yield from group.values()
    yield from names.client_arguments.values()
    yield from names.webhooks.values()
    for name in names.classes.values():
        yield from (f"{name}Dict", f"{name}Value")
    for module in names.modules.values():
        yield module
        yield f"decode_{module}"
    for methods in (names.operations, names.iterators, names.waits, names.scopes):
        for method in methods.values():
            yield method.method
    for resource in names.resources:
        yield from (resource.attribute, resource.class_name, resource.module)
        yield f"Async{resource.class_name}"
    yield from filter(None, (OWN, names.client, names.async_client, names.error))


def _words(overlay: Path) -> frozenset[str]:
    """Return the words of the user's templates, except for forbidden ones."""
    found: set[str] = set()
    for path in templates.walk(overlay):
        if path.endswith(".jinja"):
            found.update(re.findall(r"\w+", disk.read(path).decode("utf-8", "replace")))
    return frozenset(found - FORBIDDEN)
