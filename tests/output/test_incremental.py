"""A run reuses parts of the last one, and the bytes are those of a full run.

Real documents are edited at random, step by step. After each step the package is made from the
last one's, from the last one's without taking anything of it, and, where only words changed, from
nothing; all are the same, byte for byte.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING, Any

import pytest

from speccast.commands import generation
from speccast.commands.job import Job, gc_disabled
from speccast.output import manifest
from speccast.output.outcome import Mode
from speccast.printing import gate_tree
from speccast.reading import disk
from speccast.reading.config import Client
from speccast.views.fingerprints import PreviousRun
from tests.support.random_edits import DOCUMENTS, EDITS, load, words
from tests.support.workspace import snapshot, speccast

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.output.outcome import Outcome

ROOT = Path(__file__).parents[2]
STEPS = 4
UNCACHED = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
"""No bytecode is written, because a changed folder of speccast would count as another build."""


def generate_package(spec: Path, out: Path, mode: Mode = Mode.WRITE) -> Outcome:
    """Generate in this process, without the fast path of a run without work."""
    client = Client(spec=str(spec), output=out, package="api", lenient=True)
    with gc_disabled():
        return generation.generate_package(Job(client=client, mode=mode), lambda: None)


@pytest.fixture
def make_anew(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Path], Outcome]:
    """Return a `generate_package` that reuses nothing of earlier runs."""

    def nothing(*_: object) -> PreviousRun:
        return PreviousRun()

    def anew(spec: Path, out: Path) -> Outcome:
        with monkeypatch.context() as patch:
            patch.setattr(generation, "reusable", nothing)
            return generate_package(spec, out)

    return anew


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_bytes_are_those_of_a_full_run(
    name: str, tmp_path: Path, make_anew: Callable[[Path, Path], Outcome]
) -> None:
    """After each of several random edits."""
    tree, chance = load(name), random.Random(name)  # noqa: S311 - a test
    spec, out = tmp_path / "spec.json", tmp_path / "out"
    spec.write_text(json.dumps(tree))
    generate_package(spec, out)
    for step in range(STEPS):
        edit = chance.choice(EDITS)
        edit(tree, chance)
        spec.write_text(json.dumps(tree))
        again, new = tmp_path / f"again{step}", tmp_path / f"new{step}"
        shutil.copytree(out, again)
        change = generate_package(spec, out).change
        assert change == make_anew(spec, again).change, edit.__name__
        found = [snapshot(out), snapshot(again)]
        if edit is words and not step:
            make_anew(spec, new)
            found.append(snapshot(new))
        different = [
            path
            for other in found[1:]
            for path in found[0].keys() | other.keys()
            if found[0].get(path) != other.get(path)
        ]
        assert different == [], edit.__name__
        assert not generate_package(spec, out, Mode.CHECK).differences
        shutil.rmtree(again)
    tree = load(name)  # and back in one step
    spec.write_text(json.dumps(tree))
    again = tmp_path / "back"
    shutil.copytree(out, again)
    generate_package(spec, out)
    make_anew(spec, again)
    assert snapshot(out) == snapshot(again)


def test_only_changed_files_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed description prints one file; a new property those that show it."""
    tree = load("livestreams")
    spec, out = tmp_path / "spec.json", tmp_path / "out"
    spec.write_text(json.dumps(tree))
    generate_package(spec, out)
    checked: list[str] = []
    check = gate_tree.check_module

    def noting(path: str, *rest: Any) -> None:  # noqa: ANN401 - as the gate takes them
        checked.append(path)
        check(path, *rest)

    monkeypatch.setattr("speccast.printing.gate.check_module", noting)
    schema = tree["components"]["schemas"]["Livestream"]
    schema["description"] = "Another description."
    spec.write_text(json.dumps(tree))
    outcome = generate_package(spec, out)
    assert checked == ["api/models/livestream.py"]
    assert outcome.change == "nothing changes for callers"
    assert {item.path for item in outcome.differences} == {
        "api/models/livestream.py",
        "api/_spec.json",
        "api/_manifest.json",
    }
    checked.clear()
    schema["properties"]["added"] = {"type": "string"}
    spec.write_text(json.dumps(tree))
    outcome = generate_package(spec, out)
    assert "api/models/livestream.py" in checked
    assert "api/models/livestream_status.py" not in checked
    assert outcome.change.startswith("1 safe change")


