"""The configuration, tested through the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # comes without
import pytest

from speccast import Options
from speccast.reading import config
from speccast.reading.config import keys as config_keys
from speccast.reading.config import schema as config_schema
from tests.support.workspace import Workspace, snapshot, speccast

if TYPE_CHECKING:
    from tests.support.workspace import Done

CLIENT = '[[tool.speccast.client]]\nspec = "pets.json"\noutput = "out"\npackage = "pets"\n'


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Return a workspace with a document."""
    workspace = Workspace(tmp_path)
    workspace.document()
    return workspace


def configured(space: Workspace, text: str, *arguments: str, name: str = "pyproject.toml") -> Done:
    """Write a configuration and generate from it."""
    (space.root / name).write_text(text)
    return space.run("generate", *arguments)


def test_generates(space: Workspace) -> None:
    """Without SPEC the configuration is used."""
    assert configured(space, CLIENT).code == 0
    assert (space.package / "client.py").exists()


def test_own_file(space: Workspace) -> None:
    """`speccast.toml` has shorter tables."""
    text = CLIENT.replace("tool.speccast.", "")
    assert configured(space, text, name="speccast.toml").code == 0
    assert (space.package / "client.py").exists()


def test_nearest(space: Workspace) -> None:
    """Paths are relative to the folder of the nearest configuration."""
    deep = space.root / "a" / "b"
    deep.mkdir(parents=True)
    (space.root / "pyproject.toml").write_text(CLIENT)
    (deep.parent / "pyproject.toml").write_text("[tool.other]\n")
    assert Workspace(deep).run("generate").code == 0
    assert (space.package / "client.py").exists()


@pytest.mark.parametrize("root", [".git/", ".git", ".hg/"])
def test_search_ends_at_the_repository(space: Workspace, root: str) -> None:
    """Folders above the repository's root are not searched; the root is."""
    (space.root / "speccast.toml").write_text(CLIENT.replace("tool.speccast.", ""))
    deep = space.root / "repository" / "a"
    deep.mkdir(parents=True)
    assert Workspace(deep).run("generate").code == 0
    marker = deep.parent / root
    marker.mkdir() if root.endswith("/") else marker.write_text("gitdir: elsewhere\n")
    done = Workspace(deep).run("generate")
    assert (done.code, "no SPEC given" in done.err) == (2, True)
    (space.root / "speccast.toml").rename(deep.parent / "speccast.toml")
    assert "'../pets.json'" in Workspace(deep).run("generate").err


def test_search_ends_at_home(space: Workspace) -> None:
    """Nor are folders above the home folder."""
    (space.root / "pyproject.toml").write_text(CLIENT)
    home = space.root / "home"
    (home / "a").mkdir(parents=True)
    assert Workspace(home / "a").run("generate").code == 0
    assert Workspace(home / "a").run("generate", HOME=str(home)).code == 2
    assert Workspace(home).run("generate", HOME=str(home)).code == 2


def test_search_ends_at_a_shared_folder(space: Workspace) -> None:
    """Nor are folders that all users can write to: their templates would be run."""
    (space.root / "pyproject.toml").write_text(CLIENT)
    deep = space.root / "a"
    deep.mkdir()
    space.root.chmod(0o1777)
    assert Workspace(deep).run("generate").code == 2
    space.root.chmod(0o755)
    assert Workspace(deep).run("generate").code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_search_ends_at_a_stranger(space: Workspace) -> None:
    """Nor are files or folders of another user."""
    (space.root / "pyproject.toml").write_text(CLIENT)
    deep = space.root / "a"
    deep.mkdir()
    os.chown(space.root, 12345, 12345)
    assert "no SPEC given" in Workspace(deep).run("generate").err
    os.chown(space.root, 0, 0)
    os.chown(space.root / "pyproject.toml", 12345, 12345)
    for workspace in (space, Workspace(deep)):
        done = workspace.run("generate")
        assert (done.code, "belongs to another user" in done.err) == (2, True)
    assert space.run("generate", "--config", "pyproject.toml").code == 0


