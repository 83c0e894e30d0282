#!/bin/sh
# uritemplate 4.2.0 (Python) writes the word None for members of a map that are None.
#
# A plain variable that is None is left out, as RFC 6570 says of undefined ones (section 2.3), and so are undefined
# members of a map. uritemplate leaves out the first and writes the second, exploded or not.
#
# A client generator has to care: OpenAPI defines `style: form` and the like by RFC 6570, and a library that expands
# templates looks like the way to send parameters. A filter that is not set is sent as a word, for which servers then search.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q uritemplate==4.2.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from uritemplate import expand

print("uritemplate", version("uritemplate"))
for template, value, expected in [
    ("{?a}", None, ""),
    ("{?a*}", {"state": "open", "owner": None}, "?owner=None&state=open"),
    ("{?a}", {"state": "open", "owner": None}, "?a=owner,None,state,open"),
]:
    found = expand(template, {"a": value})
    print(f"  {template} with {value!r} is {found!r}")
    assert found == expected, "the behaviour has changed"
PYTHON
