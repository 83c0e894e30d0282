"""The method reads a stream whole, `client.stream` reads it item by item."""

import asyncio

from api import AsyncClient, Client, errors, models, operations, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
EVENTS = b': hello\n\nevent: tick\ndata: {"n":1}\n\ndata: {"n":\ndata: 2}\n\n'
ticks = [models.Tick(n=1), models.Tick(n=2)]


def answer(symbol: str, content: bytes, kind: str) -> None:
    """Answer all further requests in this way."""
    transport.answer(symbol, content, headers={"Content-Type": kind})


answer("streams.list_events", EVENTS, "text/event-stream")
assert client.streams.list_events() == ticks
with client.stream(operations.streams.list_events()) as response:
    assert list(response.items()) == ticks
answer("streams.list_lines", b'{"n":1}\n\n{"n":2}', "application/jsonl")
assert client.streams.list_lines() == ticks
answer("streams.get_log", b"data: one\ndata: line\n\ndata: two\n\n", "text/event-stream")
assert client.streams.get_log() == ["one\nline", "two"]
transport.answer("streams.chat", b'{"n":1}', headers={"Content-Type": "application/json"}, times=1)
assert client.streams.chat(stream=False) == ticks[0]
assert transport.sent[-1].headers["accept"] == "application/json"
answer("streams.chat", EVENTS, "text/event-stream")
stream = client.streams.chat(stream=True)
assert (stream.response.status, list(stream), list(stream)) == (200, ticks, [])
assert transport.sent[-1].headers["accept"] == "text/event-stream"
assert transport.sent[-1].json == {"stream": True}
with client.streams.chat(stream=True) as stream:
    assert next(stream) == ticks[0]
assert list(stream) == []
assert list(client.streams.list_events(stream=True)) == ticks
assert transport.sent[-1].query == []
with client.stream(operations.streams.chat(stream=True)) as response:
    assert list(response.items()) == ticks
said = ""
try:
    client.streams.chat()
except errors.DecodeError as error:
    said = str(error)
assert "text/event-stream" in said


async def streamed() -> None:
    """Do the same in an async client."""
    fake = testing.AsyncFakeTransport()
    other = AsyncClient(base_url="https://api.test", transport=fake)
    fake.answer("streams.chat", EVENTS, headers={"Content-Type": "text/event-stream"})
    assert [tick async for tick in other.streams.chat(stream=True)] == ticks
    stream = await other.streams.chat(stream=True)
    assert stream.response.status == 200
    assert [tick async for tick in stream] == ticks
    assert [tick async for tick in stream] == []
    async with other.streams.chat(stream=True) as held:
        assert await anext(held) == ticks[0]
    assert [tick async for tick in held] == []
    fake.fail("streams.list_events", 404)
    try:
        await other.streams.list_events(stream=True)
    except errors.NotFoundError:
        return
    raise AssertionError


asyncio.run(streamed())
examples = Client(base_url="https://api.test", transport=testing.FakeTransport()).streams
whole: models.Tick = examples.chat()
first: models.Tick = next(examples.chat(stream=True))
every: list[models.Tick] = examples.list_events()
assert (whole.to_dict(), [first]) == (first.to_dict(), every)

answer("streams.feed", b'\x1e{"n":1}\n\x1e{\n"n": 2}\n', "application/geo+json-seq")
assert client.streams.feed(body=[{"n": 1}, models.Tick(n=2)]) == ticks
assert transport.sent[-1].headers["content-type"] == "text/event-stream"
assert transport.sent[-1].body == b'data: {"n":1}\n\ndata: {"n":2}\n\n'
transport.answer("streams.create_both", status=204)
client.streams.create_both(body=ticks)
client.streams.create_both(body=ticks, content_type="application/json-seq")
bodies = [sent.body for sent in transport.sent[-2:]]
assert bodies == [b'[{"n":1},{"n":2}]', b'\x1e{"n":1}\n\x1e{"n":2}\n']
transport = testing.FakeTransport()
answer("streams.list_events", b'data: {"n":1}\n\nevent: error\ndata: busy\n\n', "text/plain")
said = ""
try:
    Client(base_url="https://api.test", transport=transport).streams.list_events()
except errors.UnsuccessfulError as error:
    said = str(error)
assert "busy" in said
answer("streams.list_words", b'data: {"word":"a","error":"b"}\n\n', "text/event-stream")
client = Client(base_url="https://api.test", transport=transport)
assert [word.word for word in client.streams.list_words()] == ["a"]
transport = testing.FakeTransport()
answer("streams.list_words", b'data: {"error":{"message":"full"}}\n\n', "text/event-stream")
client = Client(base_url="https://api.test", transport=transport)
try:
    client.streams.list_words()
except errors.UnsuccessfulError as error:
    said = str(error)
assert "full" in said

answer("streams.list_jobs", b'event: go\nid: 7\ndata: {"n": 1}\n\ndata: {"n": 2}\n\n', "")
events = list(
    Client(base_url="https://api.test", transport=transport).streams.list_jobs(stream=True)
)
typed: list[models.Tick] = [event.data for event in events]
assert typed == ticks
assert [(event.event, event.id) for event in events] == [("go", "7"), (None, None)]
answer("streams.send_jobs", b"event: x\ndata: two\ndata: lines\n\n", "text/event-stream")
client = Client(base_url="https://api.test", transport=transport)
(text,) = client.streams.send_jobs(body=[events[0], {"data": {"n": 2}}])
assert (text.event, text.data) == ("x", "two\nlines")
assert transport.sent[-1].body == b'event: go\nid: 7\ndata: {"n":1}\n\ndata: {"n":2}\n\n'

answer("streams.list_notes", b'data: {"event":"a","data":{"n":1}}\n\n', "text/event-stream")
client = Client(base_url="https://api.test", transport=transport)
(note,) = client.streams.list_notes()
assert note.to_dict() == {"event": "a", "data": {"n": 1}}

steps = [{"event": "step", "data": {"n": 1}}, {"event": "done", "data": {"total": 1}}]
for sent in (
    b'event: step\ndata: {"n":1}\n\nevent: done\ndata: {"total":1}\n\n',
    b'data: {"event":"step","data":{"n":1}}\n\ndata: {"event":"done","data":{"total":1}}\n\n',
):
    answer("streams.list_steps", sent, "text/event-stream")
    client = Client(base_url="https://api.test", transport=transport)
    begun, ended = client.streams.list_steps()
    assert isinstance(begun, models.Step)
    assert isinstance(ended, models.Done)
    assert [begun.to_dict(), ended.to_dict()] == steps
    transport = testing.FakeTransport()

client = Client(base_url="https://api.test", transport=transport)
# The data of some events is JSON, that of others is text.
content = b'event: say\ndata: 5\n\nevent: tick\ndata: {"n": 1}\n\nevent: new\ndata: x\n\n'
answer("streams.list_acts", content, "text/event-stream")
assert [getattr(step, "data", None) for step in client.streams.list_acts()] == [
    "5",
    ticks[0],
    None,
]
content = b'event: move\ndata: {"n": 2}\n\nevent: end\ndata: done\n\n'
answer("streams.list_moves", content, "text/event-stream")
move, end = client.streams.list_moves()
assert isinstance(move, models.JobMove)
assert move.data == ticks[1]
assert end == models.JobEnd(event="end", data="done")
