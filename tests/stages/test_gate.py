"""The gate: what it accepts, what it refuses, and that nothing is written after a refusal."""

from __future__ import annotations

import ast
import json
import re
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from speccast import pipeline, views
from speccast.commands import parallel
from speccast.commands.job import Job
from speccast.printing import gate, gate_policy, render
from speccast.printing.gate_tree import GateError
from speccast.reading import templates
from speccast.reading.config import client_from
from speccast.reading.diagnostics import Diagnostics
from speccast.views.python import docstrings
from tests.support.places import SPEC, SUPPORT
from tests.support.workspace import Done, snapshot, speccast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from speccast.ir import Text
    from speccast.names import Names
    from speccast.views.files import Printed

EVERYTHING = SUPPORT / "everything.yaml"
"""A document that makes the generator print every kind of output."""


@cache
def printed(spec: Path) -> tuple[tuple[Printed, ...], Names]:
    """Return the printed files of a document, and its names."""
    client = client_from({"spec": spec, "output": "out", "package": "pkg"})
    document, package = pipeline.read(client, None)
    _, api, names = pipeline.analyze(document, client, package, None, Diagnostics())
    found = render.render(views.build(api, names, client), templates.folders(None))
    return tuple(found), names


def check(path: str, change: Callable[[str], str]) -> None:
    """Check the printed files of that document, with one of them changed."""
    files, names = printed(EVERYTHING)
    assert any(file.path == path for file in files), path
    gate.check(
        [replace(file, text=change(file.text)) if file.path == path else file for file in files],
        names,
        None,
    )


@pytest.mark.quick
@pytest.mark.parametrize("spec", [EVERYTHING, SPEC], ids=lambda path: path.name)
def test_printed(spec: Path) -> None:
    """The output of the templates is accepted."""
    files, names = printed(spec)
    gate.check(files, names, None)


# --- Refusals -------------------------------------------------------------------------------------

OPERATIONS = "pkg/operations/bodies.py"
MODEL = "pkg/models/rich.py"
UNION = "pkg/models/pet.py"
TESTS = "tests/pkg/test_bodies.py"

LINES = {
    "__import__('os')": "the name '__import__'",
    "exec('1')": "the name 'exec'",
    "eval": "the name 'eval'",
    "open('/etc/passwd')": "the name 'open'",
    "getattr(models, 'x')": "the name 'getattr'",
    "print()": "the name 'print'",
    "undefined": "the name 'undefined'",
    "x = undefined": "the name 'undefined'",
    "import os": "the import of 'os'",
    "import os.path as datetime": "the import of 'os.path'",
    "import sys": "the import of 'sys'",
    "import collections": "the import of 'collections'",
    "from os import system": "the import of 'system' from 'os'",
    "from typing import sys": "the import of 'sys' from 'typing'",
    "from uuid import os": "the import of 'os' from 'uuid'",
    "from builtins import eval as str": "the import of 'eval' from 'builtins'",
    "from .._runtime.model import sys": "the import of 'sys' from 'pkg._runtime.model'",
    "from .._runtime.lazy import lazy": "the import of 'lazy' from 'pkg._runtime.lazy'",
    "from .. import _runtime": "the import of '_runtime' from 'pkg'",
    "from ... import secrets": "the import of 'secrets' from ''",
    "from ..models import *": "",
    "from .._runtime.model import *": "the import of '*' from 'pkg._runtime.model'",
    "from ..nowhere import Cat": "the import of 'Cat' from 'pkg.nowhere'",
    "str.__subclasses__": "the attribute '__subclasses__'",
    "models.Cat.decode.__globals__": "the attribute '__globals__'",
    "models.Cat.unheard_of": "the attribute 'unheard_of'",
    "str.mro": "the attribute 'mro'",
    "import uuid\nuuid.os": "the import of 'uuid'",
    "import builtins\nbuiltins.exec('1')": "the import of 'builtins'",
    "import collections.abc\ncollections.abc.sys": "the import of 'collections.abc'",
    "import datetime as dt\ndt.sys": "the import of 'datetime'",
    "models.Cat.decode({})": "",
    "models.Cat.decode({})({})": "a call of an expression without a name",
    "[models][0]()": "a call of an expression without a name",
    "def f(a, *, a): ...": "an argument twice",
    "models.Cat(a=1, a=1)": "an argument twice",
    "x: 'models.Cat'": "a type in quotes",
    "x: list['models.Cat']": "a type in quotes",
    "x: dict[str, 'models.Cat']": "a type in quotes",
    "def f(x: 'str'): ...": "a type in quotes",
    "def f() -> 'str': ...": "a type in quotes",
    "f'{models}'": "a node of the kind JoinedStr",
    "for x in []: ...": "a node of the kind For",
    "while True: ...": "a node of the kind While",
    "try: ...\nfinally: ...": "a node of the kind Try",
    "with models: ...": "a node of the kind With",
    "raise str": "a node of the kind Raise",
    "del models": "a node of the kind Delete",
    "def f(): global models": "a node of the kind Global",
    "async def f():\n    async with g: ...": "a node of the kind AsyncWith",
    "def f(): yield": "a node of the kind Yield",
    "(x for x in [])": "a node of the kind GeneratorExp",
    "(x := 1)": "a node of the kind NamedExpr",
    "{x for x in []}": "a node of the kind SetComp",
    "class C:\n    x = 1\n    def f(self): return x": "the name 'x'",
    "(": "is not Python",
    "x = \0": "is not Python",
    "x = " + "(" * 1000 + ")" * 1000: "is not Python",
}
"""A line and its refusal; empty: it is accepted."""


