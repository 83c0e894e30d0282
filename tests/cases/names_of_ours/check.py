"""Schemas called `Model`, `File`, `Options` and `Body` have these names in `models`."""

from api import Client, File, errors, models, testing

transport = testing.FakeTransport()
client = Client(transport=transport)
model = {
    "id": "m",
    "options": {"body": {"name": "f", "by": []}},
    "parent": {"id": "n", "options": {}},
}

transport.answer("models.list", [model], times=1)
[found] = client.models.list()
assert type(found) is models.Model
assert type(found.parent) is models.Model
assert type(found.options) is models.Options
assert type(found.options.body) is models.File
assert found.to_dict() == model

transport.answer("files.create", {"name": "f", "by": [model]})
made = client.files.create(file=File(b"content", filename="f.txt"))
assert type(made) is models.File
assert made.by == [found]

said = ""
transport.answer("models.list", [{**model, "parent": {"id": 1.5, "options": {}}}])
try:
    client.models.list()
except errors.DecodeError as error:
    said = str(error)
assert said == "$[0].parent.id: expected a string, found 1.5", said
