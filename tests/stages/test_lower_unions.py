"""`allOf` is merged, `oneOf` and `anyOf` are unions, and both together a bounded product."""

from __future__ import annotations

import pytest

from speccast import ir
from tests.support.lower_support import of_schema, of_schemas

PETS = """
        Pet:
          type: object
          required: [kind]
          properties: {kind: {type: string}, name: {type: string}}
        Cat:
          allOf:
            - {$ref: Pet}
            - {type: object, required: [lives], properties: {lives: {type: integer}}}
        Dog:
          allOf: [{$ref: Pet}]
          properties: {bark: {type: boolean}}
"""


def test_all_of_is_merged_bases_first() -> None:
    """Properties and required names, through references and nesting."""
    found = of_schemas(
        PETS
        + """
        Kitten:
          allOf:
            - allOf: [{$ref: Cat}]
            - {required: [name]}
          properties: {age: {type: integer}}
        """
    )
    assert found.model("Cat") == {"kind!": "str", "name": "str", "lives!": "int"}
    assert found.model("Dog") == {"kind!": "str", "name": "str", "bark": "bool"}
    kitten = {"kind!": "str", "name!": "str", "lives!": "int", "age": "int"}
    assert found.model("Kitten") == kitten
    assert list(kitten) == list(found.model("Kitten"))


@pytest.mark.parametrize(
    "wrapped",
    [
        "{allOf: [{$ref: M}]}",
        "{allOf: [{$ref: M}], description: x, deprecated: true}",
        "{allOf: [{$ref: M}, {description: x}], type: object}",
        "{$ref: M, description: x}",
    ],
)
def test_a_reference_with_annotations_is_the_reference(wrapped: str) -> None:
    """A description makes no class of its own."""
    assert of_schema(wrapped) == "M"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{allOf: [{type: number}, {type: integer}]}", "int"),
        ("{allOf: [{type: integer}, {type: number}]}", "int"),
        ("{allOf: [{type: [string, 'null']}, {type: string}]}", "str"),
        ("{allOf: [{type: string}, {format: date}]}", "date"),
        ("{allOf: [{enum: [a, b, c]}, {enum: [b]}]}", "'b'"),
        ("{allOf: [{type: array, items: {type: number}}, {items: {type: integer}}]}", "[int]"),
        ("{allOf: [{type: string}, true]}", "str"),
        ("{allOf: [{type: string}, false]}", "never"),
        ("{type: object, allOf: [{additionalProperties: {type: string}}]}", "{str}"),
    ],
)
def test_types_intersect(schema: str, expected: str) -> None:
    """The result is the type of the values that all schemas accept."""
    assert of_schema(schema) == expected


def test_contradictions() -> None:
    """The more specific schema is used, and the contradiction is reported."""
    found = of_schemas(
        """
        Base: {type: object, properties: {p: {type: string}, q: {enum: [a]}}}
        Derived:
          allOf: [{$ref: Base}]
          properties: {p: {type: integer}, q: {enum: [b]}}
        """
    )
    assert found.model("Derived") == {"p": "int", "q": "'b'"}
    assert found.codes == ["warning all-of-conflict", "warning all-of-conflict"]


@pytest.mark.parametrize(
    ("schema", "opened"),
    [
        ("{allOf: [{$ref: Base}], properties: {c: {}}}", ["Base"]),
        ("{allOf: [{$ref: Base}, {required: [c]}]}", ["Base"]),
        ("{allOf: [{$ref: Base}], properties: {b: {}, c: false}}", []),
        ("{allOf: [{$ref: Base}, {patternProperties: {x: {}}, additionalProperties: false}]}", []),
        ("{allOf: [{$ref: Base}], properties: {a: {}}, additionalProperties: false}", ["It"]),
        ("{properties: {a: {}}, required: [b], additionalProperties: false}", ["It"]),
        ("{properties: {a: {}}, additionalProperties: false, oneOf: [{$ref: Base}]}", ["It"]),
        ("{properties: {c: {}}, anyOf: [{$ref: Base}, {type: 'null'}]}", ["Base"]),
    ],
)
def test_closed_members_of_a_combination(schema: str, opened: list[str]) -> None:
    """Properties described beside a closed schema are kept, and the keyword is reported."""
    found = of_schemas(
        f"""
        It: {schema}
        Base: {{properties: {{a: {{}}, b: {{}}}}, additionalProperties: false}}
        """
    )
    places = [f"#/components/schemas/{name}/additionalProperties" for name in opened]
    assert found.places("all-of-conflict") == places
    assert list(found.api.ignored_keywords) == places


