"""`speccast lint`: everything that `generate` would say of a document, without generating."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli import show
from speccast.commands.cli.say import say
from speccast.reading import config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.reading.findings import Finding


@click.command("lint")
@click.argument("spec", required=False)
@shared.reading
@shared.config_file
@click.option("--format", type=click.Choice(["text", "json", "sarif", "github"]), default="text")
@click.option("--fail-on", type=click.Choice(config.FAIL_ON), default="error", show_default=True)
def command(spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Tell what is wrong with SPEC, and what a client of it would not honour.

    Without SPEC, look at every document of the nearest pyproject.toml or speccast.toml.
    """
    from speccast.commands.lint import lint  # noqa: PLC0415
    from speccast.output.outcome import reaches  # noqa: PLC0415
    from speccast.reading import findings  # noqa: PLC0415 - together with the stages

    stdin = sys.stdin.buffer.read() if spec == "-" else None
    results = [
        lint(client, stdin) for client in shared.clients(spec, options["config"], shared.given())
    ]
    found = [finding for part, _ in results for finding in part]
    _print(found, options["format"])
    if not all(usable for _, usable in results):
        return 2
    return int(reaches(findings.count(found), options["fail_on"]))


def _print(found: Sequence[Finding], form: str) -> None:
    from speccast.output import report  # noqa: PLC0415 - together with the stages
    from speccast.reading import findings  # noqa: PLC0415 - together with the stages

    if form == "sarif":
        say(report.sarif(found), lines=True)
    elif form == "json":
        counts = findings.count(found)
        listed = [report.as_json(finding) for finding in found]
        say(json.dumps({"counts": counts, "diagnostics": listed}, indent=2), lines=True)
    elif form == "github":
        for finding in found:
            say(report.github(finding))
    else:
        for finding in found:
            show.finding(finding)
        say(report.counted(findings.count(found)) or "nothing to say")
