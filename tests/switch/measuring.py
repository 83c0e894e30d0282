"""The shares of an SDK that its callers keep: its table (`sdk.json`) against a package.

    python -m tests.switch.measuring FOLDER

makes the package of one folder as its user would, with `speccast init --from` and `generate`, and
prints the shares. A folder holds `stainless.yml`, the document, `sdk.json` and `api.md` (not in
each SDK). `python measuring.py SDK_JSON PACKAGE`, with the package on the path, compares alone.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

_LIST = re.compile(r"\blist\[(?:models\.)?(\w+)\]")
_PAGE = re.compile(r"Sync\w*\[(\w+)\]")
_BUILT_IN = {"BinaryAPIResponse": "bytes", "HttpxBinaryResponseContent": "bytes", "object": "Any"}


class Shares:
    """The shares of one SDK, and its missing parts."""

    def __init__(self, missing: dict[str, list[str]], total: dict[str, int]) -> None:
        """Take the differences by kind."""
        self.missing = missing
        self.total = total

    def __getitem__(self, kind: str) -> float:
        """Return the share without difference."""
        return 1 - len(self.missing[kind]) / max(1, self.total[kind])

    def __str__(self) -> str:
        """List the shares and the missing parts."""
        shares = ", ".join(f"{kind} {self[kind]:.1%}" for kind in self.total)
        return "\n".join(
            [shares, *(f"  {k}: {what}" for k, v in self.missing.items() for what in v)]
        )


def taken_over(folder: Path, work: Path) -> str:
    """Convert an SDK's configuration and generate; return the name of the package."""
    spec = next(path for path in sorted(folder.glob("openapi.*")))
    listed = folder / "api.md"
    options = ["--api-md", str(listed)] if listed.exists() else []
    begin = ["init", "--from", str(folder / "stainless.yml"), "--spec", str(spec), "--partial"]
    _speccast(work, *begin, *options)
    _speccast(work, "generate", "-q")
    return next(path.name for path in (work / "generated").iterdir() if path.name != "tests")


def measure(folder: Path, work: Path) -> Shares:
    """Compare the package from a team's configuration with the SDK."""
    package = taken_over(folder, work)
    environment = os.environ | {"PYTHONPATH": str(work / "generated")}
    command = [sys.executable, __file__, str(folder / "sdk.json"), package]
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Shares(**json.loads(done.stdout))


def _speccast(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "speccast", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    assert done.returncode == 0, done.stdout + done.stderr


# --- In an interpreter of its own ---------------------------------------------------------------


def compare(sdk: dict[str, Any], package: ModuleType) -> dict[str, Any]:
    """Return the parts of an SDK that a package lacks."""
    missing: dict[str, list[str]] = {"calls": [], "models": [], "results": []}
    client = getattr(package, sdk["client_class"], None)
    if client is None:
        missing["calls"] = [f"there is no class {sdk['client_class']}"] * len(sdk["methods"])
    else:
        client = client(base_url="http://127.0.0.1:9", anonymous=True)
        for method in sdk["methods"]:
            reason = unbound(client, method)
            missing["calls"] += [f"{method['call']}: {reason}"] if reason else []
            wanted, given = method["returns"], result(package, method)
            wanted = _BUILT_IN.get(wanted, wanted)
            if given != wanted:
                missing["results"].append(f"{method['call']}: {given}, was {wanted}")
    missing["models"] = [name for name in sdk["models"] if not hasattr(package.models, name)]
    total = {
        "calls": len(sdk["methods"]),
        "models": len(sdk["models"]),
        "results": len(sdk["methods"]),
    }
    return {"missing": missing, "total": total}


def unbound(client: object, method: dict[str, Any]) -> str:
    """Return why a call of an SDK's method does not bind; empty if it does.

    The last path parameter is positional, all others are keywords. The call is tried with all of
    the parameters, and with those that are required.
    """
    try:
        signature = inspect.signature(attrgetter(method["call"])(client))
    except AttributeError as error:
        return str(error)
    named = {
        name
        for name, p in signature.parameters.items()
        if p.kind is not inspect.Parameter.VAR_KEYWORD
    }
    for chosen in (method["parameters"], method["required"]):
        keywords = [name for name in chosen if name not in method["positional"]]
        strangers = [name for name in keywords if name not in named]
        if strangers:
            return f"has no {', '.join(strangers)}"
        try:
            signature.bind(*method["positional"], **dict.fromkeys(keywords))
        except TypeError as error:
            return str(error)
    return ""


def result(package: ModuleType, method: dict[str, Any]) -> str:
    """Return the type name of a call's result, spelled as in the table."""
    try:
        found = inspect.signature(attrgetter(method["call"])(package.operations)).return_annotation
    except AttributeError:
        return "nothing"
    spelled = str(found).removeprefix("Request[").removesuffix("]")
    name = spelled.split(" | ")[0].removeprefix("models.")
    page = _PAGE.fullmatch(method["returns"])
    envelope = getattr(package.models, name, None)
    if page is None or envelope is None:
        return name
    items = [_LIST.search(str(kind)) for kind in envelope.__annotations__.values()]
    item = next((found[1] for found in items if found), name)
    return str(method["returns"]).replace(page[1], item)


def main(arguments: list[str]) -> None:
    """Compare, or make a package and print its shares."""
    if len(arguments) == 1:
        with tempfile.TemporaryDirectory() as work:
            sys.stdout.write(f"{measure(Path(arguments[0]), Path(work))}\n")
        return
    sdk = json.loads(Path(arguments[0]).read_text("utf-8"))
    package = importlib.import_module(arguments[1])
    importlib.import_module(f"{arguments[1]}.models")
    importlib.import_module(f"{arguments[1]}.operations")
    sys.stdout.write(json.dumps(compare(sdk, package)))


if __name__ == "__main__":
    main(sys.argv[1:])
