"""One bad leaf deep inside an answer: the second look costs one pass, however the types nest.

Calls are counted, not seconds: twice as many levels may cost a few times as much, never the square
of it, and far less than two to the power of the depth.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.emitted import emitted

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tests.support.emitted import Emitted

Json = Any
MOST = 200_000
"""An upper bound of calls, at which a test gives up."""
LONGEST = 3_000
"""The longest message in characters, however many branches were tried."""


def ref(name: str) -> Json:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def node(**more: Json) -> Json:
    """Return an object that may contain either of two others."""
    return {"type": "object", "properties": {"next": ref("Any"), **more}}


def array(items: Json) -> Json:
    """Return an array of something."""
    return {"type": "array", "items": items}


BRANCHES = [ref("A"), ref("B")]
SHAPES: dict[str, tuple[Json, Callable[[Json], Json]]] = {
    "models": ({"Any": node(leaf={"type": "integer"})}, lambda inner: {"next": inner}),
    "alike": (
        {"Any": {"anyOf": BRANCHES}, "A": node(a={}), "B": node(b={})},
        lambda inner: {"next": inner},
    ),
    "tagged": (
        {
            "Any": {"oneOf": BRANCHES},
            "A": node(kind={"const": "a"}) | {"required": ["kind"]},
            "B": node(kind={"const": "b"}) | {"required": ["kind"]},
        },
        lambda inner: {"kind": "b", "next": inner},
    ),
    "maps": (
        {"Any": {"type": "object", "additionalProperties": {"anyOf": BRANCHES}}}
        | {"A": node(a={}), "B": node(b={})},
        lambda inner: {"x": {"next": inner}},
    ),
    "arrays": (
        {
            "Any": {"oneOf": [*map(array, BRANCHES), {"type": "integer"}]},
            "A": {"oneOf": [*map(array, BRANCHES), {"type": "integer"}]},
            "B": {"oneOf": [*map(array, BRANCHES), {"type": "string"}]},
        },
        lambda inner: [inner],
    ),
    "elsewhere": (
        {
            "Any": {
                "type": "object",
                "required": ["next"],
                "properties": {"next": ref("Any") | {"x-speccast-also-at": ["/next", "/any/next"]}},
            }
        },
        lambda inner: {"next": inner},
    ),
}
"""Schemas of which one is `Any`, and a function that wraps a value of it."""
ROOT = {"Root": {"type": "object", "properties": {"any": ref("Any")}}}


@contextmanager
def counting(counted: Callable[..., None]) -> Generator[None]:
    """Count all function calls inside the block."""
    sys.setprofile(counted)
    try:
        yield
    finally:
        sys.setprofile(None)


@contextmanager
def package_of(schemas: dict[str, Json]) -> Generator[Emitted]:
    """Make a package of schemas, one of which is `Root`."""
    content = {"application/json": {"schema": ref("Root")}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}},
        "components": {"schemas": schemas},
    }
    with emitted(tree) as package:
        yield package


def nested(shape: str, levels: int) -> Json:
    """Return a body with a bad leaf below this many levels."""
    body: Json = True
    for _ in range(levels):
        body = SHAPES[shape][1](body)
    return {"any": body}


def calls(shape: str, levels: int) -> int:
    """Return how many calls it takes to refuse a bad leaf below this many levels."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1
        assert count < MOST

    with package_of(ROOT | SHAPES[shape][0]) as package:
        root = package.module("models").Root
        wrong = package.module("errors").DecodeError
        with pytest.raises(wrong):  # once for each type, so not counted
            root.from_dict(nested(shape, levels + 1))
        body = nested(shape, levels)
        with counting(counted), pytest.raises(wrong) as caught:
            root.from_dict(body)
    assert len(str(caught.value)) < LONGEST
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_deeper_than_the_recursion_limit(shape: str) -> None:
    """More levels than Python's recursion limit are an ordinary error."""
    with package_of(ROOT | SHAPES[shape][0]) as package:
        wrong = package.module("errors").DecodeError
        with pytest.raises(wrong, match="levels of nesting"):
            package.module("models").Root.from_dict(nested(shape, 3_000))


@pytest.mark.parametrize("shape", SHAPES)
def test_bad_leaf(shape: str) -> None:
    """Twenty levels cost about twice what ten cost, and forty twice what twenty cost."""
    costs = [calls(shape, levels) for levels in (10, 20, 40)]
    assert costs[1] < 2.5 * costs[0]
    assert costs[2] < 2.5 * costs[1]


def test_a_moved_value_is_decoded_again() -> None:
    """A value that is readable only after a part of it was moved is found."""
    also = "x-speccast-also-at"
    schemas = {
        "Root": {"properties": {"inner": ref("Inner") | {also: ["/alt"]}, "other": ref("Other")}},
        "Inner": {"required": ["n"], "properties": {"n": {"type": "integer", also: ["/n"]}}},
        "Other": {
            "required": ["found"],
            "properties": {"found": ref("Inner") | {also: ["/inner"]}},
        },
    }
    with package_of(schemas) as package:
        root = package.module("models").Root
        found = root.from_dict({"inner": {}, "n": 1, "other": {}})
    assert found.other.found.n == 1
