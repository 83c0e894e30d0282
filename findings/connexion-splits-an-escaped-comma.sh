#!/bin/sh
# Connexion 3.3.0 reads ids=a%2Cb, a list of one item with a comma, as two items, with `explode: true` as well.
#
# OpenAPI (Parameter Object) defines the style by RFC 6570: with `explode: false` the commas between the items are
# literal and those of an item are escaped; with `explode: true`, the default, each item has a pair of its own and a
# comma means nothing. Connexion decodes the query first and splits each value then, so that an item with a comma
# cannot be sent at all.
#
# A client generator has to care: it escapes an item as it should, and the server sees other items.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q 'connexion[flask,uvicorn]==3.3.0' httpx==0.28.1
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import sys
import types
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
logging.disable()

import connexion

handlers = types.ModuleType("handlers")
handlers.joined = handlers.repeated = lambda ids=None: ids
sys.modules["handlers"] = handlers


def operation(name: str, *, explode: bool) -> dict:
    schema = {"type": "array", "items": {"type": "string"}}
    parameter = {"name": "ids", "in": "query", "style": "form", "explode": explode, "schema": schema}
    return {"get": {"operationId": f"handlers.{name}", "parameters": [parameter], "responses": {"200": {"description": "It."}}}}


app = connexion.AsyncApp("x")
app.add_api(
    {
        "openapi": "3.0.3",
        "info": {"title": "Lists", "version": "1"},
        "paths": {"/joined": operation("joined", explode=False), "/repeated": operation("repeated", explode=True)},
    }
)
client = app.test_client()
found = {path: client.get(path).json() for path in ("/joined?ids=a%2Cb,c", "/repeated?ids=a%2Cb&ids=c")}
print("connexion", version("connexion"), found)
assert found == {"/joined?ids=a%2Cb,c": ["a", "b", "c"], "/repeated?ids=a%2Cb&ids=c": ["a", "b", "c"]}, (
    "the behaviour has changed"
)
PYTHON
