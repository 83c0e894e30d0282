"""Calls a server with `fetch`, in CPython for WebAssembly; the package `api` is beside it."""

from __future__ import annotations

import asyncio
import importlib
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETTINGS = {"base_url": (HERE / "url").read_text(), "max_retries": 0, "token": "secret"}


async def _fails(kind: type[Exception], call: Any) -> str:
    try:
        await call
    except kind as error:
        return str(error)
    message = f"no {kind.__name__}"
    raise AssertionError(message)


async def _async(api: Any) -> None:
    errors, files = api.errors, api.operations.files
    async with api.AsyncClient(**SETTINGS) as client:
        seen = await client.files.echo("a b", words=["ä", "b"])
        assert (seen.path, seen.token, seen.agent) == ("/files/a%20b", "Bearer secret", "node")
        assert seen.body == '{"words":["ä","b"]}'
        assert (await client.files.packed()).path == "packed"
        assert (await client.files.moved()).path == "packed"
        said = await _fails(errors.NotFoundError, client.files.missing())
        assert "404" in said, said
        said = await _fails(errors.APITimeoutError, client.with_options(timeout=0.2).files.hang())
        assert "timed out" in said, said
        task = asyncio.ensure_future(client.files.hang())
        await asyncio.sleep(0)
        task.cancel()
        await _fails(asyncio.CancelledError, task)  # type: ignore[arg-type]
        async with client.stream(files.pieces()) as response:
            pieces = aiter(response.bytes())
            assert await anext(pieces) == b"one"
            await client.files.go()  # the server waits for it
            assert [piece async for piece in pieces] == [b"two"]
        async with client.stream(files.pieces()) as response:
            assert await anext(aiter(response.bytes())) == b"one"  # and the rest is not read
        await client.files.go()
        nowhere = client.with_options(base_url="http://127.0.0.1:1")
        said = await _fails(errors.APIConnectionError, nowhere.files.go())
        assert "CORS" in said, said
    print("async")


async def _sync(api: Any) -> None:
    ffi: Any = importlib.import_module("pyodide.ffi")
    with api.Client(**SETTINGS) as client:
        if not ffi.can_run_sync():
            try:
                client.files.packed()
            except api.errors.ArgumentError as error:
                assert "use the async client" in str(error), error
                print("refused")
            return
        assert client.files.packed().path == "packed"
        with client.stream(api.operations.files.pieces()) as response:
            pieces = iter(response.bytes())
            assert next(pieces) == b"one"
            client.files.go()
            assert [*pieces] == [b"two"]
        try:
            client.with_options(timeout=0.2).files.hang()
        except api.errors.APITimeoutError:
            print("sync")


async def main() -> None:
    """Make all calls; a failure raises."""
    api = importlib.import_module("api")
    await _async(api)
    await _sync(api)
    assert not {"httpx", "httpx2"} & {*sys.modules}
