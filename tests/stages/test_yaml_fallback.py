"""YAML without yaml-rs: the same trees and the same refusals, from PyYAML's C parser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest

from speccast.reading.diagnostics import SpecError
from speccast.reading.formats import yaml_exact, yaml_reader
from speccast.reading.formats.lines import Lines
from tests.support.places import SHARED, SUPPORT, TESTS
from tests.support.workspace import finished, snapshot, start

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.reading.json_value import Json

OURS: Final = sorted(TESTS.rglob("*.yaml"))
THEIRS: Final = sorted(SHARED.joinpath("corpus").rglob("*.yaml"))
LARGE: Final = 2_000_000
REFUSED: Final = (
    "a: [1",
    "a: 1\na: 2\n",
    "a: *b\n",
    "a:\n\t- b\n",
    "{a: b: c}",
    "a: .inf\n",
    "- @x",
)
WITHOUT: Final = """\
import sys
sys.modules["yaml_rs"] = None  # as where it is not installed: importing it fails
from speccast.commands.cli import main
main()
"""


def outcome(text: str) -> tuple[Json, str]:
    """Return the tree of a text, or its refusal."""
    try:
        return yaml_reader.read_yaml(Lines(text, "api.yaml")), ""
    except SpecError as error:
        return None, repr((error.code, str(error), error.location))


def agree(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a text with yaml-rs and without."""
    expected = outcome(text)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "yaml_rs", None)
        found = outcome(text)
    assert found == expected
    assert repr(found) == repr(expected)  # 1 is not 1.0, and the order counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: :c}", {"a": {"b": ":c"}}),
        ("a: {b: ::1, ::c: 1}", {"a": {"b": "::1", "::c": 1}}),
        ("a: [:80, :a: 1, {:b: 2}]", {"a": [":80", {":a": 1}, {":b": 2}]}),
        ("a: {'b':c, 'd' :e}", {"a": {"b": "c", "d": "e"}}),
        ("a: [\n  :b,\n  c:\n    :d]", {"a": [":b", {"c": ":d"}]}),
        ("a: 'x, :y'\nb: |\n  [:z]\nc: :d # , :e\n", {"a": "x, :y", "b": "[:z]\n", "c": ":d"}),
    ],
)
def test_colons(text: str, expected: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain scalar may begin with a colon in flow collections, too."""
    assert outcome(text) == (expected, "")
    agree(text, monkeypatch)


@pytest.mark.parametrize("text", REFUSED)
def test_refusals(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals have the same message and place."""
    assert outcome(text)[1]
    agree(text, monkeypatch)


def test_our_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document of the tests is read the same."""
    assert len(OURS) > 40
    for path in OURS:
        agree(path.read_text("utf-8", errors="replace"), monkeypatch)


@pytest.mark.skipif(not THEIRS, reason="the corpus is not beside this repository")
def test_real_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each YAML document of the corpus is read the same; the large ones are tried by night."""
    for path in THEIRS:
        if path.stat().st_size < LARGE:
            agree(path.read_text("utf-8", errors="replace"), monkeypatch)


@pytest.mark.nightly
@pytest.mark.skipif(not THEIRS, reason="the corpus is not beside this repository")
def test_large_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """So are the large ones."""
    for path in THEIRS:
        if path.stat().st_size >= LARGE:
            agree(path.read_text("utf-8"), monkeypatch)


def test_the_fallback_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without yaml-rs the exact reader is used, and with it it is not."""
    asked: list[str] = []

    def exactly(lines: Lines) -> Json:
        asked.append(lines.text)
        return {}

    monkeypatch.setattr(yaml_exact, "read_exactly", exactly)
    assert outcome("a: 1\n") == ({"a": 1}, "")
    assert asked == []
    monkeypatch.setitem(sys.modules, "yaml_rs", None)
    outcome("a: 1\n")
    assert asked == ["a: 1\n"]


def test_the_command_line(tmp_path: Path) -> None:
    """The same package is generated."""
    arguments = ["generate", str(SUPPORT / "everything.yaml"), "--package", "api", "-o"]
    for name, program in (("with", ["-m", "speccast"]), ("without", ["-c", WITHOUT])):
        done = finished(start([sys.executable, *program, *arguments, name], tmp_path))
        assert done.code == 0, done.err
    assert snapshot(tmp_path / "with") == snapshot(tmp_path / "without")
