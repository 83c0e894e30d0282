"""English words: the singular of nouns, the words of identifiers, vague words.

Only candidates for names depend on this module, so a mistake with a rare word only makes a name
worse.
"""

from __future__ import annotations

import re
from functools import lru_cache

from speccast.lower.raw import keywords
from speccast.reading.brands import BRANDS

_REMEMBERED = 10_000
_WORD = re.compile(
    rf"(?:{BRANDS})[0-9]*(?![a-z])|"
    r"[A-Z]{2,}s(?![a-z0-9])|[A-Z0-9]+(?=[A-Z][a-z])|[A-Z]?[0-9]*[a-z][a-z0-9]*|[A-Z0-9]+"
    r"|[^\W\d_A-Za-z]+"
)
"""A word of an identifier, with its digits."""
_LAST = re.compile(r"(?<![A-Za-z])[a-z]+$|[A-Z][a-z]*$|(?<![A-Z])[A-Z]+$")
_CAPITALS = re.compile(r"(?<![A-Z])[A-Z]{2,}s$")
_IRREGULAR = {
    "aliases": "alias", "analyses": "analysis", "axes": "axis", "bonuses": "bonus", "buses": "bus",
    "caches": "cache", "campuses": "campus", "canvases": "canvas", "children": "child",
    "cookies": "cookie", "criteria": "criterion", "halves": "half", "indices": "index",
    "leaves": "leaf", "lenses": "lens", "lives": "life", "matrices": "matrix", "men": "man",
    "movies": "movie", "people": "person", "quizzes": "quiz", "selves": "self", "shelves": "shelf",
    "statuses": "status", "viruses": "virus", "women": "woman", "vertices": "vertex",
    "addenda": "addendum", "hypotheses": "hypothesis", "theses": "thesis",
}  # fmt: skip
_UNCHANGED = keywords(
    "series species news sms dns https aws gas bus status alias analysis basis address access"
    " process os ios macos css js ms sales always canvas lens bonus chaos corps diabetes politics"
)

VAGUE = keywords(
    "action actions attributes body category class code collection config content contents"
    " context data default detail details element elements entries entry error errors event field"
    " fields format group id info information input inputs item items key kind level list meta"
    " metadata method mode model name node object objects option options order output outputs"
    " params parameters payload permission position properties query reason record records ref"
    " request resource resources response result results role rows scope setting settings size"
    " sort source state status style target text type types unit update value values version"
)
"""Words that are too vague to name a class on their own."""

ENVELOPE = keywords(
    "data items item result results records rows list entries values objects elements content"
    " payload response body hits resource resources collection value object"
)
"""Properties that contain the payload of a response."""


@lru_cache(_REMEMBERED)
def singular(word: str) -> str:
    """Return an identifier with its last word in the singular: `sort_keys` to `sort_key`."""
    if _CAPITALS.search(word):
        return word[:-1]
    match = _LAST.search(word)
    if not match:
        return word
    last = match[0]
    one = _singular(last.lower())
    if one == last.lower():
        return word
    if last.isupper() and len(last) > 1:
        one = one.upper() if not word.endswith("s") else one
    elif last[0].isupper():
        one = one[0].upper() + one[1:]
    return word[: match.start()] + one


def _singular(word: str) -> str:
    """Return the singular of a lower-case noun."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _UNCHANGED or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1] if len(word) > len("as") else word


def is_plural(word: str) -> bool:
    """Return whether an identifier's last word is a plural."""
    return singular(word) != word


@lru_cache(_REMEMBERED)
def words(identifier: str) -> tuple[str, ...]:
    """Return the words of an identifier in lower case: `listUserGroups` to `list user groups`."""
    return tuple(word.lower() for word in _WORD.findall(identifier))
