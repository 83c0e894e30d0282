"""Reading: the value of a text, the place of each part, and refusals with their place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speccast.reading.diagnostics import SpecError
from speccast.reading.document import read
from speccast.reading.formats import yaml_exact, yaml_reader
from speccast.reading.formats.limits import MAX_DEPTH
from speccast.reading.formats.lines import Lines
from speccast.reading.pointers import escape, join, split, unescape
from tests.support.places import SHARED
from tests.support.reading import document, pointers, refusal
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.reading.diagnostics import Location
    from speccast.reading.document import Document
    from speccast.reading.json_value import Json

TRAPS = (
    "NO yes 1_000 0o17 010 0x1F 1e3 .5 5. ~ null true = << - 2024-01-01 12:30:45 &a *a !t # % : , "
    "[ ] { } \u2028 \x85 \ufeff 😀 é | > @ ` ' \""
)
WORDS = st.sampled_from(TRAPS.split(" ")) | st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12
)
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)
MAPPINGS = st.dictionaries(WORDS, TREES, min_size=1, max_size=4)


def rest_of_line(source: Document, location: Location) -> str:
    """Return the rest of the line from a place."""
    return source.source_line(location)[location.column - 1 :]


# --- Values ---------------------------------------------------------------------------------------

SCALARS: list[tuple[str, Json]] = [
    ("NO", "NO"),
    ("yes", "yes"),
    ("on", "on"),
    ("True", True),
    ("FALSE", False),
    ("tRue", "tRue"),
    ("~", None),
    ("Null", None),
    ("2024-01-01", "2024-01-01"),
    ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
    ("12:30:45", "12:30:45"),
    ("1_000", "1_000"),
    ("1_0.5", "1_0.5"),
    ("0b11", "0b11"),
    ("0X1F", "0X1F"),
    ("0x1_F", "0x1_F"),
    ("0x1F", 31),
    ("0o17", 15),
    ("010", 10),
    ("+1", 1),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("5.", 5.0),
    ("1.10", 1.1),
    ("=", "="),
    ("<<", "<<"),
    ("inf", "inf"),
    ("!!str 1", "1"),
    ("! 1", "1"),
    ('!!int "3"', 3),
    ("!!float 3", 3.0),
    ("!!map {a: 1}", {"a": 1}),
    ('"\\u00e9\\x41"', "éA"),
]


@pytest.mark.quick
@pytest.mark.parametrize("exactly", [False, True])
@pytest.mark.parametrize(("written", "meant"), SCALARS)
def test_scalar(written: str, meant: Json, *, exactly: bool) -> None:
    """Both YAML readers follow the core schema of YAML 1.2, in block and in flow style."""
    reader = yaml_exact.read_exactly if exactly else yaml_reader.read_yaml
    expected = {"a": meant, "b": [meant, {"c": meant}]}
    tree = reader(Lines(f"a: {written}\nb: [{written}, {{c: {written}}}]\n", "api.yaml"))
    assert expected == tree
    assert repr(expected) == repr(tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
        ("a: >-\n  b\n  c\n", {"a": "b c"}),
        ("a: |\n  b", {"a": "b\n"}),
        ("a:\nb: ~\n", {"a": None, "b": None}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("%YAML 1.1\n---\na: NO\n", {"a": "NO"}),
        ("\ufeffa: 1\n", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("a: x\x85y\u2028z\n", {"a": "x\x85y\u2028z"}),
        ("b: &b {p: 1, q: 2}\na: {<<: *b, q: 3}\n", {"b": {"p": 1, "q": 2}, "a": {"p": 1, "q": 3}}),
        ("a: {<<: [{p: 1}, {p: 2, q: 2}]}\n", {"a": {"p": 1, "q": 2}}),
        ("a: {'<<': {p: 1}}\n", {"a": {"<<": {"p": 1}}}),
        ("b: &b {p: 1}\na:\n  !!merge <<: *b\n  q: 3\n", {"b": {"p": 1}, "a": {"p": 1, "q": 3}}),
        ("a: {!!merge '<<': {p: 1}}\n", {"a": {"p": 1}}),
        ("a: {!!str <<: {p: 1}}\n", {"a": {"<<": {"p": 1}}}),
        ("a: {<<: {p: 1}, <<: {p: 2, q: 2}}\n", {"a": {"p": 1, "q": 2}}),
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}),
        ('{"a": [1, 2.5, "x", null, true]}', {"a": [1, 2.5, "x", None, True]}),
        ("{a: [1, x]}", {"a": [1, "x"]}),
        ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
    ],
)
def test_text(text: str, expected: Json) -> None:
    """Block scalars, merge keys, aliases, directives, byte order marks and JSON are read."""
    assert expected == document(text).root


def test_keys_keep_their_text() -> None:
    """A key is the written text, even if YAML has another type for it."""
    written = ["200", "4XX", "1", "1.50", "1.5", "0x10", "0200", "true", "null", "1_0", "~"]
    text = "a:\n" + "".join(f"  {key}: x\n" for key in written)
    assert {"a": dict.fromkeys(written, "x")} == document(text).root


def test_aliases_are_copies() -> None:
    """A repair in one place does not change the other."""
    root = document("a: &x {p: 1}\nb: *x\n").root
    assert root["a"] is not root["b"]


class Quoting(yaml.SafeDumper):
    """A dumper that quotes all strings: PyYAML leaves strings of YAML 1.1 unquoted."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Write a string in double quotes."""
        return yaml.ScalarNode("tag:yaml.org,2002:str", text, style='"')


