"""The output folder: what is written, what is kept, and that no file is lost."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.workspace import PETS, STUBBED, Workspace, finished, snapshot, start, touches

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.workspace import Done

FILES = [*(f"pets/{path}" for path in PETS["files"]), "tests/pets/test_pets.py"]
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
"""From linux/prctl.h and linux/capability.h."""


def bind_socket(path: Path) -> None:
    """Create a socket in place of a file. Its path may not be long."""
    with chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Return a workspace with a document and no output."""
    workspace = Workspace(tmp_path)
    workspace.document()
    return workspace


@pytest.fixture
def made(space: Workspace) -> Workspace:
    """Return a workspace with a generated package."""
    assert space.generate().code == 0
    return space


# --- What is written ------------------------------------------------------------------------------


def test_writes(space: Workspace) -> None:
    """A run writes the files and the manifest, and nothing else."""
    done = space.generate()
    assert (done.code, done.err) == (0, "")
    assert sorted([*FILES, "pets/_manifest.json"]) == list(snapshot(space.out))
    assert PETS["files"]["client.py"] == (space.package / "client.py").read_text()


def test_result_line(space: Workspace) -> None:
    """A run reports its result in one line."""
    expected = r"pets: 0 operations, 0 models, 6 files in out, \d+\.\d\d s \(6 written\)\n"
    assert re.fullmatch(expected, space.generate().out)


def test_nothing_changed(made: Workspace) -> None:
    """A second run touches nothing."""
    before = touches(made.out)
    done = made.generate()
    assert "(unchanged)" in done.out
    assert before == touches(made.out)


def test_some_changed(made: Workspace) -> None:
    """Only files that differ are written."""
    before = touches(made.out)
    made.document(files=PETS["files"] | {"client.py": "class Client: pass\n"})
    assert "(2 written)" in made.generate().out
    after = touches(made.out)
    changed = {path for path in FILES if before[path] != after[path]}
    assert {"pets/client.py"} == changed


def test_superfluous(made: Workspace) -> None:
    """Files that are no longer generated are removed, with their folders."""
    made.document(files={"client.py": ""})
    assert "(2 written, 3 removed)" in made.generate().out
    expected = ["pets/_manifest.json", "pets/client.py", "tests/pets/test_pets.py"]
    assert expected == list(snapshot(made.out))


def test_no_tests(made: Workspace) -> None:
    """`--no-tests` removes the tests of the last run."""
    assert made.generate("--no-tests").code == 0
    assert not (made.out / "tests").exists()


def test_foreign_files(made: Workspace) -> None:
    """Foreign files are kept and not counted; those inside the package are reported."""
    (made.package / "mine.py").write_text("mine")
    (made.out / "tests" / "pets" / "test_mine.py").write_text("mine")
    (made.package / "models" / "mine.txt").write_text("mine")
    for done in (made.generate(), made.generate()):
        assert (done.code, "(unchanged)" in done.out) == (0, True)
        assert re.findall(r"out/\S+(?=: is in the package)", done.err) == [
            "out/pets/mine.py",
            "out/pets/models/mine.txt",
        ]
    made.document(files={"client.py": ""}, tests={})
    assert made.generate().code == 0
    expected = {"pets/mine.py", "pets/models/mine.txt", "tests/pets/test_mine.py"}
    assert expected == {path for path, content in snapshot(made.out).items() if content == b"mine"}


def test_foreign_equal(space: Workspace) -> None:
    """A foreign file with the same bytes is not an obstacle."""
    space.package.mkdir(parents=True)
    (space.package / "client.py").write_text(PETS["files"]["client.py"])
    assert "(5 written)" in space.generate().out


def test_manifest_reproducible(space: Workspace, tmp_path: Path) -> None:
    """The manifest does not depend on the folder."""
    there = Workspace(tmp_path / "elsewhere" / "deeper")
    there.root.mkdir(parents=True)
    there.document()
    space.generate()
    there.run("generate", str(there.root / "pets.json"), "-o", str(there.out), PYTHONHASHSEED="7")
    assert snapshot(space.out) == snapshot(there.out)


