#!/bin/sh
# jsonschema 4.26.0 takes "abc\n" for `pattern: ^[a-z]+$`, and an Arabic digit for `^\d$`; jsonschema-rs 0.61.2
# refuses both.
#
# A pattern is an expression of ECMA-262 (JSON Schema 2020-12, section 6.4), where `$` without the flag m is the end
# of the text alone, and \d is [0-9]. jsonschema uses Python's `re`, where `$` also stands before a last line end and
# \d is any decimal digit. fastjsonschema 2.22.3 translates `$`, and not \d.
#
# A client generator has to care: a value that one validator takes in a test is refused by a server that has another,
# and `re.search` is no check of a pattern in a generated client.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jsonschema==4.26.0 jsonschema-rs==0.61.2 fastjsonschema==2.22.3
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import fastjsonschema
import jsonschema
import jsonschema_rs

CASES = {  # what jsonschema, jsonschema-rs and fastjsonschema say
    ("^[a-z]+$", "abc"): (True, True, True),
    ("^[a-z]+$", "abc\n"): (True, False, False),
    (r"^\d$", "\u0663"): (True, False, True),
    (r"^\w$", "\u00e9"): (True, False, True),
}


def fast(schema: dict, value: str) -> bool:
    try:
        fastjsonschema.validate(schema, value)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


print(*(f"{name} {version(name)}" for name in ("jsonschema", "jsonschema-rs", "fastjsonschema")))
for (pattern, text), expected in CASES.items():
    schema = {"type": "string", "pattern": pattern}
    found = (
        jsonschema.Draft202012Validator(schema).is_valid(text),
        jsonschema_rs.Draft202012Validator(schema).is_valid(text),
        fast(schema, text),
    )
    print(ascii(pattern), ascii(text), found)
    assert found == expected, "the behaviour has changed"
PYTHON
