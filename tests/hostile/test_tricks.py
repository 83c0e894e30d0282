"""The tricks of `hostile/`: each is refused by one line with a place, or harmless in the package.

In this process, where most of them take some 0.1 s; bombs on the command line too, within what the
README promises of time and memory.
"""

from __future__ import annotations

import ast
import re
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from . import bombs, injections, names, references, texts
from .injections import described
from .judge import attempted, judge, lay_out
from .trick import MADE, Trick

if TYPE_CHECKING:
    from pathlib import Path

TRICKS: dict[str, Trick] = {
    f"{module.__name__.rpartition('.')[2]}-{name}": trick
    for module in (injections, names, references, texts, bombs)
    for name, trick in module.TRICKS.items()
}

LONG = re.compile(
    r"bombs-(aliases|branches|dangling_alike|fan_of_one|long_path|members|members_alike|values)"
    r"|names-(operations|methods|methods_of_one)_(?!ours|builtins|twins).*"
)
"""Tricks that take long: tried nightly, or on the command line."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.nightly if LONG.fullmatch(name) else ())
        for name in TRICKS
    ],
)
def test_trick(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result of a trick is the expected one."""
    monkeypatch.chdir(tmp_path)
    judge(TRICKS[name], tmp_path)


CPU_SECONDS = 60
MEMORY = 3 << 30
"""Bytes of address space, of which a process uses only a part."""
QUICK = {"aliases", "brackets", "flow", "fan_of_one", "dangling_alike", "product"}
"""The bombs that are also tried on the command line in ordinary runs."""


def limit() -> None:
    """Limit a process to the documented time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in QUICK else pytest.mark.nightly)
        for name in bombs.TRICKS
    ],
)
def test_bomb(name: str, tmp_path: Path) -> None:
    """A run ends within the limits, with a package that imports or with one message."""
    trick = bombs.TRICKS[name]
    path = lay_out(trick, tmp_path)
    generate = ["-m", "speccast", "generate", str(path), "-o", "out", "--package", "pkg"]
    done = run(generate, tmp_path)
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        assert MADE in trick.expected.split()
        names = [file.stem for file in (tmp_path / "out/pkg/models").glob("*.py")]
        modules = [f"pkg.models.{name}" for name in names if name != "__init__"]
        lines = ["import pkg.client", *(f"import {module}" for module in modules)]
        (tmp_path / "out/all.py").write_text("\n".join(lines))
        assert run(["-W", "error", "out/all.py"], tmp_path).returncode == 0
    else:
        assert done.returncode == 2
        assert any(f"[{code}]" in done.stderr for code in trick.expected.split())
        assert not (tmp_path / "out").exists()


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python within the limits."""
    return subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, *arguments],
        cwd=folder,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )


def prose(text: str, folder: Path) -> str:
    """Return all docstrings for a document with a text in each description."""
    outcome = attempted(lay_out(Trick(described(text)), folder))
    assert not isinstance(outcome, Exception)
    modules = [file for file in outcome.files if file.path.endswith(".py")]
    own = [ast.parse(file.text) for file in modules if "/_runtime/" not in file.path]
    alone = [node.value for tree in own for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return "\n".join(str(node.value) for node in alone if isinstance(node, ast.Constant))


@pytest.mark.parametrize("end", ["\r", "\r\n", *"\v\f\x1c\x1d\x1e\x85\u2028\u2029"], ids=ascii)
def test_line_ends(end: str, tmp_path: Path) -> None:
    """Each line end of `str.splitlines` ends a line of a docstring, too."""
    found = prose(f"One.{end}- two{end}- three", tmp_path)
    assert "- two\n" in found
    assert "<U+" not in found


def test_descriptions_contain_no_directives(tmp_path: Path) -> None:
    """No description gives an instruction to a linter, checker, formatter or doctest."""
    found = prose(
        "One # noqa and #type: ignore, # fmt: off\n>>> import os\n.. include:: x", tmp_path
    )
    assert "noqa" in found
    assert not re.search(r"#\s*(noqa|type:|fmt:)|>>> |\.\. include", found)
