"""`python -m tests.corpus [NAME ...]`: check the client of each document, and print the figures.

-o DIR      keep what is generated, in DIR/PACKAGE
--only CHECK,...   not all checks
--names     list the numbered names
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .checks import CHECKS
from .documents import ABSENT, Document, documents
from .making import make
from .table import head, numbered, row


def main() -> int:
    """Check the named documents, or all; return the number of failures."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--only", default=",".join(CHECKS), metavar="CHECK,...")
    parser.add_argument("--names", dest="list_names", action="store_true")
    given = parser.parse_args()
    found = documents(given.names)
    if not found:
        return _say(ABSENT)
    print(head(), flush=True)  # noqa: T201 - a command
    with tempfile.TemporaryDirectory() as folder:
        out = given.output or Path(folder)
        return sum(
            _one(each, out / each.package, given.only.split(","), given.list_names)
            for each in found
        )


def _one(document: Document, out: Path, checks: list[str], list_names: bool) -> int:  # noqa: FBT001
    out.mkdir(parents=True, exist_ok=True)
    made = make(document, out, "--lenient")
    failed: list[str] = []
    for name in checks:
        complaints = list(CHECKS[name](made))
        if complaints:
            failed.append(name)
        for complaint in complaints:
            _say(f"{document.name}: {name}: {complaint}")
    print(row(made, failed), flush=True)  # noqa: T201 - a command
    for each in numbered(made) if list_names else ():
        print(f"    {each}")  # noqa: T201 - a command
    return bool(failed)


def _say(text: str) -> int:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
