"""Naming: laws for any API, and names that a person would choose."""

from __future__ import annotations

import json
import unicodedata
from enum import IntEnum, StrEnum
from itertools import count
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from speccast import ir
from speccast.names import Names, assign, reserved
from speccast.names.words import (
    ATTRIBUTE,
    LONGEST,
    MEMBER,
    METHOD,
    PASCAL,
    described,
    is_name,
    plain,
    spelled,
)
from speccast.reading.diagnostics import Diagnostics
from tests.support.growing import work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

T = TypeVar("T")
NO_DOC = ir.Doc()
NASTY = [
    "", " ", "_", "__", "__init__", "__class__", "-", "+1", "-1", "*", "<=", "$ref", "@type",
    "1", "01", "1st", "mro", "name", "value", "_ignore_", "None", "self", "cls", "class",
    "from", "match", "type", "id", "list", "options", "body", "content_type", "models",
    "Model", "model", "MODEL", "UNSET", "Any", "datetime", "date", "str", "to_dict", "decode",
    "close", "send", "iter", "con", "NUL", "com1", "aux", "foo_bar", "fooBar", "FooBar",
    "foo-bar", "FOO_BAR", "foo bar", "foo_bar_2", "FooBar2", "ﬁ", "fi", "K", "K", "\u017f",
    "s", "é", "e\u0301", "名前", "ключ", "🎉", "\ud800", "a\u200db", "İ", "ß", "SS", "x" * 300,
    "x" * 301, "A" * 300, "٣", "3", "²", "a·b", "\x00", "\n", "..", "../x", "data", "Data",
    "query", "id_query",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=6),
    st.text("aAbB_- 1", max_size=5),
    st.text(st.characters(), max_size=3),
)


# --- Builders -----------------------------------------------------------------------------------


def text(value: str) -> ir.Text:
    """Wrap a text of a document."""
    return ir.Text(value)


def hint(*words: str, kind: ir.Priority = ir.Priority.REQUIRED) -> ir.Proposal:
    """Make a hint."""
    return ir.Proposal(kind, tuple(map(text, words)))


def prop(wire: str, type_: ir.Type = ir.Scalar.STR, name: str | None = None) -> ir.Property:
    """Make a property."""
    pin = None if name is None else text(name)
    return ir.Property(text(wire), type_, False, NO_DOC, f"#/properties/{wire}", pin)  # noqa: FBT003


def model(key: str, *proposals: ir.Proposal, props: Iterable[str | ir.Property] = ()) -> ir.Model:
    """Make a model."""
    made = tuple(prop(item) if isinstance(item, str) else item for item in props)
    return ir.Model(ir.Id(key), proposals, NO_DOC, made, ir.Usage.BOTH, key)


def enum(key: str, name: ir.Proposal, *values: str | int) -> ir.EnumType:
    """Make an enum."""
    made = (text(value) if isinstance(value, str) else value for value in values)
    members = tuple(ir.EnumValue(value, None, NO_DOC) for value in made)
    is_text = all(isinstance(member.value, ir.Text) for member in members)
    scalar = ir.Scalar.STR if is_text else ir.Scalar.INT
    return ir.EnumType(ir.Id(key), (name,), NO_DOC, members, scalar, key)


def parameter(wire: str, place: ir.Place = ir.Place.QUERY) -> ir.Parameter:
    """Make a parameter."""
    return ir.Parameter(
        text(wire), place, ir.Scalar.STR, required=False, style=ir.Style.FORM, explode=True,
        doc=NO_DOC, pointer=f"#/{place}/{wire}",
    )  # fmt: skip


def body(*wires: str) -> ir.Body:
    """Make a body whose properties are arguments."""
    return ir.Body(False, (), NO_DOC, "#/body", tuple(map(prop, wires)))  # noqa: FBT003


def operation(  # noqa: PLR0913 - each test says only what it is about
    path: str,
    *proposals: ir.Proposal,
    method: str = "GET",
    resource: str | None = "things",
    parameters: Iterable[ir.Parameter] = (),
    body: ir.Body | None = None,
    paging: bool = False,
) -> ir.Operation:
    """Make an operation."""
    pages = ir.Paging(
        ir.PagingKind.PAGE, None, None, (), (), (), (), (), text("iter"), None, ir.Scalar.ANY
    )
    return ir.Operation(
        key=None, method=method, path=text(path), proposals=proposals,
        resource=() if resource is None else (hint(resource),),
        parameters=tuple(parameters), body=body, responses=(), security=(), servers=(), doc=NO_DOC,
        pointer=f"#/paths/{path}/{method}", paging=pages if paging else None,
    )  # fmt: skip


