"""The shipped part of the runtime: complete, and without unused code."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from speccast.printing.runtime_module import Module
from speccast.printing.shipping import select
from speccast.views.files import File
from tests.support.places import CASES, TEMPLATES
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from pathlib import Path

RUNTIME = TEMPLATES / "runtime"
LOAD_ALL = """
import importlib, pkgutil, api
for found in pkgutil.walk_packages(api.__path__, "api."):
    if found.name != "api.__main__":
        importlib.import_module(found.name)
"""


MODULES = {
    path.relative_to(RUNTIME).with_suffix("").as_posix().replace("/", "."): path.read_text("utf-8")
    for path in sorted(RUNTIME.rglob("*.py"))
}


@pytest.mark.parametrize("module", MODULES)
def test_every_import_is_seen(module: str) -> None:
    """At the top, in a function, and for type checkers alone."""
    expected: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(MODULES[module])):
        if isinstance(node, ast.ImportFrom) and node.level:
            for alias in node.names:
                expected.add((node.module, alias.name) if node.module else (alias.name, ""))
    found = Module(module, MODULES[module])
    seen = {each.place for _, _, _, each in found.imports if each.place}
    assert seen | {place for unit in found.units for _, place in unit.imports} == expected
    assert {name for name, _ in expected} <= {*MODULES}


def carried(printed: str, **modules: str) -> dict[str, str]:
    """Return the part of a runtime for a package of one printed file."""
    files = [File("api/client.py", printed), File("api/LICENSE", "")]
    files += [File(f"api/_runtime/{name}.py", text) for name, text in modules.items()]
    found = select(files)
    assert found[:2] == files[:2]
    return {file.path.removeprefix("api/_runtime/"): file.text for file in found[2:]}


def test_a_module_comes_with_what_it_needs() -> None:
    """Through imports at the top and inside functions, and through tables of lazy names."""
    found = carried(
        'lazy({"File": "_runtime.bodies"})',
        bodies='"""B."""\n\nclass File:\n    def parts(self):\n        from .parts import part\n',
        parts="from . import urls, headers as heads\n\ndef part():\n    return heads.head\n",
        urls="",
        headers="from .text import plain\nhead = plain\nfoot = 1\n",
        text="plain = 1\n",
        walk="from .http import origin\n",
    )
    assert found.keys() == {"bodies.py", "parts.py", "headers.py", "text.py"}
    assert found["headers.py"].split() == ["from", ".text", "import", "plain", "head", "=", "plain"]
    assert "urls" not in found["parts.py"]


def test_a_definition_comes_with_its_comment_and_its_words() -> None:
    """An unused definition is removed with its comment, its docstring and its imports."""
    text = """\
\"\"\"M.\"\"\"

import re
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .text import Kept, Gone

# Why.
A: "Kept | None" = re
\"\"\"Words.\"\"\"
# Why not.
B: Gone = json
\"\"\"Other words.\"\"\"
print()
"""
    found = carried("from ._runtime.m import A", m=text, text="Kept = Gone = 1\n")["m.py"]
    assert (
        found
        == """\
\"\"\"M.\"\"\"

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .text import Kept

# Why.
A: "Kept | None" = re
\"\"\"Words.\"\"\"
print()
"""
    )


@pytest.mark.parametrize(
    ("printed", "comes"),
    [
        ("from ._runtime.base import A", False),
        ("from ._runtime.base import A\nfrom ._runtime.more import b", True),
        ("from ._runtime.base import A\nfrom ._runtime.more import c", False),
    ],
)
def test_a_marked_statement_comes_with_its_reason(printed: str, *, comes: bool) -> None:
    """A method, a field or a branch is shipped only with its reason."""
    base = """\
from .late import it

class A:
    x: int = 1  # only with: more.b, other
    \"\"\"Words.\"\"\"
    y: int = 2

    def z(  # only with: more.b
        self,
    ) -> None:
        it()
"""
    found = carried(printed, base=base, more="b = c = 1\n", late="def it(): pass\n")
    assert ("late.py" in found) == comes
    assert ("x: int = 1\n" in found["base.py"]) == comes
    assert ("Words" in found["base.py"], "def z" in found["base.py"]) == (comes, comes)
    assert "y: int = 2" in found["base.py"]
    assert "only with" not in found["base.py"]


@pytest.mark.parametrize(
    ("path", "text", "mark"),
    [
        ("client.py", 'API = ApiInfo(\n    success="/ok",\n)\n', "facts.success"),
        ("operations/_client.py", 'Request(\npath={"id": id},\n)\n', "asks.path"),
        ("operations/a/b.py", "Request(\n        path={},\n    )\n", "asks.path"),
    ],
    ids=["a fact of the API", "as printed", "as formatted"],
)
def test_a_marked_statement_comes_with_what_is_said_of_the_api(
    path: str, text: str, mark: str
) -> None:
    """The arguments of `ApiInfo` and of `Request` are reasons."""
    base = f"x = 1  # only with: {mark}\ny = 2  # only with: asks.facts, facts.asks\n"
    begin = "from ._runtime import base\nfrom ._runtime.base import x, y\n"
    for given in (text, ""):
        files = [File(f"api/{path}", begin + given), File("api/_runtime/base.py", base)]
        [found] = [file.text for file in select(files) if file.path == "api/_runtime/base.py"]
        assert ("x = 1" in found, "y = 2" in found) == (bool(given), False)


def test_a_response_in_parts_can_be_streamed(tmp_path: Path) -> None:
    """Both clients have `stream`, also if no other response is a sequence."""
    items = {"schema": {"type": "array", "items": {"type": "object"}}}
    response = {"description": "In parts.", "content": {"multipart/mixed": items}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Parts", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/parts": {"get": {"operationId": "parts", "responses": {"200": response}}}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document))
    command = ["generate", "spec.json", "--package", "api", "--no-tests"]
    assert speccast(*command, folder=tmp_path).code == 0
    [client] = tmp_path.rglob("_runtime/client.py")
    assert client.read_text("utf-8").count("    def stream(") == 2


@pytest.mark.parametrize(
    ("case", "present", "absent"),
    [
        ("bodies_json", "bodies", "multipart choice pages paging waiting scope oauth"),
        ("body_multipart", "multipart", "choice paging"),
        ("body_choice", "choice multipart", "paging oauth"),
        ("pagination", "paging pages", "waiting scope"),
        ("extensions", "waiting", "multipart"),
        ("security", "oauth", "multipart"),
    ],
)
def test_a_package_has_what_it_needs(tmp_path: Path, case: str, present: str, absent: str) -> None:
    """Every module of the package can be imported."""
    command = ["generate", "spec.yaml", "-o", str(tmp_path), "--package", "api", "--no-tests"]
    assert speccast(*command, folder=CASES / case).code == 0
    carried = {path.stem for path in (tmp_path / "api" / "_runtime").glob("*.py")}
    assert carried >= {*present.split()}
    assert carried.isdisjoint(absent.split())
    subprocess.run([sys.executable, "-c", LOAD_ALL], cwd=tmp_path, check=True)  # noqa: S603 - ours
