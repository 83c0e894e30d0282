"""Hypothesis strategies of our own: documents with schemas of all kinds.

`documents` draws a document that has one operation for each of its named schemas, which is both
sent and answered, or one of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

Tree: TypeAlias = dict[str, Any]
Draw: TypeAlias = "Callable[[st.SearchStrategy[Any]], Any]"

_NAMES: Final = (
    *("id", "name", "createdAt", "kind", "date", "list", "str", "data", "rest", "get", "models"),
    *("class", "self", "from", "to_dict", "_private", "__dunder__", "fooBar", "foo_bar", "foo-bar"),
    *("1st", "a b", "ünïcode", "{{ x }}", 'quote"d', "back\\slash", "new\nline", "$ref2", "@type"),
    *("", "None", "additional_properties", "cls", "v", "x", "decode", "self_"),
)
_FORMATS: Final = (
    *("date", "date-time", "time", "duration", "uuid", "byte", "decimal", "uri", "email"),
    *("password", "binary", "unheard-of"),
)
_WORDS: Final = ("red", "dark-green", "dark green", "", "1", "+1", "-1", "ALL", "all", "None", "é")
_TAG: Final = "kind of it"


def _names(least: int = 0, most: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(_NAMES), min_size=least, max_size=most, unique=True)


def _strings() -> st.SearchStrategy[Tree]:
    formats = st.sampled_from(_FORMATS).map(lambda name: {"type": "string", "format": name})
    enums = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4, unique=True)
    return st.one_of(
        st.just({"type": "string"}),
        formats,
        enums.map(lambda values: {"type": "string", "enum": values}),
        st.just({"type": "string", "minLength": 1, "maxLength": 3}),
        st.just({"type": "string", "contentEncoding": "base64url"}),
    )


def _numbers() -> st.SearchStrategy[Tree]:
    return st.sampled_from(
        [
            {"type": "integer"},
            {"type": "integer", "format": "int64", "minimum": 0},
            {"type": "integer", "enum": [1, 2, 30]},
            {"type": "number"},
            {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            {"type": "boolean"},
        ]
    )


def _odd_leaves() -> st.SearchStrategy[Any]:
    """Draw schemas that only 3.1 has."""
    return st.sampled_from(
        [
            True,
            {},
            {"const": "fixed"},
            {"const": 7},
            {"const": True},
            {"const": None},
            {"const": 0.5},
            {"enum": [1, "one", True]},
            {"enum": ["a", None]},
            {"type": "null"},
            {"type": ["string", "integer"]},
            {"type": ["string", "null"]},
            {"type": ["integer", "boolean", "null"]},
            {"type": "object"},
            {"type": "array"},
            {"type": "array", "items": False},
        ]
    )


class _Schemas:
    """Draws the schemas of one document."""

    def __init__(self, draw: Draw, names: list[str], *, old: bool) -> None:
        """Take `draw`, the names of the components, and whether the version is 3.0."""
        self.draw = draw
        self.names = names
        self.old = old
        self.models = [name for name in names if name.startswith("Model")]

    def any(self, depth: int) -> Any:  # noqa: ANN401 - a schema may be true
        """Return a schema."""
        ways: list[Callable[[int], Any]] = [self.leaf, self.leaf, self.leaf, self.reference]
        if depth:
            ways += [self.array, self.map, self.object, self.nullable, self.union, self.merged]
            ways += [] if self.old else [self.tuple]
        return self.draw(st.sampled_from(ways))(depth - 1)

    def leaf(self, _: int) -> Any:  # noqa: ANN401 - see `any`
        """Return a schema without subschemas."""
        kinds = [_strings(), _numbers()] if self.old else [_strings(), _numbers(), _odd_leaves()]
        return self.draw(st.one_of(kinds))

    def reference(self, _: int) -> Tree:
        """Return a reference to a component."""
        return _to(self.draw(st.sampled_from(self.names)))

    def array(self, depth: int) -> Tree:
        """Return an array."""
        return {"type": "array", "items": self.any(depth)}

    def tuple(self, depth: int) -> Tree:
        """Return an array with a type for each position."""
        found: Tree = {"type": "array", "prefixItems": [self.any(depth), self.any(depth)]}
        rest = self.draw(st.sampled_from(["any", "none", "typed"]))
        if rest != "any":
            found["items"] = rest == "typed" and self.any(depth)
        return found

    def map(self, depth: int) -> Tree:
        """Return a map."""
        return {"type": "object", "additionalProperties": self.any(depth)}

    def object(self, depth: int, prefix: str = "") -> Tree:
        """Return an object with properties."""
        names = [prefix + name for name in self.draw(_names(1))]
        found: Tree = {
            "type": "object",
            "properties": {name: self.property(depth) for name in names},
        }
        required = [name for name in names if self.draw(st.booleans())]
        if required:
            found["required"] = required
        if self.draw(st.integers(0, 4)) == 0:
            found["additionalProperties"] = self.any(depth)
        return found

    def property(self, depth: int) -> Any:  # noqa: ANN401 - see `any`
        """Return the schema of a property, perhaps with one direction only."""
        found = self.any(depth)
        way = self.draw(st.sampled_from(["", "", "", "", "readOnly", "writeOnly"]))
        return {**found, way: True} if way and found is not True and "$ref" not in found else found

    def nullable(self, depth: int) -> Tree:
        """Return a schema that allows null, in one of the four spellings."""
        inner = self.any(depth)
        way = self.draw(st.integers(0, 2))
        if inner is not True and isinstance(inner.get("type"), str) and "enum" not in inner:
            if self.old:
                return {**inner, "nullable": True}
            if way == 0:
                return {**inner, "type": [inner["type"], "null"]}
        if self.old:
            return {"nullable": True, "allOf": [inner]}
        return {"oneOf" if way == 1 else "anyOf": [inner, {"type": "null"}]}

    def union(self, depth: int) -> Tree:
        """Return a union, with a discriminator if its branches are models."""
        if len(self.models) > 1 and self.draw(st.booleans()):
            branches = self.models[:3]
            told: Tree = {"propertyName": _TAG}
            if self.draw(st.booleans()):
                told["mapping"] = {name.lower(): _to(name)["$ref"] for name in branches}
            return {"oneOf": [_to(name) for name in branches], "discriminator": told}
        keyword = self.draw(st.sampled_from(["oneOf", "anyOf"]))
        return {keyword: [self.any(depth), self.any(depth)]}

    def merged(self, depth: int) -> Tree:
        """Return a model with more properties."""
        if not self.models:
            return self.object(depth)
        base = self.draw(st.sampled_from(self.models))
        return {"allOf": [_to(base), self.object(depth, "more ")]}

    def component(self, name: str) -> Any:  # noqa: ANN401 - see `any`
        """Return the schema of a component; names of models get a model with a tag."""
        if not name.startswith("Model"):
            found = self.any(2)
            alone = found is not True and ("$ref" in found or "nullable" in found)
            return self.leaf(0) if alone else found  # or it could contain itself
        found = self.object(2)
        found.pop("additionalProperties", None)
        found["properties"][_TAG] = {"type": "string"}
        found["required"] = [*found.get("required", []), _TAG]
        return found


def _to(name: str) -> Tree:
    return {"$ref": f"#/components/schemas/{name}"}


@st.composite
def documents(draw: Draw) -> Tree:
    """Draw a document."""
    old = draw(st.booleans())
    models = draw(st.integers(1, 3))
    names = [f"Model{'ABC'[index]}" for index in range(models)]
    names += [f"Thing{'XYZ'[index]}" for index in range(draw(st.integers(0, 3)))]
    schemas = _Schemas(draw, names, old=old)
    components = {name: schemas.component(name) for name in names}
    return {
        "openapi": "3.0.3" if old else "3.1.0",
        "info": {"title": "Random", "version": "1"},
        "paths": {f"/{name}": {"post": _operation(draw, name)} for name in names},
        "components": {"schemas": components},
    }


def _operation(draw: Draw, name: str) -> Tree:
    content = {"application/json": {"schema": _to(name)}}
    way = draw(st.sampled_from(["sent", "received", "both"]))
    answer: Tree = {"description": "An answer."}
    found: Tree = {"responses": {"200": answer}}
    if way != "sent":
        answer["content"] = content
    if way != "received":
        found["requestBody"] = {"required": draw(st.booleans()), "content": content}
    return found