def api(declared: Sequence[ir.Declared] = (), operations: Sequence[ir.Operation] = ()) -> ir.Api:
    """Make an API."""
    return ir.Api(
        title=text("t"), version=text("1"), doc=NO_DOC, servers=(), security_schemes=(),
        client_parameters=(), operations=tuple(operations), webhooks=(), declared=tuple(declared),
        resources=(),
    )  # fmt: skip


def named(
    api_: ir.Api,
    previous: Names | None = None,
    pins: Mapping[str, str] | None = None,
    diagnostics: Diagnostics | None = None,
) -> Names:
    """Run the naming, with earlier names as in a manifest."""
    record = json.loads(json.dumps(previous.manifest_names)) if previous else None
    return assign(api_, "pkg", record, pins or {}, diagnostics or Diagnostics())


def attributes(*wires: str) -> list[str]:
    """Return the attributes of a model with these properties."""
    names = named(api([model("#/m", hint("Thing"), props=wires)]))
    return [names.attributes[ir.Id("#/m"), wire] for wire in wires]


def members(*values: str | int, name: str = "Kind") -> list[str]:
    """Return the members of an enum with these values."""
    names = named(api([enum("#/e", hint(name), *values)]))
    return [names.members[ir.Id("#/e"), index] for index in range(len(values))]


def classes(*proposals: ir.Proposal) -> list[str]:
    """Return the classes of models with these names."""
    names = named(api([model(f"#/{index}", item) for index, item in enumerate(proposals)]))
    return list(names.classes.values())


HINTS = st.lists(
    st.builds(
        ir.Proposal,
        st.sampled_from([ir.Priority.REQUIRED, ir.Priority.SUGGESTED]),
        st.lists(TEXT.map(text), min_size=1, max_size=3).map(tuple),
    ),
    max_size=3,
).map(tuple)
WIRES = st.lists(TEXT, unique=True, max_size=8)


@st.composite
def apis(draw: st.DrawFn) -> ir.Api:
    """Draw an API with many equal candidates."""
    fresh = count()

    def things() -> Iterator[ir.Declared]:
        for proposals, wires in draw(st.lists(st.tuples(HINTS, WIRES), max_size=5)):
            made = model(f"#/{next(fresh)}", *proposals, props=wires)
            yield replace(made, usage=draw(st.sampled_from(ir.Usage)))
        for first, values in draw(st.lists(st.tuples(TEXT, WIRES), max_size=3)):
            yield enum(f"#/{next(fresh)}", hint(first), *values)

    def operations() -> Iterator[ir.Operation]:
        for _ in range(draw(st.integers(0, 5))):
            places = draw(
                st.lists(st.tuples(st.sampled_from(ir.Place), TEXT), unique=True, max_size=4)
            )
            yield operation(
                f"/{next(fresh)}",
                *draw(HINTS),
                method=draw(st.sampled_from(["GET", "POST"])),
                resource=draw(st.none() | TEXT),
                parameters=[parameter(wire, place) for place, wire in places],
                body=draw(st.none() | WIRES.map(lambda wires: body(*wires))),
                paging=draw(st.booleans()),
            )

    return api(list(things()), list(operations()))


# --- Laws ---------------------------------------------------------------------------------------


def scopes(names: Names) -> Iterator[tuple[list[str], frozenset[str]]]:
    """Yield each namespace with its reserved names."""
    yield list(names.classes.values()), reserved.CLASSES
    yield list(names.modules.values()), reserved.MODULES
    for key in names.classes:
        yield [n for (k, _), n in names.attributes.items() if k == key], reserved.MODEL_MEMBERS
        yield [n for (k, _), n in names.members.items() if k == key], reserved.MEMBERS
    attributes_ = [resource.attribute for resource in names.resources]
    yield [resource.class_name for resource in names.resources], reserved.RESOURCE_CLASSES
    yield [resource.module for resource in names.resources], reserved.MODULES
    methods = [*names.operations.values(), *names.iterators.values()]
    on_client = [name.method for name in methods if name.resource is None]
    yield attributes_ + on_client, reserved.CLIENT_MEMBERS
    for attribute in attributes_:
        yield [n.method for n in methods if n.resource == attribute], reserved.METHODS
    for pointer in names.operations:
        yield [n for (p, _), n in names.arguments.items() if p == pointer], reserved.ARGUMENTS


