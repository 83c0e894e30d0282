"""The copied files: the runtime, the licence, and the marker of typed packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.views.files import File

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from speccast.views.package.builder import Builder


def copied_files(builder: Builder, folders: Sequence[Path]) -> Iterator[File]:
    """Iterate the copied files; the names of the HTTP and JSON libraries are inserted."""
    seen: set[str] = set()
    for folder in folders:
        for path in sorted((folder / "runtime").rglob("*.py")):
            name = path.relative_to(folder / "runtime").as_posix()
            if name not in seen:
                seen.add(name)
                text = path.read_text(encoding="utf-8")
                if name == "http_transport.py":
                    text = text.replace('"httpx2"', f'"{builder.client.http}"')
                if name == "wire.py":
                    text = text.replace("import json_stdlib", f"import json_{builder.client.json}")
                yield File(f"{builder.names.package}/_runtime/{name}", text)
    licence = next(path for folder in folders if (path := folder / "LICENSE").is_file())
    yield File(f"{builder.names.package}/LICENSE", licence.read_text(encoding="utf-8"))
    yield File(f"{builder.names.package}/py.typed", "")
