"""Checks of the client of a document: functions from a run to its complaints."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.support.places import ROOT

from .making import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.support.workspace import Done

    from .making import Made

_PYRIGHT: Final = {
    "typeCheckingMode": "standard",
    "pythonVersion": "3.11",
    # an editable install puts templates into site-packages, which hide the modules
    "extraPaths": [str(ROOT / "generator")],
}
_PYTEST: Final = ("-q", "--import-mode=importlib", "--tb=short", "-p", "no:cacheprovider")
_MANY: Final = 100
"""The number of operations from which two processes are faster than one."""


def exit_code(made: Made) -> Iterator[str]:
    """Check that the run succeeds, also without leniency if no reference is dangling."""
    if made.done.code:
        yield f"exit {made.done.code}: {made.done.err}"
    elif not made.document.dangling():
        strict = make(made.document, made.out)
        if strict.done.code:
            yield f"exit {strict.done.code} without --lenient: {strict.done.err}"


def operations(made: Made) -> Iterator[str]:
    """Check that every module imports, and that the methods are the document's operations."""
    done = made.run("tests.corpus.methods", made.document.package, path=f"{made.out}:{ROOT}")
    if done.code:
        yield from _said(done)
        return
    listed = {(each["method"], each["path"]): each["symbol"] for each in made.operations}
    for method, path in made.document.operations() ^ {*listed}:
        yield f"{method} {path} is not a method, or no operation"
    symbols: list[str] = json.loads(done.out)["symbols"]
    if symbols != sorted(listed.values()) or len(symbols) != len(made.document.operations()):
        yield f"methods that no operation has, or two have: {sorted({*symbols} ^ {*listed})}"


def diagnostics(made: Made) -> Iterator[str]:
    """Check that each diagnostic has a place in the document, or in a file in its folder."""
    folder = made.document.path.parent
    for each in made.diagnostics:
        file = Path(each["file"])
        line: int = each["line"]
        column: int = each["column"]
        lines = _lines(file) if file.is_relative_to(folder) else ()
        if not 1 <= line <= len(lines):
            yield f"{each['code']} has no place: {each}"
        elif not 1 <= column <= len(lines[line - 1]) + 1:
            yield f"{each['code']} has no column: {each}"


def mypy(made: Made) -> Iterator[str]:
    """Check the types with mypy, strictly."""
    yield from _silent(made.run("mypy", "--strict", "--no-error-summary", *_folders(made)))


def pyright(made: Made) -> Iterator[str]:
    """Check the types with pyright, in its standard mode."""
    config = made.out / "pyrightconfig.json"
    config.write_text(json.dumps({**_PYRIGHT, "include": _folders(made)}))
    done = made.run("basedpyright", "--project", str(config))
    if done.code or not done.out.startswith("0 errors, 0 warnings"):
        yield from _said(done)


def ruff(made: Made) -> Iterator[str]:
    """Check that ruff finds nothing, with its defaults."""
    for command in (["check", "--output-format=concise"], ["format", "--check"]):
        done = made.run("ruff", *command, "--isolated", "--no-cache", "--quiet", *_folders(made))
        if done.code:
            yield from _said(done)


def generated_tests(made: Made) -> Iterator[str]:
    """Check that the generated tests pass."""
    split = ("-n", "2") if len(made.operations) > _MANY else ()
    command = ("pytest", *_PYTEST, *split, "-o", "pythonpath=.", "tests")
    done = made.run(*command)
    if done.code:
        yield from _said(done)


def examples(made: Made) -> Iterator[str]:
    """Check that valid documented examples are read and written back."""
    done = made.run("tests.corpus.examples", made.document.package, path=f"{made.out}:{ROOT}")
    if done.code:
        yield from _said(done)
    else:
        yield from json.loads(done.out)["complaints"]


@cache
def _lines(file: Path) -> Sequence[str]:
    return file.read_text("utf-8").splitlines() if file.is_file() else ()


def _folders(made: Made) -> list[str]:
    return [made.document.package, f"tests/{made.document.package}"]


def _said(done: Done) -> Iterator[str]:
    yield f"exit {done.code}: {done.out}{done.err}"


def _silent(done: Done) -> Iterator[str]:
    if done.code or done.out.strip():
        yield from _said(done)


CHECKS: Final[Mapping[str, Callable[[Made], Iterator[str]]]] = {
    check.__name__: check
    for check in (
        exit_code,
        operations,
        diagnostics,
        mypy,
        pyright,
        ruff,
        examples,
        generated_tests,
    )
}
"""The checks, cheap ones first."""