@pytest.mark.parametrize("line", LINES)
def test_added_line(line: str) -> None:
    """A line that no template prints is refused in every place."""
    said = LINES[line]
    path = OPERATIONS
    if not said:
        check(path, lambda text: f"{text}\n{line}\n")
        return
    with pytest.raises(GateError) as caught:
        check(path, lambda text: f"{text}\n{line}\n")
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


@pytest.mark.parametrize("path", [OPERATIONS, MODEL, UNION, TESTS, "pkg/client.py"])
@pytest.mark.parametrize("line", ["__import__('os').system('true')", "import os"])
def test_added_anywhere(path: str, line: str) -> None:
    """In any file, at its beginning, inside a function or a class."""
    frames = (
        "{line}\n{}",
        "{}\n{line}\n",
        "{}\ndef f():\n    {line}\n",
        "{}\nclass C:\n    def f(self):\n        {line}\n",
    )
    for frame in frames:
        with pytest.raises(GateError):
            check(path, partial(frame.format, line=line))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (MODEL, "must: builtins.str", "must: __import__('os').x"),
        (MODEL, "must: builtins.str", "must: builtins.exec"),
        (MODEL, 'data["must"]', "data[open('x')]"),
        (UNION, 'case "cat"', "case str(x=exec)"),
        (OPERATIONS, "-> Request[", "-> __import__('os')["),
        (OPERATIONS, "**call: Unpack[CallOptions]", "**call: Unpack[eval('1')]"),
        (OPERATIONS, '"""', '"""+exec("1")+"""'),
        ("pkg/client.py", "max_retries: int = 2", "max_retries: int = open('x')"),
    ],
)
def test_changed(path: str, old: str, new: str) -> None:
    """A piece in a wrong place is refused: annotation, default, pattern, docstring."""
    files, _ = printed(EVERYTHING)
    assert old in next(file.text for file in files if file.path == path)
    with pytest.raises(GateError):
        check(path, lambda text: text.replace(old, new))


def test_names_of_the_document(tmp_path: Path) -> None:
    """A property `os` does not allow `import os`, one called `eval` no call of it."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(HOSTILE_NAMES)
    files, names = printed(spec)
    gate.check(files, names, None)
    for line in ("import os", "eval('1')", "import uuid\nuuid.os", "open('x')", "sys.modules"):
        changed = [
            replace(file, text=f"{file.text}\n{line}\n") if file.path == THING else file
            for file in files
        ]
        with pytest.raises(GateError):
            gate.check(changed, names, None)


THING = "pkg/models/thing.py"
HOSTILE_NAMES = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /open/{exec}:
    get:
      operationId: eval
      parameters:
        - {name: exec, in: path, required: true, schema: {type: string}}
        - {name: open, in: query, schema: {type: string}}
        - {name: compile, in: query, schema: {type: string, format: uuid}}
        - {name: uuid, in: query, schema: {type: array, items: {type: string, format: uuid}}}
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        os: {type: string}
        eval: {type: string}
        uuid: {type: string, format: uuid}
        sys: {type: object, properties: {modules: {type: string}}}
        system: {type: string}
        __globals__: {type: string}
        __import__: {type: string}
"""


