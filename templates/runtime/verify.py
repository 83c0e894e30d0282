"""Check that the files of a generated package are unchanged.

Compares the package's folder with `_manifest.json`, with the standard library alone.
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
"""The errors that a damaged manifest causes."""


def main(package: str | None, arguments: Sequence[str]) -> int:
    """Print each difference, and return the exit code.

    It is 1 if a file is missing, changed or superfluous, 2 if the check is impossible.
    """
    if list(arguments) != ["verify"]:
        print(f"usage: python -m {package} verify", file=sys.stderr)
        return 2
    root = Path(__file__).parent.parent
    try:
        found: dict[str, Any] = json.loads((root / MANIFEST).read_bytes())["files"]
        files = {path: str.lower(digest) for path, digest in found.items()}
        faults = list(_faults(root, files))
    except (OSError, *_DAMAGE) as error:
        print(_plain(f"{MANIFEST} cannot be used: {error}"), file=sys.stderr)
        return 2
    for fault in faults or [f"{package}: {len(files)} files, all as generated"]:
        print(_plain(fault))
    return 1 if faults else 0


def _plain(text: str) -> str:
    """Escape characters that could control a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _faults(root: Path, digests: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each file that is missing, changed or superfluous."""
    owned = {*digests, MANIFEST}
    present = set(_present(root, "", owned))
    for path, digest in sorted(digests.items()):
        file = root / path
        if path not in present:
            yield f"missing: {path}"
        elif not file.is_file() or sha256(file.read_bytes()).hexdigest() != digest:
            yield f"changed: {path}"
    yield from (f"superfluous: {path}" for path in sorted(present - owned))


def _present(root: Path, below: str, owned: Collection[str]) -> Iterator[str]:
    """Yield files, links and empty folders, without compiled files of the package."""
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
