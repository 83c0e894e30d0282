"""Takes a path or standard input, returns a `Document`: the raw tree, and the place of each part.

Reads the main document and, on request of the resolving stage, the files that it refers to. It
repairs nothing: a text that cannot be read without loss is refused. Places are computed on request.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shlex
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import urljoin

from msgspec import Struct

from speccast.reading import progress
from speccast.reading.remote_lock import LockFile

from .access import canonical_name, file_name, is_remote, read_local, read_user_file
from .diagnostics import Location, SpecError
from .origins import origin_of
from .pointers import split
from .sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostics import Diagnostic
    from .json_value import Json


class Reading(Struct, frozen=True):
    """The files and hosts that may be read in addition to the document."""

    allow_paths: tuple[Path, ...] = ()
    """Folders, or files, outside the document's folder that references may lead to."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts that references may lead to: `example.com`, or `example.com:8443`."""
    lock_file: Path | None = None
    """The file that records the digest of each remote file."""
    locked: bool = False
    """Whether only remote files that the lock file records may be read."""


_DOCUMENT_ONLY = Reading()


class Document:
    """The main document and, through it, each referenced file.

    A file is known by its canonical name: empty for the main document, the path relative to its
    folder for another, the URL for a remote one. Pointers begin with it: `schemas/pet.yaml#/Pet`.
    """

    def __init__(self, source: Source, folder: Path, path: Path | None, reading: Reading) -> None:
        """Store the main document; `path` is None for standard input."""
        self.name = source.name
        self.folder = folder
        self._root: dict[str, Json] | None = _mapping(source)
        self._packed = b""
        self._path = path
        self._own = source.name if is_remote(source.name) else ""
        self._reading = reading
        self._lock_file = LockFile(reading.lock_file, locked=reading.locked)
        self._sources = {"": source}
        self._moved: dict[str, str] = {}
        self.notes: list[Diagnostic] = []
        """The findings of overlays."""

    @property
    def root(self) -> dict[str, Json]:
        """The tree of the main document."""
        root = self._root
        if root is None:
            root = self._root = cast("dict[str, Json]", marshal.loads(self._packed))  # noqa: S302 - ours
        return root

    @root.setter
    def root(self, tree: dict[str, Json]) -> None:
        self._root = tree

    def take_tree(self) -> dict[str, Json]:
        """Return the tree, which the caller may change; `root` does not change with it.

        Until `root` is read again, its tree is stored as bytes, in a tenth of the memory.
        """
        tree = self.root
        self._packed = marshal.dumps(cast("Any", tree))
        self._root = self._sources[""].tree = None
        return tree

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The name (a path as the user would write it, or a URL) and the sha256 of each file."""
        return tuple((source.name, source.digest) for source in self._sources.values())

    def mentions(self, texts: Iterable[str]) -> bool:
        """Return whether at least one of the texts occurs in the files."""
        return any(s.lines.mentions(text) for text in texts for s in self._sources.values())

    @property
    def lock_text(self) -> str | None:
        """The new content of `Reading.lock_file`; None if it does not change."""
        return self._lock_file.text

    def load(self, file: str, base: str = "", pointer: str = "#") -> str:
        """Read a file, if it is not read yet, and return its canonical name.

        Args:
            file: the reference's part before `#`.
            base: the canonical name of the file with the reference.
            pointer: the pointer of the reference, for the error.

        Raises:
            SpecError: it is forbidden, or cannot be read.

        """
        try:
            name = canonical_name(file, base)
            if self._path is not None and file_name(name) == self._path.name:
                return ""
            if name not in self._sources:
                self._sources[name] = self._open(name)
        except SpecError as error:
            if error.location is not None:
                raise
            here = self.location(pointer)
            raise SpecError(error.code, error.message, here, error.hint) from None
        return name

    def _open(self, name: str) -> Source:
        progress.report(f"Reading file {len(self._sources) + 1:,}")
        if not is_remote(name):
            # In a build's sandbox the document and the files beside it are links to one folder.
            home = self._path.resolve().parent if self._path else self.folder
            data = read_local(name, self.folder, (home, *self._reading.allow_paths))
            return Source(os.fspath(PurePath(self.name).parent / file_name(name)), data)
        self._lock_file.check(name)
        from .remote import Fetcher  # noqa: PLC0415 - not needed for local documents

        data = Fetcher(self._reading.allow_hosts, own=self._own).fetch(name)
        self._lock_file.record(name, hashlib.sha256(data).hexdigest())
        return Source(name, data)

    def tree(self, file: str) -> Json:
        """Return the raw tree of a file that was loaded, by its canonical name."""
        return self._sources[file].tree if file else self.root

    def add_source(self, file: str, source: Source) -> None:
        """Add another file, such as an overlay, so that places in it can be located."""
        self._sources[file] = source

    def relocate(self, pointer: str, origin: str) -> None:
        """Record that the node at `pointer`, and all below it, was written at `origin`."""
        self._moved[pointer] = self.origin(origin)

    def add_origins(self, origins: dict[str, str]) -> None:
        """Record the origins of the nodes that overlays have added or moved."""
        self._moved |= origins

    def origin(self, pointer: str) -> str:
        """Return the pointer of a node in the file that it was read from."""
        return origin_of(pointer, self._moved)

    def location(self, pointer: str) -> Location:
        """Return the place of the node at a pointer.

        A scalar begins at its first character, and any other member of a mapping at its key. The
        place of a missing node is that of its nearest existing parent.
        """
        return self._locate(pointer, of_key=False)

    def key_location(self, pointer: str) -> Location:
        """Return the place of the key of the node at a pointer."""
        return self._locate(pointer, of_key=True)

    def _locate(self, pointer: str, *, of_key: bool) -> Location:
        file, keys = split(self.origin(pointer))
        source = self._sources.get(file)
        if source is None:
            return Location(file, 1, 1)
        position = source.find(keys)
        is_value = position.is_scalar and not of_key
        return source.lines.locate(position.value if is_value else position.key)

    def source_text(self, pointer: str) -> str | None:
        """Return a number, boolean or null as in the file (`1.10`); None for anything else."""
        file, keys = split(self.origin(pointer))
        source = self._sources.get(file)
        return source.find(keys).text if source is not None else None

    def source_line(self, location: Location) -> str:
        """Return the text of a place's line; empty if the file does not belong to the document."""
        for source in self._sources.values():
            if source.name == location.file:
                return source.lines.line(location.line)
        return ""


