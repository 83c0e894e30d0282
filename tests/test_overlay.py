"""Overlays: what they change, where what they bring is found, what is said of what they miss."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speccast import pipeline
from speccast.diff import sources
from speccast.diff.shapes import named, renamed
from speccast.reading import overlay
from speccast.reading.config import Client
from speccast.reading.diagnostics import SpecError
from speccast.reading.document import read
from tests.reading import SHARED, api, document, files
from tests.workspace import speccast

if TYPE_CHECKING:
    from speccast.diff.surface import Class, Surface
    from speccast.reading.document import Document

ROOT = Path(__file__).parents[1]


def overlaid(folder: Path, tree: dict[str, Any], *actions: dict[str, Any]) -> Document:
    """Apply actions to a document."""
    correction = {"overlay": "1.0.0", "info": {"title": "o", "version": "1"}, "actions": actions}
    spec = files(folder, {"api.yaml": yaml.safe_dump(tree), "o.json": json.dumps(correction)})
    found = read(spec)
    overlay.apply(found, [folder / "o.json"])
    return found


def test_updates_merge_and_lists_grow(tmp_path: Path) -> None:
    """Objects go into objects, lists behind lists, an entry behind a selected list."""
    found = overlaid(
        tmp_path,
        api(tags=[{"name": "a"}], info={"title": "t", "version": "1"}),
        {"target": "$.info", "update": {"title": "u", "contact": {"name": "c"}}},
        {"target": "$", "update": {"tags": [{"name": "b"}]}},
        {"target": "$.tags", "update": {"name": "c"}},
        {"target": "$.tags[?@.name == 'a']", "update": {"description": "first"}},
    )
    assert found.root["info"] == {"title": "u", "version": "1", "contact": {"name": "c"}}
    assert found.root["tags"] == [
        {"name": "a", "description": "first"}, {"name": "b"}, {"name": "c"},
    ]  # fmt: skip
    assert found.notes == []


def test_places_are_where_the_text_stands(tmp_path: Path) -> None:
    """What an overlay brings is found in the overlay; what moves up in a list, where it was."""
    found = overlaid(
        tmp_path,
        api(tags=[{"name": "a"}, {"name": "b"}, {"name": "c"}]),
        {"target": "$.tags[2]", "update": {"description": "new"}},
        {"target": "$.tags[0]", "remove": True},
    )
    spec = (tmp_path / "api.yaml").read_text().splitlines()
    assert found.root["tags"] == [{"name": "b"}, {"name": "c", "description": "new"}]
    moved = found.location("#/tags/1/name")
    assert moved.file.endswith("api.yaml")
    assert "name: c" in spec[moved.line - 1]
    brought = found.location("#/tags/1/description")
    assert brought.file.endswith("o.json")
    assert found.source_line(brought)[brought.column - 1 :].startswith('"new"')


def test_an_alias_is_corrected_in_one_place_alone(tmp_path: Path) -> None:
    """YAML may say a thing once for two places; the overlay selects one of them."""
    text = "openapi: 3.1.0\ninfo: &i {title: t, version: '1'}\npaths: {}\nx-other: *i\n"
    spec = files(tmp_path, {
        "api.yaml": text,
        "o.yaml": "overlay: 1.0.0\nactions: [{target: $.info, update: {title: u}}]\n",
    })  # fmt: skip
    found = read(spec)
    overlay.apply(found, [tmp_path / "o.yaml"])
    assert found.root["x-other"] == {"title": "t", "version": "1"}


@given(st.lists(st.integers(0, 5), max_size=4, unique=True))
def test_what_is_left_of_a_list_is_found_where_it_was(gone: list[int]) -> None:
    """However many items are removed, each that stays keeps its place in the file."""
    origins = overlay.Origins()
    left = list(range(6))
    for item in gone:
        index = left.index(item)
        origins.close_gap("#/l", index, len(left))
        del left[index]
    assert [f"#/l/{item}/x" for item in left] == [
        origins.of(f"#/l/{index}/x") for index in range(len(left))
    ]


@pytest.mark.parametrize(
    "text", ["[]", "{}", "overlay: 2.0.0", "overlay: 1.0.0\nactions: {}",
             "overlay: 1.0.0\nactions: [{}]", "overlay: 1.0.0\nactions: [{target: '$['}]"],
)  # fmt: skip
def test_what_is_no_overlay_is_refused(tmp_path: Path, text: str) -> None:
    """With its place."""
    (tmp_path / "o.yaml").write_text(text)
    with pytest.raises(SpecError) as caught:
        overlay.apply(document(json.dumps(api())), [tmp_path / "o.yaml"])
    assert caught.value.code == "invalid-overlay"
    assert caught.value.location is not None
    assert caught.value.location.file == str(tmp_path / "o.yaml")


def test_an_action_that_matches_nothing_is_told(tmp_path: Path) -> None:
    """It is a warning at the action, with which a build can end."""
    text = "overlay: 1.0.0\nactions:\n  - target: $.paths['/gone']\n    remove: true\n"
    files(tmp_path, {"api.json": api(), "o.yaml": text})
    done = speccast(
        "lint", "api.json", "--overlay", "o.yaml", "--fail-on", "warning", folder=tmp_path
    )
    assert done.code == 1
    assert "o.yaml:3:13: warning" in done.err
    assert "[overlay-no-match]" in done.err


@pytest.mark.parametrize("place", ["none.yaml", "api.json/none.yaml"])
def test_an_overlay_that_is_not_there_is_told(tmp_path: Path, place: str) -> None:
    """Also where the package is there already, and is asked whether it is as it should be."""
    files(tmp_path, {"api.json": api()})
    command = ("generate", "api.json", "-o", "out", "--package", "pets")
    assert speccast(*command, folder=tmp_path).code == 0
    done = speccast(*command, "--overlay", place, folder=tmp_path)
    assert done.code == 2
    assert place in done.err


def surface(client: Client) -> Surface:
    """Return what callers of a client see."""
    given_ = sources.load(client.spec, client)
    return given_.side(None).surface


def same(found: Class, names: dict[str, str]) -> object:
    """Return what a class is, without where it stands and what is said of it."""
    properties = [(p.name, p.wire, renamed(p.shape, names), p.required) for p in found.properties]
    return found.kind, found.members, properties


def test_the_published_endpoints_become_what_we_know() -> None:
    """The worked example: the corrected document gives the same models for the same responses."""
    published = SHARED / "corpus" / "dyte_v2.yaml"
    if not published.exists():
        pytest.skip("the corpus is not at hand")
    known = surface(Client(spec=str(ROOT / "spec" / "livestreams.yaml")))
    client = Client(
        spec=str(published),
        overlays=(ROOT / "spec" / "dyte.overlay.yaml",),
        include=("path:/livestreams*", "path:/meetings/*livestream*",
                 "path:/analytics/livestreams/overall", "path:/sessions/*livestream*"),
    )  # fmt: skip
    assert pipeline.read(client, None)[0].notes == []
    corrected = surface(client)
    names = {"ActiveLivestreamSession": "ActiveSession"}
    theirs = {m.route: renamed(m.result, names) for m in corrected.methods.values()}
    classes = {names.get(name, name): found for name, found in corrected.classes.items()}
    waiting: list[str] = []
    seen: set[str] = set()
    for method in known.methods.values():
        if method.kind == "operation":
            route = method.route.replace("/accounts/{account_id}/realtime/kit/{app_id}", "")
            assert theirs[route] == method.result
            waiting += named(method.result)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            assert same(classes[name], names) == same(known.classes[name], {})
            waiting += [n for p in known.classes[name].properties for n in named(p.shape)]
    assert len(seen) > 10
