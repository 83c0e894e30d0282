#!/bin/sh
# pydantic 2.14.4 writes timedelta(days=365) as "P1Y" and timedelta(days=400, hours=5, seconds=1) as "P1Y35DT5H1S".
#
# A timedelta has no years. The reader must know that a year means 365 days here; "P1M" is read as 30 days and written
# as "P30D". "P1Y35D" and "T5H1S" skip a unit, which RFC 3339 appendix A (the `duration` of JSON Schema, and the format
# that pydantic documents for the field) does not allow. msgspec 0.23.0 reads no years at all.
#
# A client generator has to care: FastAPI sends these values for `format: duration`. A client that decodes with msgspec
# refuses them, one that keeps a timedelta alone sends something else back, and one with calendar arithmetic is a day
# off in a leap year.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pydantic==2.14.4 msgspec==0.23.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import timedelta
from importlib.metadata import version

import msgspec
from pydantic import TypeAdapter

adapter = TypeAdapter(timedelta)
print("pydantic", version("pydantic"), adapter.json_schema(), "msgspec", version("msgspec"))
written = {}
for value in (timedelta(365), timedelta(400, 5 * 3600 + 1)):
    text = adapter.dump_python(value, mode="json")
    try:
        read = msgspec.convert(text, timedelta)
    except msgspec.ValidationError as error:
        read = error
    print(repr(value), "is written as", text, "and read by msgspec as:", read)
    written[text] = isinstance(read, msgspec.ValidationError)
assert written == {"P1Y": True, "P1Y35DT5H1S": True}, "the behaviour has changed"
month = adapter.dump_python(adapter.validate_python("P1M"), mode="json")
print("P1M is read and written back as", month)
assert month == "P30D", "the behaviour has changed"
PYTHON
