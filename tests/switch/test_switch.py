"""Switching from Stainless: the written files, refusals, and what callers keep."""

from __future__ import annotations

import copy
import shutil
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from msgspec.structs import replace

from speccast.migrate import api_md, plan, stainless
from speccast.migrate.actions import Action
from speccast.migrate.corrections import Corrections
from speccast.migrate.naming import Pin
from speccast.migrate.target import Target
from speccast.migrate.texts import overlay, toml
from speccast.reading import document
from speccast.reading.diagnostics import SpeccastError
from tests.support.judging import is_array, is_object
from tests.support.places import SHARED
from tests.support.workspace import finished, speccast, start
from tests.switch.cases import CASES, GIVEN, WRITTEN, expected, run
from tests.switch.measuring import measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SWITCH = SHARED / "switch"
SDKS = sorted(path.parent for path in SWITCH.glob("*/sdk.json"))
SHARES = {"calls": 0.95, "models": 0.80, "results": 0.75}
"""The least shares that an SDK's callers keep."""
WHOLE = CASES / "whole"
EMPTY = plan.plan(stainless.read({}), api_md.Listing(), Target({}))
"""The plan of an empty configuration."""


@pytest.mark.skipif(not SDKS, reason="../shared/switch is not at hand")
@pytest.mark.parametrize("sdk", SDKS, ids=lambda path: path.name)
def test_shares(sdk: Path, tmp_path: Path) -> None:
    """Calls bind as in the SDK; models and results keep their names."""
    shares = measure(sdk, tmp_path)
    assert {kind: share for kind, share in SHARES.items() if shares[kind] < share} == {}, shares


@pytest.mark.quick
@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_case(case: Path, tmp_path: Path) -> None:
    """The result is that of the folder."""
    assert run(case, tmp_path) == expected(case)


@pytest.mark.parametrize("name", ["whole", "documented"])
def test_the_result_is_complete(name: str, tmp_path: Path) -> None:
    """The package is generated without a finding; a second `init` overwrites nothing."""
    run(CASES / name, tmp_path)
    done = speccast("generate", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    again = speccast("init", "--from", "stainless.yml", folder=tmp_path)
    assert again.code == 2
    assert "exists already" in again.err


def test_a_users_own_module_is_kept(tmp_path: Path) -> None:
    """A module beside the package is not touched, and its class derives from the new client."""
    run(WHOLE, tmp_path)
    own = tmp_path / "generated" / "mine.py"
    text = "from bookshop import BookShopAPI\n\n\nclass Shop(BookShopAPI):\n    mine = True\n"
    use = "from mine import Shop; print(Shop(api_key='k').copy(timeout=1).mine, hasattr(Shop, 'X'))"
    path = {"PYTHONPATH": str(tmp_path / "generated")}
    for _ in range(2):
        assert speccast("generate", "--force", folder=tmp_path).code == 0
        own.write_text(text, "utf-8")
        assert speccast("generate", folder=tmp_path).code == 0
        assert own.read_text("utf-8") == text
        done = finished(start([sys.executable, "-c", use], tmp_path, **path))
        assert (done.code, done.out) == (0, "True False\n"), done.err
        spec = tmp_path / "spec.yaml"
        spec.write_text(spec.read_text("utf-8").replace("Adds a book.", "Adds one."), "utf-8")


def test_partial(tmp_path: Path) -> None:
    """It continues, names the omitted parts, and runs no code of a configuration."""
    case = CASES / "refused"
    found = run(case, tmp_path, "--partial")
    refused = expected(case)["stderr.txt"].splitlines()[:-1]
    assert [line for line in found["stdout.txt"].splitlines() if line in refused] == refused
    given = {name for name in GIVEN if (case / name).exists()}
    assert {path.name for path in tmp_path.iterdir()} == given | set(WRITTEN)
    [client] = tomllib.loads(found["speccast.toml"])["client"]
    assert client["client-class"] == "TouchOwnedImportOs"


def test_a_method_that_only_api_md_lists(tmp_path: Path) -> None:
    """It is reported as lost, with its replacement."""
    for name in GIVEN:
        shutil.copy(WHOLE / name, tmp_path)
    path = tmp_path / "api.md"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if 'title="get /v1/shelves"' in line)
    lines.insert(at, lines[at].replace(">list<", ">browse<"))
    path.write_text("".join(lines), "utf-8")
    options = ["--from", "stainless.yml", "--spec", "spec.yaml", "--api-md", "api.md"]
    done = speccast("init", *options, folder=tmp_path)
    assert done.code == 0
    assert "callers of client.shelves.browse call client.shelves.list" in done.out + done.err
    assert "7 of 8 methods are called as before (87.5%)" in done.out


