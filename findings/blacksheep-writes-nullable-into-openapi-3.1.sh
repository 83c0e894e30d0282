#!/bin/sh
# BlackSheep 2.6.4 writes `nullable: true` into a document that says openapi: 3.1.0, and sends null there.
#
# 3.1 has no `nullable`: its schemas are JSON Schema 2020-12, where an unknown keyword means nothing and null needs
# `type: [integer, "null"]`. A `tuple[int, str]` is documented as an array of int64 only, and sent with the string in it.
#
# A client generator has to care: by the letter of 3.1 the null is not allowed, so that a strict client refuses a
# correct answer. `nullable` has to be read by its 3.0 meaning in 3.1 documents, too.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q blacksheep==2.6.4 essentials-openapi==1.4.0
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import Optional

from blacksheep import Application
from blacksheep.server.openapi.v3 import OpenAPIHandler
from blacksheep.testing import TestClient
from openapidocs.v3 import Info


@dataclass
class Seat:
    row: Optional[int]
    place: tuple[int, str]


app = Application()
OpenAPIHandler(info=Info("seats", "1")).bind_app(app)


@app.router.get("/seat")
async def seat() -> Seat:
    return Seat(None, (1, "a"))


async def ask():
    await app.start()
    client = TestClient(app)
    document, answer = await client.get("/openapi.json"), await client.get("/seat")
    return json.loads(await document.text()), json.loads(await answer.text())


document, answer = asyncio.run(ask())
documented = document["components"]["schemas"]["Seat"]["properties"]
print("blacksheep", version("blacksheep"), "openapi", document["openapi"])
print("documents", documented)
print("sends", answer)
assert document["openapi"] == "3.1.0", "the behaviour has changed"
assert documented["row"] == {"type": "integer", "format": "int64", "nullable": True}, "the behaviour has changed"
assert documented["place"]["items"]["type"] == "integer", "the behaviour has changed"
assert answer == {"row": None, "place": [1, "a"]}, "the behaviour has changed"
PYTHON
