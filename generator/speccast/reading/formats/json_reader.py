"""Takes JSON text, returns its tree; a text that cannot be read without loss is refused."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NoReturn

from speccast.reading.diagnostics import SpecError

from . import recognition
from .limits import MAX_DEPTH, MAX_DIGITS, duplicate_key, too_deep

if TYPE_CHECKING:
    from speccast.reading.json_value import Json

    from .lines import Lines

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|Infinity)|NaN")
_TRAILING_COMMA = re.compile(r"\s*,\s*[}\]]")
_HINTS = {"/": "JSON has no comments", "#": "JSON has no comments", "'": 'JSON quotes with "'}
"""Hints for the commonest mistakes, by the character that is not valid JSON."""


class _RefusedError(ValueError):
    """A value that is refused; a second scan finds its place."""


def read_json(lines: Lines) -> Json:
    """Return the tree of a JSON text.

    Raises:
        SpecError: it is not JSON, repeats a key, nests too deeply, or has a number too large.

    """
    try:
        tree: Json = json.loads(
            lines.text,
            object_pairs_hook=_object,
            parse_float=_float,
            parse_int=_int,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise _malformed(lines, error) from None
    except (_RefusedError, RecursionError):
        raise _find_refused(lines) from None
    if _is_deep(tree):
        raise _find_refused(lines)
    return tree


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RefusedError
    return members


def _float(text: str) -> float:
    value = float(text)
    if value - value != 0:
        raise _RefusedError
    return value


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _RefusedError
    return int(text)


def _constant(_: str) -> NoReturn:
    raise _RefusedError


def _is_deep(tree: Json) -> bool:
    """Return whether a tree has more than `MAX_DEPTH` levels."""
    level = [tree] if isinstance(tree, dict | list) else []
    for _ in range(MAX_DEPTH):
        level = [
            below
            for node in level
            for below in (node.values() if type(node) is dict else node)
            if type(below) is dict or type(below) is list
        ]
        if not level:
            return False
    return True


def _malformed(lines: Lines, error: json.JSONDecodeError) -> SpecError:
    if not lines.text.strip():
        return SpecError("empty-document", "the document is empty", lines.locate(0))
    if error.pos >= len(lines.text.rstrip()):
        message = "not valid JSON: the text ends too early"
        return SpecError("malformed-json", message, lines.locate(error.pos), "is it complete?")
    if error.msg == "Extra data":
        message = "not valid JSON: there is text after the end of the document"
    else:
        message = f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}"
    return SpecError("malformed-json", message, lines.locate(error.pos), _hint(lines, error.pos))


def _hint(lines: Lines, offset: int) -> str:
    """Return a hint for the character that is not valid JSON."""
    if _TRAILING_COMMA.match(lines.text, len(lines.text[:offset].rstrip(" \t\r\n,"))):
        return "remove the comma before the bracket"
    if not lines.text.lstrip().startswith(("{", "[")):
        return "is it YAML? Then its name ends in .yaml"
    return _HINTS.get(lines.text[offset : offset + 1]) or recognition.probable_cause(lines.text)


def _find_refused(lines: Lines) -> SpecError:
    """Scan the text, and return the error for the first refused token."""
    keys: list[dict[str, int] | None] = []
    previous = ""
    for found in _TOKEN.finditer(lines.text):
        token = found.group()
        first = token[0]
        if first in "{[":
            keys.append({} if first == "{" else None)
            if len(keys) > MAX_DEPTH:
                return too_deep(lines, found.start())
        elif first in "}]":
            keys.pop()
        elif first == '"':
            if previous in "{," and (here := keys[-1]) is not None:
                key = json.loads(token, strict=False)
                if key in here:
                    return duplicate_key(lines, key, here[key], found.start())
                here[key] = found.start()
        elif first in "-0123456789NI" and (error := _number(lines, token, found.start())):
            return error
        previous = token
    return SpecError("malformed-json", "not valid JSON", lines.locate(0))


def _number(lines: Lines, token: str, offset: int) -> SpecError | None:
    if len(token) > MAX_DIGITS and token.lstrip("-").isdecimal():
        message = f"a number of {len(token)} digits; at most {MAX_DIGITS} can be read"
        return SpecError("huge-number", message, lines.locate(offset))
    number = _NUMBER.match(token)
    if number is None or math.isfinite(float(number[0])):
        return None
    message = f"{token[:40]} is a number that JSON cannot express"
    return SpecError("no-json-number", message, lines.locate(offset))
