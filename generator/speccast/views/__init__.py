"""Builds Views from `ir.Api` and `Names`: one frozen struct for each template.

A View has `Code`, flags, and tuples of Views. All decisions are made here; a template only prints.
"""

from speccast.views.emission import features
from speccast.views.package import build

__all__ = ["build", "features"]
