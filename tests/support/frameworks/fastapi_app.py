"""FastAPI."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field
from serving import serve_asgi


class NewRecord(BaseModel):
    name: str
    at: datetime
    day: date
    opens: time
    took: timedelta = timedelta(0)


class Record(NewRecord):
    id: int


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    bark: str


Animal = Annotated[Cat | Dog, Field(discriminator="kind")]
FIRST = NewRecord(
    name="first",
    at=datetime(2024, 1, 2, 3, 4, 5, 678000),
    day=date(2024, 1, 2),
    opens=time(9, 30),
    took=timedelta(days=400, hours=5),
)
RECORDS = {1: Record(id=1, **FIRST.model_dump())}
app = FastAPI(title="Records", version="1")


@app.get("/records", tags=["records"])
def list_records(limit: Annotated[int, Query(le=100)] = 10) -> list[Record]:
    return [*RECORDS.values()][:limit]


@app.head("/records", tags=["records"])
def check_records() -> Response:
    return Response(headers={"X-Count": str(len(RECORDS))})


@app.post("/records", tags=["records"], status_code=201)
def create_record(record: NewRecord) -> Record:
    if any(each.name == record.name for each in RECORDS.values()):
        raise HTTPException(409, f"There is one called {record.name}")
    made = Record(id=len(RECORDS) + 1, **record.model_dump())
    RECORDS[made.id] = made
    return made


@app.get("/records/{record_id}", tags=["records"])
def get_record(record_id: int) -> Record:
    if record_id not in RECORDS:
        raise HTTPException(404, "There is no such record")
    return RECORDS[record_id]


@app.put("/records/{record_id}", tags=["records"])
def replace_record(record_id: int, record: NewRecord) -> Record:
    RECORDS[record_id] = Record(id=record_id, **record.model_dump())
    return RECORDS[record_id]


@app.delete("/records/{record_id}", tags=["records"], status_code=204)
def delete_record(record_id: int) -> None:
    RECORDS.pop(record_id, None)


@app.get("/animals", response_model=list[Animal])
def list_animals() -> Any:
    return JSONResponse([{"kind": "cat", "lives": 9}, {"kind": "fish", "fins": 2}])


@app.get("/broken", response_model=Record)
def broken() -> Any:
    return Response(b"\x0b\x02", 503, {"Content-Encoding": "br"})


@app.get("/lie", response_model=Record)
def lie() -> Any:
    return JSONResponse({"id": 1, "name": None, "at": 12, "day": "2024-01-02", "opens": "9:30"})


@app.get("/silent", response_model=Record)
def silent() -> Any:
    return Response()


@app.get("/export")
def export():
    return PlainTextResponse("a,b\n1,2\n", media_type="text/csv")


@app.post("/touch", response_class=Response)
def touch() -> Any:
    return JSONResponse({"touched": 2})


if __name__ == "__main__":
    serve_asgi(app, "/openapi.json")
