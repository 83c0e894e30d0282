"""The stages, one per line: function, input -> output, purpose.

    document.read     path or standard input   -> Document   the unchanged tree, with positions
    overlay.apply     Document, overlays       -> nothing    corrections to the document
    resolve.resolve   Document                 -> Resolved   OpenAPI 3.1, references resolved
    lower.lower       Resolved                 -> ir.Api     the API, independent of Python
    names.assign      ir.Api                   -> Names      every Python identifier
    views.build       ir.Api, Names            -> FileViews  the contents of each file
    render.render     FileViews                -> Files      source text
    shipping.select   Files                    -> Files      without unused code
    modern.modernize  Files                    -> Files      with the syntax of a newer Python
    gate.check        Files                    -> nothing    or an error; ruff formats meanwhile
    survey.survey     ir.Api, Names            -> Surface    the public API, for the next run

`commands/generation.py` writes the files to disk, or compares them with it.
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
from speccast.reading import config, document, overlay, package_name, progress, templates
from speccast.reading.config import keys as config_keys
from speccast.reading.diagnostics import Diagnostics
from speccast.reading.pointers import join
from speccast.surface import lines
from speccast.surface.survey import survey
from speccast.testing.package_examples import examples
from speccast.views.files import File, Reused
from speccast.views.fingerprints import PreviousRun, Reuse, fingerprints
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
"""The file of a package that contains the responses of its fake transport."""
SURFACE = "_surface.json"
"""The file of a package that lists its public API, for the next run to report what changes."""
_MODERN = {"types.type", "client.Carrier"}
"""The parts of the runtime that `type` statements need. `client.py` of an earlier run has a type
parameter in place of the import of `Carrier`, so that this import is no reason to keep it."""
_NO_PREVIOUS_FILES = PreviousRun()


class Result(Struct, frozen=True):
    """The result of all stages for a document."""

    package: str
    document: Document
    diagnostics: Diagnostics
    api: ir.Api
    names: Names
    files: list[File]
    """The files of the package and its tests, except for the manifest."""
    bundle: Bundle | None
    """The copy of the document for the package; None without one."""
    shape: str
    """The digest of the API without its documentation."""
    digests: dict[str, str]
    """The digest of the input of each module, by path."""
    positional: str
    """Which path parameters may be positional."""
    project: Sequence[File]
    """Files around the package, which are only created if they are missing."""
    title: str
    """The document's title; empty if it has none."""


def read(client: Client, stdin: bytes | None) -> tuple[Document, str]:
    """Read a client's document; return it with the name of its package.

    Raises:
        SpecError: the document cannot be read.

    """
    reading = document.Reading(
        allow_paths=client.allow_path,
        allow_hosts=client.allow_remote,
        lock_file=config.lock_file(client) if client.allow_remote else None,
        locked=client.locked,
    )
    source = document.read(client.spec, reading, stdin)
    overlay.apply(source, client.overlays)
    return source, client.package or package_name.from_title(title_of(source))


def generate(
    source: Document,
    client: Client,
    package: str,
    previous: Mapping[str, object] | None,
    reusable: PreviousRun = _NO_PREVIOUS_FILES,
) -> Result:
    """Take a document through all stages.

    Args:
        source: the document.
        client: the configuration of the package.
        package: the name of the package.
        previous: the names of the replaced package, which are kept.
        reusable: the files of the replaced package, from which unchanged ones are reused; empty
            with `--check`.

    Raises:
        SpecError: the document cannot be used.

    """
    diagnostics = Diagnostics()
    title = title_of(source)
    resolved, api, names = analyze(source, client, package, previous, diagnostics)
    bundled = bundle.bundle(resolved, api) if client.embed_spec else None
    del resolved  # frees much memory
    progress.report("Arranging files")
    prints = fingerprints(api, names)
    reuse = Reuse(prints, reusable)
    printed, ready = _printed(api, names, client, reuse)
    selected = _with_runtime(printed, ready, api, client, reuse)
    modules = [*printed, *(file for file in ready if isinstance(file, Reused))]
    files = _formatted(selected, modules, names, client, reuse)
    if bundled is not None:
        files += _data(bundled.text, api, names, client, reuse)
    return Result(
        package, source, diagnostics, api, names, files, bundled, prints.shape, reuse.digests,
        client.positional, _project(api, names, client) if client.project else (), title,
    )  # fmt: skip


