"""Takes a `Document`, returns a `Resolved`: one spelling, canonical references, repaired flaws.

    vendors       extensions of other generators become ours
    swagger       Swagger 2.0 is rewritten as OpenAPI 3
    walk          each object is visited once, kind by kind: fields mended, 3.0 spelled as 3.1
    references    each reference becomes a canonical pointer; what it leads to is walked too
    dynamic       each bound template becomes a copy, with plain references
    discriminators, operations, security      rules about several objects
    validation    openapi-pydantic validates the result once

Every repair is a diagnostic. The document itself stays as it was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.pointers import join, split

from . import swagger, vendors
from .context import Context
from .discriminators import resolve_mappings
from .dynamic import bind
from .extensions import apply
from .kinds import DOCUMENT
from .operations import Operations
from .references import References
from .resolved import Resolved
from .security import check_security, name_schemes
from .validation import validate
from .version import SWAGGER, version_of
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.document import Document
    from speccast.reading.json_value import Json

__all__ = ["Resolved", "join", "resolve", "split"]

_SPELLING = "3.1.1"
"""The version of OpenAPI of a resolved document."""


def resolve(
    document: Document,
    diagnostics: Diagnostics,
    *,
    lenient: bool = False,
    extensions: Mapping[str, Mapping[str, Json]] | None = None,
) -> Resolved:
    """Resolve a document, so that the lowering can rely on it.

    Args:
        document: the document.
        diagnostics: where each repair is reported.
        lenient: whether a fault is only reported, as an error, and replaced by
            something harmless (a schema by one for any value).
        extensions: pointer -> extensions (`x-…`) to add there.

    Raises:
        SpecError: it is not OpenAPI of a known version, or a reference is unresolved, or a
            security scheme or status code is invalid.

    """
    version = version_of(document, diagnostics)
    ctx = Context(document, diagnostics, lenient=lenient)
    ctx.is_2_0 = version == SWAGGER
    ctx.is_3_0 = ctx.is_2_0 or version.startswith("3.0")
    ctx.is_3_2 = not version.startswith(("2.", "3.0", "3.1"))
    root = document.take_tree()
    root["openapi"] = _SPELLING
    ctx.trees[""] = root
    resolved = Resolved(root, version, document, ctx.trees)
    resolved.words = ctx.words
    apply(ctx, root, extensions or {})
    if document.mentions(vendors.PREFIXES):
        vendors.translate(root)
    if ctx.is_2_0:
        swagger.convert(ctx, root)
    walk = Walk(ctx)
    walk.send(DOCUMENT, ctx.trees, "", None)
    references = References(ctx, walk)
    references.resolve()
    bind(ctx, references, walk)
    name_schemes(ctx, references, [(root, (None, "")), *walk.operations])
    resolve_mappings(ctx, references, walk.discriminators)
    references.resolve()
    references.refuse_cycles()
    ctx.apply()
    Operations(ctx, resolved, walk).complete()
    check_security(ctx, [(root, (None, "")), *walk.operations], resolved)
    ctx.apply()
    validate(ctx, resolved, references.outside())
    references.verify()
    return resolved
