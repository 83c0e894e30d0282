"""Texts that are at the edge of valid text, YAML or JSON, or of several at once."""

from __future__ import annotations

import gzip
import json
from typing import Final

from .trick import PAYLOAD, Trick, answer, api

_OPENAPI: Final = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'
_JSON: Final = json.dumps(api({"/a": {"get": answer({"type": "string"})}}))
_YAML: Final = "malformed-yaml"
_CODE: Final = f'["{PAYLOAD}"]'
_PYTHON: Final = "tag:yaml.org,2002:python"

_REFUSED: Final[dict[str, tuple[str | bytes, str]]] = {
    "utf16": (_JSON.encode("utf-16"), "not-utf8"),
    "utf16_bare": (_JSON.encode("utf-16-be"), "not-utf8"),
    "utf32": (_JSON.encode("utf-32"), "not-utf8"),
    "latin": (_OPENAPI.encode() + b"x-a: caf\xe9\n", "not-utf8"),
    "overlong": (_OPENAPI.encode() + b"x-a: \xc0\xaf\n", "not-utf8"),
    "surrogate_bytes": (_OPENAPI.encode() + b"x-a: \xed\xa0\x80\n", "not-utf8"),
    "beyond_unicode": (_OPENAPI.encode() + b"x-a: \xf4\x90\x80\x80\n", "not-utf8"),
    "nul": (_OPENAPI + "x-a: a\0b\n", "nul-byte"),
    "nul_json": (_JSON + "\0", "nul-byte"),
    "gzip": (gzip.compress(_JSON.encode(), mtime=0), "binary-file"),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary-file"),
    "html": ("<!doctype html><html><body>502 Bad Gateway", "other-format"),
    "xml": ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]>', "other-format"),
    "plain": ("404 page not found", "not-openapi"),
    "nothing": ("", "empty-document"),
    "space": (" \n\t\n", f"empty-document {_YAML}"),
    "marks": ("---\n", "empty-document"),
    "mark_and_end": ("---\n...\n", "empty-document"),
    "swagger": ('swagger: "1.2"\ninfo: {}\npaths: {}\n', "unsupported-version"),
    "future": (_OPENAPI.replace("3.1.0", "4.0.0"), "unsupported-version"),
    "two": (f"{_OPENAPI}---\n{_OPENAPI}", "several-documents"),
    "two_json": (_JSON + _JSON, "malformed-json"),
    "json_lines": (f"{_JSON}\n{_JSON}\n", "malformed-json"),
    "half": (_JSON[: len(_JSON) // 2], "malformed-json"),
    "comma": (_JSON.replace("}", ",}"), "malformed-json"),
    "comments": (f"{{// x\n{_JSON[1:]}", "malformed-json"),
    "twice": (_OPENAPI + "paths: {}\n", "duplicate-key"),
    "twice_json": (_JSON[:-1] + ', "paths": {}}', "duplicate-key"),
    "twice_escaped": (_JSON[:-1] + ', "p\\u0061ths": {}}', "duplicate-key"),
    "twice_deep": (_OPENAPI + "x-a: [{b: {200: 1, '200': 2}}]\n", "duplicate-key"),
    "twice_quoted": (_OPENAPI + '"paths": {}\n', "duplicate-key"),
    "apply": (f"{_OPENAPI}x-a: !!python/object/apply:builtins.eval {_CODE}\n", "unknown-tag"),
    "new": (f"{_OPENAPI}x-a: !!python/object/new:os.system {_CODE}\n", "unknown-tag"),
    "name": (f"{_OPENAPI}x-a: !!python/name:os.system\n", "unknown-tag"),
    "module": (f"{_OPENAPI}x-a: !<{_PYTHON}/module:os> ''\n", "unknown-tag"),
    "shorthand": (f"%TAG !p! {_PYTHON}/\n---\n{_OPENAPI}x-a: !p!name:os.system\n", "unknown-tag"),
    "tag_of_key": (f"{_OPENAPI}!!python/name:os.system x: 1\n", "unknown-tag"),
    "tag_of_map": (f"{_OPENAPI}x-a: !!python/object:os.x {{a: 1}}\n", "unknown-tag"),
    "include": (f"{_OPENAPI}x-a: !include /etc/passwd\n", "unknown-tag"),
    "environment": (f"{_OPENAPI}x-a: !ENV ${{HOME}}\n", "unknown-tag"),
    "ordered": (f"{_OPENAPI}x-a: !!omap [a: 1]\n", "unknown-tag"),
    "timestamp": (f"{_OPENAPI}x-a: !!timestamp 2024-01-01\n", "unknown-tag"),
    "binary": (f"{_OPENAPI}x-a: !!binary R0lGOD\n", "unknown-tag"),
    "ring": (f"{_OPENAPI}x-a: &a [*a]\n", "recursive-alias"),
    "ring_of_two": (f"{_OPENAPI}x-a: &a {{b: &b [*a, *b]}}\n", "recursive-alias"),
    "ring_of_merge": (f"{_OPENAPI}x-a: &a {{<<: *a}}\n", "recursive-alias bad-merge"),
    "merge_of_text": (f"{_OPENAPI}x-a: {{<<: x}}\n", "bad-merge"),
    "alias_of_nothing": (f"{_OPENAPI}x-a: *b\n", "unknown-alias"),
    "alias_before": (f"{_OPENAPI}x-a: [*b, &b x]\n", "unknown-alias"),
    "alias_as_key": (f"{_OPENAPI}x-a: &a [1]\nx-b: {{*a : 1}}\n", "complex-key"),
    "list_as_key": (f"{_OPENAPI}? [a]\n: b\n", "complex-key"),
    "tab": (f"{_OPENAPI}x-a:\n\tb: 1\n", _YAML),
    "open_quote": (f"{_OPENAPI}x-a: 'b\n", _YAML),
    "open_list": (f"{_OPENAPI}x-a: [b\n", _YAML),
    "two_colons": (f"{_OPENAPI}x-a: b: c\n", _YAML),
    "directive": (f"%YAML 9.9\n---\n{_OPENAPI}", _YAML),
    "infinite": (f"{_OPENAPI}x-a: -.inf\n", "no-json-number"),
    "no_number": (f"{_OPENAPI}x-a: .nan\n", "no-json-number"),
    "too_large": (f"{_OPENAPI}x-a: 1e400\n", "no-json-number"),
    "json_infinite": (_JSON[:-1] + ', "x-a": -Infinity}', "no-json-number"),
    "json_too_large": (_JSON[:-1] + ', "x-a": 1e400}', "no-json-number"),
    "digits": (f"{_OPENAPI}x-a: {'9' * 6000}\n", "huge-number"),
    "json_digits": (_JSON[:-1] + f', "x-a": -{"9" * 6000}}}', "huge-number"),
    "list": ("- openapi: 3.1.0\n", "not-openapi"),
    "json_list": (f"[{_JSON}]", "not-openapi"),
}  # fmt: skip

_KEPT: Final = f"""\
{_OPENAPI.replace("paths: {}", "paths:")}\
  /a:
    get:
      parameters:
        - name: NO
          in: query
          schema: {{enum: [NO, yes, on, 'off', 1_000, 12:30:45, 2024-01-01]}}
      responses: {{200: {{description: =}}}}
"""

TRICKS: Final[dict[str, Trick]] = {
    **{name: Trick(text, expected) for name, (text, expected) in _REFUSED.items()},
    "mark": Trick(b"\xef\xbb\xbf" + _OPENAPI.encode()),
    "mark_json": Trick(b"\xef\xbb\xbf" + _JSON.encode()),
    "carriage_returns": Trick(_OPENAPI.replace("\n", "\r")),
    "windows_lines": Trick(_OPENAPI.replace("\n", "\r\n")),
    "plain_words": Trick(_KEPT, wires=("NO", "yes", "on", "1_000", "12:30:45", "2024-01-01")),
    "old_version": Trick(f"%YAML 1.1\n---\n{_KEPT}", wires=("NO", "yes", "12:30:45")),
    "separators": Trick(_OPENAPI + 'x-a: "a\x85b\u2028c\u2029d"\n'),
    "merged": Trick(_OPENAPI + "x-a: &a {b: 1}\nx-c: {<<: *a, b: 2}\n"),
}