Quoting.add_representer(str, Quoting.represent_text)


@given(MAPPINGS)
def test_json_and_yaml_are_read_alike(tree: dict[str, Json]) -> None:
    """A tree is unchanged after writing it as JSON, as JSON in YAML, and as YAML."""
    assert tree == document(json.dumps(tree), "api.json").root
    assert tree == document(json.dumps(tree, ensure_ascii=False, indent=2)).root
    assert tree == document(yaml.dump(tree, Dumper=Quoting, allow_unicode=True)).root


@given(MAPPINGS, st.sampled_from([None, True, False]))
def test_both_readers_agree(tree: dict[str, Json], flow: bool | None) -> None:  # noqa: FBT001
    """The fast reader gives the same tree as the exact one, wherever it is used."""
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow)
    lines = Lines(text, "api.yaml")
    assert yaml_exact.read_exactly(lines) == yaml_reader.read_yaml(lines)


@given(
    st.lists(st.sampled_from([*TRAPS.split(" "), "a", "a:", "- ", "\n", "\n  ", " "]), max_size=12)
)
def test_both_readers_agree_on_random_text(parts: list[str]) -> None:
    """Both accept the same texts with the same trees; each error is a `SpecError`."""
    lines = Lines("k: " + "".join(parts), "api.yaml")
    try:
        tree = yaml_reader.read_yaml(lines)
        exact = yaml_exact.read_exactly(lines)
    except SpecError:
        return
    assert repr(exact) == repr(tree)


# --- Refusals -------------------------------------------------------------------------------------

