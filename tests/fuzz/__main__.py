"""`python -m tests.fuzz --minutes N`: try texts in child processes until the time is over.

A process that hangs or dies is a find, too. Finds are written to `--keep`, and named.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .inputs import make
from .trial import attempt

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

BATCH = 100
"""Texts for each process; the next batch has a new process."""
SECONDS = 60
"""CPU seconds for one text, after which it counts as hanging."""
MEMORY = 4 << 30


def work(first: int, sender: Connection) -> None:
    """Try a batch, and send the result of each text."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, _hang)
    attempt_number(first)  # imports and caches are not part of a text's time
    for number in range(first, first + BATCH):
        sender.send(("begin", number))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        fault, refused = attempt_number(number)
        signal.setitimer(signal.ITIMER_PROF, 0)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        sender.send(("end", number, fault, refused, time.process_time() - start, grown))
    sender.send(("done",))


def _hang(*_: object) -> None:
    message = f"hangs: more than {SECONDS} s"
    raise TimeoutError(message)


def attempt_number(number: int) -> tuple[str, str]:
    """Try a text; return what is wrong, if anything, and the reason of a refusal, if any."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spec.yaml")
        path.write_bytes(make(number))
        try:
            return "", attempt(path).refused
        except BaseException as error:  # noqa: BLE001 - any exception is a find
            cause = error.__cause__ or error
            where = traceback.extract_tb(cause.__traceback__)[-1]
            return (
                f"{type(cause).__name__}: {error} [{Path(where.filename).name}:{where.lineno}]",
                "",
            )


class Run:
    """A run, and its finds."""

    def __init__(self, keep: Path) -> None:
        """Start without finds."""
        self.keep = keep
        self.tried = 0
        self.refusals: Counter[str] = Counter()
        self.faults: dict[str, int] = {}
        self.slowest = (0.0, 0)
        self.largest = (0, 0)
        self.cpu = 0.0

    def note(self, message: tuple[Any, ...]) -> None:
        """Record the result of a text."""
        _, number, fault, refused, seconds, grown = message
        self.tried += 1
        self.cpu += seconds
        self.refusals[refused or "-"] += 1
        self.slowest = max(self.slowest, (seconds, number))
        self.largest = max(self.largest, (grown, number))
        if fault:
            self.find(number, fault)

    def find(self, number: int, fault: str) -> None:
        """Keep a find, once for each kind."""
        kind = fault.rpartition("[")[2] + fault.partition(":")[0]
        if kind not in self.faults:
            self.faults[kind] = number
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"{number}.yaml").write_bytes(make(number))
            sys.stdout.write(f"FOUND {number}: {fault[:400]!a}\n")
            sys.stdout.flush()

    def batch(self, first: int) -> None:
        """Try a batch in a child process."""
        receiver, sender = mp.Pipe(duplex=False)
        process = mp.get_context("fork").Process(target=work, args=(first, sender))
        process.start()
        sender.close()
        number = first
        try:
            while receiver.poll(SECONDS * 5):
                message = receiver.recv()
                if message[0] == "done":
                    break
                number = message[1]
                if message[0] == "end":
                    self.note(message)
            else:
                self.find(number, "Hang: no sign of life [process:0]")
        except EOFError:
            self.find(number, f"Death: the process died at {number} [process:1]")
        process.kill()
        process.join()

    def report(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "tried": self.tried,
            "accepted": self.refusals["-"],
            "refused": self.tried - self.refusals["-"],
            "refusals": dict(self.refusals.most_common(40)),
            "faults": self.faults,
            "cpu_minutes": round(self.cpu / 60, 1),
            "slowest": {"seconds": round(self.slowest[0], 2), "number": self.slowest[1]},
            "largest": {"megabytes": self.largest[0] // 1024, "number": self.largest[1]},
        }


def main() -> int:
    """Run until the time is over; return 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="CPU time")
    parser.add_argument("--first", type=int, default=0, help="the number of the first text")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir(), "speccast-fuzz"))
    parser.add_argument("--show", type=int, help="print the text of a number, and end")
    given = parser.parse_args()
    if given.show is not None:
        sys.stdout.buffer.write(make(given.show))
        return 0
    run, first = Run(given.keep), given.first
    with suppress(KeyboardInterrupt):  # the finds until then are reported
        while run.cpu < given.minutes * 60:
            run.batch(first)
            first += BATCH
    sys.stdout.write(json.dumps(run.report(), indent=1) + "\n")
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
