"""A document twice the size is twice the work, in each module.

`python -m tests.benchmarks growth` measures what that is in seconds and in memory.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from speccast import pipeline
from speccast.reading import config, document
from tests.support.growing import growing, work

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL: Final = 60
"""The operations of the smaller document."""
FEW: Final = 500
"""The least number of calls of a module that works on each part of the document."""


def test_twice_the_document_is_twice_the_work() -> None:
    """The work of no module grows faster than the document."""
    generating(2 * SMALL)()  # fills the caches of words and paths
    small, large = work(generating(SMALL)), work(generating(2 * SMALL))
    working = {
        name
        for name, calls in small.items()
        if calls > FEW and "/hypothesis/" not in name  # it is called at each garbage collection
    }
    assert any(name.endswith("/lower/schemas/objects.py") for name in working)
    grown = {name: large[name] / small[name] for name in working}
    assert {name: factor for name, factor in grown.items() if factor > 2.1} == {}


def generating(operations: int) -> Callable[[], object]:
    """Return a function that generates a client with this many operations."""
    source = document.read("-", stdin=json.dumps(growing(operations)).encode())
    return partial(pipeline.generate, source, config.Client(spec="-"), "growing", None)
