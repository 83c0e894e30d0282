"""First use: from `import` to the first decoded answer, in an interpreter of its own.

A contender makes its client and one call, which is built and decoded in full, and answered without
a network: by a transport of its HTTP library's, or of its own. Independent of what is not used
means: the same call costs the same in a client that has nothing else.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .documents import document
from .packages import package
from .payloads import livestreams
from .peers import DCG, OGC, OPC, OURS, SDK, AbsentError, python, release
from .rows import Absent, Row
from .timing import Command, alternate, fastest, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .bench import Bench
    from .packages import Package
    from .timing import Contenders, Cost

_SEEN: Final = """
try:
    print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
except OSError:
    print(0)
"""
"""Prints how many kilobytes this process held at most; what its parent did does not count."""

_OURS: Final = """
from client import Client
from client._runtime.transport import Incoming
class Transport:
    def send(self, request):
        headers = [("content-type", "application/json")]
        return Incoming(200, headers, iter([content]))
    def close(self): ...
client = Client(transport=Transport(), {credentials})
answer = client.{call}
"""
_OPC: Final = """
import httpx
from client import {client}
from client.api.{module} import {call}
def answer(request):
    return httpx.Response(200, content=content, headers={{"content-type": "application/json"}})
client = {client}({credentials}, httpx_args={{"transport": httpx.MockTransport(answer)}})
answer = {call}.sync(*{arguments}, client=client)
"""
_DCG: Final = """
import httpx2
from client import Client
def answer(request):
    return httpx2.Response(200, content=content, headers={{"content-type": "application/json"}})
http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
client = Client(http_client=http_client, {credentials})
answer = client.{call}
"""
_OGC: Final = """
from client import ApiClient, Configuration, {api}
class Answer:
    status, reason, data = 200, "OK", content
    headers = {{"content-type": "application/json"}}
    def read(self): return self.data
    def getheaders(self): return self.headers
client = ApiClient(Configuration({credentials}))
client.call_api = lambda *_, **__: Answer()
answer = {api}(client).{call}
"""
_SDK: Final = """
import httpx
from cloudflare import Cloudflare
def answer(request):
    return httpx.Response(200, content=content, headers={"content-type": "application/json"})
http_client = httpx.Client(transport=httpx.MockTransport(answer))
client = Cloudflare(api_token="t", http_client=http_client)
answer = client.realtime_kit.livestreams.get_all_livestreams("a", account_id="b")
"""


@dataclass(frozen=True)
class First:
    """The first call of a document's clients, as each generator spells it."""

    document: str
    scripts: dict[str, str]
    """The code of each, after `content` has been read."""
    body: Callable[[], Any]
    """Returns the answer."""


def _balance() -> Any:  # noqa: ANN401 - JSON
    amounts = [{"amount": 1000, "currency": "usd"}]
    return {"object": "balance", "livemode": False, "available": amounts, "pending": amounts}


def _license() -> Any:  # noqa: ANN401 - JSON
    """Return GitHub's own example."""
    examples = json.loads(document("github").read_bytes())["components"]["examples"]
    return examples["license"]["value"]


_FIRSTS: Final = (
    First(
        "livestreams",
        {
            OURS: _OURS.format(
                credentials="account_id='a', app_id='b', api_token='t'", call="livestreams.list()"
            ),
            OPC: _OPC.format(
                client="AuthenticatedClient",
                credentials="base_url='https://example.com', token='t'",
                module="livestreams",
                call="list_livestreams",
                arguments="('a', 'b')",
            ),
            DCG: _DCG.format(
                credentials="api_token='t'",
                call="livestreams.list_livestreams(account_id='a', app_id='b')",
            ),
            OGC: _OGC.format(
                credentials="access_token='t'",
                api="LivestreamsApi",
                call="list_livestreams('a', 'b')",
            ),
            SDK: _SDK,
        },
        lambda: livestreams(10),
    ),
    First(
        "stripe",
        {
            OURS: _OURS.format(credentials="token='t'", call="balance.get()"),
            OPC: _OPC.format(
                client="AuthenticatedClient",
                credentials="base_url='https://example.com', token='t'",
                module="default",
                call="get_balance",
                arguments="()",
            ),
            OGC: _OGC.format(
                credentials="access_token='t'", api="DefaultApi", call="get_balance()"
            ),
        },
        _balance,
    ),
    First(
        "github",
        {
            OURS: _OURS.format(credentials="", call="licenses.get('mit')"),
            OPC: _OPC.format(
                client="Client",
                credentials="base_url='https://example.com'",
                module="licenses",
                call="licensesget",
                arguments="('mit',)",
            ),
            DCG: _DCG.format(credentials="", call="licenses.licenses_get(license='mit')"),
            OGC: _OGC.format(credentials="", api="LicensesApi", call="licenses_get('mit')"),
        },
        _license,
    ),
)


