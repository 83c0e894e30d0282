"""The lock of the versions that the README's commands install."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.constraints import pins
from tests.support.places import README

MACHINES: Final = [
    (python, system, os_name)
    for python in ("3.11", "3.12", "3.13", "3.14")
    for system, os_name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
]


def needed(name: str, extras: set[str], machine: tuple[str, str, str], seen: set[str]) -> None:
    """Collect what a distribution requires on a platform, recursively."""
    python, system, os_name = machine
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "os_name": os_name,
    }
    try:
        texts = requires(name) or []
    except PackageNotFoundError:  # for other platforms only
        return
    for each in map(Requirement, texts):
        asked = each.marker is None or any(
            each.marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras)
        )
        found = canonicalize_name(each.name)
        if asked and not seen >= {found, *(f"{found}[{extra}]" for extra in each.extras)}:
            seen |= {found, *(f"{found}[{extra}]" for extra in each.extras)}
            needed(found, each.extras, machine, seen)


@pytest.mark.parametrize("machine", MACHINES, ids="-".join)
def test_everything_is_pinned(machine: tuple[str, str, str]) -> None:
    """Each distribution that is installed on any supported platform has one exact version."""
    seen: set[str] = set()
    needed("speccast", {"dev"}, machine, seen)
    names = {name for name in seen if "[" not in name}
    assert {"pytest", "types-pyyaml", "pydantic-core"} <= names
    assert names - set(pins()) == set()


def test_versions_are_exact() -> None:
    """A pin is one version, not a range."""
    assert [pin for pin in pins().values() if not re.fullmatch(r"==[\w.]+", pin)] == []


def test_the_commands_use_it() -> None:
    """The README's commands install these versions, also for the build of speccast itself."""
    commands = re.findall(r"^python3 -m venv .*$", README.read_text(), re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert "PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt " in command