class _RemoteDocument(Document):
    """A document at a URL; its relative references are on the same host."""

    def __init__(self, url: str, reading: Reading) -> None:
        lock_file = LockFile(reading.lock_file, locked=reading.locked)
        lock_file.check(url)
        from .remote import Fetcher  # noqa: PLC0415 - not needed for local documents

        try:
            source = Source(url, Fetcher(reading.allow_hosts, own=url).fetch(url))
        except SpecError as error:
            if error.location is not None:
                raise
            pipe = f"use a pipe: curl -sS {shlex.quote(url)} | speccast generate -"
            is_refused = error.code == "refused-reference" and error.hint
            hint = f"{error.hint}, or {pipe}" if is_refused else error.hint or pipe
            raise SpecError(error.code, error.message, hint=hint) from None
        super().__init__(source, Path.cwd(), None, reading)
        self._lock_file.record(url, source.digest)

    def load(self, file: str, base: str = "", pointer: str = "#") -> str:
        if urljoin(base or self._own, file) == self._own:
            return ""
        return super().load(file, base or self._own, pointer)


def _mapping(source: Source) -> dict[str, Json]:
    tree = source.tree
    if isinstance(tree, dict):
        return tree
    here = Location(source.name, 1, 1)
    if tree is None:
        return _refuse("empty-document", "the document is empty", here)
    kind = "a list" if isinstance(tree, list) else "a single value"
    message = f"the document is {kind}, not a mapping with an `openapi` field"
    return _refuse("not-openapi", message, here)


def _refuse(code: str, message: str, here: Location) -> NoReturn:
    raise SpecError(code, message, here)


def read(
    source: str | Path, reading: Reading = _DOCUMENT_ONLY, stdin: bytes | None = None
) -> Document:
    """Read a document.

    Args:
        source: its path, its URL, or `-` for standard input.
        reading: the files and hosts that may be read in addition.
        stdin: the content of standard input, instead of reading it.

    Raises:
        SpecError: it cannot be read, or is neither YAML nor JSON with a mapping at the top.

    """
    name = str(source)
    progress.report("Reading file 1")
    if name == "-":
        data = sys.stdin.buffer.read() if stdin is None else stdin
        return Document(Source(name, data), Path.cwd(), None, reading)
    if is_remote(name):
        return _RemoteDocument(name, reading)
    path = Path(source)
    return Document(Source(name, read_user_file(path)), path.parent, path, reading)
