"""References: where they may lead, how they are resolved, and what is never opened."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccast.reading import remote
from speccast.reading.diagnostics import SpecError
from speccast.reading.document import Reading, read
from speccast.reading.pointers import escape, join
from speccast.reading.remote import Fetcher, is_public
from tests.support.faults import Connection, FaultServer, Received, answer, raw
from tests.support.reading import Outcome, api, document, fault, files, resolved, with_schemas

if TYPE_CHECKING:
    from collections.abc import Generator

    from speccast.reading.json_value import Json

KEYS = st.text(max_size=6) | st.sampled_from(
    ["a/b", "~1", "%41", "a b", "0", "", "é", "#", "$ref", "~2", "a;b"]
)


def referring(ref: Json, **schemas: Json) -> dict[str, Json]:
    """Return a document whose schema `S` is a reference."""
    return api(components={"schemas": {"S": {"$ref": ref}, **schemas}})


def reading(path: Path, settings: Reading | None = None) -> Outcome:
    """Resolve a file under the given rules."""
    return Outcome(read(path, settings or Reading()))


def refused(path: Path, settings: Reading | None = None) -> SpecError:
    """Return the refusal of a file."""
    with pytest.raises(SpecError) as caught:
        reading(path, settings)
    return caught.value


# --- Pointers -------------------------------------------------------------------------------------


@pytest.mark.quick
@pytest.mark.parametrize(
    ("ref", "canonical"),
    [
        ("#/components/schemas/T", "#/components/schemas/T"),
        ("#/components/schemas/%54", "#/components/schemas/T"),
        ("#/components/schemas/a~1b~0c%20d", "#/components/schemas/a~1b~0c d"),
        ("#/components/schemas/%25", "#/components/schemas/%"),
        ("#/components/schemas/%41%", "#/components/schemas/%41%"),
        ("#/components/schemas/T/properties/p/items", "#/components/schemas/T/properties/p/items"),
        ("#/components/schemas/T/allOf/1", "#/components/schemas/T/allOf/1"),
        (
            "#/paths/~1a~1%7Bid%7D/get/responses/200/content/application~1json/schema",
            "#/paths/~1a~1{id}/get/responses/200/content/application~1json/schema",
        ),
        ("#/x-shared/thing", "#/x-shared/thing"),
        ("#here", "#/components/schemas/T/properties/q"),
        ("#dynamic", "#/components/schemas/T/properties/r"),
        ("https://x.test/t", "#/components/schemas/U"),
        ("https://x.test/t#/$defs/v", "#/components/schemas/U/$defs/v"),
        ("T", "#/components/schemas/T"),
        ("#components/schemas/T", "#/components/schemas/T"),
    ],
)
def test_canonical(ref: str, canonical: str) -> None:
    """Escapes, anchors, ids and loose spellings become one canonical pointer."""
    thing: Json = {
        "properties": {
            "p": {"type": "array", "items": {}},
            "q": {"$anchor": "here"},
            "r": {"$dynamicAnchor": "dynamic"},
        },
        "allOf": [{}, {"title": "x"}],
    }
    answer: Json = {"description": "", "content": {"application/json": {"schema": {"title": "y"}}}}
    parameter: Json = {"name": "id", "in": "path", "required": True, "schema": {}}
    path: Json = {"get": {"parameters": [parameter], "responses": {"200": answer}}}
    schemas: Json = {
        "S": {"$ref": ref},
        "T": thing,
        "U": {"$id": "https://x.test/t", "$defs": {"v": {}}},
        **{name: {} for name in ("a/b~c d", "%", "%41%")},
    }
    shared: dict[str, Json] = {"x-shared": {"thing": {}}}
    content = api(paths={"/a/{id}": path}, components={"schemas": schemas}, **shared)
    outcome = resolved(document(json.dumps(content)))
    assert outcome.at("#/components/schemas/S") == {"$ref": canonical}
    outcome.at(canonical)


@given(st.lists(KEYS, min_size=1, max_size=4))
def test_any_key_can_be_reached(keys: list[str]) -> None:
    """A reference reaches any key, percent-encoded or not."""
    target: Json = {"title": "found"}
    for key in reversed(keys):
        target = {key: target}
    pointer = join("#/x-data", *keys)
    content = referring(pointer.replace("%", "%25"), T={"$ref": pointer})
    outcome = resolved(document(json.dumps({**content, "x-data": target})), lenient=True)
    found, canonical = outcome.resolved.follow(outcome.at("#/components/schemas/S"), "#")
    assert (found, canonical) == ({"title": "found"}, pointer)


def test_identifiers() -> None:
    """Inside a schema with an `$id` a pointer is relative to it, then to the document."""
    inside: Json = {
        "$id": "https://x.test/s",
        "$defs": {"a": {"title": "inner"}},
        "properties": {
            "own": {"$ref": "#/$defs/a"},
            "sibling": {"$ref": "u"},
            "outer": {"$ref": "#/components/schemas/T"},
        },
    }
    other: Json = {"$id": "https://x.test/u"}
    outcome = resolved(with_schemas(S=inside, U=other, T={}))
    base = "#/components/schemas/S/properties"
    assert outcome.at(f"{base}/own") == {"$ref": "#/components/schemas/S/$defs/a"}
    assert outcome.at(f"{base}/sibling") == {"$ref": "#/components/schemas/U"}
    assert outcome.at(f"{base}/outer") == {"$ref": "#/components/schemas/T"}


@pytest.mark.parametrize("names", [("https://x.test/s", "https://x.test/u"), ("s", "u"), ("", "")])
@pytest.mark.parametrize("anchor", ["$anchor", "$dynamicAnchor"])
def test_anchors_belong_to_their_resource(names: tuple[str, str], anchor: str) -> None:
    """Equal anchors of two components are separate, with an `$id` or, by mistake, without."""
    schemas: dict[str, Json] = {
        key: {
            **({"$id": name} if name else {}),
            "items": {"$ref": "#row"},
            "$defs": {f"of{key}": {anchor: "row"}},
        }
        for key, name in zip("SU", names, strict=True)
    }
    outcome = resolved(with_schemas(**schemas))
    for key in "SU":
        at = f"#/components/schemas/{key}"
        assert outcome.at(f"{at}/items") == {"$ref": f"{at}/$defs/of{key}"}


def test_a_dynamic_reference_without_its_anchor_allows_any_value() -> None:
    """A template may leave it to its users; the anchor of another resource is not meant."""
    other: Json = {"$id": "https://x.test/u", "$dynamicAnchor": "row", "type": "string"}
    outcome = resolved(with_schemas(S={"items": {"$dynamicRef": "#row"}}, U=other))
    assert outcome.at("#/components/schemas/S/items") == {}
    [found] = outcome.diagnostics.entries
    assert (found.code, found.pointer) == (
        "dynamic-reference",
        "#/components/schemas/S/items/$dynamicRef",
    )


def test_an_anchor_of_another_resource_is_none_of_the_document(tmp_path: Path) -> None:
    """Neither in the main document, nor in a file that no reference has led into."""
    inside: Json = {"$id": "https://x.test/s", "$defs": {"a": {"$anchor": "row"}}}
    with pytest.raises(SpecError, match="leads nowhere"):
        resolved(with_schemas(S=inside, U={"$ref": "#row"}))
    other: dict[str, Json] = {"first": inside, "second": {"$anchor": "row", "title": "right"}}
    paths = files(tmp_path, {"api.json": referring("other.json#row"), "other.json": other})
    found, _ = (outcome := reading(paths)).resolved.follow(outcome.at("#/components/schemas/S"), "")
    assert found == {"$anchor": "row", "title": "right"}


@pytest.mark.parametrize("name", ["schemas/s", "schemas/", "./schemas/s.json"])
def test_a_relative_identifier_is_the_base_of_references(name: str, tmp_path: Path) -> None:
    """To other schemas with an `$id`, and to files."""
    inside: Json = {"$id": name, "properties": {"a": {"$ref": "u"}, "b": {"$ref": "file.json"}}}
    main: dict[str, Json] = {"S": inside, "U": {"$id": "schemas/u"}}
    path = files(tmp_path, {"api.json": api(components={"schemas": main})})
    files(tmp_path, {"schemas/file.json": {"title": "File"}})
    outcome = reading(path)
    below = "#/components/schemas/S/properties"
    assert outcome.at(f"{below}/a") == {"$ref": "#/components/schemas/U"}
    assert outcome.at(f"{below}/b") == {"$ref": "schemas/file.json#"}


def test_recursive_and_dynamic_references() -> None:
    """Unbound ones are plain references; a finding says so for recursive ones."""
    tree: Json = {"$dynamicAnchor": "node", "items": {"$dynamicRef": "#node"}}
    list_: Json = {"$recursiveAnchor": True, "items": {"oneOf": [{"$recursiveRef": "#"}]}}
    outcome = resolved(with_schemas(T=tree, L=list_))
    assert outcome.at("#/components/schemas/T/items") == {"$ref": "#/components/schemas/T"}
    assert outcome.at("#/components/schemas/L/items/oneOf/0") == {"$ref": "#/components/schemas/L"}
    assert outcome.codes() == ["dynamic-reference"]


def test_a_pointer_may_lead_through_references() -> None:
    """A reference on the way is followed, as users expect."""
    outcome = resolved(
        with_schemas(
            S={"$ref": "#/components/schemas/A/properties/p"},
            A={"$ref": "#/components/schemas/B"},
            B={"properties": {"p": {"title": "x"}}},
        )
    )
    assert outcome.at("#/components/schemas/S") == {"$ref": "#/components/schemas/B/properties/p"}


def test_schemas_that_were_pasted() -> None:
    """`#/$defs/X` leads to the `$defs` of the nearest schema around it, or to the component X."""
    ref: Json = {"$ref": "#/$defs/a~1b"}
    old: Json = {"$ref": "#/definitions/C"}
    outcome = resolved(
        with_schemas(
            S={"items": ref, "not": old, "$defs": {"a/b": {"title": "of S"}}},
            T={
                "$defs": {"a/b": {"title": "of T"}},
                "definitions": {"C": {"title": "of T"}},
                "properties": {
                    "p": {"items": ref, "$defs": {"a/b": {"title": "of p"}}},
                    "q": {"items": ref, "not": old},
                },
            },
            C={"title": "C"},
        )
    )
    start = "#/components/schemas"
    expected = {
        "S/items": "S/$defs/a~1b",
        "S/not": "C",
        "T/properties/p/items": "T/properties/p/$defs/a~1b",
        "T/properties/q/items": "T/$defs/a~1b",
        "T/properties/q/not": "T/definitions/C",
    }
    for place, target in expected.items():
        assert outcome.at(f"{start}/{place}") == {"$ref": f"{start}/{target}"}, place
    assert outcome.codes() == ["loose-reference"] * 5


def test_long_chain() -> None:
    """A chain of thousands of references is resolved."""
    links: dict[str, Json] = {
        f"S{n}": {"$ref": f"#/components/schemas/S{n + 1}"} for n in range(5000)
    }
    outcome = resolved(with_schemas(**links, S5000={"type": "string"}))
    start = "#/components/schemas/S0"
    expected = ({"type": "string"}, "#/components/schemas/S5000")
    assert outcome.resolved.follow(outcome.at(start), start) == expected


# --- What leads nowhere ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("#/components/schemas/Pett", "did you mean #/components/schemas/Pet?"),
        ("#/components/schema/Pet", "did you mean #/components/schemas?"),
        ("#/definitions/Pett", "# has no 'definitions'"),
        ("#nowhere", "'nowhere'"),
        ("#/components/schemas/Pet/type", "leads to text"),
        ("#/components/schemas/Pet/type/x", "nothing below #/components/schemas/Pet/type"),
        ("#/components/schemas/Pet/enum/01", "nothing below"),
        ("#/components/schemas", "leads to a map"),
        ("#/components/schemas/Pet/properties", "leads to a map"),
        ("#/info", "not a schema"),
        ("#/tags/0", "not a schema"),
        ("#", "leads to a document"),
        ("#/components/parameters/P", "leads to a parameter"),
        ("missing.yaml", "no such file"),
        (5, "not a number"),
        (None, "not null"),
        ([], "not a list"),
    ],
)
def test_unresolved(ref: Json, said: str) -> None:
    """A dangling reference is named with its place; a lenient reader reads any value."""
    pet: Json = {"type": "string", "properties": {}, "enum": ["x", "y"]}
    content = referring(ref, Pet=pet)
    components = content["components"]
    assert isinstance(components, dict)
    components["parameters"] = {"P": {"name": "p", "in": "query", "schema": {}}}
    content["tags"] = [{"name": "t"}]
    source = document(json.dumps(content, indent=1))
    error = fault(source)
    assert error.location == source.location("#/components/schemas/S/$ref")
    assert said in str(error)
    outcome = resolved(source, lenient=True)
    assert outcome.at("#/components/schemas/S") == {}
    assert [diagnostic.severity for diagnostic in outcome.diagnostics.entries] == ["error"]


def test_every_unresolved_reference_is_named() -> None:
    """One run names them all: the first ends it, the others are diagnostics."""
    source = with_schemas(A={"$ref": "#/a"}, B={"$ref": "#/b"}, C={"$ref": "#/c"})
    outcome = resolved(source, lenient=True)
    assert len(outcome.found("unresolved-reference")) == 3
    assert "'#/a'" in str(fault(source))


@pytest.mark.parametrize("length", [1, 2, 3, 900])
@pytest.mark.parametrize("siblings", [False, True])
def test_cycle(length: int, *, siblings: bool) -> None:
    """References that lead only to each other are one error."""
    extra: dict[str, Json] = {"description": "x"} if siblings else {}
    ring: dict[str, Json] = {
        f"S{n}": {"$ref": f"#/components/schemas/S{(n + 1) % length}", **extra}
        for n in range(length)
    }
    source = with_schemas(**ring, Into={"$ref": "#/components/schemas/S0"})
    assert fault(source).code == "reference-cycle"
    outcome = resolved(source, lenient=True)
    assert outcome.codes() == ["reference-cycle"]
    found, _ = outcome.resolved.follow(outcome.at("#/components/schemas/Into"), "#")
    assert isinstance(found, dict)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"p": {"$ref": "#/components/schemas/S"}}},
        {"items": {"$ref": "#/components/schemas/S"}},
        {"additionalProperties": {"$ref": "#/components/schemas/S"}},
        {"allOf": [{"$ref": "#/components/schemas/S"}]},
        {"oneOf": [{"$ref": "#/components/schemas/S"}, {"type": "null"}]},
    ],
)
def test_recursion_is_no_cycle(schema: Json) -> None:
    """A schema that contains itself stays a reference."""
    outcome = resolved(with_schemas(S=schema))
    assert outcome.at("#/components/schemas/S") == schema
    assert outcome.codes() == []


@pytest.mark.parametrize(
    ("place", "replaced"),
    [
        ("#/paths/~1a/get/requestBody", {"content": {}}),
        ("#/paths/~1a/get/responses/200", {"description": ""}),
        ("#/paths/~1a/get/responses/201/headers/H", {"schema": {}}),
        ("#/paths/~1b", {}),
    ],
)
def test_something_harmless_takes_its_place(place: str, replaced: Json) -> None:
    """For a lenient reader the parent of a dangling reference stays valid."""
    nowhere: Json = {"$ref": "#/nowhere"}
    answers: Json = {"200": nowhere, "201": {"description": "", "headers": {"H": nowhere}}}
    operation: Json = {
        "parameters": [nowhere, {"name": "q", "in": "query", "schema": {}}],
        "requestBody": nowhere,
        "responses": answers,
    }
    content = api(paths={"/a": {"get": operation}, "/b": nowhere})
    outcome = resolved(document(json.dumps(content)), lenient=True)
    assert outcome.at(place) == replaced
    assert len(outcome.found("unresolved-reference")) == 5
    assert outcome.at("#/paths/~1a/get/parameters/0") == {}
    original = outcome.document.location("#/paths/~1a/get/parameters/1/name")
    assert "q" in outcome.document.source_line(original)[original.column :][:2]


def test_a_callback_by_reference() -> None:
    """A callback, and each of its path items, may be a reference to a reference."""
    operation: Json = {
        "callbacks": {name: {"$ref": f"#/components/callbacks/{name}"} for name in ("A", "B")},
        "responses": {},
    }
    components: dict[str, Json] = {
        "callbacks": {"A": {"$ref": "#/components/callbacks/B"}, "B": {"{$url}": {"$ref": "#/i"}}},
    }
    content = api(paths={"/a": {"get": operation}}, components=components)
    outcome = Outcome(document(json.dumps({**content, "i": {"post": {"responses": {}}}})))
    assert set(outcome.codes()) <= {"unknown-field"}
    pointer = "#/paths/~1a/get/callbacks/A"
    node, _ = outcome.resolved.follow(outcome.at(pointer), pointer)
    assert node == {"{$url}": {"$ref": "#/i"}}


def test_references_by_index_count_as_written() -> None:
    """A parameter that is left out does not shift the indices in references."""
    listed: list[Json] = [
        {"name": "no place"},
        {"$ref": "#/paths/~1b/get/parameters/0"},
        {"name": "x", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "q", "in": "query", "schema": {"type": "string"}},
        {"name": "q", "in": "query", "schema": {"type": "integer"}},
        {"name": "r", "in": "query", "schema": {"type": "boolean"}},
    ]
    own = "#/paths/~1a/get/parameters"
    others: list[Json] = [{"$ref": f"{own}/{index}"} for index in (0, 1, 2, 4, 5)]
    body: Json = {"content": {"application/json": {"schema": {"$ref": f"{own}/5/schema"}}}}
    operation: Json = {"parameters": others, "requestBody": body, "responses": {}}
    outcome = resolved(
        document(
            json.dumps(
                api(
                    paths={
                        "/a": {"get": {"parameters": listed, "responses": {}}},
                        "/b": {"get": {"parameters": [{"in": "query"}], "responses": {}}},
                        "/c/{x}": {"put": operation},
                    }
                )
            )
        )
    )
    found = outcome.at("#/paths/~1c~1{x}/put/parameters")
    assert isinstance(found, list)
    kept = [outcome.resolved.follow(each, "")[0] for each in found if each]
    assert kept == [listed[2], listed[4], listed[5]]
    target = "#/paths/~1c~1{x}/put/requestBody/content/application~1json/schema"
    assert outcome.resolved.follow(outcome.at(target), target)[0] == {"type": "boolean"}


# --- Names that documents give themselves (OpenAPI 3.2) -------------------------------------------


def answering(ref: str) -> Json:
    """Return a path item whose answer is what a reference leads to."""
    content: Json = {"application/json": {"schema": {"$ref": ref}}}
    return {"get": {"responses": {"200": {"description": "", "content": content}}}}


@pytest.mark.parametrize("own", ["https://x.test/api/main.yaml", "/api/main.yaml", "main.yaml"])
def test_a_document_has_the_name_that_it_gives_itself(own: str) -> None:
    """Its `$self` is its URI, and the base of the references in it; no network is needed."""
    refs = [f"{own}#/components/schemas/T", "main.yaml#/components/schemas/T", "#here"]
    content = {
        **api("3.2.0", paths={f"/{n}": answering(ref) for n, ref in enumerate(refs)}),
        "$self": own,
        "components": {"schemas": {"T": {"type": "string", "$anchor": "here"}}},
    }
    outcome = Outcome(document(json.dumps(content), "downloaded.json"))
    for n in range(len(refs)):
        schema = outcome.at(f"#/paths/~1{n}/get/responses/200/content/application~1json/schema")
        assert schema == {"$ref": "#/components/schemas/T"}


def test_neighbours_are_known_by_their_own_names(tmp_path: Path) -> None:
    """The example of OpenAPI 3.2, appendix F: each document and each schema names itself."""
    refs = ["https://x.test/api/shared/foo.json#/components/schemas/Foo", "shared/foo.json#/x"]
    path = files(
        tmp_path,
        {
            "main.json": {
                **api("3.2.0", paths={f"/{n}": answering(ref) for n, ref in enumerate(refs)}),
                "$self": "https://x.test/api/main.json",
            },
            "shared/foo.json": {
                **api("3.2.0"),
                "$self": "https://x.test/api/shared/foo.json",
                "x": {"$ref": "foo.json#/components/schemas/Bar"},
                "components": {
                    "schemas": {
                        "Foo": {"properties": {"bar": {"$ref": "/api/schemas/bar"}}},
                        "Bar": {"$id": "/api/schemas/bar", "type": "string"},
                    }
                },
            },
        },
    )
    outcome = reading(path)
    base = "shared/foo.json#/components/schemas"
    assert outcome.at(f"{base}/Foo/properties/bar") == {"$ref": f"{base}/Bar"}
    assert outcome.at("shared/foo.json#/x") == {"$ref": f"{base}/Bar"}


KEY: Json = {"type": "apiKey", "in": "header", "name": "X-Key"}
BASIC: Json = {"type": "http", "scheme": "basic"}


@pytest.mark.parametrize(
    ("name", "known", "scheme"),
    [
        ("#/components/securitySchemes/key", "key", KEY),
        ("https://x.test/main.json#/components/securitySchemes/key", "key", KEY),
        ("other.json#/key", "key_", BASIC),
        ("a/b", "a/b", BASIC),
    ],
)
def test_security_by_uri(tmp_path: Path, name: str, known: str, scheme: Json) -> None:
    """A requirement may name its scheme by a URI; the name of a component comes first."""
    content = api(
        "3.2.0",
        paths={"/a": {"get": {"security": [{name: ["scope"]}, {"key": []}], "responses": {}}}},
        components={"securitySchemes": {"key": KEY, "a/b": BASIC}},
    )
    main = {**content, "$self": "https://x.test/main.json"}
    outcome = reading(files(tmp_path, {"main.json": main, "other.json": {"key": BASIC}}))
    assert outcome.at("#/paths/~1a/get/security") == [{known: ["scope"]}, {"key": []}]
    found = outcome.at(f"#/components/securitySchemes/{escape(known)}")
    assert outcome.resolved.follow(found, "")[0] == scheme


# --- Other files ----------------------------------------------------------------------------------


def test_files(tmp_path: Path) -> None:
    """References are relative to their file, and canonical after resolving."""
    path = files(
        tmp_path,
        {
            "api.yaml": api(
                paths={"/a/{id}": {"$ref": "paths/a.yaml"}},
                components={"schemas": {"Pet": {"$ref": "./models/pet%20one.json#/Pet"}}},
            ),
            "paths/a.yaml": {
                "parameters": [{"$ref": "../parameters.yaml#/id"}],
                "get": {
                    "responses": {
                        "200": {
                            "description": "",
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "../api.yaml#/components/schemas/Pet"}
                                }
                            },
                        }
                    }
                },
            },
            "parameters.yaml": "id: {name: id, in: path, required: true, schema: {type: string}}\n",
            "models/pet one.json": {"Pet": {"properties": {"next": {"$ref": "#/Pet"}}}},
        },
    )
    outcome = reading(path)
    assert outcome.codes() == []
    item, pointer = outcome.resolved.follow(outcome.at("#/paths/~1a~1{id}"), "#/paths/~1a~1{id}")
    assert pointer == "paths/a.yaml#"
    assert isinstance(item, dict)
    assert outcome.at("paths/a.yaml#/get/parameters") == [{"$ref": "parameters.yaml#/id"}]
    schema = "paths/a.yaml#/get/responses/200/content/application~1json/schema"
    assert outcome.at(schema) == {"$ref": "#/components/schemas/Pet"}
    assert outcome.at("models/pet one.json#/Pet/properties/next") == {
        "$ref": "models/pet one.json#/Pet"
    }
    place = outcome.document.location("parameters.yaml#/id/schema/type")
    assert str(place) == f"{tmp_path}/parameters.yaml:1:{place.column}"
    assert "string" in outcome.document.source_line(place)
    names = [name for name, _ in outcome.document.files]
    assert sorted(names) == sorted(str(file) for file in tmp_path.rglob("*.*"))


def test_a_section_elsewhere(tmp_path: Path) -> None:
    """A section that is a reference becomes one reference for each member."""
    path = files(
        tmp_path,
        {
            "api.yaml": api(components={"schemas": {"$ref": "all.yaml"}, "responses": {}}),
            "all.yaml": {"A": {"type": "string"}, "b/c": {"$ref": "#/A"}},
        },
    )
    outcome = reading(path)
    assert outcome.codes() == ["section-reference"]
    assert outcome.at("#/components/schemas/b~1c") == {"$ref": "all.yaml#/b~1c"}
    assert outcome.at("all.yaml#/b~1c") == {"$ref": "all.yaml#/A"}


def test_a_section_stays_a_section() -> None:
    """A reference to a section as a whole is an error, also if the section is a reference."""
    header: Json = {"$ref": "#/paths"}
    content = api(components={"headers": {"H": header}, "pathItems": {"A": {}}})
    content["paths"] = {"$ref": "#/components/pathItems"}
    error = fault(document(json.dumps(content)))
    assert "leads to a paths" in error.message


def test_a_shared_path_item(tmp_path: Path) -> None:
    """Two paths may share a path item; each has its own placeholders, and one the id."""
    shared: dict[str, Json] = {"get": {"operationId": "get", "responses": {}}}
    path = files(
        tmp_path,
        {
            "api.yaml": api(paths={"/a/{x}": {"$ref": "i.yaml"}, "/b/{y}": {"$ref": "i.yaml"}}),
            "i.yaml": shared,
        },
    )
    outcome = reading(path)
    first, _ = outcome.resolved.follow(outcome.at("#/paths/~1a~1{x}"), "#")
    second, _ = outcome.resolved.follow(outcome.at("#/paths/~1b~1{y}"), "#")
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert [each["name"] for each in first["get"]["parameters"]] == ["x"]  # type: ignore[index, call-overload, union-attr]
    assert [each["name"] for each in second["get"]["parameters"]] == ["y"]  # type: ignore[index, call-overload, union-attr]
    assert outcome.found("unused-path-parameter") == []
    assert "operationId" in first["get"]  # type: ignore[operator]
    assert "operationId" not in second["get"]  # type: ignore[operator]
    place = outcome.document.location("#/paths/~1b~1{y}/get/responses")
    assert place.file == f"{tmp_path}/i.yaml"


def test_thousands_of_files(tmp_path: Path) -> None:
    """A tree of files costs what its files cost."""
    count = 2000
    content = {f"s/{n}.yaml": f"{{$ref: '{n + 1}.yaml'}}\n" for n in range(count)}
    path = files(
        tmp_path,
        {"api.yaml": referring("s/0.yaml"), **content, f"s/{count}.yaml": "type: string\n"},
    )
    outcome = reading(path)
    start = "#/components/schemas/S"
    found = outcome.resolved.follow(outcome.at(start), start)
    assert found == ({"type": "string"}, f"s/{count}.yaml#")
    assert len(outcome.document.files) == count + 2


def test_a_broken_file_is_named_itself(tmp_path: Path) -> None:
    """An error in a referenced file has its place in that file."""
    path = files(tmp_path, {"api.yaml": referring("b.yaml"), "b.yaml": "a: 1\na: 2\n"})
    assert f"{tmp_path}/b.yaml:2:1: the key 'a'" in str(refused(path))


def test_flaws_in_other_files_are_mended(tmp_path: Path) -> None:
    """A referenced object is repaired and validated like others of its kind."""
    bad = "type: strng\nmaxLength: -1\n"
    path = files(tmp_path, {"api.yaml": referring("b.yaml"), "b.yaml": bad})
    outcome = reading(path)
    assert outcome.at("b.yaml#") == {"type": "string"}
    places = {
        str(outcome.document.location(found.pointer)) for found in outcome.diagnostics.entries
    }
    assert places == {f"{tmp_path}/b.yaml:1:7", f"{tmp_path}/b.yaml:2:12"}


# --- What is never opened -------------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a document's path; beside its folder is a file with a schema."""
    files(tmp_path, {"secret.yaml": "type: string\ntitle: hidden\n", "in/b.yaml": "{}"})
    return tmp_path / "in" / "api.yaml"


