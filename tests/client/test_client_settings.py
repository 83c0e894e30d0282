"""The generated client against a real HTTP server: arguments of the client and the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from realtimekit_livestreams import errors
from tests.support.server import ACCOUNT, APP, TOKEN

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.support.server import Server

PREFIX = f"/accounts/{ACCOUNT}/realtime/kit/{APP}"


def test_arguments_of_a_call_override_the_client(server: Server, driver: Driver) -> None:
    """They hold for this call alone."""
    driver.having(account_id="account-2").call("livestreams.list", account_id=ACCOUNT)
    assert server.last.path == f"{PREFIX}/livestreams"


ENVIRONMENT = {
    "account_id": ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT),
    "app_id": ("REALTIMEKIT_APP_ID", APP),
    "api_token": ("CLOUDFLARE_API_TOKEN", TOKEN),
}


def test_missing_arguments_come_from_the_environment(
    server: Server, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All three variables are read."""
    for variable, value in ENVIRONMENT.values():
        monkeypatch.setenv(variable, value)
    driver.having(account_id=None, app_id=None, api_token=None).call("livestreams.list")

    assert server.last.path == f"{PREFIX}/livestreams"
    assert server.last.headers["authorization"] == f"Bearer {TOKEN}"


def test_arguments_override_the_environment(
    server: Server, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables are only defaults."""
    for variable, _ in ENVIRONMENT.values():
        monkeypatch.setenv(variable, "other")
    driver.call("livestreams.list")

    assert server.last.path == f"{PREFIX}/livestreams"
    assert server.last.headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("argument", ENVIRONMENT)
def test_the_error_of_a_missing_argument_names_it_and_its_variable(
    server: Server, driver: Driver, monkeypatch: pytest.MonkeyPatch, argument: str
) -> None:
    """The message gives both ways to set it."""
    for variable, _ in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)

    with pytest.raises(errors.APIError) as caught:
        driver.having(**{argument: None}).call("livestreams.list")
    assert argument in str(caught.value)
    assert ENVIRONMENT[argument][0] in str(caught.value)
    assert server.requests == []


@pytest.mark.parametrize("ending", ["", "/"])
def test_another_base_url_is_used_as_it_is(server: Server, driver: Driver, ending: str) -> None:
    """A trailing slash makes no difference."""
    driver.having(base_url=server.base_url + ending).call("livestreams.list")

    assert server.last.target == f"/client/v4{PREFIX}/livestreams"


def test_leaving_the_block_closes_the_connections(server: Server, driver: Driver) -> None:
    """No connection is open after the block."""
    driver.call("livestreams.list")

    assert len(server.requests) == 1
    assert server.http.is_left()
