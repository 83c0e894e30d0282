"""The command line with stages that only copy, for tests of what happens on disk.

Run as a program, with the arguments of `speccast`. A document is JSON: `files` maps the path of each
file below the package to its text, `tests` those of the tests, `findings` is a list of severities.
The real stages would say no more about the disk, and a hundred times more slowly.

Set FAULT_AT to a number to be killed at that access to the file system, counted from 1.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace as Simple


def read(client, stdin):
    """Return the document and the package's name."""
    data = stdin if client.spec == "-" else Path(client.spec).read_bytes()
    folder = Path.cwd() if client.spec == "-" else Path(client.spec).parent
    name = "-" if client.spec == "-" else os.fspath(client.spec)
    document = Simple(
        root=json.loads(data),
        files=((name, hashlib.sha256(data).hexdigest()),),
        folder=folder,
        lock_text=None,
        location=lambda pointer: None,
        source_line=lambda location: "",
    )
    return document, client.package or document.root.get("title", "pets")


def generate(document, client, package, previous):
    """Copy the files that the document holds."""
    from speccast.diagnostics import Diagnostics
    from speccast.files import File

    found = Diagnostics()
    for severity in document.root.get("findings", []):
        getattr(found, severity)("told", f"one {severity}", "#")
    if previous and os.environ.get("PAUSE_FILE"):
        Path(os.environ["PAUSE_FILE"]).touch()
    files = [
        File(f"{folder}{path}", text)
        for folder, key in ((f"{package}/", "files"), (f"tests/{package}/", "tests"))
        for path, text in document.root.get(key, {}).items()
        if key == "files" or client.tests
    ]
    names = Simple(classes={}, operations={}, recorded=lambda: document.root.get("names", {}))
    return Simple(
        package=package,
        title=document.root.get("title", "pets"),
        document=document,
        diagnostics=found,
        api=Simple(declared=(), operations=()),
        names=names,
        files=files,
    )


def kill_at(number: int) -> None:
    """Die, as by `kill -9`, before the given access to the file system."""
    left = number

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        changes = event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
        if changes or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    stages = ModuleType("speccast.pipeline")
    stages.read, stages.generate = read, generate
    import speccast

    sys.modules["speccast.pipeline"] = speccast.pipeline = stages
    from speccast.cli import main

    if "FAULT_AT" in os.environ:
        kill_at(int(os.environ["FAULT_AT"]))
    main()
