"""Rows have the type that the page binds, however deep the template refers to it."""

from api import DecodeError, models

page = models.UserPage.from_dict({"rows": [{"id": 1}], "next": {"rows": [{"id": 2}]}})
assert page.rows[0] == models.User(id=1)
assert page.next is not None
assert page.next.rows[0] == models.User(id=2)
boxes = models.BoxPage.from_dict({"rows": [{"width": 1.5}], "first": {"width": 2}, "place": "a"})
assert boxes.first == models.Box(width=2)
assert boxes.place == "a"
assert models.Page.from_dict({"rows": [1, "a"]}).rows == [1, "a"]
tree = models.UserTree.from_dict({"user": {"id": 1}, "children": [{"user": {"id": 2}}]})
assert tree.children is not None
assert tree.children[0].user == models.User(id=2)
try:
    models.UserPage.from_dict({"rows": [{"width": 1.5}]})
except DecodeError as error:
    assert "$.rows[0]" in str(error), error  # noqa: PT017 - there is no pytest here
else:
    raise AssertionError
