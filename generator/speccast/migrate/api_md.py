"""`api.md` -> `Listed`: the methods of a published SDK, and the names of its models.

Each line of a method has the endpoint in a title, then the call and its result; links are left out.
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
    """In capitals."""
    path: str
    positional: tuple[str, ...]
    result: str
    """The type that it returns; of a page, that of its items."""
    page: str | None
    """The name of the page's class, without `Sync`."""
    line: int

    @property
    def name(self) -> str:
        """`beta.threads.create`."""
        return ".".join(self.call)

    @property
    def endpoint(self) -> str:
        """`GET /pets/{id}`."""
        return f"{self.verb} {self.path}"


class Listed(Struct, frozen=True):
    """The methods and models that an `api.md` lists."""

    calls: tuple[Call, ...] = ()
    models: tuple[str, ...] = ()


def read(text: str) -> Listed:
    """Read the list of a published SDK."""
    models = (name.strip() for found in _IMPORT.finditer(text) for name in found[1].split(","))
    return Listed(tuple(_calls(text)), tuple(dict.fromkeys(name for name in models if name)))


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
    """Iterate the arguments that stand before a star."""
    for argument in arguments.replace("\\", "").split(","):
        name = argument.strip()
        if name.startswith("*"):
            return
        if name:
            yield name
