#!/bin/sh
# openapi-typescript 7.13.0 types a property of a request that has a `default` as required.
#
# {size: {type: integer, default: 3}} that is not in `required` of a component becomes `size: number`. A default is
# the value that the server uses for a missing property (JSON Schema 2020-12, section 9.2), so a request need not
# have it.
#
# A client generator has to care: the caller is made to send what the document lets out, and sends yesterday's default
# once the server has a new one. In an answer the type is wrong as well: nothing says that a server sends its
# defaults.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit openapi-typescript@7.13.0 > /dev/null
npm ls --depth=0 | tail -n +2
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"},
 "paths": {"/orders": {"post": {
  "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
  "responses": {"204": {"description": "Ordered."}}}}},
 "components": {"schemas": {"Order": {"type": "object", "required": ["name"],
  "properties": {"name": {"type": "string"}, "size": {"type": "integer", "default": 3}}}}}}
JSON
./node_modules/.bin/openapi-typescript openapi.json --output order.ts > /dev/null 2>&1
grep -n "size" order.ts
grep -q "size: number;" order.ts || { echo "the behaviour has changed"; exit 1; }
