"""Language servers and a client: the requests of the table in DECISIONS.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.language_server import KINDS, LanguageServer, said
from tests.support.places import ROOT

pytestmark = pytest.mark.nightly
TOOLS: Final = ("jedi==0.20.1", "ty==0.0.108", "pyrefly==1.5.0", "zuban==0.10.2")
SERVERS: Final = {
    "basedpyright": ("basedpyright-langserver", "--stdio"),
    "ty": ("ty", "server"),
    "pyrefly": ("pyrefly", "lsp"),
    "zuban": ("zuban", "server"),
}
SYNC: Final = """\
from realtimekit_livestreams import Client
client = Client()
page = client.livestreams.list(per_page=1)
page.
client.livestreams.
client.livestreams.list(
"""
VALUES: Final = """\
from realtimekit_livestreams import Client, models
client = Client()
client.livestreams.list(status="")
client.meetings.start_livestream("m", video_config={""})
models.
"""
ASYNC: Final = """\
from realtimekit_livestreams import AsyncClient
async def main(client: AsyncClient) -> None:
    page = await client.livestreams.list(per_page=1)
    page.
    client.livestreams.
    client.livestreams.list(
"""
WRONG: Final = """\
from realtimekit_livestreams import Client
Client().meetings.start_livestream("m", video_config={"widht": 1})
"""
WORDS: Final = "List the app's livestreams, one page at a time."
JEDI: Final = """\
import json, sys, jedi
path, found = sys.argv[1], {}
text = open(path).read()
script = jedi.Script(text, path=path, project=jedi.Project(sys.argv[2]))
def place(mark, back=0):
    before = text[: text.index(mark) + len(mark) - back]
    return before.count("\\n") + 1, len(before) - before.rfind("\\n") - 1
offered = {c.name: c for c in script.complete(*place("client.livestreams.\\n", 1))}
found["offered"] = [offered["list"].type, offered["list"].docstring()]
found["result"] = [c.name for c in script.complete(*place("page.\\n", 1))]
found["hover"] = [h.docstring() for h in script.help(*place("livestreams.list", 1))]
goes = script.goto(*place("livestreams.list", 1), follow_imports=True)
found["definition"] = [[str(g.module_path), g.get_line_code()] for g in goes]
calls = script.get_signatures(*place("livestreams.list(\\n", 1))
found["signature"] = [s.to_string() for s in calls]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the tools, installed beside those of the project."""
    folder = tmp_path_factory.mktemp("tools")
    venv = [sys.executable, "-m", "venv", "--system-site-packages", str(folder)]
    subprocess.run(venv, check=True)  # noqa: S603 - ours
    pip = [str(folder / "bin" / "pip"), "install", "-q", "--no-input", *TOOLS]
    subprocess.run(pip, check=True)  # noqa: S603 - ours
    return folder / "bin"


@pytest.fixture(params=[SYNC, ASYNC], ids=["sync", "async"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a file that uses a vendored client."""
    package = "realtimekit_livestreams"
    (tmp_path / package).symlink_to(ROOT / "generated" / package)
    file = tmp_path / "host.py"
    file.write_text(request.param)
    return file


def command(tools: Path, name: str) -> list[str]:
    """Return the command of a language server."""
    program, *rest = SERVERS[name]
    own = Path(sys.executable).parent / program
    return [str(own if own.exists() else tools / program), *rest]


@pytest.mark.parametrize("name", SERVERS)
def test_completion_hover_and_definition_of_a_method(name: str, tools: Path, host: Path) -> None:
    """Its icon, documentation and signature are right; its definition is its `def`."""
    with LanguageServer(command(tools, name), host) as server:
        offered = server.completions("client.livestreams.\n", back=1)["list"]
        whole = server.ask("completionItem/resolve", **offered) or offered
        assert KINDS[offered["kind"]] == "method"
        assert WORDS in said(whole.get("documentation"))
        hover = said(server.after("livestreams.list", "hover", back=1)["contents"])
        assert "per_page" in hover
        assert WORDS in hover
        uri, line = server.definition("livestreams.list")
        module = ROOT / "generated/realtimekit_livestreams/resources/livestreams.py"
        assert uri.endswith("resources/livestreams.py")
        assert module.read_text().splitlines()[line].strip() == "def list("
        shown = server.after("livestreams.list(\n", "signatureHelp", back=1)["signatures"]
        assert "per_page" in shown[0]["label"]
        assert {"data", "has_next_page"} <= server.completions("page.\n", back=1).keys()


def test_jedi_completes_a_method(tools: Path, host: Path) -> None:
    """pylsp, Spyder, vim, Emacs and notebooks use jedi."""
    asking = [str(tools / "python"), "-c", JEDI, str(host), str(host.parent)]
    done = subprocess.run(asking, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    found = json.loads(done.stdout)
    kind, words = found["offered"]
    assert kind == "function"
    assert WORDS in words
    assert any(WORDS in each and "per_page" in each for each in found["hover"])
    [(path, line)] = found["definition"]
    assert path.endswith("resources/livestreams.py")
    assert line.strip() == "def list("
    assert "per_page" in found["signature"][0]
    if "async" not in host.read_text():  # jedi has no types for `__await__`
        assert {"data", "has_next_page"} <= {*found["result"]}


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("host", [VALUES], indirect=True)
def test_values_and_keys_are_completed(name: str, tools: Path, host: Path) -> None:
    """The values of an enum where the server offers any, and the keys of a dict for a model."""
    with LanguageServer(command(tools, name), host) as server:
        values = {"LIVE", "IDLE", "ERRORED", "INVOKED"}  # the others offer none beside `str`
        labels = server.completions('status="').keys()
        assert values & labels == (values if name == "basedpyright" else set())
        keys = {"width", "height"}
        labels = server.completions('video_config={"').keys()
        assert keys & labels == (set() if name == "zuban" else keys)
        models = server.completions("models.\n", back=1)
        assert "Livestream" in models
        if name in ("basedpyright", "pyrefly"):  # the others offer all names of the folder
            assert 9 not in {item["kind"] for item in models.values()}


@pytest.mark.parametrize(
    "checker", ["mypy", "basedpyright", "ty check", "zuban check", "pyrefly check --preset=strict"]
)
@pytest.mark.parametrize("host", [WRONG], indirect=True)
def test_a_wrong_key_is_found(checker: str, tools: Path, host: Path) -> None:
    """Every type checker reports it."""
    program, *options = checker.split()
    asking = [str(tools / program), *options, host.name]
    if not (tools / program).exists():  # a tool of the project
        asking = [sys.executable, "-m", program, *options, host.name]
    done = subprocess.run(  # noqa: S603 - ours
        asking, cwd=host.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "widht" in done.stdout or "VideoConfigDict" in done.stdout
