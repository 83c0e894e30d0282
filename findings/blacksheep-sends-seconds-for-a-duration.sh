#!/bin/sh
# BlackSheep 2.6.4 documents a timedelta as {type: string, format: duration} and sends seconds: 5400.0.
#
# `duration` is that of RFC 3339, appendix A, `PT1H30M`. pydantic's schema says so, and pydantic would write it; BlackSheep
# takes the schema from pydantic, and writes the model with a JSON encoder of its own (essentials), which writes seconds.
#
# A client generator has to care: a client that reads by the document refuses the answer. An overlay with
# {type: number} corrects it.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q blacksheep==2.6.4 pydantic==2.14.4
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
from datetime import timedelta
from importlib.metadata import version

from blacksheep import Application, get
from blacksheep.server.openapi.v3 import OpenAPIHandler
from blacksheep.testing import TestClient
from openapidocs.v3 import Info
from pydantic import BaseModel


class Job(BaseModel):
    took: timedelta


app = Application()
OpenAPIHandler(info=Info(title="Jobs", version="1")).bind_app(app)


@get("/job")
async def job() -> Job:
    return Job(took=timedelta(minutes=90))


async def main() -> None:
    await app.start()
    client = TestClient(app)
    document = await (await client.get("/openapi.json")).json()
    answer = await (await client.get("/job")).json()
    took = document["components"]["schemas"]["Job"]["properties"]["took"]
    print("blacksheep", version("blacksheep"), "documents", took, "answer:", answer)
    assert (took["type"], took["format"]) == ("string", "duration"), "the behaviour has changed"
    assert answer == {"took": 5400.0}, "the behaviour has changed"


asyncio.run(main())
PYTHON
