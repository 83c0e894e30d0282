#!/bin/sh
# Ravyn 0.4.3 writes answers into its document as pydantic does: with references to `#/$defs/…`, which is nowhere.
#
# pydantic's `model_json_schema` writes a schema with `$defs` of its own, and references to them from the root of the
# schema. Ravyn puts that schema into the OpenAPI document without the `$defs`, so that each reference starts at the
# root of the document. The models themselves are in #/components/schemas. A handler that returns a list of models
# is documented as a string.
#
# A client generator has to care: a reference that leads nowhere is no reason to lose the document, when a component
# has its name; and a list that is documented as a string needs an OpenAPI overlay.
#
# Ends with 0 as long as Ravyn does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q ravyn==0.4.3 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
from enum import Enum
from importlib.metadata import version

from pydantic import BaseModel
from ravyn import Gateway, Ravyn, get
from ravyn.testclient import RavynTestClient


class Color(str, Enum):
    RED = "red"


class Item(BaseModel):
    color: Color


@get("/item")
async def one() -> Item:
    return Item(color=Color.RED)


@get("/items")
async def several() -> list[Item]:
    return [Item(color=Color.RED)]


app = Ravyn(routes=[Gateway(handler=one), Gateway(handler=several)], enable_openapi=True)
with RavynTestClient(app) as client:
    document = client.get("/openapi.json").json()
    answer = client.get("/items").json()


def said(path: str) -> dict:
    response = document["paths"][path]["get"]["responses"]["200"]
    return response["content"]["application/json"]["schema"]


print("ravyn", version("ravyn"))
print("/item documented as", said("/item"))
print("/items documented as", said("/items"), "and answered as", answer)
assert said("/item")["properties"]["color"] == {"$ref": "#/$defs/Color"}, "the behaviour has changed"
assert "$defs" not in document and "$defs" not in said("/item"), "the behaviour has changed"
assert said("/items") == {"type": "string"}, "the behaviour has changed"
assert answer == [{"color": "red"}], "the behaviour has changed"
PYTHON
