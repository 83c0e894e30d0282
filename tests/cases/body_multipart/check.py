"""Multipart: files with their names, a media type for each part, arrays as several parts."""

import io
from email.parser import BytesParser
from email.policy import HTTP

from api import Client, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
client.files.upload(
    file=b"bytes",
    more=[io.BytesIO(b"one"), b"two"],
    title="Tï",
    size=3,
    tags=["a", "b"],
    meta={"author": "Ada"},
    key=b"content",
    cover=b"png",
)
sent = transport.sent[0]
head = f"Content-Type: {sent.headers['Content-Type']}\r\n\r\n".encode()
message = BytesParser(policy=HTTP).parsebytes(head + sent.body)
parts = [
    (
        part.get_param("name", header="content-disposition"),
        part.get_content_type() if "content-type" in part else None,
        part.get_filename() is not None,
        part.get_payload(decode=True),
    )
    for part in message.iter_parts()
]
assert parts == [
    ("file", "application/octet-stream", True, b"bytes"),
    ("more", "application/octet-stream", True, b"one"),
    ("more", "application/octet-stream", True, b"two"),
    ("title", None, False, "Tï".encode()),
    ("size", None, False, b"3"),
    ("tags", None, False, b"a,b"),
    ("meta", "application/vnd.meta+json", False, b'{"author":"Ada"}'),
    ("key", None, False, b"Y29udGVudA=="),
    ("cover", "image/png", True, b"png"),
], parts

client.files.upload(file=("a.csv", iter([b"x", b"y"]), None, {"X-A": "1"}), more=[("b.png", b"z")])
body = transport.sent[-1].body
assert b'filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nxy\r\n' in body, body
assert b'filename="b.png"\r\nContent-Type: image/png\r\n\r\nz\r\n' in body
assert b"\r\nX-A: 1\r\n" in body
client.pairs.create(body=(models.CreatePairRequestItem1(a=1), "text", b"png"))
sent = transport.sent[-1]
boundary = sent.headers["Content-Type"].removeprefix("multipart/mixed; boundary=")
assert sent.body.replace(boundary.encode(), b"B") == (
    b'--B\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n'
    b"--B\r\n\r\ntext\r\n--B\r\nContent-Type: image/png\r\n\r\npng\r\n--B--\r\n"
)
client.files.upload(file=b"", raw=("c.png", b"raw"))
assert (
    b'name="raw"; filename="c.png"\r\nContent-Type: image/png\r\n\r\nraw' in transport.sent[-1].body
)
client.files.upload(file=b"", raw={"a": 1})
assert b'Content-Type: application/json\r\n\r\n{"a":1}' in transport.sent[-1].body
