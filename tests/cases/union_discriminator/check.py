"""A property chooses the branch; both spellings of the mapping work, other values are kept."""

from api import APIError, Client, UnknownMember, models, testing

transport = testing.FakeTransport()
shapes = [
    {"kind": "circle", "radius": 1},
    {"kind": "round", "radius": 2},
    {"kind": "Square", "side": 3},
    {"kind": "new", "side": 4},
    {"kind": "line", "course": "straight", "length": 5},
    {"kind": "line", "course": "curve"},
    {"kind": "line", "course": "spiral"},
]
transport.answer("shapes.list", shapes, times=1)
told: list[object] = []
client = Client(base_url="https://api.test", transport=transport, on_drift=told.append)
circle, other, square, unknown, straight, curve, spiral = client.shapes.list()
assert type(circle) is type(other) is models.Circle
assert type(square) is models.Square
assert unknown == UnknownMember(tag="new", raw={"kind": "new", "side": 4})
assert repr(unknown) == "UnknownMember(tag='new', raw={'kind': 'new', 'side': 4})"
assert type(straight) is models.Straight
assert type(curve) is models.Curve
assert isinstance(spiral, UnknownMember)
assert {str(drift) for drift in told} == {
    "shapes.list: unknown member 'new' at $",
    "shapes.list: unknown member 'spiral' at $",
}
for shape, sent in zip((circle, unknown), (shapes[0], shapes[3]), strict=True):
    client.shapes.create(body=shape)
    assert transport.sent[-1].json == sent

# Inside a model, and in the second look, which another property makes necessary.
for wire in (
    {"best": shapes[3], "count": 1},
    {"best": shapes[3], "count": "1"},
    {"many": [[shapes[3]], [shapes[0]]], "count": "1"},
    {"either": [{"kind": "new", "note": "of another list"}]},
):
    drawing = models.Drawing.from_dict(wire)
    assert drawing.to_dict() == {**wire, **({"count": 1} if "count" in wire else {})}
for rest, kind in ({"side": 4}, UnknownMember), ({"note": "here"}, models.Note):
    (member,) = models.Drawing.from_dict({"either": [{"kind": "new", **rest}]}).either or []
    assert type(member) is kind, "what fits a branch is of it"

# Beside null and text, the discriminator of a union still decides.
for frame, kind in (({"op": 1}, models.Ping), ({"op": 7}, UnknownMember), ("text", str)):
    drawing = models.Drawing.from_dict({"frame": frame})
    assert type(drawing.frame) is kind
    assert drawing.to_dict() == {"frame": frame}

# Booleans and integers discriminate like strings; so does a property that one branch alone has.
client = Client(base_url="https://api.test", transport=transport)
transport.answer("results.list", [{"ok": True}, {"ok": False, "at": "x"}, {"ok": 7}])
assert client.results.list() == [
    models.Done(ok=True),
    models.Failed(ok=False, at="x"),
    UnknownMember(tag=7, raw={"ok": 7}),
]
frames = [{"op": 1}, {"op": 2}, {"op": 3}, {"op": 4}]
transport.answer("frames.list", frames)
read = client.frames.list()
assert [type(frame) for frame in read[:3]] == [models.Ping, models.Load, models.Load]
assert read[3] == UnknownMember(tag=4, raw={"op": 4})
assert [frame.to_dict() for frame in read] == frames

# An object with a known value must have the documented properties.
for wrong, words in (([{"kind": "circle"}], "$[0].radius"), ([{"side": 1}], "Circle")):
    transport.answer("shapes.list", wrong, times=1)
    try:
        Client(base_url="https://api.test", transport=transport).shapes.list()
    except APIError as error:
        assert words in str(error), error  # noqa: PT017 - there is no pytest here
    else:
        raise AssertionError(wrong)
