"""Builds the manifest of a generated package, and the tree of its files."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from speccast.ir import Model, Usage
from speccast.output import manifest, up_to_date
from speccast.output.differences import Tree
from speccast.output.manifest import Manifest
from speccast.reading import config, disk, findings
from speccast.views.emission import emitted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Declared, Id
    from speccast.pipeline import Result
    from speccast.reading.config import Client


def manifest_of(client: Client, result: Result) -> Manifest:
    """Return the manifest of a generated package, without the digests of its files."""
    classes = {f"models.{result.names.classes[thing.id]}": thing for thing in emitted(result.api)}
    places: Mapping[Id, str] = result.bundle.places if result.bundle else {}
    moved: Mapping[Id, Id] = result.bundle.moved if result.bundle else {}
    return Manifest(
        package=result.package,
        title=result.title,
        document=config.file_name_of(client.spec),
        inputs=_inputs(result),
        options=up_to_date.options_of(client),
        generator=up_to_date.generator(),
        findings=findings.count(result.diagnostics.entries),
        names=dict(result.names.manifest_names),
        operations=[
            {
                "id": operation.key.value if operation.key else "",
                "method": operation.method,
                "path": operation.path.value,
                "symbol": result.names.operations[operation.pointer].symbol,
            }
            for operation in result.api.operations
        ],
        symbols={
            symbol: places.get(thing.id, thing.id.pointer) for symbol, thing in classes.items()
        },
        sent=sorted(symbol for symbol, thing in classes.items() if _is_sent(thing)),
        moved={str(id_): str(place) for id_, place in moved.items()},
        shape=result.shape,
        made=result.digests,
    )


def _is_sent(thing: Declared) -> bool:
    """Return whether a class is a model that is only sent."""
    return isinstance(thing, Model) and thing.usage is Usage.SENT


def _inputs(result: Result) -> dict[str, str]:
    """Return the digests of the files that were read, by path relative to the document's folder."""
    base = result.document.folder
    return {
        os.path.relpath(path, base).replace(os.sep, "/") if manifest.is_file(path) else path: sha
        for path, sha in result.document.files
    }


def tree_of(client: Client, result: Result, previous: Manifest | None) -> tuple[Tree, Manifest]:
    """Return the new content of the output folder, and the manifest in it."""
    contents = {file.path: file.text.encode() for file in result.files}
    sums = {path: disk.sha256(content) for path, content in contents.items()}
    package, tests = f"{result.package}/", f"tests/{result.package}/"
    files, test_files = _below(package, sums), _below(tests, sums)
    current = replace(manifest_of(client, result), files=files, tests=test_files)
    current = replace(current, listing=manifest.listing_of(current))
    place = package + manifest.NAME
    contents[place] = current.dump().encode()
    owned = manifest.owned_by(result.package, previous) if previous else {}
    return Tree(os.fspath(client.output), contents, owned, place), current


def _below(folder: str, sums: dict[str, str]) -> dict[str, str]:
    return {path[len(folder) :]: sha for path, sha in sums.items() if path.startswith(folder)}
