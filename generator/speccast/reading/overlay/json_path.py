"""Takes a JSONPath (RFC 9535) and a tree, returns the keys that lead to each selected node.

The library compares booleans as numbers. RFC 9535 (2.3.5.2.2) orders only numbers and strings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from jsonpath import JSONPathEnvironment, JSONPathError

if TYPE_CHECKING:
    from speccast.reading.json_value import Json

_ORDERS: Final = frozenset(("<", ">", "<=", ">="))
_UNORDERED: Final = (bool, dict, list)
_WORDS: Final = {"TOKEN_ROOT": "$", "TOKEN_EOF": "the end", "TOKEN_NAME": "a name"}
_TOKEN: Final = re.compile(r"'?(TOKEN_[A-Z_]+)'?")


class InvalidPathError(ValueError):
    """A text that is not a JSONPath.

    Args:
        message: the error and its place.
        hint: the probable correction.

    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Store both."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class _Environment(JSONPathEnvironment):
    """An environment that compares values as RFC 9535 does."""

    def compare(self, left: object, operator: str, right: object) -> bool:
        """Compare two values, or the selections of two queries."""
        if operator in _ORDERS and any(isinstance(value, _UNORDERED) for value in (left, right)):
            return operator in {"<=", ">="} and self.compare(left, "==", right)
        if operator in {"==", "!="} and type(left) in (dict, list):  # no list of nodes
            equal = _exact(cast("Json", left)) == _exact(cast("Json", right))
            return equal is (operator == "==")
        return super().compare(left, operator, right)


def _exact(value: Json) -> object:
    """Return a copy in which true does not equal 1, and false does not equal 0."""
    if isinstance(value, dict):
        return {key: _exact(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return (bool, value) if isinstance(value, bool) else value


_ENVIRONMENT: Final = _Environment(strict=True)


def select(path: str, tree: Json) -> list[tuple[str | int, ...]]:
    """Return the keys that lead to the selected nodes, in the order of the tree.

    Raises:
        InvalidPathError: it is not a JSONPath.

    """
    try:
        found = _ENVIRONMENT.finditer(path, tree)
        return list(dict.fromkeys(tuple(match.parts) for match in found))
    except JSONPathError as error:
        raise InvalidPathError(_message(path, error), _hint(path)) from None
    except RecursionError:
        message = "it is nested too deeply"
        raise InvalidPathError(message) from None


def _message(path: str, error: JSONPathError) -> str:
    reason = str(error.args[0]) if error.args else "it cannot be read"
    reason = _TOKEN.sub(lambda found: _WORDS.get(found[1], found[1][6:].lower()), reason)
    index = getattr(error.token, "index", -1)
    place = f"at character {index + 1}" if 0 <= index < len(path) else "at the end"
    return f"{reason} {place}"


def _hint(path: str) -> str:
    if not path.startswith("$"):
        return "a JSONPath begins with $, as in $.paths['/pets'].get"
    if re.search(r"\.[^\w.*\[]", path):
        return "put a key with other characters than letters in brackets: $.paths['/pets']"
    if re.search(r"[^=!<>]=[^=~]", path):
        return "equality is written =="
    return ""