@pytest.mark.parametrize(
    "ref",
    [
        "../secret.yaml",
        "%2e%2e/secret.yaml",
        "x/../../secret.yaml",
        "{absolute}",
        "file://{absolute}",
        "FILE:///etc/passwd",
        "/etc/passwd",
        "/dev/zero",
        "../nothing-there.yaml",
        "//server/share/x.yaml",
        "\\\\server\\share\\x.yaml",
        "..\\secret.yaml",
        "C:/x.yaml",
        "data:application/json,{}",
        "ftp://x.test/y",
        "http://x.test/y",
        "HTTPS://x.test/y",
        "http://169.254.169.254/latest/meta-data/",
        "link.yaml",
        "folder/secret.yaml",
        "pipe",
        "device",
        ".",
        "b.yaml%00",
    ],
)
def test_refused(ref: str, outside: Path) -> None:
    """Nothing outside the document's folder is read, and inside only plain files."""
    absolute = outside.parents[1] / "secret.yaml"
    files(outside.parent, {"api.yaml": referring(ref.replace("{absolute}", str(absolute)))})
    (outside.parent / "link.yaml").symlink_to(absolute)
    (outside.parent / "folder").symlink_to(outside.parents[1])
    (outside.parent / "device").symlink_to("/dev/zero")
    os.mkfifo(outside.parent / "pipe")
    error = refused(outside)
    assert error.code == "refused-reference"
    assert error.location == read(outside).location("#/components/schemas/S/$ref")
    assert "hidden" not in str(error)
    lenient = resolved(outside, lenient=True)
    assert lenient.at("#/components/schemas/S") == {}
    assert [name for name, _ in lenient.document.files] == [str(outside)]


