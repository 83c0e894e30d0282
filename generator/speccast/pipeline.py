"""The pipeline, one line per stage.

    document.read     path or standard input   -> Document   the raw tree, with positions
    overlay.apply     Document, overlays       -> nothing    corrections to the document
    resolve.resolve   Document                 -> Resolved   one spelling; references resolved
    lower.lower       Resolved                 -> ir.Api     what a client needs to know
    names.assign      ir.Api                   -> Names      every Python identifier
    views.build       ir.Api, Names            -> FileViews  all decisions made
    render.render     FileViews                -> Files      source text
    shipping.shipped  Files                    -> Files      without unused code
    modern.modern     Files                    -> Files      as a newer Python writes them
    gate.check        Files                    -> nothing    or an error; ruff formats meanwhile
    survey.survey     ir.Api, Names            -> Surface    what callers see, for the next run

Nothing is written here: `commands/generation.py` writes the files, or compares them with the disk.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast import lower, resolve, views
from speccast.lower.settings import Settings
from speccast.names.assign import assign
from speccast.names.reserved import RESOURCE_CLASSES
from speccast.printing import bundle, gate, modern, render, shipping
from speccast.printing.formatting import Formatting
from speccast.reading import (
    config,
    config_keys,
    document,
    overlay,
    package_name,
    progress,
    templates,
)
from speccast.reading.diagnostics import Diagnostics
from speccast.reading.operation_keys import meant, pointer_of
from speccast.reading.pointers import join
from speccast.surface import lines
from speccast.surface.survey import survey
from speccast.testing.recorded import examples
from speccast.views.files import File, Kept
from speccast.views.fingerprints import Earlier, Reuse, fingerprints
from speccast.views.project import project_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speccast import ir
    from speccast.names.result import Names
    from speccast.printing.bundle import Bundle
    from speccast.reading.config import Client
    from speccast.reading.document import Document
    from speccast.resolve import Resolved

SPEC = "_spec.json"
"""The file of a package that contains its document."""
EXAMPLES = "_examples.json"
"""The file of a package that contains the answers of its fake transport."""
SURFACE = "_surface.json"
"""The file of a package that contains what callers see, for the next run to tell what changes."""
_MODERN = {"types.type", "client.Carrier"}
"""What the runtime needs beside `type` statements. Of the printed modules, `client.py` imports
`Carrier`, but no longer does where an earlier run has given it a type parameter."""
_NOTHING = Earlier()


class Made(Struct, frozen=True):
    """The result of all stages for a document."""

    package: str
    document: Document
    diagnostics: Diagnostics
    api: ir.Api
    names: Names
    files: list[File]
    """The files of the package and its tests, except for the manifest."""
    bundle: Bundle | None
    """The document as the package contains it, if it does."""
    shape: str
    """The digest of the API without its documentation."""
    made: dict[str, str]
    """The digest of the input of each module, by path."""
    positional: str
    """Which parameters of a path need no name."""
    project: Sequence[File]
    """Files around the package: created if they are missing, and the user's from then on."""
    title: str
    """The document's title; empty if it has none."""


def read(client: Client, stdin: bytes | None) -> tuple[Document, str]:
    """Read a client's document; return it with the name of its package.

    Raises:
        SpecError: it cannot be read.

    """
    reading = document.Reading(
        allow_paths=client.allow_path,
        allow_hosts=client.allow_remote,
        lock_file=config.lock_file(client) if client.allow_remote else None,
        locked=client.locked,
    )
    found = document.read(client.spec, reading, stdin)
    overlay.apply(found, client.overlays)
    return found, client.package or package_name.from_title(title_of(found))


def generate(
    source: Document,
    client: Client,
    package: str,
    previous: Mapping[str, object] | None,
    earlier: Earlier = _NOTHING,
) -> Made:
    """Take a document through all stages.

    Args:
        source: the document.
        client: the configuration of the package.
        package: its name.
        previous: the names of the package that is replaced, which are kept.
        earlier: its files; those that would not change are reused. With `--check` nothing is
            reused.

    Raises:
        SpecError: the document cannot be used.

    """
    found = Diagnostics()
    title = title_of(source)
    resolved, api, names = understand(source, client, package, previous, found)
    bundled = bundle.bundle(resolved, api) if client.embed_spec else None
    del resolved  # it is large
    progress.at("Arranging files")
    prints = fingerprints(api, names)
    reuse = Reuse(prints, earlier)
    printed, ready = _printed(api, names, client, reuse)
    carried = _carried(printed, ready, api, client, reuse)
    modules = [*printed, *(file for file in ready if isinstance(file, Kept))]
    files = _formatted(carried, modules, names, client, reuse)
    if bundled is not None:
        files += _data(bundled.text, api, names, client, reuse)
    return Made(
        package, source, found, api, names, files, bundled, prints.shape, reuse.made,
        client.positional, _project(api, names, client) if client.project else (), title,
    )  # fmt: skip


def _carried(
    printed: Sequence[File], ready: Sequence[File], api: ir.Api, client: Client, reuse: Reuse
) -> Sequence[File]:
    """Return the files of the package, with only the needed parts of the runtime."""
    marks = views.marks(api) | (_MODERN if _is_modern(client) else set[str]())
    carried = shipping.shipped([*printed, *ready], marks, reuse)
    return modern.modern(carried, ready) if _is_modern(client) else carried


