#!/bin/sh
# jsonschema 4.26.0 with rfc3339-validator 0.1.4 refuses 1990-12-31T23:59:60Z for `format: date-time`.
#
# This is an example in RFC 3339 (section 5.8). rfc3339-validator tries to make a datetime of the text, and a datetime
# has no second 60. jsonschema-rs 0.61.2 accepts it. openapi-schema-validator 0.9.0 uses rfc3339-validator.
#
# A client generator has to care: the checker that a host uses for its mocks and contract tests is stricter than the
# format. A sample with a leap second is valid, and red in such a test.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jsonschema==4.26.0 rfc3339-validator==0.1.4 jsonschema-rs==0.61.2
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import jsonschema
import jsonschema_rs

schema, text = {"format": "date-time"}, "1990-12-31T23:59:60Z"
python = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).is_valid(text)
rust = jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(text)
print("jsonschema", version("jsonschema"), "rfc3339-validator", version("rfc3339-validator"), python)
print("jsonschema-rs", version("jsonschema-rs"), rust)
assert (python, rust) == (False, True), "the behaviour has changed"
PYTHON