# --- Edits of the user ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES)
def test_edited(made: Workspace, path: str) -> None:
    """An edited file stops the run."""
    (made.out / path).write_text("edited")
    made.document(files={"client.py": "new"}, tests={"test_pets.py": "new"})
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 1
    assert f"out/{path}: edited by hand" in done.err
    assert before == snapshot(made.root)


@pytest.mark.parametrize("path", FILES)
def test_edited_alone(made: Workspace, path: str) -> None:
    """An edit or a removal is found when nothing else changed, too."""
    (made.out / path).write_text("edited")
    assert made.generate().code == 1
    assert made.generate("--check").code == 1
    (made.out / path).unlink()
    assert "(1 written)" in made.generate().out


def test_edited_forced(made: Workspace) -> None:
    """`--force` overwrites an edited file and keeps each copy."""
    for edit in ("once", "twice"):
        (made.package / "client.py").write_text(edit)
        done = made.generate("--force")
        assert done.code == 0
        assert "kept a copy: out/pets/client.py.orig" in done.err
    assert (made.package / "client.py.orig").read_text() == "once"
    assert (made.package / "client.py.orig2").read_text() == "twice"
    assert PETS["files"]["client.py"] == (made.package / "client.py").read_text()


def test_copies_replace_nothing(made: Workspace) -> None:
    """A copy replaces neither a dangling link nor a file of the run."""
    (made.package / "client.py").write_text("edited")
    (made.package / "client.py.orig").symlink_to("nowhere")
    made.document(files=PETS["files"] | {"client.py.orig2": "ours"})
    assert "client.py.orig3" in made.generate("--force").err
    assert (made.package / "client.py.orig").is_symlink()
    assert (made.package / "client.py.orig2").read_text() == "ours"
    assert (made.package / "client.py.orig3").read_text() == "edited"


def test_edited_superfluous_forced(made: Workspace) -> None:
    """`--force` keeps a copy of an edited file that is removed."""
    (made.package / "client.py").write_text("edited")
    made.document(files={})
    assert made.generate("--force").code == 0
    assert not (made.package / "client.py").exists()
    assert (made.package / "client.py.orig").read_text() == "edited"


def test_foreign_in_the_way(space: Workspace) -> None:
    """A foreign file at the path of a file is an error."""
    space.package.mkdir(parents=True)
    (space.package / "client.py").write_text("mine")
    before = snapshot(space.root)
    done = space.generate()
    assert done.code == 2
    assert "out/pets/client.py: exists and was not written by speccast" in done.err
    assert before == snapshot(space.root)


def test_foreign_forced(space: Workspace) -> None:
    """`--force` keeps a copy of a foreign file."""
    space.package.mkdir(parents=True)
    (space.package / "client.py").write_text("mine")
    assert space.generate("--force").code == 0
    assert (space.package / "client.py.orig").read_text() == "mine"


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("place", ["out/pets/client.py", "out/pets/_manifest.json"])
def test_folder_in_the_way(space: Workspace, place: str, force: list[str]) -> None:
    """A folder at the path of a file is an error."""
    (space.root / place).mkdir(parents=True)
    before = snapshot(space.root)
    done = space.generate(*force)
    assert done.code == 2
    assert place in done.err
    assert before == snapshot(space.root)


@pytest.mark.parametrize("place", ["out", "out/pets", "out/pets/models", "out/tests"])
def test_file_in_the_way(space: Workspace, place: str) -> None:
    """A file at the path of a folder is an error."""
    (space.root / place).parent.mkdir(parents=True, exist_ok=True)
    (space.root / place).write_text("mine")
    before = snapshot(space.root)
    done = space.generate("--force")
    assert done.code == 2
    assert place in done.err
    assert before == snapshot(space.root)


@pytest.mark.parametrize("place", ["out/pets", "out/pets/models", "out/tests", "out/tests/pets"])
@pytest.mark.parametrize("arguments", [[], ["--force"], ["--check"]])
def test_link_out(space: Workspace, place: str, arguments: list[str]) -> None:
    """A link that leads out of the output is not followed."""
    elsewhere = space.root / "elsewhere"
    elsewhere.mkdir()
    (space.root / place).parent.mkdir(parents=True, exist_ok=True)
    (space.root / place).symlink_to(elsewhere)
    done = space.generate(*arguments)
    assert done.code == 2
    assert f"{place}: is a symbolic link" in done.err
    assert list(elsewhere.iterdir()) == []


