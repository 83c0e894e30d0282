"""Laws of the lowering for random, real and extreme documents."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from speccast import ir
from speccast.lower import Settings, lower
from speccast.reading.diagnostics import Diagnostics, SpecError
from speccast.reading.document import read
from speccast.resolve import resolve
from tests.support.growing import work
from tests.support.lower_laws import complaints
from tests.support.lower_support import Lowered, lowered, of_schemas
from tests.support.places import CORPUS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
NAMES = ("A", "B", "C", "D")
WORDS = st.sampled_from(["a", "b", "items", "data", "kind"])


# --- Random documents ---------------------------------------------------------------------------


def _composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a schema that combines others."""
    several = st.lists(inner, min_size=1, max_size=3)
    properties = st.dictionaries(WORDS, inner, max_size=3)
    flags = st.fixed_dictionaries({}, optional={"readOnly": st.just(value=True)})
    named = st.fixed_dictionaries(
        {"type": st.just("object"), "properties": properties},
        optional={
            "required": st.lists(WORDS, max_size=2, unique=True),
            "additionalProperties": inner,
            "allOf": several,
            "oneOf": several,
            "discriminator": st.fixed_dictionaries(
                {"propertyName": WORDS},
                optional={
                    "mapping": st.dictionaries(WORDS, st.sampled_from(NAMES), max_size=2),
                },
            ),
        },
    )
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries({"prefixItems": several}, optional={"items": inner}),
        st.fixed_dictionaries({"type": st.just("object"), "additionalProperties": inner}),
        named,
        st.tuples(named, flags).map(lambda pair: {**pair[0], **pair[1]}),
        *(st.fixed_dictionaries({keyword: several}) for keyword in ("allOf", "oneOf", "anyOf")),
        st.fixed_dictionaries({"anyOf": several, "allOf": several}),
        st.fixed_dictionaries(
            {"type": st.just("object"), "oneOf": several, "properties": properties}
        ),
    )


SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SCHEMAS = st.recursive(
    st.one_of(
        st.sampled_from(NAMES).map(lambda name: {"$ref": f"#/components/schemas/{name}"}),
        st.sampled_from(["string", "integer", "boolean", "null"]).map(lambda kind: {"type": kind}),
        st.sampled_from(
            [{}, True, {"enum": ["x", "y"]}, {"const": 1}, {"type": ["string", "null"]}]
        ),
        st.just({"type": "string", "writeOnly": True}),
    ),
    _composed,
    max_leaves=12,
)


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)), st.sampled_from(["received", "both"]))
@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
def test_any_schemas_are_lowered_lawfully(schemas: dict[str, Any], ways: str) -> None:
    """References resolve, unions are flat, null comes once, usage is right, and it terminates."""
    try:
        found = of_schemas(schemas, ways=ways)
    except SpecError:
        assume(condition=False)
        return
    assert complaints(found.api) == []
    assert found.api == of_schemas(schemas, ways=ways).api


# --- Extreme documents --------------------------------------------------------------------------


WRAPPED: dict[str, Callable[[Any], Any]] = {
    "ref": lambda s: s,
    "array": lambda s: {"type": "array", "items": s},
    "map": lambda s: {"type": "object", "additionalProperties": s},
    "object": lambda s: {"type": "object", "properties": {"p": s}},
    "alias": lambda s: {"allOf": [s], "description": "x"},
    "subtype": lambda s: {"allOf": [s], "properties": {"q": {"type": "string"}}},
    "one-of": lambda s: {"oneOf": [s, {"type": "string"}]},
    "any-of": lambda s: {"anyOf": [s]},
    "nullable": lambda s: {"anyOf": [s, {"type": "null"}]},
    "array-of-unions": lambda s: {"type": "array", "items": {"oneOf": [s, {"type": "integer"}]}},
    "tuple": lambda s: {"prefixItems": [s, s]},
    "merged": lambda s: {"allOf": [{"type": "array", "items": s}, {"items": s}]},
    "merged-twice": lambda s: {
        "allOf": [{"type": "array", "items": s}, {"items": {"allOf": [s], "minItems": 1}}]
    },
    "beside-union": lambda s: {"properties": {"a": s}, "oneOf": [s, {"properties": {"b": s}}]},
    "product": lambda s: {"allOf": [s, {"oneOf": [s, {"properties": {"b": s}}]}]},
}


