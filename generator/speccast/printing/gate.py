"""The last gate: nothing leaves that the templates could not have meant.

Takes the files and gives nothing, or fails. Every printed module is parsed, and its tree may hold
only what `gate_words` lists and what the naming pass made: those kinds of nodes, those imports,
those attributes; a name has to be bound where it is used, or be one of a few builtins. Should a
text of the document ever get out of its literal or its docstring, this is where it ends. Modules
that are copied verbatim are as they were reviewed, and are not read again.
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
    """A template of the user's own printed what it does not say itself."""


def check(
    printed: Sequence[File], names: Names, overlay: Path | None, known: Container[str] = ()
) -> None:
    """Check every module that was printed.

    Args:
        printed: what the templates gave.
        names: what the naming pass made.
        overlay: the folder of the user's own templates; what their text says is allowed, too.
        known: the paths of those whose very text has passed before.

    Raises:
        GateError: a module holds something that it must not hold.
        TemplateGateError: the same, where the user's own templates took part.

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
    """Return what a file may import: what its code carries, and what its template says."""
    if not isinstance(file, Printed):
        return ALWAYS
    carried = {(_full(need.module, package), need.name) for need in file.needs}
    folder = file.path.split("/")[:-1]
    said = {
        (_full(module, package, folder), name) for module, name in _said(file.template, package)
    }
    return ALWAYS | carried | said


def _full(module: str, package: str, folder: Sequence[str] = ()) -> str:
    """Return the full name of a module; what begins with a dot is in the package, or a folder."""
    if not module.startswith("."):
        return module
    parts = [*folder] if folder else [package]
    return ".".join([*parts, *filter(None, module.split("."))])


@cache
def _said(template: str, package: str) -> frozenset[tuple[str, str]]:
    """Return what a built-in template imports by its own words."""
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
    """Give every name of the naming pass, and the decoders called after modules."""
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
