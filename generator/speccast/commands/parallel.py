"""Runs several jobs, in parallel processes if there are several. A failed job stops no other job.

From `Job`s to one `Result` each, in the same order.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from speccast.commands.job import gc_disabled, unchanged
from speccast.reading import progress
from speccast.reading.diagnostics import SpeccastError, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.commands.job import Job
    from speccast.output.outcome import Outcome
    from speccast.reading.findings import Finding

INTERNAL = 70
"""The exit code of a bug in speccast (EX_SOFTWARE of sysexits.h)."""


class Failure(NamedTuple):
    """The reason why a job has no outcome."""

    message: str
    exit_code: int
    finding: Finding | None = None
    """The finding, if the document is at fault."""
    traceback: str = ""
    """The traceback, if speccast is at fault."""


class Result(NamedTuple):
    """The result of a job: either an outcome or a failure."""

    outcome: Outcome | None = None
    failure: Failure | None = None

    @property
    def exit_code(self) -> int:
        """The exit code for this job."""
        if self.failure is not None:
            return self.failure.exit_code
        return self.outcome.exit_code if self.outcome is not None else INTERNAL


def run_all(jobs: Sequence[Job], processes: int | None) -> list[Result]:
    """Run jobs.

    Args:
        jobs: the jobs.
        processes: the maximum number of processes; None: the number of processors.

    Raises:
        ConfigError: two jobs would write the same package.

    """
    results = [_if_unchanged(job) for job in jobs]
    rest = [number for number, result in enumerate(results) if result is None]
    if len(jobs) > 1:
        from speccast.commands.siblings import with_siblings  # noqa: PLC0415 - only if several

        known = [r.outcome.package if r and r.outcome else None for r in results]
        jobs = with_siblings(jobs, known)
    workers = min(processes or os.cpu_count() or 1, len(rest))
    numbers = progress.track("Generating", rest, "clients")
    for number, result in zip(numbers, _run([jobs[n] for n in rest], workers), strict=True):
        results[number] = result
    return [result for result in results if result is not None]


def _if_unchanged(job: Job) -> Result | None:
    """Return the result of a job whose package is up to date, which is not worth a process."""
    outcome = unchanged(job)
    return Result(outcome) if outcome else None


def _run(jobs: list[Job], workers: int) -> Iterator[Result]:
    if workers <= 1:
        yield from map(run, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only for several clients
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_ignore_interrupts) as pool:
        yield from pool.map(run, jobs)


def _ignore_interrupts() -> None:
    """Ignore Ctrl-C: the parent process handles it and ends its workers."""
    import signal  # noqa: PLC0415 - only in a worker process

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run(job: Job) -> Result:
    """Run one job, and return its outcome or its failure."""
    try:
        with gc_disabled():
            from speccast.commands.generation import generate_package  # noqa: PLC0415 - a failing import is a failure, too

            return Result(generate_package(job, lambda: _report_waiting(job)))
    except Exception as error:  # noqa: BLE001 - the last resort, so that users see no traceback
        return Result(failure=failure_of(error))


def _report_waiting(job: Job) -> None:
    from speccast.reading.escape import printable  # noqa: PLC0415

    output = printable(os.fspath(job.client.output))
    sys.stderr.write(f"waiting for another run of speccast in {output}\n")


def failure_of(error: Exception) -> Failure:
    """Return the failure that describes an exception."""
    if isinstance(error, SpecError):
        from speccast.reading import findings  # noqa: PLC0415 - only for the message

        return Failure(error.message, error.exit_code, findings.from_error(error))
    if isinstance(error, SpeccastError):
        return Failure(str(error), error.exit_code)
    import traceback  # noqa: PLC0415

    summary = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return Failure(summary, INTERNAL, traceback="".join(traceback.format_exception(error)))
