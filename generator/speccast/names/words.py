"""Splits text of a document into words, and joins words to identifiers in the styles of PEP 8.

The results depend only on the arguments, not on scopes or collisions. Any string, even an empty one
or a lone surrogate, becomes a valid identifier.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.brands import BRANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 60
"""The maximum length of an identifier: at most 240 bytes in UTF-8, so that it fits a file name."""
_MAX_READ = 400
"""The number of characters of a text that are split into words; the rest only affects a hash."""

_BRANDS = re.compile(BRANDS)
_WORD = re.compile(r"U{2,}s(?![LsD])|[UD]+(?=U[Ls])|U?D*[Ls][LsD]*|[UD]+")
"""A word in a text's *shape* (U upper, L lower, s the letter s, D digit): `HTTP2|Server`, `IDs`."""

_OPERATORS = {"<=": "less or equal", ">=": "greater or equal", "!=": "not equal", "==": "equal"}
_SIGNS = {
    "+": "plus", "-": "minus", "*": "star", "/": "slash", "\\": "backslash", "=": "equals",
    "<": "less", ">": "greater", "!": "bang", "?": "question", "&": "ampersand", "|": "pipe",
    "~": "tilde", "^": "caret", "@": "at", "#": "hash", "$": "dollar", "%": "percent",
    ".": "dot", ",": "comma", ":": "colon", ";": "semicolon", "'": "quote", '"': "double quote",
    "`": "backtick", "(": "open paren", ")": "close paren", "[": "open bracket",
    "]": "close bracket", "{": "open brace", "}": "close brace", "_": "underscore",
    " ": "space", "\t": "tab", "\n": "newline", "\r": "return",
}  # fmt: skip


@cache
def _shape(character: str) -> str:
    """Classify a character: U, L, s, D, M (continues the previous one), or `-`."""
    # Letters outside of Unicode 3.2 are replaced by their names. The others have the same category
    # in all versions of Python.
    if unicodedata.ucd_3_2_0.category(character) == "Cn":
        return "-"
    if character.isdecimal():
        return "D"
    if character.isidentifier() and character != "_":
        if character.isupper() or character.istitle():
            return "U"
        return "s" if character == "s" else "L"
    continues = unicodedata.category(character)[0] == "M" and f"a{character}".isidentifier()
    return "M" if continues else "-"


_ASCII = {code: _shape(chr(code)) for code in range(128)}


def _shapes(text: str) -> str:
    """Return the shape of a normalised text, character by character."""
    if text.isascii() and not _BRANDS.search(text):
        return text.translate(_ASCII)
    shapes = [_shape(character) for character in text]
    for index, shape in enumerate(shapes):
        if shape == "M":
            shapes[index] = shapes[index - 1] if index else "-"
    for brand in _BRANDS.finditer(text):
        shapes[brand.start() : brand.end()] = "U" + "L" * (brand.end() - brand.start() - 1)
    return "".join(shapes)


def _normal(text: str) -> str:
    """Return a text as Python's parser normalises it, with all decimal digits in ASCII."""
    text = unicodedata.normalize("NFKC", text[:_MAX_READ])
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _lowered(word: str, *, is_all_caps: bool) -> str:
    """Return a word; one of a text that is all in capitals is no acronym, and is capitalized."""
    return word.capitalize() if is_all_caps and word.isupper() else word


@cache
def words(text: str) -> tuple[str, ...]:
    """Split a text at case changes and punctuation: `HTTPError-v2` into HTTP, Error, v2.

    Acronyms remain in capitals, unless the whole text is in capitals (`SERVER_ERROR`).
    """
    text = _normal(text)
    found = [text[m.start() : m.end()] for m in _WORD.finditer(_shapes(text))]
    is_all_caps = not any(map(str.islower, "".join(found))) and (
        len(found) > 1 or any(len(word) > len("HTTPS") for word in found)
    )
    return tuple([_lowered(word, is_all_caps=is_all_caps) for word in found])


def _sign_words(signs: str, *, first: bool) -> list[str]:
    """Return the names of the signs in a run of punctuation."""
    found: list[str] = []
    index = 0
    while index < len(signs):
        name = _OPERATORS.get(signs[index : index + 2])
        index += 2 if name else 1
        found += (name or character_name(signs[index - 1])).split()
    if not first and signs[0] == "-":
        found[0] = "dash"
    return found


@cache
def character_name(character: str) -> str:
    """Return the name of a character: `plus`, `party popper`, or `ud800` if it has no name."""
    sign = _SIGNS.get(character)
    if sign:
        return sign
    name = unicodedata.name(character, f"u{ord(character):04x}").lower()
    return re.sub(r"[^a-z0-9]+", " ", name)


