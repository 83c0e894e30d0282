"""Adds the values of `x-ms-discriminator-value` and `x-discriminator-value` to the mappings.

Without them the value of a schema is its name in `definitions` (Swagger 2.0, "Schema Object").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.reading.pointers import join, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.reading.json_value import Json

_VALUES: Final = ("x-ms-discriminator-value", "x-discriminator-value")
_BASE: Final = "#/definitions/"


def map_values(definitions: Mapping[str, Json]) -> None:
    """Add the value of each schema to the discriminators of the schema and its bases."""
    for name, node in definitions.items():
        if not isinstance(node, dict):
            continue
        value = next((node[key] for key in _VALUES if key in node), None)
        if not isinstance(value, str):
            continue
        for base in (node, *_bases(definitions, node)):
            discriminator = base.get("discriminator")
            if isinstance(discriminator, str):
                _mapping(base, discriminator)[value] = join("#/components/schemas", name)
            elif isinstance(discriminator, dict):
                mapping = discriminator.get("mapping")
                if isinstance(mapping, dict):
                    mapping[value] = join("#/components/schemas", name)


def _mapping(base: dict[str, Json], name: str) -> dict[str, Json]:
    """Convert the discriminator of a base to an object, and return its mapping."""
    mapping: dict[str, Json] = {}
    base["discriminator"] = {"propertyName": name, "mapping": mapping}
    return mapping


def _bases(definitions: Mapping[str, Json], node: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """Iterate the definitions that a schema extends by `allOf`, at any depth, each once."""
    seen: set[str] = set()
    stack = [node]
    while stack:
        parts = stack.pop().get("allOf")
        for part in parts if isinstance(parts, list) else ():
            ref = part.get("$ref") if isinstance(part, dict) else None
            if not isinstance(ref, str) or not ref.startswith(_BASE):
                continue
            name = unescape(ref.removeprefix(_BASE))
            base = definitions.get(name)
            if name not in seen and isinstance(base, dict):
                seen.add(name)
                stack.append(base)
                yield base
