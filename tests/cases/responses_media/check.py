"""The media type of an answer decides how it is read."""

from api import Client, models, testing

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
