#!/bin/sh
# openapi-python-client 0.29.1 refuses a whole OpenAPI 3.1 document for one property with the schema `true`.
#
# In JSON Schema 2020-12, and so in OpenAPI 3.1, `true` is a schema that allows any value (core, section 4.3.2). In the
# place of `additionalProperties` the boolean is accepted, as in 3.0; as a property or as `items` it is an error and no
# client is written.
#
# A client generator has to care: several generators of documents write `true` for "any". One property must not cost all
# operations.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q openapi-python-client==0.29.1 ruff==0.14.6
cd "$folder"
for schema in '{}' 'true'; do
  cat > openapi.json <<JSON
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}, "components": {"schemas": {"X":
 {"type": "object", "properties": {"any": $schema}, "additionalProperties": true}}}}
JSON
  code=0
  said=$(PATH="$folder/venv/bin:$PATH" openapi-python-client generate --overwrite --path openapi.json 2>&1) || code=$?
  echo "$(venv/bin/openapi-python-client --version), property $schema: exit code $code"
  echo "$said" | grep -A 1 "^components" || true
  case $schema in
    '{}') [ "$code" = 0 ] || { echo "the behaviour has changed"; exit 1; } ;;
    true) [ "$code" = 1 ] || { echo "the behaviour has changed"; exit 1; } ;;
  esac
done
