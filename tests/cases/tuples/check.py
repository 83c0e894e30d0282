"""Each position has a type, and further items have one, too."""

from datetime import date

from api import DecodeError, models

wire = {
    "start": [1, 2.5],
    "end": [1, 2.5],
    "leg": ["a", "2026-05-31", {"name": "b"}],
    "flags": ["a", True, False],
    "open": ["a", 1, None],
    "matrix": [[1], []],
    "labels": ["x"],
    "anything": [1, {"a": None}],
}
route = models.Route.from_dict(wire)
assert route.start == (1, 2.5)
assert route.leg == ("a", date(2026, 5, 31), models.Stop(name="b"))
assert route.to_dict() == wire
for wrong in ([1], [1, 2, 3], [1, "2"]):
    try:
        models.Route.from_dict({"start": [], "end": wrong, "matrix": []})
    except DecodeError as error:
        assert str(error).startswith("$.end"), error  # noqa: PT017 - there is no pytest here
    else:
        assert wrong == [1, "2"]  # read without loss
assert models.Route.from_dict({**wire, "flags": ["a", "true", False]}).flags == ("a", True, False)
for flags, place in ((["a", True, 1], "$.flags[2]"), ([], "$.flags"), ([1, True], "$.flags[0]")):
    try:
        models.Route.from_dict({**wire, "flags": flags})
    except DecodeError as error:
        assert str(error).startswith(f"{place}: "), error  # noqa: PT017 - there is no pytest here
    else:
        raise AssertionError(flags)
for via in (["a"], ["a", 1], ["a", 1, True]):
    it = models.Route.from_dict({**wire, "via": via, "start": [1.5], "many": via[:1] * 3})
    assert it.via == tuple(via)
    assert it.start == (1.5,)
    assert it.to_dict()["via"] == via
for via, place in (([], "$.via"), (["a", 1, True, 2], "$.via"), (["a", "b"], "$.via[1]")):
    try:
        models.Route.from_dict({**wire, "via": via})
    except DecodeError as error:
        assert str(error).startswith(f"{place}: "), error  # noqa: PT017 - there is no pytest here
    else:
        raise AssertionError(via)
