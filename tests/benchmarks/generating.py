"""Generating, as whole processes: beside the peers, beside what no generator can do without, grown.

The floor is an interpreter that imports what speccast is built on, parses the document, validates
it with openapi-pydantic, and formats what speccast has made of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from speccast.reading.document import Reading, read
from tests.support.growing import growing

from .documents import document
from .packages import command
from .peers import GENERATORS, OURS, AbsentError, former, release
from .rows import Absent, Row
from .timing import Command, alternate, fastest, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bench import Bench
    from .timing import Contenders

_DOCUMENTS: Final = {"stripe": 5, "openai": 5, "box": 4, "github": 4}
"""The target: how many times faster than the fastest peer their clients are generated."""
_CHANGED: Final = ("stripe", "github", "openai")
_MEGABYTE: Final = 1024 * 1024
_SIZES: Final = (100, 1000, 5000)
"""Operations; each is compared with twice as many."""
_FEW: Final = 3
"""Rounds at most, where each takes minutes."""
_FLOOR: Final = """
import subprocess, sys
import click, jinja2
spec, package = sys.argv[1:]
text = open(spec, encoding="utf-8").read()
if spec.endswith(".json"):
    import json
    tree = json.loads(text)
else:
    import yaml_rs
    tree = yaml_rs.loads(text, parse_datetime=False)
if tree["openapi"].startswith("3.0"):
    from openapi_pydantic.v3.v3_0 import OpenAPI
else:
    from openapi_pydantic.v3.v3_1 import OpenAPI
try:
    OpenAPI.model_validate(tree)
except ValueError:
    pass  # it refuses some of what is legal
