"""`python -m tests.benchmarks [GROUP ...]`: measure beside the peers, and print the table.

The first run makes an environment for each peer, and its clients, in the user's cache.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .bench import Bench
from .calling import calling
from .coding import decode, encode
from .generating import changing, generating, growth
from .large import large
from .rows import Row, head, line, replaced
from .size import size
from .starting import importing, starting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bench import Group
    from .rows import Absent

GROUPS: Final[dict[str, Group]] = {
    "generate": generating,
    "change": changing,
    "growth": growth,
    "decode": decode,
    "encode": encode,
    "large": large,
    "first-use": starting,
    "import": importing,
    "calls": calling,
    "size": size,
}


def main() -> int:
    """Measure the groups that are named, or all; return how many rows miss their bar."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured [5]")
    parser.add_argument("--scale", type=float, default=1, help="how large the inputs are [1]")
    parser.add_argument("--former", default="", metavar="COMMIT", help="an earlier speccast")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table there, too")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="replace rows in there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all ratios there")
    given = parser.parse_args()
    if unknown := {*given.groups} - {*GROUPS}:
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    found: list[Row | Absent] = []
    print(head(), flush=True)  # noqa: T201 - a command
    for row in measured(given.groups or list(GROUPS), given.rounds, given.scale, given.former):
        print(line(row), flush=True)  # noqa: T201 - a command
        found.append(row)
    if given.markdown:
        given.markdown.write_text("\n".join([head(), *map(line, found), ""]), "utf-8")
    if given.readme:
        text = given.readme.read_text("utf-8")
        given.readme.write_text(replaced(text, [head(), *map(line, found)]), "utf-8")
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in found], indent=1), "utf-8")
    return sum(isinstance(row, Row) and not row.met for row in found)


def measured(
    groups: list[str], rounds: int, scale: float, former: str = ""
) -> Iterator[Row | Absent]:
    """Iterate the rows of some groups."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), rounds, scale, former)
        for name in groups:
            yield from GROUPS[name](bench)


if __name__ == "__main__":
    sys.exit(main())
