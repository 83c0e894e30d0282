#!/bin/sh
# requests 2.34.2, httpx 0.28.1 and httpx2 2.16.2 do not find rel="next" behind a title with "=" or ";".
#
# All three split a link at each ";", and a parameter at each "=", inside quotes as well; a parameter that does not
# make two pieces silently ends the link. RFC 8288 (section 3) allows both characters in a quoted string, and in
# the URI, where ";" cuts the URL short. Names of parameters are compared case-sensitively, though the RFC says
# otherwise.
#
# A client generator has to care: pages are followed by `response.links["next"]`, and the list just ends at the first
# page.
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

LINKS = {
    '</2>; rel="next"; title="a=b"': "/2",  # what is behind `rel` does no harm
    '</2>; title="a=b"; rel="next"': None,
    '</2>; title="a; b"; rel="next"': None,
    '</2>; REL="next"': None,
    '</2;v=1>; rel="next"': "/2",
}
print("requests", requests.__version__, "httpx", httpx.__version__, "httpx2", httpx2.__version__)
for link, expected in LINKS.items():
    old = requests.Response()
    old.headers["Link"] = link
    answers = [old, httpx.Response(200, headers={"Link": link}), httpx2.Response(200, headers={"Link": link})]
    found = [answer.links.get("next", {}).get("url") for answer in answers]
    print(link, "is read as", found)
    assert found == [expected] * 3, "the behaviour has changed"
PYTHON
