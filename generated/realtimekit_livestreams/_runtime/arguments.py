"""What operation functions do with the arguments that they were given."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from .bodies import BinaryBody, Body, FormBody, JsonBody, TextBody
from .model import UNSET, Json, JsonObject
from .parameters import Pairs, fields, form

if TYPE_CHECKING:
    from collections.abc import Mapping


def given(members: Mapping[str, object]) -> JsonObject:
    """Return the members that were given: neither None nor `UNSET`."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value is not UNSET
    }


def sent(members: Mapping[str, object]) -> JsonObject:
    """Return the members that are sent, null among them: all but `UNSET`."""
    return {name: value for name, value in members.items() if value is not UNSET}


def forms(values: Mapping[str, object]) -> Pairs:
    """Spell query parameters in the usual style (`form`, exploded)."""
    return [pair for name, value in values.items() for pair in form(name, value)]


def body_as(media_type: str, value: Any) -> Body:  # any body
    """Return a body in one of the media types that an operation takes."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind.endswith(("/json", "+json")):
        return JsonBody(value, media_type)
    if kind == "application/x-www-form-urlencoded":
        return FormBody(fields(value), media_type)
    if kind.startswith("multipart/"):
        from .multipart import MultipartBody, parts  # seldom needed

        return MultipartBody(parts(value), media_type)
    if isinstance(value, str):
        return TextBody(value, media_type)
    return BinaryBody(value, media_type)


def anything(data: Json) -> Json:
    """Read a JSON value of which the document says nothing more."""
    return data


def warn_deprecated(symbol: str) -> None:
    """Tell that the document calls an operation deprecated."""
    message = f"{symbol} is deprecated"
    warnings.warn(message, DeprecationWarning, stacklevel=4)