def test_results_that_were_taken_out_of_an_envelope(tmp_path: Path) -> None:
    """The report names the field, and counts them; `api.md` is read where the configuration is."""
    for name in GIVEN:
        shutil.copy(WHOLE / name, tmp_path)
    path = tmp_path / "stainless.yml"
    settings = "settings: {license: MIT, unwrap_response_fields: [pages]}"
    path.write_text(path.read_text("utf-8").replace("settings: {license: MIT}", settings), "utf-8")
    path = tmp_path / "api.md"
    path.write_text(
        path.read_text("utf-8").replace(">Book</a></code>", ">Pages</a></code>"), "utf-8"
    )
    done = speccast("init", "--from", "stainless.yml", folder=tmp_path)
    assert done.code == 0, done.err
    assert "client.books.create: Book, was Pages, which is its `pages`" in done.out
    assert "6 kept, 1 with another type (of which 1 return the envelope), 0 lost" in done.out
    assert "api.md: used as the list of methods, since it is beside stainless.yml" in done.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "gone.yml"], "gone.yml: there is no such file"),
        (["--from", "spec.yaml"], "has no `resources`"),
        (["--partial"], "--api-md and --partial are for --from"),
        (
            ["--from", "stainless.yml", "spec.yaml", "stainless.yml"],
            "there are 2 OpenAPI documents",
        ),
    ],
)
def test_usage(options: list[str], message: str, tmp_path: Path) -> None:
    """Wrong usage is one message."""
    for name in GIVEN:
        (tmp_path / name).write_text((WHOLE / name).read_text("utf-8"), "utf-8")
    done = speccast("init", *options, folder=tmp_path)
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "speccast.toml").exists()


JUNK: tuple[Any, ...] = (None, True, 7, "", "x", [], ["x"], [None], {}, {"x": {"y": None}})


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - YAML
    """Yield the keys that lead to each node."""
    yield path
    members: list[tuple[Any, Any]] = []
    if is_object(node):
        members = [*node.items()]
    elif is_array(node):
        members = [*enumerate(node)]
    for key, value in members:
        yield from places(value, (*path, key))


def test_any_part_may_have_another_type() -> None:
    """A part of the configuration with another type is an error message, or reads as empty."""
    tree = yaml.safe_load((WHOLE / "stainless.yml").read_text("utf-8"))
    listed = api_md.read((WHOLE / "api.md").read_text("utf-8"))
    spec = (WHOLE / "spec.yaml").read_bytes()
    for path in [path for path in places(tree) if path]:
        for junk in JUNK:
            changed = copy.deepcopy(tree)
            node = changed
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = junk
            source = document.read("-", stdin=spec)
            try:
                config = stainless.read(changed)
                Corrections(config, source)
                plan.plan(config, listed, Target(source.root))
            except SpeccastError:
                pass  # one message
            except Exception as error:
                error.add_note(f"{path}: {junk!r}")
                raise


@pytest.mark.parametrize(
    "text", ["\x7f", "\x85\x9f", "😀", "\u2028", "\ufeff", '"\\#\n', "é: [x] # y"]
)
def test_any_text_is_written(text: str) -> None:
    """The readers of both formats read each text back unchanged."""
    written = overlay("It", [Action("$.info", text, "#/x", {text: [text]})], lambda _: "line")
    action = {"target": "$.info", "description": f"{text} (line)", "update": {text: [text]}}
    assert document.read("-", stdin=written.encode()).root["actions"] == [action]
    pin = Pin(text, text, "")
    planned = replace(EMPTY, names=(pin,), exclude=(text,), environments=((text, text),))
    config = tomllib.loads(toml(planned, text, "out", overlay=False, line=str))["client"][0]
    assert (config["spec"], config["exclude"]) == (text, [text])
    assert (config["names"], config["environments"]) == ({text: text}, {text: text})


def test_without_api_md() -> None:
    """Results and items have the names that Stainless gives them; pages are found by shape."""
    config = stainless.read(yaml.safe_load((WHOLE / "stainless.yml").read_text("utf-8")))
    source = document.read(str(WHOLE / "spec.yaml"))
    Corrections(config, source)
    planned = plan.plan(config, api_md.Listing(), Target(source.root))
    names = {pin.key.rpartition("/")[2]: pin.name for pin in planned.names}
    assert names["Shelf"] == "ShelfListResponse"
    assert names["Answer"] == "AssistantInquireResponse"
    assert names["schema"] == "PageGetResponse"
    assert [(each.key, each.value) for each in planned.extensions][3:] == [
        ("GET /v1/shelves", "id_page"),
        ("GET /v1/archive", "url_page"),
        ("POST /v1/shelves", "shelf"),
    ]
