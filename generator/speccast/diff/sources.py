"""What is compared: from `api.yaml`, `generated/pets` or `git:REV:path` to its `Side`.

A generated package carries its document and the names that were given; it is read as it stands
there, without importing it.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from speccast import pipeline
from speccast.output import manifest
from speccast.pipeline import SPEC
from speccast.reading import config, config_keys, document, package_name
from speccast.reading.access import read_given, unreadable
from speccast.reading.checked import table
from speccast.reading.diagnostics import Diagnostics, Location, SpeccastError
from speccast.reading.document import Document, Reading
from speccast.reading.sources import Source
from speccast.surface.survey import survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast import ir
    from speccast.names.result import Names
    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client
    from speccast.surface.symbols import Surface


@dataclass
class Side:
    """One of the two documents, with all that the stages made of it."""

    document: Document
    api: ir.Api
    names: Names
    diagnostics: Diagnostics
    positional: str

    @cached_property
    def surface(self) -> Surface:
        """What callers see."""
        return survey(self.api, self.names, self.positional)

    def location(self, pointer: str) -> Location:
        """Return the place of something."""
        return self.document.location(pointer)


@dataclass(frozen=True, slots=True)
class Given:
    """What was read, before the stages."""

    document: Document
    package: str
    names: Mapping[str, object] | None = None
    """The names that a package has; None for a document."""
    client: Client = field(default_factory=lambda: config.Client(spec=""))

    def side(self, previous: Mapping[str, object] | None) -> Side:
        """Take it through the stages.

        Args:
            previous: the names of the other side, which stay where they can.

        Raises:
            SpecError: the document cannot be used.

        """
        found = Diagnostics()
        names = self.names if self.names is not None else previous
        _, api, given = pipeline.understand(self.document, self.client, self.package, names, found)
        return Side(self.document, api, given, found, self.client.positional)


def sides(old: Given, new: Given) -> tuple[Side, Side]:
    """Take both through the stages; what had a name keeps it."""
    before = old.side(None)
    return before, new.side(before.names.recorded())


def load(place: str, client: Client | None = None) -> Given:
    """Read an argument of the command line.

    Args:
        place: a document, the folder of a generated package, or either of them as `git:REV:path`.
        client: how a document is read; None: as without any options.

    Raises:
        SpeccastError: it cannot be read.

    """
    if place.startswith("git:"):
        return _from_git(place)
    folder = Path(place)
    if folder.is_dir():
        return _from_package(
            f"{place}/{SPEC}", read_given(folder / SPEC), read_given(folder / manifest.NAME)
        )
    client = client or config.Client(spec=place)
    found, package = pipeline.read(client, None)
    return Given(found, package, None, client)


def _from_package(name: str, spec: bytes, recorded: bytes) -> Given:
    found = manifest.parse(recorded, name.removesuffix(SPEC) + manifest.NAME)
    source = Document(Source(name, spec), Path(), None, Reading())
    rule = str(found.options.get("positional", config_keys.POSITIONAL[0]))
    client = config.Client(spec="", positional=rule)
    return Given(source, found.package, bundled(found), client)


def bundled(found: Manifest) -> dict[str, Any]:
    """Return the names of a package, those of classes also under the keys of its document."""
    classes = table(found.names.get("classes"))
    if classes is None:
        return found.names
    moved: dict[str, object] = {
        found.moved[key]: name for key, name in classes.items() if key in found.moved
    }
    return {**found.names, "classes": {**moved, **classes}}


# --- git ----------------------------------------------------------------------------------------


def _from_git(place: str) -> Given:
    revision, _, path = place.removeprefix("git:").partition(":")
    if not path or not revision or revision.startswith("-"):
        message = f"{place!r} is not of the form git:REV:path"
        raise SpeccastError(message)
    repository = _Repository(revision)
    if repository.kind(path) == "tree":
        folder = path.rstrip("/")
        spec = repository.read(f"{folder}/{SPEC}")
        return _from_package(f"{place}/{SPEC}", spec, repository.read(f"{folder}/{manifest.NAME}"))
    found = _GitDocument(repository, place, path)
    package = package_name.from_title(pipeline.title_of(found))
    return Given(found, package)


@dataclass(frozen=True, slots=True)
class _Repository:
    """The files of one revision of the repository in which we are."""

    revision: str

    def kind(self, path: str) -> str:
        """Return `blob` or `tree`."""
        return self._git("cat-file", "-t", path).decode().strip()

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        return self._git("cat-file", "blob", path)

    def _git(self, command: str, option: str, path: str) -> bytes:
        named = f"{self.revision}:{path}" if path.startswith("./") else f"{self.revision}:./{path}"
        try:
            done = subprocess.run(  # noqa: S603 - no shell; the revision cannot be an option
                ["git", command, option, named],  # noqa: S607 - the user's own git
                capture_output=True,
                check=False,
            )
        except OSError as error:
            message = f"git cannot be run: {error.strerror}"
            raise SpeccastError(message) from error
        if done.returncode:
            told = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
            place = f"git:{self.revision}:{path}"
            raise unreadable(place, told or "no such file")
        return done.stdout


class _GitDocument(Document):
    """A document of a revision; what it references is of the same one."""

    def __init__(self, repository: _Repository, place: str, path: str) -> None:
        self._repository = repository
        self._base = PurePosixPath(path).parent
        read = document.Reading()
        name = Path(PurePosixPath(path).name)
        super().__init__(Source(place, repository.read(path)), Path(), name, read)

    def _open(self, name: str) -> Source:
        path = str(self._base / name)
        return Source(f"git:{self._repository.revision}:{path}", self._repository.read(path))