DEEP = 100_000
COMMA = "1:8" if sys.version_info >= (3, 13) else "1:9"
"""The place of a superfluous comma in errors of the standard library: at it, or behind it."""
REFUSED: list[tuple[str, str, str | bytes, str, str]] = [
    ("empty", "api.yaml", "", "empty-document", "1:1"),
    ("comment", "api.yaml", "# nothing\n", "empty-document", "1:1"),
    ("list", "api.yaml", "- openapi: 3.0.3\n", "not-openapi", "1:1"),
    ("word", "api.yaml", "openapi", "not-openapi", "1:1"),
    ("json-list", "api.json", "[]", "not-openapi", "1:1"),
    ("html", "api.yaml", "\n<!DOCTYPE html>\n<html>", "other-format", "1:1"),
    ("xml", "api.json", "<?xml version='1.0'?><a/>", "other-format", "1:1"),
    ("duplicate", "api.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n", "duplicate-key", "4:3"),
    ("duplicate-status", "api.yaml", "a:\n  200: x\n  '200': y\n", "duplicate-key", "3:3"),
    ("duplicate-json", "api.json", '{"a": {"b": 1,\n "b": 2}}', "duplicate-key", "2:2"),
    ("duplicate-escaped", "api.json", '{"a": 1,\n "\\u0061": 2}', "duplicate-key", "2:2"),
    ("tag", "api.yaml", "a: 1\nb: !include x\n", "unknown-tag", "2:4"),
    ("python", "api.yaml", "a: !!python/object/apply:os.system [x]\n", "unknown-tag", "1:4"),
    ("binary", "api.yaml", "a: !!binary aGk=\n", "unknown-tag", "1:4"),
    ("set", "api.yaml", "a: !!set {x, y}\n", "unknown-tag", "1:4"),
    ("key-tag", "api.yaml", "!x a: 1\n", "unknown-tag", "1:1"),
    ("bad-tag", "api.yaml", "a: !!int x\n", "bad-tag", "1:4"),
    ("two", "api.yaml", "a: 1\n---\nb: 2\n", "several-documents", "2:1"),
    ("recursive", "api.yaml", "a: &x\n  b: *x\n", "recursive-alias", "2:6"),
    ("unknown-alias", "api.yaml", "a: *x\n", "unknown-alias", "1:4"),
    ("merge", "api.yaml", "a:\n  <<: 5\n", "bad-merge", "2:7"),
    ("list-key", "api.yaml", "? [a]\n: 1\n", "complex-key", "1:3"),
    ("map-key", "api.yaml", "? {a: 1}\n: 1\n", "complex-key", "1:3"),
    ("inf", "api.yaml", "a: 1\nb: [.inf]\n", "no-json-number", "2:5"),
    ("nan", "api.yaml", "a: .NaN\n", "no-json-number", "1:4"),
    ("overflow", "api.yaml", "a: -1e400\n", "no-json-number", "1:4"),
    ("json-nan", "api.json", '{"a": NaN}', "no-json-number", "1:7"),
    ("json-overflow", "api.json", '{"a":\n 1e400}', "no-json-number", "2:2"),
    ("huge", "api.yaml", "a: " + "9" * 6000, "huge-number", "1:4"),
    ("json-huge", "api.json", '{"a": -' + "9" * 6000 + "}", "huge-number", "1:7"),
    ("nul", "api.yaml", "a: 1\nb: é\0\n", "nul-byte", "2:5"),
    ("nul-json", "api.json", '{"a": "\0"}', "nul-byte", "1:8"),
    ("utf16", "api.yaml", "a: 1\n".encode("utf-16"), "not-utf8", "1:1"),
    ("utf16-bare", "api.yaml", "a: 1\n".encode("utf-16-le"), "not-utf8", "1:1"),
    ("utf32", "api.yaml", "a: 1\n".encode("utf-32"), "not-utf8", "1:1"),
    ("latin1", "api.yaml", "a: 1\nb: caf\xe9\n".encode("latin-1"), "not-utf8", "2:7"),
    ("control", "api.yaml", "a: &x 1\nb: \x01\n", "bad-character", "2:4"),
    ("unclosed", "api.yaml", "a: [1\nb: 2\n", "malformed-yaml", "2:2"),
    ("indent", "api.yaml", "a:\n  - b\n c: d\n", "malformed-yaml", "3:2"),
    ("colons", "api.yaml", "a: b: c\n", "malformed-yaml", "1:5"),
    ("quote", "api.yaml", "a: 'x\n", "malformed-yaml", "2:1"),
    ("truncated", "api.json", '{"a": {"b": [1, 2', "malformed-json", "1:18"),
    ("cut-string", "api.json", '{"a": {"b', "malformed-json", "1:8"),
    ("garbage", "api.json", '{"a": 1}\n trailing', "malformed-json", "2:2"),
    ("comma", "api.json", '{"a": 1,}', "malformed-json", COMMA),
    ("blank", "api.json", " \n", "empty-document", "1:1"),
    ("comment-json", "api.json", '{"a": 1 // x\n}', "malformed-json", "1:9"),
    ("deep-json", "api.json", '{"a": ' + "[" * DEEP + "]" * DEEP + "}", "too-deep", "1:206"),
    ("deep-open", "api.json", '{"a": ' + "[" * DEEP, "too-deep", "1:206"),
    ("deep-flow", "api.yaml", "a: " + "[" * DEEP + "]" * DEEP, "too-deep", "1:203"),
    ("deep-lines", "api.yaml", "a: " + "[ #]\n " * DEEP, "too-deep", "200:2"),
    ("deep-block", "api.yaml", "a:\n " + "- " * DEEP + "x", "too-deep", "2:400"),
    ("deep-keys", "api.yaml", "? " * DEEP + "x", "too-deep", "1:401"),
    ("deep-merge", "api.yaml", "a: " + "{<<: " * DEEP, "too-deep", "1:999"),
]