def test_link_at_our_path(made: Workspace) -> None:
    """A link at the path of a file is foreign."""
    target = made.root / "target"
    target.write_text(PETS["files"]["client.py"])
    (made.package / "client.py").unlink()
    (made.package / "client.py").symlink_to(target)
    assert made.generate().code == 2
    assert made.generate("--force").code == 0
    assert PETS["files"]["client.py"] == target.read_text()
    assert not (made.package / "client.py").is_symlink()
    assert (made.package / "client.py.orig").is_symlink()


@pytest.mark.parametrize("place", ["out", "out/pets", "out/pets/models", "out/tests"])
@pytest.mark.parametrize("arguments", [[], ["--force"], ["--check"]])
def test_link_to_itself(space: Workspace, place: str, arguments: list[str]) -> None:
    """A link to itself is an ordinary error."""
    (space.root / place).parent.mkdir(parents=True, exist_ok=True)
    (space.root / place).symlink_to((space.root / place).name)
    before = snapshot(space.root)
    done = space.generate(*arguments)
    assert done.code == 2
    assert f"error: {place}" in done.err
    assert before == snapshot(space.root)


def test_link_within(made: Workspace) -> None:
    """A link to another folder of the output is followed; the output may be a link itself."""
    made.out.rename(made.root / "real")
    made.out.symlink_to("real")
    (made.package / "models").rename(made.out / "elsewhere")
    (made.package / "models").symlink_to("../elsewhere")
    made.document(files=PETS["files"] | {"models/pet.py": "new"})
    assert made.generate().code == 0
    assert (made.out / "elsewhere" / "pet.py").read_text() == "new"
    assert (made.package / "models").is_symlink()


def test_link_out_of_a_removed_folder(made: Workspace) -> None:
    """Nothing is removed through a link that leads out, even if the bytes are ours."""
    (made.package / "models").rename(made.root / "elsewhere")
    (made.package / "models").symlink_to("../../elsewhere")
    made.document(files={"client.py": ""})
    before = snapshot(made.root)
    done = made.generate("--force")
    assert done.code == 2
    assert "out/pets/models: is a symbolic link" in done.err
    assert before == snapshot(made.root)


@pytest.mark.parametrize("place", ["client.py", "_manifest.json"])
@pytest.mark.parametrize("kind", [os.mkfifo, bind_socket])
def test_special_file_at_our_path(
    made: Workspace, place: str, kind: Callable[[Path], object]
) -> None:
    """The run neither waits for a pipe or a socket nor removes it."""
    (made.package / place).unlink()
    kind(made.package / place)
    done = made.generate()
    assert done.code == 2
    assert f"out/pets/{place}: " in done.err
    assert made.generate("--force").code == 0
    assert not (made.package / f"{place}.orig").is_file()
    assert (made.package / f"{place}.orig").exists()
    assert (made.package / place).is_file()


def test_link_to_output(space: Workspace) -> None:
    """The output folder itself may be a link."""
    (space.root / "real").mkdir()
    space.out.symlink_to("real")
    assert space.generate().code == 0
    assert (space.root / "real" / "pets" / "client.py").exists()


@pytest.mark.parametrize("place", [".", "out", "out/pets", "out/pets/deeper"])
def test_document_in_output(space: Workspace, place: str) -> None:
    """The document may not be in the output folder."""
    document = space.root / place / "pets.json"
    document.parent.mkdir(parents=True, exist_ok=True)
    if place != ".":
        (space.root / "pets.json").rename(document)
    before = snapshot(space.root)
    output = "." if place == "." else "out"
    done = space.run("generate", str(document), "-o", output, "--package", "pets")
    assert done.code == 2
    assert "is in the output folder" in done.err
    assert before == snapshot(space.root)


# --- Damage ---------------------------------------------------------------------------------------

