"""Overlays: their changes, the places of new nodes, and the findings for mistakes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speccast import pipeline
from speccast.diff import sources
from speccast.reading import overlay
from speccast.reading.config import Client
from speccast.reading.diagnostics import SpecError
from speccast.reading.document import read
from speccast.reading.origins import Origins
from speccast.reading.overlay import json_path
from speccast.surface.shapes import class_names, renamed
from tests.support.places import ROOT, SHARED
from tests.support.reading import api, document, files
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.reading.document import Document
    from speccast.reading.json_value import Json
    from speccast.surface.symbols import Class, Surface


def overlaid(
    folder: Path, tree: dict[str, Any], *actions: dict[str, Any], version: str = "1.0.0"
) -> Document:
    """Apply actions to a document."""
    correction = {"overlay": version, "info": {"title": "o", "version": "1"}, "actions": actions}
    spec = files(folder, {"api.yaml": yaml.safe_dump(tree), "o.json": json.dumps(correction)})
    found = read(spec)
    overlay.apply(found, [folder / "o.json"])
    return found


@pytest.mark.quick
def test_updates_merge_and_lists_grow(tmp_path: Path) -> None:
    """Objects are merged, lists are concatenated, and an entry is appended to a selected list."""
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


def test_what_is_new_in_1_1(tmp_path: Path) -> None:
    """A node is copied, a list concatenated, a primitive value replaced; places are known."""
    found = overlaid(
        tmp_path,
        {
            **api(tags=["a"], info={"title": "t", "version": "1"}),
            "x-more": {"a": [1], "b": {"c": 2}},
        },
        {"target": "$.info.title", "update": "u"},
        {"target": "$.tags", "update": ["b", "c"]},
        {"target": "$.tags", "update": "d"},
        {"target": "$.info", "copy": "$['x-more']"},
        {"target": "$.tags", "copy": "$['x-more'].a"},
        {"target": "$.info.version", "copy": "$.info.b.c"},
        version="1.1.0",
    )
    assert found.root["info"] == {"title": "u", "version": 2, "a": [1], "b": {"c": 2}}
    assert found.root["tags"] == ["a", "b", "c", "d", 1]
    assert found.notes == []
    text = (tmp_path / "o.json").read_text()
    assert [found.location(f"#/{of}").file.rpartition("/")[2] for of in (
        "info/title", "tags/0", "tags/1", "tags/3", "info/b/c", "info/version",
    )] == ["o.json", "api.yaml", "o.json", "o.json", "api.yaml", "api.yaml"]  # fmt: skip
    place = found.location("#/tags/2")
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith('"c"')


@pytest.mark.parametrize(
    ("action", "code", "words"),
    [
        ({"target": "$.info.title", "update": "u"}, "overlay-target", "1.0"),
        ({"target": "$.tags", "update": [1]}, "overlay-target", "one entry"),
        ({"target": "$.info", "update": [1]}, "overlay-target", "an array cannot be merged"),
        ({"target": "$.info", "update": {"title": {}}}, "overlay-target", "replaces"),
        ({"target": "$", "update": {"info": None}}, "overlay-target", "is unchanged"),
        ({"target": "$['info', 'tags']", "update": {}}, "overlay-target", "different kinds"),
        ({"target": "$.info", "copy": "$.none"}, "overlay-no-match", "selects 0"),
        ({"target": "$.info", "copy": "$.*"}, "overlay-target", "selects"),
        ({"target": "$", "remove": True}, "overlay-target", "cannot be removed"),
        ({"target": "$.tags", "remove": "true"}, "overlay-field", "read as true"),
        ({"target": "$.tags", "remove": 1}, "overlay-field", "ignored"),
        ({"target": "$.tags", "removed": True}, "overlay-field", "`removed`"),
        ({"target": "$.tags", "udpate": {}}, "overlay-field", "`udpate`"),
        ({"target": "$.tags"}, "overlay-field", "neither"),
        ({"target": "$.info", "copy": "$.paths"}, "overlay-field", "1.1"),
        ({"target": "$.tags", "update": 1, "remove": True}, "overlay-field", "beside `remove`"),
        ({"target": "$.info", "update": {}, "copy": "$.paths"}, "overlay-field", "beside `update`"),
        ({"target": "$.tags", "update": 1, "description": 5}, "overlay-field", "text"),
    ],
)
def test_what_an_action_cannot_do_is_a_finding(
    tmp_path: Path, action: dict[str, Any], code: str, words: str
) -> None:
    """Each has its place in the overlay; the other actions are applied."""
    tree = api(tags=["a"], info={"title": "t", "version": "1"})
    last = {"target": "$", "update": {"x-last": 1}}
    found = overlaid(tmp_path, tree, action, last)
    assert found.root["x-last"] == 1
    assert any(note.code == code and words in note.message for note in found.notes)
    for note in found.notes:
        assert found.location(note.pointer).file.endswith("o.json")


def test_misspelt_names_have_a_suggestion(tmp_path: Path) -> None:
    """In the action, in the overlay itself and in its `info`."""
    files(tmp_path, {
        "api.json": api(tags=[]),
        "o.yaml": "overlay: 1.2.0\ninfo: {titel: t, version: '1'}\nextend: x\nactions:\n"
        "- {target: $.tags, updated: 1}\n",
    })  # fmt: skip
    done = speccast("lint", "api.json", "--overlay", "o.yaml", "--max", "0", folder=tmp_path)
    said = done.out + done.err
    for place, words in (
        ("1:10", "newer"), ("2:8", "did you mean `title`?"), ("3:1", "did you mean `extends`?"),
        ("5:20", "did you mean `update`?"),
    ):  # fmt: skip
        (line,) = (line for line in said.splitlines() if f"o.yaml:{place}: " in line)
        assert words in line or words in said.partition(line)[2][:300]


@pytest.mark.parametrize(
    ("path", "words", "hint"),
    [
        ("$.a[", "unexpected end of query at the end", ""),
        ("$.a[?@.b = 1]", "unexpected token '=' at character 10", "written =="),
        ("paths", "expected $, found a name at character 1", "begins with $"),
        ("$.paths./a", "unexpected token '/' at character 9", "brackets"),
        ("", "expected $, found the end at the end", "begins with $"),
    ],
)
def test_a_bad_path_is_explained(path: str, words: str, hint: str) -> None:
    """In words, with the character."""
    with pytest.raises(json_path.InvalidPathError) as caught:
        json_path.select(path, {})
    assert caught.value.message == words
    assert hint in caught.value.hint


VALUES = [True, 1, "x", None, [1], [True], 0, False, 2]


@pytest.mark.parametrize(
    ("condition", "selected"),
    [
        ("@.b > 0", [1, 8]),
        ("@.b >= true", [0]),
        ("@.b < 3", [1, 6, 8]),
        ("@.b <= false", [7]),
        ("@.b == true", [0]),
        ("@.b == 1", [1]),
        ("@.b == null", [3]),
        ("@.b <= null", [3]),
        ("@.b == $[4].b", [4]),
        ("@.b >= $[4].b", [4]),
        ("@.b < 'y'", [2]),
        ("@.c == length(@.c)", [*range(9)]),
        ("@.b != 1", [0, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_comparisons(condition: str, selected: list[int]) -> None:
    """RFC 9535, 2.3.5.2.2: numbers and strings are ordered, and true is not 1."""
    tree: Json = [{"b": value} for value in VALUES]  # type: ignore[dict-item]
    assert [keys[0] for keys in json_path.select(f"$[?{condition}]", tree)] == selected


def test_places_are_where_the_text_stands(tmp_path: Path) -> None:
    """New nodes have their place in the overlay; list items that move keep their place."""
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
    """An anchor may be used in two places; the overlay changes only the selected one."""
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
    """Removed items do not change the places of the others."""
    origins = Origins()
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
    """The refusal has a place."""
    (tmp_path / "o.yaml").write_text(text)
    with pytest.raises(SpecError) as caught:
        overlay.apply(document(json.dumps(api())), [tmp_path / "o.yaml"])
    assert caught.value.code == "invalid-overlay"
    assert caught.value.location is not None
    assert caught.value.location.file == str(tmp_path / "o.yaml")


def test_an_action_that_matches_nothing_is_told(tmp_path: Path) -> None:
    """It is a warning at the action, and `--fail-on` can end a build."""
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
    """Also with `--check` of an existing package."""
    files(tmp_path, {"api.json": api()})
    command = ("generate", "api.json", "-o", "out", "--package", "pets")
    assert speccast(*command, folder=tmp_path).code == 0
    done = speccast(*command, "--overlay", place, folder=tmp_path)
    assert done.code == 2
    assert place in done.err


def surface(client: Client) -> Surface:
    """Return the API as callers see it."""
    given_ = sources.load(client.spec, client)
    return given_.side(None).surface


def same(found: Class, names: dict[str, str]) -> object:
    """Return a class without its place and descriptions."""
    properties = [(p.name, p.wire, renamed(p.shape, names), p.required) for p in found.properties]
    return found.kind, found.members, properties


def test_the_published_endpoints_become_what_we_know() -> None:
    """The corrected document gives the same models for the same responses."""
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
            waiting += class_names(method.result)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            assert same(classes[name], names) == same(known.classes[name], {})
            waiting += [n for p in known.classes[name].properties for n in class_names(p.shape)]
    assert len(seen) > 10