@pytest.mark.parametrize(
    ("name", "text", "code", "place"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_refused(name: str, text: str | bytes, code: str, place: str) -> None:
    """Each text is refused in one line with the place."""
    error = refusal(text, name)
    assert f"{name}:{place}" == str(error.location)
    assert code == error.code
    assert "\n" not in str(error)
    assert len(str(error)) < 300


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("api.yaml", "a:\n\tb: 1\n", "indent with spaces: YAML does not allow tabs"),
        ("api.json", '{"a": [1, 2 ,\n ]}', "remove the comma before the bracket"),
        ("api.json", '{"a": 1,}', "remove the comma before the bracket"),
        ("api.json", '{"a": 1, // one\n"b": 2}', "JSON has no comments"),
        ("api.json", "{'a': 1}", 'JSON quotes with "'),
        ("api.json", '{"a": 1 "b": 2}', ""),
        ("api.json", "<!doctype html>", "is it a page about the document?"),
    ],
)
def test_common_mistakes_have_a_hint(name: str, text: str, hint: str) -> None:
    """Advice for a tab, a superfluous comma, a comment, an HTML page."""
    found = refusal(text, name).hint
    assert found.startswith(hint) if hint else not found


def test_duplicate_names_both_places() -> None:
    """The error has the place of the first key, too."""
    error = refusal("paths:\n  /a: 1\n  /b: 2\n  /a: 3\n")
    assert "'/a'" in error.message
    assert "first on line 2, column 3" in error.message
    assert "api.yaml:4:3: " in str(error)


def test_encoding_names_the_offset() -> None:
    """The offset counts bytes from the start of the file, with the byte order mark."""
    error = refusal(b"\xef\xbb\xbfa: \xc3\xa9\xff")
    assert "0xFF at offset 8" in error.message
    assert (error.location.line, error.location.column) == (1, 5) if error.location else False


def test_alias_bomb() -> None:
    """Aliases of aliases end at a limit, before memory does."""
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 10))
    error = refusal("l0: &l0 [x]\n" + levels)
    assert error.code == "alias-bomb"


def test_deepest() -> None:
    """The deepest allowed nesting is read, in JSON and YAML; one more level is refused."""
    for depth, is_fine in ((MAX_DEPTH - 1, True), (MAX_DEPTH, False)):
        nested = "[" * depth + "1" + "]" * depth
        for name, text in (("api.json", f'{{"a": {nested}}}'), ("api.yaml", f"a: {nested}")):
            if is_fine:
                assert document(text, name).root
            else:
                assert refusal(text, name).code == "too-deep"


@pytest.mark.parametrize("path", ["missing.yaml", ".", "a\0b"])
def test_unreadable(path: str, tmp_path: Path) -> None:
    """A path without a file is one message without a place."""
    with pytest.raises(SpecError) as caught:
        read(tmp_path / path)
    assert caught.value.code == "unreadable"
    assert caught.value.location is None


