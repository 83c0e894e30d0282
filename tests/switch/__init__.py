"""Switching from another generator: what its users keep."""
