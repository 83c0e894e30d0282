"""The peers, each in an environment of its own in the user's cache: takes a name, gives a Python.

Speccast's clients have such an environment, too, so that all start under equal conditions.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.support.places import ROOT

OURS: Final = "speccast"
OPC: Final = "openapi-python-client"
DCG: Final = "datamodel-code-generator"
OGC: Final = "openapi-generator"
SDK: Final = "cloudflare"
OPENAI: Final = "openai"
GENERATORS: Final = (OPC, DCG, OGC)

_RELEASES: Final = {
    OURS: "",
    OPC: "0.29.1",
    DCG: "0.89.0",
    OGC: "7.26.0",
    SDK: "5.9.0",
    OPENAI: "3.57.0",
}
_REQUIREMENTS: Final = {
    OURS: ("httpx2>=2.0,<3", "msgspec>=0.20,<1", "orjson>=3.10,<4"),
    OPC: (f"{OPC}=={_RELEASES[OPC]}", "python-dateutil"),
    DCG: (f"{DCG}[httpx2]=={_RELEASES[DCG]}",),
    OGC: (f"{OGC}-cli=={_RELEASES[OGC]}", "urllib3>=2.7,<3", "python-dateutil", "pydantic>=2.11"),
    SDK: (f"{SDK}=={_RELEASES[SDK]}",),
    OPENAI: (f"{OPENAI}=={_RELEASES[OPENAI]}",),
}
_PYPERF: Final = "pyperf>=2.9,<3"
_PATIENCE: Final = 600
"""Seconds for a registry to answer."""


class AbsentError(Exception):
    """Something cannot be had here; the message says why."""


def cache() -> Path:
    """Return the folder where everything is kept."""
    base = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser()
    return base / "speccast-benchmarks"


def release(name: str) -> str:
    """Return a peer's name with the release that is compared with."""
    return f"{name} {_RELEASES[name]}".strip()


def python(name: str) -> Path:
    """Return the interpreter that has a peer, installing it when it is first asked for.

    Raises:
        AbsentError: no registry is within reach, or Java is missing.

    """
    if name == OGC and shutil.which("java") is None:
        message = "Java is not at hand"
        raise AbsentError(message)
    said = sha256(" ".join(_REQUIREMENTS[name]).encode()).hexdigest()[:8]
    folder = cache() / "environments" / f"{release(name).replace(' ', '-')}-{said}"
    found = folder / "bin" / "python"
    if not (folder / "ready").exists():
        _install(folder, [*_REQUIREMENTS[name], _PYPERF])
    return found


def former(commit: str) -> Path:
    """Return an interpreter that has the speccast of a commit, as `python` does.

    Raises:
        AbsentError: it cannot be installed.

    """
    folder = cache() / "environments" / f"{OURS}-{commit}"
    if not (folder / "ready").exists():
        _install(folder, [f"git+{ROOT.as_uri()}@{commit}"])
    return folder / "bin" / "python"


def script(name: str, command: str) -> Path:
    """Return a command of a peer."""
    return python(name).with_name(command)


def _install(folder: Path, requirements: list[str]) -> None:
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    try:
        for command in ([sys.executable, "-m", "venv", str(folder)], [*pip, *requirements]):
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - pip
    except (subprocess.SubprocessError, OSError) as error:
        message = f"{requirements[0]} cannot be installed: {error}"
        raise AbsentError(message) from None
    (folder / "ready").touch()
