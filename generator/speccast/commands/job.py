"""A run for one client, as far as it goes when there is nothing to do.

From a `Job` to an `Outcome`. If there is work, `generation.py` does it.
"""

from __future__ import annotations

import gc
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speccast.output import manifest, up_to_date
from speccast.output.outcome import Mode, Outcome, reaches
from speccast.reading import config, templates
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Generator

    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done for a client."""

    client: Client
    mode: Mode = Mode.WRITE
    force: bool = False
    """Overwrite edited and foreign files, keeping copies."""
    verbose: bool = False
    """Find the places of all diagnostics, not of errors alone."""
    depfile: bool = False
    """Whether a depfile is wanted, so that names which it cannot hold are refused beforehand."""
    stdin: bytes | None = None
    """The document, where it comes from standard input."""
    others: frozenset[str] = frozenset()
    """The packages in the same folder that the clients of this run have."""


def unchanged(job: Job) -> Outcome | None:
    """Return the outcome of a job for which there is nothing to do, or None."""
    started = time.perf_counter()
    if job.verbose or job.mode is not Mode.WRITE:
        return None  # only a run makes the diagnostics, and what the files are compared with
    try:
        found = up_to_date.find(job.client, job.stdin)
    except SpeccastError:
        return None  # what is wrong shows again, and is said, when there is work
    if found is None:
        return None
    package, current = found
    outcome = outcome_of(job, package, current)
    outcome.seconds = time.perf_counter() - started
    return outcome


@contextmanager
def uncollected() -> Generator[None]:
    """Switch off the search for unused cycles: what a run makes, it needs until its end.

    Searching again and again through all there is costs a fifth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def outcome_of(job: Job, package: str, current: Manifest) -> Outcome:
    """Return the outcome from a manifest, before anything is compared."""
    client = job.client
    base = config.folder_of(client.spec)
    read = [path if _is_elsewhere(path) else os.fspath(base / path) for path in current.inputs]
    read += map(os.fspath, client.overlays)
    read += templates.walk(client.templates) if client.templates else []
    written = [*manifest.owned_by(package, current), f"{package}/{manifest.NAME}"]
    below = os.fspath(client.output / "_").removesuffix("_")  # with its slash, or nothing
    return Outcome(
        spec=client.spec,
        package=package,
        output=os.fspath(client.output),
        mode=job.mode,
        operations=len(current.operations),
        models=len(current.symbols),
        files=len(written),
        counts=current.findings,
        refused=reaches(current.findings, client.fail_on),
        inputs=read,
        outputs=[f"{below}{path}" for path in written],
    )


def _is_elsewhere(path: str) -> bool:
    return path == "-" or "://" in path
