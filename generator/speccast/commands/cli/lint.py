"""`speccast lint`: all findings about a document, without generating a client."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli import progress, show
from speccast.commands.cli.say import say
from speccast.reading import config
from speccast.reading.config import keys as config_keys
from speccast.reading.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.reading.findings import Finding


@click.command("lint")
@click.argument("spec", required=False)
@shared.reading
@shared.placed
@shared.config_file
@click.option("--select", multiple=True, metavar="CODE", help="Show only this code (repeatable).")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out this code (repeatable).")
@click.option(
    "--max",
    "most",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    metavar="N",
    help="With --format text: show at most N findings of each code; 0 shows all.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="Print text, JSON, SARIF for code scanning, or GitHub's annotations.",
)
@click.option(
    "--fail-on",
    type=click.Choice(config_keys.FAIL_ON),
    default="error",
    show_default=True,
    help="Exit with 1 if a finding is at least this severe.",
)
def command(spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """List the findings about a document.

    They report errors in SPEC, and features that its client would not support. If the nearest
    pyproject.toml or speccast.toml lists SPEC, its options apply; without SPEC, all of its
    documents are checked. Findings are grouped by their code; --select and --ignore choose codes,
    for --fail-on as well. Exit code: 0 on success, 1 if --fail-on is reached, 2 if SPEC or an
    option cannot be used.
    """
    from speccast.commands.lint import lint  # noqa: PLC0415
    from speccast.output.outcome import reaches  # noqa: PLC0415
    from speccast.reading import findings  # noqa: PLC0415 - together with the stages

    _check_codes(*options["select"], *options["ignore"])
    stdin = sys.stdin.buffer.read() if spec == "-" else None
    clients = shared.clients(spec, options["config"], shared.explicit_options(), as_configured=True)
    with progress.shown():
        results = [lint(client, stdin) for client in clients]
    found = _chosen([finding for part, _ in results for finding in part], options)
    _print(found, options["format"], options["most"])
    if not all(usable for _, usable in results):
        return 2
    return int(reaches(findings.count(found), options["fail_on"]))


def _check_codes(*selected: str) -> None:
    """Refuse a code that no finding can have."""
    if not selected:
        return
    from speccast.commands import codes  # noqa: PLC0415 - only if codes are selected

    meanings = codes.meanings()
    for code in selected:
        if code not in meanings:
            message = f"there is no code {code}{codes.suggestion(code, meanings)}"
            raise config.ConfigError(message)


def _chosen(found: Sequence[Finding], options: dict[str, Any]) -> list[Finding]:
    """Return the findings with a selected code; note each option whose code no finding has."""
    present = sorted({finding.code for finding in found})
    for code in sorted({*options["select"], *options["ignore"]} - {*present}):
        others = f"; there are {', '.join(present)}" if present else ""
        say(f"no finding has the code {code}{others}", err=True)
    return [
        finding
        for finding in found
        if finding.code not in options["ignore"]
        and (not options["select"] or finding.code in options["select"])
    ]


def _print(found: Sequence[Finding], form: str, most: int) -> None:
    from speccast.output import report  # noqa: PLC0415
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
        _print_groups(found, most)
        say(report.counted(findings.count(found)) or "no problems found")


def _print_groups(found: Sequence[Finding], most: int) -> None:
    """Print the first findings of each code, the most severe first, and their number."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    order = [str(severity) for severity in Severity]
    for finding in sorted(found, key=lambda item: order.index(str(item.severity))):
        groups.setdefault((str(finding.severity), finding.code), []).append(finding)
    for (_, code), members in groups.items():
        for finding in members[: most or None]:
            show.finding(finding)
        if most and len(members) > most:
            more = f"{len(members) - most:,} more"
            say(f"… and {more} [{code}]; --select {code} --max 0 shows all", err=True)
    if len(groups) > 1:
        for (severity, code), members in groups.items():
            noun = "note" if severity == "info" else severity
            say(f"{len(members):>7,}  {noun:<7}  {code}")
