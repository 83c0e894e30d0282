"""`diff`: its verdicts are true, names are stable, and the page agrees.

The truth test: for each kind of change a small program is type-checked and run with the old
package and with the new one. A *breaking* change makes it fail, a *safe* one does not.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from speccast.diff.grouping import AS_PROPERTY
from speccast.diff.verdicts import KINDS, Verdict
from speccast.lower import lower
from speccast.lower.settings import Settings
from speccast.names.assign import assign
from speccast.reading.diagnostics import Diagnostics
from speccast.resolve import resolve
from speccast.surface.survey import survey
from tests.support.diff import edits
from tests.support.diff.cases import CASES, Case, documents
from tests.support.places import DOCS
from tests.support.reading import api, document, files
from tests.support.workspace import Done, speccast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speccast import ir

NIGHTLY = [pytest.param(seed, marks=pytest.mark.nightly) for seed in range(1, 13)]
PAGE = DOCS / "diff.md"
_RUNNER = """
import runpy, sys, traceback
for name in sys.argv[1:]:
    try:
        runpy.run_path(name)
    except BaseException:
        print("failed:", name)
        traceback.print_exc()
"""


@dataclass(frozen=True)
class Truth:
    """The results of the programs, and the output of `diff`."""

    failed: dict[str, set[str]]
    """The kinds of changes whose programs fail with the old and with the new package."""
    changes: list[dict[str, Any]]
    replaced: Done
    """The run that replaced the package."""
    told: str


def _failing(folder: Path, cases: Sequence[Case]) -> tuple[set[str], str]:
    """Type-check and run all programs with the package in a folder."""
    programs = [f"{case.resource}.py" for case in cases]
    for case in cases:
        (folder / f"{case.resource}.py").write_text(case.source)
    checked = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir=.cache",
         "--follow-imports=silent", *programs],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    run = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", _RUNNER, *programs],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = checked.stdout + checked.stderr + run.stdout + run.stderr
    failed = re.findall(r"^(\w+)\.py:\d+: error", checked.stdout, re.MULTILINE)
    failed += re.findall(r"^failed: (\w+)\.py", run.stdout, re.MULTILINE)
    return {name.replace("_", "-") for name in failed}, told


def tried(root: Path, cases: Sequence[Case], old: dict[str, Any], new: dict[str, Any]) -> Truth:
    """Generate both packages, and try all programs with each."""
    files(root, {"old.json": old, "new.json": new})
    options = ("--package", "api", "--no-tests")
    made = speccast("generate", "old.json", "-o", "old", *options, folder=root)
    assert made.code == 0, made.err
    shutil.copytree(root / "old", root / "new")
    replaced = speccast("generate", "new.json", "-o", "new", *options, folder=root)
    assert replaced.code == 0, replaced.err
    compared = speccast("diff", "old/api", "new/api", "--format", "json", folder=root)
    (before, told), (after, more) = _failing(root / "old", cases), _failing(root / "new", cases)
    changes = json.loads(compared.out)["changes"]
    return Truth({"old": before, "new": after}, changes, replaced, told + more)


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """Try the programs of all kinds of changes."""
    old, new = documents(CASES)
    new["servers"] = [{"url": "https://new.example.com"}]
    return tried(tmp_path_factory.mktemp("truth"), CASES, old, new)


def test_programs_are_right_with_the_old_package(truth: Truth) -> None:
    """Otherwise a later failure would prove nothing."""
    assert truth.failed["old"] == set(), truth.told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_verdicts_are_true(truth: Truth, case: Case) -> None:
    """`diff` finds the change at its place; the program fails if and only if it is breaking."""
    verdict = KINDS[case.kind].verdict
    assert case.kind in {
        change["kind"]
        for change in truth.changes
        if re.search(rf"\b({case.resource}|{case.prefix}\w*)\b|^Client", change["symbol"])
    }
    fails = case.kind in truth.failed["new"]
    if verdict is not Verdict.RISKY:
        assert fails == (verdict is Verdict.BREAKING), truth.told


def test_every_verdict_has_a_case() -> None:
    """The page shows each verdict as it is."""
    assert sorted(case.kind for case in CASES) == sorted(KINDS)
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    assert rows == [(kind, str(found.verdict), found.why) for kind, found in KINDS.items()]


def test_the_verdict_of_a_group_is_the_worst() -> None:
    """A harmless change does not hide a breaking one."""
    for one, other in AS_PROPERTY.items():
        assert KINDS[one].verdict is KINDS[other].verdict


@pytest.mark.parametrize("seed", [0, *NIGHTLY])
def test_random_edits(seed: int, tmp_path: Path) -> None:
    """A program that uses the whole API fails if and only if an edit is called breaking."""
    drawn = edits.cases(seed, 60)
    found = tried(tmp_path, drawn, *documents(drawn))
    assert found.failed["old"] == set(), found.told
    breaking = {
        case.kind
        for case in drawn
        for change in found.changes
        if change["verdict"] == "breaking"
        and re.search(rf"\b({case.resource}|{case.prefix}\w*)\b", change["symbol"])
    }
    assert breaking == found.failed["new"], found.told
    assert 0 < len(breaking) < len(drawn)


def test_generate_summarises_changes_in_a_line(truth: Truth) -> None:
    """It does so when it replaces a package."""
    assert re.search(r"\d+ breaking, .* raise the major version", truth.replaced.err)


WORDS = st.sampled_from(["pet", "Pet", "pets", "petList", "pet_list", "list", "id", "Id", "class"])
RIVALS = st.sampled_from(["pet", "Pet", "petList", "pet_list", "id", "Id"])
"""Names of properties: each has another one that makes the same attribute."""
SHAPES = st.sampled_from([{"type": "string"}, {"type": "integer"}, {"type": "object"}])
REFERENCE = "#/components/schemas/"
PARAMETERS = st.sets(st.tuples(WORDS, st.sampled_from(["query", "header"])), max_size=3).map(
    lambda found: [
        {"name": name, "in": place, "schema": {"type": "string"}} for name, place in sorted(found)
    ]
)
"""Parameters of an operation, with names that collide."""


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    """Draw component schemas, with names that collide."""
    models = st.fixed_dictionaries({
        "type": st.just("object"), "properties": st.dictionaries(RIVALS, SHAPES, max_size=4),
    })  # fmt: skip
    values = st.lists(WORDS, min_size=2, max_size=4, unique=True)
    enums = st.fixed_dictionaries({"type": st.just("string"), "enum": values})
    return draw(st.dictionaries(WORDS, models | enums, min_size=1, max_size=4))


@st.composite
def operations(draw: st.DrawFn, known: list[str]) -> dict[str, Any]:
    """Draw operations that use schemas, with names that collide."""
    found: dict[str, Any] = {}
    for path in draw(st.lists(WORDS, min_size=1, max_size=4, unique=True)):
        result = {"$ref": REFERENCE + draw(st.sampled_from(known))}
        operation: dict[str, Any] = {
            "tags": [draw(WORDS)],
            "parameters": draw(PARAMETERS),
            "responses": {"200": {"description": "d", "content": {
                "application/json": {"schema": result}}}},
        }  # fmt: skip
        if draw(st.booleans()):
            operation["operationId"] = draw(WORDS)
        found[f"/{path}"] = {draw(st.sampled_from(["get", "post"])): operation}
    return found


@st.composite
def grown(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a document, and the same with additions in front of the existing parts."""
    declared, more = draw(schemas()), draw(schemas())
    paths = draw(operations(list(declared)))
    merged = {**more, **declared}
    further = draw(operations(list(merged)))
    for name, schema in declared.items():
        added = more.get(name, {})
        properties = {**added.get("properties", {}), **schema.get("properties", {})}
        values = list(dict.fromkeys([*added.get("enum", []), *schema.get("enum", [])]))
        merged[name] = {**schema, "properties": properties} if "properties" in schema else schema
        if "enum" in schema:
            merged[name] = {**schema, "enum": values}
    widened = {path: _widened(item, draw(PARAMETERS)) for path, item in paths.items()}
    old = api(paths=paths, components={"schemas": declared})
    return old, api(paths={**further, **widened}, components={"schemas": merged})