DAMAGED = {
    "empty": "",
    "cut off": '{"format": 1, "files": {"client.py": "',
    "not an object": "[]",
    "incomplete": '{"format": 1}',
    "of other types": '{"format": 1, "files": []}',
    "merged badly": "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n",
    "nested beyond reason": "[" * 100_000,
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_manifest_damaged(made: Workspace, text: str, arguments: list[str]) -> None:
    """A damaged manifest stops the run."""
    (made.package / "_manifest.json").write_text(text)
    before = snapshot(made.root)
    done = made.generate(*arguments)
    assert done.code == 2
    assert "out/pets/_manifest.json: the manifest is damaged" in done.err
    assert before == snapshot(made.root)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("operations", 5),
        ("operations", [5]),
        ("operations", [{"id": 5}]),
        ("names", []),
        ("files", {"client.py": 5}),
        ("title", 5),
        ("more", 5),
    ],
)
def test_manifest_of_other_types(made: Workspace, part: str, value: object) -> None:
    """A manifest with parts of another type stops the run."""
    path = made.package / "_manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {part: value}))
    before = snapshot(made.root)
    for arguments in ([], ["--check"]):
        done = made.generate(*arguments)
        assert done.code == 2
        assert "the manifest is damaged" in done.err
    assert before == snapshot(made.root)


def test_manifest_damaged_forced(made: Workspace) -> None:
    """`--force` replaces a damaged manifest."""
    before = snapshot(made.out)
    (made.package / "_manifest.json").write_text("")
    assert made.generate("--force").code == 0
    assert before == snapshot(made.out)


def test_manifest_newer(made: Workspace) -> None:
    """A manifest of a newer speccast stops the run."""
    path = made.package / "_manifest.json"
    path.write_text(path.read_text().replace('"format": 2', '"format": 3'))
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 2
    assert "written by a newer speccast" in done.err
    assert before == snapshot(made.root)


@pytest.mark.parametrize(
    "path",
    ["../victim", "/victim", "a/../../victim", "..\\victim", "c:victim", "victim\0", "\ud800"],
)
def test_manifest_reaching_out(made: Workspace, path: str) -> None:
    """A manifest cannot own files outside the output."""
    victim = made.out / "victim"
    victim.write_text("")
    manifest = made.package / "_manifest.json"
    content = json.loads(manifest.read_text())
    content["files"][path] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    manifest.write_text(json.dumps(content))
    assert made.generate().code == 2
    assert victim.exists()


def test_manifest_missing(made: Workspace) -> None:
    """Without a manifest, files with the generated bytes are owned again."""
    before = snapshot(made.out)
    (made.package / "_manifest.json").unlink()
    assert "(1 written)" in made.generate().out
    assert before == snapshot(made.out)


def small_disk() -> None:
    """Limit files to 50 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


def test_full_disk_at_first(space: Workspace) -> None:
    """A full disk at first leaves nothing."""
    space.document(files={"small.py": "", "big.py": "# " + "x" * 100_000})
    done = limited(space, small_disk)
    assert done.code == 2
    assert "nothing was changed" in done.err
    assert not space.out.exists()


def test_full_disk_later(made: Workspace) -> None:
    """A full disk later loses nothing."""
    made.document(files={"client.py": "new", "big.py": "# " + "x" * 100_000})
    before = snapshot(made.root)
    assert limited(made, small_disk).code == 2
    assert before == snapshot(made.root)


def test_full_disk_in_the_end(made: Workspace) -> None:
    """If the disk is full after the decision, the next run completes it."""
    made.document(files=PETS["files"] | {"client.py": "new"})
    said, number = "", 0
    while "run again" not in said:
        assert PETS["files"]["client.py"] == (made.package / "client.py").read_text()
        number += 1
        done = finished(made.start("generate", "pets.json", "-o", "out", FULL_AT=str(number)))
        assert done.code == 2
        said = done.err
        assert "run again to complete" in said or "nothing was changed" in said
    assert made.generate().code == 0
    assert (made.package / "client.py").read_text() == "new"


def bound_by_permissions() -> None:
    """Drop root's privilege to write everywhere, before a process starts."""
    if os.getuid() == 0:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        assert prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) == 0


@pytest.mark.parametrize("place", ["out", "out/pets", "out/pets/models"])
def test_read_only(made: Workspace, place: str) -> None:
    """A read-only folder is an error."""
    made.document(files=dict.fromkeys(PETS["files"], "new"))
    before = snapshot(made.root)
    (made.root / place).chmod(0o555)
    done = limited(made, bound_by_permissions)
    (made.root / place).chmod(0o755)
    assert done.code == 2
    assert place in done.err
    assert before == snapshot(made.root)


