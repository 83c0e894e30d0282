"""What `from package import Client` costs: the modules that it loads."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import sys
before = {*sys.modules}
sys.path[:] = sys.argv[2:]
getattr(__import__(sys.argv[1], fromlist=["Client"]), "Client")
print(*sorted({*sys.modules} - before))
"""


def loaded() -> tuple[list[str], list[str]]:
    """Return the modules of the package, and those that are neither its own nor Python's.

    They are counted in a fresh interpreter.
    """
    package = (__package__ or "").rsplit(".", 2)[0]
    command = [sys.executable, "-S", "-c", _PROGRAM, package, *sys.path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    own = [name for name in said.split() if f"{name}.".startswith(f"{package}.")]
    roots = {name.partition(".")[0] for name in said.split()}
    known = {package.partition(".")[0], *sys.stdlib_module_names}
    return own, sorted(roots - known)
