"""`python -m tests.corpus.prism [NAME ...]`: every operation, called against Prism.

Takes documents of the corpus; a mock server of each refuses what its document does not allow, and
answers with what it does. No request may be refused, and every answer has to be read. Where the
mock server itself is wrong, `ALLOWED` says so, with the reason; an entry that is not needed fails.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.support.places import ROOT

from .documents import ABSENT, Document, documents
from .making import make
from .prism_calls import NO_PRISM
from .prism_server import NoPrismError
from .prism_wrong import ALLOWED

if TYPE_CHECKING:
    from collections.abc import Iterator

_REAL: Final = ("resend", "box")


def chosen(names: list[str]) -> list[Document]:
    """Return the named documents; by default the feature documents, and a few real ones."""
    every = documents(names)
    return [each for each in every if names or each.is_feature or each.name in _REAL]


def complaints(document: Document, out: Path) -> Iterator[str]:
    """Yield the complaints about the calls of one document.

    Raises:
        NoPrismError: Prism cannot be had.

    """
    made = make(document, out, "--lenient")
    if made.done.code:
        yield made.done.err
        return
    arguments = (document.package, str(document.path))
    done = made.run("tests.corpus.prism_calls", *arguments, path=f"{made.out}:{ROOT}")
    if done.err.startswith(NO_PRISM):
        raise NoPrismError(done.err.removeprefix(NO_PRISM).strip())
    if done.code:
        yield done.err
        return
    found: dict[str, str] = json.loads(done.out)["complaints"]
    allowed = ALLOWED.get(document.name, {})
    yield from (f"{symbol}: {found[symbol]}" for symbol in found if symbol not in allowed)
    for symbol in allowed.keys() - found.keys():
        yield f"{symbol}: Prism is right by now, the entry in ALLOWED is not needed"


def main() -> int:
    """Call the operations of the named documents; return the number of failures."""
    found = chosen(sys.argv[1:])
    if not found:
        print(ABSENT, file=sys.stderr)  # noqa: T201 - a command
    wrong = 0
    for document in found:
        with tempfile.TemporaryDirectory() as out:
            try:
                every = list(complaints(document, Path(out)))
            except NoPrismError as error:
                every = [str(error)]
        wrong += bool(every)
        print(f"{document.name}: {len(every) or 'no'} complaints", flush=True)  # noqa: T201 - a command
        for each in every:
            print(f"    {each}")  # noqa: T201 - a command
    return wrong


if __name__ == "__main__":
    sys.exit(main())
