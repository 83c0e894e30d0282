"""Checks that each security requirement names a scheme that is declared.

An unknown name is a fault, since an operation must not lose its authentication because of a typo.
If the document declares no scheme at all, it is only an error. From OpenAPI 3.2 on, a requirement
may name a scheme by its URI; such a scheme becomes a component.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpecError
from speccast.reading.pointers import join, split

from .kinds import SECURITY_SCHEME
from .lookup import NotFoundError
from .repairs.fixes import describe
from .repairs.objects import SECURITY_TYPES

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .references import References
    from .resolved import Resolved


def name_schemes(
    ctx: Context, references: References, holders: list[tuple[dict[str, Json], Place]]
) -> None:
    """Replace the URIs of security schemes in requirements by the names of components.

    Args:
        ctx: the state of the run.
        references: finds the target of a URI.
        holders: the document and its operations.

    """
    for node, place in holders:
        listed = node.get("security")
        for index, requirement in enumerate(listed) if isinstance(listed, list) else ():
            at = ((place, "security"), index)
            for name in list(requirement) if isinstance(requirement, dict) else ():
                if isinstance(requirement, dict) and (known := _named(ctx, references, name, at)):
                    ctx.rename(requirement, at, name, known)


def _named(ctx: Context, references: References, name: str, place: Place) -> str | None:
    """Return the name of the component for a URI, which is added if missing; None for a name."""
    declared = _section(ctx.trees[""]) if {"/", "#"} & set(name) else None
    if declared is None or name in declared:
        return None
    try:
        pointer, _ = references.find(SECURITY_SCHEME, name, place)
    except (NotFoundError, SpecError):
        return None
    last = split(pointer)[1][-1:]
    known = last[0] if last else name
    if pointer == join("#", "components", "securitySchemes", known):
        return known
    while known in declared and declared[known] != {"$ref": pointer}:
        known += "_"
    declared[known] = {"$ref": pointer}
    return known


def _section(root: Json) -> dict[str, Json] | None:
    """Return `components/securitySchemes` of a document; add it if it is missing."""
    components = root.setdefault("components", {}) if isinstance(root, dict) else None
    if not isinstance(components, dict):
        return None
    schemes = components.setdefault("securitySchemes", {})
    return schemes if isinstance(schemes, dict) else None


def check_security(
    ctx: Context, holders: list[tuple[dict[str, Json], Place]], resolved: Resolved
) -> None:
    """Check the requirements of the document and of its operations.

    Args:
        ctx: the state of the run.
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
                known = _known(ctx, requirement, schemes, at)
                if known or not requirement:
                    kept.append(known)
            else:
                message = f"a requirement must be a mapping, not {describe(requirement)}"
                ctx.error("invalid-node", f"{message}; it is left out", at)
        if kept or not listed:
            node["security"] = kept
        else:
            del node["security"]


def _usable(resolved: Resolved, declared: dict[str, Json]) -> list[str]:
    """Remove the schemes without a valid type; return the names of the others."""
    found = {name: resolved.follow(scheme, "")[0] for name, scheme in declared.items()}
    for name, scheme in found.items():
        if not isinstance(scheme, dict) or scheme.get("type") not in SECURITY_TYPES:
            del declared[name]
    return list(declared)


def _known(
    ctx: Context, requirement: dict[str, Json], schemes: list[str], place: Place
) -> dict[str, Json]:
    """Return the part of a requirement that names declared schemes; report the rest."""
    known: dict[str, Json] = {}
    for name, scopes in requirement.items():
        if name in schemes:
            known[name] = scopes if isinstance(scopes, list) else []
            continue
        near = ctx.nearest(name, schemes)
        hint = f"did you mean {near!r}?" if near else "declare it in components/securitySchemes"
        message = f"there is no security scheme {name[:80]!r}"
        report = ctx.fault if schemes else ctx.error
        report("unknown-security-scheme", message, (place, name), hint)
    return known
