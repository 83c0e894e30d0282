#!/bin/sh
# A client by datamodel-code-generator 0.89.0 refuses the date-times that FastAPI 0.165.0 sends for its own document.
#
# FastAPI documents `datetime` as {format: date-time} and sends a naive one without an offset. The generator makes an
# AwareDatetime of the format, by default and as RFC 3339 says. Both sides are pydantic, and do not fit together.
#
# A client generator has to care: `format: date-time` without an offset is the most frequent deviation of Python servers,
# and one such value makes the whole answer unreadable.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 pydantic==2.14.4 httpx==0.28.1 'datamodel-code-generator[http]==0.89.0' 'black<27' 'isort<9'
cd "$folder"
cat > server.py <<'PYTHON'
from datetime import datetime

from fastapi import FastAPI
from pydantic import BaseModel


class Post(BaseModel):
    text: str
    at: datetime


app = FastAPI()


@app.get("/post")
def post() -> Post:
    return Post(text="hello", at=datetime(2026, 1, 1))
PYTHON
venv/bin/python -c 'import json, server; print(json.dumps(server.app.openapi()))' > openapi.json
venv/bin/datamodel-codegen --input openapi.json --input-file-type openapi --output models.py \
  --output-model-type pydantic_v2.BaseModel 2> /dev/null
grep -n "at: AwareDatetime" models.py
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import models
import server
from fastapi.testclient import TestClient
from pydantic import ValidationError

answer = TestClient(server.app).get("/post").json()
print("fastapi", version("fastapi"), "sends", answer)
try:
    models.Post.model_validate(answer)
    refused = ""
except ValidationError as error:
    refused = error.errors()[0]["type"]
print("datamodel-code-generator", version("datamodel-code-generator"), "refuses it as", refused)
assert refused == "timezone_aware", "the behaviour has changed"
PYTHON
