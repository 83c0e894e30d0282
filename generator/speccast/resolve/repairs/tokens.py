"""Refuses names that cannot be sent, or that could inject text into the head of an HTTP message.

Header names, cookie names and methods are tokens (RFC 9110, 5.6.2; RFC 6265, 4.1.1); a media type
contains no control character. Anything else is a fault: it cannot be sent, and the document's
author could inject a header with a line end in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_COOKIE: Final = re.compile(r"[!#-+\--:<>-\[\]-~]+")
"""Visible ASCII without separators; brackets and slashes occur in practice."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def is_token(name: str) -> bool:
    """Return whether a text can be the name of a header."""
    return _TOKEN.fullmatch(name) is not None


def name_flaw(location: Json, name: Json) -> str:
    """Return why a header or cookie cannot have a name; empty if it can."""
    fits = (
        {"header": _TOKEN, "cookie": _COOKIE}.get(location) if isinstance(location, str) else None
    )
    if fits is None or not isinstance(name, str) or fits.fullmatch(name):
        return ""
    return f"{name[:80]!r} cannot be the name of a {location}"


def has_control(name: Json) -> bool:
    """Return whether a name has a control character, such as a line break."""
    return isinstance(name, str) and _CONTROL.search(name) is not None


def check_methods(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Check the methods in `additionalOperations` of a path item."""
    operations = node.get("additionalOperations")
    for method in list(operations) if isinstance(operations, dict) else ():
        if not _TOKEN.fullmatch(method):
            at = ((place, "additionalOperations"), method)
            ctx.fault("invalid-name", f"{method[:80]!r} cannot be an HTTP method", at)


def check_path(ctx: Context, path: str, place: Place) -> None:
    """Check a path: half of a surrogate pair cannot be encoded."""
    if any("\ud800" <= char <= "\udfff" for char in path):
        ctx.fault("invalid-name", f"{path[:80]!r} cannot be a path", place)


def check_content(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Check the media types of a body, a response or a parameter."""
    content = node.get("content")
    for media_type in list(content) if isinstance(content, dict) else ():
        if _CONTROL.search(media_type):
            at = ((place, "content"), media_type)
            ctx.fault("content-type", f"{media_type[:80]!r} cannot be a media type", at)
