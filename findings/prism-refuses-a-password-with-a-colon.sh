#!/bin/sh
# Prism 5.14.2 refuses Basic credentials whose password has a colon, and reads no list in a form.
#
# RFC 7617, section 2: the user-id has no colon, and the password may have some. The mock server answers 401 to
# `user:pass:word`. The document says that `tags` of a form is an array; without an Encoding Object it is spelled as
# `tags=a&tags=b` (OpenAPI 3.1, Encoding Object: style form, explode true). The mock server answers 422: it finds no
# array. With `style: form` in an Encoding Object it finds one.
#
# A client generator has to care: a check of its requests with Prism reports valid requests as wrong.
#
# Needs node and npm. Ends with 0 as long as it does so.
set -eu
folder=$(mktemp -d)
trap 'kill $(cat "$folder/pid"); rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @stoplight/prism-cli@5.14.2 > /dev/null
npm ls --depth=0 | tail -n +2
cat > api.yaml <<'YAML'
openapi: 3.1.0
info: {title: x, version: "1"}
paths:
  /me: {get: {security: [{basic: []}], responses: {"200": {description: Fine.}}}}
  /plain:
    post:
      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: &tags {type: object, properties: {tags: {type: array, items: {type: string}}}}}}}
      responses: {"200": {description: Fine.}}
  /encoded:
    post:
      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: *tags, encoding: {tags: {style: form}}}}}
      responses: {"200": {description: Fine.}}
components: {securitySchemes: {basic: {type: http, scheme: basic}}}
YAML
port=$(node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close() })')
./node_modules/.bin/prism mock api.yaml --port "$port" --host 127.0.0.1 > log.txt 2>&1 &
echo $! > pid
i=0
until grep -q listening log.txt || [ $i = 60 ]; do sleep 1; i=$((i + 1)); done
status() { curl --noproxy '*' -s -o /dev/null -w '%{http_code}' "$@"; }
url=http://127.0.0.1:$port
found="$(status -u user:password "$url/me") $(status -u user:pass:word "$url/me")"
found="$found $(status -d 'tags=a&tags=b' "$url/plain") $(status -d 'tags=a&tags=b' "$url/encoded")"
echo "password, password with a colon, list, list with an encoding: $found"
[ "$found" = "200 401 422 200" ] || { echo "the behaviour has changed"; exit 1; }
