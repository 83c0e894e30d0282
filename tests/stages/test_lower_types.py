"""Schemas become types: scalars, containers, enums, and both directions of a model."""

from __future__ import annotations

import pytest

from speccast import ir
from speccast.lower import Settings
from tests.support.lower_support import lowered, names_of, of_schema, of_schemas


@pytest.mark.quick
@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: string}", "str"),
        ("{type: integer, format: int64}", "int"),
        ("{type: number}", "float"),
        ("{type: boolean}", "bool"),
        ("{type: 'null'}", "null"),
        ("{}", "any"),
        ("true", "any"),
        ("false", "never"),
        ("{type: string, format: date-time}", "datetime"),
        ("{type: string, format: date}", "date"),
        ("{type: string, format: time}", "time"),
        ("{type: string, format: duration}", "timedelta"),
        ("{type: string, format: uuid}", "UUID"),
        ("{type: string, format: byte}", "base64"),
        ("{type: string, contentEncoding: base64url}", "base64url"),
        ("{type: string, format: decimal}", "decimal"),
        ("{type: string, format: binary}", "str"),
        ("{type: string, format: email}", "str"),
        ("{type: number, format: decimal}", "float"),
        ("{type: [string, 'null']}", "str?"),
        ("{anyOf: [{type: string, format: date}, {type: 'null'}]}", "date?"),
        ("{oneOf: [{type: 'null'}, {type: array, items: {type: integer}}]}", "[int]?"),
        ("{type: [integer, number]}", "float"),
        ("{type: array}", "[any]"),
        ("{type: array, items: {type: array, items: {type: [string, 'null']}}}", "[[str?]]"),
        (
            "{type: array, prefixItems: [{type: integer}, {type: string}], minItems: 2}",
            "(int, str, *any)",
        ),
        ("{prefixItems: [{type: integer}], items: false, minItems: 1}", "(int)"),
        ("{prefixItems: [{type: integer}], maxItems: 1, minItems: 1}", "(int)"),
        ("{prefixItems: [{type: integer}], unevaluatedItems: false, minItems: 1}", "(int)"),
        ("{prefixItems: [{type: integer}], items: {type: string}, minItems: 1}", "(int, *str)"),
        ("{type: object}", "{any}"),
        ("{type: object, additionalProperties: false}", "{any}"),
        ("{type: object, additionalProperties: {type: integer}}", "{int}"),
        ("{patternProperties: {^x: {type: integer}}}", "{any}"),
        ("{patternProperties: {^x: {type: integer}}, additionalProperties: true}", "{any}"),
        ("{patternProperties: {^x: {type: integer}}, additionalProperties: false}", "{int}"),
        ("{patternProperties: {^x: {type: integer}}, unevaluatedProperties: false}", "{int}"),
        ("{patternProperties: {^x: true}, additionalProperties: {type: integer}}", "{any}"),
        ("{unevaluatedProperties: {type: integer}}", "{int}"),
        (
            "{unevaluatedProperties: {type: integer}, allOf: [{additionalProperties: true}]}",
            "{any}",
        ),
        (
            "{unevaluatedProperties: {type: integer}, if: {required: [a]}, then: {}}",
            "{any}",
        ),
        ("{additionalProperties: {type: string}}", "{str}"),
        ("{items: {type: string}}", "[str]"),
        ("{format: date-time}", "datetime"),
        ("{minimum: 3}", "any"),
        ("{maxLength: 3}", "any"),
        ("{required: [a]}", "any"),
        ("{items: {}, additionalProperties: {}}", "any"),
        ("{contentEncoding: base64}", "base64"),
        ("{const: a}", "'a'"),
        ("{const: null}", "null"),
        ("{const: true}", "True"),
        ("{enum: [a]}", "'a'"),
        ("{enum: [a, null]}", "'a'?"),
        ("{enum: [true, false]}", "bool"),
        ("{enum: [[1], [2], null]}", "[any]?"),
        ("{enum: [{a: 1}, null]}", "{any}?"),
        ("{enum: [1.5, 2.5]}", "float"),
        ("{enum: [1.5, 2]}", "float"),
    ],
)
def test_a_schema_has_its_type(schema: str, expected: str) -> None:
    """Types, formats, containers, and inferred types where `type` is missing."""
    assert expected == of_schema(schema)


