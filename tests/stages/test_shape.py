"""The generated code has the same shape for any string in a document.

Random and nasty strings go into every string field at once. The document is refused with a message,
or the syntax trees of what is printed equal those for a harmless string, identifiers and constants
aside, the gate lets them through, and each string that travels comes back as a constant.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from speccast import pipeline, views
from speccast.printing import gate, render
from speccast.reading import templates
from speccast.reading.config import client_from
from speccast.reading.diagnostics import Diagnostics, SpecError
from tests.support.shape_document import Slots, document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.views.files import File

NASTY: Final = (
    "\n",
    "\r",
    "\r\n",
    "\v\f\x1c\x1d\x1e\x85",
    "\u2028import os\u2029",
    "\t",
    "\x1b[2J",
    "\x00",
    "\x7f",
    "\xad",
    "\ufeff",
    "\u200b\u200d\u2060",
    "👩\u200d👩\u200d👧",
    "\U0001f3f4\U000e0067\U000e007f",
    "\ue000\U000f0000",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u2066",
    "\ufb01 \u212a \u017f \xaa",
    "名前 अ עברית",
    "\\",
    "\\\\",
    "\\N{BULLET}\\x41\\u0041\\8",
    '"',
    "'",
    '"""',
    "'''",
    '""""',
    '"""\nimport os\nos.system("x")\n"""',
    '"""+__import__("os").system("x")+"""',
    "'+str(eval('1'))+'",
    '"); exec("1") #',
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "{0} {x!r:>10} %s %(x)s ${x} $x",
    'f"{x}"',
    "# noqa # type: ignore # fmt: off",
    "-*- coding: utf-7 -*-",
    ">>> import os",
    ".. include:: /etc/passwd",
    "</script><b>",
    "]|",
    "|",
    "]|None|[",
    "[(",
    " if ",
    "do.x",
    "get(",
    "../../x",
    "C:\\x",
    "~1~0%2F%00",
    "__class__",
    "mro",
    "None",
    "lambda: 0",
    "inf",
    "1e400",
    "x" * 90,
    "",
)

_RANDOM = st.text(st.characters(exclude_categories=()), max_size=6)
_STRINGS = st.lists(st.sampled_from(NASTY) | _RANDOM, min_size=1, max_size=3).map("".join)


def quiet(number: int) -> str:
    """Return a harmless string for each slot, which is not an identifier."""
    return f"quiet w{number}"


def printed(slots: Slots) -> Sequence[File]:
    """Return the printed files of the document, after the gate."""
    client = client_from({"spec": "-", "output": "out", "package": "pkg"})
    source, package = pipeline.read(client, json.dumps(document(slots)).encode())
    _, api, names = pipeline.analyze(source, client, package, None, Diagnostics())
    files = render.render(views.build(api, names, client), templates.folders(None))
    gate.check(files, names, None)
    return files


Shape = Any
_NAMES: Final = {"id", "attr", "arg", "name", "names", "module", "asname", "ctx", "value"}


def shape(node: Any) -> Shape:  # noqa: ANN401 - whatever a tree holds
    """Return a tree without its identifiers and constants."""
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    if isinstance(node, ast.Import | ast.ImportFrom):
        return type(node).__name__, len(node.names)
    if isinstance(node, ast.Module):
        imports = (ast.Import, ast.ImportFrom)
        head = sorted((shape(n) for n in node.body if isinstance(n, imports)), key=repr)
        return head, [shape(n) for n in node.body if not isinstance(n, imports)]
    if isinstance(node, ast.If):  # the imports of types: their order follows the names
        return "If", shape(node.test), sorted(map(repr, map(shape, node.body))), len(node.orelse)
    if isinstance(node, ast.AST):
        fields = (
            (name, getattr(node, name, None))
            for name in node._fields
            if name not in _NAMES or isinstance(getattr(node, name, None), ast.AST)
        )
        return type(node).__name__, *((name, shape(value)) for name, value in fields)
    if isinstance(node, list):
        return [shape(item) for item in cast("list[object]", node)]
    return None if isinstance(node, str) else node


def shapes(files: Sequence[File]) -> Counter[str]:
    """Return how often each shape of a file is there."""
    return Counter(repr(shape(ast.parse(file.text))) for file in files)


def constants(files: Sequence[File]) -> set[str]:
    """Return every text that the code holds."""
    return {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@cache
def harmless() -> Counter[str]:
    """Return the shapes for harmless strings."""
    return shapes(printed(Slots(quiet, risky=False)))


def check(strings: Sequence[str], offset: int, *, before: bool) -> None:
    """Check the law for the document with these strings, one after the other in its slots."""

    def fill(number: int) -> str:
        nasty = strings[(number + offset) % len(strings)]
        return f"{nasty} w{number}" if before else f"w{number} {nasty}"

    slots = Slots(fill, risky=False)
    try:
        files = printed(slots)
    except SpecError:
        return  # refused
    found = shapes(files)
    if found != harmless():
        strange = next(iter((found - harmless()).elements()), "")
        assert harmless() == found, strange[:2000]
    missing = set(slots.wires) - constants(files)
    assert not missing


def laws(examples: int) -> settings:
    """Return how often a law is tried."""
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


_ARGUMENTS: Final[dict[str, Any]] = {
    "strings": st.lists(_STRINGS, min_size=1, max_size=5),
    "offset": st.integers(0, 4),
    "before": st.booleans(),
}


def test_wires_are_checked() -> None:
    """The law is not empty: there are many slots, and many strings that must come back."""
    slots = Slots(quiet, risky=False)
    files = printed(slots)
    assert slots.used > 130
    assert len(slots.wires) >= 40
    assert set(slots.wires) <= constants(files)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_nasty(nasty: str, before: bool) -> None:  # noqa: FBT001 - a parameter
    """One nasty string in every field."""
    check([nasty], 0, before=before)


@laws(60)
@given(**_ARGUMENTS)
@example(strings=["]|", "|", "|__import__('os')|"], offset=0, before=False)
@example(strings=["\ud800", "\n"], offset=0, before=False)
def test_random(strings: list[str], offset: int, before: bool) -> None:  # noqa: FBT001 - drawn
    """Several strings, next to each other."""
    check(strings, offset, before=before)


@pytest.mark.nightly
@laws(3000)
@given(**_ARGUMENTS)
def test_random_longer(strings: list[str], offset: int, before: bool) -> None:  # noqa: FBT001
    """The same, many times."""
    check(strings, offset, before=before)


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_risky(nasty: str) -> None:
    """Header names, cookie names and media types, too: refused, or accepted by the gate."""
    said = ""
    try:
        assert printed(Slots(lambda number: f"w{number} {nasty}", risky=True))
    except SpecError as error:
        said = error.message
    assert not said or said.isprintable()
