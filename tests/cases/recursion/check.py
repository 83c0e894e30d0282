"""Types that contain themselves, directly and indirectly."""

from api import DecodeError, models

tree = {
    "parent": {},
    "children": [{"children": []}, {}],
    "by_name": {"a": {"by_name": {}}},
    "leaf": {"color": "red", "parent": {"leaf": {}}},
    "json": {"a": [1, "b", {"c": []}]},
    "nested": [[], [[]]],
    "loop": {"any": "thing"},
}
read = models.Tree.from_dict(tree)
assert type(read.leaf) is models.Leaf
assert read.to_dict() == tree
try:
    models.Tree.from_dict({"children": [{"json": [1, [True]]}]})
except DecodeError as error:
    assert str(error).startswith("$.children[0].json"), error  # noqa: PT017 - no pytest here
else:
    raise AssertionError
deep: object = []
for _ in range(100_000):
    deep = [deep]
try:
    models.Tree.from_dict({"nested": deep})
except DecodeError as error:
    assert "nesting" in str(error), error  # noqa: PT017 - no pytest here
