"""Damaged documents and malformed texts, a few of them; `python -m tests.fuzz` tries many more.

Every text is refused by one line that says where, or gives a package of which each module imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import MALFORMED, make
from tests.fuzz.trial import attempt
from tests.support.places import TESTS

if TYPE_CHECKING:
    from pathlib import Path

FOUND = sorted(TESTS.glob("fuzz/found/*.*"))
"""The finds of fuzzing and of reviews, minimised."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a path for the text."""
    return tmp_path_factory.mktemp("fuzz") / "spec.yaml"


def laws(examples: int) -> settings:
    """Return the settings for this number of examples."""
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


@pytest.mark.quick
@pytest.mark.parametrize("found", FOUND, ids=lambda path: path.stem)
def test_found(found: Path) -> None:
    """A find does not come back."""
    attempt(found)


@pytest.mark.parametrize("text", MALFORMED, ids=range(len(MALFORMED)))
def test_malformed(path: Path, text: str) -> None:
    """A malformed text is refused."""
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert attempt(path).refused or text.startswith(("openapi: 3.1", "swagger: '2.0'"))


@laws(60)
@given(number=st.integers(0, 1 << 32))
def test_damaged(path: Path, number: int) -> None:
    """Damaged documents and garbled texts."""
    path.write_bytes(make(number))
    attempt(path)


@laws(40)
@given(text=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes(path: Path, text: bytes) -> None:
    """Arbitrary bytes."""
    path.write_bytes(text)
    assert attempt(path).refused


@pytest.mark.nightly
@laws(5000)
@given(number=st.integers(0, 1 << 32))
def test_damaged_longer(path: Path, number: int) -> None:
    """The same, with more examples."""
    path.write_bytes(make(number))
    attempt(path)