def test_the_search_is_shown(space: Workspace) -> None:
    """`-v` shows which file was used."""
    (space.root / "pyproject.toml").write_text(CLIENT)
    (space.root / "a").mkdir()
    done = Workspace(space.root / "a").run("generate", "-v")
    assert (done.code, done.err) == (0, "configuration: ../pyproject.toml\n")


def test_config_option(space: Workspace) -> None:
    """`--config` names a file."""
    (space.root / "pyproject.toml").write_text("[[tool.speccast.client]]\nspec = 'no.json'\n")
    text = CLIENT.replace("tool.speccast.", "")
    assert configured(space, text, "--config", "other.toml", name="other.toml").code == 0


def test_command_line_wins(space: Workspace) -> None:
    """Options on the command line override the configuration."""
    assert configured(space, CLIENT, "--no-tests", "-o", "there").code == 0
    assert (space.root / "there" / "pets" / "client.py").exists()
    assert not (space.root / "there" / "tests").exists()


def test_default_does_not_win(space: Workspace) -> None:
    """Defaults of options do not override the configuration."""
    assert configured(space, CLIENT + "tests = false\n").code == 0
    assert not (space.out / "tests").exists()


def test_spec_and_config(space: Workspace) -> None:
    """SPEC and `--config` together select a client."""
    space.document("cats.json")
    text = CLIENT + CLIENT.replace("pets", "cats")
    done = configured(space, text, "cats.json", "--config", "pyproject.toml")
    assert done.code == 0
    assert (space.out / "cats").exists()
    assert not space.package.exists()


def test_spec_alone(space: Workspace) -> None:
    """SPEC alone ignores configurations."""
    done = configured(space, CLIENT + "tests = false\n", "pets.json", "-o", "out")
    assert done.code == 0
    assert (space.out / "tests").exists()


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_several(space: Workspace, jobs: str) -> None:
    """Several clients are reported in order; an error in one does not stop the others."""
    space.document("cats.json")
    (space.root / "broken.json").write_text('{"files": 1}')
    text = "".join(CLIENT.replace("pets", name) for name in ("pets", "broken", "cats"))
    done = configured(space, text, "--jobs", jobs)
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["pets", "cats"]
    assert "internal error: AttributeError" in done.err
    assert done.code == 70


def test_check_several(space: Workspace) -> None:
    """`--check` checks every client."""
    space.document("cats.json")
    text = CLIENT + CLIENT.replace("pets", "cats")
    assert configured(space, text).code == 0
    (space.out / "cats" / "client.py").unlink()
    done = configured(space, text, "--check")
    assert done.code == 1
    assert "missing: out/cats/client.py" in done.out
    assert "pets: up to date" in done.out


WRONG = {
    CLIENT + "packge = 'x'\n": "client 1: unknown key `packge`; did you mean `package`?",
    CLIENT + "zzz = 1\n": "client 1: unknown key `zzz`; the keys are spec, output",
    CLIENT + "tests = 'no'\n": "client 1: `tests` must be true or false",
    CLIENT + "include = 'x'\n": "client 1: `include` must be an array of strings",
    CLIENT + "include = [1]\n": "client 1: `include` must be an array of strings",
    CLIENT
    + "names = {a = 1}\n": "client 1: `names` must be a table of names by pointer or operation",
    CLIENT + "http = 'requests'\n": 'client 1: `http` must be "httpx2" or "httpx"',
    CLIENT.replace('"pets"', '""'): "client 1: `package` must be a string",
    CLIENT + CLIENT.replace("spec =", "specs ="): "client 2: unknown key `specs`; did you mean",
    CLIENT + CLIENT: "two clients would be written to the same place",
    "[[tool.speccast.client]]\noutput = 'out'\n": "client 1: `spec` is missing",
    "[tool.speccast.client]\nspec = 'x'\n": "`client` must be an array of tables",
    "[tool.speccast]\nclients = []\n": "unknown key `clients`; did you mean `client`?",
    "[tool]\nspeccast = 1\n": "`tool.speccast` must be a table",
    "[tool.speccast]\n": "has no [[tool.speccast.client]] table",
    "[tool.speccast\n": "is not valid TOML",
}


