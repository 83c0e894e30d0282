"""What two discriminators tell, one after the other."""

from api import models

pet = models.decode_animal({"kind": "pet", "race": "cat", "lives": 9})
assert isinstance(pet, models.Cat)
assert isinstance(models.decode_animal({"kind": "pet", "race": "fish"}), models.PetBase)
assert isinstance(models.decode_animal({"kind": "bear"}), models.Bear)
