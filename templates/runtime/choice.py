"""Bodies that an operation takes in more than one media type."""

from __future__ import annotations

from typing import Any

from .bodies import BinaryBody, Body, FormBody, JsonBody, TextBody
from .multipart import MultipartBody, parts
from .parameters import fields


def body_as(media_type: str, value: Any) -> Body[Any]:  # any body
    """Return a body in one of the media types that an operation takes."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind.endswith(("/json", "+json")):
        return JsonBody(value, media_type)
    if kind == "application/x-www-form-urlencoded":
        return FormBody(fields(value), media_type)
    if kind.startswith("multipart/"):
        return MultipartBody(parts(value), media_type)
    if isinstance(value, str):
        return TextBody(value, media_type)
    return BinaryBody(value, media_type)
