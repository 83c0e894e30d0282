"""The errors of calls: `errors` of the package shows the tree.

All of them can be pickled. None of them holds a credential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from .transport import Answer

FAILURE: Final = (Exception,)
"""What is caught where errors of other code become errors of this package."""
_SHOWN: Final = 60
"""The maximum length of a value in a message."""

_PUBLIC: Final = __name__.replace("._runtime.", ".")


class APIError(Exception):
    """The base of all errors of this package."""

    request: str = ""
    """The request line, `GET https://…`, without secrets; "" if there was no request."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __init_subclass__(cls) -> None:
        """Show the public module, `errors` of the package."""
        if cls.__module__ == __name__:
            cls.__module__ = _PUBLIC

    def __reduce__(self) -> tuple[Callable[..., APIError], tuple[Any, ...], Any]:
        return _blank, (type(self), self.args), self.__dict__


APIError.__module__ = _PUBLIC


class ArgumentError(APIError, ValueError):
    """The call was refused before anything was sent.

    A credential or parameter is missing, or a value cannot be sent.
    """


class MissingLibraryError(APIError, ImportError):
    """The HTTP or JSON library, or a module that an option needs, cannot be imported."""


class APIConnectionError(APIError):
    """No answer was received, or only a part of it."""

    def __init__(self, message: str, *, sent: bool = True) -> None:
        super().__init__(message)
        self.sent = sent


class APITimeoutError(APIConnectionError, TimeoutError):
    """The answer was not received in time."""


class DecodeError(APIError, ValueError):
    """A value is not as documented."""

    response: Answer | None = None
    """The answer; None if the value is not part of one."""

    def __init__(self, path: str, expected: str, found: object) -> None:
        self.path = path
        self.expected = expected
        self.found = short_repr(found)
        super().__init__(f"{path}: expected {expected}, found {self.found}")


class ResponseTooLargeError(DecodeError):
    """The decoded body is larger than the client's `max_response_bytes`."""


class WaitError(APIError):
    """Waiting for a state failed."""

    def __init__(self, message: str, *, state: object, body: object) -> None:
        super().__init__(message)
        self.state = state
        self.body = body


class WaitFailedError(WaitError):
    """A state was reached that means failure."""

    def __init__(self, state: object, reason: str | None, body: object) -> None:
        because = f": {reason}" if reason else ""
        super().__init__(f"the state is {state}{because}", state=state, body=body)
        self.reason = reason


class WaitTimeoutError(WaitError, TimeoutError):
    """The awaited state was not reached in time."""


class SignatureError(APIError, ValueError):
    """The signature of a webhook is missing or wrong, or the webhook is too old."""


class APIStatusError(APIError):
    """The API answered with an error."""

    def __init__(
        self,
        response: Answer,
        *,
        message: str,
        code: str | int | None = None,
        body: object = None,
        retry_after: float | None = None,
    ) -> None:
        known = [f"{response.status}: {message}"]
        if code is not None:
            known.append(f"code {code}")
        if response.request_id:
            known.append(f"request id {response.request_id}")
        super().__init__(", ".join([*known, response.request_line]))
        self.message = message
        """The message in the answer, or the meaning of the status."""
        self.code = code
        """The error code in the answer, if there is one."""
        self.body: Any = body
        """The decoded model if the document describes one, else JSON, text, or None for
        an empty body."""
        self.retry_after = retry_after
        """The number of seconds after which the API allows another try."""
        self.response = response
        """The answer."""
        self.status = self.status_code = response.status
        """The HTTP status. Many libraries call it `status_code`."""
        self.headers = response.headers
        self.request_id = response.request_id
        """The API's identifier of this request, for its support."""
        self.request = response.request_line


class UnsuccessfulError(APIStatusError):
    """The status is a success, but the body reports a failure."""


class RedirectError(APIStatusError):
    """The API answered with a redirect, and redirects are not followed."""


class BadRequestError(APIStatusError):
    """400: the request is invalid."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or not accepted."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials do not allow this."""


class NotFoundError(APIStatusError):
    """404: the resource does not exist."""


class RequestTimeoutError(APIStatusError):
    """408: the API did not receive the whole request in time."""


class ConflictError(APIStatusError):
    """409: the state of the resource does not allow this."""


class UnprocessableEntityError(APIStatusError):
    """422: the request is well formed, but its values are not accepted."""


class RateLimitError(APIStatusError):
    """429: too many requests; see `retry_after`."""


class ServerError(APIStatusError):
    """5xx: the API failed."""


InternalServerError = ServerError

_BY_STATUS: Final[dict[int, type[APIStatusError]]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: RequestTimeoutError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
_BY_CLASS: Final = {2: UnsuccessfulError, 3: RedirectError, 5: ServerError}


def status_error(status: int) -> type[APIStatusError]:
    """Return the class of error for a status."""
    return _BY_STATUS.get(status) or _BY_CLASS.get(status // 100, APIStatusError)


def as_api_error(error: Exception, request: str) -> Exception:
    """Return the `APIError` for an error of a transport; a bug is returned unchanged."""
    found = error
    if not isinstance(error, APIError) and isinstance(error, OSError):
        kind = (
            APITimeoutError if isinstance(error, TimeoutError) else APIConnectionError
        )
        found = kind(f"{type(error).__name__}: {error}")
        found.__cause__ = error
    if isinstance(found, APIError):
        found.request = found.request or request
    return found


def short_repr(value: object) -> str:
    """Return a short text for a value in a message; no members or items."""
    match value:
        case dict():
            return "an object"
        case list():
            return "an array"
        case int() if abs(value) >= 10**_SHOWN:
            return "a number of many digits"
        case _:
            text = repr(value)
            return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


class Phrase(str):
    """A description in the place of a value, which messages show without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _blank(cls: type[APIError], args: tuple[Any, ...]) -> APIError:
    return cls.__new__(cls, *args)
