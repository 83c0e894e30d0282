#!/bin/sh
# FastAPI 0.165.0, Litestar 2.25.0 and Falcon 4.4.0 answer 404 where a path parameter has an encoded slash.
#
# `%2F` in a segment is data (RFC 3986, sections 2.2 and 3.3), and simple expansion of `{id}` encodes a slash so (RFC 6570,
# section 3.2.2), as OpenAPI asks ("style: simple"). These three match their routes against the decoded path, because ASGI's
# `path` and WSGI's `PATH_INFO` are decoded, so `a%2Fb` is two segments. aiohttp 3.14.5 matches the path as sent.
#
# A client generator has to care: a correct call with an id such as `a/b` is "not found" at most Python servers, and only a
# parameter of the framework's own kind (`{id:path}`), which the document does not show, takes it.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 httpx==0.28.1 litestar==2.25.0 falcon==4.4.0 aiohttp==3.14.5
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import logging
from importlib.metadata import version

import falcon.testing
import fastapi.testclient
import litestar.testing
import yarl
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

logging.disable()
URL = "/items/a%2Fb"
app = fastapi.FastAPI()


@app.get("/items/{item_id}")
def fast(item_id: str) -> str:
    return item_id


@litestar.get("/items/{item_id:str}")
async def lite(item_id: str) -> str:
    return item_id


class Item:
    def on_get(self, request, response, item_id):
        response.text = item_id


async def answer_of_aiohttp():
    async def item(request):
        return web.Response(text=request.match_info["item_id"])

    server = web.Application()
    server.router.add_get("/items/{item_id}", item)
    async with TestClient(TestServer(server)) as client:
        answer = await client.get(yarl.URL(URL, encoded=True))
        return answer.status, await answer.text()


falcons = falcon.App()
falcons.add_route("/items/{item_id}", Item())
with litestar.testing.TestClient(litestar.Litestar([lite])) as client:
    answers = {
        "fastapi": fastapi.testclient.TestClient(app).get(URL).status_code,
        "litestar": client.get(URL).status_code,
        "falcon": falcon.testing.simulate_get(falcons, URL).status_code,
        "aiohttp": asyncio.run(answer_of_aiohttp()),
    }
for name, answer in answers.items():
    print(name, version(name), "answers", URL, "with", answer)
assert answers == {"fastapi": 404, "litestar": 404, "falcon": 404, "aiohttp": (200, "a/b")}, "the behaviour has changed"
PYTHON
