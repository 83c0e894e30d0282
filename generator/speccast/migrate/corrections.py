"""Converts the corrections of a document in the configuration into actions of an overlay.

Each action is applied to the document at once, so that later ones refer to the corrected document.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from speccast.reading import overlay
from speccast.reading.pointers import join

from .actions import Action
from .nodes import Node, Problem
from .target import Target, pointer_to
from .transforms import Transforms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.reading.document import Document
    from speccast.reading.json_value import Json

    from .stainless import Method, StainlessConfig
    from .target import Endpoint

_DONE = "[DONE]"
_EVENTS = "text/event-stream"
_FORMATS: Mapping[str, tuple[str, bool]] = {
    "comma": ("", False),
    "repeat": ("", True),
    "brackets": ("[]", True),
}
"""The formats of arrays in a query: the suffix of the name, and whether each value repeats it."""


class Corrections:
    """The corrections of one document."""

    def __init__(self, config: StainlessConfig, document: Document) -> None:
        """Collect the corrections, and apply them to the document."""
        self.actions: list[Action] = []
        self.problems: list[Problem] = []
        self._config = config
        self._document = document
        document.root = {key: overlay.unshared(value) for key, value in document.root.items()}
        self._transforms()
        self._servers()
        self._security()
        self._queries()
        for method in config.methods:
            endpoint = self._target.endpoint(method.endpoint)
            if endpoint is not None:
                self._method(method, endpoint)
        self._ends()

    @cached_property
    def _target(self) -> Target:
        """The document with the corrections so far."""
        return Target(self._document.root)

    def _act(self, action: Action) -> None:
        overlay.apply_action(self._document, action.as_json())
        self.actions.append(action)
        self.__dict__.pop("_target", None)

    def _put(self, pointer: str, key: str, value: Json, why: str, node: Node) -> None:
        """Set a member, replacing its value."""
        present = self._target.at_pointer(join(pointer, key))
        if present.value == value:
            return
        if isinstance(present.value, dict | list):
            self._act(Action(self._target.path(present.pointer), why, node.pointer, remove=True))
        self._act(Action(self._target.path(pointer), why, node.pointer, update={key: value}))

    def _transforms(self) -> None:
        transforms = Transforms(self._act, lambda: self._document.root)
        for key in ("transformations", "transforms"):
            for transform in self._config.root.at("openapi", key).items():
                transforms.take(transform)
        self.problems += transforms.problems

    def _servers(self) -> None:
        """Set the server to the first environment."""
        node = self._config.root.at("environments")
        first = next(((name, entry) for name, entry in node.members() if entry.text()), None)
        if first is None:
            return
        name, entry = first
        url = entry.text() or ""
        present = self._target.root.at("servers")
        if [server.at("url").text() for server in present.items()] == [url]:
            return
        server: dict[str, Json] = {"url": url, "description": name}
        variables: dict[str, Json] = {
            option.variable: {"default": str(option.default or "")}
            for option in self._config.options
            if option.variable and f"{{{option.variable}}}" in url
        }
        if variables:
            server["variables"] = variables
        self._put("#", "servers", [server], "environments", entry)

    def _security(self) -> None:
        """Set the security schemes, and the security requirements."""
        schemes = self._config.root.at("security_schemes")
        for key, scheme in schemes.members():
            if more := scheme.at("x-stainless-auth"):
                message = f"the format of {key} cannot be changed"
                self._refuse(more, message, "set the whole header in `headers` of the client")
            known = self._target.root.at("components", "securitySchemes", key)
            if known.value != scheme.value:
                added: Json = {"components": {"securitySchemes": {key: scheme.value}}}
                self._act(Action("$", "security_schemes", scheme.pointer, update=added))
        security = self._config.root.at("security")
        if security:
            self._put("#", "security", security.value, "security", security)

    # --- Parameters -----------------------------------------------------------------------------

    def _queries(self) -> None:
        """Set the styles of arrays and objects in a query."""
        settings = self._config.root.at("query_settings")
        arrays = settings.at("array_format").text() or "comma"
        nested = settings.at("nested_format").text() or "brackets"
        found = {
            parameter.pointer: (parameter, kind)
            for endpoint in self._endpoints()
            for parameter in self._target.parameters(endpoint)
            if parameter.at("in").text() == "query"
            and (kind := self._target.kind(parameter.at("schema"))) in {"array", "object"}
        }
        kinds = {kind for _, kind in found.values()}
        if "array" in kinds and arrays not in _FORMATS:
            known = ", ".join(_FORMATS)
            message = f"the format {arrays!r} of arrays in a query is not supported"
            self._refuse(settings.at("array_format"), message, f"use one of {known}")
        if "object" in kinds and nested != "brackets":
            message = f"the format {nested!r} of objects in a query is not supported"
            self._refuse(settings.at("nested_format"), message, "use brackets")
        for parameter, kind in found.values():
            if kind == "array" and arrays in _FORMATS:
                self._array(parameter, arrays, settings.at("array_format"))
            elif kind == "object" and nested == "brackets":
                self._object(parameter, settings.at("nested_format"))

    def _array(self, parameter: Node, form: str, node: Node) -> None:
        suffix, explode = _FORMATS[form]
        name, style = parameter.at("name").text() or "", parameter.at("style").text() or "form"
        exploded = parameter.at("explode").flag() is not False
        new_name = name if name.endswith("[]") else name + suffix
        if (name, style, exploded) == (new_name, "form", explode):
            return
        update: dict[str, Json] = {"style": "form", "explode": explode}
        if new_name != name:
            update["name"] = new_name
        why = f"query_settings: array_format {form}"
        self._act(Action(self._target.path(parameter.pointer), why, node.pointer, update=update))

    def _object(self, parameter: Node, node: Node) -> None:
        if parameter.at("style").text() != "deepObject":
            update: Json = {"style": "deepObject", "explode": True}
            why = "query_settings: nested_format brackets"
            self._act(
                Action(self._target.path(parameter.pointer), why, node.pointer, update=update)
            )

    def _endpoints(self) -> Iterator[Endpoint]:
        for method in self._config.methods:
            endpoint = self._target.endpoint(method.endpoint)
            if endpoint is not None:
                yield endpoint

    # --- Methods --------------------------------------------------------------------------------

    def _method(self, method: Method, endpoint: Endpoint) -> None:
        if method.deprecated is not None:
            pointer = f"{method.pointer}/deprecated"
            before = endpoint.node.at("description").text()
            note = f"Deprecated: {method.deprecated}"
            update: Json = {
                "deprecated": True,
                "description": f"{before}\n\n{note}" if before else note,
            }
            self._act(
                Action(
                    self._target.path(endpoint.node.pointer), "deprecated", pointer, update=update
                )
            )
        if method.streaming is not None:
            self._stream(method, endpoint)

    def _stream(self, method: Method, endpoint: Endpoint) -> None:
        """Set the schema of a stream's events."""
        streaming, content = method.streaming, self._target.content(endpoint)
        if streaming is None or content is None:
            return
        described = content.at(_EVENTS, "schema")
        event = self._event(streaming.model) if streaming.model else None
        if streaming.model and event is None:
            pointer = f"{streaming.pointer}/stream_event_model"
            message = f"there is no model {streaming.model!r}"
            self.problems.append(Problem(pointer, message, "list it under `models`"))
        if event is None:
            result = self._target.result(endpoint)
            event = result.value if result is not None and not described else None
        if event is not None and described.value != event:
            added: Json = {_EVENTS: {"schema": event}}
            why = "streaming: the schema of an event"
            self._put_events(content, described, added, Action("", why, streaming.pointer))

    def _put_events(self, content: Node, described: Node, added: Json, like: Action) -> None:
        if described:
            path = self._target.path(described.pointer)
            self._act(Action(path, like.why, like.pointer, remove=True))
        self._act(Action(self._target.path(content.pointer), like.why, like.pointer, update=added))

    def _event(self, name: str) -> Json:
        """Return a reference to the schema of a model."""
        resource, _, key = name.rpartition(".")
        for model in self._config.models:
            if (model.resource, model.key) == (resource, key):
                uri = model.uri if model.uri.startswith("#") else pointer_to(model.uri)
                return {"$ref": uri}
        return None

    def _ends(self) -> None:
        """Report events that mark the end of a stream or an error, but not in a supported way."""
        if not any(method.streaming for method in self._config.methods):
            return
        for event in self._config.root.at("streaming", "on_event").items():
            mark, handle = event.at("data_starts_with"), event.at("handle").text()
            text = mark.text()
            if text is None or text == _DONE or handle not in {"done", "error"}:
                continue
            what = "the end of a stream" if handle == "done" else "an error"
            hint = f"only {_DONE} ends a stream: check each event, and stop after the last one"
            if handle == "error":
                hint = "only `event: error` is an error: check each event"
            message = f"events whose data begins with {text!r} are not read as {what}"
            self._refuse(mark, message, hint)

    def _refuse(self, node: Node, message: str, hint: str) -> None:
        self.problems.append(Problem(node.pointer, message, hint))