@cache
def spelled(text: str) -> tuple[str, ...]:
    """Split as `words` does, but also name each sign: `-a.b` into minus, a, dot, b.

    A single underscore between two words is not named.
    """
    text = _normal(text)
    shapes = _shapes(text)
    ends = [(0, 0), *(m.span() for m in _WORD.finditer(shapes)), (len(text), len(text))]
    found: list[str] = []
    for (_, end), (start, stop) in pairwise(ends):
        signs, outer = text[end:start], end == 0 or start == len(text)
        if signs.startswith("_") and not outer:
            signs = signs[1:]
        if signs:
            found += _sign_words(signs, first=end == 0)
        if start < stop:
            found.append(text[start:stop])
    return tuple(found) or ("empty",)


@cache
def plain(text: str) -> tuple[str, ...]:
    """Split as `words` does, but name the signs if there is nothing else: `+1`, `*`, `$1`."""
    found = words(text)
    sign = _shape(text.lstrip(" _")[:1] or " ") == "-"
    return found if found and not (sign and found[0][0].isdigit()) else spelled(text)


def described(text: str) -> tuple[str, ...]:
    """Split as `spelled` does, after replacing non-ASCII characters by their Unicode names."""
    parts = [c if c.isascii() else f" {character_name(c)} " for c in text[:_MAX_READ]]
    return words("".join(parts)) or spelled(text)


def case_word(text: str) -> str:
    """Return a word for the case of a text (`upper`, `camel`, …); empty without cased letters."""
    if text.islower():
        return "lower"
    if text.isupper():
        return "upper"
    first = next((c for c in text if c.isupper() or c.islower()), "")
    if not first:
        return ""
    if first.islower():
        return "camel"
    return "pascal" if sum(c.isupper() for c in text) > 1 else "title"


class Style(Struct, frozen=True):
    """A way to write words as one identifier."""

    join: Callable[[Sequence[str]], str]
    prefix: str
    """The prefix of a name that would begin with a digit."""

    def write(self, parts: Sequence[str]) -> str:
        """Write words as an identifier of at most `LONGEST` characters; it may be a keyword."""
        fitting = parts
        name = self.join(parts)
        if len(name) > LONGEST:
            fitting = self._fitting(parts)
            name = self.join(fitting)
        name = name or self.join(["empty"])
        if not name.isascii():
            name = unicodedata.normalize("NFKC", name)
        if not name.isidentifier():
            name = self.join([self.prefix, *fitting])
        return name[:LONGEST].rstrip("_")

    def _fitting(self, parts: Sequence[str]) -> list[str]:
        """Return as many of the words as fit into an identifier, and always the first."""
        count = 1
        while len(self.join(parts[: count + 1])) <= LONGEST:
            count += 1
        return [*parts[:count]]

    def ending(self, parts: Sequence[str]) -> str:
        """Write as many of the last words as fit."""
        fitting = 1
        while fitting < len(parts) and len(self.join(parts[-fitting - 1 :])) <= LONGEST:
            fitting += 1
        return self.write(parts[-fitting:])

    def number(self, name: str, number: int) -> str:
        """Append a number to a name."""
        tail = f"{number}" if self.join is _pascal and not name[-1].isdigit() else f"_{number}"
        return name[: LONGEST - len(tail)].rstrip("_") + tail

    def marked(self, text: str, parts: Sequence[str]) -> str:
        """Write shortened words, with a hash of the whole text."""
        mark = "h" + sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
        room = LONGEST - len(mark) - 1
        return self.join([self.write(parts)[:room].rstrip("_"), mark])


def _snake(parts: Sequence[str]) -> str:
    return "_".join(parts).lower()


def _upper(parts: Sequence[str]) -> str:
    return "_".join(parts).upper()


def _pascal(parts: Sequence[str]) -> str:
    """Join with a capital for each word; adjacent digits are separated."""
    name = ""
    for part in parts:
        gap = "_" if name[-1:].isdigit() and part[:1].isdigit() else ""
        name += gap + part[:1].upper() + part[1:]
    return name


ATTRIBUTE = Style(_snake, "field")
ARGUMENT = Style(_snake, "arg")
METHOD = Style(_snake, "call")
MODULE = Style(_snake, "module")
PASCAL = Style(_pascal, "Type")
MEMBER = Style(_upper, "VALUE")


def fold(name: str) -> str:
    """Return the key for which two equal names collide: Python's normal form, in lower case."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def is_name(text: str) -> bool:
    """Return whether a text is a valid public identifier."""
    return (
        text.isidentifier()
        and not keyword.iskeyword(text)
        and not text.startswith("_")
        and (text.isascii() or unicodedata.normalize("NFKC", text) == text)
        and len(text) <= LONGEST
    )
