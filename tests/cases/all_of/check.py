"""One class has the properties of all parts of an `allOf`."""

from api import models

wire = {"id": "a", "wheels": 4, "doors": 5, "engine": {"id": "e", "power": 1.5}}
car = models.Car.from_dict(wire)
assert (car.id, car.wheels, car.doors) == ("a", 4, 5)
assert car.engine is not None
assert car.engine.power == 1.5
assert car.to_dict() == wire
assert models.Bicycle.from_dict({"id": "b", "gears": 3}).to_dict() == {"id": "b", "gears": 3}
