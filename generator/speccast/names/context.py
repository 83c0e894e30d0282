"""The shared input of the naming pass: the API, the names of the last run, the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast import ir
from speccast.names.candidates import proposal_text
from speccast.names.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from speccast.names.result import ManifestNames, Previous
    from speccast.names.words import Style
    from speccast.reading.diagnostics import Diagnostics


class Context(Struct, frozen=True):
    """One naming pass."""

    api: ir.Api
    previous: Previous
    pins: Mapping[str, str]
    """Names from the configuration, by pointer."""
    diagnostics: Diagnostics
    manifest_names: ManifestNames = {}

    def scope(self, style: Style, reserved: AbstractSet[str], previous: Mapping[str, str]) -> Scope:
        """Create a namespace."""
        return Scope(style, reserved, self.diagnostics, dict(previous))

    def pin(
        self, pointer: str, name: ir.Text | None = None, proposals: Sequence[ir.Proposal] = ()
    ) -> str | None:
        """Return the name that the configuration or an extension sets, if there is one."""
        if pointer in self.pins:
            return self.pins[pointer]
        if name is not None:
            return name.value
        pinned = (
            proposal_text(proposal) for proposal in proposals if proposal.kind is ir.Priority.PINNED
        )
        return next(pinned, None)
