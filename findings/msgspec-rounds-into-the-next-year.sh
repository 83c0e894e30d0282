#!/bin/sh
# msgspec 0.23.0 reads 2026-12-31T23:59:59.9999999Z as midnight of 2027-01-01; pydantic and the standard library do not.
#
# RFC 3339 allows any number of digits in a fraction, a datetime holds six. datetime.fromisoformat and pydantic 2.14.4
# cut the rest off, msgspec rounds, and the carry goes up to the year. Servers in Go and C# send seven to nine digits.
#
# A client generator has to care: the choice of the JSON library changes the day, month and year that a caller sees, and
# none of these libraries can send the value back as it came.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pydantic==2.14.4 msgspec==0.23.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime
from importlib.metadata import version

import msgspec
from pydantic import TypeAdapter

text = "2026-12-31T23:59:59.9999999Z"
rounded = msgspec.json.decode(f'"{text}"', type=datetime)
cut = TypeAdapter(datetime).validate_python(text)
print("msgspec", version("msgspec"), rounded)
print("pydantic", version("pydantic"), cut)
print("datetime.fromisoformat", datetime.fromisoformat(text))
assert rounded == datetime(2027, 1, 1, tzinfo=UTC), "the behaviour has changed"
assert cut == datetime.fromisoformat(text) == datetime(2026, 12, 31, 23, 59, 59, 999999, UTC), "the behaviour has changed"
PYTHON
