#!/bin/sh
# openapi-core 0.23.1 refuses an application/problem+json that is as documented: it does not read it as JSON.
#
# RFC 6839 (section 3.1): what ends in +json is JSON. openapi-core knows application/json and
# application/vnd.api+json, leaves the bytes of others as they are, and finds that bytes are not of type object.
#
# A client generator has to care: a test of its answers with openapi-core fails for RFC 9457's errors, and a server
# that checks its responses with it replaces them by errors of its own.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q openapi-core==0.23.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

KINDS = {"application/json": True, "application/vnd.api+json": True, "application/problem+json": False, "application/geo+json": False}
schema = {"type": "object", "properties": {"title": {"type": "string"}}}
content = {kind: {"schema": schema} for kind in KINDS}
document = OpenAPI.from_dict(
    {
        "openapi": "3.1.0",
        "info": {"title": "Problems", "version": "1"},
        "servers": [{"url": "http://pets.example"}],
        "paths": {"/pets": {"get": {"responses": {"400": {"description": "No.", "content": content}}}}},
    }
)
request = MockRequest("http://pets.example", "get", "/pets")
print("openapi-core", version("openapi-core"))
for kind, expected in KINDS.items():
    answer = MockResponse(b'{"title": "no"}', status_code=400, content_type=kind)
    result = document.unmarshal_response(request, answer)
    print(kind, "is", result.data, [str(error.__cause__) for error in result.errors])
    assert (not result.errors) is expected, "the behaviour has changed"
PYTHON
