"""Whether and when a failed call is tried again.

Repeatable calls are repeated after 408, 429, 5xx and connection errors; others only if
the request was not processed (no connection, 429, 503 with a `Retry-After`).
"""

from __future__ import annotations

from os import urandom
from typing import TYPE_CHECKING, Final

from .errors import APIConnectionError, APIError, APIStatusError
from .http import http_date

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 8.0
SHORTEST_WAIT: Final = 0.1
"""The wait for `Retry-After: 0`."""


def wait_before(
    failure: APIError,
    *,
    tries: int,
    repeatable: bool,
    longest: float,
    conflicts: bool = False,
) -> float | None:
    """Return the number of seconds before the next try, or None for no further try.

    `tries` is the number of tries so far, `longest` the maximum wait. With `conflicts`,
    calls are repeated after 409, too.
    """
    requested = None
    if isinstance(failure, APIStatusError):
        requested = failure.retry_after
        should_retry = failure.headers.get("x-should-retry", "").strip().lower()
        if should_retry == "false":
            return None
        unavailable = failure.status == 503 and requested is not None
        if failure.status == 429 or unavailable or should_retry == "true":
            repeatable = True
        elif failure.status == 409 and conflicts:
            pass
        elif failure.status < 500 and failure.status != 408:
            return None
    elif not isinstance(failure, APIConnectionError) or _is_final(failure):
        return None
    elif not failure.sent:
        repeatable = True
    if not repeatable:
        return None
    wait = backoff(tries) if requested is None else max(requested, SHORTEST_WAIT)
    return wait if wait <= longest else None


def _is_final(failure: APIConnectionError) -> bool:
    """Return whether the certificate is invalid, so that other tries fail, too."""
    cause: BaseException | None = failure
    while cause is not None:
        if type(cause).__name__ == "SSLCertVerificationError":
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def backoff(tries: int) -> float:
    """Return a random wait, up to a limit that doubles with each try (full jitter)."""
    limit = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries - 1, 10))
    return limit * int.from_bytes(urandom(4), "big") / 2**32


def retry_after(status: int, headers: Mapping[str, str], now: float) -> float | None:
    """Return the wait that the API requests, in seconds; `now` is the Unix time."""
    milliseconds = _seconds(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    requested = headers.get("retry-after")
    if requested:
        seconds = _seconds(requested)
        return _until(requested, now) if seconds is None else seconds
    return _reset(headers) if status == 429 else None


def _seconds(text: str | None) -> float | None:
    digits = (text or "").strip()
    if not digits.isascii() or not digits.replace(".", "", 1).isdecimal():
        return None
    return min(float(digits), 1e9)


def _until(date: str, now: float) -> float | None:
    try:
        return max(0.0, http_date(date).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def _reset(headers: Mapping[str, str]) -> float | None:
    """Read `"default";r=0;t=30`, and the older `limit=9, remaining=0, reset=30`.

    Policies with a remaining quota are ignored.
    """
    text = headers.get("ratelimit", "")
    if ";" not in text:
        text = text.replace(",", ";")
    resets = [_seconds(headers.get("ratelimit-reset"))]
    for policy in text.split(","):
        pairs = [item.strip().partition("=") for item in policy.split(";")]
        found = {name: _seconds(value) for name, _, value in pairs}
        if not (found.get("r") or found.get("remaining")):
            resets.append(found.get("t", found.get("reset")))
    return max((reset for reset in resets if reset is not None), default=None)
