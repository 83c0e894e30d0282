"""From an answer that is no success to the error that tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import APIStatusError, status_error
from .info import find
from .readers import for_status
from .retry import retry_after

if TYPE_CHECKING:
    from .core import Core
    from .model import Json
    from .readers import Loads
    from .request import Request
    from .response import Answer

_NO_SUCCESS: Final = 300
_SHORT: Final = 200
"""How many characters of a plain text are worth showing."""


def failure(core: Core, request: Request[Any], answer: Answer) -> APIStatusError:
    """Return the error of an answer that is not a success."""
    raw = body = json_or_text(answer, core.loads)
    if request.raises is not None and answer.content:
        reader = for_status(request.raises(), answer.status)
        try:
            body = reader.read(answer, core.loads) if reader else raw
        except ValueError:
            body = raw
    code = find(raw, core.info.error_code)
    message = find(raw, core.info.error_message)
    known = isinstance(code, (str, int)) and not isinstance(code, bool)
    return status_error(answer.status)(
        answer,
        message=message if isinstance(message, str) else _phrase(answer, raw),
        code=code if known else None,
        body=body,
        retry_after=retry_after(answer.status, answer.headers, core.clock.now()),
    )


def json_or_text(answer: Answer, loads: Loads) -> Json:
    """Return the JSON of a body, else its text; None for an empty one."""
    if not answer.content.strip():
        return None
    try:
        return loads(answer.content)
    except (ValueError, RecursionError):
        return answer.text


def _phrase(answer: Answer, raw: Json) -> str:
    """Return the meaning of a status, in the words of HTTP, and a short plain text."""
    from http import HTTPStatus

    try:
        words = HTTPStatus(answer.status).phrase
    except ValueError:
        words = "unknown status"
    if answer.status < _NO_SUCCESS:
        words = "the body says that it failed"
    if isinstance(raw, str) and len(raw) <= _SHORT and "<" not in raw:
        words += f": {raw.strip()}"
    return words
