"""What a package carries of the runtime: what it needs, all of it, and nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from speccast.printing.shipping import imported, shipped
from speccast.views.files import File

from .workspace import speccast

RUNTIME = Path(__file__).parents[1] / "templates" / "runtime"
CASES = Path(__file__).with_name("cases")
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
    """Wherever it stands: at the top, in a function, for type checkers alone."""
    folder = module.split(".")[:-1]
    expected: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module])):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = folder[: len(folder) + 1 - node.level]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            expected.update(".".join([*above, name]) for name in names)
    assert set(imported(module, MODULES[module])) == expected
    assert expected <= {*MODULES}


def test_what_nothing_leads_to_stays_behind() -> None:
    """One leads to the other, as a table of names or an import inside a function may."""
    runtime = {
        "__init__": "",
        "bodies": "def late():\n    from .multipart import parts\n",
        "multipart": "from . import urls, headers as heads\n",
        "urls": "",
        "headers": "from .parts.heads import head",
        "parts/__init__": "",
        "parts/heads": "from ..text import plain",
        "parts/tails": "",
        "text": "",
        "tests/__init__": "",
        "walk": "from .urls import origin\n",
    }
    files = [File("api/__init__.py", 'lazy({"File": "_runtime.bodies"})'), File("api/LICENSE", "")]
    files += [File(f"api/_runtime/{name}.py", text) for name, text in runtime.items()]
    left = [file.path.removeprefix("api/_runtime/") for file in files if file not in shipped(files)]
    assert left == ["parts/tails.py", "tests/__init__.py", "walk.py"]


@pytest.mark.parametrize(
    ("case", "present", "absent"),
    [
        ("bodies_json", "bodies", "multipart choice walk paging waiting scope oauth"),
        ("body_multipart", "multipart", "choice paging"),
        ("body_choice", "choice multipart", "paging oauth"),
        ("pagination", "paging walk", "waiting scope"),
        ("extensions", "waiting", "multipart"),
        ("security", "oauth", "multipart"),
    ],
)
def test_a_package_has_what_it_needs(tmp_path: Path, case: str, present: str, absent: str) -> None:
    """Every module of it can be loaded."""
    command = ["generate", "spec.yaml", "-o", str(tmp_path), "--package", "api", "--no-tests"]
    assert speccast(*command, folder=CASES / case).code == 0
    carried = {path.stem for path in (tmp_path / "api" / "_runtime").glob("*.py")}
    assert carried >= {*present.split()}
    assert carried.isdisjoint(absent.split())
    subprocess.run([sys.executable, "-c", LOAD_ALL], cwd=tmp_path, check=True)  # noqa: S603 - ours
