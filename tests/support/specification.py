"""The hand-written document in tests: its operations, and whether a value fits a schema.

Takes `spec/livestreams.yaml`; says where the documented answers of the vendor are, if they are.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pytest
import yaml
from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.support.places import SHARED, SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

FACTS = SHARED / "facts" / "examples"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

DOCUMENTED = {
    "01-analytics-overall.json": "livestreams.get_analytics",
    "02-create-livestream.json": "livestreams.create",
    "03-list-livestreams.json": "livestreams.list",
    "04-livestream-session-by-id.json": "livestreams.get_session",
    "05-livestream-details.json": "livestreams.get",
    "06-active-livestream-session.json": "livestreams.get_active_session",
    "07-meeting-active-livestream.json": "meetings.get_active_livestream",
    "08-stop-meeting-livestream.json": "meetings.stop_livestream",
    "09-meeting-livestream.json": "meetings.get_livestream",
    "10-start-meeting-livestream.json": "meetings.start_livestream",
    "11-session-livestream-sessions.json": "sessions.list_livestream_sessions",
}

needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="../shared/facts is not at hand")


class Operation(NamedTuple):
    """One operation of the document, with the parameters of its path."""

    method: str
    path: str
    node: dict[str, Any]
    shared: list[dict[str, Any]]

    @property
    def symbol(self) -> str:
        """The symbol that the document gives it."""
        symbol: str = self.node["x-speccast-method"]
        return symbol

    def parameters(self) -> dict[str, dict[str, Any]]:
        """Return the parameters by name."""
        resolved = (resolve(node) for node in [*self.shared, *self.node.get("parameters", [])])
        return {node["name"]: node for node in resolved}

    def success(self) -> dict[str, Any]:
        """Return the JSON content of its one 2xx response."""
        (status,) = [status for status in self.node["responses"] if status.startswith("2")]
        content: dict[str, Any] = self.node["responses"][status]["content"]["application/json"]
        return content


@cache
def document() -> dict[str, Any]:
    """Return the document as a tree."""
    tree: dict[str, Any] = yaml.load(SPEC.read_bytes(), Loader=yaml.CSafeLoader)
    return tree


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a local reference; return other nodes unchanged."""
    while "$ref" in node:
        target: Any = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def operations() -> list[Operation]:
    """Return the operations in document order."""
    return [
        Operation(method, path, item[method], item.get("parameters", []))
        for path, item in document()["paths"].items()
        for method in METHODS
        if method in item
    ]


def by_symbol() -> dict[str, Operation]:
    """Return the operations by their Python names."""
    return {operation.symbol: operation for operation in operations()}


def closed(node: Json) -> Json:
    """Return a copy in which no object may have an undocumented property."""
    if isinstance(node, list):
        return [closed(part) for part in node]
    if not isinstance(node, dict):
        return node
    copy = {key: closed(part) for key, part in node.items()}
    if node.get("type") == "object" and "properties" in node:
        copy["additionalProperties"] = False
    return copy


@cache
def registry() -> Registry[Any]:
    """Return the targets of references: `open:` as written, `closed:` for closed objects."""
    without_others = closed(document())
    assert isinstance(without_others, dict)
    return Registry[Any]().with_resources(
        [
            ("open:", DRAFT202012.create_resource(document())),
            ("closed:", DRAFT202012.create_resource(without_others)),
        ]
    )


def complaints(uri: str, schema: dict[str, Any], value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the errors of a value, for a schema whose references lead into `uri`."""
    text = json.dumps(closed(schema) if uri == "closed:" else schema)
    validator = OAS31Validator(
        json.loads(text.replace('"$ref": "#', f'"$ref": "{uri}#')),
        registry=registry(),
        format_checker=OAS31Validator.FORMAT_CHECKER,
    )
    return list(validator.iter_errors(value))


def contents(node: Json, pointer: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all media types with a schema, in a `content` map."""
    if isinstance(node, list):
        for index, part in enumerate(node):
            yield from contents(part, f"{pointer}/{index}")
    elif isinstance(node, dict):
        for key, part in node.items():
            if key == "content" and isinstance(part, dict):
                for kind, content in part.items():
                    assert isinstance(content, dict)
                    yield f"{pointer}/content/{kind}", content
            else:
                yield from contents(part, f"{pointer}/{key}")


def leads_to(schema: dict[str, Any], pointer: str) -> dict[str, Any]:
    """Return the schema at a JSON pointer into a body."""
    for step in pointer.split("/")[1:]:
        schema = resolve(resolve(schema)["properties"][step])
    return schema