@pytest.mark.parametrize(
    ("schema", "opened"),
    [
        ("{allOf: [{$ref: Closed}], unevaluatedProperties: false}", False),
        ("{allOf: [{$ref: Closed}], properties: {c: {}}}", True),
        ("{allOf: [{$ref: Wider}], properties: {c: {}}}", False),
    ],
)
def test_unevaluated_properties_are_closed(schema: str, *, opened: bool) -> None:
    """`unevaluatedProperties` counts the properties of its own schema, at any depth."""
    found = of_schemas(
        f"""
        It: {schema}
        Closed: {{allOf: [{{properties: {{a: {{}}}}}}], unevaluatedProperties: false}}
        Wider: {{oneOf: [{{properties: {{a: {{}}}}}}], unevaluatedProperties: false}}
        """
    )
    assert bool(found.api.ignored_keywords) == opened


def test_a_property_is_narrowed_by_the_derived_schema() -> None:
    """By a constant, a subtype, or more properties; an equal declaration makes no class."""
    found = of_schemas(
        PETS
        + """
        Home: {type: object, properties: {pet: {$ref: Pet}, at: {type: string}}}
        CatHome:
          allOf: [{$ref: Home}]
          properties: {pet: {$ref: Cat}, at: {const: here}}
        SameHome:
          allOf: [{$ref: Home}]
          properties: {pet: {$ref: Pet}, at: {description: Where}}
        """
    )
    assert found.model("CatHome") == {"pet": "Cat", "at": "'here'"}
    assert found.model("SameHome") == {"pet": "Pet", "at": "str"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{oneOf: [{type: string}]}", "str"),
        ("{oneOf: [{type: string}, {type: string}]}", "str"),
        ("{anyOf: [{type: string}, {}]}", "any"),
        ("{anyOf: [{type: 'null'}, {type: 'null'}]}", "null"),
        ("{oneOf: [{type: number}, {type: integer}]}", "float"),
        ("{oneOf: [{const: a}, {oneOf: [{const: true}, {type: 'null'}]}]}", "'a'|True?"),
        ("{type: string, anyOf: [{format: date}, {type: 'null'}]}", "date"),
        ("{type: object, anyOf: [{required: [a]}, {required: [b]}]}", "{any}"),
    ],
)
def test_simple_unions(schema: str, expected: str) -> None:
    """One branch, equal branches, null, or a branch that includes the others."""
    assert of_schema(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: object, oneOf: [{$ref: Maybe}]}", "Maybe"),
        ("{type: object, allOf: [{$ref: Maybe}]}", "Maybe"),
        ("{allOf: [{$ref: Maybe}, {type: object}]}", "Maybe"),
        ("{type: [object, 'null'], oneOf: [{$ref: Maybe}]}", "Maybe?"),
        ("{oneOf: [{$ref: Maybe}]}", "Maybe?"),
        ("{type: object, oneOf: [{$ref: Maybe}, {$ref: Other}]}", "Either"),
        ("{oneOf: [{$ref: Maybe}, {$ref: Other}]}", "Either?"),
    ],
)
def test_null_of_a_branch_needs_null_beside_it(schema: str, expected: str) -> None:
    """A type beside the union, or a base, may exclude null."""
    found = of_schemas(
        f"""
        Maybe: {{type: [object, 'null'], properties: {{a: {{type: string}}}}}}
        Other: {{type: [object, 'null'], properties: {{b: {{type: string}}}}}}
        Either: {schema}
        """
    )
    assert found.answer("POST /Either") == expected


