"""`speccast diff`: what the change of a document does to the callers of the package."""

from __future__ import annotations

from typing import Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli import progress
from speccast.commands.cli.say import say
from speccast.reading.config import Client

FAIL_ON = ("breaking", "any")


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "markdown", "github"]),
    default="text",
    help="Print changes for people, for programs, as release notes, or as annotations.",
)
@shared.allowing
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 if there is one.")
def command(old: str, new: str, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Describe what NEW changes for callers of OLD.

    Each is a document, the folder of a generated package, or one of both as git:REV:path. Exit
    code: 0 if all is well, 1 if --fail-on is reached, 2 if OLD, NEW or an option cannot be used.
    """
    from speccast.diff import compare, sources  # noqa: PLC0415 - together with the stages
    from speccast.diff.report import Report  # noqa: PLC0415
    from speccast.diff.verdicts import Verdict  # noqa: PLC0415

    reading = {name: options[name] for name in ("allow_path", "allow_remote", "locked")}
    given = [sources.load(place, Client(spec=place, **reading)) for place in (old, new)]
    with progress.shown():
        before, after = sources.sides(*given)
        changes = compare.compare(before.surface, after.surface)
    report = Report(before, after, changes)
    match options["format"]:
        case "json":
            say(report.json(), lines=True)
        case "markdown":
            say(report.markdown(), lines=True)
        case "github":
            for line in report.github():
                say(line)
        case _:
            say(report.text(), lines=True)
    if options["fail_on"] == "breaking":
        return int(any(change.verdict is Verdict.BREAKING for change in changes))
    return int(options["fail_on"] == "any" and bool(changes))
