"""The examples that a package carries, so that its fake transport can answer by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.testing.answers import Answers, Documented
from speccast.testing.schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.testing.values import JsonObject


def examples(document: JsonObject, operations: Iterable[tuple[str, str, str]]) -> str:
    """Return the first documented success of each operation, as JSON, one line for each.

    Where an operation answers a stream as well, that is there beside it.

    Args:
        document: the document that the package carries.
        operations: the symbol, the method and the path of each operation.

    """
    answers = Answers(Schemas(document))
    found = {
        symbol: _recorded(answer) | ({"stream": _recorded(stream)} if stream else {})
        for symbol, method, path in operations
        for answer, stream in [answers.successes(method, path)]
        if answer is not None
    }
    lines = [
        f"{json.dumps(symbol)}:{json.dumps(recorded, separators=(',', ':'))}"
        for symbol, recorded in found.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _recorded(answer: Documented) -> JsonObject:
    body = {"json": answer.value} if answer.is_json else {"text": answer.content().decode()}
    return {"status": answer.status, "media_type": answer.media_type, **body}
