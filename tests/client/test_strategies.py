"""The strategies and examples of `speccast.testing`, keyword by keyword."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis.errors import Unsatisfiable

from speccast.testing.schemas import Schemas
from speccast.testing.validity import Validity
from tests.support.judging import (
    Json,
    JsonObject,
    Judge,
    drawn,
    is_array,
    is_object,
    pointer_to,
    schemas_of,
    values_of,
)

if TYPE_CHECKING:
    from speccast.testing.schemas import Direction

# --- Strategies


@pytest.mark.parametrize(
    ("schema", "canonical"),
    [
        ({"format": "date-time"}, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z"),
        ({"format": "date"}, r"\d{4}-\d\d-\d\d"),
        ({"format": "time"}, r"\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z"),
        ({"format": "duration"}, r"P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d{1,6})?S)?)?"),
        ({"format": "uuid"}, r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"),
        ({"format": "byte"}, r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
        ({"contentEncoding": "base64url"}, r"[A-Za-z0-9_-]*"),
        ({"format": "decimal"}, r"-?\d+(\.\d+)?(E[+-]\d+)?"),
        ({"format": "email"}, r"[^@]+@[^@]+"),
        ({"format": "uri"}, r"https://.+"),
        ({"format": "ipv4"}, r"(\d{1,3}\.){3}\d{1,3}"),
        ({"format": "ipv6"}, r"([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"),
        ({"pattern": "^[A-Z]{2}-[0-9]+$", "minLength": 9, "maxLength": 12}, r"[A-Z]{2}-\d{6,9}"),
        ({"pattern": r"^(?=.*\d)[a-z0-9]{4,}$"}, r"(?=.*\d)[a-z0-9]{4,}"),
        ({"pattern": "^a+b+$", "minLength": 30, "maxLength": 31}, r"(?=.{30,31}$)a+b+"),
    ],
)
def test_texts_are_canonical(schema: JsonObject, canonical: str) -> None:
    """Texts are spelled as a client writes them, so reading and writing returns the same text."""
    for value in values_of({"type": "string", **schema}):
        assert re.fullmatch(canonical, value), value


def test_a_text_that_is_read_as_a_value_has_its_format() -> None:
    """A pattern alone makes none: no example is better than one that no client reads."""
    schemas = schemas_of({"It": {"type": "string", "format": "date", "pattern": "^2020"}})
    with pytest.raises(LookupError):
        schemas.example(pointer_to("It"))
    assert all(value[:4] == "2020" for value in drawn(schemas.wire(pointer_to("It"))))


def test_unknown_values_are_those_that_no_rule_excludes() -> None:
    """An enum in a `not` is not open: else it would exclude every text."""
    schema = {"type": "string", "not": {"enum": ["a", "b"]}}
    assert values_of(schema, unknown_values=True)


def test_formats() -> None:
    """The standard library reads each value; a fraction has no trailing zeros."""
    lengths = {len(value) for value in values_of({"type": "string", "format": "date-time"})}
    assert {20, 24, 27} == lengths
    for value in values_of({"type": "string", "format": "date-time"}):
        moment = datetime.fromisoformat(value)
        digits = {0: 0}.get(moment.microsecond, 3 if moment.microsecond % 1000 == 0 else 6)
        assert len(value) == len("2026-05-31T00:00:00Z") + (digits and digits + 1)
    for value in values_of({"type": "string", "format": "uuid"}):
        assert value == str(UUID(value))
    for value in values_of({"type": "string", "format": "byte"}):
        assert value == base64.b64encode(base64.b64decode(value)).decode()


def test_numbers_and_integers() -> None:
    """An integer is valid as a number and stays an integer; an integer schema gives integers."""
    assert {int, float} == {type(value) for value in values_of({"type": "number"})}
    assert {int} == {type(value) for value in values_of({"type": "integer"})}


@pytest.mark.parametrize(
    ("schema", "fitting", "others"),
    [
        ({"minimum": 1, "maximum": 3}, [1, 3, 2.5], [0, 0.9, 4]),
        ({"exclusiveMinimum": 1, "exclusiveMaximum": 3}, [1.1, 2], [1, 3, 0, 4]),
        ({"multipleOf": 0.5}, [0, 1, 2.5], [0.3]),
        ({"minLength": 1, "maxLength": 2}, ["a", "ab"], ["", "abc"]),
        ({"minItems": 1, "maxItems": 2, "uniqueItems": True}, [[1], [1, True]], [[], [1, 1.0]]),
        ({"minProperties": 1, "maxProperties": 1}, [{"a": 1}], [{}, {"a": 1, "b": 2}]),
        ({"type": "integer"}, [1, 1.0], [True, 1.5, "1"]),
        ({"const": 1}, [1, 1.0], [True, "1"]),
        (
            {"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 1}},
            ["a", 1],
            ["", 0],
        ),
        ({"dependentRequired": {"a": ["b"]}}, [{}, {"a": 1, "b": 1}], [{"a": 1}]),
        ({"propertyNames": {"pattern": "^x"}}, [{"x": 1}], [{"a": 1}]),
        ({"contains": {"type": "string"}}, [["a"]], [[], [1]]),
        ({"not": {"type": "string"}}, [1], ["a"]),
    ],
)
def test_fits(schema: JsonObject, fitting: list[Json], others: list[Json]) -> None:
    """Keyword by keyword, with edge cases; drawn values fit, too."""
    schemas = schemas_of({"It": schema})
    assert all(schemas.fits(pointer_to("It"), value) for value in fitting)
    assert not any(schemas.fits(pointer_to("It"), value) for value in others)
    assert all(schemas.fits(pointer_to("It"), value) for value in values_of(schema))


def test_wide_values_stay_small() -> None:
    """An object with many properties of many properties has bounded examples."""
    node = {"$ref": pointer_to("It")}
    schema = {"type": "object", "properties": {f"p{index}": node for index in range(30)}}
    assert max(len(json.dumps(value)) for value in values_of(schema)) < 2000


@pytest.mark.parametrize(
    "pattern",
    ["[", r"^\p{L}+$", "(?<year>x)", "^[^]$", "(?<=a+)b", "a{10000000}", "((a{999}){999}){999}"],
)
def test_a_pattern_that_python_cannot_read_is_ignored(pattern: str) -> None:
    """It is not an error; any text fits."""
    assert all(
        isinstance(value, str) for value in values_of({"type": "string", "pattern": pattern})
    )


def test_a_pattern_with_exponential_time_is_cheap() -> None:
    """It is not tried on long texts."""
    schemas = schemas_of({"It": {"type": "string", "pattern": "^(a+)+b$"}})
    assert schemas.fits(pointer_to("It"), "a" * 60 + "!")
    assert all(re.fullmatch("a+b", value) for value in drawn(schemas.wire(pointer_to("It"))))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string"}, "minItems": 10**9},
        {"type": "string", "minLength": 10**12},
        {"type": "object", "minProperties": 10**9},
        {"type": "number", "multipleOf": 1e-300},
        {"type": "integer", "minimum": -(10**400)},
    ],
)
def test_extreme_limits_are_not_used(schema: JsonObject) -> None:
    """No value of such a length is made."""
    assert all(len(json.dumps(value)) < 10_000 for value in values_of(schema))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 10, "maximum": 1},
        {"type": "string", "pattern": "^a$", "minLength": 5},
        {"type": "string", "enum": ["a"], "minLength": 2},
        {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3},
        {
            "type": "object",
            "required": ["it"],
            "properties": {"it": {"$ref": "#/components/schemas/It"}},
        },
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"oneOf": [{"$ref": "#/components/schemas/It"}]},
        False,
    ],
)
def test_without_a_valid_value_nothing_is_drawn(schema: Json) -> None:
    """The search ends, without an invalid value."""
    schemas = schemas_of({"It": schema})
    strategy = schemas.wire(pointer_to("It"))
    if not strategy.is_empty:
        with pytest.raises(Unsatisfiable):
            drawn(strategy)
    with pytest.raises(LookupError):
        schemas.example(pointer_to("It"))
    outer = schemas_of({"It": schema, "Out": {"properties": {"it": {"$ref": pointer_to("It")}}}})
    assert all(value == {} for value in drawn(outer.wire(pointer_to("Out"))))


def depth(value: Json) -> int:
    """Return how many levels a value has."""
    inner = value if is_array(value) else [*value.values()] if is_object(value) else []
    return 1 + max(map(depth, inner), default=0)


def test_recursion_ends() -> None:
    """Trees, maps of themselves, and two schemas that contain each other."""
    node = {"$ref": pointer_to("It")}
    tree = {
        "type": "object",
        "required": ["children", "by_name"],
        "properties": {
            "children": {"type": "array", "items": node},
            "by_name": {"type": "object", "additionalProperties": node},
            "parent": {"oneOf": [node, {"type": "null"}]},
        },
    }
    values = values_of(tree)
    assert 1 < max(map(depth, values)) < 12
    assert any(value["children"] for value in values)


def test_optional_properties_are_drawn_and_left_out() -> None:
    """Each of them alone, and sometimes all together."""
    names = [f"p{index}" for index in range(12)]
    values = values_of(
        {"type": "object", "properties": {name: {"type": "integer"} for name in names}}
    )
    for name in names:
        assert any(name in value for value in values)
        assert any(name not in value for value in values)
    assert any(len(value) == len(names) for value in values)


def needing(*names: str) -> JsonObject:
    """Return a branch with nothing but required properties."""
    return {"required": [*names]}


@pytest.mark.parametrize(
    ("branches", "kept"),
    [
        ([needing("id", "a"), needing("id", "b")], "ab"),
        ([needing("a"), needing("b"), needing("c")], "abc"),
        ([needing("a"), {"oneOf": [needing("b"), needing("c")]}], "abc"),
        ([{"allOf": [needing("id"), needing("a")]}, {"type": "object", **needing("b")}], "ab"),
    ],
)
def test_branches_that_differ_in_required_properties_are_drawn_alone(
    branches: list[Json], kept: str
) -> None:
    """Each branch is drawn, together with other properties."""
    properties = {name: {"type": "integer"} for name in ("a", "more", "id", "b", "c")}
    schema = {"type": "object", "properties": properties, "oneOf": branches}
    schemas = schemas_of({"It": schema})
    validator = Judge(schemas.document).at(pointer_to("It"))
    values = drawn(schemas.wire(pointer_to("It")))
    assert [value for value in values if not validator.is_valid(value)] == []
    for name in [*kept, "more"]:
        assert any(name in value for value in values)
        assert any(name not in value for value in values)


def test_a_selected_branch_is_the_only_one() -> None:
    """It is combined with the keywords beside the union."""
    dog = {"type": "object", "required": ["bark"], "properties": {"bark": {"type": "boolean"}}}
    cat = {"type": "object", "required": ["lives"], "properties": {"lives": {"type": "integer"}}}
    pet = {"required": ["name"], "properties": {"name": {"type": "string"}}, "oneOf": [dog, cat]}
    schemas = schemas_of({"Pet": pet, "Cat": {"allOf": [{"$ref": pointer_to("Pet")}, {**cat}]}})
    values = drawn(schemas.wire(pointer_to("Cat")))
    assert all(value.keys() == {"name", "lives"} for value in values)
    assert schemas.example(pointer_to("Cat")).keys() == {"name", "lives"}


ACCOUNT = {
    "type": "object",
    "required": ["id", "password"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "password": {"type": "string", "writeOnly": True},
        "name": {"type": "string"},
    },
}


@pytest.mark.parametrize(("direction", "hidden"), [("request", "id"), ("response", "password")])
def test_directions(direction: Direction, hidden: str) -> None:
    """`readOnly` properties are in no request, `writeOnly` ones in no answer, required or not."""
    values = values_of(ACCOUNT, direction=direction)
    assert all(hidden not in value for value in values)
    shown = "password" if hidden == "id" else "id"
    assert all(shown in value for value in values)
    schemas = schemas_of({"It": ACCOUNT})
    assert schemas.fits(pointer_to("It"), {shown: "x"}, direction)
    assert not schemas.fits(pointer_to("It"), {hidden: "x"}, direction)


@pytest.mark.parametrize(
    ("schema", "version"),
    [
        ({"type": "string", "nullable": True}, "3.0.3"),
        ({"type": ["string", "null"]}, "3.1.0"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "3.1.0"),
        ({"anyOf": [{"type": "null"}, {"type": "string"}]}, "3.1.0"),
        ({"type": "string", "enum": ["a", None], "nullable": True}, "3.0.3"),
    ],
)
def test_null_in_every_spelling(schema: JsonObject, version: str) -> None:
    """Null is drawn, and so are strings."""
    assert {type(None), str} == {type(value) for value in values_of(schema, version)}


def test_siblings_of_a_reference_count_in_3_1_only() -> None:
    """3.0 ignores them."""
    components = {"Base": {"type": "string"}, "It": {"$ref": pointer_to("Base"), "maxLength": 1}}
    assert not schemas_of(components).fits(pointer_to("It"), "long")
    assert schemas_of(components, "3.0.3").fits(pointer_to("It"), "long")


def test_exclusive_limits_in_both_spellings() -> None:
    """A boolean in 3.0, a number in 3.1."""
    flag = {"type": "integer", "minimum": 3, "exclusiveMinimum": True, "maximum": 5}
    assert {4, 5} == set(values_of(flag, "3.0.3"))
    assert {4} == set(values_of({"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5}))


PETS = {
    "Pet": {
        "oneOf": [{"$ref": pointer_to("Cat")}, {"$ref": pointer_to("Dog")}],
        "discriminator": {"propertyName": "kind", "mapping": {"meow": pointer_to("Cat")}},
    },
    "Cat": {
        "type": "object",
        "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
    },
    "Dog": {
        "type": "object",
        "properties": {"kind": {"type": "string"}, "bark": {"type": "boolean"}},
    },
}


def test_a_tag_chooses_the_branch() -> None:
    """By the mapping, or by the name of the schema."""
    values = drawn(schemas_of(PETS).wire(pointer_to("Pet")))
    assert {"meow", "Dog"} == {value["kind"] for value in values}
    assert all("bark" not in value for value in values if value["kind"] == "meow")


def test_a_tag_chooses_the_subtype() -> None:
    """The base has the discriminator, and the subtypes extend it."""
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind", "mapping": {"meow": "Cat"}},
    }
    components = {
        "Pet": base,
        "Cat": {
            "allOf": [{"$ref": pointer_to("Pet")}, {"properties": {"lives": {"type": "integer"}}}]
        },
        "Dog": {
            "allOf": [{"$ref": pointer_to("Pet")}, {"properties": {"bark": {"type": "boolean"}}}]
        },
    }
    schemas = schemas_of(components)
    values = drawn(schemas.wire(pointer_to("Pet")))
    assert {"meow", "Dog"} == {value["kind"] for value in values}
    assert all("bark" not in value for value in values if value["kind"] == "meow")
    assert {"meow"} == {value["kind"] for value in drawn(schemas.wire(pointer_to("Cat")))}


STATUS = {"type": "object", "properties": {"status": {"type": "string", "enum": ["on", "off"]}}}


def test_unknown_enum_values_on_request() -> None:
    """A string enum is open; by default no unknown value is drawn."""
    known = {"on", "off"}
    assert {value.get("status", "on") for value in values_of(STATUS)} <= known
    values = {value.get("status", "on") for value in values_of(STATUS, unknown_values=True)}
    assert values > known
    assert all(isinstance(value, str) for value in values)
    const = {"type": "string", "const": "on"}
    assert {"on"} == set(values_of(const, unknown_values=True))


def test_lists_with_one_common_value_are_not_open() -> None:
    """No value is drawn that only one of the lists has."""
    both = {"allOf": [{"enum": ["x", "y"]}, {"enum": ["y", "z"]}]}
    schemas = schemas_of({"It": both})
    assert {*drawn(schemas.wire(pointer_to("It"), unknown_values=True))} == {"y"}


def test_unknown_properties_on_request() -> None:
    """They are not drawn where the schema forbids them."""
    assert all(set(value) <= {"status"} for value in values_of(STATUS))
    assert any(set(value) - {"status"} for value in values_of(STATUS, unknown_properties=True))
    closed = {**STATUS, "additionalProperties": False}
    assert all(set(value) <= {"status"} for value in values_of(closed, unknown_properties=True))


def test_plain_texts_fit_into_a_url() -> None:
    """They need no encoding, are not empty, and are not just dots."""
    for value in values_of({"type": "string"}, plain=True):
        assert re.fullmatch(r"[A-Za-z0-9_-]+", value)


def test_dangling_references_allow_any_value() -> None:
    """The package reads such a value as `Any`, too."""
    assert values_of({"$ref": "#/components/schemas/Gone"})
    assert values_of({"$ref": "https://example.com/elsewhere.json"})


# --- Examples -----------------------------------------------------------------------------------

ANY: JsonObject = {}


def test_examples_are_the_documented_ones() -> None:
    """From a media type or a schema, by reference, and only if they are valid."""
    document = {
        "openapi": "3.1.0",
        "components": {
            "schemas": {"It": {"type": "integer", "examples": ["no", 7]}},
            "examples": {"One": {"value": 1}, "Wrong": {"value": "one"}},
        },
        "a": {"schema": {"type": "integer"}, "example": 3},
        "b": {
            "schema": {"$ref": "#/components/schemas/It"},
            "examples": {
                "wrong": {"$ref": "#/components/examples/Wrong"},
                "right": {"$ref": "#/components/examples/One"},
            },
        },
        "c": {"schema": {"$ref": "#/components/schemas/It"}},
    }
    schemas = Schemas(document)
    assert [schemas.example(f"#/{name}") for name in "abc"] == [3, 1, 7]


@pytest.mark.parametrize(
    ("schema", "wrong", "right"),
    [
        ({"properties": {"a": {"type": "integer"}}}, '{"a": 1}', {"a": 1}),
        (
            {"type": "object", "properties": {"a": {"properties": {"b": {}}}}},
            {"a": "{}"},
            {"a": {}},
        ),
        ({"type": "object", "additionalProperties": {"items": ANY}}, {"a": "[]"}, {"a": []}),
        ({"allOf": [{"properties": {"a": ANY}}, {"description": "It."}]}, "{}", {"a": 1}),
        ({"anyOf": [{"properties": {"a": ANY}}, {"items": ANY}]}, "[]", []),
        ({"format": "date"}, 1, "2026-05-31"),
        ({"format": "int32"}, "1", 1),
    ],
)
def test_an_example_has_the_type_that_a_client_expects(
    schema: JsonObject, wrong: Json, right: Json
) -> None:
    """A value without `type` may be valid and still be of another type."""
    schemas = schemas_of({"It": {**schema, "examples": [wrong, right]}})
    assert schemas.fits(pointer_to("It"), wrong)
    assert schemas.example(pointer_to("It")) == right
    validity = Validity(schemas, as_read=True)
    assert not validity.fits(schema, wrong)
    assert all(validity.fits(schema, value) for value in values_of(schema))


def test_an_example_satisfies_the_keywords_beside_a_reference() -> None:
    """Required properties, for instance."""
    base = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"const": 1}, "b": {"const": 2}},
    }
    schemas = schemas_of({"Base": base, "It": {"$ref": pointer_to("Base"), "required": ["b"]}})
    assert schemas.example(pointer_to("It")) == {"a": 1, "b": 2}


def test_unevaluated_properties_may_have_a_type() -> None:
    """`unevaluatedProperties` may be a schema."""
    base = {"type": "object", "properties": {"a": {"const": 1}}}
    it = {"$ref": pointer_to("Base"), "unevaluatedProperties": {"type": "boolean"}}
    schemas = schemas_of({"Base": base, "It": it})
    values = drawn(schemas.wire(pointer_to("It"), unknown_properties=True))
    others = [value[key] for value in values for key in value if key != "a"]
    assert others
    assert {type(value) for value in others} == {bool}


def test_listed_values_are_examples() -> None:
    """They come first, whatever other keywords the schema has."""
    listed: JsonObject = {"enum": ["a", "b"], "properties": {"a": {}}, "examples": ["b"]}
    assert schemas_of({"It": listed}).example(pointer_to("It")) == "b"


def test_examples_are_made_where_none_is_documented() -> None:
    """They are small, and the same each time."""
    schemas = schemas_of(PETS)
    assert schemas.example(pointer_to("Pet")) == {"kind": "meow"}
    assert schemas.example(pointer_to("Pet")) == schemas_of(PETS).example(pointer_to("Pet"))


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(?=.*\d).{8,}$",
        r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[a-zA-Z\d]{8,20}$",
        "^€[0-9]+$",
        "^[а-яё]+$",  # noqa: RUF001 - Cyrillic is meant
        r"^\u00e9+$",
        r"^[\u4e00-\u9fa5]{2,4}$",
    ],
)
def test_patterns_with_lookahead_and_any_letters(pattern: str) -> None:
    """For texts and property names; examples and drawn values match."""
    text: JsonObject = {"type": "string", "pattern": pattern}
    keys: JsonObject = {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {pattern: {"type": "integer"}},
        "additionalProperties": False,
    }
    schemas = schemas_of({"Text": text, "Keys": keys})
    [key] = schemas.example(pointer_to("Keys"))
    for found in (schemas.example(pointer_to("Text")), key, *values_of(text)):
        assert re.search(pattern, found)


def test_a_wrong_pointer() -> None:
    """It is an error of the caller, not of the document."""
    with pytest.raises(LookupError):
        schemas_of({}).at("#/components/schemas/Gone")


def test_hypothesis_is_imported_for_strategies_only() -> None:
    """Generating a client makes examples without it."""
    program = """
import sys
from speccast.testing.schemas import Schemas
schemas = Schemas({"openapi": "3.1.0", "it": {"type": "string", "pattern": "^a+$"}})
print(schemas.example("#/it"), schemas.fits("#/it", "b"), "hypothesis" in sys.modules)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["a", "False", "False"]


def test_a_media_type_in_a_pointer_may_have_parameters() -> None:
    """A key of `content` is matched as a whole."""
    kind = "application/json; charset=utf-8"
    schemas = Schemas({"content": {kind: {"schema": {"const": 1}}}})
    assert schemas.example("#/content/application~1json; charset=utf-8/schema") == 1


def test_percent_signs_in_a_key_are_not_decoded() -> None:
    """Pointers within the document are plain text."""
    schemas = Schemas({"50%41": {"const": 1}, "50A": {"const": 2}})
    assert schemas.example("#/50%41") == 1