def _data(spec: str, api: ir.Api, names: Names, client: Client, reuse: Reuse) -> list[File]:
    """Return the files that contain data."""
    document, answers, surface = (f"{names.package}/{name}" for name in (SPEC, EXAMPLES, SURFACE))
    calls = ((names.operations[o.pointer].symbol, o.method, o.path.value) for o in api.operations)
    return [
        File(document, spec),
        File(answers, examples(json.loads(spec), calls)),
        reuse.of_shape(surface, lambda: lines.dumped(survey(api, names, client.positional))),
    ]


def _is_modern(client: Client) -> bool:
    """Return whether each Python that the package is for has `type` statements."""
    return client.python != config_keys.PYTHON[0]


def _project(api: ir.Api, names: Names, client: Client) -> Sequence[File]:
    """Return the files around the package."""
    files = tuple(project_files(api, names, client))
    return list[File](render.render(files, templates.folders(client.templates)))


def _printed(
    api: ir.Api, names: Names, client: Client, reuse: Reuse
) -> tuple[Sequence[File], Sequence[File]]:
    """Return the printed files and the copied ones; the Views, which are large, are freed here."""
    printable = views.build(api, names, client, reuse)
    printed = render.render(printable, templates.folders(client.templates))
    return printed, [file for file in printable if isinstance(file, File)]


def _formatted(
    carried: Sequence[File], modules: Sequence[File], names: Names, client: Client, reuse: Reuse
) -> list[File]:
    """Return formatted files; modules that were not reused have to pass the gate."""
    found = [reuse.unformatted(file) for file in carried if file.path.endswith(".py")]
    kept = [file for file in found if isinstance(file, Kept)]
    changed = [file for file in found if not isinstance(file, Kept)]
    plain = [file for file in carried if not file.path.endswith(".py")]
    if not changed:
        return [*kept, *plain]
    modules = [file for file in modules if file.path.endswith(".py")]
    with Formatting(changed, client.python) as formatting:
        gate.check(modules, names, client.templates, known={file.path for file in kept})
        return [*formatting.files(), *kept, *plain]


def understand(
    source: Document,
    client: Client,
    package: str,
    previous: Mapping[str, object] | None,
    found: Diagnostics,
) -> tuple[Resolved, ir.Api, Names]:
    """Take a document through the stages that report findings: all but the printing.

    Raises:
        SpecError: the document cannot be used.

    """
    for note in source.notes:
        found.add(
            note.severity, note.code, note.message, note.pointer, note.hint, at_key=note.at_key
        )
    progress.at("Resolving references")
    extensions = {pointer_of(k, source.root): added for k, added in client.extensions.items()}
    keys = {key: pointer_of(key, source.root) for key in client.names}
    resolved = resolve.resolve(source, found, lenient=client.lenient, extensions=extensions)
    pins = _pins(client, keys, resolved, found)
    progress.at("Reading operations and schemas")
    api = lower.lower(resolved, _settings(client, resolved, extensions, pins), found)
    selected = client.include or client.exclude
    if not (api.operations or api.webhooks or api.declared or selected):
        message = "no operation, and no type: the package has nothing to call"
        found.warning("empty-package", message, "#", "--all-models makes types of its schemas")
    progress.at("Choosing names")
    return resolved, api, assign(api, package, previous, pins, found)


def _client_class(client: Client) -> str:
    """Return the name of the client's class.

    Raises:
        ConfigError: it cannot be one.

    """
    name = client.client_class
    fits = config_keys.CLASS_NAME.fullmatch(name) and not {name, f"Async{name}"} & RESOURCE_CLASSES
    if not fits and name != "Client":
        message = f"client-class {name!r} cannot be the name of a class in the client's module"
        raise config.ConfigError(message + "; choose another one")
    return name


def _pins(
    client: Client, keys: Mapping[str, str], resolved: Resolved, found: Diagnostics
) -> dict[str, str]:
    """Return the configured names by pointer; report those without a target."""
    pins = {"#": _client_class(client)}
    for key, name in client.names.items():
        pointer = resolved.now(keys[key])
        pins[pointer] = name
        try:
            resolved.at(pointer.partition(";")[0])
        except KeyError:
            message = f"`names` of the configuration: the document has no {key!r}"
            found.warning("name-without-target", message, "#", meant(pointer, resolved.root))
    return pins


def _settings(
    client: Client,
    resolved: Resolved,
    extensions: Mapping[str, Mapping[str, object]],
    pins: Mapping[str, str],
) -> Settings:
    trusted = tuple(
        join(resolved.now(pointer), name)
        for pointer, members in extensions.items()
        for name in members
    )
    return Settings(
        client.include,
        client.exclude,
        client.trust_env,
        trusted,
        client.pagination,
        tuple(pins),
        client.all_models,
    )


def title_of(found: Document) -> str:
    """Return a document's title; empty if it has none."""
    info = found.root.get("info")
    title = info.get("title") if isinstance(info, dict) else None
    return title if isinstance(title, str) else ""
