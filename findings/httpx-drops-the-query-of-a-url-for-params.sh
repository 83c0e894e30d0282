#!/bin/sh
# httpx 0.28.1 and httpx2 2.16.2 drop the query of a URL if they are given `params`, even an empty dict; requests
# 2.34.2 adds to it.
#
# The parameters of a client replace it as well: `Client(params={"key": "1"})` sends `/pets?key=1` for `/pets?page=2`.
#
# A client generator has to care: a path in a document may have a query of its own, a server's URL may have one, and
# the next link of a page mostly has. With `params` beside it (an API key, for instance) the first page is asked for
# again and again.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q requests==2.34.2 httpx==0.28.1 httpx2==2.16.2
"$folder/venv/bin/python" - <<'PYTHON'
import httpx
import httpx2
import requests

URL = "https://pets.example/pets?page=2"
print("requests", requests.__version__, "httpx", httpx.__version__, "httpx2", httpx2.__version__)
for params in (None, {}, {"key": "1"}):
    old = requests.Request("GET", URL, params=params).prepare().url
    new = [str(library.Request("GET", URL, params=params).url) for library in (httpx, httpx2)]
    print(params, "requests:", old, "httpx:", new)
    assert old.startswith(URL), "the behaviour has changed"
    kept = new == [URL, URL] if params is None else not any("page" in url for url in new)
    assert kept, "the behaviour has changed"
for library in (httpx, httpx2):
    sent = library.Client(params={"key": "1"}).build_request("GET", URL).url
    print(library.__name__, "with params of the client:", sent)
    assert str(sent) == "https://pets.example/pets?key=1", "the behaviour has changed"
PYTHON
