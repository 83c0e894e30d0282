"""Callers find what extensions of Fern, Speakeasy, AutoRest and Stainless say."""

from api import AsyncClient, Client, models, testing

transport = testing.FakeTransport()
client = Client(transport=transport, max_retries=1)

transport.answer(
    "user_accounts.list_all", {"data": [{"nm": "Ada"}], "meta": {"next": "2"}}, times=1
)
transport.answer("user_accounts.list_all", {"data": [{"nm": "Bob"}]}, times=1)
accounts = list(client.user_accounts.list_all(status_filter=models.UserFilter.ACTIVE))
assert [user.full_name for user in accounts] == ["Ada", "Bob"]
assert [sent.url.partition("?")[2] for sent in transport.sent] == ["flt=a", "flt=a&after=2"]

transport.fail("people.add", 503, times=1)  # repeatable, as x-speakeasy-retries says
client.people.add(full_name="Ada", kind=models.UserKind.MEMBER)
assert [sent.operation for sent in transport.sent[2:]] == ["people.add", "people.add"]
assert not hasattr(AsyncClient, "zap")

transport.answer("things.list", {"value": [{"id": "1"}], "nextLink": None})
assert [thing.id for thing in client.things.list(max_results=1)] == ["1"]
assert models.Thing.from_dict({"id": "1"}).id == "1"

transport.answer("events.list", {"events": [{"id": "1"}], "paging": {"cursor": "2"}}, times=1)
transport.answer("events.list", {"events": [{"id": "2"}]}, times=1)
assert [event.id for event in client.events.list()] == ["1", "2"]
assert transport.sent[-1].url.endswith("/events?after=2")
