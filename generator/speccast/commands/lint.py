"""All findings of a document: the stages that report something, without printing.

From a `Client` to its findings. References that lead nowhere are all named, not only the first.
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
    """Return the findings about a client's document, and whether it can be used at all.

    Raises:
        SpeccastError: something else than the document is wrong, a manifest for instance.

    """
    found = Diagnostics()
    try:
        document, package = pipeline.read(client, stdin)
    except SpecError as error:
        return [findings.from_error(error)], False
    known = manifest.read(client.output / package / manifest.NAME)
    names = known.names if known else None
    try:
        pipeline.analyze(document, replace(client, lenient=True), package, names, found)
    except SpecError as error:
        return [findings.from_error(error), *findings.locate(found.found, document)], False
    return findings.locate(found.found, document), True
