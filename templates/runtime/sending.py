"""One request out, one answer in: sent once, and read to its end.

Whatever goes wrong on the way comes out as an error of `errors.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import FAILURE, APIError, APITimeoutError, DecodeError, ours
from .headers import Headers
from .inflate import Collector
from .loops import TOTAL
from .response import Answer

if TYPE_CHECKING:
    from .core import Core
    from .transport import WireRequest

FINE: Final = range(200, 300)


async def receive(
    core: Core,
    wire: WireRequest,
    deadline: float | None,
    *,
    stream: bool = False,
) -> tuple[Answer, Any]:
    """Send once, and give the answer; the body of a success is left if streamed."""
    driver = core.driver
    answer: Answer | None = None
    incoming: Any = None
    left = False
    try:
        async with driver.until(deadline):
            incoming = await driver.send(wire)
            answer = Answer(incoming.status, Headers(incoming.headers))
            answer.request_id = answer.headers.get(core.info.request_id)
            left = stream and answer.status in FINE
            if not left:
                answer.content = await _body(core, answer, incoming.stream, deadline)
    except FAILURE as error:
        found = ours(error, "")
        if isinstance(found, DecodeError):
            found.response = answer
        late = deadline is not None and core.clock.monotonic() >= deadline
        if late and isinstance(found, APITimeoutError):
            found = APITimeoutError(TOTAL, sent=found.sent)
        raise found from found.__cause__
    finally:
        if incoming is not None and not left:
            await driver.call(incoming.close)
    return answer, incoming


async def _body(
    core: Core, answer: Answer, stream: Any, deadline: float | None
) -> bytes:
    """Read a body to its end; of an error's body that has none, what there is."""
    sink = Collector(answer.headers, core.max_response_bytes)
    try:
        while (piece := await core.driver.next(stream)) is not None:
            sink.feed(piece)
            if deadline is not None and core.clock.monotonic() > deadline:
                raise APITimeoutError(TOTAL)
        return sink.finish()
    except (APIError, OSError):
        # The status says what failed and whether to try again, whatever the body is.
        late = deadline is not None and core.clock.monotonic() >= deadline
        if late or answer.status in FINE:
            raise
        return sink.salvage()
