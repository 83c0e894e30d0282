"""Takes a `Document`, returns a `Resolved`: OpenAPI 3.1, canonical references, repaired flaws.

    configured    adds the extensions of the configuration
    vendors       converts extensions of other generators to `x-speccast-…`
    swagger       converts Swagger 2.0 to OpenAPI 3
    walk          visits each object once, repairs its fields, converts 3.0 to 3.1
    references    makes each reference a canonical pointer, and lets the walk visit its target
    dynamic       replaces each bound template by a copy with plain references
    discriminators, operations, security      check rules about several objects
    validation    validates the result once, with openapi-pydantic

Each repair is reported as a diagnostic. The `Document` is not changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.pointers import join, split

from . import configured, swagger, vendors
from .context import Context
from .discriminators import canonicalize_mappings
from .dynamic import bind
from .kinds import DOCUMENT
from .operations import Operations
from .references import References
from .resolved import Resolved
from .security import check_security, name_schemes
from .validation import validate
from .version import SWAGGER, version_of
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.document import Document
    from speccast.reading.json_value import Json

__all__ = ["Resolved", "join", "resolve", "split"]

_VERSION = "3.1.1"
"""The version of OpenAPI of a resolved document."""


def resolve(
    document: Document,
    diagnostics: Diagnostics,
    *,
    lenient: bool = False,
    extensions: Mapping[str, Mapping[str, Json]] | None = None,
    named: Collection[str] = (),
) -> Resolved:
    """Resolve a document into a form that the lowering can rely on.

    Args:
        document: the document.
        diagnostics: receives a finding for each repair.
        lenient: whether a fault is only reported, as an error. The invalid part is replaced by
            something harmless (a schema by one for any value).
        extensions: place -> extensions (`x-…`) to add there; a place is a pointer, or `GET /pets`.
        named: the places for which the configuration sets names.

    Raises:
        SpecError: the document is not OpenAPI of a known version, or has a fault.

    """
    version = version_of(document, diagnostics)
    root = document.take_tree()
    ctx = Context(document, diagnostics, lenient=lenient)
    ctx.is_2_0 = version == SWAGGER
    ctx.is_3_0 = ctx.is_2_0 or version.startswith("3.0")
    ctx.is_3_2 = not version.startswith(("2.", "3.0", "3.1"))
    root["openapi"] = _VERSION
    ctx.trees[""] = root
    resolved = Resolved(root, version, document, ctx.trees)
    resolved.sibling_texts = ctx.sibling_texts
    extensions = extensions or {}
    places = {key: configured.pointer_of(key, root) for key in (*extensions, *named)}
    configured.extend(ctx, root, {places[key]: added for key, added in extensions.items()})
    if document.mentions(vendors.PREFIXES):
        vendors.translate(root)
    if ctx.is_2_0:
        swagger.convert(ctx, root)
    walk = Walk(ctx)
    walk.schedule(DOCUMENT, ctx.trees, "", None)
    references = References(ctx, walk)
    references.resolve()
    bind(ctx, references, walk)
    name_schemes(ctx, references, [(root, (None, "")), *walk.operations])
    canonicalize_mappings(ctx, references, walk.discriminators)
    references.resolve()
    references.refuse_cycles()
    ctx.raise_faults()
    Operations(ctx, resolved, walk).complete()
    check_security(ctx, [(root, (None, "")), *walk.operations], resolved)
    ctx.raise_faults()
    validate(ctx, resolved, references.external_targets())
    references.verify()
    resolved.places = {key: resolved.current_pointer(place) for key, place in places.items()}
    configured.check_names(ctx, resolved, named)
    return resolved
