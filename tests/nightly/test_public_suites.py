"""The test documents of the OpenAPI Initiative: those that must fail, and those that must pass.

They are not part of this repository. `SPECCAST_OAI_TESTS` names checkouts of
https://github.com/OAI/OpenAPI-Specification, one for each version (branches `v3.1-dev` and
`v3.2-dev`), separated by `:`. Run `pytest -m nightly tests/nightly/test_public_suites.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from speccast import pipeline
from speccast.reading import document
from speccast.reading.config import Client
from speccast.reading.diagnostics import Diagnostics, Severity, SpecError

CHECKOUTS = os.environ.get("SPECCAST_OAI_TESTS", "")
NOT_AT_HAND = "SPECCAST_OAI_TESTS names no checkout of OAI/OpenAPI-Specification"
WRONG = {
    "operation-object-example.yaml": "path and parameters do not agree; a scheme is not declared",
    "security-scheme-object-examples.yaml": "refers to example.com",
    "style-defaults.yaml": "a path parameter without `required: true`",
    "media-type-examples.yaml": "a Media Type Object with a `description`",
    "mega.yaml": "a `defaultMapping` that leads to no schema",
}
"""Documents that only the JSON Schema of OpenAPI calls valid, and what is wrong with them."""


def documents(kind: str) -> list[Path]:
    """Return the documents that must fail, or those that must pass."""
    folders = [Path(folder) for folder in CHECKOUTS.split(":") if folder]
    return sorted(path for root in folders for path in root.glob(f"tests/schema/{kind}/*.yaml"))


def is_blamed(path: Path) -> bool:
    """Whether a document is refused, or has a finding of severity warning or error."""
    found = Diagnostics()
    try:
        source = document.read(str(path))
        pipeline.understand(source, Client(spec=str(path)), "suite", None, found)
    except SpecError:
        return True
    return any(each.severity in {Severity.WARNING, Severity.ERROR} for each in found.found)


@pytest.mark.nightly
@pytest.mark.skipif(not CHECKOUTS, reason=NOT_AT_HAND)
def test_what_must_fail_is_found() -> None:
    """Each of these documents has something wrong in it."""
    listed = documents("fail")
    assert listed
    assert [str(path) for path in listed if not is_blamed(path)] == []


@pytest.mark.nightly
@pytest.mark.skipif(not CHECKOUTS, reason=NOT_AT_HAND)
def test_what_must_pass_is_not_blamed() -> None:
    """None of these documents has, but for a few that are wrong in what no schema can say."""
    blamed = {path.name for path in documents("pass") if is_blamed(path)}
    assert blamed <= WRONG.keys()
