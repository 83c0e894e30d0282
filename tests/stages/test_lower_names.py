"""The names that the lowering suggests, the preferred one first."""

from __future__ import annotations

import pytest

from speccast import ir
from speccast.lower.naming.english import singular
from speccast.lower.settings import Settings
from tests.support.lower_support import Lowered, lowered, names_of, of_schemas


def first_of(path: str, method: str = "get", more: str = "", also: str = "") -> tuple[str, str]:
    """Return the first resource and the first method that an operation suggests."""
    found = lowered(f"paths: {{'{path}': {{{method}: {{{more}}}}}{also}}}")
    operation = found.api.operations[0]
    return ".".join(names_of(operation.resource)[:1]), names_of(operation.proposals)[0]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("get", "/v1/customers", ("customers", "list")),
        ("post", "/v1/customers", ("customers", "create")),
        ("get", "/v1/customers/{id}", ("customers", "get")),
        ("post", "/v1/customers/{id}", ("customers", "update")),
        ("patch", "/v1/customers/{id}", ("customers", "update")),
        ("put", "/v1/customers/{id}", ("customers", "update")),
        ("delete", "/v1/customers/{id}", ("customers", "delete")),
        ("get", "/v1/customers/{id}/tax_ids", ("customers", "list tax ids")),
        ("post", "/v1/customers/{id}/tax_ids", ("customers", "create tax id")),
        ("get", "/v1/customers/{id}/tax_ids/{tax}", ("customers", "get tax id")),
        ("post", "/v1/charges/{id}/capture", ("charges", "capture")),
        ("post", "/v1/charges/{id}/dispute/close", ("charges", "close dispute")),
        ("get", "/api/v2.1/status", ("status", "get")),
        ("post", "/oauth2/token", ("oauth2", "create token")),
        ("get", "/", ("", "get")),
        ("get", "/{id}", ("", "get")),
    ],
)
def test_method_and_path_name_an_operation(
    method: str, path: str, expected: tuple[str, str]
) -> None:
    """As an author of an SDK would name it, if the id is missing or mechanical."""
    assert expected == first_of(path, method)
    mechanical = method + "".join(c if c.isalnum() else "_" for c in path.removeprefix("/v1"))
    assert expected == first_of(path, method, f"operationId: {mechanical}, ")


@pytest.mark.parametrize(
    ("tag", "key", "expected"),
    [
        ("pets", "listPets", "list"),
        ("Pets", "get_pet_by_id", "get by id"),
        ("Livestreams", "getActiveLivestreamSession", "get active session"),
        ("Chat", "createChatCompletion", "create completion"),
        ("Emails", "emails/send-batch", "send batch"),
        ("Certificates", "listOrganizationCertificates", "list organization certificates"),
        ("Invites", "inviteUser", "invite user"),
        ("Admin", "admin-api-keys-list", "list api keys"),
        ("Users", "get_my_user", "get my user"),
        ("Items", "read_items_things__thing__get", "read"),
        ("Things", "deletething", "delete"),
        ("Other", "somethingElse", "something else"),
    ],
)
def test_an_id_loses_the_words_of_its_resource(tag: str, key: str, expected: str) -> None:
    """If a name with the same meaning is left."""
    more = f"tags: [{tag}], operationId: {key}, "
    assert (tag, expected) == first_of("/things/{thing}", "get", more)


def test_the_extension_comes_before_the_id() -> None:
    """`x-speccast-method` comes first, and the id is still a candidate."""
    found = lowered("paths: {/a: {get: {operationId: x, tags: [T], x-speccast-method: r.do_it}}}")
    operation = found.api.operations[0]
    kinds = [
        (hint.kind, names_of([hint])[0]) for hint in (*operation.resource, *operation.proposals)
    ]
    assert (ir.Priority.PINNED, "r") in kinds
    assert (ir.Priority.REQUIRED, "T") in kinds
    assert kinds[2] == (ir.Priority.PINNED, "do_it")
    assert (ir.Priority.REQUIRED, "x") in kinds


def proposals(found: Lowered, pointer: str) -> list[str]:
    """Return the suggested names of a declared thing."""
    return names_of(found.declared[ir.Id(pointer)].proposals)


SCHEMAS = "#/components/schemas"


