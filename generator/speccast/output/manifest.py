"""The manifest `<package>/_manifest.json`: the inputs of a package, and the files it consists of.

From a path to a `Manifest` and from a `Manifest` to canonical JSON, byte for byte the same on every
machine. A manifest may have been changed by others, so it is not trusted: one with a path outside
of its folder is refused.
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
"""The version of the format; raised when older versions of speccast cannot read it."""
NAME = "_manifest.json"


def journal(package: str) -> str:
    """Return the name of the journal's folder, which is beside the package during a change."""
    return f".speccast-{package}"


_RESTORE = "restore it from version control, or run with --force, which keeps copies"


class ManifestError(SpeccastError):
    """A damaged manifest, so that the generated files of the package are not known."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The metadata of a generated package."""

    package: str
    """The name that it was generated with; the folder of a vendored copy may have another name."""
    title: str
    """The document's title."""
    document: str
    """The document's file name, as in the header of each file; `-` for standard input."""
    inputs: dict[str, str]
    """The sha256 of the document and of all files that it references, relative to its folder."""
    options: dict[str, Any]
    """The options that differ from their default, by their name in the configuration."""
    generator: dict[str, str]
    """The version of speccast, and the sha256 of its modules and templates."""
    findings: dict[str, int]
    """The number of diagnostics by severity."""
    names: dict[str, Any] = field(default_factory=dict[str, Any])
    """The names of the generated code, which the next run keeps."""
    operations: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """`id`, `method`, `path` and `symbol` (`livestreams.list`) of each operation."""
    symbols: dict[str, str] = field(default_factory=dict[str, str])
    """The pointer of each class in the embedded document, by symbol."""
    sent: list[str] = field(default_factory=list[str])
    """The symbols of models that are only sent."""
    moved: dict[str, str] = field(default_factory=dict[str, str])
    """The ids in the embedded document that differ from the keys of `names`, by such a key."""
    files: dict[str, str] = field(default_factory=dict[str, str])
    """The sha256 of each file of the package except the manifest, relative to its folder."""
    tests: dict[str, str] = field(default_factory=dict[str, str])
    """The sha256 of each file of its tests, relative to their folder."""
    shape: str = ""
    """A digest of the API without its descriptions."""
    made: dict[str, str] = field(default_factory=dict[str, str])
    """Two digests for each module, by path relative to the output folder: of its descriptions, and
    of its text before formatting. A run prints and formats only modules whose digests differ."""
    listing: str = ""
    """The sha256 of the entries for files, to detect an entry that was lost in a merge."""

    def dump(self) -> str:
        """Return canonical JSON with one entry per line, so that version control can merge it."""
        import msgspec  # noqa: PLC0415 - not needed by an unchanged run

        content = {"format": FORMAT} | {name: getattr(self, name) for name in self.__slots__}
        # With an indent, `json.dumps` runs in Python and takes six times as long.
        try:
            return msgspec.json.format(json.dumps(content, sort_keys=True), indent=1) + "\n"
        except msgspec.DecodeError:  # a lone surrogate, which msgspec does not read
            return json.dumps(content, indent=1, sort_keys=True) + "\n"


def read(path: Path) -> Manifest | None:
    """Read a manifest.

    Returns:
        The manifest; None if it does not exist.

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
    """Parse the JSON text of a manifest.

    Args:
        text: the content of the file.
        place: its path, for messages.

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
    entries = [known.files, known.tests, known.shape, known.made]
    return disk.sha256(json.dumps(entries, sort_keys=True).encode())


_NOT_IN_PATHS = re.compile(r"[\\:\0\ud800-\udfff]")
"""Characters that are special or not allowed in a path on some system."""
_TEXTS = ("inputs", "generator", "symbols", "files", "tests", "made")
_WORDS = ("package", "title", "document", "listing", "shape")
_OPERATION = {"id", "method", "path", "symbol"}


def _checked(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content; raise `ValueError` if it does not fit the types of `Manifest`."""
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
    """Return whether a value has names by key, or by owner and key."""
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
    """Return the digests of a manifest's files, by path relative to the output folder."""
    files = {f"{package}/{path}": sha for path, sha in known.files.items()}
    return files | {f"tests/{package}/{path}": sha for path, sha in known.tests.items()}


def is_file(path: str) -> bool:
    """Return whether an input is a file, not standard input or a URL."""
    return path != "-" and "://" not in path


def is_inside(path: str) -> bool:
    """Return whether a relative path with forward slashes stays within its folder."""
    return not ({"", ".", ".."} & set(path.split("/")) or _NOT_IN_PATHS.search(path))
