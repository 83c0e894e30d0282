"""Digests of the inputs of Views, to reuse files of the previous run that would not change.

The shape is the API without its documentation. If the shape is unchanged, only files with changed
documentation are printed again.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct, json, msgpack
from msgspec.structs import replace

from speccast.ir import Doc
from speccast.views.files import File, Reused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from speccast.ir import Api, Id
    from speccast.names import Names

_TEXT: Final = rb'(?:null|\{"value":"[^"\\]*(?:\\.[^"\\]*)*"\})'
_DOCUMENTATION: Final = re.compile(rb'\{"summary":' + _TEXT + rb',"description":' + _TEXT)
"""The fields of an encoded `Doc`. No text in it can match, since its quotes are escaped."""
_LENGTH: Final = 16
"""The number of characters in a digest."""
_NO_DOCUMENTATION: Final = "-" * _LENGTH
_GENERAL: Final = ""
"""The documentation of everything except declared things and operations."""


def digest(content: bytes) -> str:
    """Return a short digest, which detects changes but is not cryptographically secure."""
    return hashlib.sha256(content, usedforsecurity=False).hexdigest()[:_LENGTH]


class Fingerprints(Struct, frozen=True):
    """The digests of one API."""

    shape: str
    """The digest of everything except the documentation."""
    documentation: Mapping[Id | str, str]
    """Digests with documentation, by the id of a declared thing or the pointer of an operation."""

    def of(self, things: Iterable[Id | str]) -> str:
        """Return the digest of the documentation of several things."""
        return digest(" ".join(self.documentation[thing] for thing in things).encode())


def fingerprints(api: Api, names: Names) -> Fingerprints:
    """Return the digests of an API and its names."""
    shape = hashlib.sha256(usedforsecurity=False)
    documentation: dict[Id | str, str] = {}
    general = replace(api, declared=(), operations=(), webhooks=())
    parts: list[tuple[Id | str, Struct]] = [(_GENERAL, general)]
    parts += ((thing.id, thing) for thing in api.declared)
    parts += ((operation.pointer, operation) for operation in api.operations)
    parts += ((webhook.pointer, webhook) for webhook in api.webhooks)
    for key, part in parts:
        encoded = _encoded(json.encode, part)
        shape.update(_DOCUMENTATION.sub(b"", encoded))
        documentation[key] = digest(encoded)
    plain = [replace(resource, doc=Doc()) for resource in names.resources]
    shape.update(_encoded(msgpack.encode, replace(names, resources=tuple(plain))))
    return Fingerprints(shape.hexdigest()[:32], documentation)


def _encoded(encode: Callable[[Struct], bytes], part: Struct) -> bytes:
    """Encode a struct. With a lone surrogate, the shape includes documentation."""
    try:
        return encode(part)
    except UnicodeEncodeError:
        return repr(part).encode("utf-8", "backslashreplace")


class PreviousRun(Struct, frozen=True):
    """The files of the previous run, with the same options and the same version of speccast."""

    shape: str = ""
    digests: Mapping[str, str] = {}
    """The digests of the inputs of each module: `Reuse.digests` of that run."""
    texts: Mapping[str, str] = {}
    """The contents of the files, by path."""


class Reuse:
    """Finds files of the previous run that this run would not change."""

    def __init__(self, now: Fingerprints, previous: PreviousRun) -> None:
        """Store the digests of this run, and the previous files."""
        self._now = now
        self._previous = previous
        self._documentation: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        """For the path of a module: the digests of its documentation and of its unformatted text.
        For a path that ends in `/`: the digest of the names that are needed from that folder."""

    def if_unchanged(self, path: str, things: Iterable[Id | str]) -> Reused | None:
        """Return the previous file if the digests of its inputs are unchanged.

        Args:
            path: relative to the output folder.
            things: ids of declared things, pointers of operations and webhooks.

        """
        documentation = self._documentation[path] = self._now.of(things)
        known = self._previous.digests.get(path, "")
        if self._now.shape != self._previous.shape or known[:_LENGTH] != documentation:
            return None
        self.digests[path] = known
        return self._reused(path)

    def if_printed_the_same(self, file: File) -> File:
        """Return the previous formatted file if the printed text is unchanged, or else the file."""
        if isinstance(file, Reused):
            return file
        printed = digest(file.text.encode())
        same = self._previous.digests.get(file.path, "")[_LENGTH:] == printed
        self.digests[file.path] = self._documentation.get(file.path, _NO_DOCUMENTATION) + printed
        return (same and self._reused(file.path)) or file

    def if_same_shape(self, path: str, build: Callable[[], str]) -> File:
        """Return a file that depends only on the shape; `build` is called if that has changed."""
        same = self._previous.digests.get(path) == self._now.shape
        self.digests[path] = self._now.shape
        return (same and self._reused(path)) or File(path, build())

    def runtime(self, folder: str, needed: object) -> list[Reused]:
        """Return the modules of a folder if the names that are needed from them are unchanged."""
        self.digests[folder] = digest(repr(needed).encode())
        if self._previous.digests.get(folder) != self.digests[folder]:
            return []
        paths = [path for path in self._previous.texts if path.startswith(folder)]
        self.digests.update((path, self._previous.digests[path]) for path in paths)
        return [Reused(path, self._previous.texts[path]) for path in paths]

    def _reused(self, path: str) -> Reused | None:
        text = self._previous.texts.get(path)
        return None if text is None else Reused(path, text)
