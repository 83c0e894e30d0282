"""Litestar."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from litestar import Litestar, Response, delete, get, head, post, put
from litestar.exceptions import HTTPException, NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.params import Parameter
from msgspec import Struct
from serving import serve_asgi


@dataclass
class NewRecord:
    name: str
    at: datetime
    day: date
    opens: time
    took: timedelta = timedelta(0)


@dataclass
class Record:
    id: int
    name: str
    at: datetime
    day: date
    opens: time
    took: timedelta = timedelta(0)


class Cat(Struct, tag_field="kind", tag="cat"):
    lives: int


class Dog(Struct, tag_field="kind", tag="dog"):
    bark: str


RECORDS = {
    1: Record(
        1,
        "first",
        datetime(2024, 1, 2, 3, 4, 5, 678000),
        date(2024, 1, 2),
        time(9, 30),
        timedelta(days=400, hours=5),
    )
}


@get("/records", tags=["records"])
async def list_records(limit: Annotated[int, Parameter(le=100)] = 10) -> list[Record]:
    return [*RECORDS.values()][:limit]


@head("/records", tags=["records"])
async def check_records() -> Response[None]:
    return Response(None, headers={"X-Count": str(len(RECORDS))})


@post("/records", tags=["records"])
async def create_record(data: NewRecord) -> Record:
    if any(each.name == data.name for each in RECORDS.values()):
        raise HTTPException(f"There is one called {data.name}", status_code=409)
    made = Record(id=len(RECORDS) + 1, **asdict(data))
    RECORDS[made.id] = made
    return made


@get("/records/{record_id:int}", tags=["records"])
async def get_record(record_id: int) -> Record:
    if record_id not in RECORDS:
        raise NotFoundException("There is no such record")
    return RECORDS[record_id]


@put("/records/{record_id:int}", tags=["records"])
async def replace_record(record_id: int, data: NewRecord) -> Record:
    RECORDS[record_id] = Record(id=record_id, **asdict(data))
    return RECORDS[record_id]


@delete("/records/{record_id:int}", tags=["records"])
async def delete_record(record_id: int) -> None:
    RECORDS.pop(record_id, None)


@get("/animals")
async def list_animals() -> list[Cat | Dog]:
    return Response([{"kind": "cat", "lives": 9}, {"kind": "fish", "fins": 2}])


@get("/broken")
async def broken() -> Record:
    return Response(b"\x0b\x02", status_code=503, headers={"Content-Encoding": "br"})


@get("/lie")
async def lie() -> Record:
    return Response({"id": 1, "name": None, "at": 12, "day": "2024-01-02", "opens": "9:30"})


@get("/silent")
async def silent() -> Record:
    return Response(b"")


@get("/export")
async def export() -> Any:
    return Response("a,b\n1,2\n", media_type="text/csv")


@post("/touch", status_code=200)
async def touch() -> Any:
    return Response({"touched": 2})


app = Litestar(
    [
        *(list_records, check_records, create_record, get_record, replace_record, delete_record),
        *(list_animals, broken, lie, silent, export, touch),
    ],
    openapi_config=OpenAPIConfig(title="Records", version="1"),
)

if __name__ == "__main__":
    serve_asgi(app, "/schema/openapi.json")