def limited(space: Workspace, limit: Callable[[], None]) -> Done:
    """Generate in a process with limits."""
    process = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-B", STUBBED, "generate", "pets.json", "-o", "out"],
        cwd=space.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - there are no threads
    )
    return finished(process)


# --- Interruption ---------------------------------------------------------------------------------


def test_killed(tmp_path: Path) -> None:
    """At each access to the file system in turn; see `crash.py`."""
    path = os.pathsep.join([str(STUBBED.parents[2]), os.environ.get("PYTHONPATH", "")])
    done = finished(start([sys.executable, "-m", "tests.support.crash"], tmp_path, PYTHONPATH=path))
    assert (done.code, done.err) == (0, "")
    assert int(done.out) >= 100, "too few places to die at"


def test_edited_after_kill(made: Workspace) -> None:
    """An edit after an interruption is not overwritten."""
    made.document(files=dict.fromkeys(PETS["files"], "new"))
    interrupt(made)
    (made.package / "models" / "pet.py").write_text("edited")
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 1
    assert "out/pets/models/pet.py: edited since" in done.err
    assert before == snapshot(made.root)


def test_edited_before_its_end(made: Workspace) -> None:
    """An edit after an interruption is not removed either."""
    made.document(files={"client.py": "new"})
    interrupt(made)
    (made.package / "models" / "pet.py").write_text("edited")
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 1
    assert "out/pets/models/pet.py: edited since" in done.err
    assert before == snapshot(made.root)


def test_written_after_its_copy(made: Workspace) -> None:
    """A file that appears after an interruption at the path of a moved file is not overwritten."""
    (made.package / "client.py").write_text("edited")
    copy = made.package / "client.py.orig"
    interrupt(made, "--force", until=copy.exists)
    assert not (made.package / "client.py").exists()
    (made.package / "client.py").write_text("edited again")
    before = snapshot(made.root)
    done = made.generate("--force")
    assert done.code == 1
    assert "out/pets/client.py: edited since" in done.err
    assert before == snapshot(made.root)


def test_written_after_what_goes(made: Workspace) -> None:
    """Nor is it removed, if no file is to be generated there."""
    pet = made.package / "models" / "pet.py"
    pet.write_text("edited")
    made.document(files={"client.py": ""})
    copy = pet.with_name("pet.py.orig")
    interrupt(made, "--force", until=copy.exists)
    pet.write_text("mine")
    assert made.generate("--force").code == 0
    assert (copy.read_text(), pet.read_text()) == ("edited", "mine")


def test_a_link_is_put_aside_once(made: Workspace) -> None:
    """A dangling link is moved once, though it seems not to exist."""
    (made.package / "client.py").unlink()
    (made.package / "client.py").symlink_to("nowhere")
    copy = made.package / "client.py.orig"
    interrupt(made, "--force", until=copy.is_symlink)
    assert made.generate("--force").code == 0
    assert copy.is_symlink()
    assert PETS["files"]["client.py"] == (made.package / "client.py").read_text()


def interrupt(space: Workspace, *options: str, until: Callable[[], bool] = lambda: True) -> None:
    """Kill a run after its decision, and the next ones until some of it is done."""
    steps = space.out / ".speccast-pets" / "steps.json"
    for done in (steps.exists, until):
        for number in range(1, 100):
            if done():
                break
            command = ("generate", "pets.json", "-o", "out", *options)
            space.run(*command, FAULT_AT=str(number))
    assert steps.exists()
    assert until()


@pytest.mark.parametrize("kind", [os.mkfifo, bind_socket, Path.touch, Path.mkdir])
def test_no_list_of_steps(made: Workspace, kind: Callable[[Path], object]) -> None:
    """A special file in place of the journal is not waited for, and not taken for a journal."""
    journal = made.out / ".speccast-pets"
    journal.mkdir()
    kind(journal / "steps.json")
    assert_foreign(made)


def assert_foreign(made: Workspace) -> None:
    """Assert that the journal is reported as invalid, and that nothing is done."""
    names = sorted(made.root.rglob("*"))
    done = made.generate()
    assert done.code == 2
    assert ".speccast-pets: is not the folder of an interrupted run" in done.err
    assert names == sorted(made.root.rglob("*"))


