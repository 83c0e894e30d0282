#!/bin/sh
# PyYAML 6.0.4 reads `maximum: 1e6` as a text and `example: 12:30:00` as 45000.
#
# OpenAPI asks for YAML 1.2 with its JSON schema (OpenAPI 3.1.1, "Format"), in which `1e6` is a number and `12:30:00` a text.
# PyYAML has the types of YAML 1.1: a float needs a dot and a signed exponent, and whole numbers may be sexagesimal.
# `validate` of openapi-spec-validator 0.9.0 then refuses a valid document, while its own reader, a patched PyYAML, reads
# the limit as a number and the time as 45000 all the same.
#
# A client generator has to care: a reader on top of PyYAML loses limits, and an example of `format: time` becomes a
# number that generated tests then send.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pyyaml==6.0.4 ruamel.yaml==0.18.16 openapi-spec-validator==0.9.0
cat >"$folder/document.yaml" <<'YAML'
openapi: 3.1.0
info: {title: Limits, version: "1"}
paths: {}
components:
  schemas:
    Amount: {type: number, maximum: 1e6}
    Start: {type: string, format: time, example: 12:30:00}
YAML
"$folder/venv/bin/python" - "$folder/document.yaml" <<'PYTHON'
import sys
from importlib.metadata import version
from pathlib import Path

import yaml
from openapi_spec_validator import validate
from openapi_spec_validator.readers import read_from_filename
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from ruamel.yaml import YAML

text = Path(sys.argv[1]).read_text()
old = yaml.safe_load(text)["components"]["schemas"]
new = YAML(typ="safe", pure=True).load(text)["components"]["schemas"]
for name, read in {"pyyaml": old, "ruamel.yaml": new}.items():
    print(name, version(name), "reads", read)
assert (old["Amount"]["maximum"], old["Start"]["example"]) == ("1e6", 45000), "the behaviour has changed"
assert (new["Amount"]["maximum"], new["Start"]["example"]) == (1e6, "12:30:00"), "the behaviour has changed"
try:
    validate(yaml.safe_load(text))
except OpenAPIValidationError as error:
    print("openapi-spec-validator", version("openapi-spec-validator"), "says:", error.message)
    assert error.message == "'1e6' is not of type 'number'", "the behaviour has changed"
else:
    raise AssertionError("the behaviour has changed")
schemas = read_from_filename(sys.argv[1])[0]["components"]["schemas"]
print("and its own reader reads", schemas)
assert (schemas["Amount"]["maximum"], schemas["Start"]["example"]) == (1e6, 45000), "the behaviour has changed"
PYTHON
