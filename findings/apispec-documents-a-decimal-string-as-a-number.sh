#!/bin/sh
# apispec 6.10.1 documents marshmallow's Decimal(as_string=True) as {type: number}; the server sends "1.10".
#
# `as_string` is marshmallow's own way to keep the digits of a price. apispec maps field classes to types and does not
# read the option, so APIFlask 3.1.2 and flask-smorest 0.47.0, which use it, both document a number.
#
# A client generator has to care: a client that reads by the document refuses each price. The document must be
# corrected (an OpenAPI overlay does it), or a number in a string must be accepted and reported.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q apiflask==3.1.2 apispec==6.10.1 marshmallow==4.4.0 flask-smorest==0.47.0
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
from importlib.metadata import version

from apiflask import APIFlask
from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields


class Item(Schema):
    price = fields.Decimal(as_string=True)


def apiflask():
    app = APIFlask("shop")

    @app.get("/item")
    @app.output(Item)
    def item():
        return {"price": Decimal("1.10")}

    client = app.test_client()
    return client.get("/openapi.json").json, client.get("/item").json


def smorest():
    app = Flask("shop")
    app.config.update(API_TITLE="shop", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    api, shop = Api(app), Blueprint("shop", "shop")

    @shop.route("/item")
    @shop.response(200, Item)
    def item():
        return {"price": Decimal("1.10")}

    api.register_blueprint(shop)
    return api.spec.to_dict(), app.test_client().get("/item").json


print("apispec", version("apispec"), "marshmallow", version("marshmallow"))
for name, (document, answer) in {"apiflask": apiflask(), "flask-smorest": smorest()}.items():
    documented = document["components"]["schemas"]["Item"]["properties"]["price"]
    print(name, version(name), "documents", documented, "sends", answer)
    assert documented == {"type": "number"}, "the behaviour has changed"
    assert answer == {"price": "1.10"}, "the behaviour has changed"
PYTHON
