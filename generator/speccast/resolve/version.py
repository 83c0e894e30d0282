"""Takes the raw document, gives the version of OpenAPI that it is written in, or refuses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpecError

if TYPE_CHECKING:
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.document import Document

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.\d+)?(?:-.*)?")
_KNOWN_MINOR = 2


def version_of(document: Document, diagnostics: Diagnostics) -> str:
    """Return the version as the document spells it: `3.0.3`.

    Raises:
        SpecError: `swagger-2`, `not-openapi`, `unsupported-version`.

    """
    value = document.root.get("openapi")
    if isinstance(value, float | int) and not isinstance(value, bool):
        written = document.written("#/openapi") or str(value)
        message = f"the version {written} is written as a number"
        diagnostics.warning("version-number", message, "#/openapi", f"write it as '{written}'")
        value = written
    if not isinstance(value, str):
        raise _no_version(document)
    found = _VERSION.fullmatch(value.strip())
    if not found or found[1] != "3":
        message = f"version {value[:40]!r} of OpenAPI is not supported, 3.0 and 3.1 are"
        raise _unsupported(document, message)
    minor = int(found[2])
    if minor == _KNOWN_MINOR:
        message = "OpenAPI 3.2 is read as 3.1; what 3.2 adds may not be honoured"
        diagnostics.info("openapi-3.2", message, "#/openapi")
    elif minor > _KNOWN_MINOR:
        message = f"OpenAPI {value} is newer than what is known here, and is read as 3.1"
        diagnostics.warning("newer-version", message, "#/openapi")
    return value.strip()


def _unsupported(document: Document, message: str) -> SpecError:
    return SpecError("unsupported-version", message, document.location("#/openapi"))


def _no_version(document: Document) -> SpecError:
    if "swagger" in document.root:
        message = "Swagger 2.0 is not supported, OpenAPI 3.0 and 3.1 are"
        hint = "convert the document first, with swagger2openapi for instance"
        return SpecError("swagger-2", message, document.location("#/swagger"), hint)
    if "openapi" in document.root:
        message = "the field `openapi` holds no version"
        return _unsupported(document, message)
    message = "this is no OpenAPI document: the field `openapi` is missing"
    return SpecError("not-openapi", message, document.location("#"))
