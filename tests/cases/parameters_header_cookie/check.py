"""Headers have the style `simple`, cookies `form`; no repr shows a secret."""

from api import Client, models, operations, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
color = models.Color(r=1, g=2)
client.x.get(
    x_names=["a", "b"],
    x_color=color,
    x_color_exploded={"R": 1, "G": 2},
    x_json=color,
    if_modified_since="yesterday",
    session="geheim",
    flags=[1, 2],
)
headers = transport.sent[0].headers
assert headers["X-Names"] == "a,b"
assert headers["X-Color"] == "R,1,G,2"
assert headers["X-Color-Exploded"] == "R=1,G=2"
assert headers["X-Json"] == '{"R":1,"G":2}'
assert headers["If-Modified-Since"] == "yesterday"
request = operations.x.get(x_names=["a"], session="geheim", flags=[1, 2])
assert list(request.cookies) == [("session", "geheim"), ("flags", "1,2")]
assert "geheim" not in repr(request)
client.x.get(x_names=[])
assert set(transport.sent[1].headers) & {"cookie", "x-color", "x-json"} == set()