def test_unions_are_flat() -> None:
    """Through references, nested, with nulls moved out."""
    found = of_schemas(
        PETS
        + """
        Small: {oneOf: [{$ref: Cat}, {type: 'null'}]}
        Any: {anyOf: [{$ref: Small}, {$ref: Dog}, {type: [string, integer]}]}
        M: {type: object, properties: {p: {oneOf: [{$ref: Any}, {type: boolean}]}}}
        """
    )
    assert found.answer("POST /Small") == "Cat?"
    assert found.answer("POST /Any") == "Any?"
    assert found.union("Any") == ["Cat", "Dog", "str", "int"]
    assert found.union("M p") == ["Cat", "Dog", "str", "int", "bool"]


@pytest.mark.parametrize(
    ("discriminator", "expected"),
    [
        ("mapping: {c: '#/components/schemas/Cat', d: Dog}", {"c": "Cat", "d": "Dog"}),
        ("mapping: {d: Dog}", {"d": "Dog", "Cat": "Cat"}),
        ("mapping: {c: Cat, k: Cat, d: Dog}", {"c": "Cat", "k": "Cat", "d": "Dog"}),
        ("mapping: {c: Cat, x: '#/nowhere'}", {"c": "Cat", "Dog": "Dog"}),
        ("", {"Cat": "Cat", "Dog": "Dog"}),
    ],
)
def test_discriminator_mapping(discriminator: str, expected: dict[str, str]) -> None:
    """By its mapping, otherwise by the names of the schemas."""
    member = f"{discriminator}, " if discriminator else ""
    found = of_schemas(
        PETS
        + f"""
        One:
          oneOf: [{{$ref: Cat}}, {{$ref: Dog}}]
          discriminator: {{{member}propertyName: kind}}
        """
    )
    assert found.mapping("One") == expected


def test_mappings_that_contradict_each_other() -> None:
    """A union of unions whose mappings have the same value has no discriminator."""
    found = of_schemas(
        PETS
        + """
        Wolf: {allOf: [{$ref: Pet}], properties: {howl: {type: boolean}}}
        Lion: {allOf: [{$ref: Pet}], properties: {roar: {type: boolean}}}
        Tame:
          oneOf: [{$ref: Cat}, {$ref: Dog}]
          discriminator: {propertyName: kind, mapping: {small: Cat, big: Dog}}
        Wild:
          oneOf: [{$ref: Wolf}, {$ref: Lion}]
          discriminator: {propertyName: kind, mapping: {small: Wolf, big: Lion}}
        One: {anyOf: [{$ref: Tame}, {$ref: Wild}]}
        """
    )
    union = found.names["One"]
    assert isinstance(union, ir.Union)
    assert union.discriminator is None


def test_components_of_one_title_are_different() -> None:
    """A copy of a component in its place is that component; another component is not."""
    found = of_schemas(
        """
        Cat: {title: Cat, type: object, properties: {lives: {type: integer}}}
        Dog: {title: Cat, type: object, properties: {lives: {type: integer}}}
        Pair:
          properties:
            cat: {title: Cat, type: object, properties: {lives: {type: integer}}}
            dog: {$ref: Dog}
        """
    )
    assert found.model("Pair") == {"cat": "Cat", "dog": "Dog"}


def test_constants_are_discriminators() -> None:
    """Each branch requires another value of the same property."""
    found = of_schemas(
        """
        A: {type: object, required: [t], properties: {t: {const: a}, x: {type: string}}}
        B: {type: object, required: [t], properties: {t: {enum: [b]}}}
        C: {type: object, properties: {t: {type: string}}}
        AB: {oneOf: [{$ref: A}, {$ref: B}]}
        AC: {oneOf: [{$ref: A}, {$ref: C}]}
        """
    )
    assert found.mapping("AB") == {"a": "A", "b": "B"}
    loose = found.names["AC"]
    assert isinstance(loose, ir.Union)
    assert loose.discriminator is None


