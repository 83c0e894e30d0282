"""Bodies of operations that accept several media types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .bodies import BinaryBody, Body, FormBody, JsonBody, TextBody
from .errors import ArgumentError
from .multipart import MultipartBody, parts
from .parameters import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def body_as(
    media_type: str,
    value: Any,  # any body
    streams: Mapping[str, type[Body[Any]]] = {},
) -> Body[Any]:
    """Return a body in one of the media types that an operation accepts.

    `streams` maps the media types of sequences to their classes.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind in streams:
        return streams[kind](value, media_type)
    if kind.endswith(("/json", "+json")):
        return JsonBody(value, media_type)
    if kind == "application/x-www-form-urlencoded":
        return FormBody(fields(value), media_type)
    if kind.startswith("multipart/"):
        return MultipartBody(parts(value), media_type)
    if isinstance(value, str):
        return TextBody(value, media_type)
    return BinaryBody(value, media_type)


def body_for(
    media_type: str, bodies: Mapping[str, Callable[[], Body[Any]]]
) -> Body[Any]:
    """Return the body for a media type, made by its function in `bodies`.

    Raises:
        ArgumentError: the operation does not accept this media type.

    """
    make = bodies.get(media_type)
    if make is None:
        message = f"content_type must be one of {', '.join(bodies)}, not {media_type!r}"
        raise ArgumentError(message)
    return make()
