"""Query strings: each parameter in its own style, and none for arguments that are not given."""

from datetime import UTC, datetime
from typing import Any

from api import ArgumentError, Client, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)


def query(text: str = "t", **arguments: Any) -> str:
    """Return the query of a call."""
    client.search.search(text=text, **arguments)
    return transport.sent[-1].url.partition("?text=")[2]


color = models.Color(r=1, g=2)
assert query() == "t"
assert query(text="ä &?/:=+%") == "%C3%A4%20%26%3F%2F%3A%3D%2B%25"
assert query(form=["a", "b,c"]) == "t&form=a&form=b%2Cc"
assert query(form=[]) == "t"
assert query(form_joined=["a", "b,c"]) == "t&form_joined=a,b%2Cc"
assert query(spaces=["a", "b"]) == "t&spaces=a%20b"
assert query(pipes=["a", "b"]) == "t&pipes=a%7Cb"
assert query(object={"R": 1, "G": 2}) == query(object=color) == "t&R=1&G=2"
assert query(object_joined=color) == "t&object_joined=R,1,G,2"
assert query(deep=color) == "t&deep%5BR%5D=1&deep%5BG%5D=2"
assert query(json=color) == "t&json=%7B%22R%22%3A1%2C%22G%22%3A2%7D"
assert query(reserved="a/b?c:d@e,f;g=h&i#j") == "t&reserved=a/b?c:d@e,f;g=h%26i%23j"
assert query(empty="") == "t&empty="
assert query(since=datetime(2026, 5, 31, tzinfo=UTC)) == "t&since=2026-05-31T00%3A00%3A00Z"
assert query(limit=0, flag=False) == "t&limit=0&flag=false"
extra = {"since": datetime(2026, 5, 31, tzinfo=UTC), "flag": False}
assert query(extra_query=extra) == "t&since=2026-05-31T00%3A00%3A00Z&flag=false"
naive = {"since": datetime(2026, 5, 31)}  # noqa: DTZ001 - a naive datetime is the case
for wrong in (naive, {"extra_query": naive}):
    try:
        query(**wrong)
    except (ArgumentError, ValueError):
        pass
    else:
        raise AssertionError(wrong)
