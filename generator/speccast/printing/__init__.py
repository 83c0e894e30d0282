"""Renders Views as source text, then checks and formats it."""