@pytest.mark.parametrize("allowed", ["..", "../secret.yaml"])
def test_allowed(allowed: str, outside: Path) -> None:
    """A folder, or one file, can be allowed on top."""
    files(outside.parent, {"api.yaml": referring("../secret.yaml")})
    outcome = reading(outside, Reading(allow_paths=(outside.parent / allowed,)))
    found = outcome.resolved.follow(outcome.at("#/components/schemas/S"), "")
    assert found == ({"type": "string", "title": "hidden"}, "../secret.yaml#")


@pytest.mark.parametrize("ref", ["//server/share/x.yaml", "\\\\server\\x.yaml", "/dev/zero", "/"])
def test_not_even_when_everything_is_allowed(ref: str, outside: Path) -> None:
    """No option allows a device, a folder or a network path."""
    files(outside.parent, {"api.yaml": referring(ref)})
    assert refused(outside, Reading(allow_paths=(Path("/"),))).code == "refused-reference"


def test_links_beside_a_linked_document(outside: Path, tmp_path: Path) -> None:
    """A build's sandbox has links to the document and to the files beside it."""
    files(outside.parent, {"api.yaml": referring("b.yaml"), "b.yaml": "title: x\n"})
    sandbox = tmp_path / "sandbox"
    sandbox.mkdir()
    (sandbox / "api.yaml").symlink_to(outside)
    (sandbox / "b.yaml").symlink_to(outside.parent / "b.yaml")
    assert reading(sandbox / "api.yaml").at("b.yaml#") == {"title": "x"}
    (sandbox / "b.yaml").unlink()
    (sandbox / "b.yaml").symlink_to(outside.parents[1] / "secret.yaml")
    assert refused(sandbox / "api.yaml").code == "refused-reference"


