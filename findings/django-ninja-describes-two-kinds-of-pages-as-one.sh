#!/bin/sh
# Django Ninja 1.7.1 describes the pages of all paginators of a schema as one component, that of the last one.
#
# `@paginate(PageNumberPagination)` answers {items, count}; `@paginate(CursorPagination)` answers {previous, next,
# results}. Where both return the same schema S, each operation refers to one component `PagedS`, which has the
# properties of the paginator that was declared last. The cause is in ninja/pagination.py: the class of the answer
# is named `Paged` + the name of the schema, whatever the paginator is, and components are distinguished by name alone.
#
# A client generator has to care: the answers of one of the two operations do not fit the document. Two schemas of
# different names avoid it, or an OpenAPI overlay with a component for each kind of page.
#
# Ends with 0 as long as Django Ninja does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q django==5.2.19 django-ninja==1.7.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

memory = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": memory},
    INSTALLED_APPS=["django.contrib.contenttypes"],
    ROOT_URLCONF=__name__,
)
django.setup()
from django.db import connection, models
from django.test import Client
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.pagination import CursorPagination, PageNumberPagination, paginate


class Row(models.Model):
    class Meta:
        app_label = "contenttypes"


class S(Schema):
    id: int


with connection.schema_editor() as editor:
    editor.create_model(Row)
api = NinjaAPI()


@api.get("/pages", response=list[S])
@paginate(PageNumberPagination)
def by_page(request):
    return Row.objects.order_by("id")


@api.get("/cursors", response=list[S])
@paginate(CursorPagination, ordering=("id",))
def by_cursor(request):
    return Row.objects.all()


urlpatterns = [path("", api.urls)]
client = Client()
document = client.get("/openapi.json").json()
said = {
    item["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    for item in document["paths"].values()
}
described = [*document["components"]["schemas"]["PagedS"]["properties"]]
answered = [*client.get("/pages").json()]
print("django-ninja", version("django-ninja"))
print("both documented as", said, described)
print("/pages answered", answered)
assert said == {"#/components/schemas/PagedS"}, "the behaviour has changed"
assert described == ["previous", "next", "results"], "the behaviour has changed"
assert sorted(answered) == ["count", "items"], "the behaviour has changed"
PYTHON
