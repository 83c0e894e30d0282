"""Writes the import block of a module from the imports of its `Code`.

Imports are sorted as `ruff check` requires, and relative. Those of annotations are under
TYPE_CHECKING.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.views.python.code import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPE_CHECKING = Import("typing", "TYPE_CHECKING")
_EVALUATED = ("models/", "operations/", "resources/", "webhooks.")
"""The files whose annotations `typing.get_type_hints` can evaluate, so that their names are
imported at run time. Resources are an exception, since they are loaded on first use."""


def import_block(path: str, needs: Iterable[Import], *, more_typing: bool = False) -> Code:
    """Return a file's imports.

    Args:
        path: the file's path in the package, such as `models/livestream.py`.
        needs: the imports of its code.
        more_typing: whether the template itself uses TYPE_CHECKING.

    """
    needs = set(needs)
    postponed = any(need.typing_only for need in needs)
    if path.startswith(_EVALUATED):
        needs = {
            need if need.module.startswith(".resources.") else replace(need, typing_only=False)
            for need in needs
        }
    plain = {need for need in needs if not need.typing_only}
    names = {(need.module, need.name, need.alias) for need in plain}
    typing_only = {
        need for need in needs - plain if (need.module, need.name, need.alias) not in names
    }
    if typing_only or more_typing:
        plain.add(_TYPE_CHECKING)
    blocks = ["from __future__ import annotations"] if postponed else []
    blocks += _sections(path, plain)
    if typing_only:
        inner = "\n\n".join(_sections(path, typing_only)).replace("\n", "\n    ")
        blocks.append("if TYPE_CHECKING:\n    " + inner)
    return Code("\n\n".join(blocks))


def _sections(path: str, needs: set[Import]) -> list[str]:
    own = {need for need in needs if need.module.startswith(".")}
    standard = {need for need in needs - own if _is_standard(need.module)}
    parts = (standard, needs - own - standard, own)
    return ["\n".join(_lines(path, part)) for part in parts if part]


@cache
def _is_standard(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in sys.stdlib_module_names


def _lines(path: str, needs: set[Import]) -> list[str]:
    folder = path.rpartition("/")[0]
    whole = sorted(
        {
            f"import {need.module}" + (f" as {need.alias}" if need.alias else "")
            for need in needs
            if not need.name
        }
    )
    named = sorted(
        [
            (import_order(module, need.name), module, need)
            for need in needs
            if need.name
            for module in [relative(folder, need.module)]
        ],
        key=itemgetter(0),
    )
    pairs = ((module, need) for _, module, need in named)
    for module, found in groupby(pairs, key=itemgetter(0)):
        members = [need for _, need in found]
        plain = [need.name for need in members if not need.alias]
        start = f"from {module} import"
        lines = [(plain[0], f"{start} {', '.join(plain)}")] if plain else []
        lines += [(n.name, f"{start} {n.name} as {n.alias}") for n in members if n.alias]
        whole += [line for _, line in sorted(lines, key=lambda it: _member_key(it[0]))]
    return whole


@cache
def relative(folder: str, module: str) -> str:
    """Return the relative name of a module of the package; other modules unchanged."""
    if not module.startswith("."):
        return module
    target, here = module[1:].split("."), folder.split("/") if folder else []
    while here and target and here[0] == target[0]:
        here, target = here[1:], target[1:]
    return "." * (len(here) + 1) + ".".join(target)


@cache
def import_order(module: str, name: str) -> tuple[int, str, int, str, str]:
    """Return the sort key of imports."""
    return (*_module_key(module), *_member_key(name))


def _natural(text: str) -> str:
    """Return ruff's sort key for numbers: by value, or as text after a leading zero."""
    return re.sub(r"\d+", _number, text)


def _number(found: re.Match[str]) -> str:
    digits = found[0]
    return f"{digits}\0" if digits[0] == "0" else f"1{chr(len(digits))}{digits}"


@cache
def _module_key(module: str) -> tuple[int, str]:
    name = module.lstrip(".")
    return len(name) - len(module), _natural(name.lower())


@cache
def _member_key(name: str) -> tuple[int, str, str]:
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2
    return kind, _natural(name.lower()), name