@given(apis())
def test_names_are_valid_and_distinct_in_each_scope(api_: ir.Api) -> None:
    """Also without regard to case, because of file systems."""
    for found, taken in scopes(named(api_)):
        assert [name for name in found if not is_name(name) or name in taken] == []
        assert len(found) == len({unicodedata.normalize("NFKC", name.casefold()) for name in found})


@given(apis())
def test_everything_has_a_name(api_: ir.Api) -> None:
    """Each declared type, property, value, operation and parameter."""
    names = named(api_)
    assert [thing.id for thing in api_.declared] == list(names.classes) == list(names.modules)
    for thing in api_.declared:
        if isinstance(thing, ir.Model):
            assert all((thing.id, item.wire.value) in names.attributes for item in thing.properties)
        if isinstance(thing, ir.EnumType):
            assert all((thing.id, index) in names.members for index in range(len(thing.values)))
    assert [item.pointer for item in api_.operations] == list(names.operations)
    for item in api_.operations:
        arguments: list[ir.Parameter | ir.Property] = [*item.parameters]
        arguments += (item.body.arguments or ()) if item.body else ()
        assert all((item.pointer, argument.pointer) in names.arguments for argument in arguments)
        assert (item.paging is not None) == (item.pointer in names.iterators)


@given(apis())
def test_names_are_deterministic(api_: ir.Api) -> None:
    """With and without a record; the record has the same bytes."""
    names = named(api_)
    assert names == named(api_)
    again = named(api_, names)
    assert names == again
    assert json.dumps(names.manifest_names) == json.dumps(again.manifest_names)


@given(st.data())
def test_an_addition_never_renames(data: st.DataObject) -> None:
    """Existing things keep their names, wherever something is added."""
    after = data.draw(apis())
    before = data.draw(parts_of(after))
    names = named(before)
    diagnostics = Diagnostics()
    grown = named(after, names, diagnostics=diagnostics)
    for mapping in ("classes", "modules", "attributes", "members", "operations", "arguments"):
        new: Mapping[object, object] = getattr(grown, mapping)
        old: Mapping[object, object] = getattr(names, mapping)
        if mapping != "members":
            assert old == {key: new[key] for key in old}
    for thing in before.declared:
        if isinstance(thing, ir.EnumType):
            assert by_value(names, before, thing.id) == {
                value: name
                for value, name in by_value(grown, after, thing.id).items()
                if value in by_value(names, before, thing.id)
            }
    assert names.iterators == {key: grown.iterators[key] for key in names.iterators}
    assert {item.attribute for item in names.resources} <= {i.attribute for i in grown.resources}
    assert [item for item in diagnostics.entries if item.code == "name-moved"] == []


def by_value(names: Names, api_: ir.Api, key: ir.Id) -> dict[object, str]:
    """Return the members of an enum by value: an addition changes the indices."""
    (thing,) = (item for item in api_.declared if item.id == key)
    assert isinstance(thing, ir.EnumType)
    return {item.value: names.members[key, index] for index, item in enumerate(thing.values)}


@st.composite
def parts_of(draw: st.DrawFn, whole: ir.Api) -> ir.Api:
    """Draw an API from which additions alone lead to the given one."""

    def some(items: Sequence[T]) -> tuple[T, ...]:
        return tuple(item for item in items if draw(st.booleans()))

    def less(thing: ir.Declared) -> ir.Declared:
        if isinstance(thing, ir.Model):
            return replace(thing, properties=some(thing.properties))
        if isinstance(thing, ir.EnumType):
            return replace(thing, values=some(thing.values))
        return thing

    def smaller(item: ir.Operation) -> ir.Operation:
        inner = item.body and replace(item.body, arguments=some(item.body.arguments or ()))
        return replace(item, parameters=some(item.parameters), body=inner)

    return replace(
        whole,
        declared=tuple(map(less, some(whole.declared))),
        operations=tuple(map(smaller, some(whole.operations))),
    )