@pytest.mark.parametrize("steps", [True, False])
def test_journal_is_a_link(made: Workspace, *, steps: bool) -> None:
    """A link to another folder is not followed, whatever its content."""
    elsewhere = made.root / "elsewhere"
    elsewhere.mkdir()
    if steps:
        (elsewhere / "steps.json").write_text('{"keeps": [], "moves": [], "removes": []}')
    (made.out / ".speccast-pets").symlink_to(elsewhere)
    assert_foreign(made)


def test_journal_is_a_file(made: Workspace) -> None:
    """A file is not removed."""
    (made.out / ".speccast-pets").write_text("mine")
    assert_foreign(made)


@pytest.mark.parametrize("staged", ["../../victim", "../pets/client.py", "/victim", "", "."])
def test_journal_taking_from_outside(made: Workspace, staged: str) -> None:
    """A forged journal cannot move a file that was not staged in it."""
    (made.root / "victim").write_text("mine")
    journal = made.out / ".speccast-pets"
    journal.mkdir()
    move = {"staged": staged, "path": "pets/taken.py", "after": "0"}
    (journal / "steps.json").write_text(json.dumps({"keeps": [], "moves": [move], "removes": []}))
    assert_foreign(made)


@pytest.mark.parametrize("path", ["../victim", "/victim", "link/victim"])
def test_journal_reaching_out(made: Workspace, path: str) -> None:
    """A forged journal cannot reach outside the output."""
    elsewhere = made.root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "victim").write_text("")
    (made.root / "victim").write_text("")
    (made.out / "link").symlink_to(elsewhere)
    journal = made.out / ".speccast-pets"
    journal.mkdir()
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    steps = {"keeps": [], "moves": [], "removes": [{"path": path, "before": empty}]}
    (journal / "steps.json").write_text(json.dumps(steps))
    assert made.generate().code == 2
    assert (elsewhere / "victim").exists()
    assert (made.root / "victim").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"keeps": 1, "moves": [], "removes": []}',
        '{"keeps": [5], "moves": [], "removes": []}',
        '{"keeps": [{"path": 5, "copy": "a"}], "moves": [], "removes": []}',
        '{"keeps": [], "moves": [], "removes": [{"path": "a", "before": []}]}',
    ],
)
def test_journal_damaged(made: Workspace, text: str) -> None:
    """A damaged journal stops the run."""
    journal = made.out / ".speccast-pets"
    journal.mkdir()
    (journal / "steps.json").write_text(text)
    before = snapshot(made.root)
    done = made.generate()
    assert done.code == 2
    assert ".speccast-pets: is not the folder of an interrupted run" in done.err
    assert before == snapshot(made.root)


# --- Two at once ----------------------------------------------------------------------------------


