"""Tries one text: from bytes to a verdict. A text is refused properly, or its package works."""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speccast import pipeline
from speccast.commands import parallel, trees
from speccast.reading import findings
from speccast.reading.config import Client
from tests.support.emitted import installed, new_name

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.pipeline import Result

_LONGEST = 3_000


class FaultError(AssertionError):
    """A result that is wrong for any text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for a text."""

    refused: str
    """The code of the refusal; empty if a package was made."""
    modules: int = 0
    """The number of modules that were imported."""


def attempt(path: Path) -> Verdict:
    """Generate from a file, import every module.

    Raises:
        FaultError: an exception that is not a refusal, a refusal that is not one line with a place,
            a package that cannot be imported.

    """
    try:
        result = made(path, new_name())
    except Exception as error:  # noqa: BLE001 - any exception is examined
        return Verdict(refusal(error))
    with installed(result) as package, warnings.catch_warnings():
        warnings.simplefilter("error")
        before = len(sys.modules)
        try:
            package.import_all()
        except Exception as error:
            message = f"cannot be imported: {error!r}"
            raise FaultError(message) from error
        return Verdict("", len(sys.modules) - before)


def made(path: Path, package: str) -> Result:
    """Run all stages, and everything after them except writing."""
    client = Client(spec=str(path), output=path.parent / "out", package=package)
    source, package = pipeline.read(client, None)
    result = pipeline.generate(source, client, package, None)
    trees.manifest_of(client, result).dump().encode()
    findings.locate(result.diagnostics.entries, source)
    for file in result.files:
        file.text.encode()
    return result


def refusal(error: Exception) -> str:
    """Return the code of a refusal that is one line with a place.

    Raises:
        FaultError: it is not a refusal, or not such a line.

    """
    failure = parallel.failure_of(error)
    if failure.exit_code == parallel.INTERNAL or failure.finding is None:
        message = f"exit code {failure.exit_code}: {failure.message}"
        raise FaultError(message) from error
    said, place = failure.finding.message, failure.finding.location
    if not said or "\n" in said or len(said) > _LONGEST or place is None:
        message = f"not one line with a place: {place}: {said[:200]!r}"
        raise FaultError(message) from error
    return failure.finding.code
