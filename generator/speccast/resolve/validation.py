"""Validates the repaired document with openapi-pydantic, and removes the parts that are invalid.

The validator does not know all of OpenAPI 3.1 (boolean schemas, any value for
`unevaluatedProperties`); such errors are ignored. For any other error the smallest invalid part is
removed, with a finding of severity error.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from speccast.reading.pointers import child, descend, join

from .kinds import COMPONENTS, FIELDS, SCHEMA, Kind
from .references import HARMLESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speccast.reading.json_value import Json

    from .context import Context
    from .resolved import Resolved

_SECTIONS: Final[dict[Kind, str]] = {
    inner: field for field, (_, inner) in FIELDS[COMPONENTS].items() if field != "mediaTypes"
}
"""Kind -> the section of components in which objects of other files are validated."""
_LEGAL: Final = frozenset(("recursion_loop", "string_unicode"))
"""Errors about limits of the validator: its depth, and text with half of a surrogate pair."""
_CHUNK: Final = 200
"""The number of paths or components that are validated at once."""
_ROUNDS: Final = 12
"""The maximum number of validations; each removal needs another one."""


def validate(
    ctx: Context, resolved: Resolved, outside: dict[Kind, dict[str, dict[str, Json]]]
) -> None:
    """Remove the invalid parts of a document.

    Args:
        ctx: the state of the run.
        resolved: the document; repaired in place.
        outside: the objects of other files that are referred to, by kind and pointer.

    """
    shown = _with_external(resolved.root, outside)
    tried: set[tuple[str | int, ...]] = set()
    for _ in range(_ROUNDS):
        errors = _errors(shown)
        if not errors:
            return
        for path, message in errors.items():
            _remove(ctx, shown, path, message, tried)
    message = "some parts of the document are not valid OpenAPI, and were not removed"
    ctx.error("invalid-document", message, "#")


def _with_external(
    root: dict[str, Json], outside: dict[Kind, dict[str, dict[str, Json]]]
) -> dict[str, Json]:
    """Return the document with the objects of other files added to its components."""
    if not outside:
        return root
    components = root.get("components")
    merged = dict(components) if isinstance(components, dict) else {}
    for kind, found in outside.items():
        section = _SECTIONS.get(kind)
        if section is not None:
            own = merged.get(section)
            merged[section] = {**(own if isinstance(own, dict) else {}), **found}
    return {**root, "components": merged}


def _errors(shown: dict[str, Json]) -> dict[tuple[str | int, ...], str]:
    """Return the paths of invalid parts, with the validator's messages."""
    from openapi_pydantic.v3.v3_1 import OpenAPI  # noqa: PLC0415 - not needed by an unchanged run
    from pydantic import ValidationError  # noqa: PLC0415 - the same

    found: dict[tuple[str | int, ...], str] = {}
    legal: set[tuple[str | int, ...]] = set()
    for part in _parts(shown):
        try:
            OpenAPI.model_validate(part)
        except ValidationError as error:
            for detail in error.errors(
                include_url=False, include_context=False, include_input=False
            ):
                path, value = _path(shown, detail["loc"])
                if _is_legal(detail["type"], detail["loc"], value, path):
                    legal.add(path)
                else:
                    found.setdefault(path, detail["msg"])
    # One branch of a union reports the whole value while another reports a part of it.
    inner = {path[:end] for path in (*found, *legal) for end in range(len(path))}
    return {path: message for path, message in found.items() if path not in inner}


def _parts(shown: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """Yield the document in parts: the validator creates objects for all of its input at once."""
    base: dict[str, Json] = {key: shown[key] for key in ("openapi", "info") if key in shown}
    rest = dict(shown)
    for section in ("paths", "webhooks", "components"):
        members = shown.get(section)
        if not isinstance(members, dict):
            continue
        if section != "components":
            rest[section] = {}
            for part in _chunks(members):
                yield {**base, section: part}
            continue
        rest[section] = {k: v for k, v in members.items() if not isinstance(v, dict)}
        for kind, found in members.items():
            if isinstance(found, dict):
                for part in _chunks(found):
                    yield {**base, section: {kind: part}}
    yield rest


def _chunks(members: dict[str, Json]) -> Iterator[dict[str, Json]]:
    entries = iter(members.items())
    while part := dict(islice(entries, _CHUNK)):
        yield part


def _path(shown: Json, loc: tuple[int | str, ...]) -> tuple[tuple[str | int, ...], Json]:
    """Return the path of a validator's location in the document, and the value there.

    A location also contains the names of the validator's classes, which are left out.
    """
    path: list[str | int] = []
    node = shown
    for token in loc:
        key = _original_key(node, token) if "\ufffd" in str(token) else token
        try:
            node = child(node, key)
        except LookupError:
            continue
        path.append(key)
    return tuple(path), node


def _original_key(node: Json, token: str | int) -> str | int:
    """Return a key as in the document: the validator replaces halves of surrogate pairs."""
    keys: Iterable[str] = node if isinstance(node, dict) else ()
    shown = (
        key for key in keys if key.encode(errors="surrogatepass").decode(errors="replace") == token
    )
    return next(shown, token)


def _is_legal(
    kind: str, loc: tuple[int | str, ...], value: Json, path: tuple[str | int, ...]
) -> bool:
    """Return whether OpenAPI allows the value that an error is about."""
    if kind in _LEGAL or (kind == "missing" and loc[-1] == "$ref"):
        return True
    if isinstance(value, bool) and kind.startswith("model_"):
        return True  # a boolean schema
    if value == {} and path[-2:-1] == ("parameters",):
        return True  # a parameter that is left out
    return value == "querystring" and path[-1:] == ("in",)  # OpenAPI 3.2


def _remove(
    ctx: Context,
    shown: dict[str, Json],
    path: tuple[str | int, ...],
    message: str,
    tried: set[tuple[str | int, ...]],
) -> None:
    """Empty an invalid part; the second time remove it, the third time its parent."""
    while path in tried and (*path, "") in tried:
        path = path[:-1]
    is_second = path in tried
    tried.add((*path, "") if is_second else path)
    if not path:
        return
    try:
        holder = descend(shown, path[:-1])
        node = child(holder, path[-1])
    except LookupError:
        return  # removed with something else
    reason = message[:1].lower() + message[1:].rstrip(".")
    seen = ctx.seen.get(id(node))
    if isinstance(node, dict) and seen is not None and not is_second:
        node.clear()
        node.update(HARMLESS.get(seen[0], {}))
        result = "any value" if seen[0] == SCHEMA else "nothing"
        text = f"this {seen[0]} is not valid ({reason}); it is read as {result}"
    else:
        if isinstance(holder, dict):
            del holder[str(path[-1])]
        elif isinstance(holder, list) and isinstance(path[-1], int):
            del holder[path[-1]]
        text = f"{path[-1]!r} is not valid here ({reason}); it is left out"
    ctx.error("invalid-node", text, _pointer(path))


def _pointer(path: tuple[str | int, ...]) -> str:
    """Return the pointer of a path in the validated document."""
    if len(path) > 2 and path[0] == "components" and "#" in str(path[2]):  # noqa: PLR2004
        return join(str(path[2]), *path[3:])
    return join("#", *path)
