"""Models and other libraries, which show, describe, validate, copy and store them."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pickle
import pprint
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pydantic
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rich.pretty import pretty_repr

from realtimekit_livestreams import (
    AsyncClient,
    Client,
    errors,
    models,
    operations,
    testing,
    unknown_properties,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

RAW = {
    "id": "1",
    "name": "a name that is long enough for several lines",
    "status": "LIVE",
    "stream_key": "s3cret",
    "zoo": [1],
    "arc": None,
}
TOKEN = "token"  # noqa: S105 - not a real one
LIVESTREAM = models.Livestream.from_dict(RAW)


class Printer:
    """The printer that IPython passes to `_repr_pretty_`: each break becomes a new line."""

    def __init__(self) -> None:
        """Start empty."""
        self.out = ""

    @contextmanager
    def group(self, _: int, begin: str, end: str) -> Generator[None]:
        """Put the inner text between two texts."""
        self.out += begin
        yield
        self.out += end

    def text(self, text: str) -> None:
        """Write a text."""
        self.out += text

    def breakable(self, _: str = " ") -> None:
        """Start a new line."""
        self.out += "\n"

    def pretty(self, value: object) -> None:
        """Write a value."""
        self.out += repr(value)


def test_a_model_is_shown_over_several_lines() -> None:
    """By pprint, rich and IPython, without secrets."""
    printer, cycle = Printer(), Printer()
    pretty: Callable[..., None] = getattr(LIVESTREAM, "_repr_pretty_")  # noqa: B009 - IPython's name
    pretty(printer, cycle=False)
    for shown in (pprint.pformat(LIVESTREAM), pretty_repr(LIVESTREAM, max_width=60), printer.out):
        assert len(shown.splitlines()) > 3
        assert "status=<LivestreamStatus.LIVE: 'LIVE'>" in shown
        assert "s3cret" not in shown
    assert printer.out.endswith("\n**{'zoo': [1], 'arc': None})")
    pretty(cycle, cycle=True)
    assert cycle.out == "Livestream()"


class Table(HTMLParser):
    """The texts of an HTML table's cells, by row."""

    def __init__(self, text: str) -> None:
        """Parse the HTML."""
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Start a row or a cell."""
        assert not attrs
        assert tag in ("table", "tr", "th", "td")
        if tag == "tr":
            self.rows.append([])
        elif tag != "table":
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        """Add text to the cell."""
        self.rows[-1][-1] += data


def test_a_page_is_shown_over_several_lines_and_as_a_table() -> None:
    """By rich and IPython: the items of this page alone, without secrets."""
    transport = testing.FakeTransport()
    client = Client(account_id="a", app_id="b", api_token=TOKEN, transport=transport)
    items: list[dict[str, object]] = [{"id": f"{n}", "stream_key": "s3cret"} for n in range(70)]
    items[1] |= {"status": "LIVE", "name": "<script>", "<b>": "y" * 100}
    paging = {"total_count": 99, "start_offset": 1, "end_offset": 70}
    body = {"success": True, "data": items, "paging": paging}
    transport.answer("livestreams.list", body, times=1)
    page = client.livestreams.list()
    assert pretty_repr(page, max_width=60).startswith("Page(\n    LivestreamList(\n")
    printer, cycle = Printer(), Printer()
    pretty: Callable[..., None] = getattr(page, "_repr_pretty_")  # noqa: B009 - IPython's name
    pretty(printer, cycle=False)
    assert printer.out.startswith("<Page LivestreamList(")
    pretty(cycle, cycle=True)
    assert cycle.out == "<Page Ellipsis>"
    html: Callable[[], str | None] = getattr(page, "_repr_html_")  # noqa: B009 - as above
    rows = Table(html() or "").rows
    assert rows[0] == ["id", "stream_key", "name", "status", "**"]
    assert rows[2] == ["1", "***", "<script>", "LIVE", f"{{'<b>': '{'y' * 73}"[:80] + "…"]
    assert (len(rows), rows[-1]) == (62, ["… 10 more"])
    assert len(transport.sent) == 1
    transport.answer("livestreams.list", body | {"data": []})
    empty = client.livestreams.list()
    nothing: Callable[[], str | None] = getattr(empty, "_repr_html_")  # noqa: B009 - as above
    assert nothing() is None


def test_a_model_is_a_dataclass_at_run_time() -> None:
    """`fields`, `asdict` and `replace` work, as type checkers expect."""
    config = models.VideoConfig(width=1)
    assert dataclasses.asdict(config) == {"width": 1, "height": None}
    assert dataclasses.replace(config, height=2) == models.VideoConfig(width=1, height=2)
    assert [field.name for field in dataclasses.fields(LIVESTREAM)][:2] == ["id", "name"]


def test_signatures_are_true() -> None:
    """`inspect.signature` of models, and of methods in both clients."""
    signature = "(*, width: 'int | None' = None, height: 'int | None' = None)"
    assert str(inspect.signature(models.VideoConfig)) == signature
    client = Client(account_id="a", app_id="b", api_token=TOKEN)
    later = AsyncClient(account_id="a", app_id="b", api_token=TOKEN)
    returned = {
        "livestreams.get": "models.LivestreamDetailsResponse",
        "livestreams.list": "Page[models.LivestreamList, models.Livestream]",
        "livestreams.iter": "PageIterator[models.LivestreamList, models.Livestream]",
        "meetings.live": "AbstractContextManager[models.LivestreamResponse]",
    }
    for symbol, kind in returned.items():
        resource, _, name = symbol.partition(".")
        method = getattr(getattr(client, resource), name)
        assert inspect.signature(method).return_annotation == kind
        assert "call" in inspect.signature(method).parameters
        other = getattr(getattr(later, resource), name)
        assert inspect.iscoroutinefunction(other) == (symbol == "livestreams.get")
        assert inspect.signature(other).parameters == inspect.signature(method).parameters
        assert str(inspect.getdoc(method)).startswith(str(inspect.getdoc(other)).split("\n")[0])


def test_pydantic_reads_and_writes_models() -> None:
    """Models are fields of pydantic models, with the API's JSON."""

    class Show(pydantic.BaseModel):
        stream: models.Livestream
        others: list[models.Livestream] = []

    show = Show.model_validate({"stream": RAW, "others": [LIVESTREAM]})
    assert show.stream == LIVESTREAM
    assert show.model_dump() == {"stream": LIVESTREAM.to_dict(), "others": [LIVESTREAM.to_dict()]}
    assert Show.model_validate_json(show.model_dump_json()) == show
    with pytest.raises(pydantic.ValidationError, match=r"\$\.status: expected"):
        Show.model_validate({"stream": {**RAW, "status": 1}})
    schema: Any = Show.model_json_schema()["properties"]["stream"]
    assert schema["required"] == ["id"]
    assert schema["properties"]["created_at"]["anyOf"][0]["format"] == "date-time"


