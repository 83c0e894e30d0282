"""Uses generated packages as their users do, with the standard library alone.

In this file's folder there are `realtimekit_livestreams`, and `cases/`, which has for each golden
case a folder with its package and its `check.py`. Prints one line for each thing that was done.
"""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import runpy
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

HERE = Path(__file__).parent
PACKAGE = "realtimekit_livestreams"
SETTINGS = {"account_id": "acc", "app_id": "app", "api_token": "secret"}


def _modules() -> int:
    package = importlib.import_module(PACKAGE)
    found = pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")
    names = [each.name for each in found if not each.name.endswith("__main__")]
    for name in names:
        importlib.import_module(name)
    return len(names)


def _sync(package: Any) -> None:
    with package.Client(**SETTINGS, transport=package.testing.FakeTransport()) as client:
        page = client.livestreams.list(status="LIVE")
        stream = page.data[0]
        assert package.models.Livestream.from_dict(stream.to_dict()) == stream
        assert pickle.loads(pickle.dumps(stream)) == stream  # noqa: S301 - our own
        assert [*client.livestreams.iter()]
        response = client.send(package.operations.livestreams.get("stream-1"))
        assert response.status == 200
    read = package.models.Livestream.from_dict({"id": "1", "status": "PAUSED", "region": "eu"})
    assert read.to_dict() == {"id": "1", "status": "PAUSED", "region": "eu"}
    try:
        package.models.Livestream.from_dict({"id": ["a"]})
    except package.errors.DecodeError as error:
        assert error.path == "$.id"
        assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own
    else:
        message = "a list was read as a text"
        raise AssertionError(message)


async def _async(package: Any) -> None:
    transport = package.testing.AsyncFakeTransport()
    async with package.AsyncClient(**SETTINGS, transport=transport) as client:
        assert (await client.livestreams.list()).data
        assert [each async for each in client.livestreams.iter()]


def _case(folder: Path) -> None:
    """Run a check, and remove its package from `sys.modules`."""
    sys.path.insert(0, str(folder))
    before = {*sys.modules}
    try:
        with suppress(ZoneInfoNotFoundError):  # Pyodide has no time zones: the end of one check
            runpy.run_path(str(folder / "check.py"), run_name="__main__")
    finally:
        sys.path.remove(str(folder))
        for name in {*sys.modules} - before:
            if name.partition(".")[0] == "api":
                del sys.modules[name]


async def main() -> None:
    """Run all checks; a failure raises."""
    warnings.simplefilter("error")
    print("python", *sys.version_info[:2])
    print("modules", _modules())
    package = importlib.import_module(PACKAGE)
    _sync(package)
    await _async(package)
    print("calls")
    for folder in sorted(HERE.joinpath("cases").iterdir()):
        print("case", folder.name, flush=True)
        _case(folder)
