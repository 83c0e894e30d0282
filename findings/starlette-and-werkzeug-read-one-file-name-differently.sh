#!/bin/sh
# Starlette 1.10.0 reads filename="a%22b.txt" as it is, Werkzeug 3.1.9 as a"b.txt; filename*= is a file for Werkzeug
# and a text for Starlette.
#
# HTML (Multipart form data) has `"` written as %22 in a file name, and says nothing of reading it: a file that is
# called a%22b.txt has the same header as one called a"b.txt. RFC 7578 (section 4.2) forbids filename*=, but RFC 6266
# has it, and clients send it: Starlette then sees a field without a file.
#
# A client generator has to care: no spelling of such a name arrives at both, and an upload with filename*= is
# answered with 422 by FastAPI, as if there were no file.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q starlette==1.10.0 python-multipart==0.0.34 werkzeug==3.1.9
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import io
from importlib.metadata import version

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from werkzeug.formparser import MultiPartParser as Werkzeug

CASES = {
    'filename="a.txt"': ("a.txt", "a.txt"),
    'filename="a%22b.txt"': ("a%22b.txt", 'a"b.txt'),
    "filename*=UTF-8''a.txt": ("no file", "a.txt"),
}


def by_starlette(body: bytes) -> str:
    async def pieces():
        yield body

    headers = Headers({"content-type": "multipart/form-data; boundary=B"})
    form = asyncio.run(MultiPartParser(headers, pieces()).parse())
    return form["file"].filename if isinstance(form["file"], UploadFile) else "no file"


def by_werkzeug(body: bytes) -> str:
    _, files = Werkzeug().parse(io.BytesIO(body), b"B", len(body))
    return files["file"].filename if "file" in files else "no file"


print("starlette", version("starlette"), "werkzeug", version("werkzeug"))
for header, expected in CASES.items():
    head = f'--B\r\nContent-Disposition: form-data; name="file"; {header}\r\nContent-Type: text/plain\r\n\r\n'
    body = head.encode() + b"content\r\n--B--\r\n"
    found = (by_starlette(body), by_werkzeug(body))
    print(header, "is", found)
    assert found == expected, "the behaviour has changed"
PYTHON