from ruff.__main__ import find_ruff_bin
subprocess.run([find_ruff_bin(), "format", "--isolated", "--no-cache", "--quiet", package])
"""
_LIBRARIES: Final = "import openapi_pydantic, jinja2, click"
_CLICK: Final = "import click"


def generating(bench: Bench) -> Iterator[Row | Absent]:
    """Measure generating from nothing, and again where nothing has changed."""
    yield from _first_run(bench)
    for name, bar in _DOCUMENTS.items():
        what = f"generate, {name}"
        try:
            spec = document(name)
        except AbsentError as error:
            yield Absent(what, str(error))
            continue
        made = _made(bench, spec)
        contenders = {
            OURS: _from_nothing(bench, spec),
            "floor": Command([sys.executable, "-c", _FLOOR, spec, made / "client"]),
            "again": _ours(spec, made),
            "click": Command([sys.executable, "-c", _CLICK]),
        }
        costs = alternate(contenders, bench.rounds)
        yield Row(what, "floor", ratios(costs, OURS, "floor"), 2.0)
        yield Row(f"{what}, nothing changed", _CLICK, ratios(costs, "again", "click"), 2.3)
        memory = tuple(cost.memory / _MEGABYTE / 200 for cost in costs[OURS])
        yield Row(f"{what}, memory", "200 MB", memory, 1)
        yield from _beside(bench, spec, what, bar)


def _first_run(bench: Bench) -> Iterator[Row]:
    spec = document("livestreams")
    contenders = {
        OURS: _from_nothing(bench, spec),
        "libraries": Command([sys.executable, "-c", _LIBRARIES]),
    }
    costs = alternate(contenders, 2 * bench.rounds)
    yield Row("generate, livestreams", _LIBRARIES, ratios(costs, OURS, "libraries"), 2.0)


def changing(bench: Bench) -> Iterator[Row | Absent]:
    """Measure generating again after a change, and checking, beside generating from nothing."""
    for name in _CHANGED:
        what = f"generate, {name}"
        try:
            spec = document(name)
            before = former(bench.former) if bench.former else None
        except AbsentError as error:
            yield Absent(f"{what}, changed", str(error))
            continue
        edits = Edits(bench, name, spec)
        contenders: Contenders = {
            OURS: _from_nothing(bench, spec),
            "words": edits.command("words"),
            "property": edits.command("property"),
            "check": edits.check(),
        }
        if before:
            contenders["former"] = Edits(bench, name, spec, before).command("words")
        costs = alternate(contenders, bench.rounds, warm=False)
        if before:
            found = ratios(costs, "words", "former")
            yield Row(f"{what}, one description changed", f"speccast {bench.former}", found, 0.4)
        for how, said, most in (
            ("words", "one description changed", 0.5),
            ("property", "one property added", 0.65),
            ("check", "--check", 1),
        ):
            yield Row(f"{what}, {said}", "from nothing", ratios(costs, how, OURS), most)


class Edits:
    """A document that is changed before each run, and the client that is made of it."""

    def __init__(self, bench: Bench, name: str, spec: Path, python: Path | None = None) -> None:
        """Make the client of the document as it is, with the speccast of an interpreter."""
        self._python = python or sys.executable
        self._folder = Path(tempfile.mkdtemp(prefix=f"{name}-edited", dir=bench.folder))
        self._spec = self._folder / "spec.json"
        self._out = self._folder / "out"
        self._out.mkdir()
        self._tree: Any = read(str(spec), Reading(), None).root
        self._number = 0
        self._write("words")
        self._ours()()

    def command(self, how: str) -> Command:
        """Return our command, before which the words or the properties of a schema change."""
        return replace(self._ours(), before=partial(self._write, how))

    def check(self) -> Command:
        """Return our command that compares, where nothing differs."""
        ours = self._ours()
        return replace(ours, argv=[*ours.argv, "--check"])

    def _ours(self) -> Command:
        ours = _ours(self._spec, self._out)
        return replace(ours, argv=[self._python, *ours.argv[1:]])

    def _write(self, how: str) -> None:
        self._number += 1
        schemas = self._tree["components"]["schemas"]
        name = min(key for key, node in schemas.items() if node.get("properties"))
        if how == "words":
            schemas[name]["description"] = f"Said {self._number} times."
        else:
            schemas[name]["properties"][f"added_{self._number}"] = {"type": "string"}
        self._spec.write_text(json.dumps(self._tree, default=str), "utf-8")


def _beside(bench: Bench, spec: Path, what: str, bar: float) -> Iterator[Row | Absent]:
    """Measure beside the fastest of the peers that bring it to an end."""
    contenders: Contenders = {OURS: _from_nothing(bench, spec)}
    for peer in GENERATORS:
        try:
            out = bench.folder / f"{spec.stem}-{peer}"
            out.mkdir()
            run = command(peer, spec, out)
            run()
        except AbsentError as error:
            yield Absent(f"{what}: {release(peer)}", str(error))
        except subprocess.CalledProcessError as error:
            why = f"it ends with exit code {error.returncode}"
            yield Absent(f"{what}: {release(peer)}", why)
        else:
            contenders[peer] = run
    if len(contenders) > 1:
        costs = alternate(contenders, min(bench.rounds, _FEW), warm=False)
        best = fastest(costs, [name for name in contenders if name != OURS])
        yield Row(what, release(best), ratios(costs, best, OURS), bar, at_least=True)


def growth(bench: Bench) -> Iterator[Row]:
    """Measure what becomes of time and memory when a document is doubled."""
    for size in _SIZES:
        contenders = {str(count): _grown(bench, count) for count in (size, 2 * size)}
        costs = alternate(contenders, min(bench.rounds, _FEW), warm=False)
        what = f"generate, {2 * size} operations"
        for label, cost in (("", attrgetter("cpu")), (", memory", attrgetter("memory"))):
            found = ratios(costs, str(2 * size), str(size), cost)
            yield Row(f"{what}{label}", f"{size} operations", found, 2.1)


def _grown(bench: Bench, operations: int) -> Command:
    path = bench.folder / f"growing{operations}.json"
    path.write_text(json.dumps(growing(int(operations * bench.scale))), "utf-8")
    return _from_nothing(bench, path)


def _ours(spec: Path, out: Path) -> Command:
    return command(OURS, spec, out)


def _from_nothing(bench: Bench, spec: Path) -> Command:
    """Return our command into a folder that is empty before each run."""
    out = bench.folder / f"{spec.stem}-cold"
    out.mkdir(exist_ok=True)
    return replace(_ours(spec, out), before=partial(_empty, out))


def _empty(folder: Path) -> None:
    """Put a folder aside, for to remove its files could keep the disk busy while others run."""
    folder.rename(tempfile.mkdtemp(dir=folder.parent))
    folder.mkdir()


def _made(bench: Bench, spec: Path) -> Path:
    """Return a folder with our client of a document."""
    out = bench.folder / f"{spec.stem}-made"
    out.mkdir()
    _ours(spec, out)()
    return out
