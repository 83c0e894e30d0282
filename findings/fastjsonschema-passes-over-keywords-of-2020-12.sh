#!/bin/sh
# fastjsonschema 2.22.3 reads a schema whose $schema is 2020-12 as one of draft 7, and passes over what draft 7 does
# not know.
#
# prefixItems, dependentRequired, minContains and unevaluatedProperties say nothing then: every value is valid,
# without a warning. jsonschema 4.26.0 refuses the same values. (Its documentation names the drafts 4, 6 and 7; the
# $schema of another one is no error.)
#
# A client generator has to care: schemas of OpenAPI 3.1 are of 2020-12, and a test against its document proves
# nothing there.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastjsonschema==2.22.3 jsonschema==4.26.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import fastjsonschema
import jsonschema

CASES = [
    ({"prefixItems": [{"type": "integer"}]}, ["a"]),
    ({"dependentRequired": {"card": ["address"]}}, {"card": 1}),
    ({"contains": {"type": "integer"}, "minContains": 2}, [1]),
    ({"properties": {"a": True}, "unevaluatedProperties": False}, {"b": 1}),
]
print("fastjsonschema", version("fastjsonschema"), "jsonschema", version("jsonschema"))
for words, value in CASES:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **words}
    assert not jsonschema.Draft202012Validator(schema).is_valid(value)
    try:
        fastjsonschema.validate(schema, value)
    except fastjsonschema.JsonSchemaException as error:
        raise SystemExit(f"the behaviour has changed: {error}") from None
    print("fastjsonschema takes", value, "for", words)
PYTHON
