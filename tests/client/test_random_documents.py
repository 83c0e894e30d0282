"""Random documents: their packages import, and read and write valid values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.emitted import emitted
from tests.support.strategies import documents

if TYPE_CHECKING:
    from tests.support.emitted import Emitted
    from tests.support.strategies import Tree

CHECKS = [
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
    HealthCheck.too_slow,
]


@settings(deadline=None, max_examples=40, derandomize=True, suppress_health_check=CHECKS)
@given(document=documents(), data=st.data())
def test_random_documents(document: Tree, data: st.DataObject) -> None:
    """Every module imports; every model writes the value that it read."""
    with emitted(document) as package:
        package.import_all()
        _round_trips(package, data)


@pytest.mark.nightly
@settings(deadline=None, max_examples=2000, suppress_health_check=CHECKS)
@given(document=documents(), data=st.data())
def test_random_documents_by_night(document: Tree, data: st.DataObject) -> None:
    """The same, with more documents."""
    with emitted(document) as package:
        package.import_all()
        _round_trips(package, data)


def _round_trips(package: Emitted, data: st.DataObject) -> None:
    schemas = package.schemas()
    choices = {
        "unknown_properties": data.draw(st.booleans(), label="unknown properties"),
        "unknown_values": data.draw(st.booleans(), label="unknown values"),
    }
    for model, pointer, way in package.classes():
        wires = schemas.wire(pointer, way, objects=True, **choices)
        if not wires.is_empty:
            wire = data.draw(wires, label=f"{model.__name__} ({pointer})")
            check_round_trip(model, wire)
            check_round_trip(model, with_nulls(model, wire))


def check_round_trip(model: Any, wire: Tree) -> None:  # noqa: ANN401 - a model of any package
    """Check the laws of serializers for one object."""
    made = model.from_dict(wire)
    assert _exact(made.to_dict()) == _exact(wire)
    assert model.from_dict(made.to_dict()) == made
    assert _exact(json.loads(made.to_json())) == _exact(wire)
    assert model.from_json(made.to_json()) == made


def with_nulls(model: Any, wire: Tree) -> Tree:  # noqa: ANN401 - a model of any package
    """Return an object whose optional properties, where present, are null."""
    optional = {model.__json_names__.get(name, name) for name in model.__defaults__}
    optional.discard(model.__additional__)
    return {key: None if key in optional else value for key, value in wire.items()}


def _exact(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a form that distinguishes 1, 1.0 and true, and ignores the order of members."""
    return json.dumps(value, sort_keys=True)
