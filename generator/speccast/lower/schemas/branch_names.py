"""The branches of a union -> words for the name of each that distinguish it from the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from speccast.lower.naming.english import words
from speccast.lower.naming.type_names import title_of
from speccast.lower.raw import mapping, sequence, string

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.union_factors import Leaf
    from speccast.reading.json_value import Json

_LABEL = 4
"""The maximum number of words of a description that is used as a name."""
_PLAIN = ("string", "integer", "number", "boolean", "null")


def branch_words(leaves: Sequence[Leaf]) -> list[tuple[str, ...]]:
    """Return the words that distinguish each branch from the others; empty for a single class.

    They are the name of a component, or the title, a constant or a unique property of an object.
    """
    declaring = [leaf for leaf in leaves if _declares(leaf)]
    if len(declaring) < 2:  # noqa: PLR2004 - nothing to be distinguished from
        return [() for _ in leaves]
    objects = [mapping(mapping(leaf.node).get("properties")) for leaf in leaves]
    is_only_object = sum(1 for found in objects if found) == 1
    properties = Counter(name for found in objects for name in found)
    constants = Counter(value for found in objects for value in _constants(found))
    labels = _labels(leaves)
    found: list[tuple[str, ...]] = []
    for index, (leaf, own) in enumerate(zip(leaves, objects, strict=True)):
        if leaf.place is not None:
            found.append(leaf.place.words)
        elif own and not is_only_object:
            word = _own_word(mapping(leaf.node), own, properties, constants) or labels[index]
            found.append((word,) if word else ("option", str(index + 1)))
        else:
            label = labels[index]
            found.append(("option",) if _is_enum(leaf.node) else (label,) if label else ())
    return found


def _declares(leaf: Leaf) -> bool:
    """Return whether a branch is or becomes a class."""
    node = mapping(leaf.node)
    return leaf.place is not None or _is_enum(node) or node.get("type") not in _PLAIN


def _is_enum(node: Json) -> bool:
    """Return whether a branch becomes an enum."""
    return len(sequence(mapping(node).get("enum"))) > 1


def _labels(leaves: Sequence[Leaf]) -> list[str | None]:
    """Return the short description of each branch; None if there is none or it is not unique."""
    found = [_label(mapping(leaf.node)) for leaf in leaves]
    return [label if found.count(label) == 1 else None for label in found]


def _label(node: JsonObject) -> str | None:
    """Return the description of a schema or a member of its `allOf`, if it has only a few words."""
    for part in (node, *map(mapping, sequence(node.get("allOf")))):
        text = string(part.get("description")) or ""
        if "$ref" not in part and 0 < len(words(text)) <= _LABEL:
            return text
    return None


def _own_word(
    node: JsonObject,
    own: JsonObject,
    properties: Mapping[str, int],
    constants: Mapping[str, int],
) -> str | None:
    """Return the title of an inline branch, or a constant or property that no other branch has."""
    title = title_of([(node, "")])
    if title is not None:
        return title
    constant = next((value for value in _constants(own) if constants[value] == 1), None)
    return constant or next((name for name in own if properties[name] == 1), None)


def _constants(properties: JsonObject) -> Iterator[str]:
    """Iterate the texts that are the only value of a property."""
    for schema in properties.values():
        node = mapping(schema)
        listed = sequence(node.get("enum"))
        value = node["const"] if "const" in node else listed[0] if len(listed) == 1 else None
        if string(value):
            yield str(value)
