"""From `ir.Api` and `Names` to Views: one frozen struct per template, all decisions made.

A View holds `Code`, flags, and tuples of Views; a template prints them and decides nothing.
"""

from speccast.views.emission import marks
from speccast.views.package import build

__all__ = ["build", "marks"]
