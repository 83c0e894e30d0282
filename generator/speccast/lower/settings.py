"""The settings of the lowering, from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class Settings(Struct, frozen=True):
    """The selection of operations, the pagination, and the trusted parts of the document."""

    include: tuple[str, ...] = ()
    """Globs on `tag:…`, `path:…` or an operation id. Empty: everything."""
    exclude: tuple[str, ...] = ()
    """Globs of excluded operations; they have priority over `include`."""
    trust_env: bool = True
    """Whether the environment variables that the document names may be read."""
    trusted: tuple[str, ...] = ()
    """Pointers of the extensions that the configuration has set."""
    pagination: Mapping[str, Any] = {}
    """Members of `x-speccast-pagination` by name, for the operations that they match."""
    named: tuple[str, ...] = ()
    """Pointers that the configuration names: component schemas among them become types,
    even if no operation uses them."""
    all_models: bool = False
    """Whether all component schemas become types."""

    def trusts(self, pointer: str) -> bool:
        """Return whether the environment variables that an extension names may be read."""
        return self.trust_env or any(f"{pointer}/".startswith(f"{p}/") for p in self.trusted)
