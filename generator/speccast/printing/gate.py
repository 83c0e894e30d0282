"""The gate: no emitted code may contain anything that the templates did not intend.

Takes the files, and returns nothing or fails. Every printed module is parsed; its tree may contain
only what `gate_words` lists, and names of the naming pass: those kinds of nodes, those imports,
those attributes; a name must be bound where it is used, or be one of a few builtins. If a
text of the document ever escaped from its literal or docstring, the gate would stop it. Modules
that are copied verbatim are reviewed code, and are not parsed again.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from speccast.names.result import OWN
from speccast.printing.gate_tree import Allowed, GateError, check_module
from speccast.printing.gate_words import ALWAYS, ATTRIBUTES, BUILTINS, NEVER, NODES
from speccast.reading import disk, progress, templates
from speccast.reading.diagnostics import SpeccastError
from speccast.views.files import Printed
from speccast.views.package.top_files import ERRORS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from speccast.names import Names
    from speccast.views.files import File


class TemplateGateError(SpeccastError):
    """A template of the user printed code that is not in the template itself."""


def check(
    printed: Sequence[File], names: Names, overlay: Path | None, known: Container[str] = ()
) -> None:
    """Check every module that was printed.

    Args:
        printed: the printed files.
        names: the names of the naming pass.
        overlay: the folder of the user's templates; words in them are allowed, too.
        known: the paths of files whose text has passed before.

    Raises:
        GateError: a module contains something that is not allowed.
        TemplateGateError: the same, if the user's templates were used.

    """
    allowed = _allowed(printed, names, overlay)
    for file in progress.each("Formatting", printed):
        if file.path in known:
            continue
        try:
            check_module(file.path, file.text, allowed, _imports(file, names.package))
        except GateError as error:
            if overlay is None:
                raise
            message = (
                f"{error} (the templates in {overlay} have to contain the names that they use)"
            )
            raise TemplateGateError(message) from error


def _allowed(printed: Sequence[File], names: Names, overlay: Path | None) -> Allowed:
    made = frozenset(name for name in _made(names) if not name.startswith("__"))
    words = _words(overlay) if overlay else frozenset[str]()
    paths = (file.path.removesuffix(".py").removesuffix("/__init__") for file in printed)
    return Allowed(
        package=names.package,
        modules=frozenset(path.replace("/", ".") for path in paths),
        names=made | ATTRIBUTES | words | set(ERRORS),
        builtins=BUILTINS | words,
        nodes=NODES if overlay is None else None,
        words=words,
    )


def _imports(file: File, package: str) -> frozenset[tuple[str, str]]:
    """Return the allowed imports of a file: those of its code, and those in its template."""
    if not isinstance(file, Printed):
        return ALWAYS
    carried = {(_full(need.module, package), need.name) for need in file.needs}
    folder = file.path.split("/")[:-1]
    said = {
        (_full(module, package, folder), name) for module, name in _said(file.template, package)
    }
    return ALWAYS | carried | said


def _full(module: str, package: str, folder: Sequence[str] = ()) -> str:
    """Return the full name of a module; a relative name is in the package, or a folder."""
    if not module.startswith("."):
        return module
    parts = [*folder] if folder else [package]
    return ".".join([*parts, *filter(None, module.split("."))])


@cache
def _said(template: str, package: str) -> frozenset[tuple[str, str]]:
    """Return the imports in the text of a built-in template."""
    text = (
        (templates.builtin() / template).read_text("utf-8").replace("{{ view.package }}", package)
    )
    found = {(module, "") for module in _WHOLE.findall(text)}
    for module, names in _FROM.findall(text):
        found |= {(module, name.split(" as ")[0].strip()) for name in names.split(",")}
    for inner in _INNER.findall(text):
        found |= _said(inner, package)
    return frozenset(found)


_WHOLE: Final = re.compile(r"^ *import ([\w.]+)$", re.MULTILINE)
_FROM: Final = re.compile(r"^ *from ([\w.]+) import ([\w, ]+)$", re.MULTILINE)
_INNER: Final = re.compile(r"{% (?:extends|include) \"(.+?)\" %}")


def _made(names: Names) -> Iterator[str]:
    """Yield every name of the naming pass, and the decoders named after modules."""
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
    """Return the words of the user's templates, except for those that are never allowed."""
    found: set[str] = set()
    for path in templates.walk(overlay):
        if path.endswith(".jinja"):
            found.update(re.findall(r"\w+", disk.read(path).decode("utf-8", "replace")))
    return frozenset(found - NEVER)
