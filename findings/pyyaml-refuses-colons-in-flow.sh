#!/bin/sh
# PyYAML 6.0.3 refuses a plain scalar that begins with a colon in a flow collection: [::1].
#
# YAML 1.1 and 1.2 allow it (ns-plain-first: a colon that is followed by a non-space character; example 7.10 of
# YAML 1.2 has "[ ::vector, ...]"), and PyYAML reads the same scalar in a block sequence: "- ::1". Both of its
# parsers refuse it, the one in Python and libyaml. yaml-rs 0.1.6 reads it.
#
# A program that reads OpenAPI documents has to care: {example: ::1} is a valid IPv6 address there.
#
# Ends with 0 as long as PyYAML does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pyyaml==6.0.3 yaml-rs==0.1.6
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import yaml
import yaml_rs

print("PyYAML", version("pyyaml"), "yaml-rs", version("yaml-rs"))
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    assert yaml.load("- ::1", loader) == ["::1"]
    for text in ("[::1]", "{example: ::1}"):
        try:
            found = yaml.load(text, loader)
        except yaml.YAMLError as error:
            print(f"{loader.__name__} refuses {text}: {error.problem}")
        else:
            raise SystemExit(f"the behaviour has changed: {text} is {found!r}")
assert yaml_rs.loads("[::1]") == ["::1"]
print("yaml-rs reads [::1] as", yaml_rs.loads("[::1]"))
PYTHON
