"""The View of the project around a package: metadata, README and changelog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import Place
from speccast.reading.config.keys import PYTHON
from speccast.reading.escape import commonmark, markdown_text, toml_string
from speccast.views.files import FileView
from speccast.views.prose import doc_text
from speccast.views.python.code import Code, join
from speccast.views.python.docstrings import prose, split_summary
from speccast.views.tests.tests import client_settings, shortest_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Api, Operation
    from speccast.names import Names
    from speccast.reading.config import Client

_FILES: Final = ("pyproject.toml", "README.md", "CHANGELOG.md")
_REQUIRED: Final = {
    "httpx": "httpx>=0.28,<0.29",
    "httpx2": "httpx2>=2.0,<3",
    "msgspec": "msgspec>=0.20,<1",
    "orjson": "orjson>=3.10,<4",
}
"""The requirement for each library that the package uses."""
_LINK: Final = re.compile(r"https?://[!-~]+")
_VERSION: Final = re.compile(r"v?(\d+(?:\.\d+)*)(?:-?(a|b|rc|alpha|beta)\.?(\d+))?", re.IGNORECASE)
_NOTHING: Final = Code("")


class ProjectView(Struct, frozen=True):
    """`templates/project/`: a distribution."""

    package: Code
    client: Code
    async_client: Code
    title: Code
    introduction: Code
    name: Code
    number: Code
    settings: Code
    """The arguments of the client in the first example."""
    call: Code
    distribution: Code
    """The name as a TOML string, like the following fields."""
    version: Code
    description: Code
    license: Code
    """Empty if the document has none."""
    dependencies: Code
    urls: tuple[tuple[Code, Code], ...]
    """Label and address of each link."""
    python: Code
    """The oldest Python."""
    pythons: tuple[Code, ...]
    """The supported versions."""
    folder: Code
    reference: bool
    """Whether the package has a page that lists its methods."""


def project_files(api: Api, names: Names, client: Client) -> Iterator[FileView]:
    """Return the project files, which are created once and then belong to the user."""
    view = _view(api, names, client)
    for path in _FILES:
        yield FileView(path, f"project/{path}.jinja", _NOTHING, _NOTHING, _NOTHING, view)


def _view(api: Api, names: Names, client: Client) -> ProjectView:
    title = prose(api.title) or names.package
    introduction = doc_text(api.doc) or f"A client for {title}."
    summary, _ = split_summary(introduction)
    number = client.project_version or version(api.version.value)
    distribution = names.package.strip("_").replace("_", "-")
    first = min(api.operations, key=_effort, default=None)
    call = "client" if first is None else shortest_call(first, api, names, client.positional).text
    needed = [name for name in (client.http, client.json) if name in _REQUIRED]
    license_ = " ".join(prose(api.info.license).split())
    return ProjectView(
        package=Code(names.package),
        client=Code(names.client),
        async_client=Code(names.async_client),
        title=Code(markdown_text(" ".join(title.split()))),
        introduction=Code("\n".join(map(commonmark, introduction.splitlines()))),
        name=Code(distribution),
        number=Code(number),
        settings=join(", ", client_settings(api, names)),
        call=Code(call.replace("\n", "\n    ")),
        distribution=_toml(distribution),
        version=_toml(number),
        description=_toml(" ".join(summary.split())),
        license=_toml(license_) if license_ else _NOTHING,
        dependencies=join(", ", (_toml(_REQUIRED[name]) for name in needed)),
        urls=tuple((_toml(label), _toml(url)) for label, url in _urls(api, client)),
        python=Code(client.python),
        pythons=tuple(map(Code, PYTHON[PYTHON.index(client.python) :])),
        folder=_toml(names.package),
        reference=has_page(client),
    )


def _urls(api: Api, client: Client) -> Iterator[tuple[str, str]]:
    """Iterate the links of the configuration, and those of the document with other labels."""
    yield from client.project_urls.items()
    found = {"Documentation": api.doc.url, "Contact": api.info.contact}
    for label, url in found.items():
        if url and label not in client.project_urls and _LINK.fullmatch(url.value):
            yield label, url.value


def has_page(client: Client) -> bool:
    """Return whether the package has a page that lists its methods and models."""
    return client.project if client.api_page is None else client.api_page


def _toml(text: str) -> Code:
    return Code(toml_string(text))


def _effort(operation: Operation) -> tuple[bool, int]:
    """Return a sort key for operations, the simplest call first."""
    required = [p for p in operation.parameters if p.required and p.place is not Place.COOKIE]
    return operation.method != "GET", len(required)


def version(text: str) -> str:
    """Return a document's version in the format of PEP 440; 0.1.0 if it cannot be converted."""
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        return "0.1.0"
    release, stage, number = found.groups()
    return release + (f"{stage[0] if stage[0] != 'r' else 'rc'}{number}".lower() if stage else "")
