#!/bin/sh
# aiohttp 3.14.5 sends the file name grüße 5%.txt percent-encoded, and Starlette 1.10.0 and Werkzeug 3.1.9 keep it so.
#
# RFC 7578 (section 4.2) allows percent-encoding, HTML (Multipart form data) has UTF-8 with only the quote and line
# ends escaped, as browsers, requests and httpx send it. FormData(quote_fields=False) does the same; the default is
# True.
#
# A client generator has to care: the server stores another name, and each upload of a name that was read back escapes
# it once more.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q aiohttp==3.14.5 starlette==1.10.0 python-multipart==0.0.34 werkzeug==3.1.9
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import io
from importlib.metadata import version

from aiohttp import FormData
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from werkzeug.formparser import MultiPartParser as Werkzeug

NAME = "gr\u00fc\u00dfe 5%.txt"


class Pieces:
    """What aiohttp writes a body to."""

    def __init__(self) -> None:
        self.body = b""

    async def write(self, piece: bytes) -> None:
        self.body += piece


async def names(**options: bool) -> tuple[str | None, str | None]:
    form = FormData(**options)
    form.add_field("file", b"x", filename=NAME)
    payload, pieces = form(), Pieces()
    await payload.write(pieces)

    async def stream():
        yield pieces.body

    read = await MultiPartParser(Headers({"content-type": payload.content_type}), stream()).parse()
    boundary = payload.boundary.encode()
    _, files = Werkzeug().parse(io.BytesIO(pieces.body), boundary, len(pieces.body))
    return read["file"].filename, files["file"].filename


print(*(f"{name} {version(name)}" for name in ("aiohttp", "starlette", "werkzeug")))
for options, expected in (({}, "gr%C3%BC%C3%9Fe%205%25.txt"), ({"quote_fields": False}, NAME)):
    found = asyncio.run(names(**options))
    print(options, "arrives as", *map(ascii, found))
    assert found == (expected, expected), "the behaviour has changed"
PYTHON
