"""What the configuration says to the lowering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class Settings(Struct, frozen=True):
    """Which operations are wanted, and how far the document is trusted."""

    include: tuple[str, ...] = ()
    """Globs on `tag:…`, `path:…` or an operation id. Empty: everything."""
    exclude: tuple[str, ...] = ()
    """The same; what is excluded is left out even where it is included too."""
    trust_env: bool = True
    """Whether the environment variables that the document names may be read."""
    trusted: tuple[str, ...] = ()
    """Pointers of the extensions that the configuration itself has set."""
    pagination: Mapping[str, Any] = {}
    """Members of `x-speccast-pagination` by name, for the operations that they fit."""
    named: tuple[str, ...] = ()
    """Pointers to which the configuration gives names: component schemas among them become types,
    whether or not an operation reaches them."""
    all_models: bool = False
    """Whether all component schemas become types."""

    def trusts(self, pointer: str) -> bool:
        """Return whether the environment variables that an extension names may be read."""
        return self.trust_env or any(f"{pointer}/".startswith(f"{it}/") for it in self.trusted)
