"""`explain`: from a symbol to its lines, and from a place to its symbols."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from speccast.commands.explain import explain, search
from speccast.reading.config import Client
from tests.support.places import SPEC
from tests.support.reading import api, files
from tests.support.workspace import speccast

if TYPE_CHECKING:
    from pathlib import Path

CLIENT = Client(spec=str(SPEC))
PETS = api(
    paths={"/pets": {"get": {
        "operationId": "listPets",
        "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "d", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Pet"}}}}},
    }}},
    components={"schemas": {"Pet": {"type": "object", "properties": {
        "name": {"type": "string"}, "odd": {"type": "strnig"}}}}},
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("client.pets.list", "client.pets.list: operation -> Pet, GET /pets"),
        ("Client.pets.list(limit)", "client.pets.list(limit): int, query argument"),
        ("models.Pet.name", "models.Pet.name: str, optional"),
        ("Pet", "models.Pet: model"),
        ("#/components/schemas/Pet", "models.Pet: model"),
        ("#/components/schemas/Pet/properties/name/type", "models.Pet.name: str, optional"),
    ],
)
def test_both_ways(tmp_path: Path, what: str, expected: str) -> None:
    """The result comes first, with its file and line below."""
    spec = files(tmp_path, {"pets.json": PETS})
    done = speccast("explain", what, spec.name, folder=tmp_path)
    lines = done.out.splitlines()
    assert (done.code, lines[0]) == (0, expected)
    assert re.match(r"  pets\.json:1:\d+  #/", lines[1])


def test_related_diagnostics(tmp_path: Path) -> None:
    """They are shown with the thing that they are about, and with nothing else."""
    spec = files(tmp_path, {"pets.json": PETS})
    assert "[unknown-type]" in speccast("explain", "Pet", spec.name, folder=tmp_path).out
    other = speccast("explain", "pets.list(limit)", spec.name, folder=tmp_path).out
    assert "[unknown-type]" not in other


def test_unknown_symbols(tmp_path: Path) -> None:
    """Exit code 1, and nothing on standard output."""
    spec = files(tmp_path, {"pets.json": PETS})
    done = speccast("explain", "models.Cat", spec.name, folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert done.err == "there is no symbol or place models.Cat; did you mean models.Pet?\n"


def test_a_code(tmp_path: Path) -> None:
    """Codes are explained without a document, and so is what the user may have meant."""
    done = speccast("explain", "unresolved-reference", folder=tmp_path)
    assert done.code == 0
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [
        "unresolved-reference", "  what to do", "unresolved-reference", "  what to do",
    ]  # fmt: skip
    done = speccast("explain", "unresolved-referense", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("; did you mean unresolved-reference?\n")


def test_every_symbol_and_its_place() -> None:
    """In our own document the place of each symbol leads back to the symbol."""
    searched = search(CLIENT)
    for symbol in searched.symbols[::25]:
        for what in (symbol.name, symbol.pointer):
            assert any(line.startswith(f"{symbol.name}: ") for line in explain(what, searched))
