"""The files of the previous run that a run may reuse instead of generating them again.

They are reused only if none was changed, and if options and version of the generator are the same.
Only a run that writes uses them: `--check` generates everything, since it must not trust the
manifest that it checks.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from speccast.output import manifest, up_to_date
from speccast.reading import config, disk
from speccast.views.fingerprints import PreviousRun

if TYPE_CHECKING:
    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client

_NOTHING = PreviousRun()


def reusable(client: Client, package: str, previous: Manifest | None) -> PreviousRun:
    """Return the files of the previous run; none if one of them was changed since."""
    if previous is None or not _is_comparable(client, package, previous):
        return _NOTHING
    texts: dict[str, str] = {}
    try:
        for path, digest in manifest.owned_by(package, previous).items():
            content = disk.read(os.fspath(client.output / path))
            if disk.sha256(content) != digest:
                return _NOTHING
            if path in previous.made:
                texts[path] = content.decode()
    except OSError:
        return _NOTHING
    return PreviousRun(previous.shape, previous.made, texts)


def _is_comparable(client: Client, package: str, previous: Manifest) -> bool:
    return (
        previous.package == package
        and previous.document == config.file_name_of(client.spec)
        and previous.options == up_to_date.options_of(client)
        and previous.generator == up_to_date.generator()
        and previous.listing == manifest.listing_of(previous)
    )
