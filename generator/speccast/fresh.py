"""Tells whether a run would change nothing, from the manifest and the bytes on disk alone.

This is what most runs of a build do, so it imports next to nothing and reads each file once.
Content decides, never a date.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from speccast import __version__, config, disk, manifest, templates
from speccast.write import journal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.config import Client
    from speccast.manifest import Manifest

_NOT_RECORDED = {"spec", "output", "fail-on", "locked"}
"""Keys that say where things are or what ends a run, but not what is written."""


def generator() -> dict[str, str]:
    """Return what a manifest says of the program that wrote it."""
    return {"version": __version__, "sha256": templates.tool_digest()}


def options_of(client: Client) -> dict[str, object]:
    """Return the options that differ from their default and shape the output, as JSON.

    Folders are spelled relative to the document, so that another checkout gives the same manifest;
    templates and overlays stand for their content.
    """
    default = config.Client(spec="")
    found: dict[str, object] = {}
    for key in config.KEYS.keys() - _NOT_RECORDED:
        value: object = getattr(client, config.attribute(key))
        if value != getattr(default, config.attribute(key)):
            found[key] = value
    base = folder_of(client.spec)
    if client.allow_path:
        found["allow-path"] = [_relative(path, base) for path in client.allow_path]
    if client.templates is not None:
        found["templates"] = templates.digest(client.templates)
    if client.overlays:
        found["overlays"] = [
            {"path": _relative(path, base), "sha256": disk.sha256_of(os.fspath(path))}
            for path in client.overlays
        ]
    for key in ("include", "exclude", "allow-remote"):
        if key in found:
            found[key] = list(getattr(client, config.attribute(key)))
    return found


def folder_of(spec: str) -> Path:
    """Return the folder from which a document's references count."""
    return Path.cwd() if spec == "-" else Path(spec).parent


def _relative(path: Path, base: Path) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/")


def find(client: Client, stdin: bytes | None) -> tuple[str, Manifest] | None:
    """Return the package and its manifest if generating it again would change nothing.

    Args:
        client: what is asked for.
        stdin: the document, where it comes from standard input.

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
    elif client.output.is_dir():
        yield from sorted(path.parent.name for path in client.output.glob(f"*/{manifest.NAME}"))


def _holds(client: Client, package: str, found: Manifest, stdin: bytes | None) -> bool:
    name = "-" if client.spec == "-" else Path(client.spec).name
    return (
        found.document == name
        and found.options == options_of(client)
        and found.generator == generator()
        and not journal_of(os.fspath(client.output), package).exists()
        and _same_inputs(client, found.inputs, stdin)
        and _same(client.output / package, found.files)
        and _same(client.output / "tests" / package, found.tests)
    )


def _same_inputs(client: Client, inputs: dict[str, str], stdin: bytes | None) -> bool:
    files = dict(inputs)
    if client.spec == "-" and files.pop("-", None) != disk.sha256(stdin or b""):
        return False
    return bool(inputs) and _same(folder_of(client.spec), files)


def _same(folder: Path, files: dict[str, str]) -> bool:
    base = os.fspath(folder)
    return all(disk.sha256_of(f"{base}/{path}") == digest for path, digest in files.items())