@pytest.mark.parametrize("text", WRONG, ids=WRONG.values())
def test_wrong(space: Workspace, text: str) -> None:
    """An invalid configuration is one clear message."""
    done = configured(space, text)
    assert done.code == 2
    assert WRONG[text] in done.err
    assert done.err.count("\n") == 1
    assert "pyproject.toml" in done.err or "same place" in done.err
    assert not space.out.exists()


def test_two_configurations(space: Workspace) -> None:
    """Two configurations in one folder are an error."""
    for name in ("pyproject.toml", "speccast.toml"):
        (space.root / name).write_text(CLIENT if name.startswith("py") else "")
    done = space.run("generate")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "speccast.toml and pyproject.toml both configure speccast" in done.err
    assert not space.out.exists()


def test_two_clients_of_one_title(space: Workspace) -> None:
    """Two documents whose titles make one name are refused before anything is written."""
    space.document("other.json")
    lines = "".join(f'[[client]]\nspec = "{name}.json"\n' for name in ("pets", "other"))
    (space.root / "speccast.toml").write_text(lines)
    done = space.run("generate")
    assert (done.code, done.out) == (2, "")
    assert "two clients would be written to the same place, generated/pets;" in done.err
    assert not (space.root / "generated").exists()


def test_a_client_whose_title_cannot_be_read(space: Workspace) -> None:
    """Even an unexpected exception is the failure of that client alone."""
    space.document()
    (space.root / "other.json").write_text("{")  # the stubbed stages do not expect this
    lines = "".join(f'[[client]]\nspec = "{name}.json"\n' for name in ("other", "pets"))
    (space.root / "speccast.toml").write_text(lines)
    done = space.run("generate", "--jobs", "1")
    assert done.code == 70
    assert "JSONDecodeError" in done.err
    assert (space.root / "generated" / "pets").is_dir()


def test_clients_of_one_file_name(space: Workspace) -> None:
    """Clients whose documents have one name and one API, as versions have, are not mixed up."""
    clients: list[str] = []
    for title in ("cats", "pets"):
        (space.root / title).mkdir()
        space.document(f"{title}/api.json", title=title)
        clients.append(f'[[client]]\nspec = "{title}/api.json"\n')
        (space.root / "speccast.toml").write_text("".join(clients))
        assert space.run("generate", "--jobs", "1").code == 0
    assert {path.name for path in (space.root / "generated").iterdir()} == {"cats", "pets", "tests"}


def test_nothing_given(space: Workspace) -> None:
    """Without SPEC and configuration a message says what to do."""
    done = space.run("generate")
    assert done.code == 2
    assert "no SPEC given" in done.err


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("my-client", "is not a Python identifier"),
        ("2fast", "is not a Python identifier"),
        ("a.b", "is not a Python identifier"),
        ("über", "is not a Python identifier"),
        ("", "is not a Python identifier"),
        ("class", "is a Python keyword"),
        ("json", "would hide a module of Python's standard library"),
        ("Email", "would hide a module of Python's standard library"),
        ("httpx2", "would hide a library that the client or its tests use"),
        ("speccast", "would hide a library that the client or its tests use"),
        ("tests", "is the name of the folder with the tests"),
        ("__init__", "is reserved by Python"),
    ],
)
def test_package_name(space: Workspace, name: str, reason: str) -> None:
    """An invalid package name is refused."""
    done = space.generate("--package", name)
    assert done.code == 2
    assert reason in done.err
    assert not space.out.exists()


# --- For editors ----------------------------------------------------------------------------------


def test_options_of_the_function() -> None:
    """`speccast.generate` takes each key of the configuration."""
    options = {name.replace("_", "-") for name in Options.__annotations__}
    assert {*config_keys.KEYS} == {"spec", "output", *options}


def test_schema_up_to_date() -> None:
    """The committed schema for editors equals the one made from the code."""
    path = Path(config_schema.__file__).with_name("config.schema.json")
    assert path.read_text() == config_schema.dump()


