"""`speccast watch`: generates again after each change."""

from __future__ import annotations

import gc
import signal
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli import show
from speccast.commands.cli.say import say
from speccast.commands.job import Job
from speccast.reading import config
from speccast.reading.config import search as config_search

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from speccast.commands.parallel import Result


@click.command("watch")
@click.argument("spec", required=False)
@shared.shaping
@shared.reading
@click.option("--force", is_flag=True, help="Overwrite edited and foreign files; keep copies.")
@shared.config_file
def command(spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Generate, and generate again when an input changes.

    Prints one line for each change. Stop it with Ctrl-C.
    """
    from speccast.commands.watch import Watch  # noqa: PLC0415 - only for this command

    if spec == "-" or (spec and config.is_remote(spec)):
        message = "only a file can be watched, neither standard input nor a URL"
        raise config.ConfigError(message)
    overrides, path = shared.explicit_options(), options["config"]
    configuration = path or (None if spec else config_search.find(Path.cwd()))

    def make_jobs() -> list[Job]:
        found = shared.clients(spec, path, overrides)
        return [Job(client=client, force=options["force"]) for client in found]

    gc.enable()  # a watch may run for days
    watch = Watch(make_jobs, [configuration] if configuration else [], _report)
    with _interruption() as interrupted:
        watch.run()
        if not interrupted.is_set():
            say(f"watching {show.plural(len(watch.files), 'file')}; stop with Ctrl-C")
        watch.run_until(interrupted)
    return 0


@contextmanager
def _interruption() -> Generator[Event]:
    """Yield an event that Ctrl-C sets; a second Ctrl-C ends the process at once.

    A `KeyboardInterrupt` during an import could be lost, or block forever.
    """
    pressed = Event()

    def press(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        pressed.set()

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _report(results: Sequence[Result]) -> None:
    for result in results:
        show.line(result)
