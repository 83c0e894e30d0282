"""Takes a `Document`, gives `Resolved`: one spelling (3.1), references canonical, flaws repaired."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from .kinds import DOCUMENT
from speccast.pointers import join, split
from .resolved import Resolved
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.diagnostics import Diagnostics
    from speccast.document import Document, Json

__all__ = ["Resolved", "join", "resolve", "split"]


def resolve(
    document: Document,
    diagnostics: Diagnostics,
    *,
    lenient: bool = False,
    extensions: Mapping[str, Mapping[str, Json]] = {},
) -> Resolved:
    """Make the document what the lowering expects."""
    root = marshal.loads(marshal.dumps(document.root))
    version = str(root.get("openapi", ""))
    resolved = Resolved(root, version, document)
    walk = Walk(resolved, diagnostics, lenient=lenient)
    walk.run()
    return resolved
