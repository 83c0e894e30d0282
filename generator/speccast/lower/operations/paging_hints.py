"""Operations that seem to return pages, and the `x-speccast-pagination` that fits them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.lower.raw import keywords

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from collections.abc import Set as AbstractSet

_SIZES = keywords("limit page_size pageSize per_page perPage results_per_page size")
_PAGES = keywords("page page_number pageNumber current_page currentPage")
_OFFSETS = keywords("offset skip")
_CURSORS = keywords("cursor marker page_token pageToken next_token nextToken after starting_after")
_NEXT = keywords(
    "cursor next_cursor nextCursor next_marker next_page next_page_token nextPageToken next_token"
    " nextToken"
)
_TOTALS = keywords(
    "total total_count totalCount total_items totalItems totalElements total_elements"
)
_NUMBERS_OF_PAGES = keywords("total_pages totalPages pages")
_COUNT = "count"
"""It is the number of all items, or only of those in the response."""
_PLAIN = re.compile(r"/[\w-]+", re.ASCII)
_LINKS = {"next", "previous"}
"""Both are links, as in Django REST framework: `next` alone may be anything."""


def fitting_extension(
    queries: Mapping[str, bool],
    texts: AbstractSet[str],
    numbers: AbstractSet[str],
    lists: Collection[str],
) -> str:
    """Return the extension for an operation; empty if it does not seem to have pages.

    Args:
        queries: the parameters of its query, and whether their values begin with 0.
        texts: the properties of its response that may be strings.
        numbers: the properties of its response that may be numbers.
        lists: the properties of its response that are arrays.

    """
    if len(lists) != 1:
        return ""
    items = f"/{next(iter(lists))}"
    if not _PLAIN.fullmatch(items):
        return ""
    cursor, following = _one(_CURSORS, queries), _one(_NEXT, texts)
    counted = {"total": _one(_TOTALS, numbers), "pages": _one(_NUMBERS_OF_PAGES, numbers)}
    found: dict[str, str] = {}
    if texts >= _LINKS:
        found = {"kind": "next-link", "items": items, "next": "/next"}
    elif cursor and following:
        found = {"kind": "cursor", "parameter": cursor, "items": items, "next": f"/{following}"}
    elif any(counted.values()) or _COUNT in numbers:
        kind, parameter = "page", _one(_PAGES, queries)
        if not parameter:
            kind, parameter = "offset", _one(_OFFSETS, queries)
        ends = {name: f"/{member}" for name, member in counted.items() if member}
        found = {"kind": kind, "parameter": parameter, "items": items, **ends} if parameter else {}
        if kind == "page" and queries.get(parameter):
            found["first"] = "0"
    if "parameter" in found and (size := _one(_SIZES, queries)):
        found["size"] = size
    return ", ".join(f"{name}: {value}" for name, value in found.items())


def _one(known: AbstractSet[str], names: Collection[str]) -> str:
    """Return the name that is one of the known ones; empty if none or several are."""
    found = [name for name in names if name in known]
    return found[0] if len(found) == 1 else ""