def test_a_discriminator_of_the_common_base() -> None:
    """The base of the branches declares it, and not the union."""
    found = of_schemas(
        """
        Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
        Cat: {allOf: [{$ref: Pet}]}
        Dog: {allOf: [{$ref: Pet}], properties: {bark: {type: boolean}}}
        One: {oneOf: [{$ref: Cat}, {$ref: Dog}]}
        """
    )
    assert found.mapping("One") == {"Cat": "Cat", "Dog": "Dog"}
    assert found.model("Cat") == found.model("Pet base")


def test_a_base_with_a_mapping_is_a_union() -> None:
    """It is a branch of its own for unknown kinds."""
    found = of_schemas(
        """
        Pet:
          type: object
          properties: {kind: {type: string}}
          discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}
        Cat: {allOf: [{$ref: Pet}]}
        Dog: {allOf: [{$ref: Pet}], properties: {friend: {$ref: Pet}}}
        """
    )
    assert found.union("Pet") == ["Cat", "Dog", "Pet base"]
    assert found.mapping("Pet") == {"cat": "Cat", "dog": "Dog", "Pet": "Pet base"}
    assert found.model("Dog") == {"kind": "str", "friend": "Pet"}
    assert found.model("Pet base") == {"kind": "str"}


def test_a_base_with_a_union_of_its_subtypes() -> None:
    """A subtype has the base's properties, and not the base's union."""
    found = of_schemas(
        """
        Pet:
          type: object
          properties: {kind: {type: string}}
          oneOf: [{$ref: Cat}, {$ref: Dog}]
          discriminator: {propertyName: kind}
        Cat: {allOf: [{$ref: Pet}, {properties: {lives: {type: integer}}}]}
        Dog: {allOf: [{$ref: Pet}]}
        """
    )
    assert found.union("Pet") == ["Cat", "Dog"]
    assert found.model("Cat") == {"kind": "str", "lives": "int"}
    assert found.model("Dog") == {"kind": "str"}


def test_keywords_beside_a_union_are_merged_into_each_branch() -> None:
    """Branches that have them already stay unchanged."""
    found = of_schemas(
        """
        Card:
          type: object
          required: [number]
          properties: {id: {type: string}, number: {type: string}}
        Bank: {type: object, properties: {id: {type: string}, iban: {type: string}}}
        Plain:
          type: object
          properties: {id: {type: string}}
          oneOf: [{$ref: Card}, {$ref: Bank}]
        Paid:
          type: object
          required: [amount]
          properties: {amount: {type: integer}}
          oneOf: [{$ref: Card}, {$ref: Bank}]
        """
    )
    assert found.union("Plain") == ["Card", "Bank"]
    assert found.union("Paid") == ["Paid Card", "Paid Bank"]
    assert found.model("Paid Card") == {"amount!": "int", "id": "str", "number!": "str"}
    assert found.model("Paid Bank") == {"amount!": "int", "id": "str", "iban": "str"}


def test_all_of_unions_is_a_product_up_to_a_bound() -> None:
    """Beyond the bound there is one object with all properties, and a finding."""
    factor = "{oneOf: [%s]}"
    branch = "{type: object, required: [p%d_%d], properties: {p%d_%d: {type: string}}}"

    def product(factors: int, branches: int) -> str:
        listed = (
            factor % ", ".join(branch % (f, b, f, b) for b in range(branches))
            for f in range(factors)
        )
        return f"M: {{allOf: [{', '.join(listed)}]}}"

    small, big = of_schemas(product(2, 2)), of_schemas(product(12, 6))
    assert len(small.union("M")) == 4
    assert small.codes == []
    assert set(big.model("M").values()) == {"str"}
    assert len(big.model("M")) == 72
    assert not any(name.endswith("!") for name in big.model("M"))
    assert big.codes == ["lossy too-many-combinations"]


