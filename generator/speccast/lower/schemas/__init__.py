"""Converts schemas to types; a type that needs a name becomes a draft."""
