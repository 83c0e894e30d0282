"""Paths -> `ir.Operation`: every operation of the document, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Operation, Text
from speccast.resolve import join

from . import notes
from .bodies import body
from .extensions import flag, unknown, word
from .methods import naming
from .parameters import parameters
from .raw import fields, mapping, string, strings, target
from .responses import links, responses
from .security import Alternatives, alternatives
from .select import wanted
from .servers import servers
from .webhooks import callbacks
from .where import Where

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from speccast.ir import SecurityScheme, Webhook

    from .raw import JsonObject
    from .schemas import Schemas
    from .settings import Settings

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Operations:
    """Lowers the operations of a document; what they declare is kept by `schemas`."""

    def __init__(
        self,
        schemas: Schemas,
        settings: Settings,
        known: Mapping[str, SecurityScheme],
        given: Container[str],
    ) -> None:
        """Keep what all operations share.

        Args:
            schemas: lowers types.
            settings: which operations are wanted.
            known: the security schemes that the client can serve.
            given: path parameters that are given to the client.
        """
        self.schemas = schemas
        self.settings = settings
        self.known = known
        self.given = given
        self.callbacks: list[Webhook] = []
        root = schemas.resolved.root
        self._schemes = mapping(mapping(root.get("components")).get("securitySchemes"))
        self._security = self._alternatives(root, "#")
        self._success = word(root, "#", "x-speccast-success", schemas.diagnostics)
        self._listed = {
            path.rpartition("/{")[0] for path in mapping(root.get("paths")) if path.endswith("}")
        }

    def lower(self) -> list[Operation]:
        """Return all operations that are wanted."""
        return list(self._all())

    def _all(self) -> Iterator[Operation]:
        """Iterate the operations, path by path."""
        for path, entry in fields(self.schemas.resolved.root.get("paths")):
            item, pointer = target(self.schemas.resolved, entry, join("#", "paths", path))
            for method in item:
                if method in METHODS:
                    node, at = target(self.schemas.resolved, item[method], join(pointer, method))
                    if wanted(self.settings, path, node):
                        yield self._operation(path, method, node, at, item)

    def _operation(
        self, path: str, method: str, node: JsonObject, pointer: str, item: JsonObject
    ) -> Operation:
        """Return one operation; body arguments and paging are filled in when all models are known."""
        schemas, diagnostics = self.schemas, self.schemas.diagnostics
        named = naming(node, method, path, self._listed)
        where = Where(named.words, noun=named.noun)
        key = string(node.get("operationId"))
        unknown(node, pointer, diagnostics)
        self.callbacks += callbacks(schemas, node, pointer)
        security = self._alternatives(node, pointer) if "security" in node else self._security
        return Operation(
            key=Text(key) if key else None,
            method=method.upper(),
            path=Text(path),
            hints=named.method,
            resource=named.resource,
            parameters=parameters(schemas, node, pointer, path, self.given, where),
            body=body(schemas, node, pointer, where),
            responses=responses(schemas, node, pointer, where),
            security=security,
            servers=servers(node.get("servers")) or servers(item.get("servers")),
            doc=notes.plain(node),
            pointer=pointer,
            success=word(node, pointer, "x-speccast-success", diagnostics) or self._success,
            idempotent=flag(node, pointer, "x-speccast-idempotent", diagnostics),
            links=links(schemas, node, pointer),
            tags=tuple(map(Text, strings(node.get("tags")))),
        )

    def _alternatives(self, node: JsonObject, pointer: str) -> Alternatives:
        """Return which security schemes an operation, or the whole document, asks for."""
        at = join(pointer, "security")
        return alternatives(
            node.get("security"), at, self.known, self._schemes, self.schemas.diagnostics
        )
