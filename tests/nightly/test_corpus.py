"""Real documents: what must hold for the client of each, and calls of it against Prism.

The documents lie in `../shared/corpus` and belong to their owners; `tests/corpus/` says what is
checked, and shows the figures when it is called by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.corpus import prism
from tests.corpus.checks import CHECKS
from tests.corpus.documents import ABSENT, documents, few
from tests.corpus.making import make
from tests.corpus.prism_server import NoPrismError, program
from tests.support.places import CORPUS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.corpus.documents import Document

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT)

_QUICK: Final = ("exit_code", "operations", "diagnostics", "ruff", "examples")
"""The checks that take a few seconds at most."""


def name_of(document: Document) -> str:
    """Return the name of a test."""
    return document.name


def check(document: Document, folder: Path, *checks: str) -> None:
    """Generate a client, and check it."""
    made = make(document, folder, "--lenient")
    assert [f"{check}: {each}" for check in checks for each in CHECKS[check](made)] == []


@pytest.mark.parametrize("document", few(), ids=name_of)
def test_some(document: Document, tmp_path: Path) -> None:
    """The fast checks hold for a few documents."""
    check(document, tmp_path, *_QUICK)


@pytest.mark.nightly
@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_all(document: Document, tmp_path: Path) -> None:
    """All checks hold for every document."""
    check(document, tmp_path, *CHECKS)


@pytest.fixture(scope="session")
def _prism() -> None:
    """Skip the calls with a reason if Prism is not available."""
    try:
        program()
    except NoPrismError as error:
        pytest.skip(f"Prism cannot be had: {error}")


@pytest.mark.nightly
@pytest.mark.usefixtures("_prism")
@pytest.mark.parametrize("document", prism.chosen([]), ids=name_of)
def test_calls(document: Document, tmp_path: Path) -> None:
    """Prism refuses no call, and the client reads every answer."""
    assert list(prism.complaints(document, tmp_path)) == []
