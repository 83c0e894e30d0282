"""Each argument has its name from the document, and each call sends what it is given."""

from api import Client, File, testing

fake = testing.FakeTransport()
fake.answer("words.form", {"text": "a"})
client = Client(transport=fake)
word = client.words.form(
    ["a", "b"],
    form="f",
    deep_object={"a": 1},
    header="h",
    models=[{"text": "m"}],
    anything=[1],
    without_unset="s",
    without_none="g",
    members=2,
    content_type="c",
)
assert word.text == "a"
sent = fake.sent[-1]
assert sent.line == "POST /words/.a,b", sent.line
assert sorted(sent.query) == [("deep_object[a]", "1"), ("form", "f")]
assert sent.headers["header"] == "h"
assert sent.json == {
    "models": [{"text": "m"}],
    "anything": [1],
    "without_unset": "s",
    "without_none": "g",
    "members": 2,
    "content_type": "c",
}
client.words.part(part="p", parts=["q"], file_part=File(b"r"))
assert [name for name, _ in fake.sent[-1].parts] == ["part", "parts", "file_part"]
fake.answer("words.list_of", [{"text": "a"}])
assert [it.text for it in client.words.list_of(list_of=[], as_json="x")] == ["a"]
kind = {"Content-Type": "text/event-stream"}
fake.answer("words.watch", b'data: {"text": "a"}\n\n', headers=kind)
with client.words.watch(stream=True, as_events="t", streamable="s") as words:
    assert [it.text for it in words] == ["a"]
assert sorted(fake.sent[-1].query) == [("as_events", "t"), ("streamable", "s")]
