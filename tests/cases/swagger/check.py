"""A Swagger 2.0 document gives the same client as its OpenAPI 3 counterpart."""

from api import Client, errors, models, testing

transport = testing.FakeTransport()
client = Client(login=("a", "b"), transport=transport)

transport.answer("ships.add", {"kind": "tug-boat", "name": "Bob", "power": 9.5}, status=201)
ship = client.ships.add(kind="Ship", name="Ada", cranes=2)
assert isinstance(ship, models.Tug)
assert ship.power == 9.5
sent = transport.sent[-1]
assert sent.url == "https://harbour.example.com/v1/ships"
assert sent.body == b'{"kind":"Ship","name":"Ada","cranes":2}'

transport.answer("ships.list", [{"kind": "Ship", "name": "Ada"}])
client.ships.list(tags=["x", "y"], ports=["1", "2"], piers=[3, 4], lanes=[5, 6])
query = transport.sent[-1].url.partition("?")[2]
assert sorted(query.split("&")) == [
    "lanes=5,6", "piers=3%7C4", "ports=1", "ports=2", "tags=x,y",
], query  # fmt: skip

client.papers.file_form("Ada", kind="crew", marks=["p", "q"], seals=["r", "s"])
assert transport.sent[-1].body == b"marks=p,q&seals=r%7Cs&kind=crew"
client.papers.upload("Ada", kind="crew", scan=b"%PDF")
assert transport.sent[-1].headers["Content-Type"].startswith("multipart/form-data")
transport.answer("papers.download", b"%PDF", headers={"Content-Type": "application/pdf"}, times=1)
assert client.papers.download("Ada") == b"%PDF"
transport.answer("papers.download", {"reason": None}, status=404)
failure = None
try:
    client.papers.download("Ada")
except errors.NotFoundError as error:
    failure = error.body
assert isinstance(failure, models.Error)
assert failure.reason is None
