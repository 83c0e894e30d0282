#!/bin/sh
# Flask 3.1.3 writes a datetime into JSON as HTTP does, `Mon, 01 Jan 2024 00:00:00 GMT`; SpecTree 3.0.0 documents a
# date-time.
#
# `date-time` is that of RFC 3339 (JSON Schema, 7.3.1). Flask's JSON provider uses the form of HTTP for `datetime` and
# `date`; SpecTree, which validates the answers of Flask's views by pydantic models, documents what pydantic would write.
# Flask-RESTX 1.3.2 has the same in `fields.DateTime(dt_format="rfc822")`.
#
# A client generator has to care: a client that reads only RFC 3339 loses the answer.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q flask==3.1.3 spectree==3.0.0 pydantic==2.14.4 flask-restx==1.3.2
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime
from importlib.metadata import version

import flask_restx
from flask import Flask
from pydantic import BaseModel
from spectree import Response, SpecTree

NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)


class Item(BaseModel):
    at: datetime


def of_spectree() -> tuple[dict, dict]:
    app, spec = Flask("a"), SpecTree("flask")

    @app.get("/item")
    @spec.validate(resp=Response(HTTP_200=Item))
    def item():
        return {"at": NEW_YEAR}

    spec.register(app)
    client = app.test_client()
    schemas = client.get("/apidoc/openapi.json").json["components"]["schemas"]
    return next(v for k, v in schemas.items() if k.startswith("Item")), client.get("/item").json


def of_restx() -> tuple[dict, dict]:
    app = Flask("b")
    api = flask_restx.Api(app)
    model = api.model("Item", {"at": flask_restx.fields.DateTime(dt_format="rfc822")})

    @api.route("/item")
    class View(flask_restx.Resource):
        @api.marshal_with(model)
        def get(self):
            return {"at": NEW_YEAR}

    client = app.test_client()
    return client.get("/swagger.json").json["definitions"]["Item"], client.get("/item").json


print("flask", version("flask"))
for name, (schema, answer) in {"spectree": of_spectree(), "flask-restx": of_restx()}.items():
    print(name, version(name), "documents", schema["properties"]["at"], "answer:", answer)
    assert schema["properties"]["at"]["format"] == "date-time", "the behaviour has changed"
    assert answer["at"].startswith("Mon, 01 Jan 2024 00:00:00 "), "the behaviour has changed"
PYTHON
