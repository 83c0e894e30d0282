"""Collects all findings about a document, without generating code.

From a `Client` to its findings. All unresolvable references are reported, not only the first one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from speccast import pipeline
from speccast.output import manifest
from speccast.reading import findings
from speccast.reading.diagnostics import Diagnostics, SpecError

if TYPE_CHECKING:
    from speccast.reading.config import Client
    from speccast.reading.findings import Finding


def lint(client: Client, stdin: bytes | None) -> tuple[list[Finding], bool]:
    """Return the findings about a client's document, and whether the document can be used.

    Raises:
        SpeccastError: something other than the document is invalid, for instance a manifest.

    """
    diagnostics = Diagnostics()
    try:
        document, package = pipeline.read(client, stdin)
    except SpecError as error:
        return [findings.from_error(error)], False
    known = manifest.read(client.output / package / manifest.NAME)
    names = known.names if known else None
    try:
        pipeline.analyze(document, replace(client, lenient=True), package, names, diagnostics)
    except SpecError as error:
        return [findings.from_error(error), *findings.locate(diagnostics.entries, document)], False
    return findings.locate(diagnostics.entries, document), True
