"""The manifest `<package>/_manifest.json`: what a package was made from, and which files are ours.

From a path to a `Manifest` and from a `Manifest` to canonical JSON, byte for byte the same on every
machine. It is in other people's repositories, so it is untrusted: a path in it that leads
out of its folder is damage, not an order.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from speccast.reading import checked, disk
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
"""Raised when an older speccast could not read what we write."""
NAME = "_manifest.json"


def journal(package: str) -> str:
    """Return the name of the folder beside a package during a change."""
    return f".speccast-{package}"


_RESTORE = "restore it from version control, or run with --force, which keeps copies"


class ManifestError(SpeccastError):
    """A manifest that cannot be relied on, so that the files of the package are not known."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The metadata of a generated package."""

    package: str
    """The name it was generated under; a vendored copy may lie in a folder of another name."""
    title: str
    """The document's title."""
    document: str
    """The document's file name, as in the header of each file; `-` for standard input."""
    inputs: dict[str, str]
    """The sha256 of the document and of all it references, by path from the document's folder."""
    options: dict[str, Any]
    """The options that differ from their default, by their name in the configuration."""
    generator: dict[str, str]
    """The version of speccast, and the sha256 of its modules and templates."""
    findings: dict[str, int]
    """How many diagnostics of each severity there were."""
    names: dict[str, Any] = field(default_factory=dict[str, Any])
    """The names that were given, for the next run to keep."""
    operations: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """`id`, `method`, `path` and `symbol` (`livestreams.list`) of each operation."""
    symbols: dict[str, str] = field(default_factory=dict[str, str])
    """Where the embedded document has the schema of each class: symbol to pointer."""
    sent: list[str] = field(default_factory=list[str])
    """The symbols of models that are only sent."""
    moved: dict[str, str] = field(default_factory=dict[str, str])
    """The keys of `names` that the embedded document has under others, with these."""
    files: dict[str, str] = field(default_factory=dict[str, str])
    """The sha256 of each file of the package but this one, by path from the package's folder."""
    tests: dict[str, str] = field(default_factory=dict[str, str])
    """The same for the tests, from their folder."""
    shape: str = ""
    """A digest of the API without its words."""
    made: dict[str, str] = field(default_factory=dict[str, str])
    """What each module was printed from, by path from the output folder: the digests of its words
    and of its text before it was formatted, so that a run prints and formats what is another."""
    listing: str = ""
    """The sha256 of the entries for files, so that an entry that was lost in a merge is noticed."""

    def dump(self) -> str:
        """Return it as canonical JSON, one entry a line so that version control can merge it."""
        import msgspec  # noqa: PLC0415 - not needed by an unchanged run

        content = {"format": FORMAT} | {name: getattr(self, name) for name in self.__slots__}
        # With an indent, `json.dumps` writes in Python, and takes six times as long.
        try:
            return msgspec.json.format(json.dumps(content, sort_keys=True), indent=1) + "\n"
        except msgspec.DecodeError:  # half of a surrogate pair, which it does not read
            return json.dumps(content, indent=1, sort_keys=True) + "\n"


def read(path: Path) -> Manifest | None:
    """Read a manifest.

    Returns:
        None where there is none.

    Raises:
        ManifestError: it is damaged, or was written by a newer speccast.

    """
    try:
        text = disk.read(os.fspath(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ManifestError(message) from error
    return parse(text, str(path))


def parse(text: bytes, place: str) -> Manifest:
    """Make a manifest of its JSON text.

    Args:
        text: the content of the file.
        place: where it stands, for messages.

    Raises:
        ManifestError: it is damaged, or was written by a newer speccast.

    """
    try:
        content = checked.table(json.loads(text)) or {}
        version = content.pop("format", None)
        if isinstance(version, int) and version > FORMAT:
            message = f"{place}: written by a newer speccast (format {version}); update speccast"
            raise ManifestError(message)
        return Manifest(**_checked(content))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = f"{place}: the manifest is damaged; {_RESTORE}"
        raise ManifestError(message) from error


def listing_of(known: Manifest) -> str:
    """Return the digest of the entries for files."""
    said = [known.files, known.tests, known.shape, known.made]
    return disk.sha256(json.dumps(said, sort_keys=True).encode())


_NO_NAME = re.compile(r"[\\:\0\ud800-\udfff]")
"""What changes the meaning of a path on some system, or is not allowed in one."""
_TEXTS = ("inputs", "generator", "symbols", "files", "tests", "made")
_WORDS = ("package", "title", "document", "listing", "shape")
_OPERATION = {"id", "method", "path", "symbol"}


def _checked(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content, or raise `ValueError` where it is not what `Manifest` says."""
    findings, names = content["findings"], content["names"]
    fits = (
        all(checked.texts(content.get(name, {})) is not None for name in _TEXTS)
        and checked.texts(content.get("moved", {})) is not None
        and checked.strings(content.get("sent", [])) is not None
        and all(isinstance(content.get(name, ""), str) for name in _WORDS)
        and checked.table(content["options"]) is not None
        and checked.table(findings) is not None
        and all(type(number) is int and number >= 0 for number in findings.values())
        and checked.table(names) is not None
        and all(_is_scope(scope) for scope in names.values())
        and all(map(is_inside, (*content["files"], *content["tests"])))
    )
    if not fits or not _are_operations(content["operations"]):
        raise ValueError(content)
    return content


def _is_scope(value: object) -> bool:
    """Return whether a value holds names by key, or by owner and key."""
    entries = checked.table(value)
    return entries is not None and all(
        isinstance(entry, str) or checked.texts(entry) is not None for entry in entries.values()
    )


def _are_operations(value: object) -> bool:
    entries = checked.tables(value)
    return entries is not None and all(
        checked.texts(entry) is not None and entry.keys() >= _OPERATION for entry in entries
    )


def owned_by(package: str, known: Manifest) -> dict[str, str]:
    """Return the sums of a manifest's files, by path from the output folder."""
    files = {f"{package}/{path}": sha for path, sha in known.files.items()}
    return files | {f"tests/{package}/{path}": sha for path, sha in known.tests.items()}


def is_inside(path: str) -> bool:
    """Return whether a path with forward slashes stays within the folder it starts from."""
    return not ({"", ".", ".."} & set(path.split("/")) or _NO_NAME.search(path))
