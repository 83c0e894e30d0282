"""Adds to each job the names of the other packages in its output folder.

Runs before anything is written, and refuses two jobs with the same package and folder. A document
is read here only if its title names the package and another job has the same folder.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from speccast.reading.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.commands.job import Job


def with_siblings(jobs: Sequence[Job], known: Sequence[str | None]) -> Sequence[Job]:
    """Return the jobs, each with the packages of all jobs in its folder.

    Args:
        jobs: the jobs.
        known: the package of each job; None if it is not known yet.

    Raises:
        ConfigError: two jobs would write the same package.

    """
    folders = [os.path.realpath(job.client.output) for job in jobs]
    packages = [
        name or job.client.package or (_package_of(job) if folders.count(folder) > 1 else None)
        for job, folder, name in zip(jobs, folders, known, strict=True)
    ]
    places = list(zip(folders, packages, strict=True))
    for job, (folder, package) in zip(jobs, places, strict=True):
        if package is not None and places.count((folder, package)) > 1:
            message = (
                f"two clients would be written to the same place, {job.client.output / package};"
                " name one of them with `package`"
            )
            raise ConfigError(message)
    return [
        replace(job, siblings=frozenset(name for where, name in places if where == folder and name))
        for job, folder in zip(jobs, folders, strict=True)
    ]


def _package_of(job: Job) -> str | None:
    """Return the package name that comes from a document's title, or None if it is unreadable."""
    from speccast import pipeline  # noqa: PLC0415 - only if the title names the package

    try:
        return pipeline.read(job.client, job.stdin)[1]
    except Exception:  # noqa: BLE001 - the run for this client reports it
        return None
