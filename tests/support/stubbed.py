"""The command line with stages that only copy, for tests of what happens on disk.

Run as a program, with the arguments of `speccast`. A document is JSON: `files` maps the path of
each file below the package to its text, `tests` those of the tests, `findings` is a list of
severities, `times` says how often each is found, `interrupting` presses Ctrl-C. The real stages
would say no more about the disk, a hundred times more slowly.

Set FAULT_AT to a number to be killed at that access to the file system, counted from 1, STOP_AT to
be stopped there, and FULL_AT to have the disk full from the one on that needs space.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from speccast import ir
from speccast.commands.cli import main
from speccast.reading.diagnostics import Diagnostics, Severity
from speccast.views.files import File

if TYPE_CHECKING:
    from speccast.reading.config import Client


def read(client: Client, stdin: bytes | None) -> tuple[Any, str]:
    """Return the document and the package's name."""
    piped = client.spec == "-"
    data = (stdin or b"") if piped else Path(client.spec).read_bytes()
    root = json.loads(data)
    document = SimpleNamespace(
        root=root,
        files=((client.spec, hashlib.sha256(data).hexdigest()),),
        folder=Path.cwd() if piped else Path(client.spec).parent,
        lock_text=None,
        location=_nowhere,
        origin=str,
        source_line=_nowhere,
    )
    return document, client.package or root.get("title", "pets")


_EMPTY: Any = (ir.Text(""), ir.Text(""), ir.Doc(), (), (), (), (), (), (), ())


def _nowhere(_: object) -> str:
    return ""


class _Interrupting:
    """Presses Ctrl-C where Python swallows exceptions, for instance in an import."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def generate(document: Any, client: Client, package: str, previous: Any, _: object = None) -> Any:  # noqa: ANN401 - a stub
    """Copy the files of the document; `{previous}` is replaced by the previous names."""
    if document.root.get("interrupting"):
        _Interrupting()
    found = Diagnostics()
    for number in range(document.root.get("times", 1)):
        for severity in document.root.get("findings", []):
            found.add(Severity(severity), "told", f"{severity} {number}", "#")
    folders = {"files": f"{package}/"} | ({"tests": f"tests/{package}/"} if client.tests else {})
    files = [
        File(folder + path, text.replace("{previous}", json.dumps(previous)))
        for part, folder in folders.items()
        for path, text in document.root.get(part, {}).items()
    ]
    given = document.root.get("names", {})
    names = SimpleNamespace(classes={}, operations={}, manifest_names=given)
    return SimpleNamespace(
        package=package,
        title=document.root.get("title", "pets"),
        document=document,
        diagnostics=found,
        api=ir.Api(*_EMPTY),
        names=names,
        files=files,
        bundle=None,
        shape="",
        digests={},
        project=[],
    )


def kill_at(number: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Die, as with `kill -9`, at the given access to the file system.

    Before it, that is, but with a file that was to be written there, and empty.
    """
    left = number

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir"} or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY
        ):
            left -= 1
            if not left:
                if event == "open" and by is signal.SIGKILL:
                    Path(arguments[0]).touch()
                os.kill(os.getpid(), by)

    sys.addaudithook(count)


def full_at(number: int) -> None:
    """Fill the disk from the given access on, counting those that need space."""
    left = number

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in {"os.rename", "os.mkdir"} or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY
        ):
            left -= 1
            if left <= 0:
                raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))

    sys.addaudithook(refuse)


def install() -> None:
    """Replace the real stages by these."""
    stages: Any = ModuleType("speccast.pipeline")
    stages.read, stages.generate, stages.SPEC = read, generate, "_spec.json"
    sys.modules["speccast.pipeline"] = stages


install()  # in the parallel processes, too

if __name__ == "__main__":
    if "FAULT_AT" in os.environ:
        kill_at(int(os.environ["FAULT_AT"]))
    if "STOP_AT" in os.environ:
        kill_at(int(os.environ["STOP_AT"]), signal.SIGSTOP)
    if "FULL_AT" in os.environ:
        full_at(int(os.environ["FULL_AT"]))
    main()
