#!/bin/sh
# httpx-sse 0.4.3 yields an event for `retry: 10` and for `id: 5` alone.
#
# WHATWG HTML (9.2.6): if the data buffer is empty, no event is dispatched; a browser only notes the time and the id.
# Servers send both for themselves, before the first event for instance, and `event: ping` without data to keep a
# connection open.
#
# A client generator has to care: `json.loads(event.data)` for each event, as documented streams are read, fails at
# the first such line.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q httpx-sse==0.4.3 httpx==0.28.1
"$folder/venv/bin/python" - <<'PYTHON'
import json
from importlib.metadata import version

import httpx
import httpx_sse

BODY = b'retry: 10\n\nid: 5\n\nevent: ping\n\ndata: {"n": 1}\n\n'
answer = httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=BODY)
events = [(event.event, event.id, event.data) for event in httpx_sse.EventSource(answer).iter_sse()]
print("httpx-sse", version("httpx-sse"), "gives", events)
assert events == [("message", "", ""), ("message", "5", ""), ("ping", "5", ""), ("message", "5", '{"n": 1}')], (
    "the behaviour has changed"
)
try:
    json.loads(events[0][2])
except ValueError as error:
    print("the first event is no JSON:", error)
PYTHON
