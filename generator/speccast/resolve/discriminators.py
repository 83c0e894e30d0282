"""Makes the values of discriminator mappings canonical pointers.

A value is the name of a schema or a reference to one. A name without a schema is left out, since no
type depends on a mapping. A reference to another file that is unresolved or forbidden is a fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpecError
from speccast.reading.pointers import file_of, join

from .kinds import SCHEMA
from .lookup import NotFoundError

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .references import References

_FILE = re.compile(r"[/:#]")
"""Characters of a reference to another file."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def canonicalize_mappings(
    ctx: Context, references: References, schemas: list[tuple[dict[str, Json], Place]]
) -> None:
    """Make the mappings of the given schemas canonical."""
    for schema, place in schemas:
        node = schema.get("discriminator")
        if not isinstance(node, dict):
            continue
        base = (place, "discriminator")
        _make_canonical(ctx, references, node, "defaultMapping", base)
        mapping = node.get("mapping")
        if isinstance(mapping, dict):
            for key in list(mapping):
                _make_canonical(ctx, references, mapping, key, (base, "mapping"))
        elif mapping is not None:
            del node["mapping"]
            message = "`mapping` must be a mapping; it is left out"
            ctx.error("invalid-node", message, (base, "mapping"))


def _make_canonical(
    ctx: Context, references: References, mapping: dict[str, Json], key: str, base: Place
) -> None:
    """Make one value canonical, or leave it out."""
    if key not in mapping:
        return
    value = mapping[key]
    pointer = _pointer(ctx, references, value, (base, key))
    if pointer is not None:
        mapping[key] = pointer
        return
    del mapping[key]
    is_file = isinstance(value, str) and value[:1] != "#" and _FILE.search(value)
    report = ctx.fault if is_file else ctx.warning
    report("unresolved-mapping", f"the mapping of {key!r} leads to no schema", (base, key))


def _pointer(ctx: Context, references: References, value: Json, place: Place) -> str | None:
    if not isinstance(value, str):
        return None
    if _NAME.fullmatch(value):
        # The components of the main document have priority (OpenAPI 3.1.1) over the file's own.
        pointer = join("#/components/schemas", value)
        for file in dict.fromkeys(("", file_of(place))):
            components: Json = ctx.trees[file]
            for key in ("components", "schemas"):
                components = components.get(key) if isinstance(components, dict) else None
            if isinstance(components, dict) and value in components:
                return _found(references, pointer, place) if file else pointer
    return _found(references, value, place)


def _found(references: References, reference: str, place: Place) -> str | None:
    try:
        return references.find(SCHEMA, reference, place)[0]
    except (NotFoundError, SpecError):
        return None
