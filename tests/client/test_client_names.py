"""The generated client: names that clients of other generators have, too."""

from __future__ import annotations

import asyncio

import pytest

from realtimekit_livestreams import AsyncClient, Client, errors, testing

GIVEN = {"account_id": "a", "app_id": "b", "api_token": "c", "max_retries": 0}


def test_a_client_has_a_url_and_can_be_copied() -> None:
    """`copy` is `with_options`, and `default_headers` are added to the existing headers."""
    transport = testing.FakeTransport()
    client = Client(**GIVEN, transport=transport, default_headers={"X-One": "1"})  # type: ignore[arg-type]
    assert client.base_url == "https://api.cloudflare.com/client/v4"
    copy = client.copy(base_url="https://other.test", default_headers={"X-Two": "2"})
    assert (copy.base_url, client.base_url.rpartition("/")[2]) == ("https://other.test", "v4")
    copy.livestreams.list()
    client.with_options(headers={"X-One": "3"}).livestreams.list()
    sent = [
        {k: v for k, v in each.headers.items() if k.startswith("x-")} for each in transport.sent
    ]
    assert sent == [{"x-one": "1", "x-two": "2"}, {"x-one": "3"}]


def test_is_closed() -> None:
    """Copies share the connections, so they are closed together."""
    client = Client(**GIVEN, transport=testing.FakeTransport())  # type: ignore[arg-type]
    copy = client.copy()
    assert not client.is_closed()
    copy.close()
    assert not client.is_closed()
    client.close()
    assert client.is_closed()
    assert copy.is_closed()


def test_an_async_client_is_closed_by_either_name() -> None:
    """`close` is awaited, like `aclose`."""

    async def closed() -> bool:
        client = AsyncClient(**GIVEN, transport=testing.AsyncFakeTransport())  # type: ignore[arg-type]
        await client.close()
        return client.is_closed()

    assert asyncio.run(closed())


def test_errors_have_the_usual_names() -> None:
    """`status_code`, `response.json()` and `InternalServerError`."""
    transport = testing.FakeTransport()
    transport.answer("livestreams.list", {"why": "so"}, status=500)
    client = Client(**GIVEN, transport=transport)  # type: ignore[arg-type]
    with pytest.raises(errors.InternalServerError) as caught:
        client.livestreams.list()
    assert type(caught.value) is errors.ServerError
    assert caught.value.status_code == caught.value.response.status_code == 500
    assert caught.value.response.json() == {"why": "so"}
    assert caught.value.response.headers["content-type"] == "application/json"
