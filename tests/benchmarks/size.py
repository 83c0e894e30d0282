"""The size of a client: lines and bytes of its Python, including the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .packages import package
from .peers import GENERATORS, OURS, AbsentError, release
from .rows import Absent, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bench import Bench
    from .packages import Package

_DOCUMENTS: Final = ("livestreams", "stripe", "github")


def size(bench: Bench) -> Iterator[Row | Absent]:
    """Count lines and bytes."""
    del bench  # counting gives the same each time
    for name in _DOCUMENTS:
        made: dict[str, Package] = {}
        for generator in (OURS, *GENERATORS):
            try:
                made[generator] = package(generator, name)
            except AbsentError as error:
                yield Absent(f"size, {name}: {generator}", str(error))
        for unit, count in (("lines", _lines), ("bytes", _bytes)):
            counts = {generator: count(each) for generator, each in made.items()}
            peers = [generator for generator in counts if generator != OURS]
            if peers and OURS in counts:
                smallest = min(peers, key=counts.__getitem__)
                ratio = counts[OURS] / counts[smallest]
                yield Row(f"{unit}, {name}", release(smallest), (ratio,), 1 / 3)


def _lines(package: Package) -> int:
    return sum(path.read_bytes().count(b"\n") for path in package.sources())


def _bytes(package: Package) -> int:
    return sum(path.stat().st_size for path in package.sources())
