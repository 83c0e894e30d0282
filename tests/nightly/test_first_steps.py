"""The README's first steps in a fresh clone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.places import ROOT
from tests.support.workspace import finished, start

if TYPE_CHECKING:
    from pathlib import Path

OFFLINE: Final = """\
import socket

def refused(*_, **__):
    raise socket.gaierror("no network in this test")

socket.getaddrinfo = refused
"""


def fresh(folder: Path) -> Path:
    """Return a folder with the files under version control, as they are in the working copy."""
    for name in finished(start(["git", "ls-files"], ROOT)).out.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.mark.nightly
def test_the_opening_example(tmp_path: Path) -> None:
    """After the first command the first example runs, as far as it needs no network."""
    clone = fresh(tmp_path / "clone")
    readme = (clone / "README.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^python3 -m venv .* generate$", readme, re.MULTILINE)
    first = finished(start(["bash", "-euo", "pipefail", "-c", command], clone))
    assert first.code == 0, first.err
    example = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[0]
    (tmp_path / "sitecustomize.py").write_text(OFFLINE)
    settings = {"CLOUDFLARE_API_TOKEN": "token", "PYTHONPATH": str(tmp_path)}
    python = clone / ".venv" / "bin" / "python"
    done = finished(start([str(python), "-B", "-c", example], tmp_path, **settings))
    expected = "APIConnectionError: ConnectError: no network in this test"
    assert done.err.rstrip().endswith(expected), done.err
