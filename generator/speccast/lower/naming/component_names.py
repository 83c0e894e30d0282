"""Keys of components that frameworks compose -> candidates for shorter names.

FastAPI names the form of an operation `Body_` and the operation's id. Other frameworks prefix each
class with its module or namespace. The whole key is the last candidate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.lower.naming.english import words
from speccast.lower.naming.operation_ids import IdConventions, function
from speccast.lower.raw import mapping, string
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.lower.raw import JsonObject

_DOTTED = re.compile(r"((?:[A-Za-z_]\w*\.)+)([A-Za-z_]\w*)")
"""`io.k8s.api.core.v1.Pod`"""
_MODULES = re.compile(r"(_*(?:[a-z][a-z0-9]*_{1,2})*[a-z][a-z0-9]*__+)([A-Z]\w*)")
"""`app__models__user__User` (pydantic)"""
_HASHED = re.compile(r"([A-Za-z_]\w*)\.[0-9a-f]{7}((?:\.[A-Za-z_]\w*)*)")
"""`User.3a64a9f`, `Page.3a64a9f.User` (SpecTree)"""
_SEPARATORS = re.compile(r"\.|__+")
_FORM = "Body_"
_SCHEMAS = "#/components/schemas"


def component_names(root: JsonObject) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the candidates for components with composed keys, by pointer, the best first."""
    keys = mapping(mapping(root.get("components")).get("schemas"))
    found = {
        join(_SCHEMAS, key): candidates for key in keys if (candidates := [*_without_modules(key)])
    }
    for key, candidate in _forms(root):
        if key in keys:
            found[join(_SCHEMAS, key)] = [candidate]
    return {
        pointer: (*candidates, (pointer.rpartition("/")[2],))
        for pointer, candidates in found.items()
    }


def _without_modules(key: str) -> Iterator[tuple[str, ...]]:
    """Iterate the endings of a name with modules: `Pod`, `v1 Pod`, `core v1 Pod`.

    A hash of the modules after the name is left out.
    """
    if hashed := _HASHED.fullmatch(key):
        yield (hashed[1], *filter(None, hashed[2].split(".")))
        return
    found = _DOTTED.fullmatch(key) or _MODULES.fullmatch(key)
    if found is None:
        return
    modules, name = [*filter(None, _SEPARATORS.split(found[1]))], found[2]
    seen = {words(key)}
    for index in range(len(modules), 0, -1) if name[0].isupper() or len(modules) > 1 else ():
        candidate = (*modules[index:], name)
        distinct = _distinct(words(" ".join(candidate)))
        if distinct not in seen:
            seen.add(distinct)
            yield candidate


def _distinct(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without immediate repetitions."""
    return tuple(word for index, word in enumerate(name) if name[index - 1 : index] != (word,))


def _forms(root: JsonObject) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Iterate the keys of FastAPI for the forms of operations, with their candidates."""
    for path, item in mapping(root.get("paths")).items():
        for method, node in mapping(item).items():
            key = string(mapping(node).get("operationId"))
            if key:
                name = function(key, method, path, IdConventions())
                yield f"{_FORM}{key}", (*(name or words(key)), "body")
