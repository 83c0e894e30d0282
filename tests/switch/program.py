"""One program that runs with two packages: `python program.py PACKAGE CLASS URL`.

What it prints is what a user of the package sees; the server sees the other side.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any


def say(*words: object) -> None:
    """Print words."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def run(package: Any, client: Any) -> None:  # noqa: ANN401 - either package
    """List, create, iterate, stream, repeat, and meet an error."""
    say("list", *(model.id for model in client.models.list().data))
    store = client.vector_stores.create(name="books", metadata={"shelf": "1"})
    say("create", store.id, store.name)
    say("retrieve", client.vector_stores.files.retrieve("file-1", vector_store_id="vs-1").id)
    say("iterate", *(file.id for file in client.files.list(limit=2, order="asc")))
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "hello"}], stream=True
    )
    say("stream", *(chunk.id for chunk in stream))
    say("whole", client.chat.completions.create(model="m", messages=[]).id)
    say("repeat", client.embeddings.create(model="m", input="text").model)
    uploaded = client.files.create(file=("a.txt", b"abc", "text/plain"), purpose="batch")
    say("upload", uploaded.id)
    try:
        client.files.retrieve("missing")
    except package.NotFoundError as error:
        say("error", error.status_code, error.response.status_code)
    say("delete", client.vector_stores.files.delete("file-1", vector_store_id="vs-1").id)


if __name__ == "__main__":
    name, kind, url = sys.argv[1:]
    module = importlib.import_module(name)
    with getattr(module, kind)(base_url=url, api_key="secret", max_retries=1) as made:
        run(module, made)
