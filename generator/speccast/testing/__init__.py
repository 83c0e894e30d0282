"""What the tests of a generated client are made with: examples, strategies, a contract.

    from hypothesis import given
    from speccast.testing import strategy
    from realtimekit_livestreams import models

    @given(strategy(models.Livestream))
    def test_show(stream: models.Livestream) -> None: ...

Everything comes from the document that a package carries. The package itself imports nothing
of this: speccast is needed where the tests run, not where the client is used.
"""

from speccast.testing.contract import Contract
from speccast.testing.imports import loaded
from speccast.testing.models import (
    Model,
    enums,
    example,
    gaps,
    has_values,
    instances,
    listed,
    models,
    round_trips,
    strategy,
)
from speccast.testing.package import Package

__all__ = [
    "Contract",
    "Model",
    "Package",
    "enums",
    "example",
    "gaps",
    "has_values",
    "instances",
    "listed",
    "loaded",
    "models",
    "round_trips",
    "strategy",
]
