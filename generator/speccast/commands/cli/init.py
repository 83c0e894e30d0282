"""`speccast init`: a first configuration, or one converted from Stainless."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from speccast.commands.cli.say import say
from speccast.reading.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.commands.migration import Migration

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("init")
@click.argument("specs", metavar="[SPEC]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    type=_FILE,
    metavar="stainless.yml",
    help="Convert names, credentials, pages and corrections from a configuration of Stainless.",
)
@click.option(
    "--api-md",
    type=_FILE,
    metavar="api.md",
    help="With --from: the list of methods in the published SDK, which takes precedence."
    " Default: api.md beside the configuration.",
)
@click.option("--spec", type=_FILE, help="With --from: the document.")
@click.option("--partial", is_flag=True, help="With --from: leave out what cannot be converted.")
def command(
    specs: tuple[Path, ...],
    source: Path | None,
    api_md: Path | None,
    spec: Path | None,
    **flags: bool,
) -> int:
    """Write a first configuration, with a client for each SPEC.

    Without SPEC, it has a client for each document below this folder.
    """
    named = (*specs, *([spec] if spec else ()))
    for path in (*named, *(path for path in (source, api_md) if path)):
        if not path.is_file():
            reason = "is a folder; name a file" if path.is_dir() else "there is no such file"
            if str(path).startswith(("http:", "https:")):
                reason = "save the document in a file first, and name that"
            message = f"{path}: {reason}"
            raise ConfigError(message)
    if source is None:
        if api_md or flags["partial"]:
            message = "--api-md and --partial are for --from"
            raise ConfigError(message)
        return _first(named)
    return _from_stainless(source, api_md, named, partial=flags["partial"])


def _first(specs: tuple[Path, ...]) -> int:
    from speccast.commands import init  # noqa: PLC0415 - together with the stages

    folder = Path.cwd()
    for spec in specs:
        init.check(spec)
    found = [folder / spec for spec in specs] or init.find(folder)
    if not found:
        message = "no OpenAPI document found below this folder; name one: speccast init SPEC"
        raise ConfigError(message)
    path = init.write(folder, found)
    for spec in found:
        say(f"{path.name}: a client of {spec.relative_to(folder)}")
    say("now run: speccast generate")
    return 0


# --- From Stainless -----------------------------------------------------------------------------


def _from_stainless(
    source: Path, api_md: Path | None, specs: tuple[Path, ...], *, partial: bool
) -> int:
    from speccast.commands import init, migration  # noqa: PLC0415 - together with the stages

    folder = Path.cwd()
    beside = source.with_name("api.md")
    if api_md is None and beside.is_file():
        api_md = beside
        say(f"{beside}: used as the list of methods, since it is beside {source.name}")
    found = specs or tuple(init.find(folder))
    if len(found) != 1:
        message = f"there are {len(found)} OpenAPI documents; choose one with --spec"
        raise ConfigError(message)
    done = migration.migrate(folder, migration.Request(source, api_md, found[0], partial))
    if done.comparison is None:
        for line in _problems(done):
            say(line, err=True)
        say("nothing was written; --partial leaves out the settings listed above", err=True)
        return 2
    names, corrections = len(done.plan.names), len(done.corrections)
    say(f"{migration.CONFIGURATION}: {names} names, each with its line of {source.name}")
    if corrections:
        say(f"{migration.OVERLAY}: corrections of {found[0].name}: {corrections}")
    for line in (*_problems(done), *_drift(done), *_changes(done)):
        say(line)
    say("now run: speccast generate")
    return 0


def _problems(done: Migration) -> Iterator[str]:
    """Iterate the lines about settings that cannot be converted."""
    for problem in done.problems:
        key = ".".join(problem.pointer.split("/")[1:]) or "api.md"
        yield f"{done.place(problem.pointer)}: {key}: {problem.message}"
        yield f"  hint: {problem.hint}"


def _drift(done: Migration) -> Iterator[str]:
    """Iterate the lines about settings without an equivalent, and differences from `api.md`."""
    for entry in done.plan.drift:
        yield f"{done.place(entry.pointer)}: {entry.message}; {entry.hint}"


def _changes(done: Migration) -> Iterator[str]:
    """Iterate the lines about changes for callers."""
    from speccast.diff.grouping import sections  # noqa: PLC0415
    from speccast.diff.report import HEADINGS  # noqa: PLC0415

    if done.comparison is None:
        return
    for verdict, found in sections(done.comparison.changes).items():
        yield from ("", HEADINGS[verdict])
        for section in found:
            yield f"  {section.title}. {section.why}"
            for entry in section.entries:
                what = f": {entry.what}" if entry.what else ""
                pointer = entry.change.pointer
                place = done.line(pointer) if pointer != "#" else "api.md"
                yield f"    {entry.subject}{what} ({place})"
    yield from ("", *_share(done))


def _share(done: Migration) -> Iterator[str]:
    if (counts := done.comparison) is not None:
        same = counts.kept + counts.changed
        wrapped = f" (of which {counts.enveloped} return the envelope)" if counts.enveloped else ""
        yield (
            f"{same} of {same + counts.lost} methods are called as before"
            f" ({counts.share:.1%}): {counts.kept} kept, {counts.changed} with another type"
            f"{wrapped}, {counts.lost} lost"
        )
