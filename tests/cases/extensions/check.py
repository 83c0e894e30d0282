"""Client parameters, a success flag, errors by pointer, alternative places, waiting."""

from api import Client, NotFoundError, UnsuccessfulError, WaitFailedError, models, testing

transport = testing.FakeTransport()
client = Client(account_id="acc", api_key="k", transport=transport)


def answer(symbol: str, value: object, status: int = 200) -> None:
    """Answer the next request."""
    transport.answer(symbol, value, status=status, headers={"X-Request-Id": "r1"}, times=1)


answer("streams.get", {"ok": True, "result": {"state": "LIVE"}})
got = client.streams.get("s")
assert got.data == models.Stream(state="LIVE")
assert transport.sent[-1].url == "https://api.test/acc/streams/s"
answer("streams.get", {"ok": False, "error": {"code": 7, "message": "no"}})
try:
    client.streams.get("s", account_id="other")
except UnsuccessfulError as error:
    assert (error.code, error.message, error.request_id) == (7, "no", "r1"), error  # noqa: PT017
else:
    raise AssertionError
assert "/other/" in transport.sent[-1].url

answer("streams.get", {"ok": False}, 404)
answer("streams.get", {"ok": True, "data": {"state": "ERRORED"}})
try:
    client.streams.wait_until_live("s", options=None)
except WaitFailedError:
    pass
else:
    raise AssertionError

answer("streams.start", {"ok": True, "data": {"state": "OFFLINE"}})
answer("streams.get", {"ok": True, "data": {"state": "LIVE"}})
answer("streams.stop", {"ok": False}, 404)
with client.streams.live("s"):
    pass
assert transport.sent[-1].operation == "streams.stop"
assert NotFoundError.__mro__
