"""Kills a run before each of its accesses to the file system, and lets the next one complete it.

The same with a disk that is full from one of them on.

Run as a program in an empty folder. Prints the number of places to die at; anything on standard
error is a violation. One process forks all runs, as starting Python would take most of the time.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING

from speccast.commands.cli import main
from speccast.output import up_to_date
from tests.support import stubbed

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS = {
    "old.json": {f"models/old{n}.py": f"# old {n}\n" for n in range(6)},
    "new.json": {f"models/new{n}/__init__.py": f"# new {n}\n" for n in range(12)},
    "third.json": {"models/old1.py": "# third\n", "models/new1/__init__.py": "# third\n"},
    "small.json": {"models/old1.py": "# small\n"},
}
"""The document before, the one being written when a run is killed, and the next ones."""


def crash() -> None:
    """Kill at each place, with unmodified files, then with an edited one."""
    for module in ("commands.cli.generate", "commands.generation"):  # once, not in every process
        import_module(f"speccast.{module}")
    # Our own modules may be edited meanwhile, and reading them takes most of the time.
    up_to_date.generator = lambda: {"version": "0", "sha256": ""}
    for name, files in DOCUMENTS.items():
        common = {"client.py": f"# {name}\n", "kept.py": ""}
        Path(name).write_text(json.dumps({"files": files | common}))
    run("old.json", "start")
    Path("start/pets/models/mine.py").write_text("mine")
    places = die_everywhere("new.json", ["new.json", "third.json"])
    Path("start/pets/client.py").write_text("edited")
    places += die_everywhere("small.json", ["small.json"], "--force")
    places += die_everywhere("third.json", ["third.json"], "--force", fault=stubbed.full_at)
    sys.stdout.write(f"{places}\n")


def die_everywhere(
    spec: str,
    next_specs: list[str],
    *options: str,
    fault: Callable[[int], None] = stubbed.kill_at,
) -> int:
    """End a run at each place, and check the result of the next run, in turn for each document.

    Returns:
        The number of places.

    """
    before = tree("start")
    wanted = {name: made_without_a_fault(spec, name, options) for name in {spec, *next_specs}}
    for number in range(1, 10_000):
        begin_anew()
        code = run(spec, "out", *options, fault=partial(fault, number))
        if code not in {-SIGKILL, 2, 0}:
            sys.stderr.write(f"{number}: ends with exit code {code}\n")
        for path, text in tree("out").items():
            if not path.startswith(".speccast") and text not in {
                before.get(path),
                wanted[spec].get(path),
            }:
                sys.stderr.write(f"{number}: {path} is {text!r}\n")
        following = next_specs[number % len(next_specs)]
        if run(following, "out", *options) != 0:
            sys.stderr.write(f"{number}: the next run failed\n")
        if wrong := wanted[following].items() ^ tree("out").items():
            sys.stderr.write(f"{number}: not completed: {sorted(wrong)}\n")
        if code == 0:
            return number - 1
    sys.exit("a run without a fault did not end")


def made_without_a_fault(spec: str, following: str, options: tuple[str, ...]) -> dict[str, str]:
    """Return the result of two runs without a kill."""
    begin_anew()
    run(spec, "out", *options)
    run(following, "out", *options)
    return tree("out")


def begin_anew() -> None:
    """Let the output be what it was in the beginning."""
    shutil.rmtree("out", ignore_errors=True)
    shutil.copytree("start", "out")


def run(spec: str, output: str, *options: str, fault: Callable[[], None] = lambda: None) -> int:
    """Run in a child process; return its exit code, negative if it was killed."""
    child = os.fork()
    if not child:
        sys.stdout = sys.stderr = io.StringIO()
        fault()
        try:
            main(["generate", spec, "-o", output, "--package", "pets", *options])
        except SystemExit as end:
            os._exit(int(end.code or 0))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def tree(folder: str) -> dict[str, str]:
    """Return the text of each file below a folder."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


if __name__ == "__main__":
    crash()
