"""Python programs, each in a fork of an interpreter that has imported what it needs.

Starting Python and importing speccast takes longer than most runs. A fork is a process of its own,
with arguments, standard streams, a folder, an environment and an exit code.

Run as a program, this module is such an interpreter. It ends with the tests.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from .places import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPORTED: Final = {
    "speccast": ("speccast.commands.cli.generate", "tests.support.generated_before"),
    "stubbed.py": ("tests.support.stubbed", "speccast.commands.cli.generate"),
    "pytest": ("pytest", "httpx2", "tests.support.drawn_before"),
}
"""The modules to import before the fork, by the module or script that is run."""
TIMEOUT: Final = 300
"""Seconds; a run may hang because of a bug."""


class Ended(NamedTuple):
    """The result of a run."""

    code: int
    out: str
    err: str


def run(
    arguments: tuple[str, ...], folder: Path, stdin: str, environment: Mapping[str, str]
) -> Ended:
    """Run `python ARGUMENTS`: `-m` and a module of `IMPORTED`, or a script of it."""
    name = arguments[1] if arguments[0] == "-m" else Path(arguments[0]).name
    request = {"arguments": arguments, "folder": str(folder), "environment": {**environment}}
    with (
        TemporaryFile() as job,
        TemporaryFile() as given,
        TemporaryFile() as out,
        TemporaryFile() as err,
    ):
        job.write(json.dumps(request).encode())
        given.write(stdin.encode())
        job.seek(0)
        given.seek(0)
        code = _interpreter(name).fork([job, given, out, err])
        return Ended(code, _text(out), _text(err))


def _text(file: BinaryIO) -> str:
    """Return the content of a file, with the line ends that `subprocess` gives."""
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n").replace("\r", "\n")


class _Interpreter:
    """A process that forks."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(TIMEOUT)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", __name__, str(theirs.fileno()), *modules],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        atexit.register(self.end)

    def fork(self, files: list[BinaryIO]) -> int:
        """Run a job in a fork; return its exit code."""
        socket.send_fds(self._channel, [b"."], [file.fileno() for file in files])
        code: int = struct.unpack("i", self._channel.recv(4))[0]
        return code

    def end(self) -> None:
        """End the process, and its running forks."""
        self._channel.close()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@cache
def _interpreter(name: str) -> _Interpreter:
    return _Interpreter(IMPORTED[name])


def main() -> None:
    """Import, then fork for each job, until the other side closes the channel."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        importlib.import_module(name)
    gc.freeze()
    while True:
        asked, files, _, _ = socket.recv_fds(channel, 1, 4)
        if not asked:
            return
        child = os.fork()
        if not child:
            break
        for each in files:
            os.close(each)
        _, status = os.waitpid(child, 0)
        channel.sendall(struct.pack("i", os.waitstatus_to_exitcode(status)))
    channel.close()
    _become(*files)


def _become(job: int, *streams: int) -> None:
    """Turn this fork into the requested process."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for the life of the process
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    with open(job) as file:
        request: dict[str, Any] = json.load(file)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    first, *rest = request["arguments"]
    is_module = first == "-m"
    name = rest.pop(0) if is_module else first
    sys.path[:1] = [os.getcwd() if is_module else str(Path(name).parent), *filter(None, path)]  # noqa: PTH109
    sys.argv = [name, *rest]
    if is_module:
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(name, run_name="__main__")


if __name__ == "__main__":
    main()
