"""Two discriminators, one after the other, choose the branch."""

from api import models

pet = models.decode_animal({"kind": "pet", "race": "cat", "lives": 9})
assert isinstance(pet, models.Cat)
assert isinstance(models.decode_animal({"kind": "pet", "race": "fish"}), models.PetBase)
assert isinstance(models.decode_animal({"kind": "bear"}), models.Bear)

# Properties that only a condition describes are in the class.
payment = models.Payment.from_dict({"kind": "card", "number": 7, "holder": "a"})
assert (payment.number, payment.holder) == (7, "a")
assert models.Payment(kind="cash").to_dict() == {"kind": "cash"}
