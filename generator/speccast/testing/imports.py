"""What `from package import Client` costs: the modules that it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import importlib, sys
package, name, sys.path[:] = sys.argv[1], sys.argv[2], sys.argv[3:]
if "." in package:
    importlib.import_module(package.rpartition(".")[0])
before = {*sys.modules}
getattr(importlib.import_module(package), name)
print(*sorted({*sys.modules} - before))
"""


def loaded(package: str, name: str = "Client") -> tuple[list[str], list[str]]:
    """Return the modules of a package, and those that are neither its own nor Python's.

    They are counted in a fresh interpreter. What the package is part of is not counted.
    """
    outermost = package.partition(".")[0]
    folder = Path(next(iter(sys.modules[outermost].__path__))).parent
    command = [sys.executable, "-S", "-c", _PROGRAM, package, name, str(folder), *sys.path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    own = [name for name in said.split() if f"{name}.".startswith(f"{package}.")]
    roots = {name.partition(".")[0] for name in said.split()}
    return own, sorted(roots - {outermost, *sys.stdlib_module_names})
