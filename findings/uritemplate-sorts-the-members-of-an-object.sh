#!/bin/sh
# uritemplate 4.2.0 sorts the members of an associative array; the examples of RFC 6570 keep their order.
#
# RFC 6570 (section 3.2.1): {keys} with keys = (semi, dot, comma) is semi,%3B,dot,.,comma,%2C; uritemplate writes
# comma first.
#
# A client generator has to care: the styles of OpenAPI's parameters are those of RFC 6570, their examples keep the
# order (R=100,G=200,B=150), and a server that reads an object by its positions, or checks a signature of the URL,
# gets another one.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q uritemplate==4.2.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import uritemplate

KEYS = {"semi": ";", "dot": ".", "comma": ","}
COLOURS = {"R": 100, "G": 200, "B": 150}
CASES = [  # template, values, what the specification has, what comes
    ("{keys}", {"keys": KEYS}, "semi,%3B,dot,.,comma,%2C", "comma,%2C,dot,.,semi,%3B"),
    ("{?keys*}", {"keys": KEYS}, "?semi=%3B&dot=.&comma=%2C", "?comma=%2C&dot=.&semi=%3B"),
    ("{;color}", {"color": COLOURS}, ";color=R,100,G,200,B,150", ";color=B,150,G,200,R,100"),
]
print("uritemplate", version("uritemplate"))
for template, values, specified, expected in CASES:
    found = uritemplate.expand(template, values)
    print(template, "is", found, "where the specification has", specified)
    assert found == expected, "the behaviour has changed"
PYTHON
