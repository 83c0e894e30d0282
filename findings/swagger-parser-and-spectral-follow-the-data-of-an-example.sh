#!/bin/sh
# swagger-parser 13.0.0 and Spectral 6.16.3 take the data of an example for a reference, and refuse the document.
#
# The bodies of this API are JSON Schemas, and its example has a member $ref. The value of `example` is any data
# (OpenAPI 3.1, Media Type Object); only the entries of `examples` can be references. Both look it up in the document,
# where there is nothing. Redocly CLI 2.77.0 leaves it alone.
#
# A client generator has to care: a document that describes such an API (schemas, forms, other documents) does not go
# through the usual tools.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export REDOCLY_TELEMETRY=off
npm install --silent --no-fund --no-audit @apidevtools/swagger-parser@13.0.0 @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3 > /dev/null
npm ls --depth=0 | tail -n +2
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Forms", "version": "1"},
 "paths": {"/forms": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"},
  "example": {"properties": {"pet": {"$ref": "#/$defs/pet"}}, "$defs": {"pet": {"type": "string"}}}}}},
  "responses": {"204": {"description": "Stored."}}}}}}
JSON
cat > parse.mjs <<'TEXT'
import parser from "@apidevtools/swagger-parser";
try {
  await parser.validate("openapi.json");
} catch (error) {
  console.log("swagger-parser:", error.message);
  process.exit(1);
}
TEXT
changed() { echo "the behaviour has changed"; exit 1; }
refused() { ! "$@" > said.txt 2>&1 || changed; grep -m 1 "does not exist" said.txt || changed; }
echo '{"extends": [["spectral:oas", "off"]], "rules": {"oas3-schema": true}}' > ruleset.json
refused node parse.mjs
refused ./node_modules/.bin/spectral lint --ruleset ruleset.json --format text openapi.json
./node_modules/.bin/redocly lint --extends minimal openapi.json > /dev/null 2>&1 || changed
