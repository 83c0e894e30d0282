"""Generates again whenever something changes that the packages are made from.

From a way to make the jobs to one call with results for each change. Ends when it is told to.
"""

from __future__ import annotations

import os
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.commands import parallel
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Event

    from speccast.commands.job import Job
    from speccast.commands.parallel import Result

    Tell = Callable[[Sequence[Result]], None]

_CALM_MS = 50
"""How long nothing may happen before a change counts as complete."""
_LOOK_MS = 500
"""How soon after it began a watch looks once more, for what changed just before."""


class Watch:
    """The jobs, what became of them, and the files that matter to them."""

    def __init__(
        self, make_jobs: Callable[[], Sequence[Job]], also: list[Path], tell: Tell
    ) -> None:
        """Keep what is needed.

        Args:
            make_jobs: reads the configuration; called anew for each change.
            also: files that matter besides what the jobs read, as the configuration.
            tell: called with what became of the jobs, whenever that is news.

        """
        self._make_jobs = make_jobs
        self._also = also
        self._tell = tell
        self._failed = False
        self.files: set[str] = set()
        """Absolute paths of what matters."""
        self._trees: set[str] = set()
        """The folders of templates: each file in them matters, also one that does not exist yet."""

    def look(self, *, again: bool = False) -> None:
        """Do the jobs, if there is something to do, and tell.

        Args:
            again: whether nothing is known to have changed, so that a failure is no news.

        """
        todo: Sequence[Job] = []
        try:
            todo = self._make_jobs()
            results = parallel.do_all(todo, 1)
        except SpeccastError as error:
            results = [parallel.Result(failure=parallel.failure_of(error))]
        self._remember(todo, results)
        failed = any(result.failure for result in results)
        is_news = failed is not self._failed or (failed and not again)
        if is_news or any(r.outcome and r.outcome.differences for r in results):
            self._tell(results)
        self._failed = failed

    def _remember(self, todo: Sequence[Job], results: Sequence[Result]) -> None:
        inputs = [path for result in results if result.outcome for path in result.outcome.inputs]
        found = {*inputs, *(job.client.spec for job in todo), *map(os.fspath, self._also)}
        self._trees = {realpath(job.client.templates) for job in todo if job.client.templates}
        resolved = {realpath(path) for path in found}
        # What a broken document referenced before it broke still matters.
        broken = any(result.failure for result in results)
        self.files = resolved | self.files if broken else resolved

    def until(self, stop: Event) -> None:
        """Look at every change, until the event is set; what is being done then is completed."""
        while not stop.is_set():
            self._until_moved(self._folders(), stop)

    def _folders(self) -> set[str]:
        # Folders, not files: editors put a new file in the place of the old one.
        folders = {Path(file).parent for file in self.files}
        for tree in self._trees:
            folders |= {Path(tree), *Path(tree).glob("**/")}
        return {str(folder) for folder in folders if folder.is_dir()}

    def _matters(self, path: str) -> bool:
        real = Path(realpath(path))
        return str(real) in self.files or any(map(real.is_relative_to, self._trees))

    def _until_moved(self, folders: set[str], stop: Event) -> None:
        """Look at every change, until other folders matter."""
        from watchfiles import watch  # noqa: PLC0415 - only here

        first = True
        for changes in watch(
            *folders,
            watch_filter=lambda _, path: self._matters(path),
            debounce=_CALM_MS,
            step=_CALM_MS,
            stop_event=stop,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            recursive=False,
        ):
            if changes or first:
                self.look(again=not changes)
            first = False
            if self._folders() != folders:
                return
