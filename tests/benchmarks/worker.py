"""Times a statement in the interpreter that runs this file: what `inprocess.py` starts.

`worker.py [pyperf's options] FOLDER SETUP STATEMENT`: modules are looked for in FOLDER, too. Taken
are seconds of the processor, which depend less on what else the machine does.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import pyperf

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


def _timed(setup: str, statement: str) -> Callable[[int], float]:
    """Return a function that runs the statement this many times, and returns the seconds."""
    loop = (
        "def timed(loops):\n"
        "    begin = clock()\n"
        "    for _ in range(loops):\n"
        f"        {statement}\n"
        "    return clock() - begin\n"
    )
    scope: dict[str, Any] = {"clock": time.process_time}
    exec(setup, scope)  # noqa: S102 - a contender
    exec(loop, scope)  # noqa: S102 - … and what it does
    timed: Callable[[int], float] = scope["timed"]
    return timed


def _forward(command: list[str], given: Namespace) -> None:
    command += [given.folder, given.setup, given.statement]


def main() -> None:
    """Time what the command line says."""
    runner: Any = pyperf.Runner(add_cmdline_args=_forward)
    for name in ("folder", "setup", "statement"):
        runner.argparser.add_argument(name)
    given: Namespace = runner.parse_args()
    sys.path.insert(0, given.folder)
    timed = _timed(given.setup, given.statement)
    runner.bench_time_func("statement", timed)


if __name__ == "__main__":
    main()