def test_standard_input() -> None:
    """`-` is standard input; its content decides between JSON and YAML."""
    assert read("-", stdin=b'{"a": 1}').root == {"a": 1}
    found = read("-", stdin=b"a:\n  b: 1\n")
    assert str(found.location("#/a/b")) == "-:2:6"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not at hand")
def test_hostile_texts() -> None:
    """The reader gives the expected results of the hostile documents."""
    folder = SHARED / "hostile"
    expected = json.loads((folder / "MANIFEST.json").read_text())
    for name, case in expected.items():
        if not re.match("yaml_|json_|dos_yaml|dos_json|dos_float", name):
            continue
        outcomes = {case["expect"], case.get("also", case["expect"])}
        refused = _refused(folder / name)
        assert outcomes & {"either", "error" if refused else "ok"}, name
        assert refused is None or refused.location, name


def _refused(path: Path) -> SpecError | None:
    try:
        read(path)
    except SpecError as error:
        return error
    return None


# --- Places ---------------------------------------------------------------------------------------


@given(MAPPINGS)
def test_places_in_json(tree: dict[str, Json]) -> None:
    """A scalar is at the start of its text, a member at its key; for both readers of JSON."""
    for indent in (None, 1):
        text = json.dumps(tree, ensure_ascii=False, indent=indent)
        for name in ("api.json", "api.yaml"):
            source = document(text, name)
            values = dict(pointers(tree))
            for pointer, value in values.items():
                rest = rest_of_line(source, source.location(pointer))
                key = split(pointer)[1][-1:]
                if isinstance(value, dict | list):
                    around = values[pointer.rpartition("/")[0]] if key else None
                    opening = "{" if isinstance(value, dict) else "["
                    named = json.dumps(key[-1:], ensure_ascii=False)[1:-1]
                    assert rest.startswith(named if isinstance(around, dict) else opening)
                else:
                    assert rest.startswith(json.dumps(value, ensure_ascii=False))


def quoted(text: str) -> str:
    """Return the quoted word at the start of a text."""
    found = re.match(r'"(?:[^"\\]|\\.)*"', text)
    return found[0] if found else ""


@given(MAPPINGS)
def test_places_in_yaml(tree: dict[str, Json]) -> None:
    """In block style a place is the start of the quoted text, or of the plain number."""
    source = document(yaml.dump(tree, Dumper=Quoting, allow_unicode=True, width=10**6))
    for pointer, value in pointers(tree):
        rest = rest_of_line(source, source.location(pointer))
        if isinstance(value, str):
            assert rest.startswith('"')
            assert value == document(f"a: {quoted(rest)}").root["a"]
        elif not isinstance(value, dict | list):
            assert value == document(f"a: {rest.partition(': ')[0]}").root["a"] or value is None


YAML = """\
# a comment
openapi: 3.1.0
info:
  version: 1.10
  title: "é\u20ac \\u00e9"   # a comment
base: &base {p: 1, "q\\/r": [2, 3]}
paths:
  /a:
    <<: *base
    200: {x: y}
    p: 2
  ? /b
  : z
list:
- - 1
  - a: 2
    b: 3
"""