@pytest.mark.parametrize(
    "schema",
    [
        "{type: string, nullable: true}",
        "{nullable: true, allOf: [{type: string}]}",
        "{nullable: true, type: string, allOf: [{maxLength: 3}]}",
    ],
)
def test_nullable_of_3_0_is_null(schema: str) -> None:
    """The spellings of OpenAPI 3.0."""
    assert of_schema(schema, version="3.0.3") == "str?"


def test_enums_are_declared_and_name_their_members() -> None:
    """Strings and integers become enums; extensions give names and descriptions of members."""
    found = of_schemas(
        """
        Color: {type: string, enum: [red, green], x-enum-varnames: [ROT, GRUEN]}
        Level:
          type: integer
          enum: [1, 2, null]
          x-enum-descriptions: [low, high, none]
        Mixed: {enum: [a, b, 1, 2, true]}
        """
    )
    color, level = found.names["Color"], found.names["Level"]
    assert isinstance(color, ir.EnumType)
    assert isinstance(level, ir.EnumType)
    assert [ir.Text("ROT"), ir.Text("GRUEN")] == [value.name for value in color.values]
    assert [ir.Text("low"), ir.Text("high")] == [value.doc.description for value in level.values]
    assert found.values("Level") == [1, 2]
    assert found.answer("POST /Level") == "Level?"
    assert found.union("Mixed")[2] == "True"
    assert [
        [v.value.value if isinstance(v.value, ir.Text) else v.value for v in thing.values]
        for thing in found.api.declared
        if isinstance(thing, ir.EnumType)
        and thing.id.pointer.startswith("#/components/schemas/Mixed")
    ] == [["a", "b"], [1, 2]]


def test_an_enum_is_narrowed_by_other_keywords() -> None:
    """By `allOf`, by a list beside constants, and by both; members keep their names."""
    found = of_schemas(
        """
        Level: {type: integer, enum: [1, 2, 3], x-enum-varnames: [Low, Middle, High]}
        Some: {allOf: [{$ref: Level}], enum: [3.0, 1]}
        Many: {allOf: [{$ref: Level}, {enum: [2, 3, 4]}]}
        Kind: {oneOf: [{const: a, title: First}, {const: b}, {const: c}, {type: 'null'}]}
        Kinds: {allOf: [{$ref: Kind}], enum: [a, c]}
        Mixed: {anyOf: [{enum: [a, b]}, {enum: [c, d]}, {enum: [e, f]}], enum: [b, a, c]}
        """
    )
    assert {name: found.values(name) for name in ("Some", "Many", "Kinds")} == {
        "Some": [3, 1],
        "Many": [2, 3],
        "Kinds": ["a", "c"],
    }
    some, kinds = found.names["Some"], found.names["Kinds"]
    assert isinstance(some, ir.EnumType)
    assert isinstance(kinds, ir.EnumType)
    assert [ir.Text("High"), ir.Text("Low")] == [value.name for value in some.values]
    assert [ir.Text("First"), None] == [value.name for value in kinds.values]
    assert found.answer("POST /Kinds") == "Kinds"
    assert found.union("Mixed")[1] == "'c'"
    assert len(found.union("Mixed")) == 2


def test_contradictory_constants() -> None:
    """The values without contradiction are kept, and the others are reported."""
    found = of_schemas(
        """
        M:
          type: object
          properties:
            a: {oneOf: [{const: a}, {const: b}], enum: [b]}
            b: {oneOf: [{const: a}, {const: b}], enum: [c]}
            c: {type: integer, anyOf: [{type: string}, {type: integer}, {const: a}]}
        """
    )
    assert found.model("M") == {"a": "'b'", "b": "M b", "c": "int"}
    base = "#/components/schemas/M/properties"
    assert [f"{base}/a/oneOf/0", f"{base}/b/oneOf", f"{base}/c/anyOf/0", f"{base}/c/anyOf/2"] == (
        found.places("all-of-conflict")
    )


