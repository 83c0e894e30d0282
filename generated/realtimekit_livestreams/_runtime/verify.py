"""Tells whether the files of a generated package are still as they were generated.

Takes the package's folder and its `_manifest.json`; needs neither the document nor the
generator, so that a repository that carries the package can check it.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MANIFEST = "_manifest.json"
USAGE = "usage: python -m {} verify"


def main(
    package: str | None, arguments: Sequence[str], folder: Path | None = None
) -> int:
    """Check the package, and say what is not as it was generated.

    Returns:
        The exit code: 0 if all is well, 1 if a file is missing, changed or
        superfluous, 2 if the manifest cannot be used.

    """
    if list(arguments) != ["verify"]:
        print(USAGE.format(package), file=sys.stderr)
        return 2
    root = folder or Path(__file__).parent.parent
    try:
        expected = _sums(json.loads((root / MANIFEST).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError) as error:
        print(f"{MANIFEST} cannot be used: {error}", file=sys.stderr)
        return 2
    faults = list(check(root, expected))
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{package}: {len(expected)} files, all as generated")
    return 1 if faults else 0


def _sums(manifest: Any) -> Mapping[str, str]:
    files: dict[str, str] = manifest["files"]
    return files


def check(root: Path, expected: Mapping[str, str]) -> Iterator[str]:
    """Give a line for each file that is missing, changed or superfluous.

    Args:
        root: the package's folder.
        expected: the sha256 of each file, by path.

    """
    present = set(_files(root))
    for path, digest in sorted(expected.items()):
        if path not in present:
            yield f"missing: {path}"
        elif sha256((root / path).read_bytes()).hexdigest() != digest:
            yield f"changed: {path}"
    for path in sorted(present - expected.keys() - {MANIFEST}):
        yield f"superfluous: {path}"


def _files(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            yield (Path(folder) / name).relative_to(root).as_posix()
