#!/bin/sh
# Sanic Extensions 25.12.0 documents a `datetime` of a dataclass as date-time text, and refuses a text.
#
# `openapi.definition(body=…)` writes {type: string, format: date-time}. `validate(json=…)` of the same dataclass
# compares types without converting: JSON has no type that it takes, so that the property can never be sent.
#
# A client generator has to care: what is sent by the document is answered with status 400.
#
# Ends with 0 as long as Sanic Extensions do so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sanic==25.12.1 sanic-ext==25.12.0 sanic-testing==24.6.0 pydantic==2.14.4
"$folder/venv/bin/python" - <<'PYTHON'
import logging
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from sanic import Sanic, json
from sanic_ext import openapi, validate


@dataclass
class Item:
    when: datetime


logging.disable()
app = Sanic("shop")


@app.post("/items")
@openapi.definition(body={"application/json": Item})
@validate(json=Item)
async def create(request, body: Item):
    return json({"when": body.when.isoformat()})


_, document = app.test_client.get("/docs/openapi.json")
_, answer = app.test_client.post("/items", json={"when": "2024-01-01T00:00:00Z"})
body = document.json["paths"]["/items"]["post"]["requestBody"]
said = body["content"]["application/json"]["schema"]["properties"]["when"]
print("sanic-ext", version("sanic-ext"))
print("documented as", said)
print("answered with", answer.status, answer.json["message"])
assert (said["type"], said["format"]) == ("string", "date-time"), "the behaviour has changed"
assert answer.status == 400, "the behaviour has changed"
PYTHON
