"""A client of language servers: sends the requests of an editor over standard input and output."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.support.ways import Whatever

KINDS: Final = {2: "method", 3: "function", 5: "field", 6: "variable", 7: "class", 9: "module"}
"""The kinds of completions that the tests distinguish."""
_FORMATS: Final = ["markdown", "plaintext"]
_ABILITIES: Final = {
    "textDocument": {
        "completion": {
            "completionItem": {
                "documentationFormat": _FORMATS,
                "resolveSupport": {"properties": ["documentation"]},
            }
        },
        "hover": {"contentFormat": _FORMATS},
        "signatureHelp": {"signatureInformation": {"documentationFormat": _FORMATS}},
    },
    "workspace": {"configuration": True, "workspaceFolders": True},
}


class LanguageServer:
    """A server with one open file."""

    def __init__(self, command: Sequence[str], file: Path) -> None:
        """Start the server in the file's folder, and open the file."""
        self._server = subprocess.Popen(  # noqa: S603 - ours
            command,
            cwd=file.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._asked = 0
        self._uri, self._text = file.as_uri(), file.read_text()
        folder = {"uri": file.parent.as_uri(), "name": "host"}
        self.ask(
            "initialize",
            processId=None,
            rootUri=folder["uri"],
            workspaceFolders=[folder],
            capabilities=_ABILITIES,
        )
        self._send(method="initialized", params={})
        opened = {"uri": self._uri, "languageId": "python", "version": 1, "text": self._text}
        self._send(method="textDocument/didOpen", params={"textDocument": opened})

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._server.kill()
        self._server.communicate()

    def ask(self, method: str, **params: object) -> Whatever:
        """Return the result of a request; answer the server's own requests meanwhile."""
        self._asked += 1
        self._send(id=self._asked, method=method, params=params)
        while True:
            found = self._receive()
            if "method" in found and "id" in found:
                asked = found["method"] == "workspace/configuration"
                result: Whatever = [{} for _ in found["params"]["items"]] if asked else None
                self._send(id=found["id"], result=result)
            elif found.get("id") == self._asked:
                return found.get("result")

    def after(self, text: str, method: str, *, back: int = 0) -> Whatever:
        """Send a request for the position behind a text of the file, some characters back."""
        before = self._text[: self._text.index(text) + len(text) - back]
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(f"textDocument/{method}", textDocument={"uri": self._uri}, position=place)

    def definition(self, text: str) -> tuple[str, int]:
        """Return where the name at the end of a text is defined: file and line from 0."""
        found = self.after(text, "definition", back=1)
        place: dict[str, Any] = found[0] if hasattr(found, "append") else found
        span = place.get("range") or place["targetSelectionRange"]
        return str(place.get("uri") or place["targetUri"]), span["start"]["line"]

    def completions(self, text: str, *, back: int = 0) -> dict[str, Any]:
        """Return the completions behind a text, by label without quotes."""
        found = self.after(text, "completion", back=back)
        items: list[Any] = found["items"] if hasattr(found, "keys") else found or []
        return {item["label"].strip("\"'("): item for item in items}

    def _send(self, **message: object) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._server.stdin.flush()

    def _receive(self) -> Whatever:
        assert self._server.stdout
        length = 0
        while line := self._server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended"
        return json.loads(self._server.stdout.read(length))


def said(content: Whatever) -> str:
    """Return the text of a hover or a documentation: plain, marked, or several."""
    if hasattr(content, "append"):
        parts: list[Any] = content
        return "\n".join(map(said, parts))
    if hasattr(content, "keys"):
        marked: dict[str, str] = content
        return marked.get("value", "")
    return str(content or "")
