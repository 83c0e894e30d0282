"""Checks whether a package is up to date, from its manifest and the files on disk.

In a build, most runs do nothing else, so few modules are imported and each file is read once.
Contents are compared, never dates.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from speccast import __version__
from speccast.output import manifest
from speccast.output.foreign import foreign
from speccast.reading import checked, config, disk, package_name, templates
from speccast.reading.config import keys as config_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client

_NOT_RECORDED = {
    "spec",
    "output",
    "package",
    "fail-on",
    "locked",
    "project-version",
    "project-urls",
}
"""Keys that do not affect the contents of the generated files."""


def generator() -> dict[str, str]:
    """Return the entry of a manifest about the program that wrote it."""
    return {"version": __version__, "sha256": templates.tool_digest()}


def options_of(client: Client) -> dict[str, object]:
    """Return the options, as JSON, that differ from their default and affect the output.

    Folders are relative to the document, so that another checkout has the same manifest. Templates
    and overlays are recorded as digests.
    """
    default = config.Client(spec="")
    options: dict[str, object] = {}
    for key in config_keys.KEYS.keys() - _NOT_RECORDED:
        value: object = getattr(client, config.attribute(key))
        if value != getattr(default, config.attribute(key)):
            options[key] = value
    base = config.folder_of(client.spec)
    if client.allow_path:
        options["allow-path"] = [_relative(path, base) for path in client.allow_path]
    if client.templates is not None:
        options["templates"] = templates.digest(client.templates)
    if client.overlays:
        options["overlays"] = [
            {"path": _relative(path, base), "sha256": disk.sha256_of(os.fspath(path))}
            for path in client.overlays
        ]
    for key in ("include", "exclude", "allow-remote"):
        if key in options:
            options[key] = list(getattr(client, config.attribute(key)))
    return options


def _relative(path: Path, base: Path) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/")


def find(client: Client, stdin: bytes | None) -> tuple[str, Manifest] | None:
    """Return the package and its manifest if generating it again would change nothing.

    Args:
        client: the options.
        stdin: the document, if it is read from standard input.

    Raises:
        ManifestError: the manifest of the package is damaged.

    """
    for package in _candidates(client):
        path = client.output / package / manifest.NAME
        found = manifest.read(path)
        if found is not None and _holds(client, package, found, stdin):
            return package, found
    return None


def _candidates(client: Client) -> Iterator[str]:
    """Iterate the names that the package may have, without reading the document."""
    if client.package is not None:
        yield client.package
    elif os.path.isdir(client.output):  # noqa: PTH112 - Path.is_dir raises for a name too long
        yield from sorted(path.parent.name for path in client.output.glob(f"*/{manifest.NAME}"))


def _holds(client: Client, package: str, found: Manifest, stdin: bytes | None) -> bool:
    name = config.file_name_of(client.spec)
    expected = client.package or package_name.from_title(found.title)
    return (
        found.package == package == expected
        and found.document == name
        and found.options == options_of(client)
        and found.generator == generator()
        and bool(found.tests) == (client.tests and client.embed_spec)
        and found.listing == manifest.listing_of(found)
        and not os.path.lexists(client.output / manifest.journal(package))
        and _same_inputs(client, found.inputs, stdin)
        and _same(client.output / package, found.files)
        and _same(client.output / "tests" / package, found.tests)
        and _is_alone(client.output / package, found.files)
    )


def _same_inputs(client: Client, inputs: dict[str, str], stdin: bytes | None) -> bool:
    return bool(inputs) and all(
        _sum(client, path, stdin) == digest for path, digest in inputs.items()
    )


def _sum(client: Client, path: str, stdin: bytes | None) -> str | None:
    """Return the current sha256 of an input, or None if it cannot be read."""
    if "://" in path:
        return _locked(client).get(path)
    if path == "-":
        return disk.sha256(stdin or b"")
    try:
        return disk.sha256_of(f"{config.folder_of(client.spec)}/{path}", follow=True)
    except OSError:
        return None


def _locked(client: Client) -> dict[str, str]:
    """Return the digests of URLs from the lock file, if `--locked` is set."""
    path = config.lock_file(client)
    if not client.locked or path is None or not path.is_file():
        return {}
    try:
        recorded = checked.table(json.loads(disk.read(os.fspath(path)))) or {}
    except (OSError, ValueError, RecursionError):
        return {}  # the run reports it when it reads the document
    return checked.texts(recorded.get("files")) or {}


def _same(folder: Path, files: dict[str, str]) -> bool:
    base = os.fspath(folder)
    try:
        return all(disk.sha256_of(f"{base}/{path}") == digest for path, digest in files.items())
    except OSError:
        return False


def _is_alone(folder: Path, files: dict[str, str]) -> bool:
    """Return whether the manifest lists everything in the package's folder."""
    try:
        return not foreign(os.fspath(folder), {*files, manifest.NAME})
    except OSError:
        return False
