"""Parameter styles, against the specification's own table, written by hand.

OpenAPI 3.1.1, 4.8.12.4 (Style Examples), and RFC 6570 for what the table leaves to it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.bodies import JsonBody
from runtime.errors import ArgumentError
from runtime.model import UNSET
from runtime.multipart import MultipartBody, parts
from runtime.parameters import (
    cookie,
    deep_object,
    field,
    fields,
    form,
    header,
    json_content,
    json_text,
    label,
    matrix,
    pipe_delimited,
    simple,
    space_delimited,
)
from runtime.prepare import with_query
from runtime.request import Encoded, expand
from runtime.wire import dumps

if TYPE_CHECKING:
    from tests.support.ways import Whatever

STRING = "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def query(pairs: list[tuple[str, str]]) -> str:
    """Return a query as it is sent."""
    url = ""
    for name, value in pairs:
        url = with_query(url, name, value)
    return url.removeprefix("?")


QUERY = [
    # style, explode, empty string, string, array, object
    (form, True, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    (form, False, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    (
        space_delimited,
        False,
        None,
        None,
        "color=blue%20black%20brown",
        "color=R%20100%20G%20200%20B%20150",
    ),
    (
        pipe_delimited,
        False,
        None,
        None,
        "color=blue%7Cblack%7Cbrown",
        "color=R%7C100%7CG%7C200%7CB%7C150",
    ),
    (space_delimited, True, None, None, "color=blue&color=black&color=brown", None),
    (pipe_delimited, True, None, None, "color=blue&color=black&color=brown", None),
]
PATH = [
    (simple, False, None, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    (simple, True, None, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    (label, False, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    (label, True, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    (matrix, False, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    (
        matrix,
        True,
        ";color",
        ";color=blue",
        ";color=blue;color=black;color=brown",
        ";R=100;G=200;B=150",
    ),
]


@pytest.mark.parametrize(("spell", "explode", "empty", "string", "array", "object_"), QUERY)
def test_query_styles(  # noqa: PLR0913 - a row of the table
    *,
    spell: Whatever,
    explode: bool,
    empty: str | None,
    string: str,
    array: str,
    object_: str | None,
) -> None:
    """As the table says."""
    for value, expected in (("", empty), (STRING, string), (ARRAY, array), (OBJECT, object_)):
        if expected is not None:
            assert query(spell("color", value, explode=explode)) == expected


@pytest.mark.parametrize(("spell", "explode", "empty", "string", "array", "object_"), PATH)
def test_path_styles(  # noqa: PLR0913 - a row of the table
    *, spell: Whatever, explode: bool, empty: str | None, string: str, array: str, object_: str
) -> None:
    """As the table says."""
    for value, expected in (("", empty), (STRING, string), (ARRAY, array), (OBJECT, object_)):
        if expected is not None:
            made = spell("color", value, explode=explode)
            assert made == expected
            if expected != ".":  # another path
                assert expand("/{color}", {"color": made}) == f"/{expected}"


def test_deep_objects() -> None:
    """The table's row, and further brackets where the table says nothing."""
    assert (
        query(deep_object("color", OBJECT)) == "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    )
    nested = {"a": {"b": [1, {"c": True}]}, "none": None}
    assert deep_object("x", nested) == [("x[a][b][0]", "1"), ("x[a][b][1][c]", "true")]


def test_headers() -> None:
    """Nothing is percent-encoded."""
    assert header("X", "a b,c") == [("X", "a b,c")]
    assert header("X", ARRAY) == [("X", "blue,black,brown")]
    assert header("X", OBJECT) == [("X", "R,100,G,200,B,150")]
    assert header("X", OBJECT, explode=True) == [("X", "R=100,G=200,B=150")]


def test_cookies() -> None:
    """Style `form`, one cookie for each parameter."""
    assert cookie("c", STRING) == [("c", "blue")]
    assert cookie("c", ARRAY) == [("c", "blue"), ("c", "black"), ("c", "brown")]
    assert cookie("c", ARRAY, explode=False) == [("c", "blue,black,brown")]
    assert cookie("c", OBJECT) == [("R", "100"), ("G", "200"), ("B", "150")]
    assert cookie("c", "a;b, c%\u20ac") == [("c", "a%3Bb%2C%20c%25%E2%82%AC")]
    assert cookie("c", {"a; admin=1": "x"}) == [("a%3B%20admin%3D1", "x")]


def test_json_parameters() -> None:
    """A `content` parameter is JSON text."""
    assert json_content("f", {"a": [1, "ü"]}) == [("f", '{"a":[1,"ü"]}')]
    assert json_text("x") == '"x"'


def test_reserved_characters() -> None:
    """They are kept where allowed, except delimiters that end the value; %XX stays as it is."""
    assert query(form("u", "https://a.test/?x=[1]#&+ %2F%zz", allow_reserved=True)) == (
        "u=https://a.test/?x=[1]%23%26%2B%20%2F%25zz"
    )
    assert query(form("u", ["a/b", "c,d"], explode=False, allow_reserved=True)) == "u=a/b,c,d"
    assert query(form("u", ["a/b"], allow_reserved=True)) == "u=a/b"
    assert query(deep_object("u", {"x": "/"}, allow_reserved=True)) == "u%5Bx%5D=/"
    assert query(form("u", "%2")) == "u=%252"
    assert query(form("u", "%2", allow_reserved=True)) == "u=%252"
    with pytest.raises(ArgumentError, match="lone surrogate"):
        form("u", "\ud800", allow_reserved=True)


class Colour(StrEnum):
    """An enum."""

    BLUE = "blue"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-1.50, "-1.5"),
        (10**30, "1" + "0" * 30),
        (Colour.BLUE, "blue"),
        (datetime(2026, 5, 31, 12, 0, tzinfo=UTC), "2026-05-31T12:00:00Z"),
        (date(2026, 5, 31), "2026-05-31"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.10"), "1.10"),
    ],
)
def test_values(value: object, text: str) -> None:
    """They are spelled as in JSON, in every place."""
    assert form("x", value) == header("x", value) == [("x", text)]
    assert form("x", [value]) == [("x", text)]
    assert unquote(simple("x", value) or "") == text
    assert expand("{x}", {"x": value}) == (simple("x", value) or "")