@given(TEXT)
def test_any_text_becomes_a_word(value: str) -> None:
    """Every style gives a valid identifier of bounded length."""
    for split in (plain, spelled, described):
        for style in (ATTRIBUTE, METHOD, PASCAL, MEMBER):
            name = style.write(split(value))
            assert name.isidentifier()
            assert not name.startswith("_")
            assert len(name) <= LONGEST


# --- Choices ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("createdAt", "created_at"),
        ("HTTPError", "http_error"),
        ("OAuth2Token", "oauth2_token"),
        ("listIDs", "list_ids"),
        ("userIDsList", "user_ids_list"),
        ("sha256Sum", "sha256_sum"),
        ("getV2Items", "get_v2_items"),
        ("x2", "x2"),
        ("v1beta1", "v1beta1"),
        ("3DSecure", "field_3d_secure"),
        ("X-Request-ID", "x_request_id"),
        ("filter[name]", "filter_name"),
        ("FOO_BAR", "foo_bar"),
        ("E2EEncrypted", "e2e_encrypted"),
        ("iOSVersion", "ios_version"),
        ("$ref", "ref"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("*", "star"),
        ("<=", "less_or_equal"),
        ("", "empty"),
        ("名前", "名前"),
        ("ключ", "ключ"),
        ("🎉", "party_popper"),
        ("class", "class_"),
        ("id", "id"),
        ("type", "type"),
        ("to_dict", "to_dict_"),
        ("__len__", "len"),
    ],
)
def test_attributes_are_snake_case(wire: str, expected: str) -> None:
    """Words are split where case changes; digits stay with their word; symbols have names."""
    assert [expected] == attributes(wire)


def test_equal_names_are_distinguished_by_words() -> None:
    """A property spelled like the identifier keeps it; the others name the difference."""
    assert attributes(
        "foo-bar", "foo_bar", "fooBar", "FooBar", "FOO_BAR", "foo bar", "foo$bar", "_foo_bar"
    ) == [
        "foo_dash_bar", "foo_bar", "foo_bar_camel", "foo_bar_pascal", "foo_bar_upper",
        "foo_space_bar", "foo_dollar_bar", "underscore_foo_bar",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("HTTPError",), "HTTPError"),
        (("APIKey",), "APIKey"),
        (("URLList",), "URLList"),
        (("OAuth2",), "OAuth2"),
        (("pet_store",), "PetStore"),
        (("PET_STORE",), "PetStore"),
        (("URL",), "URL"),
        (("livestream", "session"), "LivestreamSession"),
        (("livestream", "LivestreamSession"), "LivestreamSession"),
        (("Model",), "Model"),
        (("ValueError",), "ValueErrorObject"),
        (("None",), "NoneObject"),
    ],
)
def test_classes_are_pascal_case(words: tuple[str, ...], expected: str) -> None:
    """Acronyms stay readable, and no class hides a name of the generated code."""
    assert [expected] == classes(hint(*words))


@pytest.mark.quick
def test_components_keep_their_names() -> None:
    """A component takes precedence over an inline type, in any order."""
    suggested = hint("Foo", "bar", kind=ir.Priority.SUGGESTED)
    longer = hint("create", "Foo", "bar", kind=ir.Priority.SUGGESTED)
    inline = model("#/inline", suggested, longer)
    names = named(api([inline, model("#/component", hint("FooBar"))]))
    assert list(names.classes.values()) == ["CreateFooBar", "FooBar"]


def test_equal_candidates_take_their_next_hint_together() -> None:
    """None of them gets the contested name."""
    data = hint("data", kind=ir.Priority.SUGGESTED)
    things = [
        model(f"#/{verb}", data, hint(verb, "data", kind=ir.Priority.SUGGESTED))
        for verb in ("list", "create", "update")
    ]
    names = named(api(things))
    assert list(names.classes.values()) == ["ListData", "CreateData", "UpdateData"]


def test_two_models_of_one_schema() -> None:
    """The sent one is the request; the other one has the plain name."""
    pet = hint("Pet")
    sent = replace(model("#/pet", pet), id=ir.Id("#/pet", ("request",)), usage=ir.Usage.SENT)
    received = replace(model("#/pet", pet), usage=ir.Usage.RECEIVED)
    names = named(api([sent, received]))
    assert list(names.classes.values()) == ["PetRequest", "Pet"]


