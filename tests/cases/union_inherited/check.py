"""Subtypes are found by their `allOf`; an unknown kind is read as the base."""

from api import Client, models, testing

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
