"""An array of 50 MB: the time to read it, and the memory that this takes, as whole processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .coding import READ
from .packages import package
from .payloads import Payload, livestreams
from .peers import GENERATORS, OURS, AbsentError, python, release
from .rows import Absent, Row
from .timing import Command, alternate, fastest, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bench import Bench
    from .timing import Cost

_LARGE: Final = Payload("50 MB", "livestreams", "LivestreamList", livestreams, 94_000)
_PLAIN: Final = "json"
_ROUNDS: Final = 3
"""At most: each takes seconds."""


def large(bench: Bench) -> Iterator[Row | Absent]:
    """Measure reading 50 MB."""
    path = _LARGE.write(bench, "large.json")
    opened = f"content = open({str(path)!r}, 'rb').read()"
    what = f"decode {_LARGE.name}"
    contenders: dict[str, Command] = {}
    try:
        plain = f"{opened}\nimport json\nvalue = json.loads(content)"
        contenders[_PLAIN] = Command([python(OURS), "-c", plain])
        for generator in (OURS, *GENERATORS):
            made = package(generator, _LARGE.document)
            setup, read = (text.format(model=_LARGE.model) for text in READ[generator])
            code = f"{opened}\n{setup}\nvalue = {read}"
            contenders[generator] = Command([made.python, "-c", code], cwd=made.folder)
    except AbsentError as error:
        yield Absent(what, str(error))
    if OURS not in contenders:
        return
    costs = alternate(contenders, min(bench.rounds, _ROUNDS), warm=False)
    yield Row(what, "json.loads", ratios(costs, OURS, _PLAIN), 2.3)
    if peers := [name for name in contenders if name in GENERATORS]:
        best = fastest(costs, peers)
        yield Row(what, release(best), ratios(costs, best, OURS), 1.4, at_least=True)
    yield Row(f"{what}, memory", "json.loads", ratios(costs, OURS, _PLAIN, _memory), 1.5)


def _memory(cost: Cost) -> float:
    return cost.memory
