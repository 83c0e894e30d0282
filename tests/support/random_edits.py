"""Random edits of real documents, like those of an author between two runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

from speccast.reading import document

from .places import ROOT

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator

_CORPUS: Final = ROOT.parent / "shared" / "corpus"
_SHORT: Final = {
    "livestreams": ROOT / "spec" / "livestreams.yaml",
    "everything": ROOT / "tests" / "support" / "everything.yaml",
    "resend": _CORPUS / "resend.yaml",
}
_LONG: Final = {
    "adyen": _CORPUS / "adyen_checkout.json",
    "dyte": _CORPUS / "dyte_v2.yaml",
    "figma": _CORPUS / "figma.yaml",
    "box": _CORPUS / "box.json",
}
DOCUMENTS = [*_SHORT, *(pytest.param(name, marks=pytest.mark.nightly) for name in _LONG)]


def load(name: str) -> dict[str, Any]:
    """Return a document as JSON."""
    path = (_SHORT | _LONG)[name]
    if not path.exists():
        pytest.skip("the corpus is not here")
    tree: Any = document.read(str(path), document.Reading(), None).root
    plain: dict[str, Any] = json.loads(json.dumps(tree, default=str))
    return plain


def nodes(node: Any, under: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - JSON
    """Yield every object of a document, with its key."""
    if isinstance(node, dict):
        members = cast("dict[str, Any]", node)
        yield under, members
        for key, value in members.items():
            yield from nodes(value, key)
    elif isinstance(node, list):
        for value in cast("Iterable[Any]", node):
            yield from nodes(value, under)


def words(tree: dict[str, Any], chance: random.Random) -> None:
    """Change some of the texts for readers, anywhere: also where they are data."""
    found = [node for _, node in nodes(tree) if isinstance(node.get("description"), str)]
    for node in chance.sample(found, min(3, len(found))):
        node["description"] = chance.choice(["", "dict[str, int] | str", "Another. " * 3, 'a"\\b'])
    found = [node for _, node in nodes(tree) if isinstance(node.get("summary"), str)]
    for node in chance.sample(found, min(1, len(found))):
        node["summary"] = chance.choice(["S", "list[x] and Union[y]", "In short: more."])


def new_property(tree: dict[str, Any], chance: random.Random) -> None:
    """Add a property to a schema."""
    found = [node for key, node in nodes(tree) if key == "properties" and node]
    chance.choice(found)[f"added{chance.randrange(99)}"] = chance.choice(
        [{"type": "string", "format": "date"}, {"type": "array", "items": {"type": "integer"}}]
    )


def gone_property(tree: dict[str, Any], chance: random.Random) -> None:
    """Remove a property of a schema."""
    found = [node for key, node in nodes(tree) if key == "properties" and len(node) > 1]
    node = chance.choice(found)
    del node[chance.choice(list(node))]


def another_type(tree: dict[str, Any], chance: random.Random) -> None:
    """Replace texts by numbers, and numbers by texts."""
    found = [node for _, node in nodes(tree) if node.get("type") in ("string", "integer")]
    node = chance.choice(found)
    node["type"] = "integer" if node["type"] == "string" else "string"


def another_shape(tree: dict[str, Any], chance: random.Random) -> None:
    """Move an operation to another path, deprecate something, or allow null."""
    path = chance.choice([path for path in tree["paths"] if path.startswith("/")])
    tree["paths"] = {f"{key}/more" if key == path else key: v for key, v in tree["paths"].items()}
    node = chance.choice(
        [node for key, node in nodes(tree) if "type" in node and key != "examples"]
    )
    node["deprecated"] = not node.get("deprecated")


def gone_operation(tree: dict[str, Any], chance: random.Random) -> None:
    """Remove a path."""
    if len(tree["paths"]) > 1:
        del tree["paths"][chance.choice(list(tree["paths"]))]


def new_name(tree: dict[str, Any], chance: random.Random) -> None:
    """Rename a component, with all references to it."""
    schemas = tree.get("components", {}).get("schemas", {})
    if not schemas:
        return
    name = chance.choice([*schemas])
    tree["components"]["schemas"] = {
        f"Other{key}" if key == name else key: node for key, node in schemas.items()
    }
    for _, node in nodes(tree):
        if node.get("$ref") == f"#/components/schemas/{name}":
            node["$ref"] = f"#/components/schemas/Other{name}"


def gone_component(tree: dict[str, Any], chance: random.Random) -> None:
    """Remove a component, and its references."""
    schemas = tree.get("components", {}).get("schemas", {})
    if len(schemas) > 1:
        name = chance.choice([*schemas])
        del schemas[name]
        for _, node in nodes(tree):
            if node.get("$ref") == f"#/components/schemas/{name}":
                node.clear()


def another_parameter(tree: dict[str, Any], chance: random.Random) -> None:
    """Require a parameter, make it optional, or rename it."""
    found = [
        node for _, node in nodes(tree) if "in" in node and "schema" in node and "name" in node
    ]
    for node in chance.sample(found, min(2, len(found))):
        if node["in"] != "path" and chance.random() < 1 / 2:
            node["name"] = f"other_{node['name']}"
        elif node["in"] != "path":
            node["required"] = not node.get("required", False)
        else:
            node["schema"] = {"type": "integer"}


def another_setting(tree: dict[str, Any], chance: random.Random) -> None:
    """Change the servers, the credentials, the tags, the version or an operation's errors."""
    operations = [node for _, node in nodes(tree["paths"]) if "responses" in node]
    match chance.randrange(5):
        case 0:
            tree["servers"] = [{"url": f"https://{chance.randrange(9)}.example.com"}]
        case 1:
            chance.choice(operations)["security"] = []
        case 2:
            chance.choice(operations)["tags"] = [chance.choice(["Other", "More things"])]
        case 3:
            tree["info"]["version"] = f"{chance.randrange(9)}.0"
        case _:
            error = {"application/json": {"schema": {"type": "string"}}}
            answer = {"description": "An error.", "content": error}
            chance.choice(operations)["responses"]["418"] = answer


EDITS: list[Callable[[dict[str, Any], random.Random], None]] = [
    words,
    words,
    words,
    new_property,
    gone_property,
    another_type,
    another_shape,
    gone_operation,
    new_name,
    gone_component,
    another_parameter,
    another_setting,
]