@pytest.mark.parametrize("wrap", WRAPPED)
def test_a_chain_of_800_schemas_ends(wrap: str) -> None:
    """No recursion limit, no deeply nested type, nothing multiplied out; in linear time."""
    count = 800 if wrap not in {"product", "beside-union", "subtype"} else 60
    schemas = {
        f"C{index}": WRAPPED[wrap]({"$ref": f"#/components/schemas/C{index + 1}"})
        for index in range(count)
    }
    schemas[f"C{count}"] = {"type": "object", "properties": {"p": {"type": "string"}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/C0"}}}
    answer = {"responses": {"200": {"description": "", "content": content}}}
    found = lowered({"paths": {"/": {"get": answer}}, "components": {"schemas": schemas}})
    assert complaints(found.api) == []
    assert len(found.api.declared) <= 5 * count


def test_tuples_of_tuples_are_not_multiplied_out() -> None:
    """2 to the power of 40 strings are spelled with 40 names."""
    schemas: dict[str, Any] = {
        f"T{index}": {"prefixItems": [{"$ref": f"#/components/schemas/T{index + 1}"}] * 2}
        for index in range(40)
    }
    found = of_schemas({**schemas, "T40": {"type": "string"}})
    assert complaints(found.api) == []
    assert len(found.api.declared) < 41


@pytest.mark.parametrize("size", [100, 400])
def test_unions_that_contain_each_other(size: int) -> None:
    """Every union lists every other one."""
    everything = [{"$ref": f"#/components/schemas/U{index}"} for index in range(size)]
    schemas: dict[str, Any] = {
        f"U{index}": {"oneOf": [*everything, {"const": index}]} for index in range(3)
    }
    found = of_schemas(
        {
            **{f"U{i}": {"type": "object", "properties": {"p": {"const": i}}} for i in range(size)},
            **schemas,
        }
    )
    assert complaints(found.api) == []


def test_work_is_linear() -> None:
    """Four times the schemas and operations are four times the work, however they are connected."""

    def calls(count: int) -> int:
        schemas: dict[str, Any] = {
            f"S{index}": {
                "type": "object",
                "properties": {
                    f"p{number}": {"$ref": f"#/components/schemas/S{(index * 7 + number) % count}"}
                    if number % 2
                    else {"type": "object", "properties": {"q": {"enum": ["a", "b"]}}}
                    for number in range(8)
                },
            }
            for index in range(count)
        }
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}
        answer = {"responses": {"200": {"description": "", "content": content}}}
        document = {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {f"/r{index % 50}/{index}": {"get": answer} for index in range(count)},
            "components": {"schemas": schemas},
        }
        found = Diagnostics()
        resolved = resolve(read("-", stdin=json.dumps(document).encode()), found)
        return work(partial(lower, resolved, Settings(), found)).total()

    assert calls(400) < 4.1 * calls(100)


# --- Real documents -----------------------------------------------------------------------------


def documents(pattern: str) -> list[Path]:
    """Return the documents of the corpus that match."""
    return sorted(CORPUS.glob(pattern))


def check(path: Path) -> Lowered:
    """Lower a document, and check the laws and the number of its operations."""
    found = Diagnostics()
    resolved = resolve(read(path), found, lenient=True)
    result = Lowered(lower(resolved, Settings(), found), found)
    assert complaints(result.api) == []
    pointers = {operation.pointer for operation in result.api.operations}
    assert len(pointers) == len(result.api.operations) == operations_in(path)
    return result


def operations_in(path: Path) -> int:
    """Count the operations in the file."""
    paths: Any = read(path).root.get("paths", {})
    return sum(1 for item in paths.values() for method in item if method in METHODS)


@pytest.mark.parametrize("path", documents("features/*/*.json"), ids=lambda path: path.stem)
def test_feature_documents_are_lowered_completely(path: Path) -> None:
    """Every operation is there."""
    check(path)


@pytest.mark.parametrize("path", documents("*.[jy]*"), ids=lambda path: path.stem)
def test_real_documents_are_lowered_completely(path: Path) -> None:
    """Every operation is there; hardly a type is `Any` without need."""
    result = check(path)
    lossy = [code for code in result.codes if code.startswith("lossy")]
    assert len(lossy) < 10
    models = [thing for thing in result.api.declared if isinstance(thing, ir.Model)]
    assert len(models) > 20


def test_the_corpus_exists() -> None:
    """Without it the tests of real documents are skipped with a reason."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus of real documents beside the repository")
    assert len(documents("*.[jy]*")) == 8
