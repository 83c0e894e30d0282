"""A run for one client that has something to do: generate, then compare with the disk or write.

From a `Job` to an `Outcome`. Prints nothing.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from speccast import pipeline
from speccast.commands.earlier import earlier
from speccast.commands.job import outcome_of
from speccast.commands.reasons import reasons_of, refuse_second_package
from speccast.commands.wanted import tree_of
from speccast.diff.verdicts import NOTHING
from speccast.output import depfile, manifest
from speccast.output.differences import OutputError
from speccast.output.outcome import Mode
from speccast.output.reconcile import reconcile
from speccast.reading import config, config_keys, disk, findings
from speccast.reading.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.commands.job import Job
    from speccast.output.manifest import Manifest
    from speccast.output.outcome import Outcome
    from speccast.pipeline import Result
    from speccast.reading.config import Client
    from speccast.reading.findings import Finding
    from speccast.views.fingerprints import Earlier

_ABOUT_THE_RUN = {"include-nothing", "name-moved"}
"""Findings that are always shown: they are about this run, and `lint` does not repeat them."""
_SHOWN = 20
"""The number of errors that are shown, unless all diagnostics are requested."""


def generate_package(job: Job, waiting: Callable[[], None]) -> Outcome:
    """Generate, then compare or write.

    Args:
        job: what is to be done.
        waiting: called when another run is at work in the same folder and has to be waited for.

    Raises:
        SpeccastError: the document cannot be used, or the output folder cannot take the result.

    """
    started = time.perf_counter()
    while (outcome := _try(job, waiting)) is None:
        pass  # another run has just given names, and they have to stay
    outcome.seconds = time.perf_counter() - started
    return outcome


def _try(job: Job, waiting: Callable[[], None]) -> Outcome | None:
    """Go through all stages; None where another run has written meanwhile."""
    client = job.client
    document, package = pipeline.read(client, job.stdin)
    _check_place(client, package)
    previous = _previous(job, package)
    if previous is None:
        refuse_second_package(client, document.root, job.others | {package})
    names = previous.names if previous else None
    found = earlier(client, package, previous if job.mode is Mode.WRITE else None)
    made = pipeline.generate(document, client, package, names, found)
    tree, current = tree_of(client, made, previous)
    outcome = outcome_of(job, package, current)
    outcome.findings = _worth_showing(job, made)
    if previous is not None:
        outcome.reasons = reasons_of(previous, current)
        _tell_change(job, made, outcome, found)
    if outcome.refused:
        return outcome
    if job.depfile:
        depfile.refuse(outcome)
    fits = reconcile(
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
        outcome.created = _create_project(client, made)
    return outcome


def _create_project(client: Client, made: Result) -> list[str]:
    """Create the files around the package that are missing; those that exist belong to the user."""
    created: list[str] = []
    for file in made.project:
        path = client.output / file.path
        if not os.path.lexists(path):
            try:
                disk.create(os.fspath(path), file.text.encode())
            except OSError as error:
                message = f"{path}: cannot be written: {error.strerror}"
                raise OutputError(message) from error
            created.append(file.path)
    return created


def _tell_change(job: Job, made: Result, outcome: Outcome, found: Earlier) -> None:
    """Report what a new document changes for callers of the existing package."""
    place = job.client.output / made.package
    new = {file.path.removeprefix(f"{made.package}/"): file.text for file in made.files}
    spec = new.get(pipeline.SPEC)
    if spec is None or not (place / pipeline.SPEC).is_file():
        return
    if (place / pipeline.SPEC).read_bytes() == spec.encode():
        return
    surface, old = new[pipeline.SURFACE], found.texts.get(f"{made.package}/{pipeline.SURFACE}")
    if surface == old:
        outcome.change = NOTHING
        return
    from speccast.diff import change  # noqa: PLC0415 - only where callers see something else

    kept = (old, surface) if old is not None else None
    outcome.change, breaking = change.since(place, made, kept)
    if breaking and job.client.fail_on == config_keys.BREAKING:
        outcome.refused = True


def _previous(job: Job, package: str) -> Manifest | None:
    """Return the manifest of the existing package, if any; none with `--force` if it is damaged."""
    try:
        return manifest.read(job.client.output / package / manifest.NAME)
    except manifest.ManifestError:
        if job.force:
            return None
        raise


def _check_place(client: Client, package: str) -> None:
    """Refuse to write into the folder of the document: it is not a generated file."""
    if client.spec == "-" or config.is_remote(client.spec):
        return
    spec, output = (Path(os.path.realpath(path)) for path in (client.spec, client.output))
    if spec.parent == output or spec.is_relative_to(output / package):
        message = (
            f"{client.spec}: is in the output folder {client.output};"
            " choose a folder of its own with --output"
        )
        raise OutputError(message)


def _worth_showing(job: Job, made: Result) -> list[Finding]:
    found = made.diagnostics.found
    if not job.verbose:
        if made.api.operations or made.api.webhooks:  # or all of them may be the reason
            found = [i for i in found if i.severity is Severity.ERROR or i.code in _ABOUT_THE_RUN]
        found = found[:_SHOWN]
    return findings.locate(found, made.document)


def _write_lock(client: Client, made: Result) -> None:
    path, text = config.lock_file(client), made.document.lock_text
    if path is None or text is None:
        return
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.unlink(missing_ok=True)
        disk.create(os.fspath(draft), text.encode())  # never through a link that stands there
        draft.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise OutputError(message) from error
