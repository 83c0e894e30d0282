"""Digests of the input of Views, which decide whether files would be printed the same again.

The shape is all of the API except its documentation. If the shape is
unchanged, only files with changed documentation have to be printed again.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct, json, msgpack
from msgspec.structs import replace

from speccast.ir import Doc
from speccast.views.files import File, Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from speccast.ir import Api, Id
    from speccast.names import Names

_TEXT: Final = rb'(?:null|\{"value":"[^"\\]*(?:\\.[^"\\]*)*"\})'
_WORDS: Final = re.compile(rb'\{"summary":' + _TEXT + rb',"description":' + _TEXT)
"""The fields of a `Doc`, as `msgspec` encodes it. No text contains this: its quotes are escaped."""
_LENGTH: Final = 16
"""Characters of a digest."""
_NO_WORDS: Final = "-" * _LENGTH
_GENERAL: Final = ""
"""The documentation of everything except declared things and operations."""


def digest(content: bytes) -> str:
    """Return a short digest: it detects changes, but is not cryptographically safe."""
    return hashlib.sha256(content, usedforsecurity=False).hexdigest()[:_LENGTH]


class Fingerprints(Struct, frozen=True):
    """The digests of one API."""

    shape: str
    """The digest of everything except the documentation."""
    words: Mapping[Id | str, str]
    """Digests with documentation, by the id of a declared thing, or the pointer of an operation."""

    def of(self, things: Iterable[Id | str]) -> str:
        """Return the digest of the documentation of several things."""
        return digest(" ".join(self.words[thing] for thing in things).encode())


def fingerprints(api: Api, names: Names) -> Fingerprints:
    """Return the digests of an API and its names."""
    shape = hashlib.sha256(usedforsecurity=False)
    words: dict[Id | str, str] = {}
    general = replace(api, declared=(), operations=(), webhooks=())
    parts: list[tuple[Id | str, Struct]] = [(_GENERAL, general)]
    parts += ((thing.id, thing) for thing in api.declared)
    parts += ((operation.pointer, operation) for operation in api.operations)
    parts += ((webhook.pointer, webhook) for webhook in api.webhooks)
    for key, part in parts:
        encoded = _encoded(json.encode, part)
        shape.update(_WORDS.sub(b"", encoded))
        words[key] = digest(encoded)
    plain = [replace(resource, doc=Doc()) for resource in names.resources]
    shape.update(_encoded(msgpack.encode, replace(names, resources=tuple(plain))))
    return Fingerprints(shape.hexdigest()[:32], words)


def _encoded(encode: Callable[[Struct], bytes], part: Struct) -> bytes:
    """Encode a struct. UTF-8 has no lone surrogates: with one, documentation is not separated."""
    try:
        return encode(part)
    except UnicodeEncodeError:
        return repr(part).encode("utf-8", "backslashreplace")


class Earlier(Struct, frozen=True):
    """The files of an earlier run, with the same options and the same version of speccast."""

    shape: str = ""
    made: Mapping[str, str] = {}
    """The digests of the inputs of each module: `Reuse.made` of that run."""
    texts: Mapping[str, str] = {}
    """The contents of the files, by path."""


class Reuse:
    """Finds files of an earlier run that this one would print again."""

    def __init__(self, now: Fingerprints, earlier: Earlier) -> None:
        """Start with the digests of this run, and the earlier files."""
        self._now = now
        self._earlier = earlier
        self._words: dict[str, str] = {}
        self.made: dict[str, str] = {}
        """By path: the digest of a module's documentation, and that of its unformatted text.
        By a path that ends in `/`: of the names that are needed from the modules of that folder."""

    def unprinted(self, path: str, things: Iterable[Id | str]) -> Kept | None:
        """Return a file that would be printed the same, by the digests of its input.

        Args:
            path: relative to the output folder.
            things: ids of declared things, pointers of operations and webhooks.

        """
        words = self._words[path] = self._now.of(things)
        known = self._earlier.made.get(path, "")
        if self._now.shape != self._earlier.shape or known[:_LENGTH] != words:
            return None
        self.made[path] = known
        return self._kept(path)

    def unformatted(self, file: File) -> File:
        """Return the formatted file if it was printed the same before; else the file itself."""
        if isinstance(file, Kept):
            return file
        printed = digest(file.text.encode())
        same = self._earlier.made.get(file.path, "")[_LENGTH:] == printed
        self.made[file.path] = self._words.get(file.path, _NO_WORDS) + printed
        return (same and self._kept(file.path)) or file

    def of_shape(self, path: str, make: Callable[[], str]) -> File:
        """Return a file that follows from the shape of the API alone; make it if that is new."""
        same = self._earlier.made.get(path) == self._now.shape
        self.made[path] = self._now.shape
        return (same and self._kept(path)) or File(path, make())

    def carried(self, folder: str, needed: object) -> list[Kept]:
        """Return the modules of a folder, if the same names are needed from them as before."""
        self.made[folder] = digest(repr(needed).encode())
        if self._earlier.made.get(folder) != self.made[folder]:
            return []
        paths = [path for path in self._earlier.texts if path.startswith(folder)]
        self.made.update((path, self._earlier.made[path]) for path in paths)
        return [Kept(path, self._earlier.texts[path]) for path in paths]

    def _kept(self, path: str) -> Kept | None:
        text = self._earlier.texts.get(path)
        return None if text is None else Kept(path, text)
