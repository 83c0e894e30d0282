"""Safe access to values from a TOML or JSON file: the requested type, or None."""

from __future__ import annotations

from typing import cast


def table(value: object) -> dict[str, object] | None:
    """Return an object; its keys are strings in both formats."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def tables(value: object) -> list[dict[str, object]] | None:
    """Return an array of objects."""
    if not isinstance(value, list):
        return None
    entries = [entry for item in cast("list[object]", value) if (entry := table(item)) is not None]
    return entries if len(entries) == len(cast("list[object]", value)) else None


def strings(value: object) -> list[str] | None:
    """Return an array of strings."""
    if not isinstance(value, list):
        return None
    entries = [entry for entry in cast("list[object]", value) if isinstance(entry, str)]
    return entries if len(entries) == len(cast("list[object]", value)) else None


def texts(value: object) -> dict[str, str] | None:
    """Return an object whose values are strings."""
    entries = table(value)
    if entries is None or not all(isinstance(entry, str) for entry in entries.values()):
        return None
    return cast("dict[str, str]", entries)
