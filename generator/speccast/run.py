"""One run for one client: generate if there is need to, then compare with the disk or write.

From a `Job` to an `Outcome`. Prints nothing.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from speccast import findings, fresh, manifest, templates
from speccast.compare import OutputError
from speccast.diagnostics import Severity, SpeccastError
from speccast.manifest import owned_by
from speccast.outcome import Mode, Outcome, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.config import Client
    from speccast.findings import Finding
    from speccast.manifest import Manifest
    from speccast.pipeline import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done for a client."""

    client: Client
    mode: Mode = Mode.WRITE
    force: bool = False
    """Overwrite what was edited by hand, and foreign files, keeping copies."""
    verbose: bool = False
    """Find the places of all diagnostics, not of errors alone."""
    stdin: bytes | None = None
    """The document, where it comes from standard input."""


def run(job: Job, waiting: Callable[[], None] = lambda: None) -> Outcome:
    """Generate, then compare or write.

    Args:
        job: what is to be done.
        waiting: called when another run is at work in the same folder and has to be waited for.

    Raises:
        SpeccastError: the document cannot be used, or the output folder cannot take the result.
    """
    started = time.perf_counter()
    while (outcome := _generate(job, waiting)) is None:
        pass  # another run has just given names, and they have to stay
    outcome.seconds = time.perf_counter() - started
    return outcome


def unchanged(job: Job) -> Outcome | None:
    """Return the outcome of a job for which there is nothing to do, or None."""
    started = time.perf_counter()
    if job.verbose:  # the diagnostics are asked for, and only a run makes them
        return None
    try:
        found = fresh.find(job.client, job.stdin)
    except SpeccastError:
        return None  # what is wrong shows again, and is said, when there is work
    if found is None:
        return None
    package, current = found
    outcome = _outcome(job, package, current)
    outcome.refused = _refused(job, current.findings)
    outcome.seconds = time.perf_counter() - started
    return outcome


def _generate(job: Job, waiting: Callable[[], None]) -> Outcome | None:
    """Go through all stages; None where another run has written meanwhile."""
    from speccast import pipeline  # noqa: PLC0415 - none of the stages, when nothing changed
    from speccast.record import tree_of  # noqa: PLC0415

    client = job.client
    document, package = pipeline.read(client, job.stdin)
    _check_place(client, package)
    previous = _previous(job, package)
    made = pipeline.generate(document, client, package, previous.names if previous else None)
    tree, current = tree_of(client, made, previous)
    outcome = _outcome(job, package, current)
    outcome.findings = _worth_showing(job, made)
    outcome.refused = _refused(job, outcome.counts)
    if outcome.refused:
        return outcome
    fits = settle(
        tree,
        outcome,
        force=job.force,
        is_current=lambda: _previous(job, package) == previous,
        waiting=waiting,
    )
    if not fits:
        return None
    if job.mode is Mode.WRITE:
        _write_lock(client, made)
    return outcome


def _write_lock(client: Client, made: Made) -> None:
    path, text = fresh.lock_file(client), made.document.lock_text
    if path is None or text is None:
        return
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise OutputError(message) from error


def _previous(job: Job, package: str) -> Manifest | None:
    """Return the manifest of what stands there, or None, also where it is damaged and forced."""
    try:
        return manifest.read(job.client.output / package / manifest.NAME)
    except manifest.ManifestError:
        if job.force:
            return None
        raise


def _check_place(client: Client, package: str) -> None:
    """Refuse to write where the document lies: it must not be taken for something generated."""
    if client.spec == "-":
        return
    spec, output = Path(client.spec).resolve(), client.output.resolve()
    if spec.parent == output or spec.is_relative_to(output / package):
        message = (
            f"{client.spec}: lies in the output folder {client.output};"
            " choose a folder of its own with --output"
        )
        raise OutputError(message)


def _worth_showing(job: Job, made: Made) -> list[Finding]:
    shown = [
        diagnostic
        for diagnostic in made.diagnostics.found
        if job.verbose or diagnostic.severity is Severity.ERROR
    ]
    return findings.locate(shown, made.document)


def _refused(job: Job, counts: dict[str, int]) -> bool:
    return findings.reaches(counts, job.client.fail_on)


def _outcome(job: Job, package: str, current: Manifest) -> Outcome:
    client = job.client
    base = fresh.folder_of(client.spec)
    read = [path if _is_elsewhere(path) else os.fspath(base / path) for path in current.inputs]
    read += map(os.fspath, client.overlays)
    read += templates.walk(client.templates) if client.templates else []
    written = [*owned_by(package, current), f"{package}/{manifest.NAME}"]
    return Outcome(
        spec=client.spec,
        package=package,
        output=os.fspath(client.output),
        mode=job.mode,
        operations=len(current.operations),
        models=len(current.symbols),
        files=len(written),
        counts=current.findings,
        inputs=read,
        outputs=[os.fspath(client.output / path) for path in written],
    )


def _is_elsewhere(path: str) -> bool:
    return path == "-" or "://" in path
