#!/bin/sh
# aiohttp 3.14.5 (with yarl 1.25.1) undoes the escapes %2C, %3B, %3A, %40 and %2F of a URL that it is given.
#
# RFC 3986 (section 2.2): URIs that differ in the escaping of a reserved character are not equivalent. yarl keeps an
# escaped "&", "=", "+" and "#" in a query and an escaped "/" in a path, and decodes the others. `yarl.URL(url,
# encoded=True)` keeps all.
#
# A client generator has to care: in OpenAPI, a list with `explode: false` is `ids=a%2Cb,c`, two items of which one
# has a comma. What a client has spelled right is sent as three items, and matrix parameters in a path (`;v=%3B`) are
# cut in two.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q aiohttp==3.14.5 yarl==1.25.1
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
from importlib.metadata import version

import yarl
from aiohttp import ClientSession, web

TARGET = "/x/a%2Cb;v=%3B?ids=a%2Cb,c&path=%2F&sum=1%2B1"
WANTED = "/x/a,b;v=;?ids=a,b,c&path=/&sum=1%2B1"
seen: list[str] = []


async def answer(request: web.Request) -> web.Response:
    seen.append(request.raw_path)
    return web.Response()


async def main() -> None:
    app = web.Application()
    app.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = "http://127.0.0.1:{}".format(runner.addresses[0][1])
    async with ClientSession() as session:
        await session.get(base + TARGET)
        await session.get(yarl.URL(base + TARGET, encoded=True))
    await runner.cleanup()


asyncio.run(main())
print("aiohttp", version("aiohttp"), "yarl", version("yarl"), "asked for", TARGET, "sends", seen)
assert seen == [WANTED, TARGET], "the behaviour has changed"
PYTHON
