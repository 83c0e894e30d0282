"""Which operations are wanted: globs on tags, paths and operation ids."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .raw import string, strings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .raw import JsonObject
    from .settings import Settings


def wanted(settings: Settings, path: str, node: JsonObject) -> bool:
    """Tell whether an operation is to be generated."""
    if not settings.include and not settings.exclude:
        return True
    included = not settings.include or _matches(settings.include, path, node)
    return included and not _matches(settings.exclude, path, node)


def _matches(globs: Iterable[str], path: str, node: JsonObject) -> bool:
    """Tell whether one of the globs matches the operation."""
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