def test_inline_types_are_named_after_their_place() -> None:
    """By title, then parent and property, then more parents; items in the singular."""
    found = of_schemas(
        """
        Stream:
          type: object
          properties:
            status: {enum: [up, down]}
            config: {title: Video setup, type: object, properties: {size: {enum: [s, l]}}}
            addresses: {type: array, items: {properties: {geo: {properties: {x: {}}}}}}
            limits: {type: object, additionalProperties: {type: object, properties: {n: {}}}}
        """
    )
    stream = f"{SCHEMAS}/Stream/properties"
    assert proposals(found, f"{stream}/status") == ["Stream status"]
    assert proposals(found, f"{stream}/config") == ["Video setup", "Stream config"]
    assert proposals(found, f"{stream}/addresses/items") == ["Stream address"]
    assert proposals(found, f"{stream}/addresses/items/properties/geo") == [
        "address geo",
        "Stream address geo",
    ]
    assert proposals(found, f"{stream}/limits/additionalProperties") == ["Stream limit"]
    assert proposals(found, f"{stream}/config/properties/size") == ["Stream config size"]


def test_components_of_frameworks_have_short_names() -> None:
    """FastAPI's forms are named after the function; a module is added to equal names."""
    form = "Body_upload_file_upload__id__post"
    found = lowered(
        f"""
        paths:
          /upload/{{id}}:
            post:
              operationId: upload_file_upload__id__post
              requestBody:
                content: {{multipart/form-data: {{schema: {{$ref: "{SCHEMAS}/{form}"}}}}}}
        components:
          schemas:
            {form}: {{properties: {{kind: {{enum: [a, b]}}}}}}
            io.k8s.api.core.v1.Pod: {{properties: {{a: {{}}}}}}
            app__models__user__User: {{properties: {{b: {{}}}}}}
            checkout.session: {{properties: {{c: {{}}}}}}
            Page.3a64a9f.Row: {{properties: {{e: {{}}}}}}
            Page_Union_A__B__: {{properties: {{d: {{}}}}}}
        """,
        Settings(all_models=True),
    )
    assert proposals(found, f"{SCHEMAS}/{form}") == ["upload file body", form]
    assert proposals(found, f"{SCHEMAS}/{form}/properties/kind")[0] == "upload file body kind"
    pod = proposals(found, f"{SCHEMAS}/io.k8s.api.core.v1.Pod")
    assert pod[:2] + pod[-1:] == ["Pod", "v1 Pod", "io.k8s.api.core.v1.Pod"]
    user = proposals(found, f"{SCHEMAS}/app__models__user__User")
    assert user[:2] == ["User", "models user User"]
    assert proposals(found, f"{SCHEMAS}/Page.3a64a9f.Row") == ["Page Row", "Page.3a64a9f.Row"]
    for key in ("checkout.session", "Page_Union_A__B__"):
        assert proposals(found, f"{SCHEMAS}/{key}") == [key]


def test_names_of_bodies_and_envelopes() -> None:
    """Bodies are named after the operation, envelopes after their content."""
    thing = "{type: object, properties: {id: {type: string}}}"
    bad = "{description: '', content: {application/json: {schema: {properties: {code: {}}}}}}"
    found = lowered(f"""
        paths:
          /livestreams:
            get:
              operationId: listLivestreams
              parameters: [{{name: status, in: query, schema: {{enum: [a, b]}}}}]
              responses:
                '200':
                  description: ''
                  content:
                    application/json:
                      schema: {{properties: {{data: {{type: array, items: {thing}}}}}}}
                '404': {bad}
            post:
              operationId: createLivestream
              requestBody: {{content: {{application/json: {{schema: {thing}}}}}}}
              responses: {{'200': {{description: ''}}, '409': {bad}}}
        """)
    names = [names_of(thing.proposals) for thing in found.api.declared]
    assert names[0] == ["livestream status", "listLivestreams status"]
    assert names[1] == ["listLivestreams response"]
    assert names[2] == [
        "error response",
        "not found response",
        "listLivestreams error",
        "listLivestreams not found error",
        "conflict response",
        "createLivestream error",
        "createLivestream conflict error",
    ]
    assert names[3] == ["createLivestream request"]
    assert names[4] == ["livestream", "listLivestreams response data"]


