"""The job of generating one client, and its outcome if the package is up to date.

From a `Job` to an `Outcome`. Otherwise, `generation.py` generates the package.
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
    """A client, and what to do with its package."""

    client: Client
    mode: Mode = Mode.WRITE
    force: bool = False
    """Overwrite edited and foreign files, keeping copies."""
    verbose: bool = False
    """Report all diagnostics, not only errors."""
    depfile: bool = False
    """Whether a depfile will be written, so that names that it cannot contain are refused."""
    stdin: bytes | None = None
    """The document, if it is read from standard input."""
    siblings: frozenset[str] = frozenset()
    """The packages that this run generates in the same folder, including its own."""


def unchanged(job: Job) -> Outcome | None:
    """Return the outcome of a job whose package is up to date, or else None."""
    started = time.perf_counter()
    if job.verbose or job.mode is not Mode.WRITE:
        return None  # diagnostics and comparisons need a full run
    try:
        found = up_to_date.find(job.client, job.stdin)
    except SpeccastError:
        return None  # the full run reports the error
    if found is None:
        return None
    package, current = found
    outcome = outcome_of(job, package, current)
    outcome.seconds = time.perf_counter() - started
    return outcome


@contextmanager
def gc_disabled() -> Generator[None]:
    """Disable the garbage collector; a run needs almost all of its objects until its end.

    Repeated searches for cycles would cost a fifth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def outcome_of(job: Job, package: str, current: Manifest) -> Outcome:
    """Return the outcome that a manifest describes, without differences."""
    client = job.client
    base = config.folder_of(client.spec)
    read = [os.fspath(base / path) if manifest.is_file(path) else path for path in current.inputs]
    read += map(os.fspath, client.overlays)
    read += templates.walk(client.templates) if client.templates else []
    written = [*manifest.owned_by(package, current), f"{package}/{manifest.NAME}"]
    below = os.fspath(client.output / "_").removesuffix("_")  # with its slash; empty for "."
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
