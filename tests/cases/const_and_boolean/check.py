"""A fixed value is written as it is, and no other is read: 1 is not True, but 1.0 equals 1."""

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

required = {"object": "x", "version": 2}
made = models.X(object="x", version=2)
assert made.to_dict() == required | {"tag": "x"}
assert made == models.X.from_dict(made.to_dict())
assert repr(made) == repr(models.X.from_dict(made.to_dict()))
assert models.X(object="x", version=2, tag=None).to_dict() == required
for lacking in (required, required | {"single": "only", "items": {"one": 1}}):
    assert models.X.from_dict(lacking).tag is None
    assert "tag" not in models.X.from_dict(lacking).to_dict()
assert models.X.from_dict(required | {"tag": None}).to_dict() == required | {"tag": None}