def test_a_list_of_constants_is_an_enum() -> None:
    """`oneOf` of titled constants is how 3.1 documents members."""
    found = of_schemas(
        """
        Kind:
          oneOf:
            - {const: 0, title: DEFAULT, description: As before}
            - {const: 3, title: LOUD}
            - {type: 'null'}
        """
    )
    kind = found.names["Kind"]
    assert isinstance(kind, ir.EnumType)
    assert [(0, ir.Text("DEFAULT")), (3, ir.Text("LOUD"))] == [
        (v.value, v.name) for v in kind.values
    ]
    assert ir.Text("As before") == kind.values[0].doc.description
    assert found.answer("POST /Kind") == "Kind?"


def test_an_open_enumeration_is_its_enum() -> None:
    """`anyOf` of string and enum is an open enum, like every enum here."""
    found = of_schemas("Model: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}")
    assert found.values(found.answer("POST /Model")) == ["a", "b"]


def test_named_scalars_and_arrays_are_not_declared() -> None:
    """Only objects, enums and unions are declared."""
    found = of_schemas(
        """
        Id: {type: string, format: uuid}
        Ids: {type: array, items: {$ref: Id}}
        Bag: {type: object, additionalProperties: {$ref: Ids}}
        """
    )
    assert found.answer("POST /Bag") == "{[UUID]}"
    assert found.api.declared == ()


def test_a_type_that_contains_itself_has_a_name() -> None:
    """Only if no model is between; a union has a name already."""
    found = of_schemas(
        """
        Nested: {type: array, items: {$ref: Nested}}
        Json:
          oneOf:
            - {type: string}
            - {type: array, items: {$ref: Json}}
            - {type: object, additionalProperties: {$ref: Json}}
            - {type: 'null'}
        Tree: {type: object, properties: {kids: {type: array, items: {$ref: Tree}}}}
        """
    )
    nested = found.names["Nested"]
    assert isinstance(nested, ir.Alias)
    assert found.spell(nested.type) == "[Nested]"
    assert found.model("Tree") == {"kids": "[Tree]"}
    assert found.answer("POST /Json") == "Json"
    whole = found.declared[ir.Id("#/components/schemas/Json")]
    assert isinstance(whole, ir.Alias)
    assert isinstance(whole.type, ir.Nullable)
    assert isinstance(whole.type.inner, ir.Ref)
    inside = found.declared[whole.type.inner.id]
    assert isinstance(inside, ir.Union)
    assert [found.spell(branch) for branch in inside.branches] == ["str", "[Json]", "{Json}"]


def test_parts_of_a_property() -> None:
    """Description, default, examples, constraints, secrecy, and alternative places."""
    found = of_schemas(
        """
        Name: {type: string, maxLength: 9, description: A name, examples: [Ada]}
        M:
          type: object
          required: [a]
          properties:
            a: {$ref: Name, description: Its name}
            b: {type: integer, default: 3, minimum: 1, deprecated: true}
            c: {type: array, items: {type: string, pattern: ^x}, uniqueItems: true}
            d: {type: string, format: password, x-speccast-also-at: [/result, /data]}
            e: {anyOf: [{$ref: Name}, {type: 'null'}]}
        """
    )
    model = found.names["M"]
    assert isinstance(model, ir.Model)
    a, b, c, d, e = model.properties
    assert ir.Text("Its name") == a.doc.description
    assert ir.Text("A name") == e.doc.description
    assert [(c.keyword, c.value.text) for c in a.constraints] == [("maxLength", "9")]
    assert a.constraints == e.constraints
    assert [example.value.text for example in a.examples] == ['"Ada"']
    assert (ir.JsonValue("3"), True) == (b.default, b.doc.deprecated)
    assert {c.keyword: c.value.text for c in c.constraints} == {
        "items.pattern": '"^x"',
        "uniqueItems": "true",
    }
    assert d.secret
    assert (ir.Text("/result"), ir.Text("/data")) == d.also_at
    assert [p.required for p in model.properties] == [True, False, False, False, False]