# --- Through the command line ---------------------------------------------------------------------

DOCUMENT = """\
openapi: 3.1.0
info: {{title: T, version: "1"}}
paths:
  /things:
    get:
      responses:
        "200":
          description: ok
          content: {{application/json: {{schema: {{$ref: "#/components/schemas/Thing"}}}}}}
components:
  schemas:
    Thing: {{type: object, description: {text}, properties: {{a: {{type: string}}}}}}
"""
CODE = "__import__('pathlib').Path('canary').touch()"


def generate(folder: Path, text: str, template: str) -> Done:
    """Generate a document with a description, with one more line in a template."""
    (folder / "spec.yaml").write_text(DOCUMENT.format(text=text))
    (folder / "mine").mkdir()
    original = (templates.builtin() / "model.py.jinja").read_text(encoding="utf-8")
    start, end, _ = original.rpartition("{% endblock %}")
    (folder / "mine" / "model.py.jinja").write_text(f"{start}\n{template}\n{end}\n")
    options = ("-o", "out", "--package", "pkg", "--templates", "mine")
    return speccast("generate", "spec.yaml", *options, folder=folder)


def test_template_that_does_not_quote(tmp_path: Path) -> None:
    """A template that prints a docstring as code ends with a message, and nothing is written."""
    unquoted = "{{ view.docstring.__class__(view.docstring.text.strip('\"').rstrip('.')) }}"
    done = generate(tmp_path, CODE, unquoted)
    assert (done.code, done.out) == (2, "")
    assert "pkg/models/thing.py:" in done.err
    assert "no template can have emitted the name '__import__'" in done.err
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "canary").exists()


def test_template_with_an_import(tmp_path: Path) -> None:
    """Imports of a user's own template are allowed."""
    done = generate(tmp_path, "harmless", "import logging\nlog = logging.getLogger('x')")
    assert (done.code, done.err) == (0, "")
    assert "import logging" in (tmp_path / "out/pkg/models/thing.py").read_text(encoding="utf-8")


def test_template_that_matches_classes(tmp_path: Path) -> None:
    """The attributes in a class pattern are names, and not nodes."""
    code = (
        "def look(x: Thing) -> None:\n    match x:\n        case Thing(a='b'):\n            pass\n"
    )
    done = generate(tmp_path, "harmless", code)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("name", sorted(gate_policy.FORBIDDEN))
def test_forbidden_names(tmp_path: Path, name: str) -> None:
    """No template may print some names."""
    done = generate(tmp_path, "harmless", f"x = {name}")
    assert done.code == 2
    assert f"the name {name!r}" in done.err
    assert not (tmp_path / "out").exists()


