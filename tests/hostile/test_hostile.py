"""The hostile documents in the shared folder, each judged by the judge beside them.

The judge runs the command line in a sandbox and looks at exit code, output, time, memory, files,
syntax, imports, and whether a payload ran. By night it sees all of them, otherwise one of each
kind.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.places import SHARED

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = SHARED / "hostile"
JUDGE = HOSTILE / "run.py"
COMMAND = f"{sys.executable} -m speccast generate {{spec}} -o {{out}} --package pkg --no-tests"

SOME = (
    "dos_json_deep_arrays.json",
    "dos_yaml_alias_bomb.yaml",
    "fs_tag_traversal.yaml",
    "inj_const_value.yaml",
    "inj_desc_pep263_cookie.yaml",
    "inj_desc_triple_dquote_dedent.yaml",
    "inj_discriminator_mapping_code.yaml",
    "inj_header_name_crlf.yaml",
    "inj_required_unknown_names.yaml",
    "inj_server_url_dquote.yaml",
    "json_lone_surrogate.json",
    "names_nfkc_collision.yaml",
    "names_schema_shadows_imports.yaml",
    "ref_remote_file_passwd.yaml",
    "struct_wrong_types.yaml",
    "yaml_python_tag.yaml",
)
"""One document of each kind."""

pytestmark = pytest.mark.skipif(not JUDGE.is_file(), reason="../shared/hostile is not here")


def judge(pattern: str, report: Path) -> dict[str, dict[str, object]]:
    """Return the verdicts for the documents that match a pattern, by name."""
    options = ["--only", pattern, "--json", str(report), "--python", sys.executable]
    subprocess.run(  # noqa: S603 - the judge and our interpreter
        [sys.executable, str(JUDGE), "--cmd", COMMAND, *options], check=False, capture_output=True
    )
    found: dict[str, dict[str, object]] = json.loads(report.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", SOME)
def test_some(name: str, tmp_path: Path) -> None:
    """One document passes."""
    found = judge(name, tmp_path / "report.json")
    assert list(found) == [name]
    assert found[name]["faults"] == []


@pytest.mark.nightly
def test_all(tmp_path: Path) -> None:
    """Every document passes."""
    expected = json.loads((HOSTILE / "MANIFEST.json").read_text(encoding="utf-8"))
    found = judge("*", tmp_path / "report.json")
    assert expected.keys() == found.keys()
    assert {name: said["faults"] for name, said in found.items() if said["faults"]} == {}
