"""The selection of operations, by globs on tags, paths and operation ids."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias

from speccast.lower.raw import string, strings
from speccast.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.lower.raw import JsonObject
    from speccast.lower.settings import Settings
    from speccast.reading.diagnostics import Diagnostics


Selectable: TypeAlias = "tuple[str, JsonObject]"
"""The path of an operation, and the operation."""


def is_selected(settings: Settings, path: str, node: JsonObject) -> bool:
    """Return whether an operation is selected."""
    if not settings.include and not settings.exclude:
        return True
    included = not settings.include or _matches(settings.include, path, node)
    return included and not _matches(settings.exclude, path, node)


def _matches(globs: Iterable[str], path: str, node: JsonObject) -> bool:
    """Return whether one of the globs matches the operation."""
    tags = strings(node.get("tags"))
    key = string(node.get("operationId"))
    for glob in globs:
        kind, _, rest = glob.partition(":")
        if kind == "tag" and rest:
            if any(fnmatchcase(tag, rest) for tag in tags):
                return True
        elif kind == "path" and rest:
            if fnmatchcase(path, rest):
                return True
        elif key is not None and fnmatchcase(key, glob):
            return True
    return False


def report_selection(
    settings: Settings, known: Sequence[Selectable], count: int, diagnostics: Diagnostics
) -> None:
    """Report globs that match no operation, and an empty selection.

    Args:
        settings: the globs.
        known: all operations of the document.
        count: the number of selected operations.
        diagnostics: receives the findings.

    """
    for option, globs in (("include", settings.include), ("exclude", settings.exclude)):
        for glob in globs:
            if not any(_matches((glob,), path, node) for path, node in known):
                message = f"`{option}`: no operation matches {glob!r}"
                diagnostics.warning("include-nothing", message, "#/paths", _nearest(glob, known))
    if known and not count:
        message = f"none of the {len(known)} operations is selected: the client has no methods"
        diagnostics.warning("include-nothing", message, "#/paths", "see `include` and `exclude`")


def _nearest(glob: str, known: Sequence[Selectable]) -> str:
    """Return a hint: the most similar glob that matches an operation."""
    globs: dict[str, None] = {}
    for path, node in known:
        globs |= dict.fromkeys(f"tag:{tag}" for tag in strings(node.get("tags")))
        globs[f"path:{path}"] = None
        globs[string(node.get("operationId")) or ""] = None
    near = nearest(glob, globs)
    return f"did you mean {near!r}?" if near else "globs are tag:…, path:… or an operation id"
