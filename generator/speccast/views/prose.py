"""Composes the text of docstrings from the documentation of a thing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from speccast.ir import Model, Ref, Text
from speccast.views.python.docstrings import prose

if TYPE_CHECKING:
    from speccast.ir import Constraint, Doc, JsonValue, Property
    from speccast.views.python import Speller

_LONGEST_DEFAULT: Final = 60
_LIMITS: Final = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "uniqueItems": "no duplicate items",
    "minProperties": "at least {} members",
    "maxProperties": "at most {} members",
    "pattern": "matching `{}`",
    "format": "format {}",
}


def doc_text(doc: Doc) -> str:
    """Return summary and description, without repetition."""
    summary, description = prose(doc.summary), prose(doc.description)
    if not summary or description.startswith(summary):
        return description
    if not description or summary == description:
        return summary
    stop = "" if summary.endswith((".", "!", "?")) else "."
    return f"{summary}{stop}\n\n{description}"


def model_prose(doc: Doc, name: str) -> str:
    """Return the docstring of a class: its documentation, or its name in the API."""
    text = doc_text(doc) or f"`{name}` of the API."
    return f"{text}\n\nDeprecated." if doc.deprecated else text


def property_prose(
    doc: Doc,
    default: JsonValue | None = None,
    constraints: tuple[Constraint, ...] = (),
    content: str = "",
) -> str:
    """Return the docstring of a property or argument; empty if it has no documentation.

    Args:
        doc: the documentation.
        default: the default value of the API.
        constraints: the limits of the values.
        content: the result of `content_note`.

    """
    limits = constraints_text(constraints)
    notes = [f"{limits[:1].upper()}{limits[1:]}."] if limits else []
    notes += [content] if content else []
    if default is not None and len(default.text) <= _LONGEST_DEFAULT:
        notes.append(f"Default of the API: `{_inline(default)}`.")
    if doc.deprecated:
        notes.append("Deprecated.")
    text = doc_text(doc)
    if text and notes and not text.endswith((".", "!", "?", ":")):
        text += "."
    return "\n\n".join(filter(None, [text, " ".join(notes)]))


def content_note(property_: Property, speller: Speller) -> str:
    """Return a note about the type of the JSON in a string; empty if it is not documented."""
    if property_.content is None:
        return ""
    name = speller.shown(property_.content)
    declared = (
        speller.declared[property_.content.id] if isinstance(property_.content, Ref) else None
    )
    reader = f": `{name}.from_json` reads it" if isinstance(declared, Model) else ""
    return f"The text is the JSON of `{name}`{reader}."


def constraints_text(constraints: tuple[Constraint, ...]) -> str:
    """Return a description of validation keywords."""
    known = (c for c in constraints if c.keyword in _LIMITS and c.value.text != "false")
    return ", ".join(_constraint(c) for c in known)


def _constraint(constraint: Constraint) -> str:
    text = _LIMITS[constraint.keyword].format(_inline(constraint.value))
    return text[:-1] if text.endswith((" 1 characters", " 1 items", " 1 members")) else text


def _inline(value: JsonValue) -> str:
    loaded = json.loads(value.text)
    text = loaded if isinstance(loaded, str) and loaded else value.text
    return prose(Text(text)).replace("\n", " ").replace("`", "'")
