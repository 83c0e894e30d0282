#!/bin/sh
# flask-smorest 0.47.0 writes `in: formData` and `in: json_or_form` into an OpenAPI 3 document.
#
# In OpenAPI 3 the fields of a form are a request body. flask-smorest makes one of `location="form"` and of "files", each
# alone. Of a view with both, the files become a parameter in `formData`, as in Swagger 2.0; arguments that may come as
# JSON or as a form become parameters in a place that no version has.
#
# A client generator has to care: no client can send such a parameter, and the body that is documented lacks the files.
# An overlay with a body of multipart/form-data corrects it.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q flask-smorest==0.47.0 flask==3.1.3 marshmallow==4.4.0 apispec==6.10.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from io import BytesIO

from flask import Flask
from flask_smorest import Api, Blueprint
from flask_smorest.fields import Upload
from marshmallow import Schema, fields


class Note(Schema):
    text = fields.String()


class Picture(Schema):
    picture = Upload()


app = Flask("notes")
app.config.update(API_TITLE="Notes", API_VERSION="1", OPENAPI_VERSION="3.0.3")
app.config.update(OPENAPI_URL_PREFIX="/", OPENAPI_JSON_PATH="openapi.json")
views = Blueprint("notes", "notes")


@views.post("/both")
@views.arguments(Picture, location="files")
@views.arguments(Note, location="form")
def both(*given):
    found = given[0] | given[1]
    return f"{found['text']}, {found['picture'].filename}"


@views.post("/either")
@views.arguments(Note, location="json_or_form")
def either(note):
    return note["text"]


Api(app).register_blueprint(views)
client = app.test_client()
paths = client.get("/openapi.json").json["paths"]
places = {path: [each["in"] for each in paths[path]["post"]["parameters"]] for path in paths}
body = list(paths["/both"]["post"]["requestBody"]["content"])
picture = (BytesIO(b"a"), "a.png")
answer = client.post("/both", data={"text": "hi", "picture": picture}, content_type="multipart/form-data")
print("flask-smorest", version("flask-smorest"), "places:", places, "body:", body)
print("as multipart/form-data:", answer.status_code, answer.text)
assert places == {"/both": ["formData"], "/either": ["json_or_form"]}, "the behaviour has changed"
assert body == ["application/x-www-form-urlencoded"], "the behaviour has changed"
assert (answer.status_code, answer.text) == (200, "hi, a.png"), "the behaviour has changed"
PYTHON