def test_broken_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken encoder of literals or docstrings is reported as a bug in speccast."""

    def prose(text: Text | None) -> str:
        return text.value if text else ""

    def proven(text: str) -> str:
        return text

    monkeypatch.setattr(docstrings, "prose", prose)
    monkeypatch.setattr(docstrings, "_ensure_prose", proven)
    monkeypatch.setattr("speccast.views.prose.prose", prose)
    spec = tmp_path / "spec.yaml"
    spec.write_text(DOCUMENT.format(text=json.dumps(f'x. """+{CODE}+"""')))
    client = client_from({"spec": spec, "output": tmp_path / "out", "package": "pkg"})
    before = snapshot(tmp_path)
    result = parallel.run(Job(client=client))
    assert result.exit_code == parallel.INTERNAL
    assert result.failure is not None
    assert "the name '__import__'" in result.failure.message
    assert before == snapshot(tmp_path)


# --- The allow-list ------------------------------------------------------------------------------


def _nodes(files: Iterable[Printed]) -> list[tuple[str, ast.AST]]:
    return [(file.path, node) for file in files for node in ast.walk(ast.parse(file.text))]


def _beside_templates(files: Iterable[Printed], kind: type[ast.AST], field: str) -> set[str]:
    """Return the names in printed files that their templates do not print themselves."""
    return {
        getattr(node, field)
        for file in files
        for words in [_words(file.template)]
        for node in ast.walk(ast.parse(file.text))
        if isinstance(node, kind) and getattr(node, field) not in words
    }


@cache
def _words(template: str) -> set[str]:
    text = (templates.builtin() / template).read_text("utf-8")
    return {*re.findall(r"\w+", text)}


def test_every_entry_is_needed(tmp_path: Path) -> None:
    """An entry that no template needs fails."""
    names, many = tmp_path / "spec.yaml", tmp_path / "many.json"
    names.write_text(HIDDEN_TYPES)
    many.write_text(json.dumps(many_branches(501)))
    specs = (EVERYTHING, SPEC, names, many)
    nodes = [pair for spec in specs for pair in _nodes(printed(spec)[0])]
    files = [file for spec in specs for file in printed(spec)[0]]
    assert set() == gate_policy.BUILTINS - _beside_templates(files, ast.Name, "id")
    assert set() == gate_policy.METHODS - _beside_templates(files, ast.Attribute, "attr")
    assert set() == gate_policy.NODES - {type(node) for _, node in nodes}
    owners = {
        node.value.id
        for _, node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    }
    assert set() == gate_policy.INDEXED - owners


HIDDEN_TYPES = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /list:
    get:
      operationId: list
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        bool: {type: boolean}
        bytes: {type: string, format: byte}
        dict: {type: object, additionalProperties: {type: string}}
        float: {type: number}
        int: {type: integer}
        list: {type: array, items: {type: string}}
        Literal: {const: a}
        Mapping: {type: object, additionalProperties: {type: string}}
        Sequence: {type: array, items: {type: string}}
        str: {type: string}
        tuple: {type: array, prefixItems: [{type: string}], items: false}
"""


def many_branches(count: int) -> dict[str, Any]:
    """Return a document with a union of many branches, too many for one row of `|`."""
    kinds = [{"properties": {f"p{number}": {"type": "string"}}} for number in range(count)]
    either = {"anyOf": [{"type": "object", **kind} for kind in kinds]}
    content = {"application/json": {"schema": either}}
    answers = {"200": {"description": "ok", "content": content}}
    info = {"title": "T", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/a": {"get": {"responses": answers}}}}


# --- The copied runtime ---------------------------------------------------------------------------


def test_runtime_is_a_part() -> None:
    """Modules that the gate does not read contain only statements of the templates' own."""
    runtime = templates.builtin() / "runtime"
    client = client_from({"spec": SPEC, "output": "out", "package": "pkg"})
    document, package = pipeline.read(client, None)
    made = pipeline.generate(document, client, package, None)
    copied = {f.path: f.text for f in made.files if f.path.startswith("pkg/_runtime/")}
    assert copied
    for path, text in copied.items():
        original = (runtime / path.removeprefix("pkg/_runtime/")).read_text("utf-8")
        assert statements(text) <= statements(original), path


def statements(text: str) -> set[str]:
    """Return the statements of a module, without nested ones; for imports each name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = ast.dump(node).partition("names=")[0]
            found |= {f"{module} {alias.name} {alias.asname}" for alias in node.names}
        elif isinstance(node, ast.stmt):
            for name in {"body", "orelse", "finalbody", "handlers", "cases"} & {*node._fields}:
                setattr(node, name, [])
            found.add(ast.dump(node))
    return found


def test_cost() -> None:
    """The gate costs little more than parsing."""
    files, names = printed(SPEC)

    def cpu(work: Callable[[], object]) -> float:
        times: list[float] = []
        for _ in range(5):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return min(times)

    parsing = cpu(lambda: [ast.parse(file.text) for file in files])
    assert cpu(lambda: gate.check(files, names, None)) < 3 * parsing
