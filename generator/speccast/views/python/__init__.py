"""Types as Python: from an `ir.Type` to its annotation, its decoder and its encoder.

`source` turns texts of the document into literals and docstrings, `layout` imports into an import
block. Decoders are expressions without branches of their own: a guard (does the JSON value look
right?) and a conversion that may assume that it does.
"""

from speccast.views.python.encoders import Speller
from speccast.views.python.inline import is_inline
from speccast.views.python.vocabulary import (
    FAIL,
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
    "FAIL",
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
