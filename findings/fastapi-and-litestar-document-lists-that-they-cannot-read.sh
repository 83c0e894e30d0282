#!/bin/sh
# FastAPI 0.165.0 and Litestar 2.25.0 document a list in a header as {type: array} and cannot read what that means.
#
# The style of a header is always `simple`: X-Tags: a,b (OpenAPI 3.1, Parameter Object; RFC 9110, section 5.6.1).
# FastAPI reads one item, "a,b", from it (two from two header lines); Litestar answers 400, `Expected array, got str`,
# to anything. A list in a cookie is documented as well, `tags=a; tags=b` by its default style, and refused by both.
#
# A client generator has to care: a call that is right by the document arrives as another value, or not at all.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastapi==0.165.0 litestar==2.25.0 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import warnings
from importlib.metadata import version
from typing import Annotated

warnings.simplefilter("ignore")
logging.disable()

import fastapi.testclient
import litestar.testing
from fastapi import Cookie, FastAPI, Header
from litestar import Litestar, get
from litestar.params import Parameter

ONE, TWO = [("X-Tags", "a,b")], [("X-Tags", "a"), ("X-Tags", "b")]
COOKIES = [("Cookie", "ids=1; ids=2")]


def fast() -> tuple[list[object], list[object]]:
    app = FastAPI()

    @app.get("/tags")
    def tags(x_tags: Annotated[list[str], Header()] = [], ids: Annotated[list[int], Cookie()] = []):
        return x_tags + ids

    client = fastapi.testclient.TestClient(app)
    documented = client.get("/openapi.json").json()["paths"]["/tags"]["get"]["parameters"]
    answers = [client.get("/tags", headers=headers) for headers in (ONE, TWO, COOKIES)]
    return ["array" in str(it["schema"]) for it in documented], [
        it.json() if it.status_code == 200 else it.status_code for it in answers
    ]


@get("/tags")
async def tags(
    names: Annotated[list[str] | None, Parameter(header="X-Tags")] = None,
    ids: Annotated[list[int] | None, Parameter(cookie="ids")] = None,
) -> list[object]:
    return [*(names or ()), *(ids or ())]


def lite() -> tuple[list[object], list[object]]:
    with litestar.testing.TestClient(Litestar([tags])) as client:
        documented = client.get("/schema/openapi.json").json()["paths"]["/tags"]["get"]["parameters"]
        answers = [client.get("/tags", headers=headers) for headers in (ONE, TWO, COOKIES)]
    return ["array" in str(it["schema"]) for it in documented], [
        it.json() if it.status_code == 200 else it.status_code for it in answers
    ]


for name, (documented, answers), expected in (
    ("fastapi", fast(), [["a,b"], ["a", "b"], 422]),
    ("litestar", lite(), [400, 400, 400]),
):
    print(name, version(name), "documents arrays:", documented, "and reads", answers)
    assert (documented, answers) == ([True, True], expected), "the behaviour has changed"
PYTHON
