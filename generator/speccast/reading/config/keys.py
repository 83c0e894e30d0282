"""The keys of a client's table in the configuration: their types, descriptions and choices.

The checks, the manifest's options, the command line and the JSON Schema for editors follow `KEYS`.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

HTTP = ("httpx2", "httpx")
JSON = ("stdlib", "msgspec", "orjson")
PYTHON = ("3.11", "3.12", "3.13", "3.14")
POSITIONAL = ("all", "last")
FAIL_ON = ("error", "warning", "lossy")
COMPAT = ("stainless",)
URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,49}")
BREAKING = "breaking"
"""A value of `fail-on`: a change that breaks callers of the previous package ends the run."""


class Type(Enum):
    """The type of a key's value."""

    STRING = "a string"
    STRINGS = "an array of strings"
    PATH = "a path"
    PATHS = "an array of paths"
    SPEC = "a path, relative to this file, or a URL"
    FLAG = "true or false"
    CLASS = "the name of a class, such as `Pets`"
    URLS = "a table of URLs by name"
    TABLES = "a table of tables by name"
    NAMES = "a table of names by pointer or operation"
    MEMBERS = "a table of members by pointer or operation"


class Key(NamedTuple):
    """A key of a client's table."""

    type: Type
    doc: str
    choices: tuple[str, ...] = ()


KEYS: dict[str, Key] = {
    "spec": Key(Type.SPEC, "The OpenAPI document."),
    "output": Key(Type.PATH, "The folder that receives the package and tests/."),
    "package": Key(Type.STRING, "The package's name. Default: derived from the document's title."),
    "compat": Key(Type.STRING, "The generator whose default settings the client has.", COMPAT),
    "client-class": Key(Type.CLASS, "The name of the client's class."),
    "positional": Key(
        Type.STRING, "Which path parameters may be positional: all, or only the last.", POSITIONAL
    ),
    "http": Key(Type.STRING, "The HTTP library of the generated client.", HTTP),
    "browser": Key(Type.FLAG, "Whether the client also runs in a browser, in Pyodide."),
    "json": Key(Type.STRING, "The JSON library of the generated client.", JSON),
    "python": Key(Type.STRING, "The oldest Python that the package is for.", PYTHON),
    "tests": Key(Type.FLAG, "Whether tests are generated, which need `embed-spec`."),
    "lenient": Key(Type.FLAG, "Whether a reference without a target becomes Any."),
    "embed-spec": Key(Type.FLAG, "Whether the package contains a copy of the document."),
    "all-models": Key(Type.FLAG, "Whether schemas that no operation uses become types, too."),
    "project": Key(Type.FLAG, "Whether pyproject.toml, README.md and CHANGELOG.md are created."),
    "project-version": Key(Type.STRING, "The project's first version. Default: the document's."),
    "project-urls": Key(Type.URLS, "Links of the project by label: Homepage, Repository, …"),
    "api-page": Key(Type.FLAG, "Whether the package has an api.md. Default: as project."),
    "include": Key(Type.STRINGS, "The operations to include: globs on tag:, path: or an id."),
    "exclude": Key(Type.STRINGS, "The operations to exclude: globs as for include."),
    "trust-env": Key(Type.FLAG, "Whether environment variables named by the document are read."),
    "base-url-env": Key(Type.STRING, "The environment variable that contains base_url."),
    "environments": Key(Type.URLS, "Base URLs by name, the default first."),
    "pagination": Key(Type.TABLES, "Pagination schemes by name, for each operation that fits one."),
    "allow-path": Key(Type.PATHS, "Folders besides the document's own that references may enter."),
    "allow-remote": Key(Type.STRINGS, "Hosts that references may lead to."),
    "locked": Key(Type.FLAG, "Whether each remote reference must be in the lock file."),
    "overlays": Key(Type.PATHS, "OpenAPI Overlay documents that correct the document, in order."),
    "templates": Key(Type.PATH, "A folder with templates in place of the built-in ones."),
    "names": Key(Type.NAMES, "Names by pointer, or by operation: GET /pets/{id}."),
    "extensions": Key(Type.MEMBERS, "x-speccast-* members by pointer or operation."),
    "fail-on": Key(
        Type.STRING, "The severity, or the change, that ends the run.", (*FAIL_ON, BREAKING)
    ),
}