def starting(bench: Bench) -> Iterator[Row | Absent]:
    """Measure the first use of small and large clients."""
    for first in _FIRSTS:
        try:
            content = _content(bench, first)
        except AbsentError as error:
            yield Absent(f"first use, {first.document}", str(error))
        else:
            yield from _first(bench, first, content)
    yield from _alone(bench)


def _content(bench: Bench, first: First) -> Path:
    path = bench.folder / f"{first.document}.first.json"
    path.write_text(json.dumps(first.body()), "utf-8")
    return path


def _first(bench: Bench, first: First, content: Path) -> Iterator[Row | Absent]:
    what = f"first use, {first.document}"
    contenders: Contenders = {}
    for name, script in first.scripts.items():
        try:
            made = None if name == SDK else package(name, first.document)
            contenders[name] = _command(name, made, content, script)
            contenders[name]()
        except AbsentError as error:
            yield Absent(f"{what}: {name}", str(error))
        except subprocess.CalledProcessError as error:
            yield Absent(f"{what}: {name}", f"fails: {error.output.strip().splitlines()[-1]}")
            del contenders[name]
    if OURS not in contenders:
        return
    costs = alternate(contenders, bench.rounds, warm=False)
    peers = [name for name in contenders if name != OURS]
    if first.document == "livestreams":
        best = fastest(costs, peers)
        yield Row(what, release(best), ratios(costs, OURS, best), 0.5)
        return
    for peer in peers:
        yield Row(what, release(peer), ratios(costs, OURS, peer), 0.1)
        memory = ratios(costs, OURS, peer, _memory)
        yield Row(f"{what}, memory", release(peer), memory, 0.25)


def _memory(cost: Cost) -> float:
    return float(cost.output.split()[-1])


def _alone(bench: Bench) -> Iterator[Row | Absent]:
    """Compare a large client with one that has the called operation and nothing else."""
    first = _FIRSTS[-1]
    what = "first use, github, all 1,200 operations"
    try:
        content = _content(bench, first)
        whole = _command(OURS, package(OURS, first.document), content, first.scripts[OURS])
        only = package(OURS, first.document, "--include", "path:/licenses/{license}")
        alone = _command(OURS, only, content, first.scripts[OURS])
    except AbsentError as error:
        yield Absent(what, str(error))
        return
    costs = alternate({"whole": whole, "alone": alone}, bench.rounds)
    yield Row(what, "that path alone", ratios(costs, "whole", "alone"), 1.1)


def importing(bench: Bench) -> Iterator[Row | Absent]:
    """Measure `from package import Client`."""
    what = "from package import Client"
    made = package(OURS, "livestreams")
    contenders = {
        "pass": Command([made.python, "-c", "pass"]),
        OURS: Command([made.python, "-c", _IMPORT], cwd=made.folder),
    }
    costs = alternate(contenders, bench.rounds)
    yield Row(what, "python -c pass", ratios(costs, OURS, "pass"), 8)
    foreign = costs[OURS][0].output.split()
    yield Row(f"{what}, modules of others", "none", (len(foreign),), 0)


_IMPORT: Final = """
import sys
before = {*sys.modules}
from client import Client
found = {name.partition(".")[0] for name in {*sys.modules} - before}
print(*(found - sys.stdlib_module_names - {"client"}))
"""
"""Prints the modules of others that came along."""


def _command(name: str, made: Package | None, content: Path, script: str) -> Command:
    opened = f"content = open({str(content)!r}, 'rb').read()"
    code = f"{opened}\n{script}\nassert answer\n{_SEEN}"
    if made is None:
        return Command([python(name), "-c", code])
    return Command([made.python, "-c", code], cwd=made.folder)
