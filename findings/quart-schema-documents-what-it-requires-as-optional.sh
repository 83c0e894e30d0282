#!/bin/sh
# Quart-Schema 0.25.0 documents bodies and headers that it requires as optional.
#
# `required` is false by default, for a request body as for a parameter (OpenAPI 3.1, Request Body Object, Parameter
# Object). Quart-Schema writes it for neither, and answers 400 to a request without them.
#
# A client generator has to care: the arguments of the body are optional in the types, and a call without them is only
# refused by the server. An overlay with `required: true` corrects the types.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q quart==0.20.0 quart-schema==0.25.0 pydantic==2.14.4
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import logging
from dataclasses import dataclass
from importlib.metadata import version

from quart import Quart
from quart_schema import QuartSchema, validate_headers, validate_request

logging.disable()
app = Quart("shop")
QuartSchema(app)


@dataclass
class Item:
    name: str


@dataclass
class Head:
    x_tenant: str


@app.post("/items")
@validate_request(Item)
@validate_headers(Head)
async def create(data: Item, headers: Head):
    return {"name": data.name}


async def main() -> None:
    client = app.test_client()
    operation = (await (await client.get("/openapi.json")).json)["paths"]["/items"]["post"]
    body, [header] = operation["requestBody"], operation["parameters"]
    head = {"X-Tenant": "t"}
    statuses = [
        (await client.post("/items", json={"name": "a"}, headers=head)).status_code,
        (await client.post("/items", headers=head)).status_code,
        (await client.post("/items", json={"name": "a"})).status_code,
    ]
    print("quart-schema", version("quart-schema"), "body:", list(body), "header:", header)
    print("with both:", statuses[0], "without a body:", statuses[1], "without the header:", statuses[2])
    assert "required" not in body and "required" not in header, "the behaviour has changed"
    assert statuses == [200, 400, 400], "the behaviour has changed"


asyncio.run(main())
PYTHON
