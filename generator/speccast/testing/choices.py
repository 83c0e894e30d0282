"""The choices in a schema: branches of unions and conditions, and subtypes of a base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from speccast.testing.validity import BRANCHES, Validity
from speccast.testing.values import is_object

if TYPE_CHECKING:
    from speccast.testing.schemas import Parts, Schemas
    from speccast.testing.values import Json, JsonObject

_SPLITS: Final = (*BRANCHES, "if", "dependentSchemas")


def versions(schemas: Schemas, node: Json) -> list[Parts]:
    """Return the parts of a schema, or of each of its subtypes if a discriminator has some."""
    _, found = schemas.cached(("versions", id(node)), lambda: (node, _versions(schemas, node)))
    versions: list[Parts] = found
    return versions


def _versions(schemas: Schemas, node: Json) -> list[Parts]:
    base, nodes = schemas.follow(node), [node]
    if is_object(base) and any(map(_inherits, (base, *filter(is_object, base.get("allOf", ()))))):
        every = schemas.components.values()
        nodes = [each for each in every if _extends(schemas, each, base)] or nodes
    found: list[Parts] = []
    for each in nodes:
        parts, named = schemas.parts(each), schemas.follow(each)
        owners = [part for part in parts if _inherits(part)]
        # With discriminators on several levels, the one that maps the subtype has its value.
        owners.sort(
            key=lambda part: any(
                named is each for each in _mapped(schemas, part["discriminator"]).values()
            )
        )
        last = {part["discriminator"].get("propertyName"): part for part in owners}
        tags = (_tag(schemas, part, named, parts) for part in last.values())
        found.append((*parts, *(part for tag in tags for part in tag)))
    return found


def branches(schemas: Schemas, parts: Parts) -> list[Parts]:
    """Return the parts for each branch of the first union or condition."""
    unions = [(part, key) for part in parts for key in _SPLITS if part.get(key, {}) != {}]
    if not unions:
        return []
    part, keyword = unions[0]
    common = {key: part[key] for key in part if key != keyword}
    common = schemas.interned((id(part), keyword), common)
    rest = [common if each is part else each for each in parts]
    if keyword not in BRANCHES:
        return [unique(*rest, *schemas.parts(each)) for each in _cases(schemas, part, keyword)]
    found = [(branch, schemas.parts(branch)) for branch in part[keyword]]
    # If the value must fit a branch anyway, it is the only choice.
    implied = [it for it in found if it[1] and all(each in parts for each in it[1])]
    return [
        unique(*rest, *inner, *_tag(schemas, part, branch, inner))
        for branch, inner in implied or found
    ]


def _cases(schemas: Schemas, part: JsonObject, keyword: str) -> list[JsonObject]:
    """Return the schemas for values that meet a condition, and for those that do not."""
    if keyword == "if":
        condition, then, otherwise = part["if"], part.get("then", True), part.get("else", True)
        rest: Json = True
    else:
        (name, then), *others = part[keyword].items()
        condition, otherwise, rest = {"required": [name]}, True, {keyword: dict(others)}
    return [
        schemas.interned((id(part), keyword, "holds"), {"allOf": [condition, then, rest]}),
        schemas.interned(
            (id(part), keyword, "not"), {"allOf": [_negated(condition), otherwise, rest]}
        ),
    ]


def _tag(schemas: Schemas, part: JsonObject, branch: Json, inner: Parts) -> Parts:
    """Return the requirements of a discriminator for the chosen branch."""
    discriminator: JsonObject = part.get("discriminator", {})
    if not discriminator:
        return ()
    name: str = discriminator.get("propertyName", "")
    node = schemas.member(inner, name)
    for tag in _tags(schemas, discriminator, schemas.follow(branch)):
        if Validity(schemas).fits(node, tag):
            required = {"properties": {name: {"enum": [tag]}}, "required": [name]}
            return (schemas.interned((name, tag), required),)
    return ()


def _tags(schemas: Schemas, discriminator: JsonObject, target: Json) -> list[str]:
    """Return the values of a discriminator for a schema."""
    found = [tag for tag, node in _mapped(schemas, discriminator).items() if node is target]
    return found or [name for name, each in schemas.components.items() if each is target]


def _mapped(schemas: Schemas, discriminator: JsonObject) -> JsonObject:
    """Return the schemas in the mapping of a discriminator, by their values."""
    mapping: JsonObject = discriminator.get("mapping", {})
    return {tag: _named(schemas, name) for tag, name in mapping.items()}


def _named(schemas: Schemas, name: str) -> Json:
    """Return the schema for a name in a mapping: the key of a component, or a pointer."""
    return schemas.follow(schemas.components.get(name, {"$ref": name}))


def _extends(schemas: Schemas, node: Json, base: JsonObject) -> bool:
    """Return whether a schema has a base in its `allOf`, directly or indirectly."""
    pending, seen = [node], list[Any]()
    while pending:
        each = schemas.follow(pending.pop())
        if is_object(each) and not any(each is known for known in seen):
            seen.append(each)
            pending += each.get("allOf", ())
    return node is not base and any(each is base for each in seen[1:])


def _negated(node: Json) -> Json:
    """Return a schema for the values that do not fit another one."""
    if is_object(node) and node.keys() <= {"properties", "required"}:
        named: JsonObject = node.get("properties", {})
        if len(named) == 1:  # a value without the property fits, so the negation requires it
            [(name, inner)] = named.items()
            return {"required": [name], "properties": {name: {"not": inner}}}
    return {"not": node}


def unique(*parts: JsonObject) -> Parts:
    """Return the parts without duplicates."""
    return tuple({id(part): part for part in parts}.values())


def _inherits(part: JsonObject) -> bool:
    """Return whether a discriminator selects a subtype, not a branch."""
    return "discriminator" in part and not any(key in part for key in BRANCHES)
