"""The texts to try: documents of the repository, damaged, and malformed texts of all kinds."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any, Final, cast

import yaml

from tests.support.places import CASES, ROOT, SHARED, SUPPORT

from .mutate import PIECES, garbled, mutated, written

_SMALL: Final = 60_000
"""Bytes; larger documents take too long."""


@cache
def seeds() -> list[tuple[bytes, Any]]:
    """Return the documents of the repository, as texts and trees."""
    paths = [
        *CASES.glob("*/spec.*"),
        *SUPPORT.glob("*.yaml"),
        *ROOT.glob("spec/*.yaml"),
        *SHARED.glob("corpus/features/**/*.*"),
        *SHARED.glob("hostile/[!d]*.*"),  # documents that exhaust resources have tests of their own
    ]
    found: list[tuple[bytes, Any]] = []
    for path in sorted(paths):
        if path.suffix not in {".json", ".yaml", ".yml"} or path.stat().st_size > _SMALL:
            continue
        try:
            tree = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader's child
        except (yaml.YAMLError, RecursionError, ValueError):
            continue
        members = cast("dict[str, Any]", tree) if isinstance(tree, dict) else {}
        if isinstance(members.get("paths", members.get("info")), dict):
            tree = json.loads(json.dumps(tree, default=str))
            found.append((path.read_bytes(), tree))
    return found


class _Loader(yaml.SafeLoader):
    """Reads dates as text, as YAML 1.2 does."""


_Loader.yaml_implicit_resolvers = {
    key: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

MALFORMED: Final = (
    "", " ", "\n", "[]", "{}", "null", "0", '"x"', "[", "{", "{]", "[1,]", '{"a":1,}', '{"a" 1}',
    '{"a":1 "b":2}', "{'a': 1}", '{"a": tru}', '{"a": 01}', '{"a": +1}', '{"a": .5}', '{"a": 1.}',
    '{"a": 0x1}', '{"a": "\n"}', '{"a": "\\q"}', '{"a": "\\u12"}', '{"a": "\\ud800"}', "{a: 1}",
    '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e400}', '{"a": -1e-400}', "[" * 2000, '{"a":' * 2000,
    "[" * 500 + "]" * 500, '{"openapi": "3.1.0"', '{"openapi": "3.1.0"}}', "// x\n{}", "/* */{}",
    "\ufeff{}", "{}\x00", "<html></html>", "a: [", "a: {", "a: 'x", 'a: "x', "a:\n\tb: 1",
    "a: 1\n b: 2", "- a\nb: c", "a: b: c", "a: &x\nb: *x", "b: *x", "&a a: *a", "a: &a [*a]",
    "? a\n? b", "? [a, b]\n: c", "!!binary x", "!!set {a}", "!x {}", "%YAML 1.1\n---\na: 1",
    "%TAG ! x\n---\n!a {}", "---\n---", "--- a\n--- b", "a: |\n b\n  c\n d", "a: >+\n\n\n", "a: @b",
    "a: `b`", "a: %b", "<<: {a: 1}\n", "a: <<", "<<: [1]\n", "<<: x", "a: 2024-01-01", "a: 0o8",
    "a: 1_0", "a: 1:2:3", "a: !!int x", "a: !!float x", "a: .nan", "a: ~\n~: b", "null: 1\n~: 2",
    "1: a\n'1': b", "true: a\nTrue: b", "a: \x07", "a: \x85b", "a: \u2028b", "'a\n\n b': c",
    "? |\n a\n: b", "[a, b]: c", "{a: b}: c", "- - - a", "-\n-\n-", "a: !<tag:x> b", "*a : b",
    "swagger: '2.0'", "openapi: 3.1", "openapi: 4.0.0", "openapi: [3]", "openapi: 3.1.0\ninfo: 1",
    "openapi: 3.1.0\npaths: []", "openapi: 3.1.0\npaths: {/a: 1}", "openapi: 3.1.0\n$ref: '#'",
)  # fmt: skip
"""Texts like those of JSONTestSuite and the YAML test suite."""

_FRAME: Final = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\nx-%d:\n'


def make(number: int) -> bytes:
    """Return the text of a number."""
    random = Random(number)  # noqa: S311 - it must be reproducible
    text, tree = random.choice(seeds())
    match random.randrange(10):
        case 0:
            return garbled(text, random, random.choice([1, 1, 2, 5]))
        case 1:
            return garbled(written(tree, random), random, random.choice([1, 2, 5]))
        case 2:
            return _malformed(random)
        case _:
            return written(mutated(tree, random, random.choice([1, 1, 2, 3, 5, 10, 30])), random)


def _malformed(random: Random) -> bytes:
    """Return a malformed text: by itself, inside a document, or made of pieces."""
    match random.randrange(3):
        case 0:
            return garbled(_encoded(random.choice(MALFORMED)), random, random.randrange(3))
        case 1:
            inner = _encoded(random.choice(MALFORMED)).replace(b"\n", b"\n  ")
            return _encoded(_FRAME % random.randrange(9)) + b"  " + inner + b"\n"
        case _:
            return b"".join(random.choices(PIECES, k=random.randrange(1, 40)))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