def test_ignored_keywords_are_reported_once() -> None:
    """They are lossy, each at its own place."""
    found = of_schemas(
        """
        A:
          type: object
          properties:
            p: {type: string, not: {const: x}}
            q: {if: {type: string}, then: {maxLength: 2}, type: string}
          dependentSchemas: {p: {required: [q]}}
        B: {$ref: A}
        """
    )
    base = "#/components/schemas/A"
    assert [f"{base}/dependentSchemas", f"{base}/properties/p/not", f"{base}/properties/q/if"] == (
        found.places("keyword-ignored")
    )
    assert {"lossy keyword-ignored"} == set(found.codes)


def test_patterns_without_a_type_are_reported() -> None:
    """A name that matches no pattern may have any value, unless the object is closed."""
    found = of_schemas(
        """
        Open:
          type: object
          properties: {a: {type: string}}
          patternProperties: {^x: {type: integer}, ^y: {type: string}}
        Closed:
          allOf: [{type: object, additionalProperties: false}]
          properties: {a: {type: string}}
          patternProperties: {^x: {type: integer}}
        """
    )
    base = "#/components/schemas"
    assert found.places("any-value") == [f"{base}/Open/patternProperties/^x"]
    models = [thing for thing in found.api.declared if isinstance(thing, ir.Model)]
    assert [model.additional for model in models] == [ir.Scalar.ANY, ir.Scalar.INT]


def test_a_required_name_without_a_property() -> None:
    """It is sent, but not required on reading, because it has no type."""
    schema = "A: {type: object, required: [a, b], properties: {a: {type: string}}}"
    assert of_schemas(schema).model("A") == {"a!": "str", "b": "any"}
    found = of_schemas(schema, ways="sent")
    assert found.model("A") == {"a!": "str", "b!": "any"}
    assert found.places("required-undeclared") == ["#/components/schemas/A/required/1"]


def test_a_model_that_differs_between_directions_is_two() -> None:
    """`readOnly` properties are not sent, `writeOnly` ones not received; parents differ, too."""
    both = of_schemas(
        """
        User:
          type: object
          required: [id]
          properties:
            id: {type: string, readOnly: true}
            name: {type: string}
            password: {type: string, writeOnly: true}
        Team: {type: object, properties: {users: {type: array, items: {$ref: User}}}}
        Plain: {type: object, properties: {name: {type: string}}}
        """,
        ways="both",
    )
    assert both.model("User request") == {"name": "str", "password": "str"}
    assert both.model("User") == {"id!": "str", "name": "str"}
    assert both.model("Team request") == {"users": "[User request]"}
    assert both.model("Team") == {"users": "[User]"}
    assert {
        name: thing.usage
        for name, thing in both.names.items()
        if isinstance(thing, ir.Model) and not name.startswith("Team")
    } == {"Plain": ir.Usage.BOTH, "User": ir.Usage.RECEIVED, "User request": ir.Usage.SENT}
    request = both.names["Team request"]
    assert request.id.role == ("request",)
    assert names_of(request.proposals) == ["Team request", "Team input"]


def test_a_read_only_discriminator_is_sent() -> None:
    """The branches need it; a property of the same name in another schema is not sent."""
    found = of_schemas(
        """
        A: {type: object, properties: {kind: {const: a, readOnly: true}, x: {type: string}}}
        B: {type: object, properties: {kind: {const: b, readOnly: true}}}
        AB: {oneOf: [{$ref: A}, {$ref: B}]}
        C: {type: object, properties: {kind: {type: string, readOnly: true}, y: {type: string}}}
        """,
        ways="sent",
    )
    assert found.model("A") == {"kind": "'a'", "x": "str"}
    assert found.mapping("AB") == {"a": "A", "b": "B"}
    assert found.model("C") == {"y": "str"}


def test_schemas_of_the_configuration() -> None:
    """A named schema becomes a type with the types that it refers to, also without a use."""
    document = """
    openapi: 3.1.0
    info: {title: It, version: "1"}
    paths: {}
    components:
      schemas:
        Wanted: {type: object, properties: {part: {$ref: "#/components/schemas/Part"}}}
        Part: {type: string, enum: [a, b]}
        Other: {type: object}
    """
    named = ("#/components/schemas/Wanted", "#/components/schemas/Gone", "#/paths/~1x/get")
    assert sorted(lowered(document, Settings(named=named)).names) == ["Part", "Wanted"]
    assert lowered(document).names == {}
