#!/bin/sh
# types-PyYAML 6.0.12.20261122 makes each use of yaml.dump an error in the strict mode of basedpyright 1.40.2.
#
# The stub of the parameter `width` imports FloatInt from _typeshed. A type checker brings its own _typeshed; the
# one of this release of basedpyright has no FloatInt, so that the type is Unknown and reportUnknownMemberType is
# reported where `yaml.safe_dump` is named. With the release before (6.0.12.20261113) nothing is reported.
#
# A project that does not pin its stubs becomes red without a change of its own.
#
# Ends with 0 as long as both releases behave so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q basedpyright==1.40.2 pyyaml==6.0.3
cd "$folder"
echo '{"typeCheckingMode": "strict", "include": ["dump.py"]}' > pyrightconfig.json
printf 'import yaml\n\nprint(yaml.safe_dump({"a": 1}))\n' > dump.py
for release in 20261113 20261122; do
  venv/bin/pip install -q "types-pyyaml==6.0.12.$release"
  code=0
  said=$(venv/bin/basedpyright --pythonpath venv/bin/python) || code=$?
  echo "types-PyYAML 6.0.12.$release: $(echo "$said" | tail -n 1)"
  case $release in
    20261113) [ "$code" = 0 ] || { echo "the behaviour has changed"; exit 1; } ;;
    20261122) echo "$said" | grep -q 'Type of "safe_dump" is partially unknown' || { echo "the behaviour has changed"; exit 1; } ;;
  esac
done