@pytest.mark.parametrize("entry", ["words", "text", "shape"])
def test_a_forged_digest_does_not_pass_a_check(entry: str, tmp_path: Path) -> None:
    """A file and its digest in the manifest were edited: `--check` generates it again."""
    spec = ROOT / "spec" / "livestreams.yaml"
    arguments = [str(spec), "-o", "out", "--package", "api", "-q"]
    assert speccast("generate", *arguments, folder=tmp_path).code == 0
    package = tmp_path / "out" / "api"
    path = package / "models" / "livestream.py"
    path.write_text(path.read_text() + "\nprint('planted')\n")
    known = json.loads((package / "_manifest.json").read_text())
    known["files"]["models/livestream.py"] = disk.sha256(path.read_bytes())
    if entry != "words":
        known["made"]["api/models/livestream.py"] = "0" * 32
    if entry == "shape":
        known["shape"] = "0" * 32
    known["listing"] = ""
    parsed = manifest.parse(json.dumps(known).encode(), "m")
    known["listing"] = manifest.listing_of(parsed)
    (package / "_manifest.json").write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")

    for command in (["generate", *arguments, "--check"], ["generate", *arguments, "--diff"]):
        done = speccast(*command, folder=tmp_path)
        assert done.code == 1
        assert "models/livestream.py" in done.out
    shutil.copytree(package, tmp_path / "mine")
    client = f'[[client]]\nspec = "{spec}"\noutput = "out"\npackage = "api"\n'
    (tmp_path / "speccast.toml").write_text(client)
    done = speccast("vendor", "mine", "--check", folder=tmp_path)
    assert (done.code, "models/livestream.py" in done.out) == (1, True)


KILLED = """
import os, signal, sys
left = int(sys.argv.pop(1))
writing = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}
def count(event, arguments):
    global left
    opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY
    if event in writing or opened:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
from speccast.commands.cli import main
main()
"""
"""The command line, killed before one of its changes to the disk."""


def test_a_killed_run_is_not_reused(tmp_path: Path) -> None:
    """After a kill at any point the next run makes the bytes of a full run."""
    tree = load("livestreams")
    specs = [tmp_path / f"{number}" / "spec.json" for number in range(3)]
    for number, spec in enumerate(specs):
        spec.parent.mkdir()
        spec.write_text(json.dumps(tree))
        tree["components"]["schemas"]["Livestream"]["description"] = f"Said {number}."
        tree["components"]["schemas"]["Livestream"]["properties"][f"at{number}"] = {}
    old, out = tmp_path / "old", tmp_path / "out"
    generate_package(specs[0], old)
    wanted: list[object] = []
    for spec in specs:
        shutil.copytree(old, out)
        generate_package(spec, out)
        wanted.append(snapshot(out))
        shutil.rmtree(out)
    codes: list[int] = []
    for place in (1, 3, 5, 8, 9, 11, 99):
        shutil.copytree(old, out)
        command = [sys.executable, "-c", KILLED, str(place), "generate", str(specs[1])]
        options = ["-o", str(out), "--package", "api", "--lenient", "-q"]
        done = subprocess.run([*command, *options], env=UNCACHED, check=False)  # noqa: S603 - ours
        codes.append(done.returncode)
        following = (place + len(codes)) % 3
        generate_package(specs[following], out)
        assert snapshot(out) == wanted[following], place
        assert not generate_package(specs[following], out, Mode.CHECK).differences
        shutil.rmtree(out)
    assert codes == [-SIGKILL] * 6 + [0]


def test_an_edited_file_is_not_reused(tmp_path: Path) -> None:
    """One edited file makes the run generate all files, and the edit is reported."""
    spec, out = tmp_path / "spec.json", tmp_path / "out"
    tree = load("livestreams")
    spec.write_text(json.dumps(tree))
    generate_package(spec, out)
    (out / "api" / "errors" / "__init__.py").write_text("# mine\n")
    tree["info"]["description"] = "Another."
    spec.write_text(json.dumps(tree))
    done = speccast(
        "generate", "spec.json", "-o", "out", "--package", "api", "--lenient", folder=tmp_path
    )
    assert done.code == 1
    assert "errors/__init__.py: edited by hand" in done.err
