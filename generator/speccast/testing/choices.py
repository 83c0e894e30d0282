"""What a schema leaves to choose: branches of unions and conditions, and subtypes of a base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from speccast.testing.validity import BRANCHES, Validity
from speccast.testing.values import is_object

if TYPE_CHECKING:
    from speccast.testing.schemas import Parts, Schemas
    from speccast.testing.values import Json, JsonObject

_SPLITS: Final = (*BRANCHES, "if", "dependentSchemas")


def versions(schemas: Schemas, node: Json) -> list[Parts]:
    """Return the parts of a schema; of each subtype, where a discriminator names some."""
    _, found = schemas.once(("versions", id(node)), lambda: (node, _versions(schemas, node)))
    known: list[Parts] = found
    return known


def _versions(schemas: Schemas, node: Json) -> list[Parts]:
    base, nodes = schemas.follow(node), [node]
    if is_object(base) and any(map(_inherits, (base, *filter(is_object, base.get("allOf", ()))))):
        every = schemas.components.values()
        nodes = [each for each in every if _extends(schemas, each, base)] or nodes
    found: list[Parts] = []
    for each in nodes:
        parts, named = schemas.parts(each), schemas.follow(each)
        said = [part for part in parts if _inherits(part)]
        # On several levels the one that maps the subtype has its value.
        said.sort(
            key=lambda part: any(
                named is each for each in _mapped(schemas, part["discriminator"]).values()
            )
        )
        last = {part["discriminator"].get("propertyName"): part for part in said}
        tags = (_tag(schemas, part, named, parts) for part in last.values())
        found.append((*parts, *(part for tag in tags for part in tag)))
    return found


def branches(schemas: Schemas, parts: Parts) -> list[Parts]:
    """Return what a value has to fit for each branch of the first union or condition."""
    unions = [(part, key) for part in parts for key in _SPLITS if part.get(key, {}) != {}]
    if not unions:
        return []
    part, keyword = unions[0]
    solid = {key: part[key] for key in part if key != keyword}
    solid = schemas.made((id(part), keyword), solid)
    rest = [solid if each is part else each for each in parts]
    if keyword not in BRANCHES:
        return [once(*rest, *schemas.parts(each)) for each in _cases(schemas, part, keyword)]
    found = [(branch, schemas.parts(branch)) for branch in part[keyword]]
    # A required schema is the only branch.
    asked = [it for it in found if it[1] and all(each in parts for each in it[1])]
    return [
        once(*rest, *inner, *_tag(schemas, part, branch, inner)) for branch, inner in asked or found
    ]


def _cases(schemas: Schemas, part: JsonObject, keyword: str) -> list[JsonObject]:
    """Return the schemas of a condition if it holds, and if it does not."""
    if keyword == "if":
        condition, then, otherwise = part["if"], part.get("then", True), part.get("else", True)
        rest: Json = True
    else:
        (name, then), *others = part[keyword].items()
        condition, otherwise, rest = {"required": [name]}, True, {keyword: dict(others)}
    return [
        schemas.made((id(part), keyword, "holds"), {"allOf": [condition, then, rest]}),
        schemas.made((id(part), keyword, "not"), {"allOf": [_negated(condition), otherwise, rest]}),
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
            asked = {"properties": {name: {"enum": [tag]}}, "required": [name]}
            return (schemas.made((name, tag), asked),)
    return ()


def _tags(schemas: Schemas, discriminator: JsonObject, target: Json) -> list[str]:
    """Return the values of a discriminator for a schema."""
    found = [tag for tag, node in _mapped(schemas, discriminator).items() if node is target]
    return found or [name for name, each in schemas.components.items() if each is target]


def _mapped(schemas: Schemas, discriminator: JsonObject) -> JsonObject:
    """Return the schemas that a discriminator maps, by their values."""
    mapping: JsonObject = discriminator.get("mapping", {})
    return {tag: _named(schemas, name) for tag, name in mapping.items()}


def _named(schemas: Schemas, name: str) -> Json:
    """Return the schema that a mapping names, by its key or by pointer."""
    return schemas.follow(schemas.components.get(name, {"$ref": name}))


def _extends(schemas: Schemas, node: Json, base: JsonObject) -> bool:
    """Return whether a schema builds on a base, on whatever level."""
    waiting, seen = [node], list[Any]()
    while waiting:
        each = schemas.follow(waiting.pop())
        if is_object(each) and not any(each is known for known in seen):
            seen.append(each)
            waiting += each.get("allOf", ())
    return node is not base and any(each is base for each in seen[1:])


def _negated(node: Json) -> Json:
    """Return a schema of what does not fit another one."""
    if is_object(node) and node.keys() <= {"properties", "required"}:
        named: JsonObject = node.get("properties", {})
        if len(named) == 1:  # a value without the property fits
            [(name, inner)] = named.items()
            return {"required": [name], "properties": {name: {"not": inner}}}
    return {"not": node}


def once(*parts: JsonObject) -> Parts:
    """Return the parts, none twice."""
    return tuple({id(part): part for part in parts}.values())


def _inherits(part: JsonObject) -> bool:
    """Return whether a discriminator chooses among subtypes, not among branches."""
    return "discriminator" in part and not any(key in part for key in BRANCHES)
