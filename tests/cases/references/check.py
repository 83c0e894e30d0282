"""Each form of reference resolves to its target."""

from uuid import UUID

from api import models

wire = {
    "owner": {"name": "Ada"},
    "chained": {"name": "Bo"},
    "escaped": {"x": 1},
    "opening": "08:30:00",
    "position": {"lat": 1.5, "lon": 2},
    "first_tag": "0191e8f5-1b3c-7000-8000-0123456789ab",
}
shop = models.Shop.from_dict(wire)
assert type(shop.owner) is type(shop.chained) is models.Person
assert isinstance(shop.first_tag, UUID)
assert shop.to_dict() == wire
