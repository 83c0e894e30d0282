#!/bin/sh
# Django Ninja 1.7.1 documents an enum by its values and sends the name of the class and the member.
#
# For `class Colour(Enum): RED = "red"` the document says {enum: ["red"]}; the answer holds "Colour.RED". The answer is
# dumped with pydantic's Python mode and then written by Django's JSON encoder, which falls back to str(). An enum that
# is a `str` as well is sent as "red", as is an IntEnum by its number.
#
# A client generator has to care: enums are the first thing that a client turns into a type, and no value that this
# server sends is in the documented list. An enum has to be open, or every answer is refused.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q django==5.2.19 django-ninja==1.7.1
"$folder/venv/bin/python" - <<'PYTHON'
from enum import Enum
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="none")
django.setup()

from ninja import NinjaAPI, Schema
from ninja.testing import TestClient


class Colour(Enum):
    RED = "red"


class Paint(Schema):
    colour: Colour


api = NinjaAPI()
urlpatterns = []


@api.get("/paint", response=Paint)
def paint(request):
    return {"colour": Colour.RED}


documented = api.get_openapi_schema(path_prefix="")["components"]["schemas"]["Colour"]["enum"]
answer = TestClient(api).get("/paint").json()
print("django-ninja", version("django-ninja"), "documents", documented, "sends", answer)
assert documented == ["red"], "the behaviour has changed"
assert answer == {"colour": "Colour.RED"}, "the behaviour has changed"
PYTHON
