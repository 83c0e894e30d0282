#!/bin/sh
# FastAPI 0.165.0 documents a form model with a file as urlencoded, and then answers 422 to a urlencoded form.
#
# `Annotated[Upload, Form()]` takes a model for the whole form. If the model has an `UploadFile`, only multipart/form-data
# is accepted, as for an `UploadFile` outside of a model; but the document names application/x-www-form-urlencoded.
# With `File()` in place of `Form()` it names multipart/form-data.
#
# A client generator has to care: what it sends by the document is refused, and the file is typed as a text. An overlay
# that names multipart/form-data corrects both.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 python-multipart==0.0.34 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version
from typing import Annotated

warnings.simplefilter("ignore")

from fastapi import FastAPI, File, Form, UploadFile
from fastapi.testclient import TestClient
from pydantic import BaseModel


class Upload(BaseModel):
    title: str
    file: UploadFile


app = FastAPI()


@app.post("/form")
def form(data: Annotated[Upload, Form()]) -> str:
    return f"{data.title}, {data.file.filename}"


@app.post("/file")
def file(data: Annotated[Upload, File()]) -> str:
    return f"{data.title}, {data.file.filename}"


client = TestClient(app)
paths = client.get("/openapi.json").json()["paths"]
documented = {path: list(paths[path]["post"]["requestBody"]["content"]) for path in paths}
urlencoded = client.post("/form", data={"title": "a", "file": "b"})
multipart = client.post("/form", data={"title": "a"}, files={"file": ("b.txt", b"b")})
print("fastapi", version("fastapi"), "documents", documented)
print("urlencoded:", urlencoded.status_code, urlencoded.json()["detail"][0]["msg"])
print("multipart:", multipart.status_code, multipart.json())
assert documented["/form"] == ["application/x-www-form-urlencoded"], "the behaviour has changed"
assert documented["/file"] == ["multipart/form-data"], "the behaviour has changed"
assert (urlencoded.status_code, multipart.status_code) == (422, 200), "the behaviour has changed"
PYTHON
