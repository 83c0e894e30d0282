"""Properties of closed members of an `allOf` are in the class and in the examples."""

from datetime import date

from api import models

from speccast.testing import example

wire = {"name": "Rex", "loud": True}
dog = models.Dog.from_dict(wire)
assert (dog.name, dog.loud) == ("Rex", True)
assert dog.to_dict() == wire
assert example(models.Dog).to_dict().keys() == {"name", "loud"}
assert example(models.Stray).since == date(2026, 5, 31)
