"""A value of the wrong type is a `DecodeError`; with `lenient` it is kept, reported and sent."""

import asyncio
import copy
import pickle
from typing import Any

from api import AsyncClient, Client, DecodeError, Options, models, operations, testing
from api.transport import Drift

good: dict[str, Any] = {"id": 1, "door": {"width": 0.9}}
bad: dict[str, Any] = {
    "id": "one",
    "door": {"width": None, "made": 2020, "handle": "left"},
    "opens": 12,
    "since": "yesterday",
    "state": ["open"],
    "key": 7,
    "doors": [{"width": 1}, {"width": "wide"}, "none", {}],
    "named": {"front": {"width": "w"}, "back": None},
    "guest": {"nobody": True},
    "floor": 2,
}
places = {
    "$[1].id": "an integer",
    "$[1].door.width": "a number",
    "$[1].door.made": "a date",
    "$[1].opens": "a time",
    "$[1].since": "a date-time",
    "$[1].key": "a string",
    "$[1].doors[1].width": "a number",
    "$[1].doors[2]": "an object",
    "$[1].doors[3].width": "a value",
    "$[1].named.front.width": "a number",
    "$[1].named.back": "an object",
}
transport = testing.FakeTransport()
told: list[Drift] = []
strict = Client(base_url="https://api.test", transport=transport, on_drift=told.append)
lenient = strict.with_options(lenient=True)
transport.answer("rooms.list", [good, bad], times=4)


def misfits() -> dict[str, str]:
    """Return the reports, and clear them."""
    found = {drift.place: drift.expected for drift in told if drift.kind == "misfit"}
    assert "7" not in [drift.value for drift in told], "secrets are not reported"
    told.clear()
    return found


for client, options in ((strict, Options()), (lenient, Options(lenient=False))):
    try:
        client.rooms.list(options=options)
    except DecodeError as error:
        assert error.path == "$[1].id"  # noqa: PT017 - there is no pytest here
        assert error.response  # noqa: PT017
        assert error.response.content  # noqa: PT017
    else:
        raise AssertionError
assert not misfits()

for client, options in ((lenient, Options()), (strict, Options(lenient=True))):
    rooms: list[Any] = [*client.rooms.list(options=options)]
    second = rooms[1]
    found = misfits()
    assert found.items() >= places.items(), found
    assert found.keys() - places.keys() == {"$[1].state", "$[1].guest"}
    assert type(rooms[0]) is models.Room
    assert isinstance(rooms[1], models.Room)
    assert isinstance(second.door, models.Door)
    assert (second.id, second.opens, second.guest) == ("one", 12, {"nobody": True})
    assert second.doors[0].width == 1
    assert "key=***" in repr(second)
    for each in (second, copy.deepcopy(second), pickle.loads(pickle.dumps(second))):  # noqa: S301 - ours
        assert each.to_dict() == bad
second.id, second.door.width = 2, 0.8
assert second.to_dict() == {**bad, "id": 2, "door": {**bad["door"], "width": 0.8}}

# A body that is not JSON, and an empty one.
for content, value in ((b"<p>", "<p>"), (b"", None)):
    transport.answer("rooms.list", content, times=1)
    answer: Any = lenient.rooms.list()
    assert answer == value, answer
    assert [*misfits()] == ["$"]


# A stream continues; undocumented parts of an item are reported, too.
lines = b"""{"id": 1}
{"id": "x", "door": {"width": 1}, "floor": 2}
no
{"id": 1, "door": {"width": 1}}
"""
transport.answer("rooms.watch", lines)
with lenient.stream(operations.rooms.watch()) as response:
    items: list[Any] = [*response.items()]
assert [items[0].id, items[1].id, items[2], items[3].id] == [1, "x", "no", 1]
assert misfits() == {"$.door": "a value", "$.id": "an integer", "$": "an object"}


async def main() -> None:
    """Do the same in an async client with an async function."""

    async def on_drift(drift: Drift) -> None:
        told.append(drift)

    waiting = testing.AsyncFakeTransport()
    waiting.answer("rooms.list", [good, bad])
    waiting.answer("rooms.watch", lines)
    client = AsyncClient(
        base_url="https://api.test", transport=waiting, on_drift=on_drift, lenient=True
    )
    assert (await client.rooms.list())[1].to_dict() == bad
    assert misfits().items() >= places.items()
    async with client.stream(operations.rooms.watch()) as response:
        assert [item async for item in response.items()] == items
    assert misfits() == {"$.door": "a value", "$.id": "an integer", "$": "an object"}


asyncio.run(main())
