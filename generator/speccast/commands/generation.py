"""Generates the package of one client, then writes it or compares it with the disk.

From a `Job` to an `Outcome`. Prints nothing.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from speccast import pipeline
from speccast.commands.job import outcome_of
from speccast.commands.reasons import reasons_of, refuse_second_package
from speccast.commands.reuse import reusable
from speccast.commands.trees import tree_of
from speccast.diff.verdicts import NOTHING
from speccast.output import depfile, manifest
from speccast.output.differences import OutputError
from speccast.output.outcome import Mode
from speccast.output.reconcile import reconcile
from speccast.reading import config, disk, findings
from speccast.reading.config import keys as config_keys
from speccast.reading.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.commands.job import Job
    from speccast.output.manifest import Manifest
    from speccast.output.outcome import Outcome
    from speccast.pipeline import Result
    from speccast.reading.config import Client
    from speccast.reading.findings import Finding
    from speccast.views.fingerprints import PreviousRun

_ABOUT_THE_RUN = {"include-nothing", "name-moved"}
"""Findings about this run, which are always shown since `lint` cannot report them."""
_SHOWN = 20
"""The number of errors that are shown without `--verbose`."""


def generate_package(job: Job, on_wait: Callable[[], None]) -> Outcome:
    """Generate a package, then compare or write it.

    Args:
        job: the client and what to do with its package.
        on_wait: called before the run waits for another run in the same folder.

    Raises:
        SpeccastError: the document cannot be used, or the output folder cannot be written.

    """
    started = time.perf_counter()
    while (outcome := _try(job, on_wait)) is None:
        pass  # another run has just recorded names, which must be kept
    outcome.seconds = time.perf_counter() - started
    return outcome


def _try(job: Job, on_wait: Callable[[], None]) -> Outcome | None:
    """Run all stages; return None if another run has written the package meanwhile."""
    client = job.client
    document, package = pipeline.read(client, job.stdin)
    _check_place(client, package)
    previous = _previous(job, package)
    if previous is None:
        refuse_second_package(client, document.root, job.siblings | {package})
    names = previous.names if previous else None
    found = reusable(client, package, previous if job.mode is Mode.WRITE else None)
    result = pipeline.generate(document, client, package, names, found)
    tree, current = tree_of(client, result, previous)
    outcome = outcome_of(job, package, current)
    outcome.findings = _worth_showing(job, result)
    if previous is not None:
        outcome.reasons = reasons_of(previous, current)
        _record_change(job, result, outcome, found)
    if outcome.refused:
        return outcome
    if job.depfile:
        depfile.refuse(outcome)
    fits = reconcile(
        tree,
        outcome,
        force=job.force,
        is_current=lambda: _previous(job, package) == previous,
        on_wait=on_wait,
    )
    if not fits:
        return None
    if job.mode is Mode.WRITE:
        _write_lock(client, result)
        outcome.created = _create_project(client, result)
    return outcome


def _create_project(client: Client, result: Result) -> list[str]:
    """Create the missing project files; existing ones belong to the user and are not replaced."""
    created: list[str] = []
    for file in result.project:
        path = client.output / file.path
        if not os.path.lexists(path):
            try:
                disk.create(os.fspath(path), file.text.encode())
            except OSError as error:
                message = f"{path}: cannot be written: {error.strerror}"
                raise OutputError(message) from error
            created.append(file.path)
    return created


def _record_change(job: Job, result: Result, outcome: Outcome, found: PreviousRun) -> None:
    """Record in the outcome how a new document changes the existing package for callers."""
    place = job.client.output / result.package
    new = {file.path.removeprefix(f"{result.package}/"): file.text for file in result.files}
    spec = new.get(pipeline.SPEC)
    if spec is None or not (place / pipeline.SPEC).is_file():
        return
    if (place / pipeline.SPEC).read_bytes() == spec.encode():
        return
    surface, old = new[pipeline.SURFACE], found.texts.get(f"{result.package}/{pipeline.SURFACE}")
    if surface == old:
        outcome.change = NOTHING
        return
    from speccast.diff import change  # noqa: PLC0415 - only if the surface has changed

    recorded = (old, surface) if old is not None else None
    outcome.change, breaking = change.since(place, result, recorded)
    if breaking and job.client.fail_on == config_keys.BREAKING:
        outcome.refused = True


def _previous(job: Job, package: str) -> Manifest | None:
    """Return the manifest of the existing package, if any; None if damaged and with `--force`."""
    try:
        return manifest.read(job.client.output / package / manifest.NAME)
    except manifest.ManifestError:
        if job.force:
            return None
        raise


def _check_place(client: Client, package: str) -> None:
    """Refuse an output folder in which the package could replace the document."""
    if client.spec == "-" or config.is_remote(client.spec):
        return
    spec, output = (Path(os.path.realpath(path)) for path in (client.spec, client.output))
    if spec.parent == output or spec.is_relative_to(output / package):
        message = (
            f"{client.spec}: is in the output folder {client.output};"
            " choose a folder of its own with --output"
        )
        raise OutputError(message)


def _worth_showing(job: Job, result: Result) -> list[Finding]:
    found = result.diagnostics.entries
    if not job.verbose:
        # In a client without operations, any finding may be the reason for that.
        if result.api.operations or result.api.webhooks:
            found = [i for i in found if i.severity is Severity.ERROR or i.code in _ABOUT_THE_RUN]
        found = found[:_SHOWN]
    return findings.locate(found, result.document)


def _write_lock(client: Client, result: Result) -> None:
    path, text = config.lock_file(client), result.document.lock_text
    if path is None or text is None:
        return
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.unlink(missing_ok=True)
        disk.create(os.fspath(draft), text.encode())  # fails if a link is there
        draft.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise OutputError(message) from error