def test_equal_inline_types_of_one_name_are_one() -> None:
    """Types of equal shape and name are merged, whatever their descriptions; components are not."""
    address = "{type: object, description: %s, properties: {street: {type: string, maxLength: %d}}}"
    found = of_schemas(f"""
        A: {{properties: {{address: {address % ("x", 9)}, status: {{enum: [up, down]}}}}}}
        B: {{properties: {{address: {address % ("y", 9)}, status: {{enum: [down, up]}}}}}}
        C: {{properties: {{address: {address % ("x", 5)}, state: {{enum: [up, down]}}}}}}
        D: {{type: object, properties: {{street: {{type: string, maxLength: 9}}}}}}
        """)
    assert found.model("A") == found.model("B") == {"address": "address", "status": "A status"}
    assert found.model("C") == {"address": "C address", "state": "C state"}
    assert proposals(found, f"{SCHEMAS}/A/properties/address") == [
        "address",
        "A address",
        "B address",
    ]
    assert found.model("D") == {"street": "str"}


def test_a_shared_type_is_named_after_the_common_words_of_its_parents() -> None:
    """A format of `CreateImageRequest` and `CreateImageEditRequest`."""
    found = of_schemas(
        """
        CreateImage: {type: object, properties: {format: {enum: [png, jpg]}}}
        CreateImageEdit: {type: object, properties: {format: {enum: [png, jpg]}}}
        """
    )
    assert proposals(found, f"{SCHEMAS}/CreateImage/properties/format")[0] == "create image format"


def test_branches_are_distinguished_by_words() -> None:
    """By title, constant, or own property; by a number at last."""
    found = of_schemas(
        """
        M:
          oneOf:
            - {title: By card, type: object, properties: {a: {}}}
            - {type: object, properties: {kind: {const: bank}, a: {}}}
            - {type: object, properties: {a: {}, phone: {}}}
            - {type: object, properties: {a: {type: integer}}}
        """
    )
    assert found.union("M") == ["By card", "M bank", "M phone", "M option 4"]
    same = of_schemas(
        """
        M:
          oneOf:
            - {type: object, properties: {kind: {const: pay}, card: {}}}
            - {type: object, properties: {kind: {const: pay}, bank: {}}}
        """
    )
    assert same.union("M") == ["M card", "M bank"]


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("sessions", "session"),
        ("billing_addresses", "billing_address"),
        ("taxIds", "taxId"),
        ("Categories", "Category"),
        ("boxes", "box"),
        ("caches", "cache"),
        ("responses", "response"),
        ("people", "person"),
        ("statuses", "status"),
        ("status", "status"),
        ("data", "data"),
        ("news", "news"),
        ("URLs", "URL"),
        ("", ""),
    ],
)
def test_a_plural_has_its_singular(many: str, one: str) -> None:
    """The case is kept; words that are not plurals stay."""
    assert singular(many) == one


SHAPES = """
components:
  schemas:
    Layout:
      properties: {align: {enum: [left, right]}, margin: {properties: {top: {type: integer}}}}
    Alpha: {allOf: [{$ref: '#/components/schemas/Layout'}, {properties: {a: {}}}]}
    Gamma: {properties: {c: {}}, allOf: [{$ref: '#/components/schemas/Layout'}]}
    Left: {properties: {state: {enum: [open, shut]}}}
    Right: {properties: {state: {enum: [open, shut]}}}
"""


def _paths(*names: str) -> str:
    """Return a path for each component, with an answer of its type."""
    answers = (
        f"/{name}: {{get: {{responses: {{'200': {{description: '', content: {{application/json:"
        f" {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}}}"
        for name in names
    )
    return f"{{{', '.join(answers)}}}"


@pytest.mark.parametrize("order", [("Alpha", "Gamma"), ("Gamma", "Alpha")])
def test_a_type_is_named_after_the_schema_that_declares_it(order: tuple[str, str]) -> None:
    """The order of the paths, and of the schemas that inherit it, does not matter."""
    found = lowered(f"paths: {_paths(*order)}\n{SHAPES}")
    names = {names_of(thing.proposals)[0] for thing in found.api.declared}
    assert {"Layout align", "Layout margin"} < names
    assert not {"Alpha align", "Gamma align", "Alpha margin", "Gamma margin"} & names