def test_waits(made: Workspace) -> None:
    """A run says that it waits for another."""
    made.document(files={"client.py": "new"})
    handle = os.open(made.out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = made.start("generate", "pets.json", "-o", "out")
    assert process.stderr is not None
    assert process.stderr.readline() == "waiting for another run of speccast in out\n"
    assert PETS["files"]["client.py"] == (made.package / "client.py").read_text()
    os.close(handle)
    assert finished(process).code == 0
    assert (made.package / "client.py").read_text() == "new"


def test_locks_out_others(space: Workspace) -> None:
    """While a run writes, no other process gets the lock, shared or exclusive."""
    process = space.start("generate", "pets.json", "-o", "out", STOP_AT="4")
    os.waitpid(process.pid, os.WUNTRACED)
    handle = os.open(space.out, os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    os.close(handle)
    process.send_signal(signal.SIGCONT)
    assert finished(process).code == 0


def test_waits_for_a_removed_folder(space: Workspace) -> None:
    """A folder that another run made, locked and removed is made again."""
    space.out.mkdir()
    handle = os.open(space.out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = space.start("generate", "pets.json", "-o", "out")
    assert process.stderr is not None
    assert process.stderr.readline() == "waiting for another run of speccast in out\n"
    space.out.rmdir()
    os.close(handle)
    assert finished(process).code == 0
    assert sorted([*FILES, "pets/_manifest.json"]) == list(snapshot(space.out))


def test_overtaken(made: Workspace) -> None:
    """The stubbed stages put the previous names into the new package."""
    made.document(names={"given": {"#/a": "mine"}}, files={"client.py": "{previous}"})
    handle = os.open(made.out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = made.start("generate", "pets.json", "-o", "out")
    assert process.stderr is not None
    process.stderr.readline()
    path = made.package / "_manifest.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"names": {"given": {"#/a": "theirs"}}}))
    os.close(handle)
    assert finished(process).code == 0
    assert "theirs" in (made.package / "client.py").read_text()


def test_four_at_once(space: Workspace) -> None:
    """Four runs at once all succeed."""
    processes = [space.start("generate", "pets.json", "-o", "out") for _ in range(4)]
    assert [finished(process).code for process in processes] == [0] * 4
    assert sorted([*FILES, "pets/_manifest.json"]) == list(snapshot(space.out))


# --- Checking -------------------------------------------------------------------------------------


def test_check(made: Workspace) -> None:
    """`--check` names each missing, changed and superfluous file."""
    (made.package / "__init__.py").unlink()
    (made.package / "client.py").write_text("edited")
    made.document(files={path: PETS["files"][path] for path in ("__init__.py", "client.py")})
    before = snapshot(made.root)
    done = made.generate("--check")
    assert done.code == 1
    expected = [
        "changed: out/pets/_manifest.json",
        "changed: out/pets/client.py (edited by hand)",
        "missing: out/pets/__init__.py",
        "superfluous: out/pets/models/__init__.py",
        "superfluous: out/pets/models/pet.py",
    ]
    assert expected == sorted(done.out.splitlines())
    assert before == snapshot(made.root)


def test_check_at_first(space: Workspace) -> None:
    """`--check` without a package writes nothing."""
    done = space.generate("--check")
    assert done.code == 1
    assert done.out.count("missing: ") == 6
    assert not space.out.exists()


def test_check_upgrade(made: Workspace) -> None:
    """`--check` accepts another version that generates the same bytes."""
    path = made.package / "_manifest.json"
    path.write_text(path.read_text().replace('"version": "', '"version": "0.0.'))
    assert made.generate("--check").code == 0


def test_diff(made: Workspace) -> None:
    """The output of `--diff` can be applied."""
    (made.package / "models" / "pet.py").unlink()
    (made.package / "client.py").write_text("edited, without an end")
    done = made.generate("--diff")
    assert done.code == 1
    assert (made.package / "client.py").read_text() == "edited, without an end"
    patch = shutil.which("patch") or pytest.skip("needs patch")
    subprocess.run([patch, "-p0", "-s"], input=done.out, text=True, check=True, cwd=made.root)  # noqa: S603 - a tool of the system
    assert made.generate("--check").code == 0


@pytest.mark.parametrize("length", [250, 1000])
def test_long_paths(space: Workspace, length: int) -> None:
    """A file with a long path is written, found again, and found unchanged."""
    folder = space.root
    while len(str(folder)) + 200 < length:
        folder /= "d" * 100
    folder /= "e" * max(1, length - len(str(folder)) - len("/pets/models/__init__.py") - 1)
    for note in ("written", "unchanged"):
        done = space.run("generate", "pets.json", "-o", str(folder))
        assert (done.code, done.err) == (0, "")
        assert note in done.out
    assert len(str(folder / "pets/models/__init__.py")) == length
    assert space.run("generate", "pets.json", "-o", str(folder), "--check").code == 0


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_too_long_names(made: Workspace, arguments: list[str]) -> None:
    """A file name that no file system accepts, too."""
    made.document(files={"x" * 300: ""})
    before = snapshot(made.root)
    done = made.generate(*arguments)
    assert (done.code, done.out) == (2, ""), done.err
    assert done.err.count("\n") == 1
    assert before == snapshot(made.root)


@pytest.mark.parametrize("output", ["x" * 300, f"a/b/{'x' * 300}"])
def test_too_long_paths(space: Workspace, output: str) -> None:
    """A folder name that no file system accepts is one message, and nothing is written."""
    before = snapshot(space.root)
    done = space.run("generate", "pets.json", "-o", output)
    assert (done.code, done.out) == (2, ""), done.err
    assert done.err.count("\n") == 1
    assert before == snapshot(space.root)