def test_links_inside_are_followed(outside: Path) -> None:
    """A link that stays inside is as good as what it leads to."""
    files(outside.parent, {"api.yaml": referring("l.yaml"), "b.yaml": "title: x\n"})
    (outside.parent / "l.yaml").symlink_to("b.yaml")
    assert reading(outside).at("l.yaml#") == {"title": "x"}


# --- Other hosts ----------------------------------------------------------------------------------


def tricks(connection: Connection) -> bool:
    """Answer by path: some files, and answers that must be refused."""
    request = connection.request
    port = (request.header("host") or "").partition(":")[2]
    moved = {
        "/moved": "/s.yaml",
        "/loop": "/loop",
        "/away": f"http://localhost:{port}/s.yaml",
        "/file": "file:///etc/passwd",
    }
    actions = {
        "/s.yaml": answer(b"properties: {a: {$ref: 't.yaml#/T'}}\n"),
        "/t.yaml": answer(b"T: {title: far}\n"),
        "/gzip": answer(b"x", headers=[("Content-Encoding", "gzip")]),
        "/big": answer(b"x" * 2000),
        "/short": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntitle: x"),
        "/local": answer(b"$ref: file:///etc/passwd\n"),
        **{path: answer(b"", 302, [("Location", target)]) for path, target in moved.items()},
    }
    return actions.get(request.target, answer(b"gone", 404))(connection)


