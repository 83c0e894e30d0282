"""One run for one client: generate if there is need to, then compare with the disk or write.

From a `Job` to an `Outcome`, plain data that can travel between processes. Prints nothing.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from speccast import findings, fresh, manifest, write
from speccast.compare import Difference, Kind, OutputError, Tree, compare, unified
from speccast.diagnostics import Severity, SpeccastError
from speccast.manifest import owned_by

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
    check: bool = False
    """Write nothing, only tell the differences."""
    diff: bool = False
    """With `check`: also how each file differs."""
    force: bool = False
    """Overwrite what was edited by hand, and foreign files, keeping copies."""
    verbose: bool = False
    """Find the places of all diagnostics, not of errors alone."""
    stdin: bytes | None = None
    """The document, where it comes from standard input."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was done for a client, or would be."""

    package: str
    output: str
    operations: int
    models: int
    files: int
    seconds: float = 0.0
    unchanged: bool = False
    """Nothing had to be generated: the manifest says that all is as it should be."""
    refused: bool = False
    """The diagnostics reach the severity at which nothing may be written."""
    differences: list[Difference] = field(default_factory=list[Difference])
    """What was brought in order, or with `check` is not in order."""
    diffs: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])
    """Copies of what was overwritten by force, relative to `output`."""
    counts: dict[str, int] = field(default_factory=dict[str, int])
    """Diagnostics by severity."""
    findings: list[Finding] = field(default_factory=list["Finding"])
    """The diagnostics that are worth showing."""
    inputs: list[str] = field(default_factory=list[str])
    """Every file that was read, or that decides whether there is something to do."""
    outputs: list[str] = field(default_factory=list[str])
    """Every file of the package and of its tests."""


def run(job: Job, waiting: Callable[[], None] = lambda: None) -> Outcome:
    """Do a job.

    Args:
        job: what is to be done.
        waiting: called when another run is at work in the same folder and has to be waited for.

    Raises:
        SpeccastError: the document cannot be used, or the output folder cannot take the result.
    """
    started = time.perf_counter()
    if (idle := unchanged(job)) is not None:
        return idle
    outcome = _generate(job, waiting)
    while outcome is None:
        outcome = _generate(job, waiting)
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
    outcome = _outcome(job.client, package, current)
    outcome.unchanged = True
    outcome.refused = _refused(job, current.findings)
    outcome.seconds = time.perf_counter() - started
    return outcome


def _generate(job: Job, waiting: Callable[[], None]) -> Outcome | None:
    """Go through all stages. None: another run has just written other names, which have to stay."""
    from speccast import pipeline  # noqa: PLC0415 - none of the stages, when nothing changed
    from speccast.record import tree_of  # noqa: PLC0415

    client = job.client
    document, package = pipeline.read(client, job.stdin)
    _check_place(client, package)
    previous = _previous(job, package)
    made = pipeline.generate(document, client, package, previous.names if previous else None)
    tree, current = tree_of(client, made, previous)
    outcome = _outcome(client, package, current)
    outcome.findings = _worth_showing(job, made)
    outcome.refused = _refused(job, outcome.counts)
    if job.check:
        outcome.differences = [item for item in compare(tree) if not _is_upgrade(tree, item)]
        outcome.diffs = [unified(tree, item) for item in outcome.differences] if job.diff else []
    elif not outcome.refused:
        with write.opened(tree.root, package, waiting) as journal:
            now = _previous(job, package)
            if now != previous:
                return None
            outcome.differences = compare(tree)
            write.refuse(tree, outcome.differences, force=job.force)
            outcome.kept = write.apply(journal, tree, outcome.differences)
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


def _is_upgrade(tree: Tree, item: Difference) -> bool:
    """Tell whether a difference is only that another version of speccast made the very same."""
    if item.path != tree.manifest or item.kind is not Kind.CHANGED:
        return False
    wanted = manifest.parse(tree.wanted[item.path], item.path)
    present = manifest.read(Path(tree.at(item.path)))
    return present is not None and replace(present, generator=wanted.generator) == wanted


def _outcome(client: Client, package: str, current: Manifest) -> Outcome:
    base = fresh.folder_of(client.spec)
    read = [path if path == "-" else os.fspath(base / path) for path in current.inputs]
    written = [*owned_by(package, current), f"{package}/{manifest.NAME}"]
    return Outcome(
        package=package,
        output=os.fspath(client.output),
        operations=len(current.operations),
        models=len(current.symbols),
        files=len(written),
        counts=current.findings,
        inputs=read,
        outputs=[os.fspath(client.output / path) for path in written],
    )
