"""Generates the packages again when one of their inputs changes, until an event is set."""

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

    Report = Callable[[Sequence[Result]], None]

_DEBOUNCE_MS = 50
"""The time without further changes after which a change is complete."""
_FIRST_TIMEOUT_MS = 500
"""The time after which a new watch runs once, for changes made just before it began."""


class Watch:
    """The jobs, their last results, and the files that they read."""

    def __init__(
        self, make_jobs: Callable[[], Sequence[Job]], also: list[Path], report: Report
    ) -> None:
        """Store the arguments.

        Args:
            make_jobs: reads the configuration; called again after each change.
            also: files to watch in addition to the inputs of the jobs, as the configuration.
            report: called with the results if files or failures have changed.

        """
        self._make_jobs = make_jobs
        self._also = also
        self._report = report
        self._failed = False
        self.files: set[str] = set()
        """The absolute paths of the watched files."""
        self._template_folders: set[str] = set()
        """Each file in them is watched, including files that do not exist yet."""

    def run(self, *, changed: bool = True) -> None:
        """Run the jobs and report the results.

        Args:
            changed: whether a file is known to have changed; if not, a failure is reported once.

        """
        jobs: Sequence[Job] = []
        try:
            jobs = self._make_jobs()
            results = parallel.run_all(jobs, 1)
        except SpeccastError as error:
            results = [parallel.Result(failure=parallel.failure_of(error))]
        self._update_files(jobs, results)
        failed = any(result.failure for result in results)
        is_news = failed is not self._failed or (failed and changed)
        if is_news or any(r.outcome and r.outcome.differences for r in results):
            self._report(results)
        self._failed = failed

    def _update_files(self, jobs: Sequence[Job], results: Sequence[Result]) -> None:
        inputs = [path for result in results if result.outcome for path in result.outcome.inputs]
        paths = {*inputs, *(job.client.spec for job in jobs), *map(os.fspath, self._also)}
        folders = {realpath(job.client.templates) for job in jobs if job.client.templates}
        self._template_folders = folders
        resolved = {realpath(path) for path in paths}
        # A document that fails has no list of inputs, so the previous ones are still watched.
        failed = any(result.failure for result in results)
        self.files = resolved | self.files if failed else resolved

    def run_until(self, stop: Event) -> None:
        """Run after each change, until the event is set; a run in progress is completed."""
        while not stop.is_set():
            self._watch(self._folders(), stop)

    def _folders(self) -> set[str]:
        # Folders, not files: editors replace a file by a new one.
        folders = {Path(file).parent for file in self.files}
        for folder in self._template_folders:
            folders |= {Path(folder), *Path(folder).glob("**/")}
        return {str(folder) for folder in folders if folder.is_dir()}

    def _is_watched(self, path: str) -> bool:
        real = Path(realpath(path))
        return str(real) in self.files or any(map(real.is_relative_to, self._template_folders))

    def _watch(self, folders: set[str], stop: Event) -> None:
        """Run after each change, until the watched folders change."""
        from watchfiles import watch  # noqa: PLC0415 - only here

        first = True
        for changes in watch(
            *folders,
            watch_filter=lambda _, path: self._is_watched(path),
            debounce=_DEBOUNCE_MS,
            step=_DEBOUNCE_MS,
            stop_event=stop,
            rust_timeout=_FIRST_TIMEOUT_MS,
            yield_on_timeout=True,
            recursive=False,
        ):
            if changes or first:
                self.run(changed=bool(changes))
            first = False
            if self._folders() != folders:
                return
