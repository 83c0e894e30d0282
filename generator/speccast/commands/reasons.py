"""Compares the manifests of two runs, to report why their files or packages differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.output import manifest
from speccast.output.differences import OutputError
from speccast.reading import checked, config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client
    from speccast.reading.json_value import Json

_BY_CONTENT = {"templates", "overlays"}
"""Options that name files; a manifest records a digest of their content."""


def reasons_of(before: Manifest, now: Manifest) -> list[str]:
    """Return one sentence for each changed option, input or version of the generator."""
    return [*_options(before, now), *_inputs(before, now), *_generator(before, now)]


def refuse_second_package(
    client: Client, root: Mapping[str, Json], siblings: frozenset[str]
) -> None:
    """Refuse to create a second package of an API only because its title has changed.

    Args:
        client: the configuration; if it names the package, nothing is refused.
        root: its document.
        siblings: the packages that this run generates in the same folder, including its own,
            which another run may have written meanwhile.

    Raises:
        OutputError: the folder has a package of this API under another name.

    """
    if client.package is not None or client.spec == "-" or not client.output.is_dir():
        return
    for place in sorted(client.output.glob(f"*/{manifest.NAME}")):
        try:
            known = manifest.read(place)
        except manifest.ManifestError:
            continue  # a run for that package reports it
        if known is None or known.package in siblings:
            continue
        if known.document == config.file_name_of(client.spec) and _has_most_of(known, root):
            message = (
                f"{place.parent} was generated from {known.document} when its title was"
                f" {known.title!r}; keep its name with --package {known.package},"
                " or name a second package with --package"
            )
            raise OutputError(message)


def _has_most_of(known: Manifest, root: Mapping[str, Json]) -> bool:
    """Return whether the document has at least half of the operations of a package."""
    paths = checked.table(root.get("paths")) or {}
    operations = [(each["method"].lower(), each["path"]) for each in known.operations]
    present = [method in (checked.table(paths.get(path)) or {}) for method, path in operations]
    return 2 * sum(present) >= len(operations)


def _options(before: Manifest, now: Manifest) -> Iterator[str]:
    for name in sorted(before.options.keys() | now.options.keys()):
        was, has = before.options.get(name), now.options.get(name)
        if was == has:
            continue
        if name not in now.options:
            shown = "" if name in _BY_CONTENT else f" = {json.dumps(was)}"
            yield f"it was generated with `{name}`{shown}, which is not set now"
        elif name not in before.options:
            yield f"`{name}` is set now, and was not set when it was generated"
        elif name in _BY_CONTENT:
            yield f"the files of `{name}` have changed since it was generated"
        else:
            yield f"`{name}` was {json.dumps(was)} when it was generated, now {json.dumps(has)}"


def _inputs(before: Manifest, now: Manifest) -> Iterator[str]:
    if before.inputs != now.inputs:
        names = sorted(before.inputs.keys() | now.inputs.keys())
        changed = [name for name in names if before.inputs.get(name) != now.inputs.get(name)]
        yield f"changed since it was generated: {', '.join(changed)}"


def _generator(before: Manifest, now: Manifest) -> Iterator[str]:
    if before.generator != now.generator:
        was, has = (side.generator.get("version", "?") for side in (before, now))
        yield f"speccast {was} generated it, and this is {has if was != has else 'another build'}"
