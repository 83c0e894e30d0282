"""Facts about the source: imports, sizes, codes. Modules are parsed, not imported."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.support.places import ROOT, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9.]+)*")
_TOLD: Final = {"info", "warning", "error", "lossy", "fault", "add", "warn", "SpecError"}
_TOLD_HERE: Final = {"_refuse", "_error"}


@dataclass(frozen=True, slots=True)
class Module:
    """A module of ours."""

    path: Path

    @property
    def name(self) -> str:
        """The dotted name."""
        parts = self.path.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def stage(self) -> str:
        """The module or package directly below `speccast`."""
        return stage_of(self.name)

    @property
    def package(self) -> list[str]:
        """The names of the packages that contain the module."""
        parts = self.name.split(".")
        return parts if self.path.stem == "__init__" else parts[:-1]

    def imports(self) -> Iterator[str]:
        """Yield the dotted names of imported modules, also of imports in functions."""
        for module, name in _imports(self):
            yield f"{module}.{name}" if module == "speccast" and name else module

    def codes(self) -> Iterator[str]:
        """Yield the codes of the diagnostics that the module makes."""
        for node in _nodes(self.path):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
                if name in _TOLD | _TOLD_HERE:
                    yield from _codes(node.args[:2])
            elif isinstance(node, ast.Assign) and "code" in map(_name, _targets(node)):
                yield from _codes(
                    node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                )
            elif isinstance(node, ast.FunctionDef):
                arguments = node.args.args[-len(node.args.defaults) :] if node.args.defaults else []
                for argument, default in zip(arguments, node.args.defaults, strict=True):
                    if argument.arg == "code":
                        yield from _codes([default])


def stage_of(name: str) -> str:
    """Return the part of a dotted name directly below `speccast`."""
    return name.split(".")[1] if "." in name else name


def _targets(node: ast.Assign) -> list[ast.expr]:
    return [
        each
        for target in node.targets
        for each in (target.elts if isinstance(target, ast.Tuple) else [target])
    ]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _codes(nodes: list[ast.expr]) -> Iterator[str]:
    """Yield the codes in expressions: strings, or conditional strings."""
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _codes([node.body, node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(text := node.value, str):
            yield from [text] if _CODE.fullmatch(text) else []


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def _imports(module: Module) -> list[tuple[str, str]]:
    """Return what a module imports: modules, each with a name in it, or an empty one."""
    found: list[tuple[str, str]] = []
    for node in _nodes(module.path):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = module.package[: len(module.package) + 1 - node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            found += [(base, alias.name) for alias in node.names]
    return found


@cache
def modules() -> list[Module]:
    """Return the modules of the generator."""
    return [Module(path) for path in sorted(SOURCE.rglob("*.py"))]


@cache
def edges() -> dict[str, set[str]]:
    """Return, for each stage, the stages that it imports from."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        ours = {stage_of(name) for name in module.imports() if name.split(".")[0] == "speccast"}
        found[module.stage] |= ours - {module.stage, "__version__"}
    return found


@cache
def imported_modules() -> dict[str, set[str]]:
    """Return the imports among our modules, including those in functions and for type checkers."""
    names = {module.name for module in modules()} - {"speccast"}
    return {
        module.name: {
            inner if (inner := f"{outer}.{name}") in names else outer
            for outer, name in _imports(module)
        }
        & names - {module.name}
        for module in modules()
    }


def loaded_modules(folder: Path, *, later: bool = False) -> dict[str, set[str]]:
    """Return the imports among the modules of a folder that are made when they are loaded.

    With `later`, those in functions and for type checkers, too.
    """
    return {
        path.stem: {
            name
            for tree in [ast.parse(path.read_text("utf-8"))]
            for node in (ast.walk(tree) if later else tree.body)
            if isinstance(node, ast.ImportFrom) and node.level
            for name in ([node.module] if node.module else [each.name for each in node.names])
        }
        for path in folder.glob("*.py")
    }


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """Return the modules that import each other, directly or indirectly."""
    reached = {name: _reached(others, graph) for name, others in graph.items()}
    groups = {
        frozenset(other for other in others if name in reached[other])
        for name, others in reached.items()
        if name in others
    }
    return [set(group) for group in groups]


def _reached(first: set[str], graph: dict[str, set[str]]) -> set[str]:
    waiting, seen = [*first], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += graph.get(name, ())
    return seen


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Iterate the functions of a file with their lengths in lines."""
    for node in _nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def tracked() -> list[Path]:
    """Return the text files that are in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]
