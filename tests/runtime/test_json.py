"""All JSON libraries of a client give the same values."""

from __future__ import annotations

import json
import sys
from importlib import import_module, reload
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from runtime import json_msgspec, json_orjson, json_stdlib
from runtime.errors import DecodeError, MissingLibraryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

LIBRARIES: list[ModuleType] = [json_msgspec, json_orjson]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text()
    | st.text('\ud800\udfff\0\x1f\x7f\u2028é😀"\\')
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=8,
)
PIECES = st.sampled_from(
    [
        *"{}[],:\"' \n\t0123456789-+.eE",
        '"a":',
        "null",
        "true",
        "NaN",
        "Infinity",
        "1e999",
        "9" * 19,
        "9" * 25,
        "-0",
        "1E400",
        "\\ud800",
        "\\ud83d\\ude00",
        "\x00",
        "\ufeff",
    ]
)


def outcome(run: Callable[[], object]) -> tuple[str, object]:
    """Return the result of a function with the inner types, or that it refuses."""
    try:
        value = run()
    except (DecodeError, ValueError, TypeError) as error:
        return type(error).__name__, None
    return "value", (value, repr(value))


@pytest.mark.parametrize("library", LIBRARIES)
@given(text=st.lists(PIECES, max_size=12).map("".join) | VALUES.map(json.dumps))
@example(text='{"a": 1, "a": 2}')
@example(text='{"id": 123456789012345678901234567890, "n": [-9999999999999999999]}')
@example(text='["123456789012345678901"]')
@example(text="[1e999]")
@example(text='"\\ud800"')
@example(text="[" * 5000 + "]" * 5000)
@example(text="[" * 1100 + "]" * 1100)
@example(text="9" * 5000)
@example(text="1 2")
@example(text="\ufeff0")
def test_read(library: ModuleType, text: str) -> None:
    """Duplicate keys, large numbers, NaN, surrogates, nesting: as in Python's own library."""
    content = text.encode("utf-8", "surrogatepass")
    for given_ in (text, content, b"\xef\xbb\xbf" + content):
        expected = outcome(lambda given_=given_: json_stdlib.loads(given_))  # type: ignore[misc]
        assert outcome(lambda given_=given_: library.loads(given_)) == expected  # type: ignore[misc]


@pytest.mark.parametrize("library", LIBRARIES)
@given(value=VALUES)
@example(value=[None, float("nan")])
@example(value={"a": None, "b": float("inf")})
@example(value={"a": -float("inf")})
@example(value={"a": None, "b": "\u02ff", "c": 0x7FF0_0000_0000_0000})
@example(value=[2**64, -(2**65), None])
@example(value={True: 3, None: 4, 2: 5})
@example(value="\ud800")
def test_write(library: ModuleType, value: object) -> None:
    """The written text reads as the same value; other values are refused."""
    expected = outcome(lambda: json_stdlib.loads(json_stdlib.dumps(value)))
    assert outcome(lambda: json_stdlib.loads(library.dumps(value))) == expected


def test_no_spaces() -> None:
    """Text is compact, without escapes of letters."""
    for library in (json_stdlib, *LIBRARIES):
        assert library.dumps({"a": [1, "é"]}) == '{"a":[1,"é"]}'


@pytest.mark.parametrize("name", ["msgspec", "orjson"])
def test_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the library and the command that installs it."""
    module = import_module(f"runtime.json_{name}")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, name, None)
        with pytest.raises(MissingLibraryError, match=f"run `pip install {name}`"):
            reload(module)
    reload(module)
