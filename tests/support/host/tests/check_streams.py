"""Copies of a client work side by side and are independent."""

from __future__ import annotations

import copy
import logging
import pickle
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import realtimekit_livestreams as installed

from shop import live, streams
from shop._vendor import realtimekit_livestreams as vendored

if TYPE_CHECKING:
    from types import ModuleType

COPIES: list[ModuleType] = [installed, live, vendored]
NAMES = ["realtimekit_livestreams", "shop.live", "shop._vendor.realtimekit_livestreams"]


def test_names() -> None:
    """Each copy is a package of its own."""
    assert [module.__name__ for module in COPIES] == NAMES
    assert len({module.Client for module in COPIES}) == len(COPIES)


def test_isinstance() -> None:
    """A model is an instance of its own copy's class only."""
    found = [
        [isinstance(stream, module.models.Livestream) for module in COPIES]
        for stream in streams.read()
    ]
    assert found == [[True, False, False], [False, True, False], [False, False, True]]


def test_equality() -> None:
    """Models of different copies are not equal, and have equal JSON."""
    first, second, third = streams.read()
    assert first != second
    assert first.to_dict() == second.to_dict() == third.to_dict() == streams.LIVE


@pytest.mark.parametrize("index", range(3))
def test_copies(index: int) -> None:
    """Copied and pickled models are equal, of the same class, and complete."""
    stream = streams.read()[index]
    for twin in (
        copy.copy(stream),
        copy.deepcopy(stream),
        pickle.loads(pickle.dumps(stream)),  # noqa: S301 - our own
    ):
        assert type(twin) is type(stream)
        assert twin == stream
        assert twin.to_dict() == streams.LIVE


@pytest.mark.parametrize("module", COPIES, ids=NAMES)
def test_errors(module: Any) -> None:  # noqa: ANN401 - any copy
    """Each copy raises errors of its own, which can be pickled."""
    with pytest.raises(module.DecodeError) as caught:
        module.models.Livestream.from_dict({"id": 1.5})
    twin = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert type(twin) is module.DecodeError
    assert str(twin) == str(caught.value)
    others = [other for other in COPIES if other is not module]
    assert not any(isinstance(caught.value, other.APIError) for other in others)


class Transport:
    """Answers every request with an empty list of streams."""

    def send(self, request: object) -> object:
        """Answer."""
        assert request
        body = iter([b'{"success": true, "data": []}'])
        headers = [("content-type", "application/json")]
        return SimpleNamespace(status=200, headers=headers, stream=body, close=list)

    def close(self) -> None:
        """Close nothing."""


@pytest.mark.parametrize("module", COPIES, ids=NAMES)
def test_logging(
    module: Any,  # noqa: ANN401 - any copy
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Each copy logs under its own name."""
    caplog.set_level(logging.DEBUG)
    with module.Client(
        account_id="a", app_id="b", api_token="c", transport=Transport()
    ) as client:
        assert client.livestreams.list().data == []
    assert {record.name for record in caplog.records} == {module.__name__}
