#!/bin/sh
# FastAPI 0.165.0 documents two credentials that an operation needs together as alternatives.
#
# Each dependency with a security scheme becomes a requirement of its own: `security: [{key: []}, {session: []}]`. In
# OpenAPI one of the requirements is enough; both together would be one object, `[{key: [], session: []}]`.
#
# A client generator has to care: a client that satisfies one requirement is right by the document, and gets 401.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version
from typing import Annotated

warnings.simplefilter("ignore")

from fastapi import FastAPI, Security
from fastapi.security import APIKeyHeader
from fastapi.testclient import TestClient

app = FastAPI()
Key = Annotated[str, Security(APIKeyHeader(name="X-Key", scheme_name="key"))]
Tenant = Annotated[str, Security(APIKeyHeader(name="X-Tenant", scheme_name="tenant"))]


@app.get("/me")
def me(key: Key, tenant: Tenant) -> str:
    return key + tenant


client = TestClient(app)
security = client.get("/openapi.json").json()["paths"]["/me"]["get"]["security"]
one = client.get("/me", headers={"X-Key": "k"})
both = client.get("/me", headers={"X-Key": "k", "X-Tenant": "t"})
print("fastapi", version("fastapi"), "documents", security)
print("one of them:", one.status_code, one.json(), "both:", both.status_code)
assert security == [{"key": []}, {"tenant": []}], "the behaviour has changed"
assert (one.status_code in {401, 403}, both.status_code) == (True, 200), "the behaviour has changed"
PYTHON
