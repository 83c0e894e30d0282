"""Pagination schemes: how the next page of a list is requested.

A cursor or link of the API is followed, also from an empty page. Without one, an empty
page is the last page. No request is repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .info import find

if TYPE_CHECKING:
    from .info import Pointers
    from .model import Json
    from .request import Request
    from .transport import Response


class Step(NamedTuple):
    """One page, and its position in the sequence of pages."""

    start: Request[Any]
    """The request for the first page."""
    request: Request[Any]
    response: Response[Any]
    raw: Json
    url: str
    """The URL of the page, with secrets."""
    items: list[Any]
    number: int
    """The number of pages so far, including this one."""
    so_far: int
    """The number of items so far, including those of this page."""
    repeats: int
    """The number of equal pages directly before it."""


class Paging(NamedTuple):
    """A pagination scheme: a parameter, and pointers into the body."""

    parameter: str = ""
    """The parameter that selects the page."""
    size: str | None = None
    """The parameter with the number of items of a page."""
    first: int = 1
    """The number of the first page."""
    next: Pointers = ()
    """The location of the next number, cursor or link."""
    more: Pointers = ()
    """The location of a boolean that reports whether there is a next page."""
    end: Pointers = ()
    """The location of the number of the last item, counted from 1."""
    total: Pointers = ()
    """The location of the number of all items."""
    pages: Pointers = ()
    """The location of the number of all pages."""
    in_body: bool = False
    """Whether the parameters are members of the body, and not of the query."""

    @property
    def explicit(self) -> bool:
        """Whether the API names the next page itself."""
        return bool(self.next)

    def after(self, page: Step) -> Request[Any] | None:
        """Return the request for the next page, or None after the last one."""
        raise NotImplementedError

    def is_repeat(self, page: Json, before: Json) -> bool:
        """Return whether the API reports that a page does not follow the previous one."""
        del page, before
        return False

    def request_key(self, request: Request[Any]) -> tuple[str | None, str]:
        """Return the part of a request that identifies its page."""
        return request.url, repr(self.value(request, self.parameter))

    def value(self, request: Request[Any], name: str | None) -> Json:
        """Return the value of a parameter; None if it is not sent."""
        if not name:
            return None
        if not self.in_body:
            return request.query_value(name)
        from .wire import to_wire

        members: Json = to_wire(request.body.value) if request.body else None
        return dict(members).get(name) if members else None

    def number(self, request: Request[Any], name: str | None, default: int) -> int:
        """Return the value of a parameter that is a number."""
        number = _number(self.value(request, name))
        return default if number is None else number

    def with_value(self, request: Request[Any], value: Json) -> Request[Any]:
        """Return a request with another value of the parameter."""
        if self.in_body:
            return request.with_member(self.parameter, value)
        from .wire import text_of

        text = value if isinstance(value, str) else text_of(value)
        return request.with_query(self.parameter, text)

    def _is_last(self, page: Step) -> bool:
        """Return whether the API reports the last page."""
        return find(page.raw, self.more) is False

    def _ended(self, page: Step, seen: int | None) -> bool:
        """Return whether there is no next page; `seen` is the last item's number."""
        more = find(page.raw, self.more)
        if isinstance(more, bool):
            return not more
        total = _number(find(page.raw, self.total))
        is_over = total is not None and seen is not None and seen >= total
        return is_over or not page.items


class PageNumber(Paging):
    """Pagination by page number: `?page=2`."""

    __slots__ = ()

    def after(self, page: Step) -> Request[Any] | None:
        """Return the request for the next page."""
        number = self.number(page.request, self.parameter, self.first)
        if self.next:
            following = _number(find(page.raw, self.next))
            if following is None or following <= number or self._is_last(page):
                return None
            return self.with_value(page.request, following)
        pages = _number(find(page.raw, self.pages)) or float("inf")
        if number - self.first + 1 >= pages or self._ended(page, self._seen(page)):
            return None
        return self.with_value(page.request, number + 1)

    def is_repeat(self, page: Json, before: Json) -> bool:
        """Return whether the API reports that a page does not follow the previous one."""
        end, last = _number(find(page, self.end)), _number(find(before, self.end))
        return end is not None and last is not None and end <= last

    def _seen(self, page: Step) -> int | None:
        end = _number(find(page.raw, self.end))
        if end is not None:
            return end
        before = self.number(page.start, self.parameter, self.first) - self.first
        size = self.number(page.start, self.size, 0)
        return before * size + page.so_far if size or not before else None


def _number(value: Json) -> int | None:
    """Return a whole number, which may be given as text."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    return value if type(value) is int else None
