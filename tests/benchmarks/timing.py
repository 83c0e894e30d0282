"""Alternating timing: takes contenders, gives each one's costs, round by round.

In each round every contender runs once, so that whatever else the machine does hits all alike, and
the ratios of a round compare what ran side by side.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass, field
from operator import attrgetter
from statistics import median
from threading import Timer
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path


_INSTALLED: Final = {"PYTHONDONTWRITEBYTECODE": ""}
"""Modules are compiled once, as those are that pip installs."""


@dataclass(frozen=True)
class Cost:
    """The time and memory of one run."""

    cpu: float
    """Seconds in which a processor worked on it, those of its children included."""
    wall: float
    """Seconds from beginning to end."""
    memory: int = 0
    """Most bytes that it held at one time."""
    output: str = ""
    """Its output."""


Contenders: TypeAlias = "dict[str, Callable[[], Cost]]"
"""The compared contenders, by name."""
Rounds: TypeAlias = dict[str, list[Cost]]
"""The costs of each contender, by name."""


@dataclass(frozen=True)
class Command:
    """A command that is timed from start to end."""

    argv: Sequence[str | Path]
    cwd: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    """Set besides what is there."""
    before: Callable[[], object] | None = None
    """Makes ready for each run, untimed."""
    timeout: float = 900
    """Seconds after which it is given up."""

    def __call__(self) -> Cost:
        """Run it once.

        Raises:
            subprocess.SubprocessError: it fails, or takes too long.

        """
        if self.before is not None:
            self.before()
        environ = {**os.environ, **_INSTALLED, **self.env}
        begin = time.perf_counter()
        with subprocess.Popen(  # noqa: S603 - a contender
            [str(part) for part in self.argv],
            cwd=self.cwd,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            return _finish(process, begin, self.timeout)


def _finish(process: subprocess.Popen[bytes], begin: float, timeout: float) -> Cost:
    assert process.stdout is not None
    killer = Timer(timeout, process.kill)
    killer.start()
    output = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    killer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args, output)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, output)


def alternate(
    contenders: Mapping[str, Callable[[], Cost]], rounds: int, *, warm: bool = True
) -> Rounds:
    """Run all contenders one after the other, so many times; first once unmeasured to warm up."""
    if warm:
        for run in contenders.values():
            run()
    costs: Rounds = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            costs[name].append(run())
    return costs


def ratios(
    costs: Rounds, name: str, base: str, what: Callable[[Cost], float] = attrgetter("cpu")
) -> tuple[float, ...]:
    """Return how many times what `base` takes `name` takes, in each round."""
    pairs = zip(costs[name], costs[base], strict=True)
    return tuple(what(mine) / what(other) for mine, other in pairs)


def fastest(
    costs: Rounds, names: Iterable[str], what: Callable[[Cost], float] = attrgetter("cpu")
) -> str:
    """Return which of these takes least, by the median."""
    return min(names, key=lambda name: median(map(what, costs[name])))
