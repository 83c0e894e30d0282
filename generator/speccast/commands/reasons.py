"""Says why a run makes other files than the last one: two manifests, what differs between them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.output.manifest import Manifest

_BY_CONTENT = {"templates", "overlays"}
"""Options that stand in a manifest as the digest of what they name."""


def reasons_of(before: Manifest, now: Manifest) -> list[str]:
    """Return one sentence for each thing that the files depend on and that is another now."""
    return [*_options(before, now), *_inputs(before, now), *_generator(before, now)]


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
