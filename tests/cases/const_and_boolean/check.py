"""A fixed value is written as it is, and nothing else is read: 1 is not True, though 1.0 is 1."""

from api import DecodeError, models

wire = {"object": "x", "version": 2, "half": 0.5, "on": True, "nothing": None, "single": "only"}
more = {"anything": {"a": 1}, "items": [1, None], "none": [], "empty": [None], "undocumented": 1}
assert models.X.from_dict(wire | more).to_dict() == wire | more
version = models.X.from_dict(wire | {"version": 2.0}).version
assert (type(version), version) == (int, 2)
for wrong in ({"object": "y"}, {"on": 1}, {"on": False}, {"never": 1}, {"none": [1]}):
    try:
        models.X.from_dict(wire | wrong)
    except DecodeError as error:
        assert str(error).startswith(f"$.{next(iter(wrong))}"), error  # noqa: PT017 - no pytest here
    else:
        raise AssertionError(wrong)
