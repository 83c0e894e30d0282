"""Form fields: arrays as several fields, objects as JSON, unless `encoding` says otherwise.

Bytes are base64, in the alphabet asked for, also where the same body could be sent in parts.
"""

from datetime import UTC, datetime

from api import Client, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
client.token.create(
    grant_type="password",
    scopes=["a", "b c"],
    joined=["a", "b"],
    commas=["a", "b"],
    redirect="https://a.test/?b=c&d e",
    address={"city": "Köln"},
    deep={"city": "Rome", "zip": "1"},
    remember=True,
    until=datetime(2026, 5, 31, tzinfo=UTC),
    proof=b"content",
    challenge=b"\xff\xfe",
)
sent = transport.sent[0]
assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
assert sent.body.decode().split("&") == [
    "grant_type=password",
    "scopes=a",
    "scopes=b%20c",
    "joined=a,b",
    "commas=a,b",
    "redirect=https://a.test/?b=c%26d%20e",
    "address=%7B%22city%22%3A%22K%C3%B6ln%22%7D",
    "deep%5Bcity%5D=Rome",
    "deep%5Bzip%5D=1",
    "remember=true",
    "until=2026-05-31T00%3A00%3A00Z",
    "proof=Y29udGVudA%3D%3D",
    "challenge=__4",
]
client.token.create(grant_type="password")
assert transport.sent[1].body == b"grant_type=password"
urlencoded = "application/x-www-form-urlencoded"
client.keys.create(public=b"content", image=b"content", content_type=urlencoded, parent=b"\xff\xfe")
assert transport.sent[2].query == [("parent", "__4")]
assert transport.sent[2].form == [("public", "Y29udGVudA=="), ("image", "Y29udGVudA==")]
client.keys.create(public=b"content", image=b"content")
assert transport.sent[3].parts == [("public", b"Y29udGVudA=="), ("image", b"content")]

# A body that is one argument, in the media type that is asked for.
labels = {"joined": ["a", "b"], "link": "a/b", "other": ["a", "b"]}
client.labels.create(body=labels)
assert transport.sent[4].body == b"joined=a%7Cb&link=a/b&other=a&other=b"
client.labels.create(body={"link": "<a/>"}, content_type="multipart/form-data")
assert b'name="link"\r\nContent-Type: application/xml\r\n\r\n<a/>\r\n' in transport.sent[5].body
client.labels.create(body="a", content_type="text/plain")
assert transport.sent[6].body == b"a"

# A form that is a text is written by the caller.
client.written.create(body="a=b%20c&a=")
assert transport.sent[7].form == [("a", "b c"), ("a", "")]
