"""Calls that templates print: the arguments of `Request`, `ApiInfo`, `Pages` and similar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.views.python.code import Code, code, join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.views.python.code import Import


class GivenView(Struct, frozen=True):
    """An argument of a call, with its keyword if it has one."""

    keyword: Code
    value: Code


def given(keyword: str, value: Code) -> GivenView:
    """Return a keyword argument."""
    return GivenView(Code(keyword), value)


def positional(value: Code) -> GivenView:
    """Return a positional argument."""
    return GivenView(Code(""), value)


def call(function: Import, arguments: Iterable[GivenView]) -> Code:
    """Return a call as an argument of another one."""
    parts = (
        code("{k}={v}", k=each.keyword, v=each.value) if each.keyword else each.value
        for each in arguments
    )
    return code(f"{function.name}({{it}})", function, it=join(", ", parts))


def mapping(pairs: Iterable[tuple[Code, Code]]) -> Code:
    """Return a dict."""
    return code("{{{it}}}", it=join(", ", (code("{k}: {v}", k=k, v=v) for k, v in pairs)))
