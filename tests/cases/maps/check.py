"""Maps of all kinds, and typed additional properties beside named ones."""

from datetime import date

from api import models

wire = {
    "counts": {"a": 1},
    "days": {"x": "2026-05-31"},
    "points": {"p": {"label": "P", "x": 1, "y": 2.5}},
    "by_pattern": {"x-a": "b"},
    "by_pattern_among_others": {"x-a": "b", "a": 1},
    "labelled": {"x-a": "b", "a": [1]},
    "by_name": {"flags": [True]},
    "free": {"a": {"b": None}},
    "free_too": {},
}
maps = models.Maps.from_dict(wire)
assert maps.days == {"x": date(2026, 5, 31)}
assert maps.points is not None
assert maps.points["p"].additional_properties == {"x": 1, "y": 2.5}
assert maps.labelled is not None
assert maps.labelled.additional_properties == {"x-a": "b", "a": [1]}
assert maps.to_dict() == wire
point = models.Point(label="Q")
point.additional_properties["z"] = 3
assert point.to_dict() == {"label": "Q", "z": 3}
assert models.Point(label="R").additional_properties == {}
