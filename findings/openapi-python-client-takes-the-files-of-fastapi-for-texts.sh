#!/bin/sh
# openapi-python-client 0.29.1 makes a `str` of a file as FastAPI 0.165.0 documents it, and FastAPI answers 422 to a
# text.
#
# FastAPI writes {type: string, contentMediaType: application/octet-stream} for an UploadFile, which OpenAPI 3.1
# (Working With Binary Data) has instead of `format: binary`. The generator looks for `format: binary` alone.
#
# A client generator has to care: both spellings are in use, and the generated function cannot upload a file.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 python-multipart==0.0.34 httpx2==2.16.2 openapi-python-client==0.29.1 ruff==0.15.21
"$folder/venv/bin/python" - <<'PYTHON'
import json
import os
import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

warnings.simplefilter("ignore")

import fastapi.testclient
from fastapi import FastAPI, UploadFile

app = FastAPI(title="Files")


@app.post("/files")
def upload(file: UploadFile) -> str:
    return file.filename or ""


client = fastapi.testclient.TestClient(app)
answers = [
    client.post("/files", files={"file": ("a.txt", b"x")}).status_code,
    client.post("/files", files={"file": (None, b"x")}).status_code,  # a part without a file name: a text
]
document = client.get("/openapi.json").json()
schema = document["components"]["schemas"]["Body_upload_files_post"]["properties"]["file"]
with tempfile.TemporaryDirectory() as folder:
    place = Path(folder)
    (place / "openapi.json").write_text(json.dumps(document))
    tool = Path(sys.executable).parent / "openapi-python-client"
    options = ["--path", "openapi.json", "--output-path", "made", "--meta", "none"]
    path = os.pathsep.join([str(tool.parent), os.environ["PATH"]])  # it runs ruff
    subprocess.run([tool, "generate", *options], cwd=place, check=True, capture_output=True, env={**os.environ, "PATH": path})
    lines = (place / "made/models/body_upload_files_post.py").read_text().splitlines()
typed = [line.strip() for line in lines if line.strip().startswith("file:")]
print("fastapi", version("fastapi"), "documents", schema, "and answers", answers)
print("openapi-python-client", version("openapi-python-client"), "generates", typed[0])
assert schema["contentMediaType"] == "application/octet-stream", "the behaviour has changed"
assert (typed[0], answers) == ("file: str", [200, 422]), "the behaviour has changed"
PYTHON
