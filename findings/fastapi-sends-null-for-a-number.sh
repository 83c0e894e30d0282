#!/bin/sh
# FastAPI 0.165.0 and Litestar 2.25.0 document a float as {type: number} and send null for NaN and infinity.
#
# JSON has no NaN (RFC 8259, section 6), so both write null. The document says neither `null` nor that the value may
# be missing. (pydantic can: `ser_json_inf_nan` chooses between null, constants and strings; the schema is the same.)
#
# A client generator has to care: the type in the document is `number`, required, and a true server sends null in it.
# A client that refuses the answer loses the other members; a client that believes the type hands out None as float.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 pydantic==2.14.4 httpx==0.28.1 litestar==2.25.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
import logging
import math
from dataclasses import dataclass
from importlib.metadata import version

import fastapi.testclient
import litestar.testing
from fastapi import FastAPI
from litestar import Litestar, get

logging.disable()


@dataclass
class Mean:
    value: float


def fast() -> tuple[dict, dict]:
    app = FastAPI()

    @app.get("/mean")
    def mean() -> Mean:
        return Mean(math.nan)

    client = fastapi.testclient.TestClient(app)
    return client.get("/openapi.json").json(), client.get("/mean").json()


@get("/mean")
async def mean() -> Mean:
    return Mean(math.inf)


def lite() -> tuple[dict, dict]:
    with litestar.testing.TestClient(Litestar([mean])) as client:
        return client.get("/schema/openapi.json").json(), client.get("/mean").json()


for name, (document, answer) in {"fastapi": fast(), "litestar": lite()}.items():
    schema = document["components"]["schemas"]["Mean"]
    print(name, version(name), "documents", schema["properties"]["value"], schema["required"], "sends", answer)
    assert schema["properties"]["value"]["type"] == "number", "the behaviour has changed"
    assert schema["required"] == ["value"], "the behaviour has changed"
    assert answer == {"value": None}, "the behaviour has changed"
PYTHON
