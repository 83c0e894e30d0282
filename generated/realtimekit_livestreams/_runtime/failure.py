"""From an answer that is not a success to its exception."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .errors import FAILURE, APIStatusError, status_error
from .info import find, is_array, is_object
from .readers import for_status
from .retry import retry_after

if TYPE_CHECKING:
    from .core import Core
    from .model import Json, JsonObject
    from .readers import Loads
    from .request import Request
    from .response import Answer

_SHORT: Final = 200
"""How many characters of a plain text are worth showing."""
_LONGEST: Final = 500
"""How many characters of the words of a body are shown."""
_MOST: Final = 5
"""How many of several errors are shown."""
_DEEPEST: Final = 4
"""How many levels below the body words are looked for."""
_SAYING: Final = (
    *("detail", "message", "Message", "error_description", "errors", "error"),
    *("msg", "reason", "description", "title"),
)
"""The members in which servers say what is wrong, the most telling first: RFC 9457 and
FastAPI `detail`, Express and Nest `message`, OpenAI and Google `error.message`."""


def failure(core: Core, request: Request[Any], answer: Answer) -> APIStatusError:
    """Return the error of an answer that is not a success."""
    raw = body = json_or_text(answer, core.loads)
    if request.raises is not None and answer.content:
        reader = for_status(request.raises(), answer.status)
        try:
            body = reader.read(answer, core.loads) if reader else raw
        except FAILURE:  # whatever the body is: the status says what failed
            body = raw
    code, message = None, _message(request, answer, raw)
    said = find(raw, core.info.error_message)
    if isinstance(said, str):
        message = said
    known = find(raw, core.info.error_code)
    if type(known) in (str, int):
        code = known
    return status_error(answer.status)(
        answer,
        message=message,
        code=code,
        body=body,
        retry_after=retry_after(answer.status, answer.headers, core.clock.now()),
    )


def json_or_text(answer: Answer, loads: Loads) -> Json:
    """Return the JSON of a body, else its text; None for an empty one."""
    if not answer.content.strip():
        return None
    try:
        return loads(answer.content)
    except FAILURE:  # of any reader of JSON
        return answer.text


def _message(request: Request[Any], answer: Answer, raw: Json) -> str:
    """Return the API's own words, else the meaning of the status in those of HTTP."""
    from http import HTTPStatus

    if said := words(raw):
        return said
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "unknown status"
    if answer.status < 300:
        phrase = "the body says that it failed"
    if isinstance(raw, str) and len(raw) <= _SHORT and not re.search("[<\ufffd]", raw):
        phrase += f": {_line(raw)}"
    location = answer.headers.get("location")
    if location and 300 <= answer.status < 400:
        phrase += f" to {_target(request, location)}"
    return phrase


def _target(request: Request[Any], location: str) -> str:
    """Return where a redirect leads, without what may be a secret: the header has all."""
    shown = re.sub(r"//[^/]*@", "//", re.split("[?#]", location)[0])
    for name, value in request.path.items():
        if value and name in request.secrets:
            shown = shown.replace(str(value), "***")
    return _line(shown)


def words(body: Json) -> str:
    """Return what the JSON of an error says to people; "" if it says nothing."""
    return _line(_said(body, _DEEPEST)) if is_object(body) or is_array(body) else ""


def _line(text: str) -> str:
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _said(value: Json, depth: int) -> str:
    if isinstance(value, str):
        return value
    if not depth:
        return ""
    if is_array(value):
        found = (_said(each, depth - 1) for each in value[:_MOST])
        return "; ".join(filter(None, found))
    return _said_by_object(value, depth - 1) if is_object(value) else ""


def _said_by_object(value: JsonObject, depth: int) -> str:
    for key in _SAYING:
        if not (said := _said(value.get(key), depth)):
            continue
        title = value.get("title")
        if key in {"detail", "errors"} and isinstance(title, str):
            said = f"{title}: {said}"
        if key == "detail" and (more := _said(value.get("extra"), depth)):
            said = f"{said}: {more}"  # of Litestar: what is not valid
        place = value.get("loc")  # of FastAPI: ["body", "name"]
        if place is None and "source" in value:
            place = [value["source"], value.get("key")]
        if is_array(place):
            said = f"{'.'.join(map(str, place))}: {said}"
        return said
    # By field, as Django REST framework and Laravel do; or what the server put there.
    if depth == _DEEPEST - 1 and not all(map(is_array, value.values())):
        return ""
    named = ((key, _said(each, depth)) for key, each in value.items())
    return "; ".join([f"{key}: {said}" for key, said in named if said][:_MOST])
