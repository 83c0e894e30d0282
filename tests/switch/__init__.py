"""Switching from another generator: measured with what its users have."""