GOOD = {
    "spec": "a.yaml",
    "output": "out",
    "package": "pets",
    "compat": "stainless",
    "client-class": "Pets",
    "positional": "last",
    "http": "httpx",
    "browser": True,
    "json": "msgspec",
    "python": "3.12",
    "tests": False,
    "lenient": True,
    "embed-spec": False,
    "all-models": True,
    "project": True,
    "project-version": "1.0",
    "project-urls": {"Homepage": "https://pets.example.com"},
    "api-page": True,
    "include": ["tag:a"],
    "exclude": [],
    "trust-env": True,
    "base-url-env": "PETS_URL",
    "environments": {"live": "https://api.test"},
    "pagination": {"pages": {"kind": "page"}},
    "allow-path": [".."],
    "allow-remote": ["example.com"],
    "locked": True,
    "overlays": ["o.yaml"],
    "templates": "t",
    "names": {"#/a": "b"},
    "extensions": {"#/a": {"x-speccast-method": "a.b"}},
    "fail-on": "lossy",
}


def test_schema_complete() -> None:
    """The schema has every key."""
    assert list(GOOD) == list(config_keys.KEYS)
    jsonschema.validate({"client": [GOOD]}, config_schema.schema())


@pytest.mark.parametrize("key", GOOD)
@pytest.mark.parametrize("value", ["", [1], 1, {"a": 1}, None])
def test_schema_strict(key: str, value: object) -> None:
    """The schema refuses what the code refuses."""
    table: Any = {"client": [{"spec": "a.yaml", key: value}]}
    try:
        jsonschema.validate(table, config_schema.schema())
        refused = False
    except jsonschema.ValidationError:
        refused = True
    try:
        config.client_from({"spec": "a.yaml", key: value})
    except config.ConfigError:
        assert refused
    else:
        assert not refused


# --- init -----------------------------------------------------------------------------------------

OPENAPI = "# ours\nopenapi: 3.1.0\ninfo: {title: Cats & Dogs, version: '1'}\npaths: {}\n"


def init(folder: Path, *arguments: str) -> Done:
    """Run `speccast init` in a folder."""
    return speccast("init", *arguments, folder=folder)


def test_init(tmp_path: Path) -> None:
    """`init` finds documents and writes a valid configuration."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "a.yaml").write_text(OPENAPI)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "b.yaml").write_text(OPENAPI)
    (tmp_path / "other.yaml").write_text("services: {}\n")
    done = init(tmp_path)
    assert (done.code, done.err) == (0, "")
    expected = '[[client]]\nspec = "spec/a.yaml"\noutput = "generated"\npackage = "cats_dogs"\n'
    assert (tmp_path / "speccast.toml").read_text() == expected
    assert config.load(tmp_path / "speccast.toml")[0].package == "cats_dogs"


def test_init_with_one_title_twice(tmp_path: Path) -> None:
    """Versions of an API have packages of their own; a broken document is named by its file."""
    for name, text in (("v1", OPENAPI), ("v2", OPENAPI), ("v3", OPENAPI + "[")):
        (tmp_path / f"{name}.yaml").write_text(text)
    assert init(tmp_path).code == 0
    packages = [client.package for client in config.load(tmp_path / "speccast.toml")]
    assert packages == ["cats_dogs", "cats_dogs_2", "v3"]


def test_init_project(tmp_path: Path) -> None:
    """`init` adds to a project file and loses nothing."""
    (tmp_path / "src").mkdir()
    (tmp_path / "a.json").write_text(json.dumps({"openapi": "3.0.0", "info": {"title": "A"}}))
    before = '[project]\nname = "ä"  # mine'
    (tmp_path / "pyproject.toml").write_text(before, encoding="utf-8")
    assert init(tmp_path).code == 0
    text = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert text.startswith(before + "\n\n[[tool.speccast.client]]\n")
    assert config.load(tmp_path / "pyproject.toml")[0].output == tmp_path / "src"


def test_init_again(tmp_path: Path) -> None:
    """`init` does not change an existing configuration."""
    (tmp_path / "a.yaml").write_text(OPENAPI)
    (tmp_path / "pyproject.toml").write_text("[tool.speccast]\n")
    before = snapshot(tmp_path)
    done = init(tmp_path)
    assert done.code == 2
    assert "has a configuration already" in done.err
    assert before == snapshot(tmp_path)


@pytest.mark.parametrize("arguments", [(), ("gone.yaml",)])
def test_init_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """`init` without a document is an error."""
    assert init(tmp_path, *arguments).code == 2
    assert not list(tmp_path.iterdir())
