"""Bodies that are neither JSON nor forms."""

import io

from api import Client, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
bodies = client.bodies
bodies.replace_bytes(body=b"\0\1")
bodies.replace_bytes(body=io.BytesIO(b"file"))
bodies.replace_image(body=b"png")
bodies.replace_text(body="ä")
bodies.replace_text()
bodies.replace_csv(body="a;b")
bodies.replace_lines(body=[{"n": 1}, models.ReplaceLineRequest(n=2)])
assert [(s.headers.get("Content-Type"), s.body) for s in transport.sent] == [
    ("application/octet-stream", b"\0\1"),
    ("application/octet-stream", b"file"),
    ("image/png", b"png"),
    ("text/plain; charset=utf-8", "ä".encode()),
    (None, b""),
    ("text/csv; charset=utf-8", b"a;b"),
    ("application/x-ndjson", b'{"n":1}\n{"n":2}\n'),
], transport.sent
transport.answer("bodies.replace_icon", b"_-\n8=", headers={"Content-Type": "image/png"})
assert bodies.replace_icon(body=b"hi") == b"\xff\xef"
sent = transport.sent[-1]
assert (sent.headers["Content-Type"], sent.body) == ("image/png", b"aGk=")
transport.answer("bodies.replace_seal", b"aGk=", headers={"Content-Type": "image/png"})
assert bodies.replace_seal(body=b"hi") == b"hi"
assert transport.sent[-1].body == b"aGk="