def test_names_of_branches() -> None:
    """By the value of a tag, otherwise by a property of their own; the union keeps its name."""
    key = "#/components/schemas/Sound"
    tag = prop("type", ir.Literal((text("audio/pcm"),)))
    branches = [
        model(f"{key}/oneOf/0", hint("Sound"), props=[tag, "rate"]),
        model(f"{key}/oneOf/1", hint("Sound"), props=["id", "channel"]),
    ]
    whole = ir.Union(
        ir.Id(key), (hint("Sound"),), NO_DOC, (ir.Ref(branches[0].id), ir.Ref(branches[1].id)),
        None, key,
    )  # fmt: skip
    names = named(api([*branches, whole]))
    assert list(names.classes.values()) == ["SoundAudioPcm", "SoundChannel", "Sound"]


def test_names_of_bodies() -> None:
    """The symbol of the operation distinguishes them better than a number."""
    suggested = hint("create", "account", "request", kind=ir.Priority.SUGGESTED)
    body_ = "/requestBody/content/application~1json/schema"
    form = "/requestBody/content/multipart~1form-data/schema"
    paths = ["#/paths/~1account/post", "#/paths/~1accounts/post"]
    operations = [
        replace(operation("/x", hint("create"), resource=resource), pointer=path)
        for resource, path in zip(("account", "accounts"), paths, strict=True)
    ]
    names = named(api([model(path + body_, suggested) for path in paths], operations))
    assert list(names.classes.values()) == ["AccountCreateRequest", "AccountsCreateRequest"]
    names = named(api([model(paths[0] + kind, suggested) for kind in (body_, form)], operations))
    assert list(names.classes.values()) == ["CreateAccountRequest", "CreateAccountRequestMultipart"]


def test_classes_differ_by_more_than_case() -> None:
    """File systems may ignore case, and readers may overlook it."""
    names = classes(hint("HTTPError"), hint("HttpError"))
    assert len({name.lower() for name in names}) == len(names)


def test_a_component_takes_precedence_over_its_part() -> None:
    """In any order, and even if neither has another candidate."""
    whole, part = "#/components/schemas/Sound", "#/components/schemas/Sound/oneOf/0"
    names = named(api([model(part, hint("Sound")), model(whole, hint("Sound"))]))
    assert names.classes[ir.Id(whole)] == "Sound"


def test_modules_differ_like_classes() -> None:
    """Also on file systems with reserved names."""
    names = named(api([model(f"#/{key}", hint(key)) for key in ("con", "aux", "Com1", "class")]))
    assert list(names.modules.values()) == ["con_", "aux_", "com1_", "class_"]


def test_members_of_an_enum() -> None:
    """Values that begin with a digit get a prefix; numbers keep their sign."""
    assert members("active", "not-found", "inProgress") == ["ACTIVE", "NOT_FOUND", "IN_PROGRESS"]
    assert members("256x256", "1024x1024", name="ImageSize") == ["SIZE_256X256", "SIZE_1024X1024"]
    assert members(1, -1, 0) == ["KIND_1", "MINUS_1", "KIND_0"]
    assert members("created_at", "-created_at") == ["CREATED_AT", "MINUS_CREATED_AT"]
    assert members("A", "a", "a ", "") == ["A", "A_LOWER", "A_SPACE", "EMPTY"]
    assert members("mro", "name", "value", "_ignore_") == ["MRO", "NAME", "VALUE", "IGNORE"]


@given(WIRES)
def test_members_work_in_a_real_enum(values: list[str]) -> None:
    """Each value is a member of its own, also for names with a meaning in `enum`."""
    names = members(*values)
    kind = StrEnum("kind", list(zip(names, values, strict=True)))  # type: ignore[misc]
    assert values == [member.value for member in kind]
    numbers = IntEnum("numbers", list(zip(names, range(len(names)), strict=True)))  # type: ignore[misc]
    assert list(range(len(names))) == [member.value for member in numbers]


