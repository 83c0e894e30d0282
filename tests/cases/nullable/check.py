"""Null and absent: both are None as attributes, and they are sent back as they came."""

from api import UNSET, models

for wire in (
    {"name": "Rex", "nick": None},
    {"name": "Rex", "nick": "R", "age": None, "owner": None, "chip": None, "tags": [None, "a"]},
):
    pet = models.Pet.from_dict(wire)
    assert pet.age is None
    assert pet.owner is None
    assert pet.to_dict() == wire

change = models.Change(name="Rex", nick=None)
assert change.born is UNSET
assert change.to_dict() == {"name": "Rex", "nick": None}
change = models.Change(name="Rex", nick=None, born=None, owner=None)
assert change.to_dict() == {"name": "Rex", "nick": None, "born": None, "owner": None}
assert models.Change.from_dict(change.to_dict()) == change

# The repr shows the nulls that a model remembers, so models with equal reprs are equal.
read = models.Pet.from_dict
null, absent = read({"name": "Rex", "nick": None, "age": None}), read({"name": "Rex", "nick": None})
assert null != absent
assert (repr(null), repr(absent)) == (
    "Pet(name='Rex', nick=None, age=None)",
    "Pet(name='Rex', nick=None)",
)
more = read({"name": "Rex", "nick": None, "race": "mutt"})
assert repr(more) == "Pet(name='Rex', nick=None, **{'race': 'mutt'})"
assert repr(models.Owner.from_dict({"hint": 1})) == "Owner(**{'hint': 1})"
