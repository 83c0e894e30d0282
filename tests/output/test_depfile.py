"""`--depfile`, read by make and ninja: the second build is clean for all names."""

from __future__ import annotations

import shutil
import string
import sys
from typing import TYPE_CHECKING

import pytest

from speccast.output import depfile
from speccast.output.outcome import Mode, Outcome
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com"}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: All.
          content: {application/json: {schema: {$ref: "%s#/Pet"}}}
"""
PET = "Pet: {type: object, properties: {name: {type: string}}}\n"
MANIFEST = "out/pets/_manifest.json"
MAKE = f"""
{MANIFEST}: pets.yaml
\t@$(RUN)
\t@touch $@
-include pets.d
"""
NINJA = f"""
rule speccast
  command = $run
  depfile = pets.d
  deps = gcc
  restat = 1
build {MANIFEST}: speccast pets.yaml
"""


def build(tool: str, folder: Path, run: str) -> str:
    """Build; return the output, which has `ran` if the command was run."""
    command = [shutil.which(tool) or pytest.skip(f"needs {tool}")]
    if tool == "make":
        (folder / "Makefile").write_text(MAKE)
        command.append(f"RUN={run.replace('$', '$$')}")
    else:
        (folder / "build.ninja").write_text(f"run = {run.replace('$', '$$')}\n{NINJA}")
    done = finished(start(command, folder))
    assert done.code == 0, done.out + done.err
    return done.out


@pytest.mark.parametrize("tool", ["make", "ninja"])
@pytest.mark.parametrize("name", ["pet.yaml", "a b/hull#keel$1 (2).yaml"])
def test_twice(tmp_path: Path, tool: str, name: str) -> None:
    """A build is clean until an input changes, and clean again afterwards."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT % name.replace("#", "%23").replace(" ", "%20"))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(PET)
    run = f"echo ran && {sys.executable} -m speccast generate pets.yaml -o out --depfile pets.d -q"
    assert "ran" in build(tool, tmp_path, run)
    for content in (PET.replace("name", "tag"), PET.replace("name", "tag")):
        assert "ran" not in build(tool, tmp_path, run)
        assert "ran" not in build(tool, tmp_path, run)
        (tmp_path / name).write_text(content)  # another one, then only another date
        assert "ran" in build(tool, tmp_path, run)
    assert "ran" not in build(tool, tmp_path, run)
    assert "tag" in (tmp_path / "out/pets/models/pet.py").read_text()


def outcome(*inputs: str) -> Outcome:
    """Return the result for a package that was made from some files."""
    return Outcome(
        spec="pets.yaml",
        package="pets",
        output="out",
        mode=Mode.WRITE,
        operations=0,
        models=0,
        files=1,
        inputs=[*inputs],
        outputs=["out/pets/client.py", MANIFEST],
    )


ODD = [
    *string.punctuation.replace("/", ""),
    " ",
    "\t",
    "\n",
    "\r",
    "\x01",
    "\x7f",
    "é",
    "日",
    "\xa0",
]
FORMS = ["in/h{}k", "in/{}k", "in/k{}", "{}k", "in/a{0}b{0}", "in/(k) {}x"]
NAMES = [
    *(form.format(c) for form in FORMS for c in ODD),
    "a=b",
    "a:=b",
    ".PHONY",
    "~/x",
    "in/include x",
]
REFUSED = set("\"%&'*;<=>?\\^`|[]\t\n\r\x01\x7f")


def refused(name: str) -> bool:
    """Return whether a name cannot be written."""
    try:
        depfile.refuse(outcome(name))
    except depfile.DepfileError:
        return True
    return False


def test_refused() -> None:
    """No name is refused that both tools can read."""
    for name in NAMES:
        ends = name[-1] in " :)" or name[0] == "~" or name == ".PHONY"
        assert refused(name) == (bool(set(name) & REFUSED) or ends), name


@pytest.mark.parametrize("tool", ["make", "ninja"])
def test_names(tmp_path: Path, tool: str) -> None:
    """Both tools read each written name unchanged: a change of each file alone is noticed."""
    names = [name for name in NAMES if not refused(name)]
    (tmp_path / "pets.yaml").write_text("")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / MANIFEST).parent.mkdir(parents=True)
    depfile.write(tmp_path / "copy.d", [outcome(*names)])
    run = f"echo ran && cp copy.d pets.d && touch {MANIFEST}"
    assert "ran" in build(tool, tmp_path, run)
    before = {path for path in tmp_path.rglob("*") if not path.name.startswith(".ninja")}
    for name in names:
        assert "ran" not in build(tool, tmp_path, run), name
        (tmp_path / name).write_text("")
        assert "ran" in build(tool, tmp_path, run), name
    assert {path for path in tmp_path.rglob("*") if not path.name.startswith(".ninja")} == before


@pytest.mark.parametrize(
    "name", ["a;touch mine.yaml", "a=b.yaml", "a%b.yaml", "a|b.yaml", "a*b.yaml"]
)
@pytest.mark.parametrize("part", ["reference", "document", "output"])
def test_refused_before_anything_is_written(tmp_path: Path, name: str, part: str) -> None:
    """One clear message, exit code 2, and neither a package nor a depfile."""
    spec = name if part == "document" else "pets.yaml"
    output = name if part == "output" else "out"
    reference = name if part == "reference" else "pet.yaml"
    quoted = reference.replace("%", "%25")
    (tmp_path / spec).write_text(DOCUMENT % quoted)
    (tmp_path / reference).write_text(PET)
    before = sorted(tmp_path.rglob("*"))
    arguments = ["generate", spec, "-o", output, "--depfile", "pets.d"]
    done = speccast(*arguments, folder=tmp_path)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "would misread this name in a depfile" in done.err
    assert name in done.err
    assert before == sorted(tmp_path.rglob("*"))


def test_order(tmp_path: Path) -> None:
    """The targets have one order, also in a run without work; the manifest is the first."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT % "pet.yaml")
    (tmp_path / "pet.yaml").write_text(PET)
    arguments = ["generate", "pets.yaml", "-o", "out", "--depfile", "pets.d"]
    found: list[str] = []
    for more in ([], [], ["--check"], ["-v"]):
        (tmp_path / "pets.d").unlink(missing_ok=True)
        assert speccast(*arguments, *more, folder=tmp_path).code == 0
        found.append((tmp_path / "pets.d").read_text())
    assert len(set(found)) == 1
    assert found[0].startswith(f"{MANIFEST} out/pets/LICENSE ")
