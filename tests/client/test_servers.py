"""The base URL of a client: from the document, configuration, environment or caller."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import pytest

from speccast import generate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENT = """
openapi: 3.1.0
info: {title: Region, version: "1"}
servers:
  - url: https://{region}.api.test/{base}
    variables:
      region: {default: us, enum: [us, eu]}
      base: {default: v1}
paths:
  /x:
    get: {operationId: x.get, responses: {"204": {description: Done.}}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a package whose server has variables, and whose configuration names another one."""
    folder: Path = tmp_path_factory.mktemp("region")
    (folder / "spec.yaml").write_text(DOCUMENT)
    generate(folder / "spec.yaml", folder / "out", package="region_api", base_url_env="REGION_URL")
    sys.path.insert(0, str(folder / "out"))
    yield importlib.import_module("region_api")
    sys.path.remove(str(folder / "out"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "region_api"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("environment", "options", "url"),
    [
        (None, {}, "https://us.api.test/v1"),
        (None, {"server_variables": {"region": "eu"}}, "https://eu.api.test/v1"),
        (None, {"server_variables": {"region": "eu", "base": "v2"}}, "https://eu.api.test/v2"),
        ("http://env.test", {}, "http://env.test"),
        ("http://env.test", {"base_url": "http://mine.test"}, "http://mine.test"),
        ("http://env.test", {"server_variables": {"region": "eu"}}, "https://eu.api.test/v1"),
        ("", {}, "https://us.api.test/v1"),
    ],
)
def test_base_url(
    package: Any,  # noqa: ANN401 - generated
    monkeypatch: pytest.MonkeyPatch,
    environment: str | None,
    options: dict[str, Any],
    url: str,
) -> None:
    """The caller comes first, then the environment, then the document."""
    if environment is not None:
        monkeypatch.setenv("REGION_URL", environment)
    assert repr(package.Client(**options)) == f"<Client {url}>"
    assert repr(package.AsyncClient(**options)) == f"<AsyncClient {url}>"


@pytest.mark.parametrize(
    "variables", [{"place": "eu"}, {"region": "evil.test/#"}, {"region": "me@evil"}, {"region": ""}]
)
def test_a_value_that_makes_an_invalid_url(package: Any, variables: dict[str, str]) -> None:  # noqa: ANN401 - generated
    """It is refused."""
    with pytest.raises(package.errors.ArgumentError):
        package.Client(server_variables=variables)


def test_the_variable_is_documented(package: Any) -> None:  # noqa: ANN401 - generated
    """The documentation of `base_url` names it."""
    assert "From REGION_URL by default." in " ".join(package.Client.__init__.__doc__.split())


def test_an_invalid_url_in_the_environment(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 - generated
    """It is an `ArgumentError`."""
    monkeypatch.setenv("REGION_URL", "nowhere")
    with pytest.raises(package.errors.ArgumentError, match="URL"):
        package.Client()