@contextmanager
def serving() -> Generator[tuple[str, list[Received]]]:
    """Serve on loopback; yield host with port, and the requests."""
    with FaultServer(routes={"": tricks}) as server:
        yield f"127.0.0.1:{server.port}", server.requests


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat loopback as a public address."""
    monkeypatch.setattr(remote, "is_public", "127.0.0.1".__eq__)


@pytest.mark.usefixtures("inside")
def test_remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An allowed host is read, with its relative references, without proxy or credentials."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    (tmp_path / ".netrc").write_text("default login u password p\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving() as (host, seen):
        path = files(tmp_path, {"api.yaml": referring(f"http://{host}/moved")})
        outcome = reading(path, Reading(allow_hosts=(host,)))
        url = f"http://{host}/moved"
        assert outcome.at("#/components/schemas/S") == {"$ref": f"{url}#"}
        assert outcome.at(f"{url}#/properties/a") == {"$ref": f"http://{host}/t.yaml#/T"}
        assert [request.target for request in seen] == ["/moved", "/s.yaml", "/t.yaml"]
        assert not any({"authorization", "cookie"} & dict(each.headers).keys() for each in seen)
        assert f"{url}:1:17" == str(outcome.document.location(f"{url}#/properties/a"))[:-2] + "17"


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/missing", "unreadable"),
        ("/loop", "unreadable"),
        ("/away", "refused-reference"),
        ("/file", "refused-reference"),
        ("/gzip", "unreadable"),
        ("/big", "unreadable"),
        ("/short", "unreadable"),
        ("/local", "refused-reference"),
    ],
)
def test_remote_tricks(
    path: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No redirect to another host, no bomb, no partial answer, no reference to local files."""
    monkeypatch.setattr(remote, "MAX_BYTES", 1000)
    with serving() as (host, _):
        main = files(tmp_path, {"api.yaml": referring(f"http://{host}{path}")})
        error = refused(main, Reading(allow_hosts=(host, "x.test")))
        assert error.code == code
        assert error.location is not None
        assert "root:" not in str(error)