def test_a_copy_of_a_component_is_the_component() -> None:
    """Quart-Schema writes one in place of a reference; a schema that differs has its own type."""
    pet = "{title: Pet, type: object, properties: {name: {type: string}}}"
    found = lowered(
        f"""
        paths: {_paths("Pet", "Copy", "Other")}
        components:
          schemas:
            Pet: {pet}
            Copy: {{properties: {{pet: {pet}}}}}
            Other: {{properties: {{pet: {pet.replace("string", "integer")}}}}}
        """
    )
    declared = {
        thing.id.pointer.removeprefix("#/components/schemas/") for thing in found.api.declared
    }
    assert declared == {"Pet", "Copy", "Other", "Other/properties/pet"}


@pytest.mark.parametrize("order", [("Left", "Right"), ("Right", "Left")])
def test_equal_types_have_one_name_in_any_order(order: tuple[str, str]) -> None:
    """Two properties of one name and one shape are one type."""
    found = lowered(f"paths: {_paths(*order)}\n{SHAPES}")
    (thing,) = (thing for thing in found.api.declared if isinstance(thing, ir.EnumType))
    assert names_of(thing.proposals)[:2] == ["Left state", "Right state"]


@pytest.mark.parametrize(
    ("path", "method", "key", "expected"),
    [
        ("/cats", "get", "CatsController_findAll", "find all"),
        ("/cats", "post", "CatsController.create", "create"),
        ("/users/{user_id}", "get", "UsersUserIdGetUser", "get"),
        ("/products/{id}", "patch", "products_partial_update", "partial update"),
        ("/products/{id}", "delete", "products_destroy", "destroy"),
        ("/products/recent", "get", "products_recent_retrieve", "retrieve recent"),
        ("/products/bulk", "delete", "products_bulk_destroy", "bulk destroy"),
        ("/products/{id}/publish", "post", "products_publish_create", "publish"),
        ("/cats/{cat_id}", "get", "feed_cats__int_cat_id__get", "feed"),
        ("/products", "get", "api_v1_products_list", "list"),
        ("/items", "get", "shop_api_list_items", "list"),
        ("/todos", "post", "post_create_todo", "create"),
        ("/todos", "get", "get_get_todos", "list"),
        ("/todos", "get", "get_todos_todos_get", "list"),
        ("/data", "get", "export_to_s3", "export to s3"),
        ("/data", "get", "md5sum", "md5sum"),
        ("/pods", "get", "list_k8s_nodes", "list k8s nodes"),
        ("/check-runs", "get", "get_check_runs", "list"),
        ("/tokens", "post", "exchangeOAuthCode", "exchange oauth code"),
        ("/hosts", "get", "lookupIPv4Address", "lookup ipv4 address"),
    ],
)
def test_ids_of_frameworks_give_the_name_of_the_function(
    path: str, method: str, key: str, expected: str
) -> None:
    """Class, module, path and method are removed; digits stay."""
    assert first_of(path, method, f"operationId: {key}, ")[1] == expected


def test_tags_of_frameworks() -> None:
    """A tag that is the prefix of all paths is ignored; a controller gives its subject."""
    more = "operationId: api_products_retrieve, tags: [api], "
    assert first_of("/api/products/{id}", more=more) == ("products", "retrieve")
    assert first_of("/users/{id}", more="operationId: x, tags: [user-controller], ")[0] == "user"
    assert first_of("/users/{id}", more="operationId: x, tags: [UserController], ")[0] == "User"
    assert first_of("/users/{id}", more="operationId: x, tags: [controller], ")[0] == "controller"


def test_numbers_that_distinguish_ids_are_removed() -> None:
    """`getUser_1` (springdoc) is `getUser`; `read_graph_2` alone keeps its digit."""
    found = lowered(
        """
        paths:
          /users/{id}: {get: {operationId: getUser, tags: [users]}}
          /admins/{id}: {get: {operationId: getUser_1, tags: [admins]}}
          /graph: {get: {operationId: read_graph_2, tags: [graphs]}}
        """
    )
    names = [names_of(operation.proposals)[0] for operation in found.api.operations]
    assert names == ["get", "get user", "read 2"]
