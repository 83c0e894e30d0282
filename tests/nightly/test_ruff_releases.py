"""Each release of ruff that pyproject.toml allows formats the output to the same bytes."""

from __future__ import annotations

import functools
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.constraints import pins
from tests.support.places import ROOT, SHARED, SPEC, SUPPORT
from tests.support.workspace import finished, snapshot, start

RELEASES: Final = (
    "0.9.0",
    "0.9.10",
    "0.10.0",
    "0.11.13",
    "0.12.12",
    "0.13.3",
    "0.14.14",
    "0.15.10",
    "0.16.5",
    "0.17.6",
)
"""The lowest release, and one of each minor version."""
DOCUMENTS: Final = (
    SUPPORT / "everything.yaml",
    SPEC,
    SHARED / "corpus" / "resend.yaml",
    SHARED / "corpus" / "stripe2022.json",
)


def environment(folder: Path, release: str) -> Path:
    """Return the Python of an environment with this release and the installed other libraries."""
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "install", "-q", "--no-deps"]
    for command in (
        [sys.executable, "-m", "venv", "--without-pip", str(folder)],
        [*pip, f"ruff=={release}"],
    ):
        done = finished(start(command, folder.parent, PIP_CONSTRAINT=""))
        if done.code:
            pytest.skip(f"ruff {release} cannot be installed: {done.err[-300:]}")
    [packages] = folder.glob("lib/*/site-packages")
    here = [str(ROOT / "generator"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    (packages / "here.pth").write_text("\n".join(here), encoding="utf-8")
    return folder / "bin" / "python"


@functools.cache
def expected(document: Path, folder: Path, oldest: str) -> dict[str, bytes | str]:
    """Return the output of the installed release for a document."""
    return made(Path(sys.executable), document, folder / oldest / document.stem, oldest)


def made(python: Path, document: Path, out: Path, oldest: str = "3.11") -> dict[str, bytes | str]:
    """Return the output of a release for a document, for this Python and newer ones."""
    command = [str(python), "-m", "speccast", "generate", str(document), "-o", str(out)]
    command += ["--package", "api", "--lenient", "--python", oldest]
    done = finished(start(command, ROOT.parent))
    assert done.code == 0, done.err
    return snapshot(out)


@pytest.mark.nightly
@pytest.mark.parametrize("release", RELEASES)
def test_release(release: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A release gives the same output for large and small documents."""
    python = environment(tmp_path / "environment", release)
    version = finished(start([str(python.with_name("ruff")), "--version"], tmp_path)).out
    assert version.split()[1] == release
    usual = tmp_path_factory.getbasetemp() / "usual"
    for document in filter(Path.is_file, DOCUMENTS):
        assert made(python, document, tmp_path / document.stem) == expected(document, usual, "3.11")
    for oldest in ("3.12", "3.14") if Version(release) >= Version("0.15") else ("3.12",):
        for document in (SPEC, SUPPORT / "everything.yaml"):
            out = tmp_path / oldest / document.stem
            assert made(python, document, out, oldest) == expected(document, usual, oldest)


def test_range() -> None:
    """The allowed range is the tested one: its lowest release, each minor version, no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [ruff] = [each for each in map(Requirement, project["dependencies"]) if each.name == "ruff"]
    tried = [Version(release) for release in RELEASES]
    bounds = {each.operator: Version(each.version) for each in ruff.specifier}
    assert bounds == {">=": tried[0], "<": Version(f"0.{tried[-1].minor + 1}")}
    assert {version.minor for version in tried} == {*range(tried[0].minor, tried[-1].minor + 1)}
    assert Version(pins()["ruff"].removeprefix("==")) in ruff.specifier
