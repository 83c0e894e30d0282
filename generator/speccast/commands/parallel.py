"""Does several jobs, in parallel processes where that helps. No job stops another.

From `Job`s to one `Result` each, in the same order.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from speccast.commands.job import unchanged, uncollected
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
    """Why a job has no outcome."""

    message: str
    exit_code: int
    finding: Finding | None = None
    """Where the document is to blame."""
    traceback: str = ""
    """Where we are to blame."""


class Result(NamedTuple):
    """What became of a job: exactly one of the two."""

    outcome: Outcome | None = None
    failure: Failure | None = None

    @property
    def exit_code(self) -> int:
        """What the process ends with."""
        if self.failure is not None:
            return self.failure.exit_code
        return self.outcome.exit_code if self.outcome is not None else INTERNAL


def do_all(jobs: Sequence[Job], parallel: int | None) -> list[Result]:
    """Do jobs.

    Args:
        jobs: what is to be done.
        parallel: how many processes there may be; None: as many as there are processors.

    Raises:
        ConfigError: two of them would write the same package.

    """
    results = [_idle(job) for job in jobs]
    rest = [number for number, result in enumerate(results) if result is None]
    if len(jobs) > 1:
        from speccast.commands.apart import apart  # noqa: PLC0415 - one has nothing to be told from

        jobs = apart(jobs, [r.outcome.package if r and r.outcome else None for r in results])
    workers = min(parallel or os.cpu_count() or 1, len(rest))
    numbers = progress.track("Generating", rest, "clients")
    for number, result in zip(numbers, _work([jobs[n] for n in rest], workers), strict=True):
        results[number] = result
    return [result for result in results if result is not None]


def _idle(job: Job) -> Result | None:
    """Do a job for which nothing changed, which is not worth a process."""
    outcome = unchanged(job)
    return Result(outcome) if outcome else None


def _work(jobs: list[Job], workers: int) -> Iterator[Result]:
    if workers <= 1:
        yield from map(attempt, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only for several clients
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_leave_interrupts) as pool:
        yield from pool.map(attempt, jobs)


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the parent process, which ends all of them."""
    import signal  # noqa: PLC0415 - only in a process of its own

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def attempt(job: Job) -> Result:
    """Run one job, and return its result or its error."""
    try:
        with uncollected():
            from speccast.commands.generation import generate_package  # noqa: PLC0415 - a failing import must be told, too

            return Result(generate_package(job, lambda: _tell_waiting(job)))
    except Exception as error:  # noqa: BLE001 - the last resort, so that users see no traceback
        return Result(failure=failure_of(error))


def _tell_waiting(job: Job) -> None:
    from speccast.reading.escape import printable  # noqa: PLC0415

    output = printable(os.fspath(job.client.output))
    sys.stderr.write(f"waiting for another run of speccast in {output}\n")


def failure_of(error: Exception) -> Failure:
    """Return what is to be said of an exception."""
    if isinstance(error, SpecError):
        from speccast.reading import findings  # noqa: PLC0415 - only for the message

        return Failure(error.message, error.exit_code, findings.from_error(error))
    if isinstance(error, SpeccastError):
        return Failure(str(error), error.exit_code)
    import traceback  # noqa: PLC0415

    summary = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return Failure(summary, INTERNAL, traceback="".join(traceback.format_exception(error)))
