"""Says why a run makes other files, or another package, than the last one: from their manifests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.output import manifest
from speccast.reading import config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client

_BY_CONTENT = {"templates", "overlays"}
"""Options that a manifest records as the digest of the files that they name."""


def reasons_of(before: Manifest, now: Manifest) -> list[str]:
    """Return one sentence for each thing that the files depend on and that is another now."""
    return [*_options(before, now), *_inputs(before, now), *_generator(before, now)]


def second_package(client: Client) -> list[str]:
    """Report an existing package that was made from the same document under another title."""
    if client.package is not None or client.spec == "-" or not client.output.is_dir():
        return []
    found: list[str] = []
    for place in sorted(client.output.glob(f"*/{manifest.NAME}")):
        try:
            known = manifest.read(place)
        except manifest.ManifestError:
            continue  # a run for that package says so
        if known is not None and known.document == config.file_name_of(client.spec):
            found.append(
                f"{place.parent} was generated from {known.document}, too, whose title was"
                f" {known.title!r}; remove it, or keep its name with --package {known.package}"
            )
    return found


def _options(before: Manifest, now: Manifest) -> Iterator[str]:
    for name in sorted(before.options.keys() | now.options.keys()):
        was, has = before.options.get(name), now.options.get(name)
        if was == has:
            continue
        if name not in now.options:
            shown = "" if name in _BY_CONTENT else f" = {json.dumps(was)}"
            yield f"it was generated with `{name}`{shown}, which is not given now"
        elif name not in before.options:
            yield f"`{name}` is given now, and was not when it was generated"
        elif name in _BY_CONTENT:
            yield f"what `{name}` names has another content than when it was generated"
        else:
            yield f"`{name}` was {json.dumps(was)} when it was generated, and is {json.dumps(has)}"


def _inputs(before: Manifest, now: Manifest) -> Iterator[str]:
    if before.inputs != now.inputs:
        names = sorted(before.inputs.keys() | now.inputs.keys())
        others = [name for name in names if before.inputs.get(name) != now.inputs.get(name)]
        yield f"changed since it was generated: {', '.join(others)}"


def _generator(before: Manifest, now: Manifest) -> Iterator[str]:
    if before.generator != now.generator:
        was, has = (side.generator.get("version", "?") for side in (before, now))
        yield f"speccast {was} generated it, and this is {has if was != has else 'another build'}"