def _with_runtime(
    printed: Sequence[File], ready: Sequence[File], api: ir.Api, client: Client, reuse: Reuse
) -> Sequence[File]:
    """Return the files of the package, with only the parts of the runtime that it needs."""
    features = views.features(api) | (_MODERN if _is_modern(client) else set[str]())
    selected = shipping.select([*printed, *ready], features, reuse)
    return modern.modernize(selected, ready) if _is_modern(client) else selected


def _data(spec: str, api: ir.Api, names: Names, client: Client, reuse: Reuse) -> list[File]:
    """Return the files that contain data."""
    path = f"{names.package}/{{}}".format
    calls = ((names.operations[o.pointer].symbol, o.method, o.path.value) for o in api.operations)
    return [
        File(path(SPEC), spec),
        File(path(EXAMPLES), examples(json.loads(spec), calls)),
        reuse.if_same_shape(
            path(SURFACE), lambda: lines.dumped(survey(api, names, client.positional))
        ),
    ]


def _is_modern(client: Client) -> bool:
    """Return whether all supported versions of Python have `type` statements."""
    return client.python != config_keys.PYTHON[0]


def _project(api: ir.Api, names: Names, client: Client) -> Sequence[File]:
    """Return the files around the package."""
    files = tuple(project_files(api, names, client))
    return list[File](render.render(files, templates.folders(client.templates)))


def _printed(
    api: ir.Api, names: Names, client: Client, reuse: Reuse
) -> tuple[Sequence[File], Sequence[File]]:
    """Return the printed files and the copied ones; the large Views are freed on return."""
    printable = views.build(api, names, client, reuse)
    printed = render.render(printable, templates.folders(client.templates))
    return printed, [file for file in printable if isinstance(file, File)]


def _formatted(
    selected: Sequence[File], modules: Sequence[File], names: Names, client: Client, reuse: Reuse
) -> list[File]:
    """Return formatted files; modules that are not reused have to pass the gate."""
    sources = [reuse.if_printed_the_same(file) for file in selected if file.path.endswith(".py")]
    kept = [file for file in sources if isinstance(file, Reused)]
    changed = [file for file in sources if not isinstance(file, Reused)]
    others = [file for file in selected if not file.path.endswith(".py")]
    if not changed:
        return [*kept, *others]
    modules = [file for file in modules if file.path.endswith(".py")]
    with Formatting(changed, client.python) as formatting:
        gate.check(modules, names, client.templates, known={file.path for file in kept})
        return [*formatting.files(), *kept, *others]


def analyze(
    source: Document,
    client: Client,
    package: str,
    previous: Mapping[str, object] | None,
    diagnostics: Diagnostics,
) -> tuple[Resolved, ir.Api, Names]:
    """Take a document through the stages that report findings, up to the names.

    Raises:
        SpecError: the document cannot be used.

    """
    for note in source.notes:
        diagnostics.add(*note[:-1], at_key=note.at_key)
    progress.report("Resolving references")
    resolved = resolve.resolve(
        source,
        diagnostics,
        lenient=client.lenient,
        extensions=client.extensions,
        named=client.names.keys(),
    )
    pins = {"#": _client_class(client)}
    pins |= {resolved.places[key]: name for key, name in client.names.items()}
    progress.report("Reading operations and schemas")
    api = lower.lower(resolved, _settings(client, resolved.places, pins), diagnostics)
    selected = client.include or client.exclude
    if not (api.operations or api.webhooks or api.declared or selected):
        message = "the document has no operation and no webhook; the package is empty"
        hint = "--all-models makes types of its schemas"
        diagnostics.warning("empty-package", message, "#", hint)
    progress.report("Choosing names")
    return resolved, api, assign(api, package, previous, pins, diagnostics)


def _client_class(client: Client) -> str:
    """Return the name of the client's class.

    Raises:
        ConfigError: the name is invalid or taken.

    """
    name = client.client_class
    fits = config_keys.CLASS_NAME.fullmatch(name) and not {name, f"Async{name}"} & RESOURCE_CLASSES
    if not fits and name != "Client":
        message = f"client-class {name!r} cannot be the name of a class in the client's module"
        raise config.ConfigError(message + "; choose another one")
    return name


def _settings(client: Client, places: Mapping[str, str], pins: Mapping[str, str]) -> Settings:
    trusted = tuple(
        join(places[key], name) for key, members in client.extensions.items() for name in members
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


def title_of(source: Document) -> str:
    """Return a document's title; empty if it has none."""
    info = source.root.get("info")
    title = info.get("title") if isinstance(info, dict) else None
    return title if isinstance(title, str) else ""
