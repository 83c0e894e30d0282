"""Types as Python: from an `ir.Type` to its annotation, its decoder and its encoder.

`source` turns texts of the document into literals and docstrings, `layout` imports into an import
block. A decoder is a guard (a condition on the JSON value) and a
conversion, which may assume that the guard holds.
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
