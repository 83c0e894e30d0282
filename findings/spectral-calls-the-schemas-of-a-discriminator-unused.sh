#!/bin/sh
# Spectral 6.16.3 reports a subtype that only the `mapping` of a discriminator names as an unused component.
#
# OpenAPI (Discriminator Object): schemas that are extended with allOf are found by the mapping, or by their names.
# The rule oas3-unused-component of spectral:oas follows $ref alone.
#
# A client generator has to care: somebody who removes what is called unused takes the subtypes out of the client, and
# a generator that looks for used schemas in the same way has never had them.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit @stoplight/spectral-cli@6.16.3 > /dev/null
npm ls --depth=0 | tail -n +2
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
 "paths": {"/pet": {"get": {"responses": {"200": {"description": "A cat or a dog.",
  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
 "components": {"schemas": {
  "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
   "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"}}},
  "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "properties": {"lives": {"type": "integer"}}}]},
  "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "properties": {"tricks": {"type": "integer"}}}]}}}}
JSON
echo '{"extends": ["spectral:oas"]}' > ruleset.json

./node_modules/.bin/spectral lint --ruleset ruleset.json openapi.json --format text > found.txt || true
grep oas3-unused-component found.txt | sed 's/.*openapi.json/openapi.json/'
[ "$(grep -c oas3-unused-component found.txt)" = 2 ] || { echo "the behaviour has changed"; exit 1; }
