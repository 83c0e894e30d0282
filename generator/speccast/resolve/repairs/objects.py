"""Repairs combinations of fields of objects other than schemas, after their single fields.

Each function takes an object and its place, repairs it in place and reports each repair.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.resolve.kinds import METHODS

from .fixes import describe
from .servers import servers
from .tokens import check_content, check_methods, check_path, has_control, is_token, name_flaw

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

STYLES: Final = {
    "path": ("simple", "matrix", "label"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": (),
}
"""The location of a parameter -> the styles that it may have, the default first."""
SECURITY_TYPES: Final = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_SCHEMA_WORDS: Final = (
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
)
"""Fields of the parameter itself in Swagger 2.0."""
_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default|x-.*")
_OPERATORS: Final = re.compile(r"\{\s*\+?([^{}]+?)\*?\s*\}")
"""A placeholder with the operators of RFC 6570 for several path segments."""
_MISSPELT: Final = re.compile(r"[1-5](?:[0-9]{2}|[xX]{2}|[*]{2}|[xX*])|default", re.IGNORECASE)


def document(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Add the missing sections of the document that are required."""
    if node.pop("$ref", None) is not None:
        ctx.warning("ref-siblings", "`$ref` in place of the whole document is ignored", place)
    servers(ctx, node, place)
    info = node.get("info")
    if not isinstance(info, dict):
        if "info" not in node:
            ctx.warning("missing-field", "the document has no `info`", place)
        info = node["info"] = {}
    is_empty = not info
    for field, instead in (("title", "API"), ("version", "0")):
        if isinstance(info.get(field), bool | int | float):
            info[field] = ctx.source_text(((place, "info"), field), info[field])
        elif not isinstance(info.get(field), str):
            if not is_empty:
                ctx.warning("missing-field", f"`info` has no `{field}`", (place, "info"))
            info[field] = instead
    if "paths" not in node:
        if ctx.is_3_0:
            ctx.warning("missing-field", "the document has no `paths`", place)
        elif not {"components", "webhooks"} & node.keys():
            message = "the document has neither `paths`, `components` nor `webhooks`"
            ctx.warning("missing-field", message, place)
        node["paths"] = {}


