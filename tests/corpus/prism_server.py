"""Prism, a mock server of any OpenAPI document, on loopback: takes a document, gives a base URL.

It is a program of others (`@stoplight/prism-cli`), installed with npm into the user's cache,
outside of the repository, when it is first asked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

_VERSION: Final = "5.14.2"
_PATIENCE: Final = 600
"""The timeout of npm in seconds."""


class NoPrismError(Exception):
    """Prism is not available; the message says why."""


def program() -> Path:
    """Return the path of Prism's program; install it if necessary.

    Raises:
        NoPrismError: npm is missing, or cannot reach a registry.

    """
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser()
    folder = cache / "speccast-tests" / f"prism-{_VERSION}"
    found = folder / "node_modules" / ".bin" / "prism"
    if not found.exists():
        npm = shutil.which("npm")
        if npm is None:
            message = "npm is not at hand"
            raise NoPrismError(message)
        _install(npm, folder)
    return found


def _install(npm: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    package = f"@stoplight/prism-cli@{_VERSION}"
    command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", package]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - npm
    except (subprocess.SubprocessError, OSError) as error:
        message = f"npm cannot install {package}: {error}"
        raise NoPrismError(message) from None


@contextmanager
def mocking(path: Path) -> Generator[str]:
    """Serve a document, and yield the base URL.

    Raises:
        NoPrismError: Prism cannot be had, or does not take the document.

    """
    port = _free_port()
    command = [str(program()), "mock", "--port", str(port), "--multiprocess=false", str(path)]
    process = subprocess.Popen(  # noqa: S603 - Prism
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        _wait(process)
        _drain(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[str]) -> None:
    said: list[str] = []
    for line in process.stdout or ():
        said.append(line)
        if "listening" in line:
            return
    message = f"Prism does not take the document: {''.join(said)[-500:]}"
    raise NoPrismError(message)


def _drain(process: subprocess.Popen[str]) -> None:
    """Read the log of Prism, so that its pipe never fills."""

    def read() -> None:
        for _ in process.stdout or ():
            pass

    Thread(target=read, daemon=True).start()


def _free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
