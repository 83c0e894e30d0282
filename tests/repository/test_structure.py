"""Rules for the source: imports between modules, sizes, documentation.

Each rule has its exceptions in a table here, with a reason; one that is no longer needed fails.
"""

from __future__ import annotations

import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.places import ROOT, SOURCE, TEMPLATES
from tests.support.structure import (
    circles,
    edges,
    functions,
    imported_modules,
    lines,
    loaded_modules,
    modules,
    tracked,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.quick

RULES: Final[Mapping[str, str]] = {
    "reading": "",
    "testing": "reading",
    "ir": "",
    "resolve": "reading",
    "lower": "ir reading resolve",
    "names": "ir reading",
    "views": "ir names reading",
    "printing": "ir names reading resolve views",
    "output": "reading",
    "surface": "ir names views",
    "pipeline": "ir lower names printing reading resolve surface testing views",
    "diff": "ir names output pipeline reading surface",
    "migrate": "diff lower reading surface",
    "commands": "diff ir migrate output pipeline reading surface views",
}
"""The other stages that each stage imports. They are in order: no stage imports a later one."""
ROOMS: Final[Mapping[str, str]] = {
    "reading/config": "",
    "reading/formats": "",
    "reading/overlay": "",
    "resolve/repairs": "",
    "resolve/swagger": "repairs",
    "lower/naming": "",
    "lower/schemas": "naming",
    "lower/operations": "naming schemas",
    "lower/completion": "naming operations schemas",
    "views/python": "",
    "views/models": "python",
    "views/operations": "python",
    "views/client": "operations python",
    "views/tests": "operations python",
    "views/package": "client models operations python tests",
}
"""The other folders that each folder of a stage imports, in order."""
CIRCLES: Final[Mapping[str, str]] = {
    "choices examples keywords leaves schemas strategies validity": (
        "values, and whether they fit, recurse"
    ),
}
"""Modules of `testing/` that import each other deliberately."""
MOST_IN_CIRCLE: Final = 22
"""The modules of the runtime that import each other in functions and for types."""
LIBRARIES: Final[Mapping[str, str]] = {
    "click": "commands",
    "jinja2": "printing",
    "openapi_pydantic": "resolve",
    "rich": "commands",
    "ruff": "printing",
    "yaml": "reading",
    "yaml_rs": "reading",
}
"""The stages that may import a library."""

PRINTING: Final[Mapping[str, str]] = {
    "reading/config/schema.py": "a command for those who work on speccast",
    "testing/imports.py": "what another interpreter runs",
    "commands/parallel.py": "a run that waits for another one says so at once",
    "views/reference.py": "an example on the page of methods prints",
}
"""The modules that print, besides the command line."""
LONG_MODULES: Final[Mapping[str, str]] = {}
LONG_FUNCTIONS: Final[Mapping[str, str]] = {
    "generator/speccast/names/assign.py:assign": "one line for each namespace",
    "generator/speccast/resolve/__init__.py:resolve": "one line for each step",
}
LONG_TEMPLATES: Final[Mapping[str, str]] = {}
LAYERS: Final = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")} - {"nightly"}
MODULE, FUNCTION, TEMPLATE = 300, 40, 80
"""The largest number of lines."""


@pytest.mark.parametrize("stage", RULES)
def test_imports(stage: str) -> None:
    """A stage imports only earlier stages."""
    assert edges()[stage] == set(RULES[stage].split())


def test_stages_are_in_order() -> None:
    """No stage imports a later one, and the table has all stages."""
    order = list(RULES)
    for stage, allowed in RULES.items():
        assert all(order.index(name) < order.index(stage) for name in allowed.split()), stage
    assert {module.stage for module in modules()} == {*order, "speccast", "__main__"}


def test_no_modules_import_each_other() -> None:
    """Modules do not import each other in a circle, except deliberately."""
    assert circles(imported_modules()) == [
        {f"speccast.testing.{name}" for name in group.split()} for group in CIRCLES
    ]


def test_the_runtime_is_loaded_without_circles() -> None:
    """No module of the runtime imports itself, however long the way, when it is loaded."""
    graph = loaded_modules(TEMPLATES / "runtime")
    assert "request" in graph["prepare"]
    assert circles(graph) == []


def test_the_types_of_the_runtime_have_one_circle() -> None:
    """Only models, errors, requests and the core of a client know each other's types."""
    (circle,) = circles(loaded_modules(TEMPLATES / "runtime", later=True))
    assert {"model", "decoding", "errors", "request", "core"} <= circle
    assert len(circle) <= MOST_IN_CIRCLE


@pytest.mark.parametrize("room", ROOMS)
def test_folders(room: str) -> None:
    """A folder of a stage imports only earlier ones."""
    stage, _, folder = room.partition("/")
    prefix = f"speccast.{stage}."
    known = {
        other.removeprefix(prefix).split(".")[0]
        for name, others in imported_modules().items()
        if name == prefix + folder or name.startswith(f"{prefix}{folder}.")
        for other in others
        if other.startswith(prefix)
    }
    folders = {other.partition("/")[2] for other in ROOMS if other.startswith(f"{stage}/")}
    assert known & folders - {folder} == set(ROOMS[room].split())


def test_only_the_entry_points_import_the_commands() -> None:
    """The Python API and `python -m speccast` are thin layers over the commands."""
    users = {stage for stage, known in edges().items() if "commands" in known}
    assert users == {"speccast", "__main__"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries(library: str) -> None:
    """A library is imported in one stage, so that it can be replaced there."""
    users = {
        module.stage
        for module in modules()
        if any(name.split(".")[0] == library for name in module.imports())
    }
    assert users == {LIBRARIES[library]}


def test_nothing_is_printed_below_the_command_line() -> None:
    """Stages return findings, and the command line prints them."""
    printing = re.compile(r"(?<![\w.])print\(|sys\.std(out|err)")
    users = {
        module.path.relative_to(SOURCE).as_posix()
        for module in modules()
        if printing.search(module.path.read_text("utf-8"))
    }
    assert {path for path in users if not path.startswith("commands/cli/")} == PRINTING.keys()


def test_modules_are_short() -> None:
    """A module is short enough to be read at once."""
    ours = [module.path for module in modules()]
    found = [path for path in [*ours, *_runtime()] if lines(path) > MODULE]
    assert sorted(map(_shown, found)) == sorted(LONG_MODULES)


def test_functions_are_short() -> None:
    """A function does one thing."""
    paths = [*(module.path for module in modules()), *_runtime()]
    found = [
        f"{_shown(path)}:{name}"
        for path in paths
        for name, length in functions(path)
        if length > FUNCTION
    ]
    assert sorted(found) == sorted(LONG_FUNCTIONS)


def test_templates_are_short() -> None:
    """A template renders from top to bottom and makes no decisions."""
    found = [path for path in TEMPLATES.rglob("*.jinja") if lines(path) > TEMPLATE]
    assert sorted(map(_shown, found)) == sorted(LONG_TEMPLATES)


def test_templates_name_their_view() -> None:
    """The first line of a template describes its output, unless the template has no View."""
    for path in TEMPLATES.rglob("*.jinja"):
        text = path.read_text("utf-8")
        if "view." in text:
            view = re.match(r"\{# (\w+View): [^\n]+ #\}\n", text)
            assert view, _shown(path)
            assert _is_class(view[1]), _shown(path)


def test_codes_are_documented() -> None:
    """Each code of a diagnostic is in the tables of the page, and no other."""
    readme = (ROOT / "generator" / "docs" / "diagnostics.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?) \|", readme, re.MULTILINE)
    documented = {code for row in rows for code in re.findall(r"`([a-z0-9.-]+)`", row)}
    emitted = {code for module in modules() for code in module.codes()}
    text = "".join(module.path.read_text("utf-8") for module in modules())
    assert emitted - documented == set()
    assert {code for code in documented if _is_code(code) and f'"{code}"' not in text} == set()


def test_the_tour_names_existing_files() -> None:
    """Each path with a folder in the table of changes exists."""
    tour = (ROOT / "generator" / "README.md").read_text("utf-8")
    table = tour.partition("## Where to change what")[2].partition("\n## ")[0]
    named = re.findall(r"`([\w.]+/[\w./]*|\w+\.py)`", table)
    assert len(named) > 10
    assert [
        name for name in named if not ((SOURCE / name).exists() or (ROOT / name).exists())
    ] == []


def test_no_trace_of_a_machine() -> None:
    """No file names the machine or the tools that it was written with."""
    words = [
        "".join(parts)
        for parts in (
            ("/wo", "rk/"),
            ("/ro", "ot/"),
            ("cla", "ude"),
            ("anthr", "opic"),
            ("chat", "gpt"),
            ("language", " model"),
            ("ai", " assistant"),
            ("coding", " agent"),
        )
    ]
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    found: list[str] = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{_shown(path)}: {hit[0]}" for hit in pattern.finditer(text)]
    assert found == []


def test_committed_files_are_ours() -> None:
    """No caches are committed, and no file that git should ignore."""
    ignored = subprocess.run(
        ["git", "ls-files", "-ci", "--exclude-standard"],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ignored.stdout == ""


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_each_layer_has_quick_tests(layer: str) -> None:
    """So `-m quick` finds a mistake in any of them."""
    modules = (ROOT / "tests" / layer).glob("test_*.py")
    assert any("mark.quick" in path.read_text("utf-8") for path in modules)


def _runtime() -> list[Path]:
    return sorted((TEMPLATES / "runtime").rglob("*.py"))


def _is_class(name: str) -> bool:
    return f"class {name}(Struct, frozen=True):" in _views()


@cache
def _views() -> str:
    return "".join(path.read_text("utf-8") for path in (SOURCE / "views").rglob("*.py"))


def _is_code(name: str) -> bool:
    return "-" in name


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
