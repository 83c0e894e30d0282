"""Reads `api.md`: the methods of a published SDK, and the names of its models.

The line of a method has the endpoint in a title, then the call and its result; links are ignored.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHOD = re.compile(r'^- <code title="(\w+) ([^"]+)">(.*)</code>\s*$')
_TAG = re.compile(r"<[^>]*>")
_CALL = re.compile(r"client\.([\w.]+)\((.*)\)\s*->\s*(\S.*)")
_IMPORT = re.compile(r"^from \S+ import \(?([^)#`]*)", re.MULTILINE)
_PAGE = re.compile(r"(?:Sync|Async)(\w+)\[([\w.]+)\]")
_OPTIONAL = re.compile(r"Optional\[(\w+)\]")


class Call(Struct, frozen=True):
    """A method of the SDK."""

    call: tuple[str, ...]
    verb: str
    """The HTTP method, in capitals."""
    path: str
    positional: tuple[str, ...]
    result: str
    """The return type; for a page, the type of its items."""
    page: str | None
    """The name of the page's class, without `Sync`."""
    line: int

    @property
    def name(self) -> str:
        """The dotted name: `beta.threads.create`."""
        return ".".join(self.call)

    @property
    def endpoint(self) -> str:
        """The HTTP method and path: `GET /pets/{id}`."""
        return f"{self.verb} {self.path}"


class Listing(Struct, frozen=True):
    """The methods and models that an `api.md` lists."""

    calls: tuple[Call, ...] = ()
    models: tuple[str, ...] = ()


def read(text: str) -> Listing:
    """Parse the text of an `api.md`."""
    models = (name.strip() for found in _IMPORT.finditer(text) for name in found[1].split(","))
    return Listing(tuple(_calls(text)), tuple(dict.fromkeys(name for name in models if name)))


def _calls(text: str) -> Iterator[Call]:
    for number, line in enumerate(text.splitlines(), 1):
        method = _METHOD.match(line)
        call = _CALL.search(html.unescape(_TAG.sub("", method[3]))) if method else None
        if method is None or call is None:
            continue
        result = call[3].strip()
        page = _PAGE.fullmatch(result)
        optional = _OPTIONAL.fullmatch(result)
        yield Call(
            call=tuple(call[1].split(".")),
            verb=method[1].upper(),
            path=html.unescape(method[2]),
            positional=tuple(_positional(call[2])),
            result=page[2] if page else optional[1] if optional else result,
            page=page[1] if page else None,
            line=number,
        )


def _positional(arguments: str) -> Iterator[str]:
    """Iterate the positional arguments: those before a star."""
    for argument in arguments.replace("\\", "").split(","):
        name = argument.strip()
        if name.startswith("*"):
            return
        if name:
            yield name
