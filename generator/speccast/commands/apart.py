"""Tells the packages of several jobs apart, before anything is written.

From `Job`s to the same jobs, each with the packages of the others in its folder. A document is read
for this only where its title decides: its client names no package and shares its folder.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from speccast.reading.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.commands.job import Job


def apart(jobs: Sequence[Job], known: Sequence[str | None]) -> Sequence[Job]:
    """Return jobs that know of each other's packages.

    Args:
        jobs: the jobs.
        known: the package of each job, where it is known already.

    Raises:
        ConfigError: two of them would write the same package.

    """
    folders = [os.path.realpath(job.client.output) for job in jobs]
    packages = [
        name or job.client.package or (_read(job) if folders.count(folder) > 1 else None)
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
        replace(job, others=frozenset(name for where, name in places if where == folder and name))
        for job, folder in zip(jobs, folders, strict=True)
    ]


def _read(job: Job) -> str | None:
    """Return the name that a document's title makes; None if it cannot be read, as its run says."""
    from speccast import pipeline  # noqa: PLC0415 - only where the title decides

    try:
        return pipeline.read(job.client, job.stdin)[1]
    except Exception:  # noqa: BLE001 - of this client alone; its run meets it again
        return None
