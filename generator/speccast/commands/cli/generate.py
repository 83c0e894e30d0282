"""`speccast generate`: makes jobs from options and configuration, and an exit code from results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from speccast.commands import parallel
from speccast.commands.cli import options as shared
from speccast.commands.cli import progress, show
from speccast.commands.job import Job
from speccast.output.outcome import Mode
from speccast.reading.config import keys as config_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.commands.parallel import Result

_FILE = click.Path(path_type=Path, dir_okay=False)
_FAIL_ON = click.Choice((*config_keys.FAIL_ON, config_keys.BREAKING))


@click.command("generate")
@click.argument("spec", required=False)
@shared.shaping
@shared.reading
@click.option("--check", is_flag=True, help="Write nothing; list the files that differ.")
@click.option("--diff", is_flag=True, help="Write nothing; print the differences.")
@click.option("--force", is_flag=True, help="Overwrite edited and foreign files; keep copies.")
@click.option(
    "--fail-on", type=_FAIL_ON, help="Write nothing if a finding, or a change, is this severe."
)
@shared.config_file
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Use at most N processes.")
@click.option("--depfile", type=_FILE, help="Write inputs and outputs as a make rule.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Print text, JSON, or GitHub's annotations.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Print every finding with its place.")
def command(spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Generate a client from an OpenAPI document.

    SPEC is a path, a URL, or - for standard input. Without SPEC, generate every client of the
    nearest pyproject.toml ([[tool.speccast.client]]) or speccast.toml. Exit code: 0 on success, 1
    if a file differs or was edited, or --fail-on is reached, 2 if SPEC, an option or the output
    folder cannot be used.
    """
    stdin = sys.stdin.buffer.read() if spec == "-" else None
    jobs = [
        Job(
            client=client,
            mode=mode(check=options["check"], diff=options["diff"]),
            force=options["force"],
            verbose=options["verbose"],
            depfile=options["depfile"] is not None,
            stdin=stdin,
        )
        for client in shared.clients(spec, options["config"], shared.explicit_options())
    ]
    with progress.shown(quiet=options["quiet"]):
        results = parallel.run_all(jobs, options["jobs"])
    if options["depfile"] is not None:
        from speccast.output import depfile  # noqa: PLC0415 - only for build systems

        depfile.write(options["depfile"], [result.outcome for result in results])
    return _show(jobs, results, options)


def _show(jobs: Sequence[Job], results: Sequence[Result], options: dict[str, Any]) -> int:
    """Print the results and return the exit code."""
    if options["format"] == "json":
        show.as_json(jobs, results)
    for result in results:
        if options["format"] == "github":
            show.github(result)
        elif options["format"] == "text":
            show.result(result, quiet=options["quiet"], verbose=options["verbose"])
    return max(result.exit_code for result in results)


def mode(*, check: bool, diff: bool) -> Mode:
    """Return the mode that `--check` and `--diff` select."""
    if diff:
        return Mode.DIFF
    return Mode.CHECK if check else Mode.WRITE
