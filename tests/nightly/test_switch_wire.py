"""A program with the SDK that it was written for, and with our package, recorded by a server."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.places import SHARED
from tests.switch.measuring import taken_over
from tests.switch.wire import transcript

if TYPE_CHECKING:
    from pathlib import Path

SDK = SHARED / "switch" / "ogx"
PINNED = "ogx_client==0.8.0"


@pytest.mark.nightly
@pytest.mark.skipif(not SDK.is_dir(), reason="../shared/switch is not at hand")
def test_the_server_sees_no_difference(tmp_path: Path) -> None:
    """The requests are equal except for `wire.PASSING`; so is the output of the program."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", bare], check=True)  # noqa: S603 - ourselves
    python = str(bare / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", PINNED], check=True)  # noqa: S603
    package = taken_over(SDK, tmp_path)
    assert package == "ogx_client"
    theirs = transcript(python, package, "OgxClient")
    ours = transcript(sys.executable, package, "OgxClient", str(tmp_path / "generated"))
    assert ours[0] == theirs[0]
    assert ours[1] == theirs[1]
