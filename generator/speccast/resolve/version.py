"""Takes a `Document`, returns its version of OpenAPI, or refuses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.reading.diagnostics import SpecError
from speccast.reading.formats import recognition

if TYPE_CHECKING:
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.document import Document

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.\d+)?(?:-.*)?")
_KNOWN_MINOR = 2
SWAGGER = "2.0"
"""The version of a Swagger 2.0 document."""
SECTIONS: Final = {
    "definitions": "schemas",
    "parameters": "parameters",
    "responses": "responses",
    "securityDefinitions": "securitySchemes",
}
"""Section of Swagger 2.0 -> member of `components` that receives it."""


def version_of(document: Document, diagnostics: Diagnostics) -> str:
    """Return the version as in the document: `3.0.3`.

    Raises:
        SpecError: `not-openapi`, `unsupported-version`.

    """
    if "openapi" not in document.root and "swagger" in document.root:
        return _swagger(document, diagnostics)
    value = document.root.get("openapi")
    if isinstance(value, float | int) and not isinstance(value, bool):
        written = document.source_text("#/openapi") or str(value)
        message = f"the version {written} is a number; it must be text"
        diagnostics.warning("version-number", message, "#/openapi", f"write it as '{written}'")
        value = written
    if not isinstance(value, str):
        raise _no_version(document)
    found = _VERSION.fullmatch(value.strip())
    if not found or found[1] != "3":
        message = f"version {value[:40]!r} of OpenAPI is not supported; 2.0, 3.0, 3.1 and 3.2 are"
        raise _unsupported(document, message)
    minor = int(found[2])
    if minor > _KNOWN_MINOR:
        message = f"OpenAPI {value} is newer than the supported versions; it is read as 3.2"
        diagnostics.warning("newer-version", message, "#/openapi")
    return value.strip()


def _unsupported(document: Document, message: str) -> SpecError:
    return SpecError("unsupported-version", message, document.location("#/openapi"))


def _swagger(document: Document, diagnostics: Diagnostics) -> str:
    """Return 2.0, also for the number 2.0 or 2; refuse other versions."""
    value = document.root["swagger"]
    written = value.strip() if isinstance(value, str) else document.source_text("#/swagger") or ""
    if written not in {"2.0", "2"}:
        message = f"Swagger {written[:40] or 'without a version'} is not supported; 2.0 is"
        hint = "convert the document to OpenAPI 3 or Swagger 2.0 first"
        code = "unsupported-version"
        raise SpecError(code, message, document.location("#/swagger"), hint)
    if not isinstance(value, str):
        message = f"the version {written} is a number; it must be text"
        diagnostics.warning("version-number", message, "#/swagger", "write it as '2.0'")
    return SWAGGER


def _no_version(document: Document) -> SpecError:
    if "openapi" in document.root:
        message = "the field `openapi` does not contain a version"
        return _unsupported(document, message)
    return recognition.not_openapi(document.root, document.location("#"))
