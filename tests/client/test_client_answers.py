"""The generated client against a real HTTP server: how answers are read.

Every documented answer, in every form in which it is documented or seen, and what may be sloppy.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from realtimekit_livestreams import errors, models
from tests.support.livestream_api import Form
from tests.support.server import Answer
from tests.support.specification import DOCUMENTED, FACTS, by_symbol, needs_facts

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.support.server import Server

IDS = {
    "livestreams.get_session": ("livestream-session-2",),
    "livestreams.get": ("livestream-2",),
    "livestreams.get_active_session": ("livestream-2",),
    "meetings.get_active_livestream": ("meeting-2",),
    "meetings.stop_livestream": ("meeting-2",),
    "meetings.get_livestream": ("meeting-2",),
    "meetings.start_livestream": ("meeting-9",),
    "sessions.list_livestream_sessions": ("session-2",),
}
"""The path arguments of the operations that have some."""
PAGED = {"livestreams.list": {"per_page": 1}, "sessions.list_livestream_sessions": {"per_page": 1}}
"""The arguments of listings, for forms of an answer that can hold one item only."""

OWN = [
    pytest.param(symbol, example["value"], id=f"{symbol}-{name}")
    for symbol, one in by_symbol().items()
    for name, example in one.success()["examples"].items()
]


def status_of(symbol: str) -> int:
    """Return the documented 2xx status of an operation."""
    (status,) = [key for key in by_symbol()[symbol].node["responses"] if key.startswith("2")]
    return int(status)


def answered(server: Server, driver: Driver, symbol: str, body: object) -> Any:  # noqa: ANN401 - any
    """Call an operation, answer with this body, and return the result."""
    server.answers.append(Answer.of(status_of(symbol), body))
    result = driver.call(symbol, *IDS.get(symbol, ()))
    return result.body if symbol in PAGED else result


@pytest.mark.parametrize(("symbol", "example"), OWN)
def test_each_example_of_the_document_is_read_and_written_back(
    server: Server, driver: Driver, symbol: str, example: object
) -> None:
    """The written value equals the example."""
    assert answered(server, driver, symbol, example).to_dict() == example


@needs_facts
@pytest.mark.parametrize("name", DOCUMENTED)
def test_each_documented_answer_is_read_and_written_back(
    server: Server, driver: Driver, name: str
) -> None:
    """Each value is written at its documented property, and seconds without trailing zeros."""
    answer = json.loads((FACTS / name).read_text("utf-8").replace('.000Z"', 'Z"'))
    result: models.LivestreamList = answered(server, driver, DOCUMENTED[name], answer)
    if DOCUMENTED[name] == "meetings.get_livestream":
        answer["data"]["livestreams"] = [answer["data"].pop("livestream")]

    assert result.to_dict() == answer
    assert type(result).from_dict(answer) == result
    assert type(result).from_json(result.to_json()) == result


@needs_facts
def test_documented_answers_have_types(server: Server, driver: Driver) -> None:
    """Date-times are datetimes, states are enum members, numbers keep their fractions."""

    def read(name: str) -> Any:  # noqa: ANN401 - any answer
        answer = json.loads((FACTS / name).read_text("utf-8"))
        return answered(server, driver, DOCUMENTED[name], answer)

    details = read("05-livestream-details.json")
    assert details.data.livestream.status is models.LivestreamStatus.LIVE
    assert details.data.livestream.disabled is False
    assert details.data.sessions[0].started_time == datetime(2023, 7, 15, 7, 8, 39, tzinfo=UTC)
    assert details.data.sessions[0].stopped_time is None
    assert type(details.data.sessions[0].ingest_seconds) is int
    assert details.paging.total_count == 1
    runs = read("11-session-livestream-sessions.json")
    assert runs.data.data[0].viewer_seconds == 116.11599994199997
    assert runs.data.paging.end_offset == 1
    meeting = read("09-meeting-livestream.json")
    assert [one.id for one in meeting.data.livestreams] == ["b60ef3da-fbbb-441b-9168-8235b0035248"]


FORMS = {
    "livestreams.get_analytics": [Form()],
    "livestreams.create": [Form()],
    "livestreams.list": [Form(), Form(schema=True)],
    "livestreams.get_session": [Form()],
    "livestreams.get": [Form(), Form(schema=True)],
    "livestreams.get_active_session": [Form()],
    "meetings.get_active_livestream": [Form()],
    "meetings.stop_livestream": [Form()],
    "meetings.get_livestream": [Form(), Form(schema=True)],
    "meetings.start_livestream": [Form()],
    "sessions.list_livestream_sessions": [Form(), Form(schema=True), Form(guide=True)],
}
"""The forms of each answer, apart from the place of paging and the name of the envelope."""


@pytest.mark.parametrize("symbol", FORMS)
def test_every_form_of_an_answer_is_read_alike(server: Server, driver: Driver, symbol: str) -> None:
    """One object or a list, `data` or `result`, paging at either place."""

    def read(form: Form) -> Any:  # noqa: ANN401 - any answer
        server.api.fill(2)
        server.api.active = {"meeting-2": server.api.livestreams[1]}
        server.api.form = form
        return driver.call(symbol, *IDS.get(symbol, ()), **PAGED.get(symbol, {}))

    expected = read(Form())
    assert expected.data
    for form, result, moved in product(FORMS[symbol], [False, True], [False, True]):
        shape = Form(result=result, paging_moved=moved, schema=form.schema, guide=form.guide)
        found = read(shape)
        assert found.data == expected.data, shape
        assert getattr(found, "paging", None) == getattr(expected, "paging", None), shape


@pytest.mark.parametrize("result", [False, True])
def test_the_livestream_may_be_at_the_top_of_data(
    server: Server, driver: Driver, *, result: bool
) -> None:
    """An old guide of the vendor shows this form, without sessions."""
    server.api.fill(2)
    expected = driver.call("livestreams.get", "livestream-2")
    server.api.form = Form(guide=True, result=result)
    flat = driver.call("livestreams.get", "livestream-2")

    assert flat.data.livestream == expected.data.livestream
    assert flat.data.sessions is None


def details(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
    """Return an answer with a livestream in which some properties are replaced."""
    return {"success": True, "data": {"id": "one", "status": "LIVE", **changes}}


def test_undocumented_values_are_kept(server: Server, driver: Driver) -> None:
    """An unknown state and an unknown property are kept and written back."""
    body = details(status="PAUSED", region={"name": "eu", "zones": [1, 2.5, None]})
    body["request_id"] = "r"
    result = answered(server, driver, "meetings.get_active_livestream", body)

    assert result.data.status == "PAUSED"
    assert not isinstance(result.data.status, models.LivestreamStatus)
    assert result.to_dict() == body


def test_absent_and_null_are_both_none_and_distinct_when_written(
    server: Server, driver: Driver
) -> None:
    """Both are None for the reader; the model writes back what it read."""
    body = details(name=None, created_at=None)
    result = answered(server, driver, "meetings.get_active_livestream", body)

    assert (result.data.name, result.data.created_at) == (None, None)
    assert (result.data.meeting_id, result.data.updated_at) == (None, None)
    assert result.to_dict() == body


@pytest.mark.parametrize(
    ("sent", "read", "written"),
    [
        ({"ingest_seconds": "60"}, 60, 60),
        ({"viewer_seconds": "116.25"}, 116.25, 116.25),
        ({"viewer_seconds": 60.5}, 60.5, 60.5),
        (
            {"started_time": "2023-07-15 07:08:39.012Z"},
            datetime(2023, 7, 15, 7, 8, 39, 12_000, tzinfo=UTC),
            "2023-07-15T07:08:39.012Z",
        ),
        (
            {"started_time": "2023-07-15T07:08:39Z"},
            datetime(2023, 7, 15, 7, 8, 39, tzinfo=UTC),
            "2023-07-15T07:08:39Z",
        ),
    ],
)
def test_equivalent_spellings_are_read(
    server: Server, driver: Driver, sent: dict[str, Any], read: object, written: object
) -> None:
    """They are written back in the documented form."""
    ((key, _),) = sent.items()
    body = {"success": True, "data": {"id": "run", **sent}}
    result = answered(server, driver, "livestreams.get_session", body)

    assert getattr(result.data, key) == read
    assert type(getattr(result.data, key)) is type(read)
    assert result.data.to_dict() == {"id": "run", key: written}


def test_a_boolean_may_come_as_text(server: Server, driver: Driver) -> None:
    """The vendor's own schema declares `disabled` as a string."""
    body = details(disabled="false")
    result = answered(server, driver, "meetings.get_active_livestream", body)

    assert result.data.disabled is False


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": 12}, "$.data.id"),
        ({"created_at": 12}, "$.data.created_at"),
        ({"created_at": "soon"}, "$.data.created_at"),
        ({"disabled": "perhaps"}, "$.data.disabled"),
        ({"status": 1}, "$.data.status"),
    ],
)
def test_a_value_of_a_wrong_type_is_an_error_with_its_path(
    server: Server, driver: Driver, changes: dict[str, Any], path: str
) -> None:
    """The types of a model never hold another value."""
    with pytest.raises(errors.DecodeError) as caught:
        answered(server, driver, "meetings.get_active_livestream", details(**changes))

    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: expected ")


def test_the_path_of_an_error_has_the_index(server: Server, driver: Driver) -> None:
    """The error names the one bad value among many."""
    items = [{"id": "1"}, {"id": "2", "updated_at": False}, {"id": "3"}]
    with pytest.raises(errors.DecodeError) as caught:
        answered(server, driver, "livestreams.list", {"success": True, "data": items})

    assert caught.value.path == "$.data[1].updated_at"


def test_a_missing_id_is_an_error(server: Server, driver: Driver) -> None:
    """The id is the only required property of a livestream."""
    with pytest.raises(errors.DecodeError) as caught:
        answered(server, driver, "meetings.get_active_livestream", {"data": {"name": "x"}})

    assert caught.value.path == "$.data.id"


def test_a_webhook_has_a_model(server: Server) -> None:
    """Its properties are camelCase on the wire, and only `event` is required."""
    del server
    body = {"event": "livestreaming.statusUpdate", "streamId": "s", "status": "OFFLINE"}
    update = models.LivestreamStatusUpdate.from_dict(body)

    assert (update.stream_id, update.status) == ("s", models.BroadcastStatus.OFFLINE)
    assert update.to_dict() == body
    assert models.LivestreamStatusUpdate.from_dict({"event": "x"}).meeting is None
