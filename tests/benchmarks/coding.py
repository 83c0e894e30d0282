"""Reading and writing JSON: `decode` and `encode`, for livestreams, for wide and deep models.

A contender reads the same bytes as the others into its own model, or writes that model again. What
they are held to is `json.loads` and `json.dumps` of the same, without any model.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .inprocess import Snippet
from .packages import package
from .payloads import PAYLOADS, Payload
from .peers import DCG, GENERATORS, OGC, OPC, OURS, SDK, AbsentError, python, release
from .rows import Absent, Row
from .timing import alternate, fastest, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .bench import Bench
    from .timing import Contenders

_PYTHON: Final = Path(sys.executable)
_PLAIN: Final = "json"
_LIBRARIES: Final = ("msgspec", "orjson")
"""The JSON libraries of our clients, besides the standard library."""
_LOADS: Final = {"1,000 livestreams": 1.8}
"""The target of reading, as a multiple of `json.loads`."""
READ: Final = {
    OURS: ("from client.models import {model}", "{model}.from_json(content)"),
    OPC: (
        "import json\nfrom client.models import {model}",
        "{model}.from_dict(json.loads(content))",
    ),
    DCG: ("from client_models import {model}", "{model}.model_validate_json(content)"),
    OGC: ("from client.models import {model}", "{model}.from_json(content)"),
}
_WRITE: Final = {
    OURS: "value.to_json()",
    OPC: "json.dumps(value.to_dict())",
    DCG: "value.model_dump_json(by_alias=True, exclude_unset=True)",
    OGC: "value.to_json()",
}
_SDK_SETUP: Final = (
    "import json\n"
    "from cloudflare._models import construct_type\n"
    "from cloudflare.types.realtime_kit.livestream_get_all_livestreams_response import Data"
)
_SDK_READ: Final = "construct_type(type_=list[Data], value=json.loads(content)['data'])"
"""The work of the vendor's SDK for an answer, whose documented type is one livestream."""


def decode(bench: Bench) -> Iterator[Row | Absent]:
    """Measure reading."""
    for payload in PAYLOADS:
        content = payload.write(bench)
        setup, statement = "from json import loads", "loads(content)"
        contenders: Contenders = {_PLAIN: _snippet(_PYTHON, content, setup, statement)}
        absent = _add(contenders, payload, content, _reading)
        if payload.model == "LivestreamList":
            absent |= _add_sdk(contenders, content)
        what = f"decode {payload.name}"
        plain = ("json.loads", _LOADS.get(payload.name, 2.3))
        yield from _compare(bench, what, contenders, absent, plain=plain, peer=1.4, faster=1.3)


def encode(bench: Bench) -> Iterator[Row | Absent]:
    """Measure writing."""
    for payload in PAYLOADS:
        content = payload.write(bench)
        setup, statement = "from json import dumps, loads\nvalue = loads(content)", "dumps(value)"
        contenders: Contenders = {_PLAIN: _snippet(_PYTHON, content, setup, statement)}
        absent = _add(contenders, payload, content, _writing)
        what = f"encode {payload.name}"
        yield from _compare(
            bench, what, contenders, absent, plain=("json.dumps", 2.8), peer=1.2, faster=1
        )


def _reading(generator: str, model: str) -> tuple[str, str]:
    setup, statement = (text.format(model=model) for text in READ[generator])
    return setup, statement


def _writing(generator: str, model: str) -> tuple[str, str]:
    setup, read = _reading(generator, model)
    return f"{setup}\nvalue = {read}", _WRITE[generator]


def _snippet(
    python: Path, content: Path, setup: str, statement: str, folder: Path | None = None
) -> Snippet:
    opened = f"content = open({str(content)!r}, 'rb').read()"
    return Snippet(python, f"{opened}\n{setup}", statement, folder or content.parent)


def _add(
    contenders: Contenders,
    payload: Payload,
    content: Path,
    spell: Callable[[str, str], tuple[str, str]],
) -> dict[str, str]:
    """Add a contender for each generator that is at hand; return why others are not."""
    absent: dict[str, str] = {}
    for generator in (OURS, *GENERATORS):
        try:
            made = package(generator, payload.document)
            snippet = _snippet(made.python, content, *spell(generator, payload.model), made.folder)
            contenders[generator] = snippet
        except AbsentError as error:
            absent[generator] = str(error)
    for library in _LIBRARIES if OURS in contenders else ():
        made = package(OURS, payload.document, "--json", library)
        snippet = _snippet(made.python, content, *spell(OURS, payload.model), made.folder)
        contenders[library] = snippet
    return absent


def _add_sdk(contenders: Contenders, content: Path) -> dict[str, str]:
    try:
        contenders[SDK] = _snippet(python(SDK), content, _SDK_SETUP, _SDK_READ)
    except AbsentError as error:
        return {SDK: str(error)}
    return {}


def _compare(  # noqa: PLR0913 - what a comparison consists of
    bench: Bench,
    what: str,
    contenders: Contenders,
    absent: dict[str, str],
    *,
    plain: tuple[str, float],
    peer: float,
    faster: float,
) -> Iterator[Row | Absent]:
    costs = alternate(contenders, bench.rounds, warm=False)
    yield Row(what, plain[0], ratios(costs, OURS, _PLAIN), plain[1])
    if peers := [name for name in GENERATORS if name in costs]:
        # The fastest reads and writes with a compiled library; the other is Python, as ours is.
        for name in sorted({fastest(costs, peers), *({OPC} & costs.keys())}):
            yield Row(what, release(name), ratios(costs, name, OURS), peer, at_least=True)
    for library in _LIBRARIES if DCG in costs else ():
        found = ratios(costs, DCG, library)
        yield Row(f"{what}, --json {library}", release(DCG), found, faster, at_least=True)
    if SDK in costs:
        yield Row(what, release(SDK), ratios(costs, SDK, OURS), 10, at_least=True)
    for name, why in absent.items():
        yield Absent(f"{what}: {name}", why)
