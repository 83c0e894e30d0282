"""Each status is read as documented; a failure raises, with its body decoded."""

from api import (
    APIStatusError,
    Client,
    ConflictError,
    DecodeError,
    NotFoundError,
    models,
    operations,
    testing,
)

transport = testing.FakeTransport()
told: list[object] = []
client = Client(
    base_url="https://api.test", transport=transport, max_retries=0, on_drift=told.append
)


def answer(symbol: str, value: object, status: int) -> None:
    """Answer the next request."""
    transport.answer(symbol, value, status=status, headers={"X-Rate-Limit": "3"}, times=1)


for status, value, expected in (
    (200, {"id": "a"}, models.Job(id="a")),
    (202, {"after": 1.5}, models.Pending(after=1.5)),
    (204, None, None),
):
    answer("jobs.get", value, status)
    assert client.jobs.get("a") == expected
for status, kind, body in (
    (404, NotFoundError, models.Problem(title="x")),
    (409, ConflictError, models.Error()),
    (302, APIStatusError, models.Error()),
    (500, APIStatusError, models.Error()),
):
    answer("jobs.get", {"title": "x"}, status)
    try:
        client.jobs.get("a")
    except kind as error:
        assert type(error.body) is type(body), error.body  # noqa: PT017 - there is no pytest here
        assert error.status == status  # noqa: PT017
    else:
        raise AssertionError(status)
answer("jobs.replace", [{"id": "a"}], 201)
assert client.jobs.replace("a") == [models.Job(id="a")]
answer("jobs.delete", {"id": "a"}, 200)
assert client.jobs.delete("a") == models.Job(id="a")
answer("jobs.run", 7, 200)
response = client.send(operations.jobs.run("a"))
assert (response.data, response.status, response.headers["x-rate-limit"]) == (7, 200, "3")

# An undocumented body is returned as it came.
assert client.send(operations.jobs.check("a")).data is None
for symbol, call in (("jobs.start", client.jobs.start), ("jobs.report", client.jobs.report)):
    for media_type, content, kept in (
        ("application/json", b'{"a": 1}', {"a": 1}),
        ("application/json", b"OK", "OK"),
        ("text/plain", b'{"a": 1}', {"a": 1}),
        ("text/plain", b"1", "1"),
        ("text/csv", b"a,b\n1,2\n", "a,b\n1,2\n"),
        ("application/xml", b"<a/>", "<a/>"),
        ("text/plain; charset=latin-1", b"n\xf6", "nö"),
        ("text/plain", b"n\xf6", b"n\xf6"),
        ("text/x-python", b"import this", b"import this"),
        ("application/pdf", b"%PDF", b"%PDF"),
        ("application/json", b"", None),
    ):
        headers = {"Content-Type": media_type}
        transport.answer(symbol, content, status=200, headers=headers, times=1)
        assert call("a") == kept, (media_type, content)

# An unexpected body is reported, and is in the response.
told.clear()
for content in (b"", b'{"id": "a"}'):
    transport.answer("jobs.start", content, status=204, times=1)
    started = client.send(operations.jobs.start("a"))
    assert started.data is None
    assert started.content == content
assert [str(drift) for drift in told] == ["jobs.start: $: expected no body, found one"]
told.clear()

# An empty body is None if the type allows None, and otherwise an error that says so.
for status in (200, 204):
    answer("jobs.get", b"", status)
    assert client.jobs.get("a") is None
    answer("jobs.get_owner", b"", status)
    assert client.jobs.get_owner("a") is None
    assert "jobs.get_owner: $: expected a body, found none" in map(str, told)
    answer("jobs.run", b"", status)
    try:
        client.jobs.run("a")
    except DecodeError as error:
        assert f"found no content; {status} says" in str(error)  # noqa: PT017
    else:
        raise AssertionError(status)
