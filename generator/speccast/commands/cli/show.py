"""Prints the results of a run to standard output, and diagnostics to standard error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.commands.cli.say import labelled, say
from speccast.output.outcome import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.commands.job import Job
    from speccast.commands.parallel import Failure, Result
    from speccast.output.differences import Difference
    from speccast.output.outcome import Outcome
    from speccast.reading.findings import Finding

_REPORT = "this is a bug in speccast; please report it with the document and the output of -v"
_REFUSED = "nothing was written, since --fail-on is reached"


def result(found: Result, *, quiet: bool, verbose: bool) -> int:
    """Print the result of a job as text; return the exit code."""
    if found.failure is not None:
        failure(found.failure, verbose=verbose)
    if found.outcome is not None:
        text(found.outcome, quiet=quiet)
    return found.exit_code


def line(found: Result) -> None:
    """Print the result of a job on one line."""
    from speccast.output import report  # noqa: PLC0415

    if (reason := found.failure) is not None:
        error = report.heading(reason.finding) if reason.finding else f"error: {reason.message}"
        say(error, err=True)
    if found.outcome is not None:
        say(_summary(found.outcome))


def failure(reason: Failure, *, verbose: bool) -> int:
    """Print the reason of a failure; return the exit code."""
    if reason.finding is not None:
        finding(reason.finding)
    elif reason.traceback:
        say(f"internal error: {reason.message}; {_REPORT}", err=True)
        if verbose:
            say(reason.traceback.rstrip("\n"), err=True, lines=True)
    else:
        labelled("", "error", f": {reason.message}")
    return reason.exit_code


def finding(found: Finding) -> None:
    """Print a diagnostic as text."""
    from speccast.output import report  # noqa: PLC0415

    before, after = report.heading(found, "\0").split("\0")  # `heading` escapes any other NUL
    labelled(before, str(found.severity), after)
    if below := report.details(found):
        say(below, err=True, lines=True)


def text(outcome: Outcome, *, quiet: bool) -> None:
    """Print an outcome as text."""
    for found in outcome.findings:
        finding(found)
    if outcome.counts and not quiet:
        _counts(outcome)
    for copy in outcome.copies:
        say(f"kept a copy: {outcome.output}/{copy}", err=True)
    for path in [] if quiet else outcome.created:
        say(f"created: {outcome.output}/{path}", err=True)
    for path in [] if quiet else outcome.foreign:
        say(f"{outcome.output}/{path}: is in the package and was not generated", err=True)
    if outcome.change and (outcome.refused or not quiet):
        _change(outcome)
    if outcome.refused:
        say(f"{outcome.package}: {_REFUSED}", err=True)
    elif outcome.mode is not Mode.WRITE:
        _differences(outcome, quiet=quiet)
    elif not quiet:
        say(_summary(outcome))


def _change(outcome: Outcome) -> None:
    say(f"{outcome.package}: {outcome.change}", err=True)


def _counts(outcome: Outcome) -> None:
    from speccast.output import report  # noqa: PLC0415

    shown = len(outcome.findings) == sum(outcome.counts.values())
    more = "" if shown else f"; `speccast lint {outcome.spec}` or -v shows them"
    say(f"{outcome.package}: {report.counted(outcome.counts)}{more}", err=True)


def _differences(outcome: Outcome, *, quiet: bool) -> None:
    shown = outcome.diffs or [""] * len(outcome.differences)
    for item, diff in zip(outcome.differences, shown, strict=True):
        if diff:
            say(diff.removesuffix("\n"), lines=True)
        else:
            say(f"{item.kind}: {outcome.output}/{item.path}{_note(item)}")
    for reason in outcome.reasons if outcome.differences and not quiet else []:
        say(f"{outcome.package}: {reason}", err=True)
    if not quiet and not outcome.differences:
        say(f"{outcome.package}: up to date, {_sizes(outcome)}")


def _note(item: Difference) -> str:
    return "" if item.owner == "ours" else f" ({item.owner})"


def _summary(outcome: Outcome) -> str:
    removed = sum(item.kind == "superfluous" for item in outcome.differences)
    written = len(outcome.differences) - removed
    changes = [f"{written} written"] * bool(written) + [f"{removed} removed"] * bool(removed)
    return f"{outcome.package}: {_sizes(outcome)} ({', '.join(changes) or 'unchanged'})"


def _sizes(outcome: Outcome) -> str:
    return (
        f"{plural(outcome.operations, 'operation')}, {plural(outcome.models, 'model')},"
        f" {plural(outcome.files, 'file')} in {outcome.output}, {outcome.seconds:.2f} s"
    )


def plural(number: int, noun: str) -> str:
    """Return a number with a noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(jobs: Sequence[Job], results: Sequence[Result]) -> None:
    """Print all results as one JSON object."""
    entries = [_entry(job, result) for job, result in zip(jobs, results, strict=True)]
    say(json.dumps({"clients": entries}, indent=2), lines=True)


def _entry(job: Job, result: Result) -> dict[str, object]:
    from speccast.output import report  # noqa: PLC0415

    if result.failure is not None:
        reason = result.failure
        found = [report.as_json(reason.finding)] if reason.finding else []
        return {"spec": job.client.spec, "error": reason.message, "diagnostics": found}
    outcome = result.outcome
    if outcome is None:  # pragma: no cover - a result is one or the other
        raise TypeError(result)
    return {
        "spec": job.client.spec,
        "package": outcome.package,
        "output": outcome.output,
        "operations": outcome.operations,
        "models": outcome.models,
        "files": outcome.files,
        "seconds": round(outcome.seconds, 3),
        "refused": outcome.refused,
        "unchanged": not outcome.refused and not outcome.differences,
        "differences": [
            {
                "kind": str(item.kind),
                "path": f"{outcome.output}/{item.path}",
                "owner": str(item.owner),
            }
            for item in outcome.differences
        ],
        "reasons": outcome.reasons,
        "change": outcome.change,
        "counts": outcome.counts,
        "diagnostics": [report.as_json(found) for found in outcome.findings],
    }


def github(found: Result) -> None:
    """Print a result as annotations."""
    from speccast.output import report  # noqa: PLC0415

    reason, outcome = found.failure, found.outcome
    if reason is not None:
        found_at = reason.finding
        say(report.github(found_at) if found_at else report.github_error(reason.message))
    if outcome is not None:
        for each in outcome.findings:
            say(report.github(each))
        for item in outcome.differences if outcome.mode is not Mode.WRITE else []:
            message = f"{item.kind}{_note(item)}"
            say(report.github_file(f"{outcome.output}/{item.path}", message))
        if outcome.refused:
            message = f"{outcome.change}; {_REFUSED}" if outcome.change else _REFUSED
            say(report.github_file(outcome.spec, message))
