"""`speccast vendor`: copies a generated package into another repository."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli import progress, show
from speccast.commands.cli.generate import mode
from speccast.commands.cli.say import say
from speccast.reading.config import ConfigError

if TYPE_CHECKING:
    from speccast.commands.vendor import Source


@click.command("vendor")
@click.argument("target", metavar="DEST", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "source", metavar="PACKAGE_DIR|SPEC", help="Use this package or document.")
@click.option("--tests", is_flag=True, help="Copy its tests into tests/ beside DEST, too.")
@click.option("--check", is_flag=True, help="Write nothing; list the files that differ.")
@click.option("--diff", is_flag=True, help="Write nothing; print the differences.")
@click.option("--force", is_flag=True, help="Overwrite edited and foreign files; keep copies.")
@shared.config_file
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(target: Path, source: str | None, **options: Any) -> int:  # noqa: ANN401 - as above
    """Copy a generated package to DEST, or update such a copy.

    DEST is the package's folder (src/app/_vendor/pets); its last part may differ from the package's
    name. Without --from, the only client of the configuration is generated.
    """
    from speccast.commands.vendor import vendor  # noqa: PLC0415 - only for this command

    with progress.shown(quiet=options["quiet"]):
        outcome = vendor(
            _source(source, options["config"], tests=options["tests"]),
            Path(target),
            mode(check=options["check"], diff=options["diff"]),
            force=options["force"],
            on_wait=lambda: say(f"waiting for another run in {target.parent}", err=True),
        )
    show.text(outcome, quiet=options["quiet"])
    return outcome.exit_code


def _source(place: str | None, config: Path | None, *, tests: bool) -> Source:
    from speccast.commands import vendor  # noqa: PLC0415

    if place is not None and Path(place).is_dir():
        return vendor.from_package(Path(place), tests=tests)
    found = shared.clients(place, config, {"tests": True} if tests else {})
    if len(found) != 1:
        message = f"the configuration has {len(found)} clients; choose one with --from"
        raise ConfigError(message)
    stdin = sys.stdin.buffer.read() if place == "-" else None
    return vendor.from_client(found[0], stdin, tests=tests)
