"""`generate --project`: a distribution around the package, which builds and belongs to the user."""

from __future__ import annotations

import sys
import tomllib
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

import pytest

from realtimekit_livestreams._runtime import errors
from speccast.reading.escape import commonmark
from speccast.views.project import version
from speccast.views.reference import ERRORS
from tests.support.places import ROOT, SHARED
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT: Final = """\
openapi: 3.1.0
info:
  title: "Pets [of] <mine>"
  version: v2.1.0-rc.1
  description: 'Says "hello". A *second* sentence.'
  license: {name: Apache 2.0, identifier: Apache-2.0}
servers: [{url: "https://pets.example.com"}]
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
paths:
  /pets:
    post:
      operationId: createPet
      responses: {"204": {description: It is there.}}
  /pets/{id}:
    get:
      operationId: getPet
      security: [{key: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: string, example: rex}}]
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
"""
CONFIGURATION: Final = """\
[[client]]
spec = "pets.yaml"
project = true
project-version = "7.0.0"
http = "httpx"
json = "orjson"

[client.project-urls]
Homepage = "https://pets.example.com"
Contact = "https://pets.example.com/ask"
"""
EXAMPLES: Final = """\
import inspect, re
from contextlib import redirect_stdout
from io import StringIO
import paged
from paged import testing

options = inspect.signature(paged.Client).parameters.values()
own = {"base_url", "timeout", "max_retries", "transport"}
given = {o.name: "x" for o in options if o.kind is o.KEYWORD_ONLY and o.name not in own}
client = paged.Client(base_url="https://a.test", transport=testing.FakeTransport(), **given)
blocks = re.findall(r"^```python\\n(.*?)^```$", open("paged/api.md").read(), re.M | re.S)
calls = [b for b in blocks if ") -> " not in b and re.search("^(for item in )?client[.]", b, re.M)]
for call in calls:
    with redirect_stdout(StringIO()):
        exec(call, {"client": client})
print(len(calls), end="")
"""
CALL: Final = """\
from pets_of_mine import Client

with Client(key="secret") as client:
    print(client.pets.get("rex"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that was just made."""
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    done = speccast("generate", "pets.yaml", "-o", "made", "--project", folder=tmp_path)
    assert done.code == 0, done.err
    assert "created: made/README.md" in done.err
    return tmp_path / "made"


def test_metadata(project: Path) -> None:
    """The metadata come from the document."""
    found = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    assert found["name"] == "pets-of-mine"
    assert found["version"] == "2.1.0rc1"
    assert found["description"] == 'Says "hello".'
    assert found["license"] == {"text": "Apache-2.0"}
    assert found["dependencies"] == ["httpx2>=2.0,<3"]
    readme = (project / "README.md").read_text("utf-8")
    assert readme.startswith("# Pets \\[of\\] \\<mine\\>\n")
    assert CALL in readme


def test_links_version_and_libraries(tmp_path: Path) -> None:
    """Links come from configuration and document; the package's libraries are required."""
    more = 'contact: {url: "https://pets.example.com/help"}'
    document = DOCUMENT.replace("license:", f"{more}\n  license:", 1)
    document += 'externalDocs: {url: "https://docs.example.com"}\n'
    (tmp_path / "pets.yaml").write_text(document)
    (tmp_path / "speccast.toml").write_text(CONFIGURATION)
    done = speccast("generate", folder=tmp_path)
    assert done.code == 0, done.err
    text = (tmp_path / "generated" / "pyproject.toml").read_text("utf-8")
    found = tomllib.loads(text)["project"]
    assert found["version"] == "7.0.0"
    assert found["dependencies"] == ["httpx>=0.28,<0.29", "orjson>=3.10,<4"]
    assert found["urls"] == {
        "Homepage": "https://pets.example.com",
        "Contact": "https://pets.example.com/ask",
        "Documentation": "https://docs.example.com",
    }


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "docs"])
def test_invalid_links_are_left_out(tmp_path: Path, url: str) -> None:
    """A value of the document that is not a URL is left out."""
    (tmp_path / "pets.yaml").write_text(f"{DOCUMENT}externalDocs: {{url: '{url}'}}\n")
    done = speccast("generate", "pets.yaml", "-o", "made", "--project", folder=tmp_path)
    assert done.code == 0, done.err
    text = (tmp_path / "made" / "pyproject.toml").read_text("utf-8")
    assert "urls" not in tomllib.loads(text)["project"]


def test_it_builds(project: Path) -> None:
    """The wheel contains the package, its licence and `py.typed`, and not the tests."""
    done = finished(start([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], project))
    assert done.code == 0, done.err
    [wheel] = (project / "dist").iterdir()
    assert wheel.name == "pets_of_mine-2.1.0rc1-py3-none-any.whl"
    names = set(ZipFile(wheel).namelist())
    assert {"pets_of_mine/py.typed", "pets_of_mine/LICENSE", "pets_of_mine/client.py"} <= names
    assert not any(name.startswith("tests/") for name in names)


def test_existing_files_belong_to_the_user(project: Path) -> None:
    """A later run changes the package and leaves the files around it alone."""
    (project / "README.md").write_text("mine")
    (project / "CHANGELOG.md").unlink()
    document = project.parent / "pets.yaml"
    document.write_text(DOCUMENT.replace("getPet", "readPet"))
    arguments = ("generate", "pets.yaml", "-o", "made", "--project")
    done = speccast(*arguments, folder=project.parent)
    assert done.code == 0, done.err
    assert (project / "README.md").read_text() == "mine"
    assert (project / "CHANGELOG.md").is_file()
    assert speccast(*arguments, "--check", folder=project.parent).code == 0


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("1", "1"),
        ("v1.2.3", "1.2.3"),
        ("2.0.0-beta.4", "2.0.0b4"),
        ("1.0rc1", "1.0rc1"),
        ("2024-10-01", "0.1.0"),
        ("latest", "0.1.0"),
        ("", "0.1.0"),
    ],
)
def test_version(said: str, made: str) -> None:
    """The version is valid for Python packaging."""
    assert version(said) == made


