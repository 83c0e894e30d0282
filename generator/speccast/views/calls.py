"""Arguments of calls in emitted code: of `Request`, `ApiInfo`, `Pages` and similar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.views.python.code import Code, code, join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.views.python.code import Import


class CallArgument(Struct, frozen=True):
    """An argument of a call, positional or with a keyword."""

    keyword: Code
    """Empty if it is positional."""
    value: Code


def named(keyword: str, value: Code) -> CallArgument:
    """Return a keyword argument."""
    return CallArgument(Code(keyword), value)


def positional(value: Code) -> CallArgument:
    """Return a positional argument."""
    return CallArgument(Code(""), value)


def call(function: Import, arguments: Iterable[CallArgument]) -> Code:
    """Return the code of a call."""
    parts = (
        code("{k}={v}", k=each.keyword, v=each.value) if each.keyword else each.value
        for each in arguments
    )
    return code(f"{function.name}({{it}})", function, it=join(", ", parts))


def mapping(pairs: Iterable[tuple[Code, Code]]) -> Code:
    """Return the code of a dict."""
    return code("{{{it}}}", it=join(", ", (code("{k}: {v}", k=k, v=v) for k, v in pairs)))
