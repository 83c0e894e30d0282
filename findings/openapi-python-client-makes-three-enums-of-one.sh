#!/bin/sh
# openapi-python-client 0.29.1 makes three equal classes of one nullable enum in OpenAPI 3.1.
#
# For {type: [string, "null"], enum: [a, b, null]}, the way that 3.1 documents spell it, the attribute is typed
# `None | XEnType1 | XEnType2Type1 | XEnType3Type1`. `XEnType1.A is XEnType2Type1.A` is false, no checker can narrow the
# union by comparing members, and a caller cannot know which of the three to import.
#
# A client generator has to care: the null of an enum belongs to the property. `type` and `enum` restrict the same value
# and must be read together, not as alternatives.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q openapi-python-client==0.29.1 ruff==0.14.6
cd "$folder"
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {"/x": {"get": {"responses": {"200":
 {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/X"}}}}}}}},
 "components": {"schemas": {"X": {"type": "object", "properties": {"en": {"type": ["string", "null"],
 "enum": ["a", "b", null]}}}}}}
JSON
PATH="$folder/venv/bin:$PATH" openapi-python-client generate --path openapi.json > /dev/null
venv/bin/openapi-python-client --version
ls shop-client/shop_client/models
grep -n "    en: " shop-client/shop_client/models/x.py
[ "$(ls shop-client/shop_client/models | grep -c '^x_en')" = 3 ] || { echo "the behaviour has changed"; exit 1; }
