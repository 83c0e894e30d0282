"""A listed value is a member; any other value is kept and sent back."""

from api import models

paint = models.Paint.from_dict({"color": "dark-green", "level": 10, "mixed": True, "odd": ""})
assert paint.color is models.Color.DARK_GREEN
assert paint.level is models.Level.VERY_HIGH
assert paint.mixed is True
assert paint.odd is models.PaintOdd.EMPTY
wire = {"color": "blue", "level": 7, "finish": None, "mixed": "one", "ratio": 0.5, "odd": "new"}
paint = models.Paint.from_dict(wire)
assert (paint.color, paint.level, paint.odd) == ("blue", 7, "new")
assert type(paint.color) is str
assert paint.to_dict() == wire
assert models.Paint(color=models.Color.RED).to_dict() == {"color": "red"}
