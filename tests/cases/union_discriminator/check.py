"""A property tells the branch; both spellings of the mapping count."""

from api import APIError, Client, models, testing

transport = testing.FakeTransport()
transport.answer(
    "shapes.list",
    [
        {"kind": "circle", "radius": 1},
        {"kind": "round", "radius": 2},
        {"kind": "Square", "side": 3},
        {"kind": "new", "side": 4},
        {"kind": "line", "course": "straight", "length": 5},
        {"kind": "line", "course": "curve"},
    ],
)
client = Client(base_url="https://api.test", transport=transport)
circle, other, square, unknown, straight, curve = client.shapes.list()
assert type(circle) is type(other) is models.Circle
assert type(square) is type(unknown) is models.Square
assert type(straight) is models.Straight
assert type(curve) is models.Curve
client.shapes.create(body=circle)
assert transport.sent[-1].json == {"kind": "circle", "radius": 1}

transport.answer("shapes.list", [{"kind": "new"}])
try:
    Client(base_url="https://api.test", transport=transport).shapes.list()
except APIError as error:
    assert "Circle" in str(error), error  # noqa: PT017 - there is no pytest here
