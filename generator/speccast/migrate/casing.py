"""Names in the casing of Stainless: `stop_ids` → StopIDs, `onebusaway-sdk` → OnebusawaySDK."""

from __future__ import annotations

import re

_CAPITALS = """
3ds ach acl ai api ats cpu crm db dns e2e eeoc gb gpu hd hris html http https id ip iso jsonl kb kyb
kyc lfs mb mp3 mp4 nft saml sdk sku sms ss ssh sso url
"""
_INITIALISMS = frozenset(_CAPITALS.split())
"""Words in capitals inside of a name, from the documentation of Stainless."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def pascal(text: str) -> str:
    """Return a text as the name of a class."""
    return "".join(map(_capital, _words(text)))


def _capital(word: str) -> str:
    if word in _INITIALISMS:
        return word.upper()
    if word.endswith("s") and word[:-1] in _INITIALISMS:
        return f"{word[:-1].upper()}s"
    return word.capitalize()


def snake(text: str) -> str:
    """Return a text as the name of an attribute or method; leading underscores are kept."""
    leading = text[: len(text) - len(text.lstrip("_"))]
    return leading + "_".join(_words(text))


def upper(text: str) -> str:
    """Return a text as the name of an environment variable."""
    return "_".join(_words(text)).upper()
