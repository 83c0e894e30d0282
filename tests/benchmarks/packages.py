"""The clients that speccast and its peers make of a document, kept in the user's cache.

`command` is how each generator is called, `package` the client that came out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING, Final

from .documents import document
from .peers import DCG, OGC, OPC, OURS, AbsentError, cache, python, release, script
from .timing import Command

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE: Final = 600
"""Seconds after which a generator is given up."""


@dataclass(frozen=True)
class Package:
    """A generated client."""

    python: Path
    """The interpreter that has what it needs."""
    folder: Path
    """The folder of its modules."""
    modules: tuple[str, ...]
    """The modules and packages that it consists of."""

    def sources(self) -> list[Path]:
        """Return its modules' files."""
        patterns = [f"{name}{rest}" for name in self.modules for rest in (".py", "/**/*.py")]
        return [path for pattern in patterns for path in self.folder.glob(pattern)]


def command(generator: str, spec: Path, out: Path, *more: str) -> Command:
    """Return the command with which a generator writes a client of a document into a folder.

    Raises:
        AbsentError: the generator is not at hand.

    """
    argv = [*_COMMANDS[generator](spec, out), *more]
    return Command(argv, cwd=out, env=_path(generator), timeout=PATIENCE)


def package(generator: str, name: str, *options: str) -> Package:
    """Return the client that a generator makes of a document; ours with options.

    Raises:
        AbsentError: the generator or the document is not at hand, or they do not go together.

    """
    spec = document(name)
    digest = sha256(spec.read_bytes()).hexdigest()[:12]
    out = cache() / "clients" / release(generator).replace(" ", "-") / f"{name}-{digest}"
    if generator == OURS:  # which changes files, and detects a run without work
        out = out.with_name(re.sub(r"\W+", "-", " ".join([out.name, *options])))
        out.mkdir(parents=True, exist_ok=True)
        command(generator, spec, out, *options)()
    elif not out.exists():
        _make(generator, spec, out)
    if (out / "refused").exists():
        why = (out / "refused").read_text("utf-8").partition("\n")[0]
        message = f"{release(generator)} {why}"
        raise AbsentError(message)
    return Package(python(generator), out, _MODULES[generator])


def _make(generator: str, spec: Path, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=out.parent))
    try:
        command(generator, spec, making)()
    except subprocess.CalledProcessError as error:
        shutil.rmtree(making)
        making.mkdir()
        why = "needs too long for" if error.returncode == -SIGKILL else "does not take"
        (making / "refused").write_text(f"{why} the document\n{error.output or ''}", "utf-8")
    making.rename(out)


def _path(generator: str) -> dict[str, str]:
    """Let a generator find its own formatter."""
    folder = python(generator).parent
    return {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def _ours(spec: Path, out: Path) -> list[str | Path]:
    speccast = [sys.executable, "-m", "speccast", "generate", "--package", "client"]
    return [*speccast, "--lenient", "--force", spec, "--output", out]


def _opc(spec: Path, out: Path) -> list[str | Path]:
    # Without literal enums it refuses what has members that differ in punctuation alone.
    config = out / "config.yaml"
    config.write_text("literal_enums: true\n", "utf-8")
    return [
        script(OPC, OPC),
        *("generate", "--meta", "none", "--overwrite", "--config", config),
        *("--path", spec, "--output-path", out / "client"),
    ]


def _dcg(spec: Path, out: Path) -> list[str | Path]:
    return [
        script(DCG, "datamodel-codegen"),
        *("--input", spec, "--input-file-type", "openapi"),
        *("--output", out / "client_models.py"),
        *("--output-model-type", "pydantic_v2.BaseModel"),
        *("--generate-client", "httpx2", "--client-output", out / "client"),
        *("--client-package", "client", "--client-model-package", "client_models"),
    ]


def _ogc(spec: Path, out: Path) -> list[str | Path]:
    return [
        script(OGC, "openapi-generator-cli"),
        *("generate", "-g", "python", "--package-name", "client", "--skip-validate-spec"),
        *("-i", spec, "-o", out),
    ]


_COMMANDS: Final[dict[str, Callable[[Path, Path], list[str | Path]]]] = {
    OURS: _ours,
    OPC: _opc,
    DCG: _dcg,
    OGC: _ogc,
}
_MODULES: Final = {
    OURS: ("client",),
    OPC: ("client",),
    DCG: ("client", "client_models"),
    OGC: ("client",),
}
