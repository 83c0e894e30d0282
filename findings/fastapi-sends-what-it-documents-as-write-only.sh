#!/bin/sh
# FastAPI 0.165.0 documents a SecretStr of a response as `writeOnly: true`, and sends it.
#
# pydantic 2.14.4 describes a SecretStr in this way, and writes ten asterisks for it. The property
# is listed as required, where nothing makes it optional. OpenAPI (Schema Object): a property that is writeOnly should
# not be sent as part of the response; if it is required, that takes effect on the request only.
#
# A client generator has to care: the type of an answer that follows the document has no such property, and the answer
# has.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 pydantic==2.14.4 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")

import fastapi.testclient
from fastapi import FastAPI
from pydantic import BaseModel, SecretStr

app = FastAPI()


class Account(BaseModel):
    name: str
    password: SecretStr


@app.get("/account")
def account() -> Account:
    return Account(name="a", password=SecretStr("geheim"))


client = fastapi.testclient.TestClient(app)
schema = client.get("/openapi.json").json()["components"]["schemas"]["Account"]
answer = client.get("/account").json()
print("fastapi", version("fastapi"), "documents", schema["properties"]["password"], schema["required"], "and sends", answer)
assert schema["properties"]["password"]["writeOnly"] is True, "the behaviour has changed"
assert schema["required"] == ["name", "password"], "the behaviour has changed"
assert answer == {"name": "a", "password": "**********"}, "the behaviour has changed"
PYTHON
