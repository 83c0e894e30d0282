"""`speccast diff`: how the change of a document affects callers of the package."""

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
    help="Print text, JSON, release notes in Markdown, or GitHub's annotations.",
)
@shared.allowing
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 if there is such a change."
)
def command(old: str, new: str, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """List the changes from OLD to NEW that callers notice.

    Each is a document or the folder of a generated package, also in a Git revision as git:REV:path.
    Exit code: 0 on success, 1 if --fail-on is reached, 2 if OLD, NEW or an option cannot be used.
    """
    from speccast.diff import compare, sources  # noqa: PLC0415 - together with the stages
    from speccast.diff.report import Report  # noqa: PLC0415
    from speccast.diff.verdicts import Verdict  # noqa: PLC0415

    access = {name: options[name] for name in ("allow_path", "allow_remote", "locked")}
    loaded = [sources.load(place, Client(spec=place, **access)) for place in (old, new)]
    with progress.shown():
        before, after = sources.sides(*loaded)
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
