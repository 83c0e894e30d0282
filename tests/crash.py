"""Kills a run before each of its accesses to the file system, and lets the next one complete it.

Run as a program in an empty folder. Prints the number of places to die at; anything on standard
error is a violation. One process forks all runs, as starting Python would take most of the time.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path

from speccast import fresh
from speccast.cli import main
from tests import stubbed

OLD = {f"models/old{n}.py": f"# old {n}\n" for n in range(20)} | {
    "client.py": "# old\n",
    "kept.py": "",
}
NEW = {f"models/new{n}/__init__.py": f"# new {n}\n" for n in range(44)} | {
    "client.py": "# new\n",
    "kept.py": "",
}


def crash() -> None:
    """Try all places."""
    for module in ("cli.generate", "record"):  # once, not in every process
        import_module(f"speccast.{module}")
    # Our own modules may be edited meanwhile, and reading them takes most of the time.
    fresh.generator = lambda: {"version": "0", "sha256": ""}
    for name, files in (("old.json", OLD), ("new.json", NEW)):
        Path(name).write_text(json.dumps({"files": files}))
    run("old.json", "start")
    Path("start/pets/models/mine.py").write_text("mine")
    Path("start/pets/client.py").write_text("edited")
    shutil.copytree("start", "end")
    run("new.json", "end")
    old, new = tree("start"), tree("end")
    if not die_everywhere(old, new):
        sys.exit("a run without a fault did not end")


def die_everywhere(old: dict[str, str], new: dict[str, str]) -> bool:
    """Kill at each place; report what is lost or not completed."""
    for number in range(1, 10_000):
        shutil.rmtree("out", ignore_errors=True)
        shutil.copytree("start", "out")
        died = run("new.json", "out", fault=number)
        for path, text in tree("out").items():
            if not path.startswith(".speccast") and text not in {old.get(path), new.get(path)}:
                sys.stderr.write(f"{number}: {path} is {text!r}\n")
        run("new.json", "out")
        if tree("out") != new:
            wrong = {
                path
                for path in new.keys() | tree("out").keys()
                if new.get(path) != tree("out").get(path)
            }
            sys.stderr.write(f"{number}: not completed: {sorted(wrong)}\n")
        if not died:
            sys.stdout.write(f"{number - 1}\n")
            return True
    return False


def run(spec: str, output: str, fault: int | None = None) -> bool:
    """Run in a process of its own; tell whether it was killed."""
    child = os.fork()
    if not child:
        sys.stdout = sys.stderr = io.StringIO()
        if fault:
            stubbed.kill_at(fault)
        try:
            main(["generate", spec, "-o", output, "--package", "pets", "--force"])
        except SystemExit as end:
            os._exit(int(end.code or 0))
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def tree(folder: str) -> dict[str, str]:
    """Return the text of each file below a folder."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


if __name__ == "__main__":
    crash()
