"""The API surface as lines: comparing them gives the same changes as comparing surfaces."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from speccast import pipeline
from speccast.diff.compare import compare
from speccast.reading.config import Client
from speccast.reading.diagnostics import Diagnostics
from speccast.surface import lines
from speccast.surface.survey import survey
from tests.support.random_edits import DOCUMENTS, EDITS, load
from tests.support.reading import document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speccast.surface.symbols import Surface

CLIENT = Client(spec="-", lenient=True)


def surface(
    tree: dict[str, Any], previous: Mapping[str, object] | None
) -> tuple[Surface, Mapping[str, object]]:
    """Return the surface of a document's client, and the names."""
    source = document(json.dumps(tree), "api.json")
    _, api, names = pipeline.analyze(source, CLIENT, "api", previous, Diagnostics())
    return survey(api, names, "all"), names.manifest_names


@cache
def before_edits(name: str) -> tuple[Surface, Mapping[str, object]]:
    """Return what callers of a document's client see, and the names."""
    return surface(load(name), None)


def told(old: Surface, new: Surface) -> list[tuple[str, ...]]:
    """Return the changes, sorted and without their places."""
    return sorted((each.symbol, each.kind, each.what) for each in compare(old, new))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("edit", dict.fromkeys(EDITS))
def test_lines_say_what_surfaces_say(
    name: str, edit: Callable[[dict[str, Any], random.Random], None]
) -> None:
    """After several edits of a kind, in both directions."""
    chance = random.Random(f"{name} {edit.__name__}")  # noqa: S311 - a test
    tree = load(name)
    old, names = before_edits(name)
    for _ in range(3):
        tree = deepcopy(tree)
        edit(tree, chance)
    new, _ = surface(tree, names)
    for before, after in ((old, new), (new, old)):
        found = lines.differing(lines.dumped(before), lines.dumped(after))
        assert told(*found) == told(before, after)


def test_all_is_kept_but_places() -> None:
    """Compared with nothing, each line is read, and writing gives the same text."""
    old, _ = before_edits("everything")
    text = lines.dumped(old)
    found, nothing = lines.differing(text, "[\n]\n")
    read, kept = ({line.rstrip(",") for line in t.split("\n")} for t in (lines.dumped(found), text))
    assert read == kept
    assert not nothing.methods
    assert not nothing.classes


@pytest.mark.parametrize("line", ["", "{}", "[]", '["class"]', '["package",1,2,3]', '["x"]'])
def test_what_is_no_surface(line: str) -> None:
    """Another text is refused with a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        lines.differing(f"[\n{line}\n]\n", "[\n]\n")


@pytest.mark.parametrize("shape", [1, [], [1], ["list", []], [["list"]]])
def test_what_is_no_shape(shape: object) -> None:
    """The same for the parts of a line."""
    row: list[object] = ["class", "Name", "alias", "", 0, "#/a", "", shape, [], []]
    with pytest.raises(ValueError, match=r"."):
        lines.differing(f"[\n{json.dumps(row)}\n]\n", "[\n]\n")
