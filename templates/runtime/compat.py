"""Defaults of clients that replace a client of another generator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .request import Timeout

if TYPE_CHECKING:
    from collections.abc import Mapping

STAINLESS: Final[Mapping[str, Any]] = {
    "timeout": Timeout(connect=5.0, read=60.0, write=60.0, pool=60.0, total=None),
    "follow_redirects": True,
    "retry_conflicts": True,
    "retry_unsafe": True,
    "lenient": True,
}
"""The defaults of clients of Stainless."""
