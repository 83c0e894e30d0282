"""Speccast in builds: as a wheel, a build hook, a pre-commit hook, a GitHub Action."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.places import DOCS, ROOT
from tests.support.workspace import finished, snapshot, speccast, start

if TYPE_CHECKING:
    from tests.support.workspace import Done

PAGE = DOCS / "build.md"
DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.test}]
paths: {/pets: {get: {tags: [pets], operationId: list, responses: {'204': {description: none}}}}}
"""
PROJECT = """\
[build-system]
requires = ["hatchling", "speccast"]
build-backend = "hatchling.build"

[project]
name = "shelter"
version = "1"

[tool.hatch.build.hooks.speccast]

[[tool.speccast.client]]
spec = "pets.yaml"
output = "src/shelter"
package = "pets"
tests = false
"""


def hatchling(folder: Path, target: str, **environment: str) -> Done:
    """Build a project as pip does, without a network where possible."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", "dist", "-t", target]
    command = [*offline(), *command]
    return finished(start(command, folder, **environment))


def offline() -> list[str]:
    """Return a prefix that removes the network from a command, where permitted."""
    command = ["unshare", "--net", "--map-root-user"]
    allowed = shutil.which("unshare") and finished(start([*command, "true"], Path())).code == 0
    return command if allowed else []


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the unpacked wheel of speccast."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t", "wheel"]
    done = finished(start(command, ROOT))
    assert done.code == 0, done.err
    [wheel] = folder.glob("speccast-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")  # noqa: S202 - our own
    return folder / "site"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that generates its client when it is built."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    (tmp_path / ".gitignore").write_text("pets/\n")
    (tmp_path / "src" / "shelter").mkdir(parents=True)
    (tmp_path / "src" / "shelter" / "__init__.py").write_text("")
    return tmp_path


def test_wheel(installed: Path, tmp_path: Path) -> None:
    """The wheel contains the templates and generates the same bytes as a checkout."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    assert speccast("generate", "pets.yaml", "-o", "checkout", folder=tmp_path).code == 0
    command = [sys.executable, "-m", "speccast", "generate", "pets.yaml", "-o", "wheel"]
    assert finished(start(command, tmp_path, PYTHONPATH=str(installed))).code == 0
    assert snapshot(tmp_path / "checkout") == snapshot(tmp_path / "wheel")
    names = [path.name for path in installed.rglob("*")]
    assert "__pycache__" not in names
    explain = [sys.executable, "-m", "speccast", "explain", "any-value"]
    assert finished(start(explain, tmp_path, PYTHONPATH=str(installed))).code == 0


def test_hook_wheel(installed: Path, project: Path) -> None:
    """The wheel contains the generated package, though version control ignores it."""
    done = hatchling(project, "wheel", PYTHONPATH=str(installed))
    assert done.code == 0, done.err
    [wheel] = (project / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"shelter/pets/client.py", "shelter/pets/_manifest.json"} <= set(names)


def test_hook_sdist(installed: Path, project: Path) -> None:
    """The source distribution contains the generated package and the document."""
    done = hatchling(project, "sdist", PYTHONPATH=str(installed))
    assert done.code == 0, done.err
    [sdist] = (project / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    assert {"shelter-1/pets.yaml", "shelter-1/src/shelter/pets/client.py"} <= set(names)


def test_hook_error(installed: Path, project: Path) -> None:
    """An unusable document ends the build with the command's message."""
    (project / "pets.yaml").write_text("swagger: '1.2'\n")
    done = hatchling(project, "wheel", PYTHONPATH=str(installed))
    assert done.code != 0
    assert "Swagger 1.2 is not supported" in done.err


def commands() -> dict[str, list[str]]:
    """Return the command of each pre-commit hook, with this Python's speccast."""
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert all(hook["pass_filenames"] is False for hook in hooks)
    entries = {hook["id"]: hook["entry"].split() for hook in hooks}
    assert all(entry[0] == "speccast" for entry in entries.values())
    return {name: [sys.executable, "-m", *entry] for name, entry in entries.items()}


def test_pre_commit(project: Path) -> None:
    """One hook generates, the other finds an edit."""
    hooks = commands()
    assert finished(start(hooks["speccast-check"], project)).code == 1
    assert finished(start(hooks["speccast-generate"], project)).code == 0
    assert finished(start(hooks["speccast-check"], project)).code == 0
    (project / "src/shelter/pets/client.py").write_text("edited")
    assert finished(start(hooks["speccast-check"], project)).code == 1


def test_action(project: Path) -> None:
    """The action's step prints annotations, and fails if a file differs."""
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
    install, step = action["runs"]["steps"]
    assert '-m venv "$RUNNER_TEMP/speccast"' in install["run"]
    assert install["run"].rstrip().endswith('"$GITHUB_ACTION_PATH"')
    default = action["inputs"]["arguments"]["default"]
    python = project / "runner" / "speccast" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)

    def run(arguments: str) -> Done:
        variables = {"RUNNER_TEMP": str(project / "runner"), "ARGUMENTS": arguments}
        return finished(start(["bash", "-eo", "pipefail", "-c", step["run"]], project, **variables))

    assert speccast("generate", folder=project).code == 0
    assert run(default).code == 0
    (project / "src/shelter/pets/client.py").write_text("edited")
    done = run(default)
    assert done.code == 1
    expected = "::error file=src/shelter/pets/client.py::changed (edited by hand)\n"
    assert done.out == expected
    (project / "pets.yaml").rename(project / "our pets.yaml")
    assert run("generate 'our pets.yaml' -o \"of pets\" --package pets").code == 0
    assert (project / "of pets" / "pets" / "client.py").is_file()
    assert run("generate 'no such.yaml' -o $(touch evil)").code == 2
    assert not (project / "evil").exists()


# --- Bazel ----------------------------------------------------------------------------------------


def genrule() -> dict[str, Any]:
    """Return the rule on the page."""
    [text] = re.findall(r"^(genrule\(.*?^\))$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = eval(text, {"genrule": dict})  # noqa: S307 - our own text
    return found


def sandboxed(folder: Path, name: str, umask: str) -> bytes:
    """Run the rule as Bazel does: links to the inputs, no home directory, no network."""
    rule, root = genrule(), folder / name
    source, target = str(rule["srcs"][0]), str(rule["outs"][0])
    (root / source).parent.mkdir(parents=True)
    (root / source).symlink_to(folder / source)
    (root / "out").mkdir()
    (root / "tool").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m speccast "$@"\n')
    (root / "tool").chmod(0o755)
    said = {
        "$(execpath :speccast)": "./tool",
        "$<": source,
        "$@": f"out/{target}",
        "$(RULEDIR)": "out",
    }
    text: str = rule["cmd"]
    for variable, value in said.items():
        text = text.replace(variable, value)
    command = ["env", "-i", f"PATH={os.defpath}", "bash", "-euc", f"umask {umask}; {text}"]
    done = finished(start([*offline(), *command], root))
    assert (done.code, done.out, done.err) == (0, "", "")
    return (root / "out" / target).read_bytes()


def test_genrule(tmp_path: Path) -> None:
    """The rule on the page needs only its inputs, and makes the same bytes anywhere."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "pets.yaml").write_text(DOCUMENT)
    (tmp_path / "spec" / "pets.yaml").chmod(0o444)
    (tmp_path / "spec").chmod(0o555)
    first, second = (
        sandboxed(tmp_path, name, umask) for name, umask in (("one", "022"), ("two", "077"))
    )
    assert first == second
    with tarfile.open(tmp_path / "one" / "out" / "pets.tar") as archive:
        assert "./pets/client.py" in archive.getnames()
