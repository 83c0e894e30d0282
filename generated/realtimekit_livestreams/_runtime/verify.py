"""Checks whether the files of a generated package are still as they were generated.

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
    from collections.abc import Collection, Iterator, Mapping, Sequence

MANIFEST = "_manifest.json"
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What is raised where the manifest is not what was generated."""
USAGE = "usage: python -m {} verify"


def main(
    package: str | None, arguments: Sequence[str], folder: Path | None = None
) -> int:
    """Print what is not as it was generated, and return the exit code.

    It is 0 if all is well, 1 if a file is missing, changed or superfluous, 2 if the
    manifest cannot be used.
    """
    if list(arguments) != ["verify"]:
        print(USAGE.format(package), file=sys.stderr)
        return 2
    root = folder or Path(__file__).parent.parent
    try:
        files: dict[str, Any] = json.loads((root / MANIFEST).read_bytes())["files"]
        expected = {path: str.lower(digest) for path, digest in files.items()}
        faults = list(check(root, expected))
    except (OSError, *_DAMAGE) as error:
        print(_plain(f"{MANIFEST} cannot be used: {error}"), file=sys.stderr)
        return 2
    for fault in faults:
        print(_plain(fault))
    if not faults:
        print(f"{package}: {len(expected)} files, all as generated")
    return 1 if faults else 0


def _plain(text: str) -> str:
    """Spell out what could steer a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def check(root: Path, expected: Mapping[str, str]) -> Iterator[str]:
    """Give a line for each file below `root` that is missing, changed or superfluous.

    `expected` has the sha256 of each file, by path.
    """
    owned = {*expected, MANIFEST}
    present = set(_present(root, "", owned))
    for path, digest in sorted(expected.items()):
        file = root / path
        if path not in present:
            yield f"missing: {path}"
        elif not file.is_file() or sha256(file.read_bytes()).hexdigest() != digest:
            yield f"changed: {path}"
    for path in sorted(present - owned):
        yield f"superfluous: {path}"


def _present(root: Path, below: str, owned: Collection[str]) -> Iterator[str]:
    """Give what is in a folder: files, links, and empty folders with a slash.

    What Python itself compiles of the package's files is left out.
    """
    entries = list(os.scandir(root / below))
    if not entries:
        yield below
    for entry in entries:
        path = below + entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _present(root, f"{path}/", owned)
        elif not (path.endswith(".pyc") and path[:-1] in owned):
            yield path
