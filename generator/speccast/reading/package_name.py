"""Decides whether a package may bear a name, and makes one from a document's title."""

from __future__ import annotations

import keyword
import sys

from speccast.reading.diagnostics import SpeccastError

_LONGEST = 60


class PackageNameError(SpeccastError):
    """Under this name nothing could be imported, or something else would be hidden."""


def check(name: str) -> None:
    """Refuse a name that does not work.

    Raises:
        PackageNameError: with the reason.

    """
    if (reason := _reason(name)) is not None:
        message = f"the package name {name!r} {reason}; choose another with --package"
        raise PackageNameError(message)


def _reason(name: str) -> str | None:
    reasons = {
        "is no Python identifier": not (name.isidentifier() and name.isascii()),
        "is a Python keyword": keyword.iskeyword(name),
        "is one that Python keeps for itself": name.startswith("__"),
        "would hide a module of Python's standard library": name.lower() in _standard(),
        "would hide a library that the client uses": name.lower() in {"httpx2", "httpx", "anyio"},
        "is that of the folder with the tests": name.lower() == "tests",
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _standard() -> set[str]:
    # Without regard to case, for the sake of file systems that know none.
    return {module.lower() for module in sys.stdlib_module_names}


def from_title(title: str) -> str:
    """Make a name from a document's title: `RealtimeKit Livestreams` is realtimekit_livestreams."""
    import re  # noqa: PLC0415 - only where no name is given, and that is rare in a build
    import unicodedata  # noqa: PLC0415

    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].strip("_")
    if not name:
        return "api_client"
    if not name[0].isalpha():
        name = f"api_{name}"
    return name if _reason(name) is None else f"{name}_client"
