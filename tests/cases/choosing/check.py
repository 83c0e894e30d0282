"""Operations that are not selected are absent, and so is everything that only they need."""

from api import Client, models

client = Client(base_url="https://api.test")
assert hasattr(client, "pets")
assert not hasattr(client, "shops")
assert {name for name in dir(models) if name[0].isupper()} == {"Owner", "Pet"}
