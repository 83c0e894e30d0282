"""Reads the `x-speccast-*` extensions; reports unknown members and values of the wrong type.

Extensions are untrusted input like the rest of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import ErrorShape, JsonValue, Text, WebhookSignature
from speccast.lower import documentation
from speccast.lower.raw import keywords, mapping, string
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.lower.raw import JsonObject, Part
    from speccast.reading.diagnostics import Diagnostics
    from speccast.reading.json_value import Json

KNOWN = keywords(
    "x-speccast-method x-speccast-client-parameters x-speccast-argument x-speccast-pagination"
    " x-speccast-also-at x-speccast-success x-speccast-error x-speccast-idempotent x-speccast-wait"
    " x-speccast-scope x-speccast-group x-speccast-name x-speccast-type-name"
    " x-speccast-stream x-speccast-webhook-signature x-speccast-body-argument"
)


class Members:
    """The members of one extension."""

    def __init__(self, raw: Json, pointer: str, diagnostics: Diagnostics) -> None:
        """Start with an object; report any other value, and read it as an empty object."""
        self.pointer = pointer
        self.diagnostics = diagnostics
        self._node: JsonObject = mapping(raw)
        self._known: set[str] = {"description"}
        if not isinstance(raw, dict):
            self._wrong("", "an object")

    def doc(self) -> Text | None:
        """Return the description."""
        return self.text("description")

    def text(self, name: str) -> Text | None:
        """Return a string."""
        value = self._take(name)
        if isinstance(value, str):
            return Text(value)
        if value is not None:
            self._wrong(name, "a string")
        return None

    def texts(self, name: str) -> tuple[Text, ...]:
        """Return a string or a list of strings."""
        return texts(self._take(name), join(self.pointer, name), self.diagnostics)

    def integer(self, name: str, default: int) -> int:
        """Return an integer."""
        value = self._take(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self._wrong(name, "an integer")
        return default

    def statuses(self, name: str) -> tuple[int, ...]:
        """Return a list of HTTP statuses."""
        value = self._take(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found = [
            entry for entry in listed if isinstance(entry, int) and not isinstance(entry, bool)
        ]
        if len(found) < len(listed):
            self._wrong(name, "a list of statuses")
        return tuple(found)

    def values(self, name: str) -> tuple[JsonValue, ...]:
        """Return a list of any values; a single value is a list with one item."""
        value = self._take(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(
            found for entry in listed if (found := documentation.canonical(entry)) is not None
        )

    def members(self, name: str) -> Members | None:
        """Return an object."""
        value = self._take(name)
        return None if value is None else Members(value, join(self.pointer, name), self.diagnostics)

    def pairs(self, name: str) -> tuple[tuple[Text, Text], ...]:
        """Return an object of strings."""
        value = self._take(name)
        found = [(Text(k), Text(v)) for k, v in mapping(value).items() if isinstance(v, str)]
        if value is not None and len(found) < max(1, len(mapping(value))):
            self._wrong(name, "an object of strings")
        return tuple(found)

    def report_unknown(self) -> None:
        """Report the members that no method has read."""
        for name in self._node:
            if name not in self._known:
                known = ", ".join(sorted(self._known))
                self.diagnostics.warning(
                    "extension-member",
                    f"there is no member `{name}`",
                    join(self.pointer, name),
                    hint=f"the members are {known}",
                )

    def require(self, name: str, value: object) -> bool:
        """Return whether a required member is present; report it if not."""
        if value in (None, ()):
            self.diagnostics.warning("extension-member", f"`{name}` is missing", self.pointer)
        return value not in (None, ())

    def _take(self, name: str) -> Json:
        """Return a member, and record its name as a known one."""
        self._known.add(name)
        return self._node.get(name)

    def _wrong(self, name: str, expected: str) -> None:
        """Report a member of a wrong type."""
        pointer = join(self.pointer, name) if name else self.pointer
        self.diagnostics.warning("extension-type", f"expected {expected}", pointer)


def texts(value: Json, pointer: str, diagnostics: Diagnostics) -> tuple[Text, ...]:
    """Return a string or a list of strings as texts; report anything else."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    found = tuple(Text(entry) for entry in listed if isinstance(entry, str))
    if len(found) < len(listed):
        diagnostics.warning("extension-type", "expected a string or a list of strings", pointer)
    return found


def pinned_name(doc_parts: Iterable[Part], pointer: str) -> Text | None:
    """Return the name that the node at a pointer sets (`x-speccast-name`)."""
    names = (string(node.get("x-speccast-name")) for node, place in doc_parts if place == pointer)
    return next((Text(name) for name in names if name), None)


def boolean_extension(node: JsonObject, pointer: str, name: str, diagnostics: Diagnostics) -> bool:
    """Return the value of an extension that is true or false."""
    value = node.get(name)
    if value is not None and not isinstance(value, bool):
        diagnostics.warning("extension-type", "expected true or false", join(pointer, name))
    return value is True


def string_extension(
    node: JsonObject, pointer: str, name: str, diagnostics: Diagnostics
) -> Text | None:
    """Return the value of an extension that is a string."""
    value = node.get(name)
    if value is not None and not isinstance(value, str):
        diagnostics.warning("extension-type", "expected a string", join(pointer, name))
    found = string(value)
    return Text(found) if found else None


def report_unknown_extensions(node: JsonObject, pointer: str, diagnostics: Diagnostics) -> None:
    """Report `x-speccast-*` extensions that do not exist."""
    for name in node:
        if name.startswith("x-speccast-") and name not in KNOWN:
            diagnostics.warning(
                "extension-unknown",
                f"there is no extension `{name}`",
                join(pointer, name),
            )


def webhook_signature(root: JsonObject, diagnostics: Diagnostics) -> WebhookSignature | None:
    """Return the signature of webhooks (`x-speccast-webhook-signature`); None: the standard one."""
    name = "x-speccast-webhook-signature"
    if name not in root:
        return None
    members = Members(root[name], join("#", name), diagnostics)
    algorithm, header = members.text("algorithm"), members.text("header")
    encoding = members.text("encoding") or Text("base64")
    members.report_unknown()
    known = (("algorithm", algorithm, ["rsa-sha256"]), ("encoding", encoding, ["base64", "hex"]))
    for member, found, values in known:
        if found is None or found.value not in values:
            place = join("#", name, member)
            diagnostics.warning("extension-type", f"expected {' or '.join(values)}", place)
            return None
    if header is None or not members.require("header", header):
        return None
    return WebhookSignature(Text(header.value.lower()), encoding.value)


def error_shape(root: JsonObject, diagnostics: Diagnostics) -> ErrorShape:
    """Return the pointers to the parts of error bodies (`x-speccast-error`)."""
    name = "x-speccast-error"
    if name not in root:
        return ErrorShape()
    members = Members(root[name], join("#", name), diagnostics)
    shape = ErrorShape(members.texts("code"), members.texts("message"), members.text("request-id"))
    members.report_unknown()
    return shape