def _widened(item: dict[str, Any], more: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a path item with additional parameters in front of the existing ones."""
    [(method, operation)] = item.items()
    known = {(each["name"], each["in"]) for each in operation["parameters"]}
    added = [each for each in more if (each["name"], each["in"]) not in known]
    return {method: {**operation, "parameters": [*added, *operation["parameters"]]}}


def lowered(tree: dict[str, Any]) -> ir.Api:
    """Lower a document."""
    found = Diagnostics()
    return lower(resolve(document(json.dumps(tree)), found), Settings(), found)


def names_of(of: ir.Api, previous: Any) -> tuple[dict[tuple[str, ...], str], Any]:  # noqa: ANN401 - a record
    """Return the names of all things, and the record for the next run."""
    given_names = assign(of, "api", previous, {}, Diagnostics())
    surface = survey(of, given_names, "all")
    called: dict[tuple[str, ...], str] = {}
    for method in surface.methods.values():
        called["method", method.route] = method.symbol
        for argument in method.arguments:
            key = ("argument", method.route, argument.place, argument.wire)
            called[key] = argument.name
    for class_ in surface.classes.values():
        called["class", class_.key] = class_.name
        called |= {("property", class_.key, p.wire): p.name for p in class_.properties}
        called |= {("member", class_.key, value): name for name, value in class_.members}
    return called, given_names.manifest_names


def moved_names(old: ir.Api, new: ir.Api, forgotten: str = "") -> tuple[Any, ...]:
    """Return the names that changed, and all names before and after.

    Args:
        old: the API of the existing package.
        new: the API of the package that replaces it.
        forgotten: a part of the record that is lost.

    """
    before, record = names_of(old, None)
    kept = {
        scope: names for scope, names in record.items() if scope.removeprefix("plain_") != forgotten
    }
    after, _ = names_of(new, json.loads(json.dumps(kept)))
    found = {
        key: (name, after[key]) for key, name in before.items() if after.get(key, name) != name
    }
    return found, before, after


@given(grown())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_additions_rename_nothing(documents_: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """With the record of the old package, each existing thing keeps its name."""
    old, new = documents_
    moved, before, after = moved_names(lowered(old), lowered(new))
    assert moved == {}
    routes = {f"{m.upper()} {p}" for p, item in old["paths"].items() for m in item}
    kept = {f"{m.upper()} {p}" for p in old["paths"] for m in new["paths"][p]}
    assert {key for key in before if key[0] == "method" and key not in after} == {
        ("method", route) for route in routes - kept
    }


def test_the_property_needs_the_whole_record() -> None:
    """Without any part of the record there is a document whose names change."""
    parts = {"classes", "operations", "arguments", "attributes", "members"}

    def needs_the_last_part(pair: tuple[dict[str, Any], dict[str, Any]]) -> bool:
        old, new = map(lowered, pair)
        parts.difference_update([part for part in parts if moved_names(old, new, part)[0]])
        return not parts

    sample = settings(
        max_examples=2000,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    find(grown(), needs_the_last_part, settings=sample)


def test_git_revisions(tmp_path: Path) -> None:
    """A document of a revision is compared with the files that it references there."""
    files(tmp_path, {
        "v/api.json": api(paths={"/pets": {"$ref": "paths.json#/pets"}}),
        "v/paths.json": {"pets": {"get": {"operationId": "a", "responses": {}}}},
    })  # fmt: skip
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "m"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)  # noqa: S603 - ourselves
    (tmp_path / "v/paths.json").write_text('{"pets": {"put": {"responses": {}}}}')
    done = speccast("diff", "git:HEAD:v/api.json", "v/api.json", "--fail-on", "breaking",
                    folder=tmp_path)  # fmt: skip
    assert done.code == 1
    assert "  Method removed. Calls of it fail.\n    client.pets" in done.out
    assert "(git:HEAD:v/paths.json:1:" in done.out
    assert speccast("diff", "git:--help:x", "v/api.json", folder=tmp_path).code == 2


def test_a_method_on_another_path(tmp_path: Path) -> None:
    """A removed method names its likely replacement, unless there are two or the verb differs."""

    def call(verb: str, name: str) -> dict[str, Any]:
        return {verb: {"operationId": name, "tags": [name[4:]], "responses": {}}}

    files(tmp_path, {
        "old.json": api(paths={
            "/shops/{shop}/pets/{id}": call("get", "readPets"),
            "/cats": call("get", "readCats"),
            "/dogs": call("put", "saveDogs"),
        }),
        "new.json": api(paths={
            "/animals/{id}": call("get", "findAnimals"),
            "/pets/{id}": call("get", "findPets"),
            "/felines": call("get", "findFelines"),
            "/canines": call("post", "makeCanines"),
        }),
    })  # fmt: skip
    told = speccast("diff", "old.json", "new.json", folder=tmp_path).out
    assert "GET /shops/{shop}/pets/{id}; perhaps now client.pets.find, GET /pets/{id} (" in told
    assert "GET /cats; perhaps now client.felines.find, GET /felines (" in told
    assert "client.dogs.save: PUT /dogs (" in told


def shared(limit: str, *more: str) -> str:
    """Return a document with forty methods that share a parameter and a body."""
    properties = {name: {"type": "string"} for name in ("name", *more)}
    pet = {"type": "object", "properties": properties}
    body = {"content": {"application/json": {"schema": {"$ref": f"{REFERENCE}Pet"}}}}
    parameters = [{"$ref": "#/components/parameters/limit"}]
    call: dict[str, Any] = {"parameters": parameters, "requestBody": body, "responses": {}}
    parameter = {"name": "limit", "in": "query", "schema": {"type": limit}}
    components: dict[str, Any] = {"schemas": {"Pet": pet}, "parameters": {"limit": parameter}}
    paths: dict[str, Any] = {f"/a{number}": {"post": call} for number in range(40)}
    return json.dumps(api(paths=paths, components=components))


def test_one_entry_for_one_cause(tmp_path: Path) -> None:
    """A change at one place that affects forty methods is one entry, also in Markdown."""
    files(tmp_path, {"old.json": shared("string"), "new.json": shared("integer", "tag", "age")})
    told = speccast("diff", "old.json", "new.json", folder=tmp_path).out
    methods = [f"client.a{number}.create" for number in range(6)]
    limits = ", ".join(f"{method}(limit)" for method in methods)
    expected = f"""\
t: 1 to 1

Breaking: correct programs now fail

  Argument narrowed. Values that were accepted are refused.
    {limits} and 34 more: str -> int (new.json)

Safe: no change needed

  Argument added. Calls without it behave as before.
    {", ".join(methods)} and 34 more: tag, age (new.json)

40 breaking and 80 safe changes for callers: raise the major version.
"""
    assert re.sub(r":1:\d+\)", ")", told) == expected
    notes = speccast("diff", "old.json", "new.json", "--format", "markdown", folder=tmp_path).out
    assert "**Argument narrowed.** Values that were accepted are refused." in notes
    assert notes.startswith("## t: 1 to 1\n\n### Breaking")
    assert "`client.a39.create(limit)`: `str -> int` (`new.json:1`)" in notes
    assert "`client.a39.create`: `tag`, `age` (`new.json:1`)" in notes
    assert " more" not in notes


def test_report_has_a_title_and_paths_of_the_repository(tmp_path: Path) -> None:
    """The title names both documents; paths are relative to the root, as code hosts need."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "sub"
    folder.mkdir()
    new = json.loads(shared("integer"))
    new["info"] = {"title": "Shop_*new*", "version": "2.0"}
    files(folder, {"old.json": shared("string"), "new.json": json.dumps(new)})
    diff = ["diff", "old.json", "new.json", "--format"]
    assert speccast(*diff, "text", folder=folder).out.startswith("Shop_*new*: t 1 to 2.0\n\n")
    notes = speccast(*diff, "markdown", folder=folder).out
    assert notes.startswith(r"## Shop\_\*new\*: t 1 to 2.0")
    assert "(`sub/new.json:1`)" in notes
    assert "file=sub/new.json,line=1" in speccast(*diff, "github", folder=folder).out


def test_nothing_is_written_when_it_would_break(tmp_path: Path) -> None:
    """`--fail-on breaking`: exit code 1, and the old package stays."""
    pets: dict[str, Any] = {"get": {"operationId": "a", "responses": {}}}
    files(tmp_path, {"api.json": api(paths={"/pets": pets})})
    options = ("generate", "api.json", "-o", "out", "--package", "p", "--fail-on", "breaking")
    assert speccast(*options, folder=tmp_path).code == 0
    manifest = (tmp_path / "out/p/_manifest.json").read_bytes()
    files(tmp_path, {"api.json": api(paths={"/cats": pets})})
    done = speccast(*options, folder=tmp_path)
    assert (done.code, (tmp_path / "out/p/_manifest.json").read_bytes()) == (1, manifest)
    assert "1 breaking" in done.err
    done = speccast(*options, "--format", "github", folder=tmp_path)
    assert done.code == 1
    assert done.out.startswith("::error file=api.json::1 breaking")
    [client] = json.loads(speccast(*options, "--format", "json", folder=tmp_path).out)["clients"]
    assert (client["refused"], client["unchanged"]) == (True, False)


def test_a_change_of_the_positional_rule(tmp_path: Path) -> None:
    """A positional argument that becomes a keyword breaks calls, with the same document."""
    path = "/shelves/{shelf}/books/{book}"
    parameters: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("shelf", "book")
    ]
    get: dict[str, Any] = {"operationId": "getBook", "parameters": parameters, "responses": {}}
    whole = api(servers=[{"url": "https://api.test"}], paths={path: {"get": get}})
    (tmp_path / "api.json").write_text(json.dumps(whole))
    for rule in ("all", "last"):
        done = speccast(
            "generate", "api.json", "-o", rule, "--positional", rule, "--package", "books",
            folder=tmp_path,
        )  # fmt: skip
        assert done.code == 0, done.err
    told = speccast("diff", "all/books", "last/books", "--format", "json", folder=tmp_path).out
    [change] = json.loads(told)["changes"]
    assert (change["kind"], change["verdict"]) == ("argument-moved", "breaking")
    assert "(shelf)" in change["symbol"]
