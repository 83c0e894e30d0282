"""Schemas that no operation reaches become types."""

from api import models

pet = models.Pet.from_dict({"name": "a", "owner": {"name": "b"}})
assert pet.owner == models.Owner(name="b")
assert models.Color("red") is models.Color.RED
