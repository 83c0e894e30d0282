#!/bin/sh
# Spectral 6.16.3 finds an error in an array of OpenAPI 3.1 that is described by prefixItems: it has no `items`.
#
# OpenAPI 3.0 required `items` of an array. In 3.1 a schema is one of JSON Schema 2020-12, where it is optional; the
# document is valid by the schema of the OpenAPI Initiative. The rule array-items of spectral:oas does not look at the
# version.
#
# A client generator has to care: to please the linter, an `items` is added, which says something else of the array
# (here that more items may follow), and the type is no tuple any more.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit @stoplight/spectral-cli@6.16.3 > /dev/null
npm ls --depth=0 | tail -n +2
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Points", "version": "1"},
 "paths": {"/point": {"get": {"responses": {"200": {"description": "x and name.", "content": {"application/json": {"schema":
  {"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}], "minItems": 2, "maxItems": 2}}}}}}}}}
JSON
echo '{"extends": ["spectral:oas"]}' > ruleset.json

./node_modules/.bin/spectral lint --ruleset ruleset.json openapi.json --format text > found.txt || true
grep array-items found.txt | sed 's/.*openapi.json/openapi.json/'
[ "$(grep -c ' error array-items ' found.txt)" = 1 ] || { echo "the behaviour has changed"; exit 1; }
