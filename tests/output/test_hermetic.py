"""A run reads only its inputs: no clock, no network, no home directory."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.support.places import ROOT
from tests.support.workspace import finished, snapshot, start

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get: {responses: {'200': {$ref: answer.yaml}}}
"""
ANSWER = "description: d\ncontent: {application/json: {schema: {type: string}}}\n"
WATCHED = """\
import json, os, sys, time

seen = {"files": set(), "others": set(), "clock": set()}

def look(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str):
        seen["files"].add(os.path.realpath(arguments[0] or "."))
    elif event.split(".")[0] in ("socket", "pwd", "urllib", "http", "winreg"):
        seen["others"].add(event)
    elif event == "subprocess.Popen":
        seen["others"].add(os.path.basename(os.fspath(arguments[0])))

def date(*_):
    seen["clock"].add(sys._getframe(1).f_globals["__name__"])
    return 0

time.time = time.time_ns = date
sys.addaudithook(look)
from speccast.commands.cli import main
try:
    main(sys.argv[1:])
finally:
    print(json.dumps({kind: sorted(found) for kind, found in seen.items()}))
"""
"""A program that runs the command line and records its accesses."""


def test_only_what_is_declared(tmp_path: Path) -> None:
    """Besides Python and speccast: the document, its references, the output, a temporary file."""
    given, out, scratch = (tmp_path / name for name in ("given", "out", "scratch"))
    given.mkdir()
    scratch.mkdir()
    (given / "pets.yaml").write_text(DOCUMENT)
    (given / "answer.yaml").write_text(ANSWER)
    (given / "not mine.yaml").write_text("x")
    arguments = ["generate", "given/pets.yaml", "-o", "out", "--package", "pets", "-q"]
    nowhere = str(tmp_path / "no home")
    done = finished(
        start(
            [sys.executable, "-B", "-c", WATCHED, *arguments],
            tmp_path,
            HOME=nowhere,
            XDG_CACHE_HOME=nowhere,
            XDG_CONFIG_HOME=nowhere,
            TMPDIR=str(scratch),
        )
    )
    assert (done.code, done.err) == (0, "")
    seen = json.loads(done.out)
    parts = ("generator", "templates", "generated")  # an editable install puts this on the path
    ours = [Path(sys.prefix), Path(sys.base_prefix), *(ROOT / part for part in parts)]
    others = {
        path
        for name in seen["files"]
        if not any((path := Path(name)).is_relative_to(place.resolve()) for place in ours)
    }
    assert {given / "pets.yaml", given / "answer.yaml"} <= others
    left = {path for path in others if not any(map(path.is_relative_to, (out, scratch)))}
    assert left <= {given / "pets.yaml", given / "answer.yaml", tmp_path, Path("/dev/null")}
    assert seen["others"] == ["ruff"]
    assert set(seen["clock"]) <= {"logging"}  # libraries do this when they are imported
    assert not Path(nowhere).exists()
    assert snapshot(scratch) == {}
