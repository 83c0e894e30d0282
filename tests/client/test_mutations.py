"""Generated tests fail when the package is wrong: each mutation makes one mistake in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.workspace import python, speccast

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
security: [{key: [], bearer: []}]
x-speccast-success: /ok
paths:
  /shops/{shop}/orders/{order}:
    put:
      operationId: putOrder
      x-speccast-method: orders.put
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string}}
        - {name: order, in: path, required: true, schema: {type: string}}
        - {name: page-size, in: query, schema: {type: integer}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties: {title: {type: string}, urgent: {type: boolean}}
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        "404":
          description: There is none.
          content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}
  /sessions:
    post:
      operationId: login
      x-speccast-method: sessions.create
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [user], properties: {user: {type: string}}}
      responses: {"204": {description: Done.}}
  /photos:
    post:
      operationId: addPhoto
      x-speccast-method: photos.add
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo, key]
              properties:
                photo: {type: string, format: binary}
                key: {type: string, format: byte}
                about: {type: object, properties: {place: {type: string}}}
      responses: {"204": {description: Done.}}
    get:
      operationId: listPhotos
      x-speccast-method: photos.list
      responses:
        "200":
          description: Each photo as base64 text in a part of its own.
          content:
            multipart/mixed:
              itemSchema: {type: string, contentMediaType: image/png, contentEncoding: base64}
  /lamp:
    put:
      operationId: switchOn
      x-speccast-method: lamp.on
      requestBody: {required: true, content: {application/json: {schema: {const: true}}}}
      responses: {"204": {description: Done.}}
  /nothing:
    put:
      operationId: putNothing
      x-speccast-method: nothing.put
      requestBody: {required: true, content: {application/json: {schema: {type: "null"}}}}
      responses: {"204": {description: Done.}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    bearer: {type: http, scheme: bearer}
  schemas:
    Order:
      type: object
      required: [ok, id, placed, type]
      properties:
        type: {$ref: "#/components/schemas/Type"}
        ok: {type: boolean}
        id: {type: integer}
        placed: {type: string, format: date-time}
        state: {$ref: "#/components/schemas/State"}
        items: {type: array, items: {$ref: "#/components/schemas/Item"}}
    Type: {type: string, enum: [gift, usual]}
    State: {type: string, enum: [open, sent, lost]}
    Item:
      type: object
      required: [name]
      properties: {name: {type: string}, note: {type: [string, "null"]}}
      additionalProperties: {type: integer}
    Problem: {type: object, required: [reason], properties: {reason: {type: string}}}
"""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mistake in one file of the package."""

    what: str
    file: str
    right: str
    wrong: str


MUTATIONS: Final = [
    Mutation("method", "operations/orders.py", '"PUT",', '"POST",'),
    Mutation("path", "operations/orders.py", '"/shops/{shop}/orders', '"/shop/{shop}/orders'),
    Mutation("swapped path arguments", "operations/orders.py",
             'path={"shop": shop, "order": order}', 'path={"shop": order, "order": shop}'),
    Mutation("name in the query", "operations/orders.py", '"page-size": page', '"page_size": page'),
    Mutation("style in the query", "operations/orders.py", "explode=False", "explode=True"),
    Mutation("name of a header", "operations/orders.py", '"X-Trace"', '"X-Track"'),
    Mutation("name in the body", "operations/orders.py", '"title": title', '"name": title'),
    Mutation("member of the body", "operations/orders.py", '"urgent": urgent', '"urgent": None'),
    Mutation("name in a form", "operations/sessions.py", 'field("user"', 'field("name"'),
    Mutation("body that is true", "operations/lamp.py", "JsonBody(body)", "JsonBody([body])"),
    Mutation("body that is null", "operations/nothing.py", "JsonBody(body)", "JsonBody([body])"),
    Mutation("text in place of a part", "operations/photos.py", ", files=False", ""),
    Mutation("content of a part", "operations/photos.py", 'part("about", about)',
             'part("about", {})'),
    Mutation("missing scheme", "client.py",
             'security=(("api_key", "token"),)', 'security=(("api_key",),)'),
    Mutation("name of a key", "client.py", 'ApiKey("X-Key"', 'ApiKey("X-Api-Key"'),
    Mutation("flag of success", "client.py", 'success="/ok"', 'success="/okay"'),
    Mutation("reader of a success", "operations/orders.py",
             "as_json(models.Order.decode)", "as_json(models.Problem.decode)"),
    Mutation("reader of an error", "operations/orders.py",
             "as_json(models.Problem.decode)", "as_json(models.Item.decode)"),
    Mutation("error of a status", "_runtime/errors.py", "404: NotFoundError", "404: ConflictError"),
    Mutation("missing member", "models/state.py", '    LOST = "lost"\n', ""),
    Mutation("value of a member", "models/state.py", 'SENT = "sent"', 'SENT = "send"'),
    Mutation("name of a property", "models/order.py", '"state"', '"status"'),
    Mutation("value that is ignored", "models/item.py", '"name": self.name', '"name": "name"'),
    Mutation("null for what is required", "models/problem.py",
             "v if type(v) is str else fail()", "v if type(v) is str or v is None else fail()"),
    Mutation("gap in what is required", "models/order.py",
             "self.id = v if type(v) is int else fail()",
             "self.id = v if type(v) is int else 0"),
    Mutation("lost null", "models/item.py", 'absent(v, "note", nulls)', "None"),
    Mutation("lost properties", "models/order.py", "{**self.__rest__, **data}", "data"),
    Mutation("reader of a moment", "models/order.py", "date_time(v)", "v"),
    Mutation("import of a library", "client.py",
             "from functools import", "import pytest\nfrom functools import"),
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package `shop` and its tests."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "spec.yaml").write_text(SHOP, "utf-8")
    done = speccast("generate", "spec.yaml", "-o", "out", "--package", "shop", folder=folder)
    assert done.code == 0, done.err
    (folder / "out" / "conftest.py").write_text(FIRST, "utf-8")
    return folder / "out"


FIRST: Final = """
from hypothesis import Phase, settings
settings.register_profile("first failure", phases=[Phase.explicit, Phase.generate])
settings.load_profile("first failure")
"""
"""A conftest.py with which Hypothesis does not shrink a failing example: no test here reads it."""


def run(folder: Path) -> tuple[int, str]:
    """Run the tests of a package; return the exit code and the output."""
    options = ["-q", "-x", "--tb=line", "--import-mode=importlib", "-p", "no:cacheprovider"]
    variables = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    variables["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # imports would take most of the time
    done = python("-m", "pytest", *options, "tests", folder=folder, **variables)
    return done.code, done.out + done.err


def test_the_unchanged_package_passes(shop: Path) -> None:
    """Without a mistake all tests pass, and none is skipped."""
    code, said = run(shop)
    assert code == 0, said
    assert "skipped" not in said


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda it: it.what.replace(" ", "_"))
def test_a_mistake_is_found(mutation: Mutation, shop: Path, tmp_path: Path) -> None:
    """With a mistake at least one test fails."""
    shutil.copytree(shop, tmp_path / "out")
    path = tmp_path / "out" / "shop" / mutation.file
    text = path.read_text("utf-8")
    assert mutation.right in text
    path.write_text(text.replace(mutation.right, mutation.wrong), "utf-8")
    code, said = run(tmp_path / "out")
    assert code == 1, said
