"""Security schemes -> `ir.SecurityScheme`; requirements -> the alternatives of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Place, SecurityKind, SecurityScheme, Text
from speccast.lower import documentation
from speccast.lower.extensions import Members
from speccast.lower.raw import mapping, sequence, string, target, text
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.ir import Parameter
    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.settings import Settings
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

_KEYS = {
    "header": SecurityKind.KEY_HEADER,
    "query": SecurityKind.KEY_QUERY,
    "cookie": SecurityKind.KEY_COOKIE,
}
_ARGUMENT = "x-speccast-argument"

_PLACES = {
    SecurityKind.KEY_HEADER: Place.HEADER,
    SecurityKind.KEY_QUERY: Place.QUERY,
    SecurityKind.KEY_COOKIE: Place.COOKIE,
}

Alternatives = tuple[tuple[Text, ...], ...]


def schemes(
    resolved: Resolved, settings: Settings, diagnostics: Diagnostics
) -> dict[str, SecurityScheme]:
    """Return the security schemes that the client supports, by key."""
    found: dict[str, SecurityScheme] = {}
    base = join("#", "components", "securitySchemes")
    listed = mapping(mapping(resolved.root.get("components")).get("securitySchemes"))
    for key, entry in listed.items():
        node, pointer = target(resolved, entry, join(base, key))
        kind = _kind(node, pointer, diagnostics)
        if kind is not None:
            found[key] = _scheme(key, (node, pointer), kind, settings, diagnostics)
    return found


def _kind(node: JsonObject, pointer: str, diagnostics: Diagnostics) -> SecurityKind | None:
    """Return the kind of a scheme; None if the client does not support it."""
    kind = node.get("type")
    if kind == "http":
        scheme = str(node.get("scheme", "")).lower()
        if scheme in ("bearer", "basic"):
            return SecurityKind.BEARER if scheme == "bearer" else SecurityKind.BASIC
        diagnostics.lossy(
            "security-scheme",
            f"HTTP authentication {scheme!r} is not supported: the argument is the whole header",
            pointer,
        )
        return SecurityKind.KEY_HEADER
    if kind == "apiKey" and node.get("in") in _KEYS and isinstance(node.get("name"), str):
        return _KEYS[str(node["in"])]
    if kind == "oauth2":
        if "oauth2MetadataUrl" in node:
            message = "the metadata is not fetched: the flows of the document are used"
            diagnostics.lossy("security-flow", message, join(pointer, "oauth2MetadataUrl"))
        return _flow(node, pointer, diagnostics)
    if kind == "openIdConnect":
        diagnostics.info("security-flow", "the caller has to provide a token", pointer)
        return SecurityKind.BEARER
    if kind == "mutualTLS":
        message = "the client does not support mutual TLS: pass the certificate to the transport"
    else:
        message = f"the client does not support the type {kind!r}"
    diagnostics.lossy("security-scheme", message, pointer)
    return None


def _flow(node: JsonObject, pointer: str, diagnostics: Diagnostics) -> SecurityKind:
    """Return the kind of an OAuth 2 scheme: client credentials, or a token from the caller."""
    flows = mapping(node.get("flows"))
    if string(mapping(flows.get("clientCredentials")).get("tokenUrl")):
        return SecurityKind.CLIENT_CREDENTIALS
    diagnostics.info(
        "security-flow",
        f"OAuth 2 ({', '.join(flows) or 'no flow'}): the caller has to obtain the token",
        pointer,
    )
    return SecurityKind.BEARER


def _scheme(
    key: str, part: Part, kind: SecurityKind, settings: Settings, diagnostics: Diagnostics
) -> SecurityScheme:
    """Return one scheme."""
    node, pointer = part
    argument = env = password = password_env = None
    if _ARGUMENT in node:
        members = Members(node[_ARGUMENT], join(pointer, _ARGUMENT), diagnostics)
        if kind is SecurityKind.BASIC and (user := members.members("username")):
            argument, env = _argument(user, "username")
            if second := members.members("password"):
                password, password_env = _argument(second, "password")
            members.require("password", password)
        else:
            argument, env = members.text("name"), members.text("env")
        members.report_unknown()
    wire = string(node.get("name")) if node.get("type") == "apiKey" else None
    if kind is SecurityKind.KEY_HEADER and wire is None:
        wire = "Authorization"
    flow = mapping(mapping(node.get("flows")).get("clientCredentials"))
    trusted = settings.trusts(join(pointer, _ARGUMENT))
    return SecurityScheme(
        key=Text(key),
        kind=kind,
        argument=argument,
        env=env if trusted else None,
        wire=Text(wire) if wire is not None else None,
        token_url=text(flow.get("tokenUrl")),
        scopes=tuple(map(Text, mapping(flow.get("scopes")))),
        doc=documentation.of_object(node),
        pointer=pointer,
        password=password,
        password_env=password_env if trusted else None,
    )


def _argument(members: Members, default: str) -> tuple[Text, Text | None]:
    """Return the name of an argument of the client, and its environment variable."""
    found = members.text("name") or Text(default), members.text("env")
    members.report_unknown()
    return found


def alternatives(
    requirement: Json, pointer: str, known: Mapping[str, SecurityScheme], diagnostics: Diagnostics
) -> Alternatives:
    """Return the alternative sets of schemes.

    Args:
        requirement: the list `security`.
        pointer: its pointer.
        known: the schemes that the client supports.
        diagnostics: receives a finding for each scheme that is left out.

    """
    found: dict[tuple[Text, ...], None] = {}
    for index, entry in enumerate(sequence(requirement)):
        together: list[Text] = []
        for key in mapping(entry):
            if key in known:
                together.append(Text(key))
            else:
                message = f"the client does not support `{key}`: it is left to the transport"
                diagnostics.info("security-left-out", message, join(pointer, index, key))
        found[tuple(together)] = None
    return tuple(found) if any(found) else ()  # without credentials it means the same as `[]`


def without_credentials(
    parameters: tuple[Parameter, ...], schemes: Iterable[SecurityScheme], diagnostics: Diagnostics
) -> tuple[Parameter, ...]:
    """Return parameters without those for credentials, which are passed to the client."""
    credentials = {
        (_PLACES.get(scheme.kind, Place.HEADER), (scheme.wire or _AUTHORIZATION).value.lower())
        for scheme in schemes
    }
    found: list[Parameter] = []
    for parameter in parameters:
        if (parameter.place, parameter.wire.value.lower()) in credentials:
            message = "the parameter is the credential of a security scheme: pass it to the client"
            diagnostics.info("credential-parameter", message, parameter.pointer)
        else:
            found.append(parameter)
    return tuple(found)


_AUTHORIZATION = Text("authorization")
