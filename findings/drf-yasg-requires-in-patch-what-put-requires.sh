#!/bin/sh
# drf-yasg 1.21.18 documents a PATCH with the required properties of a PUT.
#
# Django REST framework's `partial_update` requires no property. drf-yasg describes its body by the definition of the
# whole object, whose `required` is that of POST and PUT. (drf-spectacular writes a definition of its own for it.)
#
# A client generator has to care: by the document a call that changes one property is not valid, and typed code cannot
# make it.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q Django==5.2.19 djangorestframework==3.18.3 drf-yasg==1.21.18 setuptools
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")

import django
from django.conf import settings

logging.disable()
settings.configure(
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["rest_framework", "drf_yasg"],
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None},
    ROOT_URLCONF="__main__",
)
django.setup()

from django.test import Client
from django.urls import include, path
from drf_yasg import openapi
from drf_yasg.views import get_schema_view
from rest_framework import routers, serializers, viewsets
from rest_framework.response import Response


class BookSerializer(serializers.Serializer):
    title = serializers.CharField()
    author = serializers.CharField()


class Books(viewsets.ViewSet):
    def get_serializer(self, *args, **kwargs):
        return BookSerializer(*args, **kwargs)

    def partial_update(self, request, pk):
        serializer = BookSerializer(data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.validated_data)


router = routers.SimpleRouter()
router.register("books", Books, basename="book")
view = get_schema_view(openapi.Info(title="Books", default_version="1"), public=True)
urlpatterns = [path("", include(router.urls)), path("swagger.json", view.without_ui())]
client = Client()
document = client.get("/swagger.json", {"format": "openapi"}).json()
[body] = document["paths"]["/books/{id}/"]["patch"]["parameters"]
required = document["definitions"]["Book"]["required"]
answer = client.patch("/books/1/", {"title": "a"}, content_type="application/json")
print("drf-yasg", version("drf-yasg"), "documents", body["schema"], "requiring", required)
print("without author:", answer.status_code, answer.json())
assert body["schema"] == {"$ref": "#/definitions/Book"}, "the behaviour has changed"
assert (required, answer.status_code) == (["title", "author"], 200), "the behaviour has changed"
PYTHON