def test_arguments_name_their_place() -> None:
    """A path parameter keeps its name; others with the same name get the place as a suffix."""
    item = operation(
        "/x/{id}",
        hint("get"),
        parameters=[
            parameter("id", ir.Place.PATH),
            parameter("id"),
            parameter("id", ir.Place.HEADER),
            parameter("options"),
            parameter("from"),
            parameter("page-no"),
            parameter("limit"),
        ],
        body=body("limit", "name", "body"),
    )
    names = named(api([], [item]))
    assert list(names.arguments.values()) == [
        "id", "id_query", "id_header", "options", "from_", "page_no", "limit_query",
        "limit_body", "name", "body", "options_",
    ]  # fmt: skip


def test_our_arguments_are_renamed() -> None:
    """A parameter of the API keeps its name, unless a later document adds it."""
    whole = replace(body(), arguments=None)
    bare = operation("/x", hint("send"), body=whole)
    item = replace(bare, parameters=(parameter("body"), parameter("timeout"), parameter("call")))
    names = named(api([], [item]))
    assert [names.arguments[item.pointer, each.pointer] for each in item.parameters] == [
        "body", "timeout", "call",
    ]  # fmt: skip
    ours = [names.own_argument(item, word) for word in ("body", "timeout", "call", "options")]
    assert ours == ["body_", "timeout_", "call_", "options"]
    grown = named(api([], [item]), named(api([], [bare])))
    assert [grown.arguments[item.pointer, each.pointer] for each in item.parameters] == [
        "body_query", "timeout_query", "call_query",
    ]  # fmt: skip
    assert grown.own_argument(item, "body") == "body"


def test_methods_differ_by_verb_and_path() -> None:
    """Ids that differ only in spelling, under different tags."""
    names = named(
        api(
            [],
            [
                operation("/a", hint("getThing"), resource="Pets"),
                operation("/c", hint("get-thing"), resource="pets ", method="POST"),
                operation("/c", hint("get_thing"), resource="PETS"),
            ],
        )
    )
    assert [resource.attribute for resource in names.resources] == ["pets"]
    assert [name.symbol for name in names.operations.values()] == [
        "pets.get_thing_get",
        "pets.get_thing_post",
        "pets.get_thing",
    ]


def test_methods_of_the_client_itself() -> None:
    """They do not replace those of all clients; a resource may have the name of our modules."""
    names = named(
        api(
            [],
            [
                operation("/close", hint("close"), resource=None),
                operation("/models", hint("list"), resource="models"),
            ],
        )
    )
    assert [name.symbol for name in names.operations.values()] == ["close_", "models.list"]


def test_iterators_are_named_after_their_operation() -> None:
    """`list` has iter, `list_sessions` has iter_sessions; a taken name gets more words."""
    paged = [operation(f"/{name}", hint(name), paging=True) for name in ("list", "list_files")]
    names = named(api([], [*paged, operation("/iter", hint("iter"))]))
    assert [name.symbol for name in names.iterators.values()] == [
        "things.iter_list",
        "things.iter_files",
    ]


def test_an_attribute_may_have_the_name_of_a_type() -> None:
    """The annotations are spelled accordingly."""
    assert attributes("date", "bytes", "list", "str") == ["date", "bytes", "list", "str"]


# --- Names of the configuration -----------------------------------------------------------------


def codes(diagnostics: Diagnostics) -> list[str]:
    """Return the codes of the findings."""
    return [item.code for item in diagnostics.entries]


def test_configured_names_come_first() -> None:
    """By pointer; they may contain capitals."""
    thing = model("#/a", hint("A"), props=["x"])
    pins = {"#/a": "HTTPThing", "#/properties/x": "ex", "#/paths//a/GET": "others.fetch"}
    names = named(api([thing], [operation("/a", hint("get"))]), pins=pins)
    assert list(names.classes.values()) == ["HTTPThing"]
    assert list(names.attributes.values()) == ["ex"]
    assert [name.symbol for name in names.operations.values()] == ["others.fetch"]


def test_a_new_configured_name_is_reported() -> None:
    """It is intended, but callers are affected."""
    before = api([model("#/a", hint("A"))])
    diagnostics = Diagnostics()
    names = named(before, named(before), {"#/a": "B"}, diagnostics)
    assert list(names.classes.values()) == ["B"]
    assert codes(diagnostics) == ["name-moved"]