@pytest.mark.nightly
def test_it_can_be_published(project: Path, tmp_path: Path) -> None:
    """`python -m build` and `twine check` pass; an empty environment installs and imports it."""
    tools, empty = tmp_path / "tools", tmp_path / "empty"
    for folder in (tools, empty):
        assert finished(start([sys.executable, "-m", "venv", str(folder)], tmp_path)).code == 0
    python = str(tools / "bin" / "python")
    commands = [
        [python, "-m", "pip", "install", "-q", "build", "twine"],
        [python, "-m", "build", "."],
    ]
    for command in commands:
        done = finished(start(command, project))
        assert done.code == 0, done.err
    built = sorted(map(str, (project / "dist").iterdir()))
    assert len(built) == 2
    done = finished(start([python, "-m", "twine", "check", "--strict", *built], project))
    assert done.code == 0, done.out
    [wheel] = [path for path in built if path.endswith(".whl")]
    python = str(empty / "bin" / "python")
    done = finished(start([python, "-m", "pip", "install", "-q", wheel], tmp_path))
    assert done.code == 0, done.err
    call = CALL.replace("Client(", "Client(base_url='http://127.0.0.1:9', max_retries=0, ")
    done = finished(start([python, "-c", call], tmp_path))
    assert "APIConnectionError" in done.err


def test_page_of_methods(project: Path) -> None:
    """`api.md` shows each method as it is called, and each model with its members."""
    page = (project / "pets_of_mine" / "api.md").read_text("utf-8")
    assert (
        "### `client.pets.get`\n\n```python\nclient.pets.get(\n    id: str,\n) -> models." in page
    )
    assert "```python\nclient.pets.create() -> None\n```" in page
    assert "GetPetResponse\n```\n\nRequest: `GET /pets/{id}`\n" in page
    assert '```python\nclient.pets.get("rex")\n```' in page
    assert "### `GetPetResponse`\n" in page
    assert "| `name` | `str \\| None` |  |\n" in page


@pytest.mark.parametrize(
    "document",
    [
        ROOT / "spec" / "livestreams.yaml",
        SHARED / "corpus" / "resend.yaml",
        pytest.param(SHARED / "corpus" / "openai.yaml", marks=pytest.mark.nightly),
    ],
    ids=lambda path: path.stem,
)
def test_examples_on_the_page_run(document: Path, tmp_path: Path) -> None:
    """Each call on the page runs as written, with its imports."""
    if not document.is_file():
        pytest.skip("the shared documents are not at hand")
    options = ("--package", "paged", "--project", "-q", "-o", "made")
    done = speccast("generate", str(document), *options, folder=tmp_path)
    assert done.code == 0, done.err
    page = (tmp_path / "made" / "paged" / "api.md").read_text("utf-8")
    methods = page.count("\n### `client.")
    done = finished(start([sys.executable, "-c", EXAMPLES], tmp_path / "made"))
    assert done.code == 0, done.err
    # Methods that wait, or that close what they open, have no example.
    assert methods - 3 < int(done.out) <= methods


def test_text_is_escaped_on_the_page(tmp_path: Path) -> None:
    """The document's text makes no heading, link or fence on the page."""
    hostile = "Fine.\\n```\\n# [a](javascript:b) <img src=x> | `c`"
    document = DOCUMENT.replace("It is there.", "x").replace(
        "operationId: getPet", f'operationId: getPet\n      description: "{hostile}"'
    )
    document = document.replace(
        "name: {type: string}", f'name: {{type: string, description: "{hostile}"}}'
    )
    (tmp_path / "pets.yaml").write_text(document)
    (tmp_path / "speccast.toml").write_text('[[client]]\nspec = "pets.yaml"\napi-page = true\n')
    done = speccast("generate", folder=tmp_path)
    assert done.code == 0, done.err
    page = (tmp_path / "generated" / "pets_of_mine" / "api.md").read_text("utf-8")
    assert page.count("\n```") % 2 == 0
    assert "<img" not in page.replace("\\<img", "")
    assert "[a]" not in page.replace("\\[a\\]", "")
    assert page.count(r"\`\`\`") == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Use** `user_id` of `x < y`, not *that*", "**Use** `user_id` of `x < y`, not *that*"),
        ("see [Docs](/docs) & <b>x</b>", r"see \[Docs\](/docs) \& \<b\>x\</b\>"),
        ("one ` alone, a|b", r"one \` alone, a\|b"),
        (r"\`<b>` ", r"\\`<b>` "),
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("-1 is less", "-1 is less"),
        ("1. a", r"1\. a"),
        ("***", r"\***"),
        ("===", r"\==="),
    ],
)
def test_descriptions_keep_code_and_emphasis(text: str, shown: str) -> None:
    """And nothing else of CommonMark, which a description is written in."""
    assert commonmark(text) == shown


def test_errors_on_the_page_are_those_that_are_raised() -> None:
    """The page names the class that the runtime raises for a status."""
    raised = {status: errors.status_error(int(status)).__name__ for status in ERRORS}
    assert raised == ERRORS
