"""Calls over loopback, sync and async: beside the bare HTTP library with `json.loads`.

The server is a process of its own, so that the processor time of the caller's is what a call costs
besides waiting: on the wall, where the server's time counts too, the ratio is nearer to 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .inprocess import Snippet
from .packages import package
from .payloads import livestreams
from .peers import OPENAI, OURS, AbsentError, python, release
from .rows import Absent, Row
from .timing import alternate, ratios

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from .bench import Bench

_BAR: Final = 1.25
_CONCURRENT: Final = 1000
_CLIENT: Final = "account_id='a', app_id='b', api_token='t', base_url={base!r}"
_PATH: Final = "{base}/accounts/a/realtime/kit/b/livestreams"
_HEADERS: Final = "headers={{'authorization': 'Bearer t', 'accept': 'application/json'}}"

_BARE: Final = (
    "import httpx2, json\n"
    f"client = httpx2.Client({_HEADERS}, trust_env=False)\n"
    f"def call(): return json.loads(client.get('{_PATH}').content)\n"
)
_TYPED: Final = (
    f"from client import Client\nclient = Client({_CLIENT})\ncall = client.livestreams.list\n"
)
_LOOP: Final = (
    "import asyncio\n"
    "loop = asyncio.new_event_loop()\n"
    "async def concurrently(count):\n"
    "    await asyncio.gather(*(call() for _ in range(count)))\n"
)
_ASYNC_BARE: Final = (
    f"{_LOOP}import httpx2, json\n"
    "limits = httpx2.Limits(max_connections=100, max_keepalive_connections=100)\n"
    f"client = httpx2.AsyncClient({_HEADERS}, trust_env=False, limits=limits, timeout=60)\n"
    f"async def call(): return json.loads((await client.get('{_PATH}')).content)\n"
)
_ASYNC_TYPED: Final = (
    f"{_LOOP}from client import AsyncClient\n"
    f"client = AsyncClient({_CLIENT}, timeout=60)\n"
    "call = client.livestreams.list\n"
)
_OPENAI: Final = """
import httpx2, openai
content = {content!r}
def answer(request):
    return httpx2.Response(200, content=content, headers={{"content-type": "application/json"}})
http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
client = openai.OpenAI(api_key="k", http_client=http_client)
"""
_FROM_MEMORY: Final = """
from client import Client
from client._runtime.transport import Incoming
class Transport:
    def send(self, request):
        return Incoming(200, [("content-type", "application/json")], iter([{content!r}]))
    def close(self): ...
client = Client(api_key="k", transport=Transport())
"""
_MODEL: Final = b'{"id": "m", "object": "model", "created": 1686935002, "owned_by": "openai"}'
_CASES: Final = {
    "one call, sync": (_BARE, _TYPED, "call()"),
    "one call, async": (_ASYNC_BARE, _ASYNC_TYPED, "loop.run_until_complete(call())"),
    "1,000 concurrent calls": (
        _ASYNC_BARE,
        _ASYNC_TYPED,
        "loop.run_until_complete(concurrently({count}))",
    ),
}


def calling(bench: Bench) -> Iterator[Row | Absent]:
    """Measure calls."""
    yield from _beside_openai(bench)
    count = max(1, int(_CONCURRENT * bench.scale))
    try:
        made = package(OURS, "livestreams")
    except AbsentError as error:
        yield Absent("calls", str(error))
        return
    with _serving(bench) as base:
        for what, (bare, typed, statement) in _CASES.items():
            said = statement.format(count=count)
            contenders = {
                name: Snippet(made.python, setup.format(base=base), said, made.folder)
                for name, setup in (("bare", bare), (OURS, typed))
            }
            costs = alternate(contenders, bench.rounds, warm=False)
            yield Row(what, "httpx2 and json.loads", ratios(costs, OURS, "bare"), _BAR)


def _beside_openai(bench: Bench) -> Iterator[Row | Absent]:
    """Measure the same call as OpenAI's own client makes, both answered from memory."""
    what = "one call, answered from memory"
    try:
        made = package(OURS, "openai", "--include", "path:/models/*")
        theirs = python(OPENAI)
    except AbsentError as error:
        yield Absent(what, str(error))
        return
    contenders = {
        OURS: Snippet(
            made.python,
            _FROM_MEMORY.format(content=_MODEL),
            "client.models.retrieve('m')",
            made.folder,
        ),
        OPENAI: Snippet(theirs, _OPENAI.format(content=_MODEL), "client.models.retrieve('m')"),
    }
    costs = alternate(contenders, bench.rounds, warm=False)
    yield Row(what, release(OPENAI), ratios(costs, OPENAI, OURS), 8, at_least=True)


@contextmanager
def _serving(bench: Bench) -> Generator[str]:
    """Serve a page of livestreams, and give the base URL."""
    body = bench.folder / "page.json"
    body.write_text(json.dumps(livestreams(10)), "utf-8")
    server = Path(__file__).with_name("server.py")
    with subprocess.Popen(  # noqa: S603 - our own server
        [sys.executable, server, body], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.communicate()