def test_remote_addresses(tmp_path: Path) -> None:
    """An allowed name with a private address is not connected to."""
    with serving() as (host, seen):
        path = files(tmp_path, {"api.yaml": referring(f"http://{host}/s.yaml")})
        error = refused(path, Reading(allow_hosts=(host,)))
        assert error.code == "refused-reference"
        assert "private address" in error.message
        assert seen == []


@pytest.mark.usefixtures("inside")
def test_no_redirect_between_allowed_hosts() -> None:
    """An answer cannot redirect to another host, not even to an allowed one."""
    with serving() as (host, seen):
        fetcher = Fetcher((host, host.replace("127.0.0.1", "localhost")))
        with pytest.raises(SpecError) as caught:
            fetcher.fetch(f"http://{host}/away")
        assert caught.value.code == "refused-reference"
        assert len(seen) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to be refused
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("2002:7f00:0001::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("198.18.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_public(address: str, public: bool) -> None:  # noqa: FBT001
    """Only public addresses are allowed, in any spelling."""
    assert is_public(address) is public


@pytest.mark.usefixtures("inside")
def test_the_checked_address_is_the_one_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no second look-up, which could return another address."""
    asked: list[object] = []
    real = socket.getaddrinfo

    def counting(host: str, port: int, *more: int, **named: int) -> object:
        asked.append(host)
        return real("127.0.0.1", port, *more, **named)

    with serving() as (host, seen):
        monkeypatch.setattr(socket, "getaddrinfo", counting)
        port = host.partition(":")[2]
        fetcher = Fetcher((f"rebinding.test:{port}",))
        assert fetcher.fetch(f"http://rebinding.test:{port}/t.yaml").startswith(b"T:")
        assert asked[:1] == ["rebinding.test"]
        assert asked[1:] in ([], ["127.0.0.1"])
        assert seen[0].header("host") == f"rebinding.test:{port}"


def test_all_addresses_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host whose first address does not answer is reached at the next one."""
    real = socket.getaddrinfo

    def several(host: str, port: int, *more: int, **named: int) -> object:
        if host != "several.test":
            return real(host, port, *more, **named)
        return [*real("127.0.0.2", port, **named), *real("127.0.0.1", port, **named)]

    with serving() as (host, _):
        monkeypatch.setattr(socket, "getaddrinfo", several)
        name = f"several.test:{host.partition(':')[2]}"
        assert Fetcher((name,), bool).fetch(f"http://{name}/t.yaml").startswith(b"T:")


def test_a_slow_resolver_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look-up counts against the time limit of a file."""
    release = threading.Event()

    def waiting(*_: object, **__: object) -> list[object]:
        release.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", waiting)
    monkeypatch.setattr(remote, "MAX_SECONDS", 0.05)
    try:
        with pytest.raises(SpecError, match=r"the address of slow.test was not found in time"):
            Fetcher(("slow.test",)).fetch("http://slow.test/")
    finally:
        release.set()


@contextmanager
def dripping(beginning: bytes) -> Generator[str]:
    """Serve an endless answer, byte by byte; yield host with port."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def drip() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(1000)
                connection.sendall(beginning)
                while not stop.wait(0.01):
                    connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Header: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_slow_answers_end(beginning: bytes, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that arrives byte by byte is ended by the time limit."""
    monkeypatch.setattr(remote, "MAX_SECONDS", 0.2)
    with dripping(beginning) as host, pytest.raises(SpecError) as caught:
        Fetcher((host,)).fetch(f"{scheme}://{host}/")
    assert caught.value.code == "unreadable"


@pytest.mark.parametrize(
    "url",
    [
        "http://user:password@x.test/",
        "http://x.test:99999/",
        "http://y.test/",
        "http://x.test:81/",
        "http:///x",
        "http://[::1/",
        "http://x.test.evil.test/",
        "http://x.test\\@evil.test/",
    ],
)
def test_urls_refused(url: str) -> None:
    """A host is allowed by its exact name, at the default port, without credentials."""
    with pytest.raises(SpecError) as caught:
        Fetcher(("x.test",), lambda _: True).fetch(url)
    assert "password" not in str(caught.value)


@pytest.mark.parametrize("allowed", [(), ("x.test",), ("127.0.0.1",), ("localhost",)])
def test_other_hosts_are_not_asked(allowed: tuple[str, ...]) -> None:
    """An allowed host allows neither other hosts nor other ports."""
    with serving() as (host, seen):
        with pytest.raises(SpecError) as caught:
            Fetcher(allowed, lambda _: True).fetch(f"http://{host}/s.yaml")
        assert caught.value.code == "refused-reference"
        assert seen == []


def test_certificates_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS is used with Python's default checks."""
    contexts: list[ssl.SSLContext] = []
    real = ssl.create_default_context

    def remembering() -> ssl.SSLContext:
        contexts.append(real())
        return contexts[-1]

    monkeypatch.setattr(ssl, "create_default_context", remembering)
    with serving() as (host, _), pytest.raises(SpecError):
        Fetcher((host,), lambda _: True).fetch(f"https://{host}/s.yaml")
    assert contexts[0].check_hostname
    assert contexts[0].verify_mode is ssl.CERT_REQUIRED


# --- The lock file --------------------------------------------------------------------------------


@pytest.mark.usefixtures("inside")
def test_lock(tmp_path: Path) -> None:
    """Fetched files are recorded; with `--locked` only recorded files are read, unchanged."""
    lock = tmp_path / "api.lock"
    with serving() as (host, _):
        path = files(tmp_path, {"api.yaml": referring(f"http://{host}/s.yaml")})
        settings = Reading(allow_hosts=(host,), lock_file=lock)
        locked = Reading(allow_hosts=(host,), lock_file=lock, locked=True)
        assert refused(path, locked).code == "not-locked"
        written = reading(path, settings).document.lock_text
        assert written is not None
        recorded = json.loads(written)["files"]
        assert list(recorded) == [f"http://{host}/s.yaml", f"http://{host}/t.yaml"]
        lock.write_text(written)
        assert reading(path, settings).document.lock_text is None
        assert reading(path, locked).document.lock_text is None
        lock.write_text(written.replace(recorded[f"http://{host}/t.yaml"], "0" * 64))
        error = refused(path, locked)
        assert (error.code, "t.yaml" in error.message) == ("not-locked", True)
        assert reading(path, settings).document.lock_text == written


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 3}', "\xff"])
def test_damaged_lock(content: str, tmp_path: Path) -> None:
    """An invalid lock file is reported as such."""
    lock = tmp_path / "api.lock"
    lock.write_bytes(content.encode("latin-1"))
    path = files(tmp_path, {"api.yaml": api()})
    assert refused(path, Reading(lock_file=lock)).code in {"bad-lock", "unreadable"}
