"""Python code for an `ir.Type`: its annotation, its decoder and its encoder.

`literals` and `docstrings` convert texts of the document, and `layout` writes the import block. A
decoder consists of a guard (a condition on the JSON value) and a conversion, which may assume that
the guard holds.
"""

from speccast.views.python.encoders import Speller
from speccast.views.python.inline import is_inline
from speccast.views.python.vocabulary import (
    JSON,
    JSON_OBJECT,
    MODEL,
    MODELS,
    NONE,
    RICH,
    TEXT,
    UNIONS,
    UNSET,
    UNSET_TYPE,
)

__all__ = [
    "JSON",
    "JSON_OBJECT",
    "MODEL",
    "MODELS",
    "NONE",
    "RICH",
    "TEXT",
    "UNIONS",
    "UNSET",
    "UNSET_TYPE",
    "Speller",
    "is_inline",
]
