"""The media type of an answer decides how it is read."""

from api import Client, DecodeError, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)


def answer(symbol: str, content: bytes, kind: str) -> object:
    """Answer the next request, and return what the call returns."""
    transport.answer(symbol, content, headers={"Content-Type": kind}, times=1)
    return getattr(client.media, symbol.partition(".")[2])()


report = answer("media.get_report", b'{"total":1}', "application/json; charset=utf-8")
assert report == models.GetReportResponse(total=1)
accepted = "application/json, text/csv;q=0.9, text/xml;q=0.8, application/pdf;q=0.7"
assert transport.sent[0].headers["Accept"] == accepted
assert answer("media.get_report", b'{"total":1}', "text/json") == report
assert answer("media.get_report", b"a;b", "text/csv") == "a;b"
assert answer("media.get_report", b"<total>1</total>", "text/xml") == "<total>1</total>"
assert answer("media.get_report", b"%PDF", "application/pdf") == b"%PDF"
assert answer("media.get_text", "ä".encode("latin-1"), "text/plain; charset=latin-1") == "ä"
assert answer("media.download", b"\0", "application/octet-stream") == b"\0"
assert answer("media.get_any", b"x", "image/png") == b"x"
assert answer("media.get_versioned", b"true", "application/vnd.api+json") is True
parts = b'--b\r\nContent-Type: application/json\r\n\r\n{"total":1}\r\n--b--\r\n'
total = models.ListPartsResponse(total=1)
assert answer("media.list_parts", parts, "multipart/mixed; boundary=b") == [total]
transport.answer("media.list_parts", parts, headers={"Content-Type": "multipart/mixed"})
assert [*client.media.list_parts(stream=True)] == [total]
assert answer("media.get_table", b"\xff;1", "text/csv") == b"\xff;1"
assert answer("media.get_blob", b"\xff", "application/octet-stream") == b"\xff"

# A string may come as plain text: Express and Nest send it so.
for content, kind, name in (
    (b'"Ada"', "application/json", "Ada"),
    (b'"Ada"', "text/plain", "Ada"),
    (b"Ada", "text/html; charset=utf-8", "Ada"),
    (b"42", "text/plain", "42"),
):
    assert answer("media.get_name", content, kind) == name
for content, kind in ((b"<html>", "text/html"), (b"Ada", "application/json")):
    try:
        answer("media.get_name", content, kind)
    except DecodeError:
        continue
    raise AssertionError(content)
