"""`stream_response=True` is sent and gives the steps; without it there is one answer."""

from typing import get_type_hints

from api import Client, models, testing
from api._runtime.streams import Stream

transport = testing.FakeTransport()
client = Client(transport=transport)

transport.answer("sessions.act", {"ok": True}, times=1)
done: models.Done = client.sessions.act(input="a")
assert done.ok

events = b'data: {"what": "one"}\n\ndata: {"what": "two"}\n\n'
transport.answer("sessions.act", events, headers={"Content-Type": "text/event-stream"})
with client.sessions.act(input="a", stream_response=True) as steps:
    assert [step.what for step in steps] == ["one", "two"]
assert [sent.json for sent in transport.sent] == [
    {"input": "a"},
    {"input": "a", "streamResponse": True},
]

returned = get_type_hints(client.sessions.act)["return"]
assert returned == models.Done | Stream[models.Step], returned
