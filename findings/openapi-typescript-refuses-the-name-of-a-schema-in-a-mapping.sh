#!/bin/sh
# openapi-typescript 7.13.0 refuses a discriminator that maps a value to the name of a schema: `Can't resolve $ref`.
#
# OpenAPI (Discriminator Object): `mapping` holds mappings between payload values and schema names or URI references;
# the specification's own example is {dog: Dog}. Redocly CLI 2.77.0, whose bundler the generator uses, lints the same
# document without an error.
#
# A client generator has to care: both spellings are in use, and a value such as Dog can be read as a name and as a
# file.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export REDOCLY_TELEMETRY=off
npm install --silent --no-fund --no-audit openapi-typescript@7.13.0 @redocly/cli@2.77.0 > /dev/null
npm ls --depth=0 | tail -n +2
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
 "paths": {"/pet": {"get": {"responses": {"200": {"description": "A cat or a dog.",
  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
 "components": {"schemas": {
  "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
   "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}}},
  "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
  "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}}}}
JSON
./node_modules/.bin/redocly lint --extends minimal openapi.json > /dev/null 2>&1
code=0
./node_modules/.bin/openapi-typescript openapi.json > said.txt 2>&1 || code=$?
grep "Can't resolve" said.txt
[ "$code" = 1 ] || { echo "the behaviour has changed"; exit 1; }
