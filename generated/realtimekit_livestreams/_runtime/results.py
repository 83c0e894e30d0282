"""Receiving answers, and reading them as values or errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .concurrency import TOTAL
from .errors import (
    FAILURE,
    APIError,
    APIStatusError,
    APITimeoutError,
    DecodeError,
    ResponseTooLargeError,
    as_api_error,
    status_error,
)
from .http import Decompressor, Headers
from .info import find, is_array, is_object
from .readers import as_anything, for_status, parsed
from .retry import retry_after
from .transport import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core import Core
    from .drift import Drift
    from .model import Json, JsonObject
    from .readers import Loads, Reader
    from .request import Request
    from .transport import WireRequest

T = TypeVar("T")
SUCCESS: Final = range(200, 300)
_SHORT: Final = 200
"""The maximum length of a plain text in a message."""
_MAX_MESSAGE: Final = 500
"""The maximum length of a message from a body."""
_MAX_ERRORS: Final = 5
"""The maximum number of errors in a message."""
_DEPTH: Final = 4
"""The depth to which messages are searched in a body."""
_MESSAGE_KEYS: Final = (
    *("detail", "message", "Message", "error_description", "errors", "error", "issues"),
    *("msg", "reason", "description", "title"),
)
"""The members with messages of errors, by priority: RFC 9457 and FastAPI `detail`, Express
and Nest `message`, OpenAI and Google `error.message`."""


async def receive(
    core: Core, wire: WireRequest, deadline: float | None
) -> tuple[Answer, Any]:
    """Send once, and return the answer; a streamed success is not read yet."""
    driver = core.driver
    answer: Answer | None = None
    incoming: Any = None
    is_open = False
    try:
        async with driver.until(deadline):
            incoming = await driver.call(driver.transport.send, wire)
            answer = Answer(incoming.status, Headers(incoming.headers))
            answer.request_id = answer.headers.get(core.info.request_id)
            is_open = wire.stream and answer.status in SUCCESS
            if not is_open:
                answer.content = await _body(core, answer, incoming.stream, deadline)
    except FAILURE as error:
        found = as_api_error(error, "")
        if isinstance(found, DecodeError):
            found.response = answer
        if isinstance(found, APITimeoutError) and _is_late(core, deadline):
            found = APITimeoutError(TOTAL, sent=found.sent)
        raise found from found.__cause__
    finally:
        if incoming is not None and not is_open:
            await driver.call(incoming.close)
    return answer, incoming


async def _body(
    core: Core, answer: Answer, stream: Any, deadline: float | None
) -> bytes:
    """Return the decompressed body; for an error, as much of it as can be read."""
    decompressor, limit = Decompressor(answer.headers), core.max_response_bytes
    pieces: list[bytes] = []
    size, last = 0, b""
    try:
        while (piece := await core.driver.next(stream)) is not None:
            last = piece
            for chunk in decompressor.feed(piece):
                pieces.append(chunk[: limit - size])
                size += len(chunk)
                if size > limit:
                    expected = f"a body of at most {limit} bytes"
                    raise ResponseTooLargeError("$", expected, size)
            if _is_late(core, deadline):
                raise APITimeoutError(TOTAL)
        decompressor.finish()
    except (APIError, OSError):
        # The status of an error is enough, if its body cannot be read.
        if answer.status in SUCCESS or _is_late(core, deadline):
            raise
        return b"".join(pieces) or last[:limit]
    return b"".join(pieces)


def _is_late(core: Core, deadline: float | None) -> bool:
    return deadline is not None and core.clock.monotonic() >= deadline


def failed(core: Core, request: Request[Any], answer: Answer, loads: Loads) -> bool:
    """Return whether a flag in the body reports a failure."""
    success = request.success or core.info.success
    if not success or "json" not in answer.media_type or not answer.content:
        return False
    return find(parsed(answer, loads), (success,)) is False


class Cached:
    """A JSON reader that keeps the value of the last body."""

    def __init__(self, loads: Loads) -> None:
        self._loads = loads
        self._seen: tuple[bytes, Json] | None = None

    def __call__(self, content: bytes) -> Json:
        if self._seen is None or self._seen[0] is not content:
            self._seen = content, self._loads(content)
        return self._seen[1]


def value_of(request: Request[T], answer: Answer, loads: Loads) -> T | None:
    """Return the value of a success."""
    reader = reader_of(request.returns, answer.status)
    if reader is None:
        return None
    try:
        return reader.read(answer, loads)
    except DecodeError as error:
        # If one success has no body, another may have none, too.
        readers = request.returns.values()
        if not answer.content and not all(each.accept for each in readers):
            return None
        misfits: list[DecodeError] | None = getattr(loads, "misfits", None)
        if misfits is None:
            raise
        misfits.append(error)
        whole: Any = as_anything().read(answer, loads)
        return whole  # type: ignore[no-any-return]


def odd_body(request: Request[Any], answer: Answer, value: object) -> tuple[Drift, ...]:
    """Return the drift if the body is undocumented or missing."""
    from .drift import Drift

    reader = reader_of(request.returns, answer.status)
    if not reader or value is not None or bool(answer.content) == bool(reader.accept):
        return ()
    expected, found = ("no body", "one") if answer.content else ("a body", "none")
    return (Drift("body", request.name, "$", found, expected),)


def reader_of(readers: Mapping[str, Reader[T]], status: int) -> Reader[T] | None:
    """Return the reader of a success status; if undocumented, that of another success."""
    return for_status(readers, status) or next(
        (reader for key, reader in readers.items() if key.startswith("2")), None
    )


def failure(core: Core, request: Request[Any], answer: Answer) -> APIStatusError:
    """Return the error for an answer that is not a success."""
    raw = body = json_or_text(answer, core.loads)
    if request.raises is not None and answer.content:
        reader = for_status(request.raises(), answer.status)
        try:
            body = reader.read(answer, core.loads) if reader else raw
        except FAILURE:  # of an unexpected body: the status is enough
            body = raw
    code, message = None, _message(request, answer, raw)
    text = find(raw, core.info.error_message)
    if isinstance(text, str):
        message = text
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
    """Return the message in the answer, or the meaning of its status."""
    from http import HTTPStatus

    if text := words(raw):
        return text
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "unknown status"
    if answer.status < 300:
        phrase = "the body says that it failed"
    if isinstance(raw, str) and len(raw) <= _SHORT and not re.search("[<\ufffd]", raw):
        phrase += f": {_line(raw)}" if raw != phrase else ""
    location = answer.headers.get("location")
    if location and 300 <= answer.status < 400:
        phrase += f" to {_target(request, location)}"
    return phrase


def _target(request: Request[Any], location: str) -> str:
    """Return the target of a redirect, without secrets."""
    shown = re.sub(r"//[^/]*@", "//", re.split("[?#]", location)[0])
    for name, value in request.path.items():
        if value and name in request.secrets:
            shown = shown.replace(str(value), "***")
    return _line(shown)


def words(body: Json) -> str:
    """Return the message in the JSON of an error, or ""."""
    return _line(_text_in(body, _DEPTH)) if is_object(body) or is_array(body) else ""


def _line(text: str) -> str:
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return line if len(line) <= _MAX_MESSAGE else f"{line[: _MAX_MESSAGE - 1]}…"


def _text_in(value: Json, depth: int) -> str:
    if isinstance(value, str):
        return value
    if is_array(value) and depth:
        found = (_text_in(each, depth - 1) for each in value[:_MAX_ERRORS])
        return "; ".join(filter(None, found))
    return _text_in_object(value, depth - 1) if is_object(value) and depth else ""


def _text_in_object(value: JsonObject, depth: int) -> str:
    for key in _MESSAGE_KEYS:
        if not (text := _text_in(value.get(key), depth)):
            continue
        title = value.get("title") or value.get("message")  # of APIFlask
        if key in {"detail", "errors"} and isinstance(title, str) and title != text:
            text = f"{title}: {text}"
        listed = value.get("extra", value.get("errors"))  # of Litestar, of Ravyn
        if key == "detail" and (more := _text_in(listed, depth)):
            text = f"{text}: {more}"
        place = value.get("loc", value.get("path"))  # of FastAPI and Zod
        if place is None and "source" in value:
            place = [value["source"], value.get("key")]
        if is_array(place) and place:
            keys = (each.get("key", "") if is_object(each) else each for each in place)
            text = f"{'.'.join(map(str, keys))}: {text}"  # Valibot has objects
        return text
    # By field, as Django REST framework and Laravel do.
    if depth == _DEPTH - 1 and not all(map(is_array, value.values())):
        return ""
    named = ((key, _text_in(each, depth)) for key, each in value.items())
    return "; ".join([f"{key}: {text}" for key, text in named if text][:_MAX_ERRORS])
