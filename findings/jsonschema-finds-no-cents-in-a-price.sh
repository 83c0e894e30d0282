#!/bin/sh
# jsonschema 4.26.0 says that 19.99 is not a multiple of 0.01; jsonschema-rs 0.61.2 and fastjsonschema 2.22.3 say it is.
#
# jsonschema divides binary floats and accepts 1.1 as a multiple of 0.1, yet not 0.3. The value of a JSON number is
# decimal (RFC 8259, section 6), so that 19.99 is 1999 times 0.01.
#
# A client generator has to care: `multipleOf: 0.01` is how documents describe money. Whether a generated sample is
# valid depends on the validator it is held against, and a client that checks before it sends must count in decimals.
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


def fast(schema, value):
    try:
        fastjsonschema.compile(schema)(value)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


print({name: version(name) for name in ("jsonschema", "jsonschema-rs", "fastjsonschema")})
said = {}
for divisor, value in ((0.01, 19.99), (0.1, 0.3), (0.1, 1.1)):
    schema = {"multipleOf": divisor}
    said[value] = (
        jsonschema.Draft202012Validator(schema).is_valid(value),
        jsonschema_rs.Draft202012Validator(schema).is_valid(value),
        fast(schema, value),
    )
    print(value, "is a multiple of", divisor, said[value])
expected = {19.99: (False, True, True), 0.3: (False, True, True), 1.1: (True, True, True)}
assert said == expected, "the behaviour has changed"
PYTHON