def test_fastapi_takes_models_as_bodies_and_results() -> None:
    """The annotation is enough."""
    app = FastAPI()

    def show(body: models.VideoConfig) -> list[models.Livestream]:
        return [models.Livestream(id=str(body.width)), LIVESTREAM]

    show.__annotations__ |= {"body": models.VideoConfig, "return": list[models.Livestream]}
    app.post("/show")(show)
    client = TestClient(app)
    assert client.post("/show", json={"width": 7}).json() == [{"id": "7"}, LIVESTREAM.to_dict()]
    refused = client.post("/show", json={"width": "wide"})
    assert refused.status_code == 422
    assert "expected an integer" in refused.text
    described: Any = client.get("/openapi.json").json()["paths"]["/show"]["post"]
    body: Any = described["requestBody"]["content"]["application/json"]["schema"]
    assert {"width", "height"} == body["properties"].keys()


def test_requests_and_responses_pickle() -> None:
    """Another process can send the request and read the response."""
    transport = testing.FakeTransport()
    client = Client(account_id="a", app_id="b", api_token=TOKEN, transport=transport)
    for request in (
        operations.livestreams.get("x"),
        operations.meetings.start_livestream("m", video_config={"width": 1}),
    ):
        response = client.send(request)
        again = pickle.loads(pickle.dumps(response))  # noqa: S301 - ours
        assert (again.status, again.data) == (response.status, response.data)
        copied = pickle.loads(pickle.dumps(request))  # noqa: S301 - ours
        assert client.send(copied).data == response.data
    assert transport.sent[-1].json == transport.sent[-2].json == {"video_config": {"width": 1}}


def test_undocumented_properties_keep_their_order() -> None:
    """In `unknown_properties`, and in what is sent back."""
    assert list(unknown_properties(LIVESTREAM)) == ["zoo", "arc"]
    raw = {"id": "1", **dict.fromkeys("zyxwabc", 1)}
    assert list(unknown_properties(models.Livestream.from_dict(raw))) == list("zyxwabc")
    sent = models.Livestream.from_dict(raw).to_dict()
    assert [name for name in sent if name != "id"] == list("zyxwabc")


@pytest.mark.parametrize("name", ["", ".models", ".operations"])
def test_a_star_import_has_all_names(name: str) -> None:
    """As in a notebook: also the names that are loaded when they are asked for."""
    module = importlib.import_module(f"realtimekit_livestreams{name}")
    found: dict[str, object] = {}
    exec(f"from realtimekit_livestreams{name} import *", found)  # noqa: S102 - ours
    assert {*dir(module)} <= found.keys()
    if not name:
        wholes = {*dir(models), *(name for name in dir(errors) if name[0] != "_")}
        assert wholes <= found.keys()
        assert wholes <= {*dir(module)}


def test_errors_have_their_public_names() -> None:
    """In tracebacks and in pickles."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert errors.NotFoundError in kinds
    assert {kind.__module__ for kind in kinds} == {"realtimekit_livestreams.errors"}
    assert pickle.loads(pickle.dumps(errors.NotFoundError)) is errors.NotFoundError  # noqa: S301

    class Own(errors.APIError):
        """A user's own model."""

    assert Own.__module__ == __name__
