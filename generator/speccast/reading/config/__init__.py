"""The configuration: `[[tool.speccast.client]]` in pyproject.toml, `[[client]]` in speccast.toml.

Takes the path of a file, returns its `Client`s. Each key has the name of the command-line option.
One table, `KEYS`, lists them. The checks, the manifest's options and the JSON Schema for editors
are derived from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from speccast.reading import checked, disk, package_name
from speccast.reading.config.keys import (
    CLASS_NAME,
    HTTP,
    JSON,
    KEYS,
    POSITIONAL,
    PYTHON,
    URL,
    Key,
    Type,
)
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

OUTPUT = Path("generated")
"""The default output folder."""


class ConfigError(SpeccastError):
    """The configuration, or an option on the command line, is invalid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client to generate: a document, and the options of its package. Paths are resolved."""

    spec: str
    """The path of the document, its URL, or `-` for standard input."""
    output: Path = OUTPUT
    """The folder that receives the package and `tests/`."""
    package: str | None = None
    """The package's name; None: derived from the document's title."""
    compat: str | None = None
    """The generator whose default settings the client has, for callers that migrate from it."""
    client_class: str = "Client"
    """The class of the client; with the prefix `Async`, that of the async one."""
    positional: str = POSITIONAL[0]
    """Which path parameters may be positional."""
    http: str = HTTP[0]
    browser: bool = False
    """Whether the client can also send with `fetch`, in Pyodide."""
    json: str = JSON[0]
    python: str = PYTHON[0]
    """The oldest Python that the package is for."""
    tests: bool = True
    lenient: bool = False
    embed_spec: bool = True
    """Whether the package contains a copy of the document (`_spec.json`)."""
    all_models: bool = False
    """Whether component schemas that no operation uses become types, too."""
    project: bool = False
    """Whether a distribution is created around the package, if there is none yet."""
    project_version: str | None = None
    """The version in the distribution's metadata; None: that of the document."""
    project_urls: dict[str, str] = field(default_factory=dict[str, str])
    """Links in the distribution's metadata, by their labels."""
    api_page: bool | None = None
    """Whether the package has a page that lists its methods and models; None: as `project`."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    trust_env: bool = False
    """Whether the client reads the environment variables that the document names."""
    base_url_env: str | None = None
    """The environment variable that the client reads `base_url` from."""
    environments: dict[str, str] = field(default_factory=dict[str, str])
    """Base URLs by name; the first is the default."""
    pagination: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """Pagination schemes by name, as members of `x-speccast-pagination`."""
    allow_path: tuple[Path, ...] = ()
    """Folders besides the document's own that references may lead to."""
    allow_remote: tuple[str, ...] = ()
    """Hosts that references may lead to."""
    locked: bool = False
    """Whether each remote reference must be in the lock file."""
    overlays: tuple[Path, ...] = ()
    """OpenAPI Overlay documents, in order."""
    templates: Path | None = None
    """A folder with templates that replace the built-in ones."""
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Names by pointer, or by operation (`GET /pets/{id}`)."""
    extensions: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """`x-speccast-…` members by the pointer or operation that they are added to."""
    fail_on: str | None = None
    """The lowest severity of a diagnostic that ends the run with exit code 1 before writing, or
    `breaking` if a breaking change does."""


def is_remote(spec: str) -> bool:
    """Return whether the name of a document is a URL."""
    return spec[:8].lower().startswith(("http://", "https://"))


def attribute(key: str) -> str:
    """Return the attribute of `Client` that a key sets."""
    return key.replace("-", "_")


def configures_speccast(path: Path) -> bool:
    """Return whether a file configures speccast."""
    return path.is_file() and _clients_of(path, _load(path)) is not None


def load(path: Path) -> list[Client]:
    """Return the clients of a configuration. Paths are relative to its folder.

    Raises:
        ConfigError: it cannot be read, has an unknown key, or a value of the wrong type.

    """
    tables = _clients_of(path, _load(path))
    if not tables:
        message = f"{path}: has no {_heading(path)} table"
        raise ConfigError(message)
    return [
        _build(f"{path}: client {number}", table, path.parent)
        for number, table in enumerate(tables, 1)
    ]


def _load(path: Path) -> dict[str, object]:
    import tomllib  # noqa: PLC0415 - not needed without a configuration

    try:
        return tomllib.loads(disk.read(fspath(path)).decode("utf-8-sig"))
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ConfigError(message) from error
    except ValueError as error:
        message = f"{path}: is not valid TOML: {error}"
        raise ConfigError(message) from error


def _heading(path: Path) -> str:
    return "[[tool.speccast.client]]" if path.name == "pyproject.toml" else "[[client]]"


def _clients_of(path: Path, content: dict[str, object]) -> list[dict[str, object]] | None:
    """Return the tables of a file, or None if it does not mention speccast."""
    section: object = content
    if path.name == "pyproject.toml":
        section = (checked.table(content.get("tool")) or {}).get("speccast")
        if section is None:
            return None
    table = checked.table(section)
    if table is None:
        message = f"{path}: `tool.speccast` must be a table"
        raise ConfigError(message)
    _refuse_unknown(str(path), table, ["client"])
    clients = checked.tables(table.get("client", []))
    if clients is None:
        message = f"{path}: `client` must be an array of tables: {_heading(path)}"
        raise ConfigError(message)
    return clients


def _build(place: str, table: dict[str, object], base: Path) -> Client:
    """Check a table and return its client, with paths relative to `base`."""
    _refuse_unknown(place, table, KEYS)
    if "spec" not in table:
        message = f"{place}: `spec` is missing"
        raise ConfigError(message)
    values: dict[str, Any] = {"output": base / OUTPUT}
    for name, value in table.items():
        values[attribute(name)] = _value(f"{place}: `{name}`", KEYS[name], value, base)
    client = Client(**values)
    if client.package is not None:
        package_name.check(client.package)
    return client


def client_from(options: Mapping[str, object]) -> Client:
    """Return the client for the keyword arguments of `speccast.generate`.

    Raises:
        ConfigError: an option is unknown, or of the wrong type.

    """
    table = {name.replace("_", "-"): _toml(value) for name, value in options.items()}
    return _build("generate()", table, Path())


def _toml(value: object) -> object:
    """Return a value as TOML has it: paths as strings, tuples as lists."""
    if isinstance(value, PathLike):
        return fspath(cast("PathLike[str]", value))
    if isinstance(value, (list, tuple)):
        return [_toml(entry) for entry in cast("Sequence[object]", value)]
    return value


def _refuse_unknown(place: str, table: dict[str, object], known: Collection[str]) -> None:
    for name in table:
        if name not in known:
            from speccast.reading.nearest import nearest  # noqa: PLC0415 - only for the message

            near = nearest(name, known, 0.5)
            hint = f"did you mean `{near}`?" if near else f"the keys are {', '.join(known)}"
            if list(known) == ["client"] and name in KEYS:
                hint = f"it belongs below {_heading(Path(place))}"
            message = f"{place}: unknown key `{name}`; {hint}"
            raise ConfigError(message)


def _value(place: str, key: Key, value: object, base: Path) -> object:
    """Check one value and convert it for `Client`."""
    if key.choices and value not in key.choices:
        message = f"{place} must be {' or '.join(map(json.dumps, key.choices))}"
        raise ConfigError(message)
    read = _read(key.type, value, base)
    if read is None:
        message = f"{place} must be {key.type.value}"
        raise ConfigError(message)
    return read


def _read(kind: Type, value: object, base: Path) -> object | None:
    match kind:
        case Type.CLASS:
            return value if isinstance(value, str) and CLASS_NAME.fullmatch(value) else None
        case Type.STRING:
            return value if isinstance(value, str) and value else None
        case Type.SPEC:
            if isinstance(value, str) and is_remote(value):
                return value
            return str(base / value) if isinstance(value, str) and value else None
        case Type.PATH:
            return base / value if isinstance(value, str) and value else None
        case Type.PATHS:
            found = checked.strings(value)
            return None if found is None else tuple(base / entry for entry in found)
        case Type.STRINGS:
            found = checked.strings(value)
            return None if found is None else tuple(found)
        case Type.FLAG:
            return value if isinstance(value, bool) else None
        case Type.URLS:
            urls = checked.texts(value)
            return urls if urls is not None and all(map(URL.fullmatch, urls.values())) else None
        case Type.NAMES:
            return checked.texts(value)
        case Type.MEMBERS | Type.TABLES:
            members = checked.table(value)
            if members is None or not all(isinstance(entry, dict) for entry in members.values()):
                return None
            return members


def folder_of(spec: str) -> Path:
    """Return the folder that a document's references are relative to."""
    return Path.cwd() if spec == "-" or is_remote(spec) else Path(spec).parent


def file_name_of(spec: str) -> str:
    """Return a document's name without its folder or host; `-` for standard input."""
    path = spec.partition("://")[2].partition("?")[0] if is_remote(spec) else spec
    return Path(path).name


def lock_file(client: Client) -> Path | None:
    """Return the path of the lock file for remote references: beside the document."""
    if client.spec == "-":
        return None
    if is_remote(client.spec):
        return client.output / f"{file_name_of(client.spec)}.lock"
    return Path(f"{client.spec}.lock")