@pytest.mark.parametrize(
    ("pointer", "place", "key_place"),
    [
        ("#", "2:1", "2:1"),
        ("#/openapi", "2:10", "2:1"),
        ("#/info", "3:1", "3:1"),
        ("#/info/version", "4:12", "4:3"),
        ("#/info/title", "5:10", "5:3"),
        ("#/base/q~1r/1", "6:32", "6:32"),
        ("#/paths/~1a", "8:3", "8:3"),
        ("#/paths/~1a/q~1r/0", "6:29", "6:29"),
        ("#/paths/~1a/p", "11:8", "11:5"),
        ("#/paths/~1a/200/x", "10:14", "10:11"),
        ("#/paths/~1b", "13:5", "12:5"),
        ("#/list/0/0", "15:5", "15:5"),
        ("#/list/0/1/b", "17:8", "17:5"),
        ("#/list/0/7", "15:3", "15:3"),
        ("#/info/nothing/there", "3:1", "3:1"),
        ("#/paths/~1a/200/x/y", "10:14", "10:11"),
        ("other.yaml#/a", "1:1", "1:1"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places(pointer: str, place: str, key_place: str, newline: str) -> None:
    """Lines and columns are those of editors; a missing node has the place of its parent."""
    source = document(("\ufeff" + YAML.replace("\n", newline)).encode())
    file = split(pointer)[0] or "api.yaml"
    assert f"{file}:{place}" == str(source.location(pointer))
    assert f"{file}:{key_place}" == str(source.key_location(pointer))


def test_written() -> None:
    """The original text of a number is available."""
    source = document(YAML)
    assert source.source_text("#/info/version") == "1.10"
    assert document('{"a": [0, 1e+05]}', "api.json").source_text("#/a/1") == "1e+05"
    assert source.source_text("#/info/title") is None
    assert source.source_text("#/info") is None


def test_relocated() -> None:
    """A moved node has the place where it is written, with everything below it."""
    source = document(YAML)
    source.relocate("#/new/0", "#/info")
    source.relocate("#/new/0/title", "#/list/0/1/a")
    assert str(source.location("#/new/0/version")) == "api.yaml:4:12"
    assert str(source.location("#/new/0/title")) == "api.yaml:16:8"
    assert str(source.location("#/new")) == "api.yaml:2:1"


def test_places_despite_control_characters() -> None:
    """A character that only one reader accepts raises no exception."""
    source = document("a: 1\nb: \x01\nc: 2\n")
    assert source.root["b"] == "\x01"
    assert source.location("#/c").line in {1, 3}


@given(st.lists(st.text()))
def test_pointers(keys: list[str]) -> None:
    """A pointer is split into its original keys."""
    assert ("", tuple(keys)) == split(join("#", *keys))
    assert ("a.yaml", tuple(keys)) == split(join("a.yaml#", *keys))
    assert all(key == unescape(escape(key)) for key in keys)


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        ("import speccast.reading.document", "yaml yaml_rs http.client ssl pydantic"),
        ("import speccast.resolve", "yaml yaml_rs http.client ssl pydantic openapi_pydantic"),
        (
            "import speccast.reading.document as d; d.read('-', stdin=b'a: [1, b]').location('')",
            "http.client ssl pydantic",
        ),
        ("from speccast.reading.document import read; read('-', stdin=b'{}')", "yaml yaml_rs"),
        ("from speccast.reading.document import read; read('-', stdin=b'a: 1')", "yaml"),
    ],
)
def test_only_what_is_needed_is_imported(program: str, absent: str) -> None:
    """A plain document imports neither TLS, nor the validator, nor the exact reader."""
    check = f"import sys; {program}; print(sorted(set('{absent}'.split()) & set(sys.modules)))"
    command = [sys.executable, "-c", check]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", ["generate", "lint", "diff", "explain", "overlay"])
def test_a_pipe_or_a_device_is_refused(tmp_path: Path, command: str) -> None:
    """At once and unread, by each command."""
    os.mkfifo(tmp_path / "pipe.yaml")
    good = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n"
    (tmp_path / "good.yaml").write_text(good)
    for name in ("pipe.yaml", "/dev/zero"):
        arguments = {
            "diff": ["diff", name, name],
            "explain": ["explain", "Client", name],
            "overlay": ["lint", "good.yaml", "--overlay", name],
        }
        done = speccast(*arguments.get(command, [command, name]), folder=tmp_path)
        assert done.code == 2
        assert f"cannot read {name}: this is a pipe or a device" in done.err


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    """The message says that it is a folder."""
    done = speccast("generate", ".", folder=tmp_path)
    assert (done.code, "cannot read .: this is a folder" in done.err) == (2, True)
