#!/bin/sh
# Litestar 2.25.0 documents a `datetime.time` as {type: string, format: duration}.
#
# Its own answers are times ("09:30:00"), which RFC 3339 appendix A (the `duration` of JSON Schema) does not
# allow. Other frameworks (FastAPI, Django Ninja) write format: time. The cause is in
# litestar/_openapi/schema_generation/schema.py: TYPE_MAP maps `time` to OpenAPIFormat.DURATION.
#
# A client generator has to care: a client that reads by the document refuses each answer with a time in it.
# The document must be corrected (an OpenAPI overlay does it) before a client is generated.
#
# Ends with 0 as long as Litestar does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q litestar==2.25.0
"$folder/venv/bin/python" - <<'PYTHON'
from dataclasses import dataclass
from datetime import time
from importlib.metadata import version

from litestar import Litestar, get
from litestar.testing import TestClient


@dataclass
class Shop:
    opens: time


@get("/shop")
async def shop() -> Shop:
    return Shop(time(9, 30))


app = Litestar([shop])
with TestClient(app) as client:
    document = client.get("/schema/openapi.json").json()
    answer = client.get("/shop").json()
said = document["components"]["schemas"]["Shop"]["properties"]["opens"]
print("litestar", version("litestar"))
print("documented as", said)
print("answered as", answer)
assert said == {"type": "string", "format": "duration"}, "the behaviour has changed"
assert answer == {"opens": "09:30:00"}, "the behaviour has changed"
PYTHON
