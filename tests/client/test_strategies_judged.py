"""Values drawn for schemas, real and random, are valid for `jsonschema`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speccast.testing.validity import Validity
from tests.support.judging import (
    PATIENT,
    Json,
    JsonObject,
    Judge,
    documents,
    drawn,
    faults,
    pointer_to,
    schemas_at,
    schemas_of,
)
from tests.support.places import CORPUS

if TYPE_CHECKING:
    from pathlib import Path


# --- Real documents -----------------------------------------------------------------------------


def check_document(path: Path, most: int, examples: int) -> None:
    """Draw values of a document's schemas, and validate them with jsonschema-rs."""
    schemas = schemas_at(path)
    judge = Judge(schemas.document)
    names = list(schemas.components)
    for name in names[:: max(1, len(names) // most)]:
        pointer = pointer_to(name)
        validator = judge.at(pointer)
        for value in drawn(schemas.wire(pointer), examples):
            assert faults(validator, value) == [], (name, value)
            assert schemas.fits(pointer, value), (name, value)
        assert schemas.fits(pointer, schemas.example(pointer)), name


FEATURES = [*documents(CORPUS / "features" / "3.0"), *documents(CORPUS / "features" / "3.1")]
QUICK = [CORPUS / "dyte_v2.yaml", CORPUS / "resend.yaml", CORPUS / "adyen_checkout.json"]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("path", [*FEATURES, *QUICK], ids=lambda path: path.stem)
def test_values_fit_real_schemas(path: Path) -> None:
    """Each value drawn for a schema of a real document is valid."""
    check_document(path, most=25, examples=5)


@pytest.mark.nightly
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("path", [*documents(CORPUS)], ids=lambda path: path.stem)
def test_values_fit_all_real_schemas(path: Path) -> None:
    """The same for all documents of the corpus."""
    check_document(path, most=5000, examples=20)


# --- Random schemas -----------------------------------------------------------------------------

SCALARS = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.text("ab", max_size=3)
)
NAMES = st.sampled_from(["a", "b", "c", "ref", "x-1", ""])
SMALL = st.integers(0, 4)
ANYTHING: JsonObject = {}


def leaves() -> st.SearchStrategy[JsonObject]:
    """Draw schemas without subschemas."""
    text = st.fixed_dictionaries(
        {"type": st.just("string")},
        optional={
            "minLength": SMALL,
            "maxLength": st.integers(2, 9),
            "pattern": st.sampled_from(
                ["^a+$", "^[a-f0-9]{3,6}$", "b", "^(x|yy)?z", r"\d{2}", r"^\S*$"]
            ),
        },
    )
    number = st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={
            "minimum": st.integers(-9, 9) | st.floats(-9, 9),
            "maximum": st.integers(-9, 99),
            "exclusiveMinimum": st.integers(-9, 5),
            "exclusiveMaximum": st.floats(1, 99),
            "multipleOf": st.sampled_from([1, 2, 3, 0.5, 0.25]),
        },
    )
    listed = st.fixed_dictionaries({"enum": st.lists(SCALARS, min_size=1, max_size=4)})
    const = st.fixed_dictionaries({"const": SCALARS})
    kind = st.sampled_from(["null", "boolean", "string", "integer", "array", "object"])
    several = st.lists(kind, min_size=1, max_size=3, unique=True).map(lambda names: {"type": names})
    return text | number | listed | const | several | st.just(ANYTHING)


def wider(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Draw schemas that contain the given schemas."""
    array = st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": inner,
            "prefixItems": st.lists(inner, max_size=2),
            "minItems": SMALL,
            "maxItems": st.integers(2, 6),
            "uniqueItems": st.booleans(),
        },
    )
    map_ = st.fixed_dictionaries(
        {"type": st.just("object")},
        optional={
            "properties": st.dictionaries(NAMES, inner, max_size=4),
            "required": st.lists(NAMES, max_size=2, unique=True),
            "additionalProperties": st.booleans() | inner,
            "patternProperties": st.dictionaries(
                st.sampled_from(["^x-", "^[0-9]+$"]), inner, max_size=1
            ),
            "minProperties": st.integers(0, 2),
            "maxProperties": st.integers(2, 5),
        },
    )
    some = st.lists(inner, min_size=1, max_size=3)
    union = st.fixed_dictionaries({}, optional={"anyOf": some, "oneOf": some})
    whole = some.map(lambda schemas: {"allOf": schemas})
    negated = inner.map(lambda schema: {"type": ["string", "integer"], "not": schema})
    return array | map_ | union | whole | negated


SCHEMAS = st.recursive(leaves(), wider, max_leaves=6)


@settings(max_examples=150, deadline=None, suppress_health_check=PATIENT)
@given(SCHEMAS, st.data())
def test_values_fit_random_schemas(schema: Json, data: st.DataObject) -> None:
    """`jsonschema` accepts each drawn value."""
    schemas = schemas_of({"It": schema})
    strategy = schemas.wire(pointer_to("It"))
    if not strategy.is_empty:
        value = data.draw(strategy)
        assert faults(Judge(schemas.document).at(pointer_to("It")), value) == []


@settings(max_examples=300, deadline=None)
@given(SCHEMAS, st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4)
       | st.dictionaries(NAMES, inner, max_size=4), max_leaves=6))  # fmt: skip
def test_fits_agrees_with_the_judge(schema: Json, value: Json) -> None:
    """`fits` and jsonschema-rs give the same verdict."""
    schemas = schemas_of({"It": schema})
    validity = Validity(schemas, exact=True)
    expected = Judge(schemas.document).at(pointer_to("It")).is_valid(value)
    assert expected == validity.fits(schema, value)