def path_item(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Convert methods to lower case."""
    servers(ctx, node, place)
    check_methods(ctx, node, place)
    for field in list(node):
        low = field.lower()
        if low != field and low in METHODS and low not in node:
            ctx.rename(node, place, field, low)
            ctx.warning("method-case", f"the method {field} must be in lower case", place)


def operation(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Add the required responses of an operation."""
    servers(ctx, node, place)
    if "responses" not in node:
        if ctx.is_3_0:
            ctx.warning("missing-field", "the operation has no `responses`", place)
        node["responses"] = {}


def parameter(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Repair a parameter; one that cannot be sent becomes an empty object."""
    location = node.get("in")
    if isinstance(location, str) and location not in STYLES and location.strip().lower() in STYLES:
        node["in"] = location = location.strip().lower()
        ctx.warning("parameter-in", f"`in` must be in lower case: {location!r}", place)
    if not isinstance(node.get("name"), str) or location not in STYLES:
        flaw = "no `name`" if "name" not in node else f"no valid location (`in` is {location!r})"
        message = f"the parameter has {flaw}; it is left out"
        ctx.error("unusable-parameter", message, place)
        node.clear()
        return
    flaw = name_flaw(location, node["name"])
    if flaw:
        # A control character is an attack, not a mistake.
        report = ctx.fault if has_control(node["name"]) else ctx.error
        report("invalid-name", f"{flaw}: the parameter is left out", (place, "name"))
        node.clear()
        return
    if location == "path" and node.get("required") is not True:
        node["required"] = True
        message = f"the path parameter {node['name']!r} must be `required: true`"
        ctx.warning("optional-path-parameter", message, place)
    style = node.get("style")
    if style is not None and style not in STYLES[location]:
        del node["style"]
        message = f"a {location} parameter cannot have the style {style!r}; the default is used"
        ctx.warning("unknown-style", message, (place, "style"))
    _keep_one_content(ctx, node, place)


def header(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Repair the style of a header, and keep one schema or one media type."""
    if node.get("style") not in {None, "simple"}:
        del node["style"]
        message = "the style of a header is always `simple`"
        ctx.warning("unknown-style", message, (place, "style"))
    _keep_one_content(ctx, node, place)


def _keep_one_content(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Keep either a schema or one media type."""
    check_content(ctx, node, place)
    content = node.get("content")
    if isinstance(content, dict) and len(content) > 1:
        kept = next(iter(content))
        node["content"] = {kept: content[kept]}
        message = f"`content` must have one media type here; {kept!r} is used"
        ctx.warning("several-contents", message, (place, "content"))
    if content and "schema" in node:
        del node["content"]
        ctx.warning("schema-and-content", "`content` beside `schema` is ignored", place)
    elif not content and "schema" not in node:
        node.pop("content", None)
        moved: dict[str, Json] = {word: node.pop(word) for word in _SCHEMA_WORDS if word in node}
        node["schema"] = moved
        if moved:
            message = "the type is beside `schema`, as in Swagger 2.0; it is read as in `schema`"
            ctx.warning("schema-missing", message, place)
            ctx.record_origin((place, "schema"), place)
        else:
            ctx.warning(
                "schema-missing", "neither `schema` nor `content`: read as any value", place
            )


def request_body(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Add the required content of a body."""
    check_content(ctx, node, place)
    if "content" not in node:
        node["content"] = {}
        ctx.warning("missing-field", "the request body has no `content`", place)


def response(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Add the required description of a response."""
    check_content(ctx, node, place)
    headers = node.get("headers")
    for name in list(headers) if isinstance(headers, dict) else ():
        if isinstance(headers, dict) and not is_token(name):
            del headers[name]
            message = f"{name[:80]!r} cannot be the name of a header; it is left out"
            ctx.error("invalid-name", message, ((place, "headers"), name))
    if "description" not in node:
        if "summary" not in node and not ctx.is_3_2:
            ctx.info("missing-field", "the response has no `description`", place)
        node["description"] = ""


def responses(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Correct the keys of responses; remove those that are no status."""
    for key in list(node):
        if _STATUS.fullmatch(key):
            continue
        low = key.strip().lower()
        known = low if low == "default" else f"{low[0:1]}XX" if not low.isdecimal() else low
        if _MISSPELT.fullmatch(key.strip()) and known not in node:
            ctx.rename(node, place, key, known)
            ctx.warning("status-spelling", f"{key!r} is read as {known}", (place, known))
        else:
            message = f"{key[:40]!r} is not a status, a range such as 4XX, or `default`"
            ctx.fault("invalid-status", message, (place, key))
            del node[key]


def paths(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Add missing slashes at the beginning of paths, and remove operators from placeholders."""
    for key in list(node):
        check_path(ctx, key, (place, key))
        if not key.startswith(("/", "x-")) and f"/{key}" not in node:
            ctx.rename(node, place, key, f"/{key}")
            message = f"the path {key!r} must begin with /"
            ctx.warning("path-without-slash", message, (place, f"/{key}"))
    for key in list(node):
        plain = _OPERATORS.sub(r"{\1}", key) if "{" in key else key
        if plain != key and plain not in node:
            ctx.rename(node, place, key, plain)
            message = f"the operators in the placeholders of {key!r} are ignored"
            ctx.warning("placeholder-operator", message, (place, plain))


def security_scheme(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Repair the type of a security scheme; refuse names that cannot be sent."""
    if node.get("type") == "basic":
        node |= {"type": "http", "scheme": "basic"}
        message = "`type: basic` is read as `type: http, scheme: basic`"
        ctx.warning("security-type", message, place)
    flaw = name_flaw(node.get("in"), node.get("name"))
    if flaw and (node.get("type") == "apiKey" or has_control(node["name"])):
        ctx.fault("invalid-name", flaw, (place, "name"))
    kind = node.get("type")
    if kind not in SECURITY_TYPES:
        low = {known.lower(): known for known in SECURITY_TYPES}
        known = low.get(kind.lower()) if isinstance(kind, str) else None
        if known is None:
            shown = repr(kind) if isinstance(kind, str) else describe(kind)
            ctx.fault("security-type", f"there is no security scheme of type {shown}", place)
        else:
            node["type"] = known
            ctx.warning("security-type", f"the type is read as {known}", (place, "type"))
