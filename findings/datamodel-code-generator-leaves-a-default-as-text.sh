#!/bin/sh
# datamodel-code-generator 0.89.0 types a date-time with a default as AwareDatetime; the value is a str when it is absent.
#
# pydantic does not validate defaults, and the generator writes the document's text as the default. mypy 1.18.2 reports
# the generated line, which no user wrote.
#
# A client generator has to care: the type lies exactly where the server sent nothing, so that `order.ordered_at.year` works in
# tests with full answers and fails with an AttributeError in use. Defaults have to be decoded as values are.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pydantic==2.14.4 'datamodel-code-generator[http]==0.89.0' 'black<27' 'isort<9' mypy==1.18.2
cd "$folder"
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"}, "paths": {}, "components": {"schemas": {"Order":
 {"type": "object", "properties": {"ordered-at": {"type": "string", "format": "date-time", "default": "2026-01-01T00:00:00Z"}}}}}}
JSON
venv/bin/datamodel-codegen --input openapi.json --input-file-type openapi --output models.py \
  --output-model-type pydantic_v2.BaseModel 2> /dev/null
grep -n "ordered_at:" models.py
code=0
venv/bin/mypy --strict models.py || code=$?
[ "$code" = 1 ] || { echo "the behaviour has changed"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import models

absent = models.Order.model_validate({}).ordered_at
sent = models.Order.model_validate({"ordered-at": "2026-01-01T00:00:00Z"}).ordered_at
print("datamodel-code-generator", version("datamodel-code-generator"), "absent:", repr(absent), "sent:", repr(sent))
assert (type(absent).__name__, type(sent).__name__) == ("str", "datetime"), "the behaviour has changed"
PYTHON
