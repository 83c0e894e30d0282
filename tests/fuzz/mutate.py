"""Damages documents: trees node by node, texts piece by piece. A seed determines the result."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

Json = Any

_WORDS: Final = (
    "$ref $id $anchor $dynamicRef $defs allOf oneOf anyOf not if then else items prefixItems"
    " properties patternProperties additionalProperties unevaluatedProperties required type format"
    " enum const default example examples nullable discriminator propertyName mapping title"
    " description deprecated readOnly writeOnly parameters name in schema content style explode"
    " allowReserved requestBody responses headers links operationId tags security servers url"
    " variables callbacks webhooks components schemas paths get put post delete patch query"
    " additionalOperations encoding contentType application/json multipart/form-data 200 default"
    " info version openapi summary x-speccast-method x-speccast-pagination x-speccast-also-at"
    " x-enum-varnames minItems maxItems minimum maximum multipleOf pattern uniqueItems"
)
WORDS: Final = tuple(_WORDS.split())
"""Keywords, to be put where they do not belong."""

VALUES: Final = cast("tuple[Json, ...]", (
    None, True, False, 0, -1, 1, 1.5, -0.0, 1e308, 10**400, 2**63, "", " ", "a", "\0", "\ud800",
    "true", "null", "1", "200", "2XX", "default", "string", "integer", "object", "array", "null",
    "date-time", "binary", "byte", "uuid", "path", "query", "header", "cookie", "form",
    "deepObject", "#", "#/", "#/components/schemas/A", "#/paths", "#/info", "#/a/b/c", "other.yaml",
    "http://127.0.0.1:9/x", "file:///etc/passwd", "//x/y", "#foo", "~", "~2", "%", "/{a}/{a}",
    "/{", "}", "{a}{b}", "x" * 300, "\n", '"""', "{{x}}", "名", "__init__", "class", "self", [],
    {}, [[]], [{}], {"": {}}, [None], ["string", "null"], {"type": "string"}, {"type": "object"},
    {"$ref": "#"}, {"$ref": "#/components/schemas/A"}, {"allOf": []}, {"oneOf": [{}]},
    {"enum": []}, {"type": []}, {"type": ["string", "integer", "null"]}, {"const": None},
))  # fmt: skip
"""Unusual values."""

Place = tuple[Any, Any]
"""A container, and a key or index in it."""


def places(tree: Json) -> Iterator[Place]:
    """Yield every place of a tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        for key in _keys(node):
            yield node, key
            if isinstance(node[key], (dict, list)):
                waiting.append(node[key])


def _keys(node: Json) -> list[Any]:
    if isinstance(node, dict):
        return [*cast("dict[str, Json]", node)]
    return [*range(len(node))]


def mutated(tree: Json, random: Random, times: int) -> Json:
    """Return a damaged copy of a tree."""
    tree = copy.deepcopy(tree)
    for _ in range(times):
        known = list(places(tree))
        if not known:
            break
        random.choice(_DAMAGES)(random, known)
    return tree


def _replace(random: Random, known: Sequence[Place]) -> None:
    node, key = random.choice(known)
    node[key] = copy.deepcopy(random.choice(VALUES))


def _delete(random: Random, known: Sequence[Place]) -> None:
    node, key = random.choice(known)
    del node[key]


def _transplant(random: Random, known: Sequence[Place]) -> None:
    (node, key), (source, name) = random.choice(known), random.choice(known)
    grown = copy.deepcopy(source[name])
    if len(json.dumps(grown)) < 20_000:  # or the size doubles with each step
        node[key] = grown


def _refer(random: Random, known: Sequence[Place]) -> None:
    node, key = random.choice(known)
    references = [n["$ref"] for n, k in known if k == "$ref" and isinstance(n["$ref"], str)]
    node[key] = {"$ref": random.choice([*references, *filter(_is_text, VALUES)])}


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _rename(random: Random, known: Sequence[Place]) -> None:
    node, key = random.choice(known)
    if isinstance(node, dict):
        holder = cast("dict[str, Json]", node)
        holder[random.choice(WORDS)] = holder.pop(key)


def _insert(random: Random, known: Sequence[Place]) -> None:
    node, _ = random.choice(known)
    value = copy.deepcopy(random.choice(VALUES))
    if isinstance(node, dict):
        node[random.choice(WORDS)] = value
    else:
        node.insert(random.randrange(len(node) + 1), value)


def _wrap(random: Random, known: Sequence[Place]) -> None:
    node, key = random.choice(known)
    word = random.choice(WORDS)
    node[key] = random.choice([[node[key]], {word: node[key]}, {word: [node[key]]}])


def _splice(random: Random, known: Sequence[Place]) -> None:
    texts = [(node, key) for node, key in known if isinstance(node[key], str)]
    if texts:
        node, key = random.choice(texts)
        at = random.randrange(len(node[key]) + 1)
        piece = random.choice([v for v in VALUES if isinstance(v, str)])
        node[key] = node[key][:at] + piece + node[key][at + random.randrange(3) :]


_DAMAGES: Final = (_replace, _delete, _transplant, _refer, _rename, _insert, _wrap, _splice)


def written(tree: Json, random: Random) -> bytes:
    """Return a tree as a text: JSON, or YAML of one style or another."""
    if random.random() < 0.5:
        return json.dumps(tree, indent=random.choice([None, 1])).encode()
    flow = random.choice([None, False, True])
    text = yaml.safe_dump(tree, default_flow_style=flow, sort_keys=False, allow_unicode=True)
    return text.encode("utf-8", "surrogatepass")


_PIECES: Final = (
    "{", "}", "[", "]", ",", ":", ": ", "- ", "? ", "&a ", "*a", "<<: *a\n", "!!", "!x ",
    "!!str ", "!!python/name:os.system ", "|\n", ">-\n", "'", '"', "\\", "\\u", "\\ud800", "\\x",
    "#", " #", "%YAML 1.1\n", "---\n", "...\n", "\t", "\n", "\r", "\x00", "\x1b", "\x85",
    "\u2028", "\ufeff", "@", "`", "0x1F", "1_000", "1e999", "NaN", "-Infinity", ".inf", "0o7",
    "12:30:45", "2024-01-01", "~", "no", "=", "//", "/*", "None", "True", "\ud800", "\xe9",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{", "9", '"a": 1, "a": 2', "a: 1\na: 2\n",
    "? [a]\n: b\n", "- - - -", "&a [*a]", "\n\n\n", "  ", "'''",
)  # fmt: skip
PIECES: Final = tuple(piece.encode("utf-8", "surrogatepass") for piece in (*_PIECES, "9" * 500))
"""Pieces that are hard for readers."""
_BYTES: Final = (b"\xff", b"\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\x80", b"\xf4\x90\x80\x80")


def garbled(text: bytes, random: Random, times: int) -> bytes:
    """Return a damaged text."""
    for _ in range(times):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice([0, 0, 1, 2, 10, 100]))
        match random.randrange(7):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:]
            case 2:
                text = text[:start]
            case 3:
                text = text[:start] + random.choice(_BYTES) + text[end:]
            case _:
                text = text[:start] + random.choice(PIECES) + text[end:]
    return text
