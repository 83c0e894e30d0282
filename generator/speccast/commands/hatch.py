"""The hatchling build hook: generate the clients of a project before it is built.

    [build-system]
    requires = ["hatchling", "speccast"]

    [tool.hatch.build.hooks.speccast]

It runs `speccast generate`. The generated packages become part of the wheel and of the source
distribution, even if version control ignores them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

_COMMAND = [sys.executable, "-m", "speccast", "generate", "--format", "json"]


class SpeccastBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # its configuration class is not used
    """Runs `speccast generate`, with the `arguments` of its table."""

    PLUGIN_NAME = "speccast"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Generate, and add the packages to the artifacts of the build.

        Raises:
            RuntimeError: the command failed; the message is its output.

        """
        arguments: list[str] = self.config.get("arguments", [])
        done = subprocess.run(  # noqa: S603 - ourselves
            [*_COMMAND, *arguments], cwd=self.root, capture_output=True, text=True, check=False
        )
        clients: list[dict[str, Any]] = []
        if done.stdout:
            clients = json.loads(done.stdout)["clients"]
        if done.returncode:
            raise RuntimeError(done.stderr or "; ".join(map(_complaint, clients)))
        build_data["artifacts"] += [self._pattern(client) for client in clients]

    def _pattern(self, client: dict[str, Any]) -> str:
        """Return the pattern that matches a package's folder, relative to the project's root."""
        output = Path(self.root, client["output"]).resolve()
        inside = output.relative_to(Path(self.root).resolve()).as_posix()
        return f"/{inside}/{client['package']}/".replace("/./", "/")


def _complaint(client: dict[str, Any]) -> str:
    return str(client.get("error", ""))


@hookimpl
def hatch_register_build_hook() -> type[SpeccastBuildHook]:
    """Return the hook class, for hatchling."""
    return SpeccastBuildHook
