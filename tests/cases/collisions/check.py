"""A property of any name is an attribute, and is sent under its own name."""

from api import models

keys = ["class", "self", "from_dict", "to_dict", "__rest__", "_id", "fooBar", "foo_bar", "foo-bar"]
keys += ["1st", "", "{{ x }}", 'quote"d', "str"]
wire = {key: key for key in keys} | {"decode": 1, "list": ["a"], "datetime": "2026-05-31T00:00:00Z"}
wire |= {"models": {"v": 1, "get": "g", "data": "d", "rest": "r", "cls": "c"}}
wire |= {"one": {"a": 1}, "two": {"b": 2}, "three": {"c": 3}}
it = models.All.from_dict(wire)
assert it.to_dict() == wire
assert (it.class_, it.decode_, it.foo_bar) == ("class", 1, "foo_bar")
assert it.models is not None
assert it.models.get == "g"
