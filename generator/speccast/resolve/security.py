"""Checks that each security requirement names a scheme that is declared.

An operation must not lose its authentication to a typing error: an unknown name is a fault. Where a
document declares no scheme at all it is an error that costs no more than the argument for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fixes import describe
from .objects import SECURITY_TYPES

if TYPE_CHECKING:
    from speccast.reading.document import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .resolved import Resolved


def check_security(
    ctx: Context, holders: list[tuple[dict[str, Json], Place]], resolved: Resolved
) -> None:
    """Check the requirements of the document and of its operations.

    Args:
        ctx: the run.
        holders: the document and its operations.
        resolved: the document.

    """
    components = resolved.root.get("components")
    declared = components.get("securitySchemes") if isinstance(components, dict) else None
    schemes = _usable(resolved, declared) if isinstance(declared, dict) else []
    for node, place in holders:
        listed = node.get("security")
        if not isinstance(listed, list):
            continue
        kept: list[Json] = []
        for index, requirement in enumerate(listed):
            at = ((place, "security"), index)
            if isinstance(requirement, dict):
                left = _known(ctx, requirement, schemes, at)
                if left or not requirement:
                    kept.append(left)
            else:
                message = f"a requirement must be a mapping, not {describe(requirement)}"
                ctx.error("invalid-node", f"{message}; it is left out", at)
        if kept or not listed:
            node["security"] = kept
        else:
            del node["security"]


def _usable(resolved: Resolved, declared: dict[str, Json]) -> list[str]:
    """Return the names of the schemes that say what they are; the others are left out."""
    found = {name: resolved.follow(scheme, "")[0] for name, scheme in declared.items()}
    for name, scheme in found.items():
        if not isinstance(scheme, dict) or scheme.get("type") not in SECURITY_TYPES:
            del declared[name]
    return list(declared)


def _known(
    ctx: Context, requirement: dict[str, Json], schemes: list[str], place: Place
) -> dict[str, Json]:
    """Return the part of a requirement that names declared schemes."""
    known: dict[str, Json] = {}
    for name, scopes in requirement.items():
        if name in schemes:
            known[name] = scopes if isinstance(scopes, list) else []
            continue
        near = ctx.nearest(name, schemes)
        hint = f"is {near!r} meant?" if near else "declare it in components/securitySchemes"
        message = f"there is no security scheme {name[:80]!r}"
        report = ctx.fault if schemes else ctx.error
        report("unknown-security-scheme", message, (place, name), hint)
    return known
