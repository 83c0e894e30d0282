#!/bin/sh
# Django REST framework 3.18.3 answers 406 to `Accept: text/csv`, where drf-spectacular 0.30.0 documents text/csv.
#
# A view that returns an HttpResponse of its own needs no renderer, and `extend_schema` documents its media type. But
# content negotiation comes first, and knows the renderers alone (JSON by default): a client that asks for what the
# document names gets 406, and its errors are 406, too. `*/*` with any weight is enough.
#
# A client generator has to care: an `Accept` with the documented media types alone never gets the file.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q Django==5.2.19 djangorestframework==3.18.3 drf-spectacular==0.30.0
"$folder/venv/bin/python" - <<'PYTHON'
import logging
from importlib.metadata import version

import django
from django.conf import settings

logging.disable()
settings.configure(
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["rest_framework", "drf_spectacular"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF="__main__",
)
django.setup()

from django.http import HttpResponse
from django.test import Client
from django.urls import path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.decorators import api_view


@extend_schema(responses={(200, "text/csv"): str})
@api_view(["GET"])
def export(request):
    return HttpResponse("a,b\n", content_type="text/csv")


urlpatterns = [path("export", export), path("schema", SpectacularJSONAPIView.as_view())]
client = Client()
documented = client.get("/schema").json()["paths"]["/export"]["get"]["responses"]["200"]["content"]
answers = {
    accept: client.get("/export", headers={"Accept": accept}).status_code
    for accept in ("text/csv", "application/json", "text/csv, */*;q=0.1")
}
print("djangorestframework", version("djangorestframework"), "drf-spectacular", version("drf-spectacular"))
print("documented:", list(documented), "answers:", answers)
assert list(documented) == ["text/csv"], "the behaviour has changed"
assert list(answers.values()) == [406, 200, 200], "the behaviour has changed"
PYTHON
