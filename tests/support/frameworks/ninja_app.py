"""Django Ninja, without a database."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["django.contrib.contenttypes"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of a test",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from pydantic import Field
from serving import serve_wsgi


class NewRecord(Schema):
    name: str
    at: datetime
    day: date
    opens: time
    took: timedelta = timedelta(0)


class Record(NewRecord):
    id: int


class Cat(Schema):
    kind: Literal["cat"]
    lives: int


class Dog(Schema):
    kind: Literal["dog"]
    bark: str


Animal = Annotated[Cat | Dog, Field(discriminator="kind")]
RECORDS = {
    1: Record(
        id=1,
        name="first",
        at=datetime(2024, 1, 2, 3, 4, 5, 678000),
        day=date(2024, 1, 2),
        opens=time(9, 30),
        took=timedelta(days=400, hours=5),
    )
}
api = NinjaAPI(title="Records", version="1")


@api.get("/records", response=list[Record], tags=["records"])
def list_records(request, limit: int = Query(10, le=100)):
    return [*RECORDS.values()][:limit]


@api.api_operation(["HEAD"], "/records", tags=["records"])
def check_records(request):
    return HttpResponse(headers={"X-Count": str(len(RECORDS))})


@api.post("/records", response={201: Record}, tags=["records"])
def create_record(request, record: NewRecord):
    if any(each.name == record.name for each in RECORDS.values()):
        raise HttpError(409, f"There is one called {record.name}")
    made = Record(id=len(RECORDS) + 1, **record.dict())
    RECORDS[made.id] = made
    return 201, made


@api.get("/records/{record_id}", response=Record, tags=["records"])
def get_record(request, record_id: int):
    if record_id not in RECORDS:
        raise HttpError(404, "There is no such record")
    return RECORDS[record_id]


@api.put("/records/{record_id}", response=Record, tags=["records"])
def replace_record(request, record_id: int, record: NewRecord):
    RECORDS[record_id] = Record(id=record_id, **record.dict())
    return RECORDS[record_id]


@api.delete("/records/{record_id}", response={204: None}, tags=["records"])
def delete_record(request, record_id: int):
    RECORDS.pop(record_id, None)
    return 204, None


@api.get("/animals", response=list[Animal])
def list_animals(request):
    animals = [{"kind": "cat", "lives": 9}, {"kind": "fish", "fins": 2}]
    return JsonResponse(animals, safe=False)


@api.get("/broken", response=Record)
def broken(request):
    return HttpResponse(b"\x0b\x02", status=503, headers={"Content-Encoding": "br"})


@api.get("/lie", response=Record)
def lie(request):
    return JsonResponse({"id": 1, "name": None, "at": 12, "day": "2024-01-02", "opens": "9:30"})


@api.get("/silent", response=Record)
def silent(request):
    return HttpResponse()


@api.get("/export")
def export(request):
    return HttpResponse("a,b\n1,2\n", content_type="text/csv")


@api.post("/touch")
def touch(request):
    return {"touched": 2}


urlpatterns = [path("", api.urls)]

if __name__ == "__main__":
    serve_wsgi(get_wsgi_application(), "/openapi.json")
