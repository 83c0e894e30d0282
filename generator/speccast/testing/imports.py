"""Lists the modules that `from package import Client` loads."""

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
    """Return the loaded modules of a package, and the loaded third-party packages.

    The import runs in a new interpreter. The parent packages of the package do not count.
    """
    outermost = package.partition(".")[0]
    folder = Path(next(iter(sys.modules[outermost].__path__))).parent
    command = [sys.executable, "-S", "-c", _PROGRAM, package, name, str(folder), *sys.path]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    own = [name for name in names if f"{name}.".startswith(f"{package}.")]
    roots = {name.partition(".")[0] for name in names}
    return own, sorted(roots - {outermost, *sys.stdlib_module_names})
