"""The livestream package: every model writes the value that it read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtimekit_livestreams import DecodeError, unknown_properties
from speccast.testing import instances, models

from .test_random_documents import CHECKS, check_round_trip, with_nulls

if TYPE_CHECKING:
    from tests.support.strategies import Tree

MODELS = models("realtimekit_livestreams")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)

everywhere = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
often = settings(deadline=None, max_examples=12, derandomize=True, suppress_health_check=CHECKS)


@pytest.mark.quick
@everywhere
@often
@given(data=st.data())
def test_round_trip(model: Any, data: st.DataObject) -> None:  # noqa: ANN401 - a model
    """For all documented values, and for undocumented ones."""
    check_round_trip(model, data.draw(instances(model)))
    check_round_trip(model, data.draw(instances(model, unknown_values=True)))


@everywhere
@often
@given(data=st.data())
def test_unknown_properties(model: Any, data: st.DataObject) -> None:  # noqa: ANN401 - a model
    """Unknown properties are kept, accessible, and sent back."""
    check_round_trip(model, data.draw(instances(model, unknown_properties=True)))
    keys = st.text(max_size=8).filter(lambda key: key not in model.__keys__)
    extra = data.draw(st.dictionaries(keys, JSON, max_size=3))
    wire: Tree = {**data.draw(instances(model)), **extra}
    check_round_trip(model, wire)
    assert unknown_properties(model.from_dict(wire)) == extra


@everywhere
@often
@given(data=st.data())
def test_nulls_and_gaps(model: Any, data: st.DataObject) -> None:  # noqa: ANN401 - a model
    """An optional property may be null or missing; the model writes the same."""
    wire: Tree = data.draw(instances(model))
    check_round_trip(model, with_nulls(model, wire))
    optional = {model.__json_names__.get(name, name) for name in model.__defaults__}
    check_round_trip(model, {key: wire[key] for key in wire if key not in optional})
    for key in wire:
        if key not in optional:
            without = {other: wire[other] for other in wire if other != key}
            with pytest.raises(DecodeError, match="expected"):
                model.from_dict(without)


@everywhere
@often
@given(data=st.data())
def test_copies_are_equal_and_apart(model: Any, data: st.DataObject) -> None:  # noqa: ANN401
    """Models of equal data are equal, and `to_dict` does not return the model's own lists."""
    wire: Tree = data.draw(instances(model))
    one, other = model.from_dict(wire), model.from_dict(wire)
    assert one == other
    for value in one.to_dict().values():
        if isinstance(value, list):
            cast("list[object]", value).append("more")
    assert one == other
