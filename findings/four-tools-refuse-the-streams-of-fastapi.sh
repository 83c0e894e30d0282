#!/bin/sh
# The document that FastAPI 0.165.0 writes for a stream is refused by swagger-parser 13.0.0, Redocly CLI 2.77.0,
# Spectral 6.16.3 and openapi-spec-validator 0.8.5.
#
# An operation that returns server-sent events is documented with `itemSchema`. That is a field of
# OpenAPI 3.2; the document calls itself 3.1.0, where a Media Type Object has no such field.
#
# A client generator has to care: it has to read fields of 3.2 in documents of 3.1, or has no type for the items; and
# a validation in front of it stops at each FastAPI application that streams.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 openapi-spec-validator==0.8.5
cd "$folder"
export REDOCLY_TELEMETRY=off
npm install --silent --no-fund --no-audit @apidevtools/swagger-parser@13.0.0 @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3 > /dev/null
"$folder/venv/bin/python" - <<'PYTHON'
import json
from collections.abc import AsyncIterable
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI(title="Ticks")

class Tick(BaseModel):
    n: int

@app.get("/ticks", response_class=EventSourceResponse)
async def ticks() -> AsyncIterable[Tick]:
    yield Tick(n=1)

document = app.openapi()
content = document["paths"]["/ticks"]["get"]["responses"]["200"]["content"]
print("fastapi", version("fastapi"), "writes", document["openapi"], "with", [*content["text/event-stream"]])
assert document["openapi"] == "3.1.0", "the behaviour has changed"
assert "itemSchema" in content["text/event-stream"], "the behaviour has changed"
with open("openapi.json", "w") as file:
    json.dump(document, file)
PYTHON
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
refused() { ! "$@" > said.txt 2>&1 || changed; grep -m 1 -i "itemSchema\|unevaluated" said.txt || changed; }
echo '{"extends": [["spectral:oas", "off"]], "rules": {"oas3-schema": true}}' > ruleset.json
refused node parse.mjs
refused ./node_modules/.bin/redocly lint --extends minimal --format stylish openapi.json
refused ./node_modules/.bin/spectral lint --ruleset ruleset.json --format text openapi.json
refused "$folder/venv/bin/python" -m openapi_spec_validator openapi.json
