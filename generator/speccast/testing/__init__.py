"""Helpers for the tests of a generated client: examples, strategies and a contract.

    from hypothesis import given
    from speccast.testing import strategy
    from realtimekit_livestreams import models

    @given(strategy(models.Livestream))
    def test_show(stream: models.Livestream) -> None: ...

All values come from the document that is embedded in the package. Only tests import this module, so
users of the client do not need speccast.
"""

from speccast.testing.contract import Contract
from speccast.testing.imports import loaded
from speccast.testing.models import (
    Model,
    enums,
    example,
    gaps,
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
    "instances",
    "listed",
    "loaded",
    "models",
    "round_trips",
    "strategy",
]
