"""The examples in a package, which its fake transport returns by default."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.testing.answers import Answer, Answers
from speccast.testing.schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.testing.values import JsonObject


def examples(document: JsonObject, operations: Iterable[tuple[str, str, str]]) -> str:
    """Return the first documented success of each operation, as JSON with one line for each.

    If an operation can also return a stream, an example of the stream is included.

    Args:
        document: the embedded document.
        operations: the symbol, the method and the path of each operation.

    """
    answers = Answers(Schemas(document))
    found = {
        symbol: _entry(answer) | ({"stream": _entry(stream)} if stream else {})
        for symbol, method, path in operations
        for answer, stream in [answers.successes(method, path)]
        if answer is not None
    }
    lines = [
        f"{json.dumps(symbol)}:{json.dumps(entry, separators=(',', ':'))}"
        for symbol, entry in found.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _entry(answer: Answer) -> JsonObject:
    body = {"json": answer.value} if answer.is_json else {"text": answer.content().decode()}
    return {"status": answer.status, "media_type": answer.media_type, **body}
