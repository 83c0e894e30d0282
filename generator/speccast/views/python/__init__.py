"""Types as Python: from an `ir.Type` to its annotation, its decoder and its encoder.

The only place outside the templates that knows how Python is spelled. Decoders are expressions on
a straight line: a guard (does the JSON value look right?) and a conversion that may assume it does.
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
