"""Subtypes are found by their `allOf`; an unknown kind is read as the base."""

from api import Client, UnknownMember, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
for wire, kind in (
    ({"type": "cat", "purrs": True}, models.Cat),
    ({"type": "Dog", "bark": "loud"}, models.Dog),
    ({"type": "Pet", "name": "Rex"}, models.PetBase),
    ({"type": "fish", "name": "Bo"}, models.PetBase),
):
    transport.answer("pets.get", wire, times=1)
    pet = client.pets.get(1)
    assert type(pet) is kind, pet
    assert pet.to_dict() == wire

# A base that is only described again is the same base.
transport.answer("homes.get", {"pet": {"type": "cat", "purrs": True}}, times=1)
assert isinstance(client.homes.get(1).pet, models.Cat)

# Beside text it is, too.
for wire, kind in (({"type": "Dog"}, models.Dog), ({"type": "fish"}, models.PetBase), ("Rex", str)):
    transport.answer("homes.get", {"guest": wire}, times=1)
    assert type(client.homes.get(1).guest) is kind

# A union in a union, each with a property that tells: both are open.
for wire, member in (
    ({"state": "Empty"}, models.Empty),
    ({"state": "Full", "of": "Books"}, models.Books),
    ({"state": "Full", "of": "Air"}, UnknownMember),
    ({"state": "Lost"}, UnknownMember),
):
    transport.answer("boxes.get", wire, times=1)
    assert type(client.boxes.get(1)) is member, wire