def test_a_configured_name_cannot_replace_another() -> None:
    """The older one keeps the name, and a finding reports it."""
    old, new = model("#/a", hint("A")), model("#/b", hint("B"))
    diagnostics = Diagnostics()
    names = named(api([new, old]), named(api([old])), {"#/b": "A"}, diagnostics)
    assert list(names.classes.values()) == ["B", "A"]
    assert codes(diagnostics) == ["name-taken"]


def test_a_configured_name_that_is_not_an_identifier() -> None:
    """It is made one, with a finding."""
    diagnostics = Diagnostics()
    names = named(api([model("#/a", hint("A"))]), None, {"#/a": "my thing"}, diagnostics)
    assert list(names.classes.values()) == ["MyThing"]
    assert codes(diagnostics) == ["name-invalid"]


def test_a_forced_rename_is_reported() -> None:
    """An argument had a name that a later version reserves."""
    item = operation("/x", hint("send"), parameters=[parameter("extra_query")])
    before = named(api([], [item]))
    before.manifest_names["arguments"] = {"things.send": {"query:extra_query": "extra_query"}}
    diagnostics = Diagnostics()
    named(api([], [item]), before, None, diagnostics)
    assert codes(diagnostics) == ["name-moved"]


def test_a_shifted_branch_keeps_its_name() -> None:
    """A new first branch changes the pointers of the others, and nothing else."""
    key = "#/components/schemas/Sound"

    def branches(*tags: str) -> list[ir.Model]:
        return [model(key, hint("Sound"))] + [
            model(
                f"{key}/oneOf/{index}",
                hint("Sound"),
                props=[prop("type", ir.Literal((text(tag),)))],
            )
            for index, tag in enumerate(tags)
        ]

    before = named(api(branches("pcm", "flac")))
    after = named(api(branches("ogg", "pcm", "flac")), before)
    assert list(before.classes.values()) == ["Sound", "SoundPcm", "SoundFlac"]
    assert list(after.classes.values()) == ["Sound", "SoundOgg", "SoundPcm", "SoundFlac"]


def test_a_branch_that_changes_keeps_its_name() -> None:
    """Even if it would get another name today."""
    key = "#/components/schemas/Sound/oneOf/0"
    union = model("#/components/schemas/Sound", hint("Sound"))
    before = named(api([union, model(key, hint("Sound"), props=["id", "rate"])]))
    after = named(api([union, model(key, hint("Sound"), props=["id", "rate", "channel"])]), before)
    assert "SoundRate" == before.classes[ir.Id(key)] == after.classes[ir.Id(key)]


def test_two_merged_classes_are_reported() -> None:
    """The finding has the old name and its replacement."""
    status = hint("Domain", "status", kind=ir.Priority.SUGGESTED)
    other = hint("Claim", "status", kind=ir.Priority.SUGGESTED)
    diagnostics = Diagnostics()
    before = named(api([model("#/a", status), model("#/b", other)]))
    after = named(api([model("#/a", status, other)]), before, None, diagnostics)
    assert list(after.classes.values()) == ["DomainStatus"]
    assert codes(diagnostics) == ["name-moved"]
    assert "'ClaimStatus'" in diagnostics.entries[0].message


@pytest.mark.parametrize("record", [{}, {"classes": 3}, {"classes": {"#/a": 3}, "members": []}])
def test_a_damaged_record_is_ignored(record: dict[str, object]) -> None:
    """A manifest is a file, and files are edited."""
    api_ = api([model("#/a", hint("A")), enum("#/e", hint("E"), "x")])
    assert named(api_) == assign(api_, "pkg", record, {}, Diagnostics())


@pytest.mark.parametrize("name", ["None", "not valid", "_x", "x" * 300, "Json", ""])
def test_a_recorded_name_is_validated(name: str) -> None:
    """Text from a file never becomes code unchecked."""
    api_ = api([model("#/a", hint("A"))])
    names = assign(api_, "pkg", {"classes": {"#/a": name}}, {}, Diagnostics())
    assert list(names.classes.values()) == ["A"]


def test_a_thousand_equal_names() -> None:
    """Ten times as many make about ten times the work, not a hundred times."""

    def calls(size: int) -> int:
        rivals = [enum("#/e", hint("E"), *("a" + " " * (n + 1) for n in range(size)))]
        return work(lambda: named(api(rivals))).total()

    calls(1000)  # fills the caches of words
    assert calls(1000) < 11 * calls(100)