@pytest.mark.parametrize("value", [None, UNSET])
def test_absent_parameters_are_not_sent(value: object) -> None:
    """In no place."""
    for spell in (form, space_delimited, pipe_delimited, deep_object, json_content, header, cookie):
        assert spell("x", value) == []
    for spell_path in (simple, label, matrix):
        assert spell_path("x", value) is None


def test_empty_collections() -> None:
    """They are left out, or sent as an empty value."""
    assert form("x", []) == form("x", {}) == []
    assert query(form("x", [], explode=False)) == "x="
    nothing: list[object] = [[], {}, "", ".", "..", [".."], [""]]
    for value in nothing:
        with pytest.raises(ArgumentError, match="'x'"):
            simple("x", value)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_arrays_can_be_read_back(values: list[str]) -> None:
    """A delimiter within a value never divides it."""
    assert parse_qsl(query(form("x", values)), keep_blank_values=True) == [("x", v) for v in values]
    delimited = [
        (form, ","),
        (space_delimited, "%20"),
        (pipe_delimited, "%7C"),
    ]
    for spell, delimiter in delimited:
        ((_, text),) = spell("x", values, explode=False)
        assert isinstance(text, Encoded)
        if delimiter == ",":
            assert [unquote(part) for part in text.split(delimiter)] == values
    assert [unquote(p) for p in (label("x", values) or "")[1:].split(",")] == values
    assert unquote(query(form("x", values[0]))) == unquote(
        urlencode({"x": values[0]}).replace("+", " ")
    )


PLACES = (
    *(form, space_delimited, pipe_delimited, deep_object, json_content),
    *(simple, label, matrix, header, cookie, field),
)


@pytest.mark.parametrize("wrap", ["alone", "in a list", "in an object"])
def test_a_naive_datetime_is_refused(wrap: str) -> None:
    """It is not an instant, so no place accepts it."""
    naive = datetime(2026, 5, 31, 12, 30)  # noqa: DTZ001 - a naive datetime is the case
    value = {"alone": naive, "in a list": [naive], "in an object": {"at": [naive]}}[wrap]
    for spell in PLACES:
        with pytest.raises(ArgumentError, match="aware"):
            spell("at", value)
    with pytest.raises(ArgumentError, match="aware"):
        fields({"at": value})
    with pytest.raises(ArgumentError, match="aware"):
        MultipartBody(parts({"at": value})).content(dumps)
    with pytest.raises(ArgumentError, match="aware"):
        JsonBody({"at": value}).content(dumps)


@pytest.mark.parametrize("wrap", ["alone", "in a list", "in an object"])
@pytest.mark.parametrize(
    "number", [10**5000, float("nan"), float("inf")], ids=["digits", "nan", "inf"]
)
def test_a_number_that_has_no_text_is_sent_nowhere(number: float, wrap: str) -> None:
    """Python writes no integer of thousands of digits, and JSON has no infinity."""
    value = {"alone": number, "in a list": [number], "in an object": {"n": number}}[wrap]
    for spell in PLACES:
        with pytest.raises(ArgumentError):
            spell("n", value)
    with pytest.raises(ArgumentError):
        fields({"n": value})
    with pytest.raises(ArgumentError):
        MultipartBody(parts({"n": value})).content(dumps)
