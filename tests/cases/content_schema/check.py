"""A string that contains JSON stays a string; a class reads its content."""

from api import Client, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
sent = {
    "payload": '{"id": 1, "reply": "{}"}',
    "place": '{"city": "Rome"}',
    "signed": "eyJpZCI6MX0=",
}
transport.answer("messages.list", [sent])
(message,) = client.messages.list()
assert message.payload is not None
assert message.place is not None
assert message.signed is not None
assert models.Order.from_json(message.payload) == models.Order(id=1, reply="{}")
assert models.PlaceContent.from_json(message.place).city == "Rome"
assert models.Order.from_json(message.signed) == models.Order(id=1)
assert message.to_dict() == sent
