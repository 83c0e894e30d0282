#!/bin/sh
# `iter_lines()` of httpx 0.28.1 and httpx2 2.16.2 cuts a line of JSON Lines in two where a text has a U+2028 or
# U+0085.
#
# Both are allowed in JSON texts (RFC 8259, section 7), and JSON Lines ends lines with LF alone. httpx takes what
# `str.splitlines` does for line ends. requests 2.34.2 does the same with `decode_unicode=True`, and right without it.
#
# A client generator has to care: a stream of items that is read by `iter_lines` fails with a JSON error at the first
# item with such a character, which JSON.stringify and other writers leave as it is.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q requests==2.34.2 httpx==0.28.1 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
import io
import json

import httpx
import httpx2
import requests

ITEM = {"text": "one\u2028two\u0085three"}
BODY = json.dumps(ITEM, ensure_ascii=False).encode() + b"\n"
print("requests", requests.__version__, "httpx", httpx.__version__, "httpx2", httpx2.__version__)
assert json.loads(BODY) == ITEM


def old(**options: object) -> list[object]:
    answer = requests.Response()
    answer.raw, answer.encoding = io.BytesIO(BODY), "utf-8"
    return [*answer.iter_lines(**options)]


for name, lines in {
    "httpx": [*httpx.Response(200, content=BODY).iter_lines()],
    "httpx2": [*httpx2.Response(200, content=BODY).iter_lines()],
    "requests, decode_unicode": old(decode_unicode=True),
}.items():
    print(name, "gives", lines)
    assert lines == ['{"text": "one', "two", 'three"}'], "the behaviour has changed"
print("requests gives", old())
assert old() == [BODY.strip()], "the behaviour has changed"
PYTHON
