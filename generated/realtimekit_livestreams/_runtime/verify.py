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
    from collections.abc import Collection, Iterator, Mapping, Sequence

MANIFEST = "_manifest.json"

_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What is raised where the manifest is not what was generated."""

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
        faults = list(check(root, expected))
    except (OSError, *_DAMAGE) as error:
        print(_plain(f"{MANIFEST} cannot be used: {error}"), file=sys.stderr)
        return 2
    for fault in faults:
        print(_plain(fault))
    if not faults:
        print(f"{package}: {len(expected)} files, all as generated")
    return 1 if faults else 0


def _sums(manifest: Any) -> Mapping[str, str]:
    """Return the sha256 of each file, by path."""
    files: dict[str, Any] = manifest["files"]
    return {path: str.lower(digest) for path, digest in files.items()}


def _plain(text: str) -> str:
    """Spell out what could steer a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def check(root: Path, expected: Mapping[str, str]) -> Iterator[str]:
    """Give a line for each file that is missing, changed or superfluous.

    Args:
        root: the package's folder.
        expected: the sha256 of each file, by path.

    """
    owned = {*expected, MANIFEST}
    present = set(_present(root, "", owned))
    for path, digest in sorted(expected.items()):
        if path not in present:
            yield f"missing: {path}"
        elif not (root / path).is_file() or _digest(root / path) != digest:
            yield f"changed: {path}"
    for path in sorted(present - owned):
        yield f"superfluous: {path}"


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _present(root: Path, below: str, owned: Collection[str]) -> Iterator[str]:
    """Give what stands in a folder, but not what Python itself compiles there.

    A folder is named by its files, an empty one with a slash, and a link to a
    folder by its own name.
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