def test_requirements_that_exclude_each_other_make_no_union() -> None:
    """`anyOf` of nothing but `required` is not a union."""
    found = of_schemas(
        """
        M:
          type: object
          properties: {a: {type: string}, b: {type: string}}
          anyOf: [{required: [a]}, {required: [b]}]
        """
    )
    assert found.model("M") == {"a": "str", "b": "str"}
    assert found.places("required-combination") == ["#/components/schemas/M/anyOf"]


def test_requirements_beside_null_make_no_union() -> None:
    """In OpenAPI 3.0 null is added to such branches."""
    only = "oneOf: [{required: [a]}, {required: [b]}]"
    schema = f"{{type: object, nullable: true, properties: {{a: {{}}, b: {{}}}}, {only}}}"
    found = of_schemas(f"M: {schema}", version="3.0.3")
    assert found.answer("POST /M") == "M?"
    assert found.model("M") == {"a": "any", "b": "any"}


def test_unions_within_unions_are_multiplied_out_to_a_depth() -> None:
    """Each level adds properties to the three branches of the next: 3 to the power of 12 in all."""
    schemas = {
        f"C{level}": {
            "properties": {f"a{level}": {"type": "string"}},
            "oneOf": [
                {"$ref": f"C{level + 1}"},
                {"$ref": f"C{level + 1}", "properties": {f"b{level}": {"type": "string"}}},
                {"$ref": f"C{level + 1}", "properties": {f"c{level}": {"type": "string"}}},
            ],
        }
        for level in range(12)
    }
    found = of_schemas(
        {**schemas, "C12": {"type": "object", "properties": {"z": {"type": "string"}}}}
    )
    assert len(found.api.declared) < 1500
    assert "lossy any-value" in found.codes


@pytest.mark.parametrize(
    "base",
    [
        (
            "{allOf: [{$ref: Entity}, {required: [kind], properties: {kind: {type: string}}}],"
            " discriminator: {propertyName: kind, mapping: {car: Car}}}"
        ),
        (
            "{allOf: [{$ref: Entity}, {required: [kind], properties: {kind: {type: string}},"
            " discriminator: {propertyName: kind, mapping: {car: Car}}}]}"
        ),
    ],
)
def test_a_base_that_extends_another_is_a_union(base: str) -> None:
    """The discriminator is beside the `allOf`, or in an inline member, on several levels."""
    found = of_schemas(
        f"""
        Entity: {{properties: {{id: {{type: integer}}}}}}
        Vehicle: {base}
        Car:
          allOf: [{{$ref: Vehicle}}, {{properties: {{doors: {{type: integer}}}}}}]
          discriminator: {{propertyName: kind, mapping: {{car: Car, cab: Cab}}}}
        Cab: {{allOf: [{{$ref: Car}}, {{properties: {{fare: {{type: number}}}}}}]}}
        Van: {{allOf: [{{$ref: Vehicle}}, {{properties: {{load: {{type: number}}}}}}]}}
        """
    )
    for name, values in (("Vehicle", ["Van", "Vehicle", "cab", "car"]), ("Car", ["cab", "car"])):
        assert sorted(map(str, found.mapping(name))) == values


def test_a_subtype_with_the_mapping_of_its_base() -> None:
    """It is not a union of its siblings."""
    found = of_schemas(
        """
        Pet:
          properties: {kind: {type: string}}
          discriminator: &said {propertyName: kind, mapping: {cat: Cat, dog: Dog}}
        Cat: {allOf: [{$ref: Pet}, {properties: {lives: {type: integer}}}], discriminator: *said}
        Dog: {allOf: [{$ref: Pet}, {properties: {bark: {type: boolean}}}], discriminator: *said}
        """
    )
    assert found.model("Cat") == {"kind": "str", "lives": "int"}
    assert isinstance(found.names["Pet"], ir.Union)
